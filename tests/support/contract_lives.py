"""Random lives of contracts: clerks who try any act in any order on one dwelling, and what they did, kept apart.

The machine keeps what was accepted, never a state of the program: which periods, which notice, which request, which days
allowed beyond the term. From that alone it says what the API, the page and the deadlines must show: of every act, what its
answer says; every third step and at the end of the life, all that can be read of each contract that was touched since.
"""

import asyncio
import html
import re
from collections.abc import Callable, Coroutine
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kernel.web.formats import day as written
from occupancy.domain.contract_deadlines import contract_deadlines
from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.deposit_deadlines import DepositFacts
from occupancy.store import contracts as store
from occupancy.store.deadlines import open_of
from occupancy.store.law import law_in_force
from occupancy.store.renewals import overstays_of
from occupancy.store.timeline import timeline
from tests.support.stay_desk import DECIDED, Desk, accepted
from tests.support.stock import unit

START = date(2026, 1, 10)
INDEX = st.integers(0, 9)
LOOKS = 3
"""Between two looks at everything, this many steps: what an act broke is still broken then."""
ONE_DAY = timedelta(days=1)
SHOWN = {"draft": "En préparation", "signed": "Signé", "ended": "Terminé", "cancelled": "Annulé"}
TOLD = {"renewals": "renewal-preview", "end": "end-preview", "notice": "notice-preview"}
"""The acts whose consequences are told first: refused alike, and leading to the day that was told."""
MAY_BECOME = {"draft": {"signed", "cancelled"}, "signed": {"ended", "cancelled"}, "ended": set(), "cancelled": set()}


class Life:
    """One contract, as those who acted on it would tell it."""

    def __init__(self, prepared: dict[str, Any]) -> None:
        self.id, self.version, self.status = prepared["id"], prepared["version"], "draft"
        self.place = prepared["place_number"]
        self.first_day, self.last_day = _day(prepared["first_day"]), _day(prepared["last_day"])
        self.terms: list[tuple[date, date]] = []
        self.has_notice = self.is_asked = False
        self.decided: list[str] = []
        self.allowed: list[tuple[date, date]] = []
        self.ended_on: date | None = None

    @property
    def is_occupying(self) -> bool:
        return self.status in ("signed", "ended")

    @property
    def days(self) -> tuple[date, date]:
        return self.first_day, self.ended_on or self.last_day


Fit = Callable[[Life], bool]
RUNNING: Fit = lambda one: one.status == "signed"  # noqa: E731
DRAFT: Fit = lambda one: one.status == "draft"  # noqa: E731


