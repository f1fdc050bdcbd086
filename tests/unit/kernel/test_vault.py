"""What is sealed opens in its own place, under its own secret and purpose, unchanged; nowhere else."""

import base64

import pytest

from kernel.vault import Vault, VaultBroken

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
VAULT = Vault(SECRET, "palier: test, 1")


def test_what_is_sealed_opens_again_and_is_never_sealed_twice_alike() -> None:
    one, other = VAULT.seal(b"contenu", "ligne/1"), VAULT.seal(b"contenu", "ligne/1")
    assert VAULT.open(one, "ligne/1") == VAULT.open(other, "ligne/1") == b"contenu"
    assert one != other


def test_a_value_moved_to_another_row_does_not_open() -> None:
    sealed = VAULT.seal(b"contenu", "ligne/1")
    with pytest.raises(VaultBroken):
        VAULT.open(sealed, "ligne/2")


@pytest.mark.parametrize("other", [Vault(SECRET + "x", "palier: test, 1"), Vault(SECRET, "palier: autre, 1")])
def test_another_secret_or_another_purpose_does_not_open_it(other: Vault) -> None:
    with pytest.raises(VaultBroken):
        other.open(VAULT.seal(b"contenu", "ligne/1"), "ligne/1")


def test_a_changed_byte_anywhere_is_seen() -> None:
    raw = base64.urlsafe_b64decode(VAULT.seal(b"contenu", "ligne/1").removeprefix("1."))
    for place in range(len(raw)):
        changed = bytes([*raw[:place], raw[place] ^ 1, *raw[place + 1 :]])
        with pytest.raises(VaultBroken):
            VAULT.open("1." + base64.urlsafe_b64encode(changed).decode(), "ligne/1")


@pytest.mark.parametrize("nonsense", ["", "1.", "1.AAAA", "é", "2.zz"])
def test_what_was_never_sealed_does_not_open(nonsense: str) -> None:
    with pytest.raises(VaultBroken):
        VAULT.open(nonsense, "ligne/1")
