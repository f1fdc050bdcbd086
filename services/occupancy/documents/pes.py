"""The PES v2 file of a bordereau of titles, unsigned: the finance software or the parapheur signs (PES-01).

Structure of LIFECYCLE §6.5, read in an existing exporter and a documentation set: the schema of the DGFiP in force is the judge,
and the file is to be tried with the comptable first. Codes come from the settings of the town, never from here (PES-02).
"""

import unicodedata
from xml.etree import ElementTree as Xml

from kernel.money import decimal_text
from occupancy.domain.titles import Title, TitleBatch, TitleSettings

NAMESPACE = "http://www.minefi.gouv.fr/cp/helios/pes_v2/Rev0/aller"
_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "œ": "oe", "Œ": "OE"})
"""Signs that ISO-8859-1 has not, and what is read in their place."""


def pes_aller(batch: TitleBatch, settings: TitleSettings) -> bytes:
    """The file, in ISO-8859-1, every value in the attribute V."""
    Xml.register_namespace("n", NAMESPACE)
    root = Xml.Element(f"{{{NAMESPACE}}}PES_Aller")
    _envelope(root, batch, settings)
    receipts = _child(root, "PES_RecetteAller")
    _values(_child(receipts, "EnTeteRecette"), IdVer="2", InfoDematerialisee="0")
    slip = _child(receipts, "Bordereau")
    _values(
        _child(slip, "BlocBordereau"),
        Exer=f"{batch.year:04d}",
        IdBord=str(batch.number)[:7],
        DteBordEm=batch.made_on.isoformat(),
        TypBord=settings.batch_type,
        NbrPce=str(len(batch.titles)),
        MtBordHt=decimal_text(batch.total_cents),
        Objet=plain(f"Titres {batch.reference}", 160),
    )
    for title in batch.titles:
        _piece(slip, title, settings)
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="ISO-8859-1", xml_declaration=True)
    return written


def plain(text: str, length: int) -> str:
    """A text that ISO-8859-1 can say, on one line, not longer than that."""
    known = " ".join(text.translate(_TYPED).split())
    said = "".join(one if _is_latin(one) else unicodedata.normalize("NFKD", one)[0] for one in known)
    return "".join(one if _is_latin(one) else "?" for one in said)[:length].strip()


def _is_latin(sign: str) -> bool:
    """A sign of ISO-8859-1 that can be read; those that only command a machine have no place in XML."""
    return 0x20 <= ord(sign) <= 0x7E or 0xA0 <= ord(sign) <= 0xFF


def _envelope(root: Xml.Element, batch: TitleBatch, settings: TitleSettings) -> None:
    envelope = _child(root, "Enveloppe")
    name = f"{settings.file_type}_{settings.siret}_{batch.year}_{batch.number:04d}"
    _values(_child(envelope, "Parametres"), Version="2", TypFic=settings.file_type, NomFic=plain(name, 100))
    _values(_child(envelope, "Emetteur"), Sigle=plain(settings.issuer, 38), Adresse=plain(settings.issuer_address, 100))
    _values(
        _child(root, "EnTetePES"),
        DteStr=batch.made_on.isoformat(),
        IdPost=settings.treasury[:7],
        IdColl=settings.siret[:14],
        CodCol=settings.collectivity[:3],
        CodBud=settings.budget[:10],
    )


def _piece(slip: Xml.Element, title: Title, settings: TitleSettings) -> None:
    piece = _child(slip, "Piece")
    _values(
        _child(piece, "BlocPiece"),
        IdPce=str(title.number)[:8],
        TypPce=settings.piece_type,
        NatPce=settings.piece_nature,
        ObjPce=plain(title.object, 160),
        NumDette=f"{title.year}{title.number:05d}"[:15],
    )
    for rank, line in enumerate(title.lines, 1):
        row = _child(piece, "LigneDePiece")
        _values(
            _child(row, "InfoLignePiece"),
            IdLigne=str(rank),
            ObjLignePce=plain(line.label, 160),
            Nature=line.account,
            MtHT=decimal_text(line.cents),
        )
        _third_party(row, title, settings)


def _third_party(row: Xml.Element, title: Title, settings: TitleSettings) -> None:
    party, debtor = _child(row, "Tiers"), title.debtor
    _values(
        _child(party, "InfoTiers"),
        RefTiers=plain(debtor.reference, 30),
        CatTiers=settings.third_party_category,
        NatJur=settings.third_party_nature,
        TypTiers="01",
        Nom=plain(debtor.last_name, 38),
        Prenom=plain(debtor.first_name, 38),
    )
    _values(
        _child(party, "Adresse"),
        TypAdr="1",
        Adr2=plain(debtor.address, 38),
        CP=debtor.postal_code[:5],
        Ville=plain(debtor.city, 38),
    )


def _child(parent: Xml.Element, name: str) -> Xml.Element:
    return Xml.SubElement(parent, name)


def _values(parent: Xml.Element, **values: str) -> None:
    for name, value in values.items():
        if value:
            _child(parent, name).set("V", value)