class ContractLives(RuleBasedStateMachine):
    """One dwelling of two rooms, one household, up to six contracts. `desk`, `runner`: one program for all the lives."""

    desk: Desk
    runner: asyncio.Runner
    lived = 0
    done: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        type(self).lived += 1
        self.lives: list[Life] = []
        self.touched: dict[str, Life] = {}
        self.steps = 0

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(doing)

    @property
    def today(self) -> date:
        return self.desk.clock.today()

    def send(self, method: str, path: str, body: Any = None, version: int | None = None) -> httpx.Response:
        answer: httpx.Response = self.run(self.desk.send(method, path, body, version=version))
        return answer

    def read(self, life: Life, what: str = "") -> Any:
        answer = self.send("GET", f"/contracts/{life.id}{what}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    @initialize(days=st.sampled_from([0, 0, 5]), programme=st.sampled_from(["ALT", "AML"]))
    def a_dwelling_and_a_household(self, days: int, programme: str) -> None:
        self.desk.clock.move_to(START)
        self.unit_id = str(UUID(int=10_000 + self.lived))
        dwelling = unit(1, places=2, programme=programme) | {"id": self.unit_id, "turnaround_days": days}
        self.desk.stock.units[self.unit_id] = dwelling
        self.household = self.run(self.desk.household())
        self.prepare(0, -20, None)
        self.sign(0, 0)

    @rule(days=st.integers(1, 50))
    def time_passes(self, days: int) -> None:
        self.desk.clock.move_to(self.today + timedelta(days))

    @rule(days=st.integers(60, 130))
    def a_season_passes(self, days: int) -> None:
        self.desk.clock.move_to(self.today + timedelta(days))

    @precondition(lambda self: len(self.lives) < 6)
    @rule(place=st.sampled_from([0, 1, 1, 2]), shift=st.integers(-60, 60), length=st.none() | st.integers(0, 100))
    def prepare(self, place: int, shift: int, length: int | None) -> None:
        first_day = self.today + timedelta(shift)
        body = {"household_id": self.household["id"], "unit_id": self.unit_id, "place_number": place}
        body |= {"first_day": str(first_day), "override_reason": "Décision de la direction"}
        body |= {"last_day": str(first_day + timedelta(length))} if length is not None else {}
        answer = self.send("POST", "/contracts", body)
        assert answer.status_code in (201, 409, 422), answer.text
        if answer.status_code == 201:
            self.lives.append(Life(answer.json()))
            self.touch(self.lives[-1])

    def touch(self, life: Life) -> None:
        """Accepted or refused, an act was tried on this one: it is looked at again soon."""
        self.touched[life.id] = life

    def act(
        self, index: int, act: str, body: dict[str, Any], wants: Fit = RUNNING
    ) -> tuple[Life, dict[str, Any]] | None:
        """Most often on a contract that the act is for; now and then on any. None when it is refused."""
        fit = [one for one in self.lives if wants(one)] if index % 5 else self.lives
        life = (fit or self.lives)[index % len(fit or self.lives)]
        method = "PUT" if act == "turnaround" else "POST"
        asks = act in TOLD and index % 2 == 0
        told = self.send("POST", f"/contracts/{life.id}/{TOLD[act]}", body) if asks else None
        answer = self.send(method, f"/contracts/{life.id}/{act}", body, version=life.version)
        assert answer.status_code in (200, 409, 422), (act, answer.text)
        if told is not None:
            assert told.status_code == answer.status_code, (act, told.text, answer.text)
        self.touch(life)
        if answer.status_code != 200:
            return None
        self.done[act] = self.done.get(act, 0) + 1
        said = accepted(answer)
        assert said["version"] == life.version + 1
        if told is not None:
            led = {"notice": "notice", "end": "end"}.get(act)
            day = said[led]["last_day" if led == "notice" else "ended_on"] if led else said["last_day"]
            assert told.json()["after"]["last_day"] == day
        life.version = said["version"]
        return life, said

    def becomes(self, life: Life, status: str) -> None:
        """No state is reached twice, none is left backwards."""
        assert status in MAY_BECOME[life.status], (life.status, status)
        life.status = status

    @rule(index=INDEX, back=st.integers(0, 3))
    def sign(self, index: int, back: int) -> None:
        if done := self.act(index, "signature", {"signed_on": str(self.today - timedelta(back))}, DRAFT):
            self.becomes(done[0], "signed")
            done[0].terms = [done[0].days]

    @rule(index=INDEX, length=st.none() | st.integers(1, 120))
    def ask_a_renewal(self, index: int, length: int | None) -> None:
        body = {"asked_by": "household", "asked_on": str(self.today), "reason": "Relogement non abouti"}
        body |= {"last_day": str(self.today + timedelta(length))} if length else {}
        if done := self.act(index, "renewal-requests", body):
            assert not done[0].is_asked
            done[0].is_asked = True

    @rule(index=INDEX, length=st.none() | st.integers(-5, 200), derogation=st.booleans())
    def renew(self, index: int, length: int | None, derogation: bool, wants: Fit = RUNNING) -> None:
        body: dict[str, Any] = {"reason": "Suite", "decided": DECIDED | {"decided_on": str(self.today)}}
        body |= {"last_day": str(self.today + timedelta(length))} if length is not None else {}
        body |= {"override_reason": "Aucune offre"} if derogation else {}
        if done := self.act(index, "renewals", body, wants):
            life, said = done
            follows = (life.last_day + ONE_DAY, _day(said["last_day"]))
            assert follows[0] <= follows[1]
            life.terms.append(follows)
            life.last_day = follows[1]
            life.has_notice = life.is_asked = False
            life.decided.append("granted")

    @rule(index=INDEX)
    def deny(self, index: int) -> None:
        body = {"reason": "Offre refusée", "decided": DECIDED | {"decided_on": str(self.today)}}
        if done := self.act(index, "renewal-denial", body, lambda one: one.is_asked):
            assert done[0].is_asked
            done[0].is_asked = False
            done[0].decided.append("denied")

    @rule(index=INDEX, by=st.sampled_from(["household", "ccas"]), back=st.integers(0, 40))
    def give_notice(self, index: int, by: str, back: int) -> None:
        if done := self.act(index, "notice", {"given_on": str(self.today - timedelta(back)), "by": by}):
            assert not done[0].has_notice
            done[0].has_notice = True
            self.drop(done[0])

    @rule(index=st.integers(1, 4), renewed=st.booleans())
    def leave_and_stay_after_all(self, index: int, renewed: bool) -> None:
        self.give_notice(index, "household", 0)
        if renewed:
            self.renew(index, None, derogation=True, wants=_leaves)
        else:
            self.take_the_notice_back(index)

    @rule(index=st.integers(1, 4))
    def ask_in_vain(self, index: int) -> None:
        self.ask_a_renewal(index, None)
        self.deny(index)

    @rule(index=INDEX)
    def take_the_notice_back(self, index: int) -> None:
        if done := self.act(index, "notice-withdrawal", {"reason": "Le ménage reste"}, _leaves):
            assert done[0].has_notice
            done[0].has_notice = False

    @rule(index=INDEX, days=st.integers(-30, 200))
    def allow_an_overstay(self, index: int, days: int) -> None:
        body: dict[str, Any] = {"last_day": str(self.today + timedelta(days)), "reason": "Attente"}
        body |= {"rehousing_plan": "Dossier déposé", "decided": DECIDED | {"decided_on": str(self.today)}}
        if done := self.act(index, "overstays", body):
            life = done[0]
            life.allowed.append((self.until(life) + ONE_DAY, _day(str(body["last_day"]))))
            assert done[1]["allowed_until"] == body["last_day"]

    def until(self, life: Life) -> date:
        """The last day with a right: the term, or the days allowed after it."""
        return max([life.last_day, *(last for first, last in life.allowed if first > life.last_day)])

    @rule(index=INDEX, back=st.integers(-1, 40))
    def end(self, index: int, back: int) -> None:
        body = {"ended_on": str(self.today - timedelta(back)), "reason": "other", "note": "Parti"}
        if done := self.act(index, "end", body):
            self.becomes(done[0], "ended")
            done[0].ended_on = _day(str(body["ended_on"]))
            self.drop(done[0])

    @rule(index=INDEX, wants=st.sampled_from([DRAFT, RUNNING]))
    def cancel(self, index: int, wants: Fit) -> None:
        if done := self.act(index, "cancellation", {"reason": "Non venu"}, wants):
            self.becomes(done[0], "cancelled")
            self.drop(done[0])

    @rule(index=INDEX, days=st.integers(0, 30))
    def set_the_turnaround(self, index: int, days: int) -> None:
        self.act(index, "turnaround", {"turnaround_days": days})

    def drop(self, life: Life) -> None:
        if life.is_asked:
            life.is_asked = False
            life.decided.append("dropped")

    @invariant()
    def no_day_of_a_place_is_given_twice(self) -> None:
        taken = [one for one in self.lives if one.is_occupying]
        for rank, one in enumerate(taken):
            for other in taken[rank + 1 :]:
                if 0 in (one.place, other.place) or one.place == other.place:
                    assert one.days[1] < other.days[0] or other.days[1] < one.days[0]

    @invariant()
    def the_program_says_what_was_done(self) -> None:
        self.steps += 1
        if self.steps % LOOKS == 0:
            self.look()

    def look(self) -> None:
        """At all that can be read of the contracts touched; a refusal that moved something shows in the version."""
        while self.touched:
            life = self.touched.popitem()[1]
            said = self.read(life)
            assert (said["status"], said["version"]) == (life.status, life.version)
            assert (_day(said["first_day"]), _day(said["last_day"])) == (life.first_day, life.last_day)
            assert (said["notice"] is not None) == life.has_notice
            assert (_day(said["end"]["ended_on"]) if said["end"] else None) == life.ended_on
            assert [(_day(one["first_day"]), _day(one["last_day"])) for one in self.read(life, "/terms")] == life.terms
            states = [one["status"] for one in self.read(life, "/renewal-requests")]
            assert states == life.decided + ["pending"] * life.is_asked
            self.run(self.deadlines_hold(life))

    async def deadlines_hold(self, life: Life) -> None:
        """Those kept are those that a computation from the facts gives; and the day of the term is counted here as well."""
        contract = await store.find_contract(UUID(life.id))
        wanted = contract_deadlines(
            contract,
            await law_in_force(),
            inspected=(),
            entry=None,
            deposit=DepositFacts(),
            attestations=(),
            demands=(),
            overstays=await overstays_of(contract.id),
            has_pending_request=life.is_asked,
            today=self.today,
        )
        kept = {(one.deadline.rule, one.deadline.due_on) for one in await open_of(SubjectKind.CONTRACT, contract.id)}
        assert kept == {(one.rule, one.due_on) for one in wanted}
        days = dict(kept)
        assert ("SIAO-03" in days) == (life.status == "signed" and not life.has_notice)
        assert days.get("SIAO-03", self.until(life)) == self.until(life)
        assert ("RENOUVELLEMENT" in days) == life.is_asked

    def teardown(self) -> None:
        self.look()
        for life in self.lives:
            self.run(self.page_holds(life))

    async def page_holds(self, life: Life) -> None:
        """What a clerk reads is what the API says; and the history has one line for each version."""
        text = html.unescape((await self.desk.page(f"/sejours/contrats/{life.id}")).text).replace("\u00a0", " ")
        status = re.search(r'class="badge[^>]*>\s*(.*?)\s*<', text)
        assert status is not None
        assert status[1] == SHOWN[life.status]
        assert f"du {written(life.first_day)} au {written(life.last_day)}".replace("\u00a0", " ") in text
        assert ("Congé donné le" in text) == life.has_notice
        assert text.count('<th scope="row">Renouvellement ') == max(len(life.terms) - 1, 0)
        events = await timeline((f"contract/{life.id}",))
        assert len(events) == life.version


def _leaves(life: Life) -> bool:
    return life.has_notice and RUNNING(life)


def _day(text: str) -> date:
    return date.fromisoformat(text)
