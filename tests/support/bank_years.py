"""A year of transfers of several payers, true to the cent, with one anomaly of each kind put in on purpose, and its label.

What the matching should say is known apart from it: each movement carries the kind that was put in, or none.
"""

import random
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.bank_expected import Instalment, MatchingRules, OpenClaim, OpenConvention, matching_rules
from alt_units.domain.funder_payments import Due, PaymentKind
from alt_units.law import read_law
from kernel.money import split_evenly
from kernel.period import Month
from tests.support.bank_files import Movement

YEAR = 2026
AS_OF = date(YEAR + 1, 12, 31)
RULES: MatchingRules = matching_rules(read_law(), AS_OF)
MONTHLY = ("missing", "double", "short", "over", "wrong_period", "late", "reversed", "unknown_convention", "split",
           "merged", "unknown_payer", "currency")  # fmt: skip
KINDS = MONTHLY
BY_INSTALMENTS = ("missing", "double", "short", "over", "reversed", "unknown_convention", "split", "unknown_payer")
PAYERS = (
    ("CAF de l'Exemple", "CAF 77"),
    ("État (DDETS)", "DRFIP ILE DE FRANCE"),
    ("Département, FSL", "PAIERIE DEPARTEMENT"),
)

Key = tuple[UUID, str]
"""A convention and a month, or an instalment's number."""


class Sent(Struct, kw_only=True):
    """A movement, with what should be said of it, and what it should settle ("" for nothing)."""

    movement: Movement
    kind: str
    settles: frozenset[Key]


class TrueYear(Struct, kw_only=True):
    """What is expected, what was sent, what should be flagged as missing."""

    conventions: list[OpenConvention]
    sent: list[Sent]
    missing: set[Key]
    injected: list[str]


