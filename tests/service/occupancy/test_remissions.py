"""Remission, non-valeur, extinguished debt: proposed by one, decided by another, posted, undone by the exact opposite."""

from datetime import date

import pytest

from kernel.errors import Refusal
from kernel.period import Month
from occupancy.actions import charges, ledger, payments, remissions
from occupancy.documents.arrears_lists import remissions_sheet
from occupancy.domain.claims import claims, open_claims
from occupancy.domain.ledger import NotReversible, owed
from occupancy.domain.quittances import QuittanceRefused, charged_month, check_quittance
from occupancy.domain.remissions import (
    WORDS,
    DeciderIsProposer,
    RemissionClaimUnknown,
    RemissionDecided,
    RemissionKind,
    RemissionTooHigh,
)
from occupancy.invariants import MONEY_INVARIANTS
from occupancy.store import fees
from occupancy.store import ledger as store
from occupancy.store import remissions as proposals
from tests.service.occupancy.money_town import FINANCE, REGISSEUR, act, end, household, open_store, payment, regie, stay

MARCH = Month(2025, 3)
DAY = date(2025, 4, 10)


class Town:
    """One stay of 100,00 € a month, March charged."""

    async def begin(self, url):
        self.db = open_store(url)
        await self.db.open()
        self.holder, self.desk = await household(), await regie(self.db)
        self.contract = await stay(self.holder, date(2025, 3, 1), date(2025, 12, 31))
        await charges.run_monthly_fees(self.db, MARCH, act(date(2025, 3, 1)))
        return self

    async def rows(self):
        return await store.transfers_of(self.holder.id)

    async def owes(self):
        return owed(await self.rows(), self.holder.id)

    async def propose(self, cents, kind=RemissionKind.WAIVED, claim_id=None):
        claim_id = claim_id or open_claims(await self.rows())[0].transfer_id
        wanted = remissions.ProposeRemission(
            claim_id=claim_id, kind=kind, amount_cents=cents, reason="Ressources nulles"
        )
        return await remissions.propose_remission(self.db, self.holder.id, wanted, act(DAY))

    async def decide(self, proposal, by=FINANCE, *, is_granted=True):
        return await remissions.decide_remission(
            self.db, proposal.id, "Décision n° 12", act(DAY, by), is_granted=is_granted
        )

    async def pay(self, cents):
        return await payments.issue_receipt(self.db, payment(self.desk, self.holder, cents, DAY), act(DAY, REGISSEUR))

    async def wrong(self):
        return [said for look in MONEY_INVARIANTS for said in await look(self.db)]


@pytest.fixture
async def town(database_url):
    found = await Town().begin(database_url)
    yield found
    assert await found.wrong() == []
    await found.db.close()


async def test_nothing_moves_before_the_decision_and_a_refusal_moves_nothing(town):
    proposal = await town.propose(4000)
    assert await town.owes() == 10000
    await town.decide(proposal, is_granted=False)
    assert await town.owes() == 10000
    with pytest.raises(RemissionDecided):
        await town.decide(proposal)


async def decide_alone(town, proposal):
    """By an order to the database itself, with the rights of the program."""
    values = {
        "id": proposal.claim_id, "remission_id": proposal.id, "proposed_by": proposal.proposed_by, "is_granted": False,
        "decision_ref": "X", "decided_on": DAY, "decided_by": proposal.proposed_by, "decided_by_name": "X",
    }  # fmt: skip
    sql = f"insert into remission_decision ({', '.join(values)}) values ({', '.join('{}' for _ in values)})"
    await town.db.run(sql, *values.values())


async def test_the_list_of_a_year_has_what_waits_first_and_what_was_decided_in_it(town):
    waits, refused, granted = await town.propose(1000), await town.propose(2000), await town.propose(3000)
    await town.decide(refused, is_granted=False)
    await town.decide(granted)
    found = await proposals.remissions_of_year(DAY.year)
    assert found[0] == (waits, None)
    assert {(one.id, decision.is_granted) for one, decision in found[1:]} == {(refused.id, False), (granted.id, True)}
    assert await proposals.remissions_of_year(DAY.year - 1) == ((waits, None),)
    told = [(one, decision, "Ménage A", "Redevance 03/2025") for one, decision in found]
    sheet = remissions_sheet(told, WORDS, DAY.year)
    assert sheet.totals[3:5] == (6000, 3000)
    assert sheet.rows[0][7] == "à décider"


