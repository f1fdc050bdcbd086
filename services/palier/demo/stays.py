"""Three years of stays: who came, stayed, paid, renewed, left. All invented, each event on the day it would happen."""

import heapq
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from kernel.calendar import last_day_after
from kernel.period import Month
from palier.demo.clerk import Desk
from palier.demo.households import invented_household, invented_members
from palier.demo.park import PARK
from palier.demo.people import AGENT, FINANCE, MANAGER, REGISSEUR
from palier.demo.visits import visit

MEANS = ("cash", "transfer", "card", "cheque")
PATTERNS = {
    "ALT": ((1, 0), (0, 0), (1, 21), (1, 0), (0, 12)),
    "AML": ((0, 0), (1, 0), (1, 35), (0, 18)),
}
"""Renewals taken, and days left before the end of the last term."""
MONTHS = {"ALT": 3, "AML": 6}
ARREARS_UNIT = "AML-04"
DAMAGE_UNIT = "ALT-03"

Event = Callable[[], Awaitable[None]]


class Story:
    """The agenda: what happens next, and to whom."""

    def __init__(self, desk: Desk, units: dict[str, Any], regie: dict[str, Any], today: date) -> None:
        self.desk, self.units, self.regie, self.today = desk, units, regie, today
        self.payers: dict[str, str] = {}
        self.arrears: set[str] = set()
        self.damage_done = False
        self.last_receipt_on = date.min
        self._agenda: list[tuple[date, int, Event]] = []
        self._count = 0
        self._households = 0

    def at(self, day: date, event: Event) -> None:
        """Put an event in the agenda; what is after today never happens."""
        if day <= self.today:
            self._count += 1
            heapq.heappush(self._agenda, (day, self._count, event))

    async def run(self, tell: Callable[[str], None]) -> None:
        """Live through the agenda, day after day."""
        month = None
        while self._agenda:
            day, _, event = heapq.heappop(self._agenda)
            if (now := Month.of(day)) != month:
                month = now
                tell(f"Commune de démonstration : {month.number:02d}/{month.year}")
            self.desk.clock.move_to(day)
            await event()

    async def new_household(self, dwelling_type: str) -> dict[str, Any]:
        """Somebody new, plainly fictitious."""
        number, self._households = self._households, self._households + 1
        body = invented_household(number, dwelling_type)
        household = await self.desk.post(AGENT, "occupancy/v1/households", body)
        for one in invented_members(number, body, self.desk.clock.today()):
            await self.desk.post(AGENT, f"occupancy/v1/households/{household['id']}/members", one)
        return dict(household)


