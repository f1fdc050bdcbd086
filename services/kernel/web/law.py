"""« Règles et paramètres »: what the service applies, with its source; and the three acts on it. The same for every service.

A service mounts `PAGES` at its own address and provides `law_desk`; what these pages write is drawn by `law/*.html`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Status
from kernel.law_book import LawDesk
from kernel.law_keys import LONGEST_TEXT, Content, LawKey, Shape
from kernel.law_records import CHECK_MONTHS, CheckOutcome, LawCheck, LawHistory, LawVersion, NewVersion
from kernel.sheets import Sheet, day, text
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.law_grid import fill_from_paste, grid_of, read_cells
from kernel.web.law_words import OUTCOMES, STATUSES, content_words
from kernel.web.page import Page, page, see


@get("/")
async def law_page(
    law_desk: NamedDependency[LawDesk], today: NamedDependency[date], export: NamedDependency[Export]
) -> Response[Any]:
    """Every value by family; what is to verify or to read again comes first."""
    book = law_desk.book
    months = (await book.law()).at(CHECK_MONTHS, today).number
    place = LawPlace(page=law_desk.page, crumbs=law_desk.crumbs, lead=law_desk.lead)
    return await law_list(place, await book.histories(), book.keys.families, export, today=today, months=months)


class LawPlace(Struct, frozen=True, kw_only=True):
    """Where a list of values stands. `page` empty: the values are those of the program, and have no page of their own."""

    page: str
    crumbs: tuple[tuple[str, str], ...]
    lead: str


async def law_list(
    place: LawPlace,
    found: Sequence[LawHistory],
    families: dict[str, str],
    export: Export,
    *,
    today: date,
    months: int | None,
) -> Response[Any]:
    """The list as a page or as a file. `months`: how long a check of a source holds; None: nobody is asked to read again."""
    shown = [_row(one, today, months) for one in found]
    if export:
        return await export.of(_sheet(shown, families), f"regles-{today}")
    return page(
        "law/list.html",
        desk=place,
        families=[
            {"id": family, "label": label, "rows": [row for row in shown if row["key"].family == family]}
            for family, label in families.items()
        ],
        to_verify=[row for row in shown if row["to_verify"]],
        due=[row for row in shown if row["due"]],
        months=months,
    )


def _sheet(shown: Sequence[dict[str, Any]], families: Mapping[str, str]) -> Sheet:
    columns = (text("Famille"), text("Règle", 44), text("Valeur", 30), day("Depuis"), text("Source", 44))
    return Sheet(
        name="Règles",
        columns=(*columns, text("État", 14), day("Relue le")),
        rows=tuple(
            (
                families[row["key"].family],
                row["key"].label,
                row["words"],
                row["version"].since,
                row["version"].source,
                "À confirmer" if row["to_verify"] else "Vérifiée",
                row["checked_on"],
            )
            for row in shown
            if row["version"]
        ),
    )


@get("/{key:str}")
async def law_key_page(key: FromPath[str], law_desk: NamedDependency[LawDesk], today: NamedDependency[date]) -> Page:
    """One value: all its versions, past and to come, and the checks of its sources."""
    return await _key_page(law_desk, key, today, Form.blank())


@get("/{key:str}/valeur")
async def record_law_version_page(
    key: FromPath[str], law_desk: NamedDependency[LawDesk], today: NamedDependency[date]
) -> Page:
    """The form, filled with what applies today: one types only what changes."""
    history = await law_desk.book.history(key)
    now = history.in_force(today)
    start = _start(history.key, now.content) if now else {}
    return _record_page(law_desk, history, today, Form.blank(status=Status.VERIFIED, **start))


@post("/{key:str}/valeur")
async def record_law_version_form(
    key: FromPath[str],
    law_desk: NamedDependency[LawDesk],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Record it, or put a pasted table into the cells to be looked over."""
    history = await law_desk.book.history(key)
    if history.key.shape is Shape.GRID and form.value("pasted").strip():
        fill_from_paste(form, grid_of(history.key))
        return _record_page(law_desk, history, act.today, form)
    wanted = NewVersion(
        key=key,
        since=form.date("since"),
        content=_read(form, history.key),
        source=form.text("source", LONGEST_TEXT),
        status=form.choice("status", Status),
        note=form.text("note", 1000, required=False),
    )
    if form.ok:
        with form.refusals():
            await once(act, LawVersion, law_desk.book.record(db, wanted, act))
            return see(f"{law_desk.page}/{key}", done="law-version-recorded")
    return _record_page(law_desk, history, act.today, form)


@get("/{key:str}/verification")
async def check_law_page(key: FromPath[str], law_desk: NamedDependency[LawDesk], today: NamedDependency[date]) -> Page:
    """Who asks read the source again."""
    history = await law_desk.book.history(key)
    return _check_page(law_desk, history, today, Form.blank(checked_on=today, outcome=CheckOutcome.CONFIRMED))


