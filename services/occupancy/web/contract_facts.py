"""Pages of what may still be recorded about a signed stay: its turnaround, and its household's housing aid."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.formats import day
from kernel.web.page import Page, page, see
from occupancy.actions import contract_facts as actions
from occupancy.documents.contracts import turnaround_words
from occupancy.domain.contracts import MOST_TURNAROUND_DAYS, Contract
from occupancy.domain.housing_aids import AidKind, HousingAid
from occupancy.relay import Relay
from occupancy.store import contracts as store
from occupancy.store import households
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths
from occupancy.web.stay_words import holder_words, place_words, time_left

_ONE = "/sejours/contrats/{contract_id:uuid}"
_FEWEST_LINES, _MOST_LINES = 3, 12


@get(f"{_ONE}/remise-en-etat")
async def set_turnaround_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """How long the place is put in order after this departure."""
    contract = await store.find_contract(contract_id)
    return await _draw("contracts/turnaround.html", Form.blank(turnaround_days=contract.turnaround_days), contract, act)


@post(f"{_ONE}/remise-en-etat")
async def set_turnaround_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    relay: NamedDependency[Relay],
) -> Response[Any]:
    """Change it."""
    turnaround_days, version = form.integer("turnaround_days", 0, MOST_TURNAROUND_DAYS), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Contract, actions.set_turnaround(db, contract_id, turnaround_days, act, expected=version))
            relay.wake()
            return see(paths.contract(contract_id), done="turnaround-set")
    return await _draw("contracts/turnaround.html", form, await store.find_contract(contract_id), act)


@get(f"{_ONE}/aide-au-logement")
async def record_housing_aid_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The days for which the household receives AL or APL."""
    contract = await store.find_contract(contract_id)
    known: dict[str, Any] = {}
    for number, aid in enumerate(contract.housing_aids):
        known |= {f"kind.{number}": aid.kind, f"first_day.{number}": aid.first_day, f"last_day.{number}": aid.last_day}
    return await _draw("contracts/housing_aid.html", Form.blank(**known), contract, act)


@post(f"{_ONE}/aide-au-logement")
async def record_housing_aid_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    relay: NamedDependency[Relay],
) -> Response[Any]:
    """Record them."""
    version, aids = form.version(), _read(form)
    if form.ok:
        with form.refusals():
            await once(act, Contract, actions.record_housing_aid(db, contract_id, aids, act, expected=version))
            relay.wake()
            return see(paths.contract(contract_id), done="housing-aid-recorded")
    return await _draw("contracts/housing_aid.html", form, await store.find_contract(contract_id), act)


_NAMES = ("kind", "first_day", "last_day")


def _read(form: Form) -> tuple[HousingAid, ...]:
    """The lines that say something, wherever they stand; an empty one is no period."""
    return tuple(
        HousingAid(
            kind=form.choice(f"kind.{number}", AidKind),
            first_day=form.date(f"first_day.{number}"),
            last_day=form.maybe_date(f"last_day.{number}"),
        )
        for number in _filled(form)
    )


def _filled(form: Form) -> list[int]:
    return [number for number in range(_MOST_LINES) if any(form.value(f"{name}.{number}") for name in _NAMES)]


def _lines(form: Form) -> int:
    """How many lines the form has: down to the last one filled, one more, and never fewer than three."""
    return min(_MOST_LINES, max(_FEWEST_LINES, max(_filled(form), default=-1) + 2))


async def _draw(template: str, form: Form, contract: Contract, act: Act) -> Page:
    household = await households.find_household(contract.household_id)
    return page(
        template,
        status=form.status,
        form=form,
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        left=time_left(await law_in_force(), contract, act.today),
        turnaround=turnaround_words(contract),
        lines=range(_lines(form)),
        aid_kinds=list(labels.AID_KIND.items()),
    )


def aid_words(contract: Contract) -> str:
    """The household's aids, in words."""
    return " ; ".join(_aid(one.kind, one.first_day, one.last_day) for one in contract.housing_aids)


def _aid(kind: AidKind, first_day: date, last_day: date | None) -> str:
    return f"{kind} du {day(first_day)} au {day(last_day)}" if last_day else f"{kind} depuis le {day(first_day)}"


HANDLERS = [set_turnaround_page, set_turnaround_form, record_housing_aid_page, record_housing_aid_form]