class Slot:
    """A place or a whole unit, and the stays that follow one another there."""

    def __init__(
        self, story: Story, number: int, reference: str, dwelling_type: str, programme: str, place: int
    ) -> None:
        self.story, self.number, self.reference = story, number, reference
        self.dwelling_type, self.programme, self.place = dwelling_type, programme, place
        self.turn = number
        self.works_done = reference != "ALT-02"

    def free_from(self, day: date) -> None:
        """Somebody comes on that day; last year the T1 is first put right for a month."""
        if not self.works_done and day.year == self.story.today.year - 1:
            self.works_done = True
            works_from, day = day, day + timedelta(days=33)
            self.story.at(works_from, lambda: self._works(works_from))
        self.story.at(day, lambda: self._enter(day))

    async def _works(self, day: date) -> None:
        path = f"alt_units/v1/units/{self.story.units[self.reference]['id']}"
        unit = await self.story.desk.get(MANAGER, path)
        works = {
            "reason": "works",
            "bearer": "landlord",
            "first_day": day.isoformat(),
            "last_day": (day + timedelta(days=25)).isoformat(),
            "reference": "Devis 12",
            "note": "Remplacement du chauffe-eau",
        }
        await self.story.desk.post(MANAGER, f"{path}/voids", works, version=unit["version"])

    async def _enter(self, day: date) -> None:
        story, desk = self.story, self.story.desk
        renewals, early = PATTERNS[self.programme][self.turn % len(PATTERNS[self.programme])]
        self.turn += 1
        household = await story.new_household(self.dwelling_type)
        body = {
            "household_id": household["id"],
            "unit_id": story.units[self.reference]["id"],
            "place_number": self.place,
            "first_day": day.isoformat(),
        }
        contract = await desk.post(AGENT, "occupancy/v1/contracts", body)
        path = f"occupancy/v1/contracts/{contract['id']}"
        signed = {"signed_on": day.isoformat()}
        contract = await desk.post(AGENT, f"{path}/signature", signed, version=contract["version"])
        await visit(desk, path, "entry", day, household)
        if self.programme == "AML" and self.turn % 3 == 0:
            await _receive_aid(desk, path, contract, day)
        fee = contract["fee"]["cents"]
        await desk.post(AGENT, f"{path}/deposit-request", {"amount_cents": fee})
        story.payers[household["id"]] = f"{household['last_name']} (exemple)"
        await _receive(story, household["id"], fee, day, kind="deposit", contract_id=contract["id"])
        self._plan(day, path, household, renewals, early)

    def _plan(self, day: date, path: str, household: dict[str, Any], renewals: int, early: int) -> None:
        story, months = self.story, MONTHS[self.programme]
        last = last_day_after(day, months)
        for _ in range(renewals):
            story.at(last - timedelta(days=8), lambda: _renew(story.desk, path))
            last = last_day_after(last + timedelta(days=1), months)
        leaves = last - timedelta(days=early)
        if leaves > story.today and self.reference == ARREARS_UNIT:
            story.arrears.add(household["id"])
        damage = self.reference == DAMAGE_UNIT and not story.damage_done and leaves.year == story.today.year - 1
        story.damage_done |= damage
        story.at(leaves, lambda: self._leave(path, household, leaves, early=early > 0, damage=damage))
        self.free_from(leaves + timedelta(days=6 + 5 * (self.turn % 4)))

    async def _leave(self, path: str, household: dict[str, Any], day: date, *, early: bool, damage: bool) -> None:
        desk = self.story.desk
        contract = await desk.get(AGENT, path)
        body = {
            "ended_on": day.isoformat(),
            "reason": "social_housing" if early else "term_reached",
            "forwarding_address": "3 chemin de la Suite, 77000 Commune-Exemple",
        }
        await desk.post(AGENT, f"{path}/end", body, version=contract["version"])
        await visit(desk, path, "exit", day, household, damage=damage)
        self.story.at(day + timedelta(days=5), lambda: _pay_all(self.story, household["id"]))
        self.story.at(day + timedelta(days=12), lambda: _settle(self.story, path, household, day, damage=damage))


async def live_through(
    desk: Desk,
    units: dict[str, Any],
    regie: dict[str, Any],
    *,
    first_year: int,
    today: date,
    tell: Callable[[str], None],
) -> date:
    """Everything that happened in the park from the first January to today. The day of the last receipt."""
    story = Story(desk, units, regie, today)
    slots = [
        Slot(story, 0, one.reference, one.dwelling_type, one.programme, place)
        for one in PARK
        for place in (range(1, len(one.places) + 1) if one.places else (0,))
    ]
    for number, slot in enumerate(slots):
        slot.turn = number
        slot.free_from(date(first_year, 1, 4) + timedelta(days=11 * number))
    month = Month(first_year, 1)
    while month.first_day <= today:
        story.at(month.first_day.replace(day=2), lambda month=month: _charge(desk, month))  # type: ignore[misc]
        story.at(month.first_day.replace(day=9), lambda: _pay_month(story))
        story.at(month.first_day.replace(day=20), lambda: _pay_over(story))
        month = month.plus(1)
    await story.run(tell)
    return story.last_receipt_on


async def _charge(desk: Desk, month: Month) -> None:
    await desk.post(FINANCE, "occupancy/v1/fee-runs", {"month": str(month)})


