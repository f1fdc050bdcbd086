"""What a test of referrals does at the desk: receive, study, decide, step by step, as the clerks would."""

from typing import Any
from uuid import UUID

import httpx

from tests.support.stay_desk import Desk, accepted

T3, SHARED, AML = (str(UUID(int=n)) for n in (1, 2, 3))
MEMBERS = [{"function": "Vice-présidente", "is_present": True}, {"function": "Élu", "is_present": False}]
DELEGATE = {
    "authority": "president",
    "deliberation_ref": "Délibération n° 2017-12",
    "decider_name": "Élue Exemple",
    "decider_function": "Présidente du CCAS",
}


class ReferralDesk:
    """Acts on referrals through the API."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def receive(self, name: str = "Ménage Exemple A", **facts: Any) -> dict[str, Any]:
        """A referral of a new household to the T3, from the 15th on."""
        household = await self.desk.household(name)
        body = {
            "household_id": household["id"],
            "unit_id": T3,
            "place_number": 0,
            "first_day": "2018-01-15",
            "source": "siao",
            "received_on": "2018-01-08",
            **facts,
        }
        return accepted(await self.desk.send("POST", "/referrals", body), 201)

    async def act(self, referral: dict[str, Any], act: str, body: dict[str, Any], **how: Any) -> httpx.Response:
        version = how.pop("version", referral["version"])
        return await self.desk.send("POST", f"/referrals/{referral['id']}/{act}", body, version=version, **how)

    async def study(self, referral: dict[str, Any], kind: str = "favourable") -> dict[str, Any]:
        checked = [{"criterion": "adheres", "is_met": kind == "favourable"}]
        body = {"kind": kind, "given_on": str(self.desk.clock.today()), "checked": checked}
        return accepted(await self.act(referral, "opinion", body))

    async def decide(self, referral: dict[str, Any], outcome: str, **facts: Any) -> httpx.Response:
        """By delegation, unless `facts` say otherwise."""
        body = {"outcome": outcome, "decided_on": str(self.desk.clock.today()), **DELEGATE, **facts}
        return await self.act(referral, "decision", body)

    async def studied(self, name: str = "Ménage Exemple A", **facts: Any) -> dict[str, Any]:
        return await self.study(await self.receive(name, **facts))

    async def decided(self, outcome: str, name: str = "Ménage Exemple A", **facts: Any) -> dict[str, Any]:
        how = {key: facts.pop(key) for key in ("rank", "motive") if key in facts}
        return accepted(await self.decide(await self.studied(name, **facts), outcome, **how))

    async def session(self, held_on: str) -> dict[str, Any]:
        """A session of the commission that has met."""
        convened = accepted(await self.desk.send("POST", "/commissions", {"held_on": held_on}), 201)
        body = {"members": MEMBERS, "quorum_met": True}
        path = f"/commissions/{convened['id']}/attendance"
        return accepted(await self.desk.send("POST", path, body, version=convened["version"]))

    async def agreed(self, name: str = "Ménage Exemple A", **facts: Any) -> dict[str, Any]:
        retained = await self.decided("retained", name, **facts)
        return accepted(await self.act(retained, "agreement", {"agreed_on": str(self.desk.clock.today())}))

    async def read(self, referral: dict[str, Any]) -> dict[str, Any]:
        return accepted(await self.desk.send("GET", f"/referrals/{referral['id']}"))
