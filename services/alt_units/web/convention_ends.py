"""How a convention ends or goes on: the end, foreseen then recorded; the next year."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import amendments, convention_ends
from alt_units.actions.convention_ends import EndConvention
from alt_units.domain.convention_ends import Leaving, earliest_end
from alt_units.domain.conventions import Convention, EndKind
from alt_units.domain.counted_months import CountedMonth
from alt_units.store import conventions as store
from alt_units.web import paths
from alt_units.web.convention_forms import read_end
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import Refusal
from kernel.law import Law
from kernel.web.form import Form
from kernel.web.page import Page, page, see

CONVENTION = "/logements/conventions/{convention_id:uuid}"


@get(f"{CONVENTION}/fin")
async def end_convention_page(
    convention_id: FromPath[UUID], today: NamedDependency[date], law: NamedDependency[Law]
) -> Page:
    convention = await store.find_convention(convention_id)
    return _end_page(law, convention, Form.blank(ended_on=today, kind=EndKind.AGREEMENT), today, None)


@post(f"{CONVENTION}/fin")
async def end_convention_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    """What the end does to the units is shown first; it is recorded once that was seen."""
    convention = await store.find_convention(convention_id)
    wanted, version = read_end(form), form.version()
    foreseen: list[Leaving] | None = None
    months: list[CountedMonth] = []
    if form.ok:
        with form.refusals():
            if form.value("seen") == _seen(wanted):
                ending = convention_ends.end_convention(db, convention_id, wanted, act, law=law, version=version)
                await once(act, Convention, ending)
                return see(paths.convention(convention_id), done="convention-ended")
            decided = await convention_ends.decided_end(law, convention, wanted)
            foreseen = await convention_ends.units_leaving(convention, wanted.ended_on)
            months = await convention_ends.months_after(db, law, convention, decided, foreseen)
    return _end_page(law, convention, form, act.today, foreseen, wanted, months)


@get(f"{CONVENTION}/reconduction")
async def renew_convention_page(convention_id: FromPath[UUID], law: NamedDependency[Law]) -> Page:
    return await _renewal_page(law, convention_id, Form.blank())


@post(f"{CONVENTION}/reconduction")
async def renew_convention_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    with form.refusals():
        made = await once(act, Convention, amendments.renew_convention(db, convention_id, act, law=law))
        return see(paths.convention(made.id), done="convention-renewed")
    return await _renewal_page(law, convention_id, form)


def _seen(wanted: EndConvention) -> str:
    """The end whose effects were shown: another day or another kind is shown again."""
    return f"{wanted.ended_on} {wanted.kind}"


def _end_page(
    law: Law,
    convention: Convention,
    form: Form,
    today: date,
    foreseen: list[Leaving] | None,
    wanted: EndConvention | None = None,
    months: Sequence[CountedMonth] = (),
) -> Page:
    notices = [
        (kind, earliest_end(law, convention.programme, kind, today))
        for kind in (EndKind.BY_CCAS, EndKind.BY_FUNDER, EndKind.FORMAL_NOTICE)
    ]
    return page(
        "conventions/end.html",
        status=form.status,
        convention=convention,
        form=form,
        foreseen=foreseen,
        months=months,
        seen=_seen(wanted) if wanted and foreseen is not None else "",
        notices=notices,
    )


async def _renewal_page(law: Law, convention_id: UUID, form: Form) -> Page:
    convention = await store.find_convention(convention_id)
    planned = None
    try:
        planned = await amendments.planned_renewal(law, convention, convention_id=convention_id)
    except Refusal as refusal:
        form.refusal = form.refusal or refusal
    return page("conventions/renew.html", status=200, convention=convention, form=form, planned=planned)


HANDLERS = [end_convention_page, end_convention_form, renew_convention_page, renew_convention_form]