async def test_who_proposes_does_not_decide(town):
    proposal = await town.propose(4000)
    with pytest.raises(DeciderIsProposer):
        await town.decide(proposal, by=act(DAY).by)
    with pytest.raises(Exception) as refused:
        await decide_alone(town, proposal)
    assert (
        "remission_two_persons" in str(refused.value) or "remission_two_persons" in town.db.broken(refused.value).name
    )


async def test_control_without_the_constraint_one_person_decides_alone(town):
    if town.db.dialect == "postgresql":
        await town.db.run("alter table remission_decision drop constraint remission_two_persons")
        await decide_alone(town, await town.propose(4000))
    else:
        proposal = await town.propose(4000)
        async with town.db.engine.transaction() as tx:
            await tx.connection.execute("pragma ignore_check_constraints = on")
            try:
                await decide_alone(town, proposal)
            finally:
                await tx.connection.execute("pragma ignore_check_constraints = off")
    assert len(await town.db.run("select id from remission_decision")) == 1


async def test_a_part_given_up_leaves_the_rest_due_and_no_quittance(town):
    await town.decide(await town.propose(4000))
    (claim,) = claims(await town.rows())
    assert (claim.amount_cents, claim.relieved_cents, claim.open_cents) == (10000, 4000, 6000)
    await town.pay(7000)
    assert await town.owes() == -1000, "what goes beyond is an advance, never a negative due"
    month = charged_month(await fees.charges_of(town.contract.id), await town.rows(), MARCH)
    with pytest.raises(QuittanceRefused):
        check_quittance(month)


async def test_no_more_is_given_up_than_what_is_due(town):
    with pytest.raises(RemissionTooHigh):
        await town.propose(10001)
    first, second = await town.propose(10000), await town.propose(10000)
    await town.decide(first)
    with pytest.raises(RemissionClaimUnknown):
        await town.decide(second)
    assert await town.owes() == 0


async def test_a_non_valeur_is_no_longer_due_but_is_kept_as_a_debt_apart(town):
    decided = await town.decide(await town.propose(10000, RemissionKind.WRITTEN_OFF))
    assert open_claims(await town.rows()) == ()
    assert sum(one.effect_on([f"household:{town.holder.id}:written_off"]) for one in await town.rows()) == 10000
    await ledger.reverse_event(town.db, decided.event_id, "Retour à meilleure fortune", act(DAY, FINANCE))
    assert await town.owes() == 10000
    assert sum(one.effect_on([f"household:{town.holder.id}:written_off"]) for one in await town.rows()) == 0


async def test_a_charge_on_which_a_decision_stands_is_not_reversed_alone(town):
    decided = await town.decide(await town.propose(4000))
    charge = (await town.rows())[0]
    with pytest.raises(NotReversible):
        await ledger.reverse_event(town.db, charge.event_id, "Erreur", act(DAY, FINANCE))
    await ledger.reverse_event(town.db, decided.event_id, "Erreur", act(DAY, FINANCE))
    await ledger.reverse_event(town.db, charge.event_id, "Erreur", act(DAY, FINANCE))
    assert await town.owes() == 0


@pytest.mark.parametrize(
    ("last_day", "left"), [(date(2025, 3, 31), 6000), (date(2025, 3, 15), 839), (date(2025, 3, 10), 0)]
)
async def test_a_decision_follows_its_month_when_the_dates_change(town, last_day, left):
    await town.decide(await town.propose(4000))
    await end(town.db, town.contract, last_day, DAY)
    assert await town.owes() == left
    if left == 0:
        (claim,) = [one for one in claims(await town.rows()) if one.amount_cents]
        assert (claim.amount_cents, claim.relieved_cents) == (3226, 3226), "10 of 31 days"


async def test_a_relief_makes_no_advance_when_its_reversal_is_reversed_after_a_payment(town):
    decided = await town.decide(await town.propose(4000))
    undone = await ledger.reverse_event(town.db, decided.event_id, "Erreur", act(DAY, FINANCE))
    await town.pay(10000)
    await ledger.reverse_event(town.db, undone.reversing_event_id, "C'était bon", act(DAY, FINANCE))
    assert await town.owes() == -4000, "paid 100,00 € of 60,00 €: the money is an advance"


async def test_a_decision_needs_its_reference(town):
    proposal = await town.propose(4000)
    with pytest.raises(Refusal) as refused:
        await remissions.decide_remission(town.db, proposal.id, " ", act(DAY, FINANCE), is_granted=True)
    assert refused.value.errors[0].field == "decision_ref"
