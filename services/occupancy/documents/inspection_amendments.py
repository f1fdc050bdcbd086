"""An avenant to an entry inspection as a paper: what is added, on which right, by whom it was signed."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import NONE, day, instant_in
from occupancy.documents.inspections import PaperSignature, paper_signature
from occupancy.documents.words import AMENDMENT_GROUND
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_amendments import Amendment
from occupancy.domain.inspections import Inspection


class AmendmentPaper(Paper, frozen=True, kw_only=True):
    """All that `inspection_amendments.typ` lays out."""

    facts: tuple[Fact, ...]
    items: tuple[tuple[str, str, str], ...]
    signatures: tuple[PaperSignature, ...]
    sha256: str


def amendment_paper(
    amendment: Amendment, inspection: Inspection, contract: Contract, *, holder: str, organisation: str, zone: str
) -> AmendmentPaper:
    """The paper of an avenant."""
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
        items=tuple((one.room or NONE, one.element, one.observation) for one in amendment.items),
        signatures=tuple(paper_signature(one, instant) for one in amendment.signatures),
        sha256=amendment.sha256,
    )
