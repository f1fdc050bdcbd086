"""Acts on attribution dossiers over the API, from the commission to the end: each at its own address."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions.attributions import record
from occupancy.api.attribution_acts_contract import (
    CalRulingIn,
    EntryIn,
    FileClosureIn,
    FileWithdrawalIn,
    HouseholdContactIn,
    InstallationReviewIn,
    ListCallIn,
    OfferAnswerIn,
    OfferIn,
    SupportBegunIn,
)
from occupancy.api.attribution_answers import ONE, TAGS, answer
from occupancy.api.attribution_contract import AttributionOut
from occupancy.domain.attributions import Attribution


@post(
    f"{ONE}/call",
    operation_id="call_household",
    summary="Proposer un ménage de la liste complémentaire",
    tags=TAGS,
    status_code=200,
)
async def call_household(
    attribution_id: FromPath[UUID],
    data: JSONBody[ListCallIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """In the order of the ranks, or with a reason."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/cal-decision",
    operation_id="record_attribution_cal",
    summary="Enregistrer la décision de la CAL",
    tags=TAGS,
    status_code=200,
)
async def record_attribution_cal(
    attribution_id: FromPath[UUID],
    data: JSONBody[CalRulingIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """A condition names its piece and its last day."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/offer", operation_id="offer_dwelling", summary="Enregistrer l'offre du bailleur", tags=TAGS, status_code=200
)
async def offer_dwelling(
    attribution_id: FromPath[UUID],
    data: JSONBody[OfferIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """The days to answer run from it."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/offer-answer",
    operation_id="answer_offer",
    summary="Enregistrer la réponse à l'offre",
    tags=TAGS,
    status_code=200,
)
async def answer_offer(
    attribution_id: FromPath[UUID],
    data: JSONBody[OfferAnswerIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """Silence is an answer only once the days have passed."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/entry",
    operation_id="enter_dwelling",
    summary="Enregistrer l'entrée dans les lieux",
    tags=TAGS,
    status_code=200,
)
async def enter_dwelling(
    attribution_id: FromPath[UUID],
    data: JSONBody[EntryIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """The review is due from here."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/installation-review",
    operation_id="review_installation",
    summary="Enregistrer le bilan d'installation",
    tags=TAGS,
    status_code=200,
)
async def review_installation(
    attribution_id: FromPath[UUID],
    data: JSONBody[InstallationReviewIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """Late, it is still held."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/support",
    operation_id="begin_attribution_support",
    summary="Enregistrer l'accompagnement qui suit",
    tags=TAGS,
    status_code=200,
)
async def begin_attribution_support(
    attribution_id: FromPath[UUID],
    data: JSONBody[SupportBegunIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """Six months at least."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/contacts",
    operation_id="contact_household",
    summary="Noter un contact avec le ménage",
    tags=TAGS,
    status_code=200,
)
async def contact_household(
    attribution_id: FromPath[UUID],
    data: JSONBody[HouseholdContactIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """409 during the analysis (LLTS-03)."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/closure",
    operation_id="close_attribution",
    summary="Clore le dossier",
    tags=TAGS,
    status_code=200,
)
async def close_attribution(
    attribution_id: FromPath[UUID],
    data: JSONBody[FileClosureIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """After the review, or the end of the support."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


@post(
    f"{ONE}/withdrawal", operation_id="withdraw_attribution", summary="Arrêter le dossier", tags=TAGS, status_code=200
)
async def withdraw_attribution(
    attribution_id: FromPath[UUID],
    data: JSONBody[FileWithdrawalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """For a reason of the closed list."""
    doing = record(db, attribution_id, data.fact(), act, expected=expected_version)
    return await answer(await once(act, Attribution, doing), act)


HANDLERS = [
    call_household,
    record_attribution_cal,
    offer_dwelling,
    answer_offer,
    enter_dwelling,
    review_installation,
    begin_attribution_support,
    contact_household,
    close_attribution,
    withdraw_attribution,
]
