"""Which passwords are accepted: long and rare, without any rule of composition."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staff.domain.passwords import (
    LONGEST,
    SHORTEST,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    checked_password,
    normal,
)

KNOWN = ("agent.tournevis", "Agent Tournevis")


@pytest.mark.parametrize(
    "password",
    [
        "gravier lanterne brume",
        "vélo rouge sur la lune",
        "Tournesol-Brume-47",
        "xK9#mQ2$vL7p",
        "le facteur a perdu ses clés",
        "x" * 3 + "gravier lanterne brume" * 5,
    ],
)
def test_a_long_and_rare_password_is_accepted_whatever_it_is_made_of(password: str) -> None:
    assert checked_password(password, known_words=KNOWN) == password


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse2026!",
        "Mot2P@sse-ccas-2027",
        "Palier-logement-2026",
        "P@l13r!P@l13r!",
        "azertyuiop123456",
        "1234567890123456",
        "abcdefghijklmnop",
        "aaaaaaaaaaaaaaaa",
        "ababababababab",
        "Bonjour-Bonjour-1",
        "soleil.soleil.2025",
        "Tournevis2026!!",
        "agenttournevis",
    ],
)
def test_what_everybody_would_try_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooCommon) as refusal:
        checked_password(password, known_words=KNOWN)
    assert refusal.value.errors[0].field == "password"


def test_a_colleagues_name_is_not_refused_to_others() -> None:
    assert checked_password("Tournevis2026!!", known_words=("autre", "Autre Exemple"))


def test_eleven_characters_are_too_few_and_twelve_enough() -> None:
    with pytest.raises(PasswordTooShort):
        checked_password("xK9#mQ2$vL7")
    assert checked_password("xK9#mQ2$vL7p")


def test_sixty_four_characters_are_accepted_and_129_are_not() -> None:
    phrase = "gravier lanterne brume sentier cuivre " * 4
    assert checked_password(phrase[:64])
    assert checked_password(phrase[:LONGEST])
    with pytest.raises(PasswordTooLong):
        checked_password(phrase[: LONGEST + 1])


def test_the_same_characters_from_two_keyboards_are_one_password() -> None:
    composed, decomposed = "gravier rosé brume", "gravier rose\u0301 brume"
    assert composed != decomposed
    assert normal(composed) == normal(decomposed)


@given(st.text(min_size=SHORTEST, max_size=LONGEST))
def test_any_text_is_judged_without_failing(text: str) -> None:
    with suppress(PasswordTooCommon, PasswordTooShort, PasswordTooLong):
        assert checked_password(text, known_words=KNOWN) == normal(text)
