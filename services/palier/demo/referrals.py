"""The way in of the demonstration town: a vacant place, the households proposed for it, a commission, and its answers."""

from datetime import date, timedelta
from typing import Any

from palier.demo.clerk import Desk
from palier.demo.households import invented_household
from palier.demo.people import AGENT, MANAGER, SOCIAL

RANK_OF_HOUSEHOLDS = 70
"""Beyond those who live in the town."""
MEMBERS = (("Vice-présidente du CCAS", True), ("Élue", True), ("Élu", False), ("Membre nommée", True))
DELEGATION = {
    "authority": "president",
    "deliberation_ref": "Délibération de démonstration n° 3",
    "decider_name": "Élu Exemple",
    "decider_function": "Président du CCAS",
}


class WayIn:
    """Referrals for one place that is free from `first_day` on."""

    def __init__(self, desk: Desk, place: dict[str, Any], first_day: date) -> None:
        self.desk, self.place, self.first_day = desk, place, first_day
        self._number = RANK_OF_HOUSEHOLDS

    async def receive(self, **facts: Any) -> dict[str, Any]:
        """A household that nobody houses yet, proposed for the place by the SIAO."""
        body = invented_household(self._number, "t1") | {"orientation": "siao"}
        self._number += 1
        household = await self.desk.post(AGENT, "occupancy/v1/households", body)
        today = self.desk.clock.today()
        proposed: dict[str, Any] = {"household_id": household["id"], "source": "siao", **self.place}
        proposed |= {"source_reference": f"SIAO-EX-{self._number}", "first_day": self.first_day.isoformat()}
        proposed |= {"received_on": today.isoformat(), **facts}
        return dict(await self.desk.post(AGENT, "occupancy/v1/referrals", proposed))

    async def study(self, referral: dict[str, Any], kind: str, **checked: bool) -> dict[str, Any]:
        """The opinion of the social workers."""
        body = {
            "kind": kind,
            "given_on": self.desk.clock.today().isoformat(),
            "checked": [{"criterion": name, "is_met": is_met} for name, is_met in checked.items()],
        }
        return await self._act(SOCIAL, referral, "opinion", body)

    async def decide(self, referral: dict[str, Any], outcome: str, **facts: Any) -> dict[str, Any]:
        """The commission, or its delegate."""
        body = {"outcome": outcome, "decided_on": self.desk.clock.today().isoformat(), **facts}
        return await self._act(MANAGER, referral, "decision", body)

    async def answer(self, referral: dict[str, Any]) -> dict[str, Any]:
        """The SIAO and the household are told today."""
        today = self.desk.clock.today().isoformat()
        return await self._act(AGENT, referral, "answers", {"sent_on": today, "household_told_on": today})

    async def _act(self, who: Any, referral: dict[str, Any], act: str, body: dict[str, Any]) -> dict[str, Any]:
        path = f"occupancy/v1/referrals/{referral['id']}/{act}"
        return dict(await self.desk.post(who, path, body, version=referral["version"]))

    async def delegated(self) -> None:
        """Retained by delegation before the commission; the household never answered."""
        referral = await self.study(await self.receive(), "favourable", adheres=True, file_complete=True)
        referral = await self.answer(await self.decide(referral, "retained", **DELEGATION))
        today = self.desk.clock.today().isoformat()
        await self.answer(await self._act(AGENT, referral, "closure", {"closure": "no_answer", "closed_on": today}))

    async def convene(self, held_on: date) -> dict[str, Any]:
        return dict(await self.desk.post(AGENT, "occupancy/v1/commissions", {"held_on": held_on.isoformat()}))

    async def candidates(self) -> list[dict[str, Any]]:
        """Three households for one place, with what the social workers found."""
        ago = self.desk.clock.today() - timedelta(days=150)
        first = await self.receive(waiting_since=ago.isoformat(), needs=["near_work", "sharing_accepted"])
        second = await self.receive(waiting_since=(ago + timedelta(days=60)).isoformat(), needs=["leaves_shelter"])
        third = await self.receive(needs=["accessible"])
        return [
            await self.study(first, "favourable", adheres=True, composition_fits=True, file_complete=True),
            await self.study(second, "reserved", adheres=True, file_complete=False),
            await self.study(third, "unfavourable", adheres=True, unit_fits=False),
        ]

    async def commission(self, candidates: list[dict[str, Any]]) -> None:
        """The session of the day: the first is retained, the second waits, the third is refused and told."""
        session = await self.convene(self.desk.clock.today())
        seats = [{"function": function, "is_present": is_present} for function, is_present in MEMBERS]
        path = f"occupancy/v1/commissions/{session['id']}/attendance"
        await self.desk.post(MANAGER, path, {"members": seats, "quorum_met": True}, version=session["version"])
        board = {
            "authority": "board",
            "commission_id": session["id"],
            "deliberation_ref": "Délibération de démonstration n° 2",
            "decider_name": "Élue Exemple",
            "decider_function": "Vice-présidente du CCAS",
        }
        first, second, third = candidates
        await self.answer(await self.decide(first, "retained", **board))
        await self.decide(second, "waiting", **board)
        await self.answer(await self.decide(third, "refused", motive="unit_not_adapted", **board))


async def live_referrals(desk: Desk, today: date) -> None:
    """The last two weeks of the way in, up to `today`; nothing when no place is free next week."""
    first_day = today + timedelta(days=7)
    desk.clock.move_to(today - timedelta(days=13))
    found = await desk.get(AGENT, "occupancy/v1/vacancies", first_day=first_day.isoformat())
    if not found["items"]:
        return
    free = found["items"][0]
    await _declare(desk, free)
    way = WayIn(desk, {"unit_id": free["unit_id"], "place_number": free["place_number"]}, first_day)
    await way.delegated()
    desk.clock.move_to(today - timedelta(days=8))
    candidates = await way.candidates()
    desk.clock.move_to(today - timedelta(days=2))
    await way.commission(candidates)
    desk.clock.move_to(today - timedelta(days=1))
    studied = await way.study(await way.receive(), "favourable", adheres=True, file_complete=True)
    session = await way.convene(today + timedelta(days=14))
    path = f"occupancy/v1/referrals/{studied['id']}/agenda"
    await desk.post(AGENT, path, {"commission_id": session["id"]}, version=studied["version"])
    await way.receive(needs=["near_school"])


async def _declare(desk: Desk, free: dict[str, Any]) -> None:
    """The SIAO is told of the vacancy first (SIAO-01), when the place is vacant already."""
    for one in (await desk.get(MANAGER, "alt_units/v1/vacancies"))["items"]:
        if (one["unit_id"], one["place_number"]) == (free["unit_id"], free["place_number"]) and not one["declaration"]:
            told = {
                "place_number": one["place_number"],
                "declared_on": desk.clock.today().isoformat(),
                "note": "Fiche 11",
            }
            await desk.post(MANAGER, f"alt_units/v1/units/{one['unit_id']}/vacancy-declarations", told)
