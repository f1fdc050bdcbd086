"""What a note must not speak of is found before it is kept (RGPD-06, RGPD-08); ordinary words of housing pass."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import occupancy.web
from kernel.web.form import Form
from occupancy.domain.free_text import _PATTERNS, SensitiveSubject, sensitive_words, to_reread

REREAD = "Ni santé, ni origine, ni opinion, ni religion : reformulez, ou confirmez."


def subjects(note: str) -> list[SensitiveSubject]:
    return [one.subject for one in sensitive_words(note)]


@pytest.mark.parametrize(
    ("note", "subject"),
    [
        ("Suivi pour dépression.", SensitiveSubject.HEALTH),
        ("DEPRESSION", SensitiveSubject.HEALTH),
        ("Troubles du\ncomportement", SensitiveSubject.HEALTH),
        ("Madame est enceinte", SensitiveSubject.HEALTH),
        ("Rentre dans son pays d’origine", SensitiveSubject.ORIGIN),
        ("famille musulmane", SensitiveSubject.RELIGION),
        ("l'islam", SensitiveSubject.RELIGION),
        ("proche de l'extrême\u00a0droite", SensitiveSubject.OPINION),
        ("couple homosexuel", SensitiveSubject.PRIVATE_LIFE),
        ("Sort de prison", SensitiveSubject.OFFENCE),
        ("1 85 05 78 006 084 36", SensitiveSubject.IDENTIFIER),
        ("185057800608436", SensitiveSubject.IDENTIFIER),
        ("2850 2A", None),
    ],
)
def test_a_note_on_a_forbidden_subject_is_found_whatever_its_accents_capitals_and_spaces(note, subject):
    assert subjects(note) == ([subject] if subject else [])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "Porte de cave condamnée, canapé noir, à peine abîmé.",
        "Traitement du dossier en cours ; appeler le syndic.",
        "Besoin d'un rez-de-chaussée ou d'un ascenseur.",
        "Rue de Rome, boîte aux lettres emprisonnée par la haie, M. Maladier.",
        "Téléphone 06 00 00 00 00, dossier 2026-0001.",
    ],
)
def test_ordinary_words_of_housing_ask_nothing(note: str):
    assert sensitive_words(note) == ()


def test_the_words_come_back_as_the_list_writes_them_by_subject():
    found = sensitive_words("Sortie de PRISON, alcool et medicaments")
    assert [(one.subject.value, one.words) for one in found] == [
        ("health", ("alcool", "médicament")),
        ("offence", ("prison",)),
    ]


def test_every_listed_word_is_found_alone_and_not_inside_a_longer_word():
    for subject, listed in _PATTERNS.items():
        for word, pattern in listed:
            assert subject in subjects(f"Note : {word.upper()}."), word
            assert not pattern.search(f"x{word}x"), word


@given(st.text(max_size=2000))
def test_any_text_is_read_without_failing_and_twice_the_same(note: str):
    assert sensitive_words(note) == sensitive_words(note)


def typed(text: str, **others: str) -> Form:
    return Form({"reason": [text], **{name: [value] for name, value in others.items()}}, reread=to_reread)


def test_every_free_text_of_a_page_is_read_again_until_it_is_confirmed():
    asked = typed("Sort de prison")
    assert asked.text("reason", 1000) == "Sort de prison"
    assert asked.error("reason") == "À relire : « prison ». " + REREAD
    assert asked.to_reread == {"reason"}
    confirmed = typed("Sort de prison", confirm_note="yes")
    assert confirmed.text("reason", 1000)
    assert confirmed.ok
    assert confirmed.to_reread == {"reason"}, "the box stays ticked when something else is wrong"


def test_a_text_that_speaks_of_nobody_and_a_page_that_warns_of_nothing_are_kept_as_typed():
    rules = typed("Les logements adaptés au handicap")
    assert rules.text("reason", 4000, is_of_people=False)
    assert rules.ok
    assert typed("Le bail prend fin le 31").text("reason", 1000)
    unwarned = Form({"reason": ["Sort de prison"]})
    assert unwarned.text("reason", 1000)
    assert unwarned.ok, "the control: without the list, nothing is found"


def test_every_page_with_a_free_text_can_show_the_box_that_confirms_it():
    pages = Path(occupancy.web.__file__).parent / "pages"
    drawn = {one: one.read_text() for one in pages.rglob("*.html")}
    free = {str(one): text for one, text in drawn.items() if "ui.textarea(" in text}
    assert len(free) > 15
    assert not [one for one, text in free.items() if "ui.form_page(" not in text and "ui.reread(" not in text]
