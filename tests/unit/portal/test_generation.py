"""The portal says what the program does: its pages come from the law files, the refusals and the lists of the services."""

import re
from pathlib import Path

from tests.unit.portal.copies import PROJECT, generate, replace_in

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
HAND_WRITTEN = sorted([*PROJECT.glob("portal/pages/**/*.md"), *PROJECT.glob("portal/procedures/*.toml")])
A_NUMBER_WITH_ITS_UNIT = re.compile(
    r"\d[\d\s.,]*(?:€|%|euros?\b|jours?\b|mois\b|ans?\b|années?\b|semaines?\b|heures?\b|minutes?\b|fois\b|renouvellements?\b)"
)


def typed_numbers(text: str) -> list[str]:
    """Amounts, durations and counts written by hand; placeholders and article numbers are none."""
    return A_NUMBER_WITH_ITS_UNIT.findall(re.sub(r"\{\{.*?\}\}", "", text))


def test_the_committed_pages_are_what_the_law_files_and_refusals_say() -> None:
    done = generate(PROJECT, "check")

    assert done.returncode == 0, done.stderr


def test_a_changed_law_value_is_seen_until_the_pages_are_written_again(copy: Path) -> None:
    assert "à jour" not in generate(copy, "check").stderr

    replace_in(copy / STAY, ALT_MONTHS, ALT_MONTHS.replace("3", "5"))
    refused = generate(copy, "check")

    assert refused.returncode == 1
    assert "procedures/alt.md n’est pas à jour" in refused.stderr
    assert "regles/occupancy.md n’est pas à jour" in refused.stderr
    assert generate(copy, "write").returncode == 0
    assert "à jour" not in generate(copy, "check").stderr
    assert "5\u00a0mois[\\*](#chiffres)" in (copy / "portal/docs/procedures/alt.md").read_text(encoding="utf-8")


def test_a_value_that_starts_after_the_last_reading_is_listed_but_not_yet_told(copy: Path) -> None:
    later = LATER_VALUE.format(value=ALT_MONTHS.replace("3", "9"))
    law = copy / STAY
    law.write_text(law.read_text(encoding="utf-8") + later, encoding="utf-8")

    assert generate(copy, "write").returncode == 0

    assert "9\u00a0mois" in (copy / "portal/docs/regles/occupancy.md").read_text(encoding="utf-8")
    assert "9\u00a0mois" not in (copy / "portal/docs/procedures/alt.md").read_text(encoding="utf-8")


def test_a_value_to_be_confirmed_is_marked_where_it_is_told(copy: Path) -> None:
    alt = copy / "portal/docs/procedures/alt.md"
    assert "3\u00a0mois[\\*](#chiffres)" in alt.read_text(encoding="utf-8")

    law = (copy / STAY).read_text(encoding="utf-8")
    before, after = law.split(ALT_MONTHS)
    (copy / STAY).write_text(before + ALT_MONTHS + after.replace('"to_verify"', '"verified"', 1), encoding="utf-8")
    assert generate(copy, "write").returncode == 0

    assert "3\u00a0mois, avec" in alt.read_text(encoding="utf-8")


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

    refused = generate(copy, "check")

    assert "payer.md n’est pas à jour" in refused.stderr
    assert "problemes/gone.md n’est plus engendrée" in refused.stderr


def test_writing_twice_changes_nothing(copy: Path) -> None:
    assert "0 page(s)" in generate(copy, "write").stdout


def test_an_unknown_placeholder_stops_the_writing(copy: Path) -> None:
    replace_in(copy / "portal/pages/payer.md", "occupancy:fee.least_cents", "occupancy:fee.invented")

    done = generate(copy, "write")

    assert done.returncode != 0
    assert "fee.invented" in done.stderr


def test_no_amount_or_duration_is_typed_by_hand_in_a_public_page() -> None:
    found = {file.name: typed_numbers(file.read_text(encoding="utf-8")) for file in HAND_WRITTEN}

    assert {name: numbers for name, numbers in found.items() if numbers} == {}


def test_a_typed_amount_would_be_seen() -> None:
    assert typed_numbers("De 75 € à {{ occupancy:fee.most_cents }}, pendant 3 mois") == ["75 €", "3 mois"]
    assert typed_numbers("CSS, L. 851-1 à L. 851-4 ; appelez le 115") == []
