"""Two acts on one stay at the same moment: whatever comes first, the other sees it. Both engines."""

import asyncio

import pytest

from occupancy.domain.contracts import Contract
from occupancy.store import contracts as contract_store
from tests.service.occupancy.test_stay_store import CONTENT
from tests.support.stay_desk import Desk, accepted, refused


async def test_an_entry_is_not_signed_while_its_contract_is_being_cancelled(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cancellation has seen that nobody came in: the signature waits for it, then finds the contract cancelled."""
    stay, seen, save = await desk.stay("2018-01-10"), asyncio.Event(), contract_store.save_contract
    path = f"/contracts/{stay['id']}/inspections/entry"
    accepted(await desk.send("PUT", path, {"established_on": "2018-01-10", "content": CONTENT}, version=0))

    async def save_slowly(contract: Contract, expected: int) -> Contract:
        seen.set()
        await asyncio.sleep(0.3)
        return await save(contract, expected)

    monkeypatch.setattr(contract_store, "save_contract", save_slowly)
    cancelling = asyncio.create_task(desk.act(stay, "cancellation", {"reason": "N'est pas venu"}))
    await seen.wait()
    refused(await desk.send("POST", f"{path}/signature", version=1), 409, "contract-not-inspectable")
    assert accepted(await cancelling)["status"] == "cancelled"
