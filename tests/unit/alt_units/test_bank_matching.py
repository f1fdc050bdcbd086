"""A true year with one anomaly of each of twelve kinds, again and again: all flagged, no false match, no cent unexplained."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.bank_candidates import MatchLine
from alt_units.domain.bank_files import FileFormat
from alt_units.domain.bank_guards import (
    GUARDS,
    Guard,
    amount_explained,
    convention_not_another,
    not_reversed,
    period_as_said,
    taken_once,
)
from alt_units.domain.bank_matching import MatchingRun, match_lines
from alt_units.parsers.bank import read_bank_file
from tests.support.bank_files import Movement, as_csv, source_of
from tests.support.bank_years import AS_OF, KINDS, RULES, TrueYear, a_year

YEARS = 1000


def lines_of(year: TrueYear) -> dict[str, MatchLine]:
    """The year as a bank file, read back: the lines by their reference."""
    file = read_bank_file(as_csv([sent.movement for sent in year.sent]), source_of(FileFormat.CSV))
    assert [one.column for one in file.errors] == ["Devise"] * year.injected.count("currency")
    assert sum(one.amount_cents for one in file.lines) == sum(
        sent.movement.cents for sent in year.sent if sent.kind != "currency"
    )
    return {
        line.reference: MatchLine(
            id=UUID(int=number + 1),
            booked_on=line.booked_on,
            amount_cents=line.amount_cents,
            label=line.label,
            payer=line.payer,
        )
        for number, line in enumerate(file.lines)
    }


def wrongs(year: TrueYear, *, guards: Sequence[Guard] = GUARDS, rules: object = RULES) -> Counter[str]:
    """What the matching says otherwise than the truth: by kind of error."""
    lines = lines_of(year)
    run = match_lines(list(lines.values()), year.conventions, rules, as_of=AS_OF, guards=guards)  # type: ignore[arg-type]
    found: Counter[str] = Counter()
    for sent in year.sent:
        line = lines.get(sent.movement.reference)
        if line is None:
            continue
        outcome = run.outcomes[line.id]
        targets = (
            frozenset((one, rest) for _, one, rest in outcome.proposal.targets) if outcome.proposal else frozenset()
        )
        if targets - sent.settles:
            found["false match"] += 1
        if sent.settles - targets:
            found["match not found"] += 1
        said = tuple(one.value for one in outcome.anomalies)
        if sent.kind != "noise" and said != ((sent.kind,) if sent.kind else ()):
            found[f"{sent.kind or 'true line'} said to be {','.join(said) or 'nothing'}"] += 1
    missing = {(one.convention_id, str(one.month or one.number)) for one in run.missing}
    found["missing not said"] += len(year.missing - missing)
    found["missing said wrongly"] += len(missing - year.missing)
    found["cents unexplained"] += abs(unexplained(run, list(lines.values()), year))
    return +found


def unexplained(run: MatchingRun, lines: Sequence[MatchLine], year: TrueYear) -> int:
    """Cents in, less cents proposed and cents in suspense; plus what a claim line would take beyond what it awaits."""
    assert run.outcomes.keys() == {line.id for line in lines}
    proposed = {one.line_id: one.proposal for one in run.outcomes.values() if one.proposal}
    parts = [part for one in proposed.values() for part in one.parts]
    waiting = sum(line.amount_cents for line in lines if line.id not in proposed)
    gap = sum(line.amount_cents for line in lines) - sum(part.amount_cents for part in parts) - waiting
    taken: Counter[UUID] = Counter()
    for part in parts:
        assert sum(share.amount_cents for share in part.shares) <= part.amount_cents
        for share in part.shares:
            taken[share.claim_line_id] += share.amount_cents
    awaited = {
        due.claim_line_id: due.difference_cents
        for one in year.conventions
        for claim in one.claims
        for due in claim.dues
    }
    return gap + sum(max(0, cents - awaited[line]) for line, cents in taken.items())


def test_a_true_year_is_matched_whole() -> None:
    for seed in range(50):
        assert wrongs(a_year(seed, anomalies=False)) == {}, seed


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, YEARS, 100))
def test_twelve_kinds_of_anomaly_a_thousand_times_are_all_flagged_without_a_false_match(
    first: int, record_property: Callable[[str, object], None]
) -> None:
    record_property("n", 100)
    injected: Counter[str] = Counter()
    for seed in range(first, first + 100):
        year = a_year(seed)
        injected.update(year.injected)
        assert wrongs(year) == {}, seed
    assert set(injected) == set(KINDS)
    assert min(injected.values()) >= 100


@pytest.mark.parametrize("guard", [amount_explained, convention_not_another, period_as_said, taken_once, not_reversed])
def test_control_without_one_of_its_guards_the_matching_is_wrong(guard: Guard) -> None:
    others = [one for one in GUARDS if one is not guard]
    assert any(wrongs(a_year(seed), guards=others)["false match"] for seed in range(20))


def test_control_without_its_threshold_an_unknown_payer_would_be_matched() -> None:
    rules = replace(RULES, proposal_score=0)
    assert any(wrongs(a_year(seed), rules=rules)["false match"] for seed in range(20))


def test_two_conventions_of_the_same_amount_are_ambiguous_until_a_number_is_said() -> None:
    year = a_year(1, anomalies=False, noise=0)
    one = year.conventions[0]
    other = replace(one, id=UUID(int=5), number="999-2026-999", claims=one.claims)
    claim = one.claims[0]
    line = MatchLine(
        id=UUID(int=1), booked_on=date(2026, 2, 10), amount_cents=claim.left_cents, label="ALT 01/2026", payer="CAF"
    )
    (outcome,) = match_lines([line], [one, other], RULES, as_of=date(2026, 2, 11)).outcomes.values()
    assert (outcome.proposal, [one.value for one in outcome.anomalies]) == (None, ["ambiguous"])
    named = replace(line, label=f"ALT 01/2026 CONV {other.number}")
    (outcome,) = match_lines([named], [one, other], RULES, as_of=date(2026, 2, 11)).outcomes.values()
    assert outcome.proposal is not None
    assert outcome.proposal.convention_ids == {other.id}


def test_one_transfer_for_two_named_conventions_becomes_two_payments() -> None:
    year = a_year(2, anomalies=False, noise=0)
    first, second = year.conventions[0], year.conventions[1]
    total = first.claims[0].left_cents + second.claims[0].left_cents
    label = f"ALT CONV {first.number} ET {second.number} 01/2026"
    line = MatchLine(id=UUID(int=1), booked_on=date(2026, 2, 10), amount_cents=total, label=label, payer="CAF")
    (outcome,) = match_lines([line], year.conventions, RULES, as_of=date(2026, 2, 11)).outcomes.values()
    assert outcome.proposal is not None
    assert sum(part.amount_cents for part in outcome.proposal.parts) == total
    assert [one.value for one in outcome.anomalies] == ["merged"]


def test_the_movements_of_a_generated_year_are_fictitious_and_dated() -> None:
    assert all(isinstance(sent.movement, Movement) for sent in a_year(3).sent)
