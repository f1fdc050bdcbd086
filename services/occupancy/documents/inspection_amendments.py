"""An avenant to an entry inspection as a paper: what is added, on which right, by whom it was signed."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import NONE, day, instant_in
from occupancy.documents.inspections import PaperPhoto, PaperSignature, paper_signature, photo_file
from occupancy.documents.words import AMENDMENT_GROUND, CONDITION
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_amendments import Amendment
from occupancy.domain.inspections import Inspection


class AmendmentPaper(Paper, frozen=True, kw_only=True):
    """All that `inspection_amendments.typ` lays out."""

    facts: tuple[Fact, ...]
    items: tuple[tuple[str, str, str, str], ...]
    photos: tuple[PaperPhoto, ...]
    signatures: tuple[PaperSignature, ...]
    no_sheet_reason: str
    sha256: str
    seal_key: str


def amendment_paper(
    amendment: Amendment,
    inspection: Inspection,
    contract: Contract,
    *,
    holder: str,
    organisation: str,
    zone: str,
    seal_key: str = "",
) -> AmendmentPaper:
    """The paper of an avenant, as it was signed."""
    instant: Callable[[datetime | None], str] = instant_in(ZoneInfo(zone))
    limit = f"jusqu'au {day(amendment.until_on)}" if amendment.until_on else "aucun délai connu ce jour-là"
    return AmendmentPaper(
        title=f"Avenant n° {amendment.number} à l'état des lieux d'entrée",
        organisation=organisation,
        reference=f"Contrat {contract.reference}",
        dated=f"Établi le {day(amendment.established_on)}",
        mark=None,
        mark_reason="",
        facts=facts(
            {
                "Ménage": holder,
                "Logement": f"{contract.unit.name} ({contract.unit.reference}), {contract.unit.address}",
                "État des lieux d'entrée": f"établi le {day(inspection.established_on)}",
                "Demande": f"du {day(amendment.requested_on)}, {AMENDMENT_GROUND[amendment.ground].lower()}",
                "Délai": "hors délai, accord du CCAS" if amendment.is_late else f"dans le délai, {limit}",
            }
        ),
        items=tuple(
            (one.room or NONE, one.element, CONDITION[one.condition] if one.condition else NONE, one.observation)
            for one in amendment.items
        ),
        photos=(
            *(
                PaperPhoto(file=photo_file(photo), shows=f"{one.element} : {one.observation}"[:80])
                for one in amendment.items
                for photo in one.photos
            ),
            *(PaperPhoto(file=photo_file(photo), shows="Feuille signée") for photo in amendment.signed_sheets),
        ),
        signatures=tuple(paper_signature(one, instant) for one in amendment.signatures),
        no_sheet_reason=amendment.no_sheet_reason,
        sha256=amendment.sha256,
        seal_key=seal_key,
    )