async def _pay_month(story: Story) -> None:
    for household_id in list(story.payers):
        if household_id in story.arrears and story.desk.clock.today() > story.today - timedelta(days=100):
            continue
        await _pay_all(story, household_id)


async def _pay_all(story: Story, household_id: str) -> None:
    account = await story.desk.get(AGENT, f"occupancy/v1/households/{household_id}/account")
    if due := sum(one["open_cents"] for one in account["due"]):
        await _receive(story, household_id, due, story.desk.clock.today(), kind="fees")


async def _pay_over(story: Story) -> None:
    """Once a month: the cheques to the bank, then all that is held to the comptable."""
    path, day = f"occupancy/v1/regies/{story.regie['id']}", str(story.desk.clock.today())
    till = await story.desk.get(REGISSEUR, f"{path}/till")
    if cheques := till["cheques_cents"]:
        sent = {"slip": f"B-{day[:7]}", "remitted_on": day, "amount_cents": cheques}
        await story.desk.post(REGISSEUR, f"{path}/cheque-remittances", sent)
    if till["to_pay_over_cents"]:
        amounts = {"cash_cents": till["cash_cents"], "dft_cents": till["dft_cents"] + cheques}
        await story.desk.post(REGISSEUR, f"{path}/pay-overs", {"slip": f"V-{day[:7]}", "paid_on": day, **amounts})


async def _receive_aid(desk: Desk, path: str, contract: dict[str, Any], day: date) -> None:
    """A household that soon receives its own APL."""
    aid = {"kind": "APL", "first_day": (day + timedelta(days=45)).isoformat()}
    await desk.put(AGENT, f"{path}/housing-aid", {"items": [aid]}, version=contract["version"])


async def _receive(
    story: Story, household_id: str, cents: int, day: date, *, kind: str, contract_id: str | None = None
) -> None:
    body = {
        "regie_id": story.regie["id"],
        "household_id": household_id,
        "kind": kind,
        "means": MEANS[(day.day + cents) % len(MEANS)] if cents <= 30000 else "transfer",
        "amount_cents": cents,
        "received_on": day.isoformat(),
        "payer": story.payers.get(household_id, "Ménage (exemple)"),
        "contract_id": contract_id,
    }
    await story.desk.post(REGISSEUR, "occupancy/v1/receipts", body)
    story.last_receipt_on = max(story.last_receipt_on, day)


async def _renew(desk: Desk, path: str) -> None:
    contract = await desk.get(AGENT, path)
    decided = {"authority": "vice_president", "decider_name": "Vice-présidence (exemple)"}
    decided |= {"decided_on": str(desk.clock.today())}
    decided |= {"decider_function": "Vice-présidence du CCAS", "deliberation_ref": "Délibération n° 2 (exemple)"}
    body = {"reason": "Recherche d'un logement durable en cours", "decided": decided}
    await desk.post(AGENT, f"{path}/renewals", body, version=contract["version"])


async def _settle(story: Story, path: str, household: dict[str, Any], left_on: date, *, damage: bool) -> None:
    line = {
        "kind": "damage",
        "reason": "Porte du placard arrachée",
        "amount_cents": 4500,
        "proof": "Facture de démonstration n° 12",
        "element": "Entrée, portes",
    }
    body = {
        "keys_returned_on": left_on.isoformat(),
        "exit_conforms": not damage,
        "lines": [line] if damage else [],
        "refund_to": f"{household['last_name']} (exemple)",
        "address_known_on": left_on.isoformat(),
    }
    settlement = await story.desk.post(AGENT, f"{path}/deposit-settlements", body)
    story.payers.pop(household["id"], None)

    async def refund() -> None:
        day = {"refunded_on": story.desk.clock.today().isoformat()}
        await story.desk.post(FINANCE, f"occupancy/v1/deposit-settlements/{settlement['id']}/refund", day)

    story.at(left_on + timedelta(days=16), refund)
