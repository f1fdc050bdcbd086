"""Titles: what waits for a bordereau, the bordereaux with their files, what the comptable says, the settings of the exchange."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.web.export import Export, attachment
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import titles as actions
from occupancy.actions.titles import RecordTitleStatus
from occupancy.documents.title_lists import batch_sheet, titles_sheet
from occupancy.domain.titles import TitleBatch, TitleSettings, TitleState, TitleStatus, paid_cents, state_of
from occupancy.store import titles as store
from occupancy.web import labels, paths
from occupancy.web.holders import holders_of

_SAID = tuple((one, labels.TITLE_STATE[one][0]) for one in TitleState if one is not TitleState.SENT)
_CODES = tuple(name for name in TitleSettings.__struct_fields__ if name not in ("issuer", "issuer_address"))


@get(paths.TITLES)
async def titles_page(act: NamedDependency[Act], export: NamedDependency[Export]) -> Response[Any]:
    """What waits first, then the bordereaux."""
    if export and act.by.may("titles.write"):
        waiting = await actions.waiting_titles()
        return await export.of(titles_sheet(waiting, "Titres à transmettre"), f"titres-a-transmettre-{act.today}")
    return await _titles(act, Form.blank())


@post(f"{paths.TITLES}/bordereau")
async def send_titles_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Everything that waits goes into one bordereau."""
    with form.refusals():
        batch = await once(act, TitleBatch, actions.send_titles(db, act))
        return see(paths.title_batch(batch.id), done="titles-sent")
    return await _titles(act, form)


@get(f"{paths.TITLE_BATCHES}/{{batch_id:uuid}}")
async def title_batch_page(
    batch_id: FromPath[UUID], act: NamedDependency[Act], export: NamedDependency[Export]
) -> Response[Any]:
    """A bordereau as it was made, and where each title stands."""
    batch = await store.find_batch(batch_id)
    if export and act.by.may("titles.write"):
        return await export.of(batch_sheet(batch), batch.reference.lower())
    sent = await actions.sent_titles(batch)
    return page(
        "titles/batch.html",
        batch=batch,
        rows=[(one, state_of(one.statuses), paid_cents(one.statuses)) for one in sent],
        holders=await holders_of({one.household_id for one in batch.titles}, act),
    )


@get(f"{paths.TITLE_BATCHES}/{{batch_id:uuid}}/pes.xml")
async def title_exchange(batch_id: FromPath[UUID]) -> Response[bytes]:
    """The PES file, byte for byte as it was made."""
    batch = await store.find_batch(batch_id)
    if not batch.exchange:
        raise NotFound("Ce bordereau a été fait sans fichier PES : ses réglages n'étaient pas tous remplis.")
    return attachment(batch.exchange.encode("iso-8859-1"), f"{batch.reference.lower()}.xml", "application/xml")


@get(f"{paths.TITLES}/etats/{{act_id:uuid}}")
async def title_status_page(act_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    return await _status(act_id, act, Form.blank(on_day=act.today))


@post(f"{paths.TITLES}/etats/{{act_id:uuid}}")
async def title_status_form(
    act_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """What the comptable said, with his document."""
    state = form.choice("state", TitleState)
    command = RecordTitleStatus(
        state=state,
        on_day=form.date("on_day"),
        source=form.text("source", max_length=300),
        cents=(form.euros("amount", least=1) if state is TitleState.PAID else 0),
    )
    if form.ok:
        with form.refusals():
            await once(act, TitleStatus, actions.record_title_status(db, act_id, command, act))
            batch, _ = await store.find_sent(act_id)
            return see(paths.title_batch(batch.id), done="title-status-recorded")
    return await _status(act_id, act, form)


@get(paths.TITLE_SETTINGS)
async def title_settings_page() -> Page:
    """The accounts of the budget, and the codes of the PES file."""
    found, version = await store.settings()
    known = {name: getattr(found, name) for name in TitleSettings.__struct_fields__} if found else _FIRST
    return page("titles/settings.html", form=Form.blank(**known), version=version)


@post(paths.TITLE_SETTINGS)
async def title_settings_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """A new version; bordereaux already made keep theirs."""
    values = {name: _code(form, name) for name in _CODES}
    values |= {name: form.text(name, max_length=100, required=False) for name in ("issuer", "issuer_address")}
    if form.ok:
        with form.refusals():
            await once(act, TitleSettings, actions.save_title_settings(db, TitleSettings(**values), act))
            return see(paths.TITLES, done="title-settings-recorded")
    _, version = await store.settings()
    return page("titles/settings.html", status=form.status, form=form, version=version)


_FIRST = {"fee_account": "752", "damage_account": "75888"}
"""Proposed, never applied by itself: the accounts of LIFECYCLE §6.3, to be confirmed with the comptable."""


def _code(form: Form, name: str) -> str:
    code = form.text(name, max_length=_LENGTHS.get(name, 10), required=name in _FIRST)
    if code and not (code.isascii() and code.isalnum()):
        form.wrong(name, "Lettres et chiffres seulement, sans espace ni accent")
    return code


_LENGTHS = {"siret": 14, "treasury": 7, "collectivity": 3}


async def _titles(act: Act, form: Form) -> Response[Any]:
    waiting, batches = await actions.waiting_titles(), await store.list_batches()
    settings, _ = await store.settings()
    return page(
        "titles/list.html",
        status=form.status,
        form=form,
        waiting=waiting,
        total=sum(one.cents for one in waiting),
        batches=batches,
        settings=settings,
        holders=await holders_of({one.household_id for one in waiting}, act),
    )


async def _status(act_id: UUID, act: Act, form: Form) -> Page:
    batch, title = await store.find_sent(act_id)
    said = (await store.statuses_of([act_id]))[act_id]
    return page(
        "titles/status.html",
        status=form.status,
        form=form,
        batch=batch,
        title=title,
        said=said,
        left=title.cents - paid_cents(said),
        states=_SAID,
        holder=(await holders_of({title.household_id}, act))[title.household_id],
    )


HANDLERS = [
    titles_page,
    send_titles_form,
    title_batch_page,
    title_exchange,
    title_status_page,
    title_status_form,
    title_settings_page,
    title_settings_form,
]
