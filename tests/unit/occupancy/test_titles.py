"""Titles to issue: whom they are for, what the comptable may say of them, and the PES file against its structure (§6.5)."""

from datetime import date, timedelta
from uuid import UUID, uuid4
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from occupancy.documents.pes import NAMESPACE, pes_aller, plain
from occupancy.domain.contracts import End, EndReason
from occupancy.domain.titles import (
    Debtor,
    Title,
    TitleBatch,
    TitleLine,
    TitleSettings,
    TitleState,
    TitleStateWrong,
    TitleStatus,
    check_status,
    debtor_of,
    paid_cents,
    state_of,
)
from tests.unit.occupancy import stays
from tests.unit.occupancy.test_members import household

MADE = date(2026, 3, 2)
SETTINGS = TitleSettings(
    fee_account="752", damage_account="75888", budget="01", siret="12345678901234", treasury="0123456", collectivity="012",
    issuer="CCAS Exemple", issuer_address="1 place de l'Exemple", file_type="PESX", batch_type="01", piece_type="02",
    piece_nature="03", third_party_category="04", third_party_nature="05",
)  # fmt: skip
DEBTOR = Debtor(
    reference="M-2026-0001", last_name="Exemple", first_name="Œuvre", address="3 rue de l’Exemple", postal_code="77340",
    city="Ville-Exemple", address_to_check=False,
)  # fmt: skip
TITLE = Title(
    act_id=UUID(int=1), household_id=UUID(int=2), asked_on=date(2026, 2, 20), debtor=DEBTOR, object="Logement, contrat C-1",
    lines=(TitleLine(label="Redevance 01/2026", account="752", cents=10000),
           TitleLine(label="Porte (séjour)", account="75888", cents=4050)), year=2026, number=7,
)  # fmt: skip
BATCH = TitleBatch(
    id=uuid4(), year=2026, number=3, made_on=MADE, titles=(TITLE,), total_cents=14050, exchange="", made_by=UUID(int=3),
    made_by_name="Finances",
)  # fmt: skip

STRUCTURE = {
    "PES_Aller": ["Enveloppe", "EnTetePES", "PES_RecetteAller"],
    "Enveloppe": ["Parametres", "Emetteur"],
    "Parametres": ["Version", "TypFic", "NomFic"],
    "Emetteur": ["Sigle", "Adresse"],
    "EnTetePES": ["DteStr", "IdPost", "IdColl", "CodCol", "CodBud"],
    "PES_RecetteAller": ["EnTeteRecette", "Bordereau"],
    "EnTeteRecette": ["IdVer", "InfoDematerialisee"],
    "Bordereau": ["BlocBordereau", "Piece"],
    "BlocBordereau": ["Exer", "IdBord", "DteBordEm", "TypBord", "NbrPce", "MtBordHt", "Objet"],
    "Piece": ["BlocPiece", "LigneDePiece"],
    "BlocPiece": ["IdPce", "TypPce", "NatPce", "ObjPce", "NumDette"],
    "LigneDePiece": ["InfoLignePiece", "Tiers"],
    "InfoLignePiece": ["IdLigne", "ObjLignePce", "Nature", "MtHT"],
    "Tiers": ["InfoTiers", "Adresse"],
    "InfoTiers": ["RefTiers", "CatTiers", "NatJur", "TypTiers", "Nom", "Prenom"],
    "Adresse": ["TypAdr", "Adr2", "CP", "Ville"],
}
"""The structure of LIFECYCLE §6.5, without what the program never fills: finju, slips of rents, bank account, joined pieces."""
LONGEST = {"NomFic": 100, "IdPost": 7, "IdColl": 14, "CodCol": 3, "CodBud": 10, "IdBord": 7, "Objet": 160, "IdPce": 8}
LONGEST |= {
    "ObjPce": 160,
    "NumDette": 15,
    "ObjLignePce": 160,
    "Nom": 38,
    "Prenom": 38,
    "Adr2": 38,
    "CP": 5,
    "Ville": 38,
}


def faults(content: bytes) -> list[str]:
    """What differs from the structure, part by part."""
    found = []
    for part in Xml.fromstring(content).iter():
        name = part.tag.rpartition("}")[2]
        names = list(dict.fromkeys(one.tag for one in part))
        if "V" in part.attrib:
            if len(part.attrib["V"]) > LONGEST.get(name, 200) or part.attrib["V"].strip() != part.attrib["V"]:
                found.append(f"{name} : {part.attrib['V']}")
        elif name == "Adresse" and not names:
            found.append("Adresse vide")
        elif names != STRUCTURE[name]:
            found.append(f"{name} : {names}")
    return found


