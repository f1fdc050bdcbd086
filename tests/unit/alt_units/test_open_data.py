"""Open data name nobody: small counts are hidden, and nobody finds them again by subtraction."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.documents.open_data import FIELDS, figures, lines, schema_file
from alt_units.documents.statistics import YearFacts
from alt_units.domain.activity import ActivityFacts, ProgrammeActivity, StayLengths
from alt_units.domain.occupation import occupation
from alt_units.domain.open_data import Sum, hidden, threshold
from alt_units.domain.units import Programme
from alt_units.domain.yearly_file import total_of as money_of
from alt_units.law import read_law
from kernel.period import Period
from palier.open_data import csv_text

LEAST = 5
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
FAR = 10**6
PUBLISHED = Path(__file__).resolve().parents[3] / "portal/docs/donnees-ouvertes"


def guessed(counts: Mapping[str, int], sums: Sequence[Sum], secret: frozenset[str]) -> dict[str, tuple[int, int]]:
    """The narrowest bounds that a reader finds for each hidden figure, from the others and the sums. Zero is never hidden."""
    bounds = {name: (1, FAR) if name in secret else (count, count) for name, count in counts.items()}
    for _ in range(60):
        before = dict(bounds)
        for one in sums:
            low = sum(bounds[part][0] for part in one.parts)
            high = sum(bounds[part][1] for part in one.parts)
            total = bounds[one.total]
            bounds[one.total] = (max(total[0], low), min(total[1], high))
            for part in one.parts:
                others = (low - bounds[part][0], high - bounds[part][1])
                least, most = bounds[part]
                bounds[part] = (
                    max(least, bounds[one.total][0] - others[1]),
                    min(most, bounds[one.total][1] - others[0]),
                )
        if bounds == before:
            break
    return {name: bounds[name] for name in secret}


def found_again(counts: Mapping[str, int], sums: Sequence[Sum], secret: frozenset[str]) -> list[str]:
    """Small counts that the published figures give away."""
    small = {name for name, count in counts.items() if 0 < count < LEAST}
    told = guessed(counts, sums, secret)
    return sorted(name for name in small if name not in secret or told[name][0] == told[name][1])


EXITS = Sum(total="exits", parts=("social", "private", "relatives", "death"))
COUNTS = {"exits": 21, "social": 12, "private": 6, "relatives": 3, "death": 0}


def test_a_small_count_is_hidden_with_the_next_one_and_zero_is_published() -> None:
    assert hidden(COUNTS, (EXITS,), least=LEAST) == {"relatives", "private"}


def test_hidden_alone_a_small_count_would_be_found_by_subtraction() -> None:
    alone = frozenset({"relatives"})

    assert found_again(COUNTS, (EXITS,), alone) == ["relatives"]
    assert found_again(COUNTS, (EXITS,), hidden(COUNTS, (EXITS,), least=LEAST)) == []


def test_counts_of_one_each_would_be_found_by_their_number() -> None:
    ones = {"exits": 17, "social": 12, "private": 1, "relatives": 3, "death": 1}
    two = frozenset({"private", "death"})

    assert found_again(ones, (EXITS,), two) == ["death", "private", "relatives"]
    assert hidden(ones, (EXITS,), least=LEAST) == {"private", "relatives", "death"}
    assert found_again(ones, (EXITS,), hidden(ones, (EXITS,), least=LEAST)) == []


def test_a_total_hidden_in_one_table_is_not_the_sum_of_another() -> None:
    bands = Sum(total="exits", parts=("short", "long"))
    counts = COUNTS | {"entries": 2, "short": 9, "long": 12}

    secret = hidden(counts, (EXITS, bands), least=LEAST, together=(("entries", "exits"),))

    assert {"entries", "exits", "short"} <= secret
    assert "long" not in secret


counts_of_a_table = st.lists(st.integers(0, 12), min_size=2, max_size=7)


@given(counts_of_a_table, counts_of_a_table)
def test_no_small_count_is_ever_found_again(first: list[int], second: list[int]) -> None:
    second = [*second, max(0, sum(first) - sum(second))]  # two tables of one total, as situations and resources are
    first = [*first, max(0, sum(second) - sum(first))]
    counts = {"total": sum(first)} | {f"a{n}": one for n, one in enumerate(first)}
    counts |= {f"b{n}": one for n, one in enumerate(second)}
    sums = tuple(Sum(total="total", parts=tuple(name for name in counts if name[0] == table)) for table in "ab")

    assert found_again(counts, sums, hidden(counts, sums, least=LEAST)) == []


def programme(**changes: object) -> ProgrammeActivity:
    told = ProgrammeActivity(
        programme=Programme.ALT,
        entries=9,
        exits=8,
        households=16,
        adults=19,
        children=11,
        present_households=8,
        present_persons=15,
        situations={"single": 9, "single_parent": 5, "couple": 0, "family": 2},
        orientations={"siao": 16},
        exits_by={"social_housing": 8},
        refusals=None,
        stays=StayLengths(
            count=8,
            mean_days=120,
            median_days=110,
            under_one_month=0,
            one_to_three_months=2,
            three_to_six_months=6,
            over_six_months=0,
        ),
    )
    return replace(told, **changes)


def year(*programmes: ProgrammeActivity) -> YearFacts:
    return YearFacts(
        year=2025,
        alt=occupation(YEAR, Programme.ALT, (), (), {}),
        aml=occupation(YEAR, Programme.AML, (), (), {}),
        activity=None,
        facts=ActivityFacts(
            programmes=programmes,
            fees=(),
            deposits_held_cents=0,
            refusals={"file_incomplete": 7, "refused": 1, "no_answer": 6},
            support={},
        ),
        total=money_of(()),
        deposits_held_cents=None,
        modalities={},
        slid=1,
    )


def told(rows: YearFacts) -> dict[tuple[str, str], tuple[int | None, bool]]:
    return {(one.programme, one.name): (one.value, one.is_hidden) for one in figures(rows, least=LEAST)}


def test_the_figures_of_a_year_keep_its_small_counts_secret() -> None:
    rows = told(year(programme()))

    assert rows["ALT", "Ménages accueillis"] == (16, False)
    assert rows["ALT", "Couples avec enfants"] == (None, True)
    assert rows["ALT", "Familles monoparentales"] == (None, True)
    assert rows["ALT", "Couples sans enfant"] == (0, False)
    assert rows["ALT", "Relogement dans le parc social"] == (8, False)
    assert rows["ALT", "De 1 à 3 mois"] == (None, True)
    assert rows["ALT et AML", "Sans motif enregistré"] == (None, True)
    assert rows["ALT et AML", "Dossier incomplet"] == (7, False)
    assert all(not name.startswith("Ménages présents") for _, name in rows)


def test_of_a_few_exits_neither_the_entries_nor_the_mean_stay_are_told() -> None:
    few = programme(exits=3, exits_by={"social_housing": 3}, stays=replace(programme().stays, count=3))
    rows = told(year(few))

    for name in ("Sorties", "Entrées", "Ménages accueillis", "Durée moyenne", "Relogement dans le parc social"):
        assert rows["ALT", name] == (None, True)


def test_the_file_follows_its_schema() -> None:
    schema = json.loads(schema_file(LEAST))
    rows = list(
        csv.DictReader(io.StringIO(csv_text(lines(2025, "CCAS d’essai", figures(year(programme()), least=LEAST)))))
    )

    assert [field["name"] for field in schema["fields"]] == list(rows[0])
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["masque"] in ("oui", "non") and (row["valeur"] == "" or int(row["valeur"]) >= 0) for row in rows)
    assert "1 à 4" in schema["description"]


def test_the_threshold_is_a_dated_value_to_be_confirmed() -> None:
    assert threshold(read_law(), date(2026, 11, 27)) == LEAST
    assert read_law().at("open_data.least_count", date(2026, 11, 27)).status == "to_verify"


@pytest.mark.parametrize("file", sorted(PUBLISHED.glob("*.csv")), ids=lambda file: file.name)
def test_what_the_portal_publishes_holds_no_small_count(file: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8"))))

    assert list(rows[0]) == [name for name, _, _ in FIELDS]
    people = [row for row in rows if row["unite"] in ("personnes", "ménages", "séjours", "propositions", "mesures")]
    assert [row for row in people if row["valeur"] and 0 < int(row["valeur"]) < LEAST] == []
    assert len(people) > 20
