"""The pages of what was told of a household outside, and of who opened its file."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions.disclosures import Tell, record_disclosure
from occupancy.domain.disclosures import Disclosure, Purpose, RecipientKind, What
from occupancy.store import data_files, households
from occupancy.store import disclosures as store
from occupancy.web import data_paths
from occupancy.web.stay_words import holder_words

RECIPIENTS = {
    RecipientKind.LANDLORD: "Bailleur",
    RecipientKind.SOCIAL: "Professionnel de l'action sociale",
    RecipientKind.SIAO: "SIAO",
    RecipientKind.PAYER: "CAF, FSL ou autre payeur",
    RecipientKind.ACCOUNTANT: "Comptable public",
    RecipientKind.AUTHORITY: "Autorité judiciaire ou administrative",
}
WHAT = {
    What.CONTRACT: "Contrat",
    What.PAYMENTS: "État des paiements",
    What.INSPECTION: "État des lieux",
    What.INCIDENT: "Faits d'un incident",
    What.REVIEW: "Conclusions d'un bilan, acceptées par le ménage",
    What.SITUATION: "Situation du ménage",
}
PURPOSES = {
    Purpose.SUPPORT: "Accompagnement",
    Purpose.STAY: "Gestion du séjour",
    Purpose.COLLECTION: "Encaissement",
    Purpose.DECISION: "Décision",
    Purpose.CONSULTATION: "Consultation",
}
_ONE = "/sejours/menages/{household_id:uuid}/communications"


@get(_ONE)
async def disclosures_page(household_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """What was told, and the form for the next."""
    return await _draw(Form.blank(disclosed_on=act.today), household_id, act)


@post(_ONE)
async def record_disclosure_form(
    household_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Record what was told."""
    told = Tell(
        recipient_kind=form.choice("recipient_kind", RecipientKind),
        recipient=form.text("recipient", 200),
        what=form.choice("what", What),
        detail=form.text("detail", 500, required=False),
        basis=form.text("basis", 300),
        disclosed_on=form.date("disclosed_on"),
        told_on=form.maybe_date("told_on"),
    )
    if form.ok:
        with form.refusals():
            await once(act, Disclosure, record_disclosure(db, household_id, told, act))
            return see(data_paths.disclosures(household_id), done="data-disclosed")
    return await _draw(form, household_id, act)


@get(data_paths.READINGS)
async def file_readings_page(
    act: NamedDependency[Act], db: NamedDependency[Database], menage: FromQuery[str] = ""
) -> Page:
    """By the number of a household: who opened its file, what was told of it. Who looks it up is noted as well."""
    found = await data_files.household_called(menage.strip().upper()) if menage else None
    if found:
        await store.note_reading(db, found, act.by, act.today)
    return page(
        "privacy/readings.html",
        asked=menage,
        found=found,
        readings=await store.readings_of(found) if found else (),
        disclosures=await store.disclosures_of(found) if found else (),
        recipients=RECIPIENTS,
        whats=WHAT,
        purposes=PURPOSES,
    )


async def _draw(form: Form, household_id: UUID, act: Act) -> Page:
    household = await households.find_household(household_id)
    return page(
        "privacy/disclosures.html",
        status=form.status,
        form=form,
        household=household,
        holder=holder_words(household, may_see=True),
        disclosures=await store.disclosures_of(household_id),
        recipients=RECIPIENTS,
        whats=WHAT,
        may_write=act.by.may("households.write"),
    )


HANDLERS = [disclosures_page, record_disclosure_form, file_readings_page]
