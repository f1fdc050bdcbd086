"""The papers of a support measure, as PDF. They hold what social workers write: only they print them."""

from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from kernel.web.pdf import PaperDesk
from occupancy import documents
from occupancy.actions.support_readers import check_reader
from occupancy.documents.support_papers import (
    Names,
    SupportPaper,
    diagnosis_paper,
    evaluation_paper,
    support_contract_paper,
)
from occupancy.domain.support_measures import SupportMeasure
from occupancy.store import households
from occupancy.store import support_measures as store
from occupancy.store import support_notes as notes
from occupancy.store import support_operators as operators
from occupancy.web import paths
from occupancy.web.stay_words import holder_words

_FOLDER = Path(documents.__file__).parent
_ONE = paths.SUPPORTS + "/{measure_id:uuid}"


@get(f"{_ONE}/diagnostic.pdf")
async def support_diagnosis_pdf(
    measure_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[PaperDesk]
) -> Response[Any]:
    """The six headings, to be signed."""
    measure = await store.find_measure(measure_id)
    await check_reader(measure_id, act)
    diagnosis, names = await notes.latest_diagnosis(measure_id), await _names(measure, act, papers)
    return await _pdf(diagnosis_paper(measure, diagnosis, names, on=act.today), "diagnostic", act, papers)


@get(f"{_ONE}/contrat-d-accompagnement.pdf")
async def support_contract_pdf(
    measure_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[PaperDesk]
) -> Response[Any]:
    """What household, worker and référent agree on."""
    measure = await store.find_measure(measure_id)
    await check_reader(measure_id, act)
    diagnosis, names = await notes.latest_diagnosis(measure_id), await _names(measure, act, papers)
    paper = support_contract_paper(measure, diagnosis, names, on=act.today)
    return await _pdf(paper, "contrat-d-accompagnement", act, papers)


@get(f"{_ONE}/bilan-de-fin.pdf")
async def support_evaluation_pdf(
    measure_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[PaperDesk]
) -> Response[Any]:
    """The shared evaluation."""
    measure = await store.find_measure(measure_id)
    await check_reader(measure_id, act)
    written, names = await notes.notes_of(measure_id), await _names(measure, act, papers)
    return await _pdf(evaluation_paper(measure, written, names, on=act.today), "bilan-de-fin", act, papers)


async def _names(measure: SupportMeasure, act: Act, papers: PaperDesk) -> Names:
    household = await households.find_household(measure.household_id)
    operator = await operators.find_operator(measure.operator_id) if measure.operator_id else None
    return Names(
        organisation=papers.organisation,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        operator=operator.name if operator else "",
    )


async def _pdf(paper: SupportPaper, name: str, act: Act, papers: PaperDesk) -> Response[Any]:
    return await papers.give(
        _FOLDER / "support_papers.typ",
        paper,
        on=act.today,
        name=f"{name}-{paper.reference}",
    )


HANDLERS = [support_diagnosis_pdf, support_contract_pdf, support_evaluation_pdf]
