"""What stands on the papers: the version of the day of the act, and nothing that the font cannot draw."""

import io
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace
from PIL import Image

from kernel.documents.render import readable, render
from kernel.intake.pictures import PictureRefused
from occupancy.actions.papers import RULES, logo_of
from occupancy.documents.rules import rules_paper
from occupancy.domain.letterheads import (
    Letterhead,
    LetterheadFacts,
    LetterheadInPast,
    LogoUndescribed,
    PlaceholderUnknown,
    RulesPart,
    TextUnprintable,
    check_letterhead,
    check_logo,
    check_placeholders,
    check_printable,
    in_force,
    parts,
)

FIRST = Letterhead(
    id=UUID(int=1), number=1, since=date(2020, 1, 1), name="CCAS", saved_on=date(2020, 1, 1), saved_by_name=""
)
SECOND = replace(FIRST, id=UUID(int=2), number=2, since=date(2026, 3, 1))
CORRECTED = replace(SECOND, id=UUID(int=3), number=3)


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2019, 12, 31), None), (date(2020, 1, 1), 1), (date(2026, 2, 28), 1), (date(2026, 3, 1), 3)],
)
def test_a_paper_takes_the_version_in_force_on_its_day_and_the_later_of_two(day, number):
    found = in_force((FIRST, SECOND, CORRECTED), day)
    assert (found.number if found else None) == number


def test_a_logo_says_in_words_what_it_shows():
    check_logo(LetterheadFacts(since=date(2026, 1, 1), name="CCAS"))
    check_logo(LetterheadFacts(since=date(2026, 1, 1), name="CCAS", logo=b"x", logo_alt="Logo du CCAS"))
    with pytest.raises(LogoUndescribed):
        check_logo(LetterheadFacts(since=date(2026, 1, 1), name="CCAS", logo=b"x"))


async def test_a_transparent_logo_is_drawn_again_on_white_and_stands_on_sheet_and_page():
    sent = io.BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(sent, "PNG")
    logo = await logo_of(sent.getvalue())
    with Image.open(io.BytesIO(logo)) as drawn:
        assert (drawn.format, drawn.getpixel((5, 5))) == ("JPEG", (255, 255, 255))
    head, bare = replace(FIRST, logo=logo, logo_alt="Arbre rond"), FIRST
    at = datetime(2026, 11, 26, 10, tzinfo=UTC)
    sheets = [render(RULES, rules_paper(one), on=at, head=one.head) for one in (head, head, bare)]
    assert sheets[0] == sheets[1]
    assert b"/Subtype/Image" in sheets[0].replace(b"/Subtype /Image", b"/Subtype/Image")
    assert b"/Subtype/Image" not in sheets[2].replace(b"/Subtype /Image", b"/Subtype/Image")
    page = readable(RULES, rules_paper(head), head=head.head)
    assert 'alt="Arbre rond"' in page
    assert "data:image/jpeg;base64," in page


@pytest.mark.parametrize(
    "sent", [b"RIFF0000WEBPVP8 ", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nx", b"GIF89a"]
)
async def test_a_logo_that_is_no_whole_png_or_jpeg_is_refused(sent):
    with pytest.raises(PictureRefused):
        await logo_of(sent)


def test_the_first_version_may_start_in_the_past_and_the_next_ones_never():
    facts = LetterheadFacts(since=date(2026, 2, 28), name="CCAS")
    check_letterhead(facts, (), date(2026, 3, 1))
    with pytest.raises(LetterheadInPast):
        check_letterhead(facts, (FIRST,), date(2026, 3, 1))
    check_letterhead(replace(facts, since=date(2026, 3, 1)), (FIRST,), date(2026, 3, 1))


def test_the_rules_of_the_house_are_read_part_by_part():
    assert parts("Avant tout.\n\n# Visites\nDe 8 h à 22 h.\nSans bruit.\n# Fin") == (
        RulesPart(title="", lines=("Avant tout.",)),
        RulesPart(title="Visites", lines=("De 8 h à 22 h.", "Sans bruit.")),
        RulesPart(title="Fin", lines=()),
    )
    assert parts("") == ()


def test_signs_that_cannot_be_printed_are_named_with_their_field():
    check_printable([("name", ""), ("rules", "")])
    with pytest.raises(TextUnprintable) as refused:
        check_printable([("name", ""), ("rules", "😀😀☎")])
    assert [(one.field, one.message) for one in refused.value.errors] == [
        ("rules", "Ces signes ne peuvent pas être imprimés : 😀 ☎")
    ]


@pytest.mark.parametrize("typed", ["Monsieur {nom}", "{{ ménage }}", "[[adresse]]", "<<date>>", "Le %NOM% du ménage"])
def test_what_looks_like_a_field_to_fill_in_is_named_beside_its_field(typed):
    with pytest.raises(PlaceholderUnknown) as refused:
        check_placeholders([("name", "CCAS"), ("clause_text_1", typed)])
    (error,) = refused.value.errors
    assert error.field == "clause_text_1"
    assert "serait imprimé tel quel" in error.message


@pytest.mark.parametrize("typed", ["20 % du dépôt, 10 % par mois", "articles [1] et (2)", "a < b", "« nom »"])
def test_plain_words_and_figures_are_no_field(typed):
    check_placeholders([("rules", typed)])