@post("/{key:str}/verification")
async def check_law_form(
    key: FromPath[str],
    law_desk: NamedDependency[LawDesk],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Note it."""
    history = await law_desk.book.history(key)
    checked_on, outcome = form.date("checked_on"), form.choice("outcome", CheckOutcome)
    note = form.text("note", 1000, required=outcome is not CheckOutcome.CONFIRMED)
    if form.ok:
        with form.refusals():
            checking = law_desk.book.check(db, key, act, checked_on=checked_on, outcome=outcome, note=note)
            await once(act, LawCheck, checking)
            return see(f"{law_desk.page}/{key}", done="law-checked")
    return _check_page(law_desk, history, act.today, form)


@post("/versions/{version_id:uuid}/retrait")
async def withdraw_law_version_form(
    version_id: FromPath[UUID],
    law_desk: NamedDependency[LawDesk],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Take back a version to come."""
    version = await law_desk.book.version(version_id)
    reason = form.text(f"reason_{version_id}", LONGEST_TEXT)
    if form.ok:
        with form.refusals():
            await once(act, LawVersion, law_desk.book.withdraw(db, version_id, reason, act))
            return see(f"{law_desk.page}/{version.key}", done="law-version-withdrawn")
    return await _key_page(law_desk, version.key, act.today, form)


def _row(history: LawHistory, today: date, months: int | None) -> dict[str, Any]:
    """One line of the list. `coming`: the versions that will begin."""
    now = history.in_force(today)
    return {
        "key": history.key,
        "version": now,
        "words": content_words(history.key, now.content) if now else "",
        "checked_on": history.checked_on(today),
        "checked_by": next((one.by_name for one in reversed(history.checks) if now and one.since == now.since), ""),
        "to_verify": history.is_to_verify(today),
        "due": months is not None and history.is_check_due(today, months=months),
        "coming": [
            (one, content_words(history.key, one.content))
            for one in history.versions
            if one.stands and one.since > today
        ],
    }


async def _key_page(desk: LawDesk, key: str, today: date, form: Form) -> Page:
    history = await desk.book.history(key)
    now = history.in_force(today)
    months = (await desk.book.law()).at(CHECK_MONTHS, today).number
    versions = [
        {"version": one, "words": content_words(history.key, one.content), "state": _state(one, now, today)}
        for one in sorted(history.versions, key=lambda one: (one.since, one.id is not None), reverse=True)
    ]
    return page(
        "law/key.html",
        status=form.status,
        desk=desk,
        row=_row(history, today, months),
        versions=versions,
        checks=list(reversed(history.checks)),
        grid=grid_of(history.key) if history.key.shape is Shape.GRID else None,
        form=form,
        months=months,
        statuses=STATUSES,
        outcomes=OUTCOMES,
    )


def _state(version: LawVersion, now: LawVersion | None, today: date) -> tuple[str, str]:
    """Where a version stands today, in words, and the tone of its badge."""
    if version.withdrawal:
        return "Retirée", "bad"
    if version.since > today:
        return "À venir", "info"
    return ("En vigueur", "ok") if version == now else ("Passée", "muted")


def _record_page(desk: LawDesk, history: LawHistory, today: date, form: Form) -> Page:
    key = history.key
    return page(
        "law/record.html",
        status=form.status,
        desk=desk,
        rule=key,
        shape=key.shape.value,
        now=_row(history, today, 0),
        grid=grid_of(key) if key.shape is Shape.GRID else None,
        form=form,
        statuses=list(_RECORDED_STATUS.items()),
    )


_RECORDED_STATUS = {
    Status.VERIFIED: "L’original a été lu : la valeur est vérifiée",
    Status.TO_VERIFY: "L’original reste à lire : la valeur est à confirmer",
}


def _check_page(desk: LawDesk, history: LawHistory, today: date, form: Form) -> Page:
    return page(
        "law/check.html",
        status=form.status,
        desk=desk,
        row=_row(history, today, 0),
        form=form,
        outcomes=[(outcome, words) for outcome, (words, _) in OUTCOMES.items()],
    )


def _start(key: LawKey, content: Content) -> dict[str, Any]:
    """What the fields of a key start from."""
    if isinstance(content, dict):
        return {cell: amount(cents) for cell, cents in content.items()}
    if isinstance(content, int) and key.unit == "cents":
        return {"value": amount(content)}
    return {"value": content}


def _read(form: Form, key: LawKey) -> Content:
    match key.shape:
        case Shape.GRID:
            return read_cells(form, key)
        case Shape.NUMBER:
            reader = form.euros if key.unit == "cents" else form.integer
            return reader("value", key.least, key.most)
        case Shape.WORD:
            word = form.text("value", LONGEST_TEXT)
            if word and word not in key.words:
                form.wrong("value", "Choisissez une valeur de la liste")
            return word
        case Shape.TEXT:
            return form.text("value", LONGEST_TEXT)


PAGES: list[Any] = [
    law_page,
    law_key_page,
    record_law_version_page,
    record_law_version_form,
    check_law_page,
    check_law_form,
    withdraw_law_version_form,
]
