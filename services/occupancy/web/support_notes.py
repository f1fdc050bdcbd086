"""Pages of what social workers write: the diagnosis, the notes; and the duration that only the management allows."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import support_measures as actions
from occupancy.actions.support_readers import check_reader, open_notes
from occupancy.domain.support_diagnosis import Diagnosis, Heading
from occupancy.domain.support_measures import SupportMeasure
from occupancy.domain.support_notes import NoteKind
from occupancy.domain.support_rules import kind_rule
from occupancy.store import households
from occupancy.store import support_measures as store
from occupancy.store import support_notes as notes
from occupancy.store.law import law_in_force
from occupancy.web import paths
from occupancy.web import support_words as words
from occupancy.web.stay_words import holder_words
from occupancy.web.support_measures import draw_support

_ONE = paths.SUPPORTS + "/{measure_id:uuid}"


@get(f"{_ONE}/diagnostic")
async def support_diagnosis_page(measure_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The six headings as they are now."""
    measure = await store.find_measure(measure_id)
    await check_reader(measure_id, act)
    known = msgspec.structs.asdict(await notes.latest_diagnosis(measure_id))
    signed: dict[str, date | None] = {
        "household_signed_on": measure.diagnosis.household_signed_on,
        "worker_signed_on": measure.diagnosis.worker_signed_on,
    }
    form = Form.blank(**known, **{name: day for name, day in signed.items() if day})
    return await _diagnosis(form, measure, act)


@post(f"{_ONE}/diagnostic")
async def support_diagnosis_form(
    measure_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Save them, complete or not."""
    diagnosis = Diagnosis(**{one.value: form.text(one.value, 1000, required=False) for one in Heading})
    signed = (form.maybe_date("household_signed_on"), form.maybe_date("worker_signed_on"))
    version = form.version()
    if form.ok:
        with form.refusals():
            doing = actions.record_diagnosis(
                db,
                measure_id,
                diagnosis,
                signed,
                act,
                expected=version,
                note_confirmed=form.checked("confirm_note"),
            )
            await once(act, SupportMeasure, doing)
            return see(paths.support(measure_id), done="support-diagnosed")
    return await _diagnosis(form, await store.find_measure(measure_id), act)


@post(f"{_ONE}/notes")
async def support_note_form(
    measure_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Write a note. It never changes: what is corrected is written anew."""
    kind, text = form.choice("kind", NoteKind), form.text("text", 4000)
    if kind is NoteKind.DIAGNOSIS:
        form.wrong("kind", "Le diagnostic a sa propre page")
    if form.ok:
        with form.refusals():
            confirmed = form.checked("confirm_note")
            doing = actions.write_note(db, measure_id, kind, text, act, note_confirmed=confirmed)
            await once(act, SupportMeasure, doing)
            return see(paths.support(measure_id), done="support-note-written")
    return await draw_support(form, measure_id, act)


@post(f"{_ONE}/notes/ouverture")
async def open_support_notes_form(
    measure_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Say why, then read."""
    reason, follows = form.text("reading_reason", 1000), form.checked("follows")
    if form.ok:
        with form.refusals():
            await once(act, SupportMeasure, open_notes(db, measure_id, reason, act, follows=follows))
            return see(paths.support(measure_id), done="support-notes-opened")
    return await draw_support(form, measure_id, act)


@get(f"{_ONE}/duree")
async def support_duration_page(measure_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """A duration outside the rule."""
    return await _duration(Form.blank(), await store.find_measure(measure_id), act)


@post(f"{_ONE}/duree")
async def support_duration_form(
    measure_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Allow it, with its reason."""
    months, reason, version = form.integer("months", 1, 60), form.text("reason", 1000), form.version()
    if form.ok:
        with form.refusals():
            doing = actions.allow_duration(db, measure_id, months, reason, act, expected=version)
            await once(act, SupportMeasure, doing)
            return see(paths.support(measure_id), done="support-act-done")
    return await _duration(form, await store.find_measure(measure_id), act)


async def _diagnosis(form: Form, measure: SupportMeasure, act: Act) -> Page:
    household = await households.find_household(measure.household_id)
    return page(
        "support/diagnosis.html",
        status=form.status,
        form=form,
        measure=measure,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        headings=[(one.value, words.HEADING[one], words.HEADING_HINT.get(one, "")) for one in Heading],
    )


async def _duration(form: Form, measure: SupportMeasure, act: Act) -> Page:
    return page(
        "support/duration.html",
        status=form.status,
        form=form,
        measure=measure,
        rule=kind_rule(measure.kind, await law_in_force(), act.today),
    )


HANDLERS = [
    support_diagnosis_page,
    support_diagnosis_form,
    support_note_form,
    open_support_notes_form,
    support_duration_page,
    support_duration_form,
]