def test_the_exchange_file_has_the_structure_that_was_read_and_is_not_signed():
    content = pes_aller(BATCH, SETTINGS)
    assert faults(content) == []
    text = content.decode("iso-8859-1")
    assert text.startswith("<?xml version='1.0' encoding='ISO-8859-1'?>")
    assert f'<n:PES_Aller xmlns:n="{NAMESPACE}">' in text
    for said in (
        'InfoDematerialisee V="0"',
        'IdVer V="2"',
        'MtBordHt V="140.50"',
        'MtHT V="100.00"',
        'Nom V="Exemple"',
    ):
        assert said in text
    assert 'Prenom V="OEuvre"' in text
    assert "NatIdTiers" not in text, "never the number of the social security (PES-05)"
    assert pes_aller(BATCH, SETTINGS) == content


def test_a_file_that_lacks_a_part_or_overflows_is_seen():
    """The control of the structure."""
    content = pes_aller(BATCH, SETTINGS)
    assert faults(content.replace(b'<IdVer V="2" />', b""))
    assert faults(content.replace(b'V="Ville-Exemple"', b'V="' + b"V" * 39 + b'"'))


@given(st.text(max_size=200), st.integers(1, 160))
def test_whatever_is_typed_fits_in_the_file(typed: str, length: int):
    said = plain(typed, length)
    assert len(said) <= length
    said.encode("iso-8859-1")


@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_any_name_makes_a_file_that_reads_back(last: str, first: str):
    debtor = replace(DEBTOR, last_name=last, first_name=first)
    Xml.fromstring(pes_aller(replace(BATCH, titles=(replace(TITLE, debtor=debtor),)), SETTINGS))


def test_no_file_is_made_with_a_code_that_was_guessed():
    assert SETTINGS.has_exchange
    for name in ("batch_type", "siret", "third_party_nature"):
        assert not replace(SETTINGS, **{name: ""}).has_exchange


@pytest.mark.parametrize(
    ("left", "address", "to_check"),
    [
        ("12 rue Neuve, 77000 Ville-Exemple", ("12 rue Neuve", "77000", "Ville-Exemple"), False),
        ("12 rue Neuve 77000 Ville Exemple", ("12 rue Neuve", "77000", "Ville Exemple"), False),
        ("chez un ami", None, True),
        (None, None, True),
    ],
)
def test_a_title_is_sent_where_the_household_went_when_it_can_be_read(left, address, to_check):
    contract = stays.contract(date(2026, 1, 1), date(2026, 1, 31))
    end = End(ended_on=date(2026, 1, 31), reason=EndReason.OTHER, note="", forwarding_address=left)
    ended = replace(contract, end=end)
    found = debtor_of(household(), ended)
    unit = contract.unit
    assert (found.address, found.postal_code, found.city) == (address or (unit.address, unit.postal_code, unit.city))
    assert found.address_to_check == to_check
    assert not debtor_of(household(), contract).address_to_check


def said(state, cents=0, day=MADE, source="Retour du 3 mars"):
    return TitleStatus(
        id=uuid4(), act_id=TITLE.act_id, state=state, on_day=day, cents=cents, source=source, recorded_on=day,
        recorded_by=UUID(int=3), recorded_by_name="Finances",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "new", "field"),
    [
        ((), said(TitleState.TAKEN), None),
        ((), said(TitleState.SENT), "state"),
        ((), said(TitleState.PAID, 14050), None),
        ((), said(TitleState.PAID, 14051), "amount"),
        ((said(TitleState.PAID, 14000),), said(TitleState.PAID, 51), "amount"),
        ((said(TitleState.PAID, 14000),), said(TitleState.PAID, 50), None),
        ((), said(TitleState.TAKEN, 100), "amount"),
        ((), said(TitleState.TAKEN, source=" "), "source"),
        ((), said(TitleState.TAKEN, day=MADE - timedelta(1)), "on_day"),
        ((), said(TitleState.TAKEN, day=MADE + timedelta(9)), "on_day"),
        ((said(TitleState.REJECTED),), said(TitleState.TAKEN), "state"),
        ((said(TitleState.PAID, 1),), said(TitleState.REJECTED), "state"),
    ],
)
def test_a_state_comes_from_a_document_after_the_bordereau_and_never_above_the_title(known, new, field):
    """FIN-01: an agent alone never says that a title is paid."""
    if field is None:
        check_status(BATCH, TITLE, known, new, MADE + timedelta(8))
        assert state_of((*known, new)) is new.state
        assert paid_cents((*known, new)) <= TITLE.cents
        return
    with pytest.raises(TitleStateWrong) as refused:
        check_status(BATCH, TITLE, known, new, MADE + timedelta(8))
    assert refused.value.errors[0].field == field
