"""The papers of a support measure, as PDF. They hold what social workers write: only they print them."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
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
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import MEASURE, kept
from occupancy.web.stay_words import holder_words

_FOLDER = Path(documents.__file__).parent
_ONE = paths.SUPPORTS + "/{measure_id:uuid}"


@get(f"{_ONE}/diagnostic.pdf")
async def support_diagnosis_pdf(
    measure_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The six headings, to be signed."""
    measure = await store.find_measure(measure_id)
    await check_reader(measure_id, act)
    state = measure.diagnosis
    on = _last(state.household_signed_on, state.worker_signed_on, or_else=act.today)
    diagnosis, names = await notes.latest_diagnosis(measure_id), await _names(measure, act, papers, on)
    return await _pdf(diagnosis_paper(measure, diagnosis, names, on=on), "diagnostic", measure, act, papers, on)


@get(f"{_ONE}/contrat-d-accompagnement.pdf")
async def support_contract_pdf(
    measure_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """What household, worker and référent agree on."""
    measure = await store.find_measure(measure_id)
    await check_reader(measure_id, act)
    on = measure.contract_signed_on or act.today
    diagnosis, names = await notes.latest_diagnosis(measure_id), await _names(measure, act, papers, on)
    paper = support_contract_paper(measure, diagnosis, names, on=on)
    return await _pdf(paper, "contrat-d-accompagnement", measure, act, papers, on)


@get(f"{_ONE}/bilan-de-fin.pdf")
async def support_evaluation_pdf(
    measure_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The shared evaluation."""
    measure = await store.find_measure(measure_id)
    await check_reader(measure_id, act)
    report = measure.report
    days = (report.household_signed_on, report.worker_signed_on) if report else ()
    on = _last(*days, or_else=act.today)
    written, names = await notes.notes_of(measure_id), await _names(measure, act, papers, on)
    return await _pdf(evaluation_paper(measure, written, names, on=on), "bilan-de-fin", measure, act, papers, on)


def _last(*days: date | None, or_else: date) -> date:
    """The day of the last signature, which dates the paper."""
    return max((one for one in days if one), default=or_else)


async def _names(measure: SupportMeasure, act: Act, papers: StayPapers, on: date) -> Names:
    household = await households.find_household(measure.household_id)
    operator = await operators.find_operator(measure.operator_id) if measure.operator_id else None
    return Names(
        organisation=(await papers.letterhead_on(on)).name,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        operator=operator.name if operator else "",
    )


async def _pdf(
    paper: SupportPaper, name: str, measure: SupportMeasure, act: Act, papers: StayPapers, on: date
) -> Response[Any]:
    return await papers.give(
        _FOLDER / "support_papers.typ",
        paper,
        on=on,
        name=f"{name}-{paper.reference}",
        subject=kept(f"{MEASURE}/{measure.id}", act),
        kind=name,
    )


HANDLERS = [support_diagnosis_pdf, support_contract_pdf, support_evaluation_pdf]
