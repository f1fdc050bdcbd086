"""The page of what stands on the papers: the version in force, its form, the versions before."""

import base64
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import Refusal
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import papers as actions
from occupancy.actions.papers import LARGEST_LOGO, logo_of
from occupancy.domain.letterheads import MOST_CLAUSES, Clause, Letterhead, LetterheadFacts, in_force
from occupancy.store import letterheads as store
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers

_RANKS = range(1, MOST_CLAUSES + 1)


@get(paths.LETTERHEADS)
async def letterheads_page(act: NamedDependency[Act], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The version of today, ready to be changed."""
    return await _page(_fields(await papers.letterhead_on(act.today), act), act)


@post(paths.LETTERHEADS, request_max_body_size=LARGEST_LOGO + 512 * 1024)
async def save_letterhead_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """A new version, from its day on. The logo stays, unless another is joined or it is taken off."""
    current = await store.letterhead_on(act.today)
    logo = await _logo(form, current)
    facts = LetterheadFacts(
        since=form.date("since"),
        name=form.text("name", 120),
        address=form.text("address", required=False),
        contact=form.text("contact", required=False),
        privacy_contact=form.text("privacy_contact", required=False),
        signatory=form.text("signatory", 120, required=False),
        signatory_title=form.text("signatory_title", 120, required=False),
        clauses=tuple(_clause(form, rank) for rank in _RANKS if _is_filled(form, rank)),
        rules=form.text("rules", 40_000, required=False, is_of_people=False),
        logo=logo,
        logo_alt=form.text("logo_alt", required=False) if logo else "",
    )
    if form.ok:
        with form.refusals():
            await once(act, Letterhead, actions.save_letterhead(db, facts, act))
            return see(paths.LETTERHEADS, done="letterhead-saved")
    return await _page(form, act)


async def _logo(form: Form, current: Letterhead | None) -> bytes:
    """The one that was joined, drawn again; else that of the version in force."""
    joined = form.files.get("logo")
    if joined is None or not joined.content:
        return current.logo if current and not form.checked("no_logo") else b""
    try:
        return await logo_of(joined.content)
    except Refusal as refused:
        form.wrong("logo", refused.detail)
        return b""


async def _page(form: Form, act: Act) -> Response[Any]:
    versions = await store.list_letterheads()
    return page(
        "papers/letterheads.html",
        status=form.status,
        form=form,
        versions=versions[::-1],
        current=(current := in_force(versions, act.today)),
        logo=f"data:image/jpeg;base64,{base64.b64encode(current.logo).decode()}" if current and current.logo else "",
        ranks=list(_RANKS),
    )


def _fields(letterhead: Letterhead, act: Act) -> Form:
    facts = msgspec.structs.asdict(letterhead) | {"since": act.today}
    for rank, clause in enumerate(letterhead.clauses, 1):
        facts |= {f"clause_title_{rank}": clause.title, f"clause_text_{rank}": clause.text}
    return Form.blank(**{name: value for name, value in facts.items() if name not in ("clauses", "logo")})


def _is_filled(form: Form, rank: int) -> bool:
    return any(form.value(f"clause_{part}_{rank}").strip() for part in ("title", "text"))


def _clause(form: Form, rank: int) -> Clause:
    return Clause(
        title=form.text(f"clause_title_{rank}", 120), text=form.text(f"clause_text_{rank}", 4000, is_of_people=False)
    )


HANDLERS = [letterheads_page, save_letterhead_form]
