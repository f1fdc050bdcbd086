"""The portal says what the program does: its pages come from the law files, the refusals and the lists of the services."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from portal.publishing.pages import differences, write
from tests.unit.portal.copies import PROJECT, generate, replace_in

MONEY = "services/occupancy/law/money.toml"
STAY = "services/occupancy/law/stay.toml"
ALT_MONTHS = 'key = "stay.alt.initial_months"\nvalue = 3\n'
LATER_VALUE = """
[[value]]
{value}unit = "months"
since = 2090-01-01
source = "Exemple"
status = "to_verify"
"""
NEW_REFUSAL = '''

class UnitOnTheMoon(RuleBroken):
    """Out of reach."""

    code, title = "unit-on-the-moon", "Logement sur la Lune"
'''
FEE = 'key = "fee.scale.single.t1"\nvalue = 9000\n'
DELAY = 'key = "deposit.return_months.conform"\nvalue = 1\n'
FREE_TEXT = {"references", "source", "past"}
"""Of a procedure: the titles of texts and documents, and what was said in the past, which no rule of today holds."""
NO_RULE = {"115"}
"""Numbers of the trade that no rule sets: the telephone number of the emergency."""
A_NUMBER_IN_WORDS = re.compile(
    r"\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|soixante|quatre-vingt-dix)"
    r"\s(?:euros?|jours?|mois|ans?|années|semaines?|heures?|fois|renouvellements?)\b"
)


def typed_numbers(text: str) -> list[str]:
    """Numbers written by hand, in digits or in words; placeholders, articles, the order of a list and addresses are none."""
    bare = re.sub(
        r"\{\{.*?\}\}|^\s*\d+\. |\]\([^)]*\)|`[^`]*`|\{ #.*?\}|^#+ \d+\.|\b[LRD]\. \d[\d-]*",
        "",
        text,
        flags=re.MULTILINE,
    )
    return [
        number for number in re.findall(r"\d[\d\s.,]*\d|\d", bare) if number not in NO_RULE
    ] + A_NUMBER_IN_WORDS.findall(bare)


def said_by(procedure: dict[str, Any]) -> str:
    """What a procedure says in its own words."""
    return "\n".join(
        str(value) for key, value in procedure.items() if key not in FREE_TEXT and not isinstance(value, date)
    )


def test_the_committed_pages_are_what_the_law_files_and_refusals_say() -> None:
    done = generate(PROJECT, "check")

    assert done.returncode == 0, done.stderr


CHANGED = [
    (MONEY, FEE, FEE.replace("9000", "9321"), "93,21", ["payer.md", "regles/occupancy.md"]),
    (MONEY, DELAY, DELAY.replace("1\n", "7\n"), "7\u00a0mois", ["partir.md", "procedures/fiches/alt.md"]),
    (STAY, ALT_MONTHS, ALT_MONTHS.replace("3", "5"), "5\u00a0mois", ["chercher.md", "procedures/alt.md", "index.md"]),
]
"""A fee, a delay and the length of a stay; how the pages that tell them say the new value."""


def test_a_changed_fee_delay_or_stay_is_seen_until_the_pages_are_written_again(copy: Path) -> None:
    assert differences(copy) == []

    for law, old, new, _, _ in CHANGED:
        replace_in(copy / law, old, new)
    refused = generate(copy, "check")

    assert refused.returncode == 1
    for *_, told, pages in CHANGED:
        for page in pages:
            assert f"{page} n’est pas à jour" in refused.stderr
            assert told not in (copy / "portal/docs" / page).read_text(encoding="utf-8")
    assert write(copy) > 0
    assert differences(copy) == []
    for *_, told, pages in CHANGED:
        assert [page for page in pages if told not in (copy / "portal/docs" / page).read_text(encoding="utf-8")] == []


def test_a_value_that_starts_after_the_last_reading_is_listed_but_not_yet_told(copy: Path) -> None:
    later = LATER_VALUE.format(value=ALT_MONTHS.replace("3", "9"))
    law = copy / STAY
    law.write_text(law.read_text(encoding="utf-8") + later, encoding="utf-8")

    assert write(copy) > 0

    assert "9\u00a0mois" in (copy / "portal/docs/regles/occupancy.md").read_text(encoding="utf-8")
    assert "9\u00a0mois" not in (copy / "portal/docs/procedures/alt.md").read_text(encoding="utf-8")


def test_a_value_to_be_confirmed_is_marked_where_it_is_told(copy: Path) -> None:
    alt = copy / "portal/docs/procedures/alt.md"
    rule = "../regles/occupancy.md#stay-alt-initial-months"
    assert f"[3\u00a0mois]({rule}){{ .law }}[\\*](#chiffres)" in alt.read_text(encoding="utf-8")

    law = (copy / STAY).read_text(encoding="utf-8")
    before, after = law.split(ALT_MONTHS)
    (copy / STAY).write_text(before + ALT_MONTHS + after.replace('"to_verify"', '"verified"', 1), encoding="utf-8")
    assert write(copy) > 0

    assert f"[3\u00a0mois]({rule}){{ .law }}, avec" in alt.read_text(encoding="utf-8")


def test_a_new_refusal_is_missed_until_it_has_its_page_and_its_words(copy: Path) -> None:
    units = copy / "services/alt_units/domain/units.py"
    units.write_text(units.read_text(encoding="utf-8") + NEW_REFUSAL, encoding="utf-8")

    refused = generate(copy, "check")

    assert "problemes/unit-on-the-moon.md manque" in refused.stderr
    assert "n’explique pas encore le refus unit-on-the-moon" in refused.stderr
    assert generate(copy, "write").returncode == 0
    assert "# Logement sur la Lune" in (copy / "portal/docs/problemes/unit-on-the-moon.md").read_text(encoding="utf-8")


def test_a_page_edited_by_hand_or_left_behind_is_seen(copy: Path) -> None:
    replace_in(copy / "portal/docs/payer.md", "redevance", "caution")
    (copy / "portal/docs/problemes/gone.md").write_text("# Ancien refus\n", encoding="utf-8")

    refused = differences(copy)

    assert "payer.md n’est pas à jour" in refused
    assert "problemes/gone.md n’est plus engendrée" in refused


def test_writing_twice_changes_nothing(copy: Path) -> None:
    assert "0 page(s)" in generate(copy, "write").stdout


def test_an_unknown_placeholder_stops_the_writing(copy: Path) -> None:
    replace_in(copy / "portal/pages/payer.md", "occupancy:fee.least_cents", "occupancy:fee.invented")

    done = generate(copy, "write")

    assert done.returncode != 0
    assert "fee.invented" in done.stderr


def test_no_number_of_the_rules_is_typed_by_hand_in_a_page_or_a_procedure() -> None:
    pages, procedures = PROJECT.glob("portal/pages/**/*.md"), PROJECT.glob("portal/procedures/*.toml")
    found = {str(file): typed_numbers(file.read_text(encoding="utf-8")) for file in pages}
    found |= {str(file): typed_numbers(said_by(tomllib.loads(file.read_text(encoding="utf-8")))) for file in procedures}

    assert len(found) > 25
    assert {name: numbers for name, numbers in found.items() if numbers} == {}


def test_a_typed_number_would_be_seen() -> None:
    assert typed_numbers("De 75 € à {{ occupancy:fee.most_cents }}, pendant 3 mois") == ["75", "3"]
    assert typed_numbers("Vous avez deux mois pour répondre.") == ["deux mois"]
    assert typed_numbers("1. Appelez le 115 (code, L. 345-2-7).\n2. Lisez [la page](regles/2026.md).") == []
