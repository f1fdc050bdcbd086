"""Acts on attribution dossiers over the API, up to the préfecture's commission: each at its own address."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions.attributions import record
from occupancy.api.attribution_acts_contract import (
    AnalysisBegunIn,
    AnalysisReportIn,
    CommissionResultIn,
    CompletionIn,
    LateAcceptanceIn,
    PiecesAskedIn,
    PieceSeenIn,
    PreCommissionIn,
    ReceiptDayIn,
    SurveyIn,
    TownOpinionIn,
)
from occupancy.api.attribution_answers import ONE, TAGS, answer
from occupancy.api.attribution_contract import AttributionOut
from occupancy.domain.attributions import Attribution


@post(
    f"{ONE}/survey", operation_id="record_survey", summary="Enregistrer l'enquête sociale", tags=TAGS, status_code=200
)
async def record_survey(
    attribution_id: FromPath[UUID],
    data: JSONBody[SurveyIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """An opinion of the closed list, never a comment."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/town-opinion",
    operation_id="record_town_opinion",
    summary="Enregistrer l'avis de la mairie",
    tags=TAGS,
    status_code=200,
)
async def record_town_opinion(
    attribution_id: FromPath[UUID],
    data: JSONBody[TownOpinionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """Given once the survey is made."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/pieces", operation_id="record_attribution_piece", summary="Noter une pièce vue", tags=TAGS, status_code=200
)
async def record_attribution_piece(
    attribution_id: FromPath[UUID],
    data: JSONBody[PieceSeenIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """That it was seen, never the paper."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/completion",
    operation_id="complete_attribution",
    summary="Déclarer le dossier complet",
    tags=TAGS,
    status_code=200,
)
async def complete_attribution(
    attribution_id: FromPath[UUID],
    data: JSONBody[CompletionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """422 when a piece is missing or the demand lapsed."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/receipts",
    operation_id="record_receipt_day",
    summary="Enregistrer la réception par la DEAL ou l'ALS",
    tags=TAGS,
    status_code=200,
)
async def record_receipt_day(
    attribution_id: FromPath[UUID],
    data: JSONBody[ReceiptDayIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """Two receipts, each on its own day (LLTS-02)."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/late-acceptance",
    operation_id="accept_late_attribution",
    summary="Accepter un dossier hors délai",
    tags=TAGS,
    status_code=200,
)
async def accept_late_attribution(
    attribution_id: FromPath[UUID],
    data: JSONBody[LateAcceptanceIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """For this session only."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/analysis",
    operation_id="begin_analysis",
    summary="Commencer l'analyse",
    tags=TAGS,
    status_code=200,
)
async def begin_analysis(
    attribution_id: FromPath[UUID],
    data: JSONBody[AnalysisBegunIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """409 when it is late and not accepted."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/asked-pieces",
    operation_id="ask_attribution_pieces",
    summary="Enregistrer une demande de pièces",
    tags=TAGS,
    status_code=200,
)
async def ask_attribution_pieces(
    attribution_id: FromPath[UUID],
    data: JSONBody[PiecesAskedIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """Never of the household (LLTS-03)."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/analysis-report",
    operation_id="report_analysis",
    summary="Enregistrer le rapport d'analyse",
    tags=TAGS,
    status_code=200,
)
async def report_analysis(
    attribution_id: FromPath[UUID],
    data: JSONBody[AnalysisReportIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """The end of the analysis."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/pre-commission",
    operation_id="record_pre_commission",
    summary="Enregistrer l'avis de la pré-commission",
    tags=TAGS,
    status_code=200,
)
async def record_pre_commission(
    attribution_id: FromPath[UUID],
    data: JSONBody[PreCommissionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """From its day on."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/commission",
    operation_id="record_prefect_commission",
    summary="Enregistrer la décision de la commission",
    tags=TAGS,
    status_code=200,
)
async def record_prefect_commission(
    attribution_id: FromPath[UUID],
    data: JSONBody[CommissionResultIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """A rank, or the complementary list until a day."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


HANDLERS = [
    record_survey,
    record_town_opinion,
    record_attribution_piece,
    complete_attribution,
    record_receipt_day,
    accept_late_attribution,
    begin_analysis,
    ask_attribution_pieces,
    report_analysis,
    record_pre_commission,
    record_prefect_commission,
]