def a_year(seed: int, *, conventions: int = 6, noise: int = 20, anomalies: bool = True) -> TrueYear:
    """A year with one anomaly of each kind, some on conventions paid by instalments."""
    dice = random.Random(seed)
    made = [_convention(dice, seed, number) for number in range(conventions)]
    year = TrueYear(conventions=made, sent=[], missing=set(), injected=[])
    slots = [(one, claim) for one in made for claim in one.claims if not one.by_instalments]
    rare = [(one, each) for one in made for each in one.instalments]
    dice.shuffle(slots)
    dice.shuffle(rare)
    left = {(one.id, str(claim.month)): (one, claim) for one, claim in slots}
    if anomalies:
        for kind in MONTHLY:
            _inject_month(dice, year, kind, left)
        for kind in dice.sample(BY_INSTALMENTS, min(len(rare) // 2, 3)):
            one, each = rare.pop()
            _inject(dice, year, kind, (one.id, str(each.number)), _instalment_line(dice, one, each))
    for one, claim in left.values():
        year.sent.append(_true(_month_line(dice, one, claim.month, claim.left_cents), (one.id, str(claim.month))))
    for one, each in rare:
        year.sent.append(_true(_instalment_line(dice, one, each), (one.id, str(each.number))))
    for number in range(noise):
        year.sent.append(Sent(movement=_noise(dice, number), kind="noise", settles=frozenset()))
    year.sent.sort(key=lambda sent: sent.movement.on)
    for number, sent in enumerate(year.sent):
        sent.movement = replace(sent.movement, reference=f"R{number:06d}")
    return year


def _convention(dice: random.Random, seed: int, number: int) -> OpenConvention:
    base = (seed * 1000 + number) * 100_000
    by_instalments = number % 3 == 2
    lines = [dice.randint(20_000, 60_000) for _ in range(dice.randint(1, 3))]
    claims = tuple(
        OpenClaim(
            month=Month(YEAR, month),
            dues=tuple(
                Due(
                    claim_line_id=UUID(int=base + month * 100 + rank + 1),
                    month=Month(YEAR, month),
                    reference=f"ALT-{rank:02d}",
                    difference_cents=cents,
                    paid_cents=0,
                )
                for rank, cents in enumerate(lines)
            ),
        )
        for month in range(1, 13)
    )
    kinds = (PaymentKind.ACOMPTE, PaymentKind.VERSEMENT, PaymentKind.SOLDE)
    days = (date(YEAR, 5, 10), date(YEAR, 9, 10), date(YEAR, 12, 20))
    shares = split_evenly(sum(lines) * 12, 3)
    return OpenConvention(
        id=UUID(int=base + 1),
        number=f"{seed % 900 + 100}-{YEAR}-{number + 1:03d}",
        funder=PAYERS[number % 3 if not by_instalments else 1][0],
        year=YEAR,
        by_instalments=by_instalments,
        claims=claims,
        instalments=tuple(
            Instalment(number=rank + 1, kind=kind, expected_on=day, amount_cents=cents)
            for rank, (kind, day, cents) in enumerate(zip(kinds, days, shares, strict=True))
        )
        if by_instalments
        else (),
        payments=(),
    )


def _payer(one: OpenConvention) -> str:
    return next(signed for funder, signed in PAYERS if funder == one.funder)


def _month_line(dice: random.Random, one: OpenConvention, month: Month, cents: int) -> Movement:
    said = dice.choice((f"{month.number:02d}/{month.year}", f"{month.number:02d} {month.year}"))
    words = dice.choice(("AIDE ALT CONV {} {}", "VIR CONVENTION N° {} MOIS {}", "ALLOCATION LOGT TEMPORAIRE {} - {}"))
    on = month.last_day + timedelta(days=dice.randint(3, 25))
    return Movement(on=on, cents=cents, label=words.format(one.number, said), payer=_payer(one))


def _instalment_line(dice: random.Random, one: OpenConvention, each: Instalment) -> Movement:
    words = {PaymentKind.ACOMPTE: "ACOMPTE", PaymentKind.VERSEMENT: "2E VERSEMENT", PaymentKind.SOLDE: "SOLDE"}
    assert each.expected_on is not None
    on = each.expected_on + timedelta(days=dice.randint(-5, 20))
    label = f"ALT CONVENTION {one.number} {words[each.kind]}"
    return Movement(on=on, cents=each.amount_cents, label=label, payer=_payer(one))


def _inject_month(
    dice: random.Random, year: TrueYear, kind: str, left: dict[Key, tuple[OpenConvention, OpenClaim]]
) -> None:
    key = next(one for one in left if kind != "merged" or _following(one) in left)
    one, claim = left.pop(key)
    if kind == "merged":
        _, second = left.pop(_following(key))
        months = f"{claim.month.number:02d}/{claim.month.year} A {second.month.number:02d}/{second.month.year}"
        both = claim.left_cents + second.left_cents
        line = replace(_month_line(dice, one, second.month, both), label=f"ALT CONV {one.number} {months}")
        year.sent.append(Sent(movement=line, kind=kind, settles=frozenset({key, _following(key)})))
        year.injected.append(kind)
        return
    _inject(dice, year, kind, key, _month_line(dice, one, claim.month, claim.left_cents), claim.month, one.number)


def _inject(
    dice: random.Random,
    year: TrueYear,
    kind: str,
    key: Key,
    line: Movement,
    month: Month | None = None,
    number: str = "",
) -> None:
    year.injected.append(kind)
    number = number or next(one.number for one in year.conventions if one.id == key[0])
    gap = dice.randint(1, min(5_000, line.cents - 1))
    nothing: frozenset[Key] = frozenset()
    if kind == "double":
        year.sent.append(_true(line, key))
        again = replace(line, on=line.on + timedelta(days=dice.randint(1, 3)))
        year.sent.append(Sent(movement=again, kind=kind, settles=nothing))
    elif kind in ("short", "over"):
        changed = replace(line, cents=line.cents + (gap if kind == "over" else -gap))
        year.sent.append(Sent(movement=changed, kind=kind, settles=nothing))
        if month is None:
            year.missing.add(key)
    elif kind == "late":
        assert month is not None
        late = replace(line, on=month.last_day + timedelta(days=dice.randint(46, 120)))
        year.sent.append(Sent(movement=late, kind=kind, settles=frozenset({key})))
    elif kind == "split":
        first = dice.randint(1, line.cents - 1)
        for cents, days in ((first, 0), (line.cents - first, dice.randint(0, 5))):
            piece = replace(line, cents=cents, on=line.on + timedelta(days=days))
            year.sent.append(Sent(movement=piece, kind=kind, settles=frozenset({key})))
    else:
        year.missing.add(key)
        for changed in _lost(dice, kind, line, month, number):
            year.sent.append(Sent(movement=changed, kind=kind, settles=nothing))


def _lost(dice: random.Random, kind: str, line: Movement, month: Month | None, number: str) -> list[Movement]:
    """The movements that settle nothing, in place of a true one."""
    if kind == "wrong_period":
        assert month is not None
        return [replace(line, label=line.label.replace(str(YEAR), str(YEAR - 1)).replace(f"-{YEAR - 1}-", f"-{YEAR}-"))]
    if kind == "reversed":
        back = replace(line, cents=-line.cents, on=line.on + timedelta(days=dice.randint(1, 10)))
        return [line, back]
    if kind == "unknown_convention":
        unknown = f"AIDE ALT CONV 999-{YEAR}-{dice.randint(100, 999)}"
        return [replace(line, label=f"{unknown} {month.number:02d}/{month.year}" if month else unknown)]
    if kind == "unknown_payer":
        return [replace(line, label="VIREMENT RECU", payer="SOCIETE EXEMPLE")]
    if kind == "currency":
        return [replace(line, currency="USD")]
    assert kind == "missing"
    return []


def _true(line: Movement, key: Key) -> Sent:
    return Sent(movement=line, kind="", settles=frozenset({key}))


def _following(key: Key) -> Key:
    return (key[0], str(Month.parse(key[1]).plus(1)))


def _noise(dice: random.Random, number: int) -> Movement:
    on = date(YEAR, 1, 1) + timedelta(days=dice.randrange(365))
    label = dice.choice(("VIR REDEVANCE LOGT", "PRLV EAU", "FRAIS TENUE DE COMPTE", "REMISE CHEQUES", "CB FOURNITURES"))
    return Movement(
        on=on, cents=dice.choice((-1, 1)) * dice.randint(1, 90_000), label=f"{label} {number}", payer="EXEMPLE"
    )
