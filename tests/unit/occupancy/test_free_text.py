"""What a note must not speak of is found before it is kept (RGPD-06, RGPD-08); ordinary words of housing pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.domain.free_text import _PATTERNS, SensitiveSubject, sensitive_words


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
