"""What is done with a notice: recorded, taken back."""

from uuid import UUID

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from occupancy.actions.contract_changes import drop_request, subject
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.domain import contracts as rules
from occupancy.domain.contracts import Contract
from occupancy.domain.notices import NoticeFacts
from occupancy.store import contracts as store
from occupancy.store.law import law_in_force


async def give_notice(db: Database, contract_id: UUID, facts: NoticeFacts, act: Act, *, expected: int) -> Contract:
    """Notice given, once for a term; a request to renew that waits is given up. The place stays occupied until the end.

    Raises `ContractNotRunning`, `NoticeAlreadyGiven`, `NoticeOutsideStay`, `NoticeChannelMissing`, `StaleVersion`.
    """
    async with writing(db, act) as tx:
        before = await store.find_contract(contract_id)
        noticed = rules.give_notice(before, await law_in_force(), facts, today=act.today)
        return await _noticed(tx, "notice-given", before, noticed, act, expected)


async def take_notice_back(db: Database, contract_id: UUID, reason: str, act: Act, *, expected: int) -> Contract:
    """A notice recorded by mistake, or given up by both, no longer counts; the journal keeps it with the reason.

    Raises `ContractNotRunning`, `NoNoticeGiven`, `StaleVersion`.
    """
    async with writing(db, act) as tx:
        before = await store.find_contract(contract_id)
        return await _noticed(tx, "notice-taken-back", before, rules.take_notice_back(before), act, expected, reason)


async def _noticed(
    tx: Tx, verb: str, before: Contract, after: Contract, act: Act, expected: int, reason: str = ""
) -> Contract:
    saved = await store.save_contract(after, expected)
    if saved.notice is not None:
        await drop_request(saved)
    await keep_stay_deadlines(saved, act)
    known = {"contract": saved, "reason": reason} if reason else saved
    await tx.journal(verb, subject(saved), before=before, after=known)
    return tx.keep(saved)
