"""What is posted never changes nor disappears: the database refuses it to the application, on both engines."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from kernel.acts import housekeeping
from kernel.period import Month
from occupancy.actions import (
    arrears,
    charges,
    deposits,
    fsl_requests,
    ledger,
    payments,
    periods,
    regisseurs,
    remissions,
    repayment_plans,
    tills,
)
from occupancy.actions.account_closures import close_account
from occupancy.actions.dft_statements import RecordDftStatement, record_dft_statement
from occupancy.domain.arrears_ladder import ActKind
from occupancy.domain.bank_collections import BankCollection, CollectionState
from occupancy.domain.fsl_requests import PaidTo
from occupancy.domain.openings import Opening, OpeningKind
from occupancy.domain.payments import DeliveryWay
from occupancy.domain.regisseurs import Office
from occupancy.domain.remissions import RemissionKind
from occupancy.domain.repayment_plans import monthly_instalments
from occupancy.domain.stay_imports import StayImport
from occupancy.domain.tills import Means, Pieces
from occupancy.store import bank_collections, openings, stay_imports
from occupancy.store import ledger as ledger_store
from tests.service.occupancy.money_town import (
    AGENT,
    FINANCE,
    REGISSEUR,
    act,
    end,
    household,
    open_store,
    payment,
    regie,
    stay,
)

FROZEN = {
    "transfer", "reversal", "fee_run", "charge", "receipt", "receipt_cancellation", "deposit_request",
    "deposit_settlement", "deposit_refund", "receipt_delivery", "till_closing", "pay_over", "pay_over_cancellation",
    "cheque_remittance", "handover", "handover_acceptance", "bank_line_receipt",
    "dft_statement", "account_closure", "settlement_resolution",
}  # fmt: skip
COUNTERS = {"receipt_counter", "ledger_counter", "reference_counter", "unit_lock", "till_balance"}
LIVING = {"regie", "household", "contract", "inspection", "outbox", "answered_request", "commission", "referral"}
LIVING |= {
    "housing_operation",
    "attribution_session",
    "attribution",
    "household_member",
    "household_particular",
    "stay_upload",
}
LIVING |= {"bank_collection", "bank_line_erasure", "fee_job"}
LIVING |= {"data_hold", "data_elimination", "data_elimination_line", "erasure_mark"}
LIVING |= {"deadline", "insurance_attestation", "renewal_request", "sliding_lease", "calendar_feed"}
LIVING |= {"support_measure", "support_operator", "regisseur_term", "data_request", "note_elimination"}
KERNEL = {
    "journal",
    "journal_link",
    "schema_migration",
    "law_version",
    "law_withdrawal",
    "law_check",
    "row_key",
    "sweep_owed",
}
STAYS = {
    "contract_term",
    "overstay",
    "stay_follower",
    "referral_decision",
    "referral_answer",
    "sliding_minutes",
    "direct_lease",
    "stay_import",
}
STAYS |= {"support_note", "support_note_reader", "note_elimination_line"}
FROZEN |= {"arrears_act", "repayment_plan", "repayment_plan_signature", "repayment_plan_cancellation"}
FROZEN |= {"opening", "fsl_request", "fsl_decision"}
FROZEN |= {"remission", "remission_decision", "period_proposal", "period_close"}
STAYS |= {"former_fees"}
STAYS |= {"title_source", "title_import", "untitled_receipt", "untitled_receipt_title"}
LIVING |= {"title_upload"}


STAYS |= {"title_setting", "title_batch", "title", "title_status"}
STAYS |= {
    "inspection_photo",
    "inspection_visit",
    "inspection_seal",
    "inspection_amendment",
    "inspection_amendment_seal",
}
STAYS |= {"decision_report", "insurance_demand", "letterhead", "issued_document"}
STAYS |= {"wear_grid", "wear_grid_withdrawal", "contract_wear_grid", "settlement_notice"}

STAYS |= {"disclosure", "file_reading"}


async def debt_of_another(store):
    """A debt in part given up, spread over a plan, reminded of; and a month closed, before the first row."""
    holder, day = await household("B"), date(2025, 4, 1)
    await stay(holder, date(2025, 3, 1), date(2025, 12, 31))
    await charges.run_monthly_fees(store, Month(2025, 3), act(day))
    (claim,) = await ledger_store.transfers_of(holder.id)
    asked = remissions.ProposeRemission(
        claim_id=claim.id, kind=RemissionKind.WAIVED, amount_cents=4000, reason="Ressources"
    )
    proposal = await remissions.propose_remission(store, holder.id, asked, act(day))
    await remissions.decide_remission(store, proposal.id, "Décision n° 1", act(day, FINANCE), is_granted=True)
    wanted = repayment_plans.PreparePlan(claims=(), instalments=monthly_instalments(6000, 2, day))
    plan = await repayment_plans.prepare_plan(store, holder.id, wanted, act(day))
    signing = repayment_plans.SignPlan(signed_on=day, agreed_on=day, agreed_with="Comptable")
    await repayment_plans.sign_plan(store, plan.id, signing, act(day))
    await repayment_plans.cancel_plan(store, plan.id, "Parti", act(day))
    asked = fsl_requests.AskFsl(asked_on=day, asked_cents=1000)
    request = await fsl_requests.ask_fsl(store, holder.id, asked, act(day))
    answer = fsl_requests.DecideFsl(decided_on=day, granted_cents=500, paid_to=PaidTo.CCAS)
    await fsl_requests.decide_fsl(store, request.id, answer, act(day))
    reminded = arrears.RecordArrearsAct(kind=ActKind.REMINDED, done_on=day)
    await arrears.record_arrears_act(store, holder.id, reminded, act(day))
    closing = await periods.propose_period(store, Month(2025, 1), act(day))
    await periods.close_period(store, closing.id, act(day, FINANCE))


@pytest.fixture
async def db(database_url):
    """A store with at least one row in every frozen table."""
    store = open_store(database_url)
    await store.open()
    holder, desk = await household(), await regie(store)
    contract = await stay(holder, date(2025, 3, 1), date(2025, 3, 31))
    first = date(2025, 3, 1)
    await charges.run_monthly_fees(store, Month(2025, 3), act(first))
    await deposits.request_deposit(store, contract.id, 10000, None, act(first))
    await payments.issue_receipt(store, payment(desk, holder, 10000, first, deposit_of=contract), act(first, REGISSEUR))
    paid = await payments.issue_receipt(store, payment(desk, holder, 500, first), act(first, REGISSEUR))
    await payments.deliver_receipt(store, paid.id, DeliveryWay.HANDED, act(first, REGISSEUR), agreed=False)
    await payments.cancel_receipt(store, paid.id, "Erreur de ménage", act(first, REGISSEUR))
    charged = (await ledger_store.transfers_of(holder.id))[0]
    await ledger.reverse_event(store, charged.event_id, "Remise", act(first, FINANCE))
    await end(store, contract, date(2025, 3, 31), date(2025, 3, 31))
    day = date(2025, 3, 31)
    command = deposits.ProposeSettlement(
        contract_id=contract.id,
        keys_returned_on=day,
        exit_conforms=True,
        lines=(),
        refund_to="Ménage Exemple A",
        address_known_on=day,
    )
    settled = await deposits.settle_deposit(store, command, act(day))
    await deposits.refund_deposit(store, settled.id, day, act(day, FINANCE))
    await receipted_line(store, desk, paid, day)
    stated = RecordDftStatement(day=day, stated_cents=0, source="Relevé n° 1")
    await record_dft_statement(store, desk.id, stated, act(day, FINANCE))
    await account_of_who_left(store, desk, day)
    await live_of_a_till(store, desk, holder, day)
    await debt_of_another(store)
    await a_sum_taken_over(contract, day)
    yield store
    await store.close()


async def a_sum_taken_over(contract, day):
    """A debt of the former books, and the import that it came with."""
    report = StayImport(
        id=uuid4(), at=datetime(2025, 3, 31, 9, tzinfo=UTC), by_id=AGENT.id, by_name=AGENT.name, file_name="s.xlsx",
        sha256="0" * 64, template_year=2027, unchanged=0, warnings=(), reason="", created=(),
    )  # fmt: skip
    await stay_imports.insert_import(report)
    await openings.add_openings([Opening(
        id=uuid4(), import_id=report.id, household_id=contract.household_id, contract_id=contract.id, kind=OpeningKind.FEES,
        amount_cents=100, due_on=day, month=None, reason="Reste", payer="", former_reference="", opened_on=day, event_id=uuid4(),
    )])  # fmt: skip


async def account_of_who_left(store, desk, day):
    """An account at zero, closed: what came in was a mistake."""
    holder = await household("C")
    receipt = await payments.issue_receipt(store, payment(desk, holder, 100, day), act(day, REGISSEUR))
    await payments.cancel_receipt(store, receipt.id, "Erreur de ménage", act(day, REGISSEUR))
    await close_account(store, holder.id, act(day, FINANCE))


async def receipted_line(store, desk, receipt, day):
    """A line of the bank that a receipt was drawn up from."""
    at = act(day).at
    taken = BankCollection(
        id=uuid4(), line_id=uuid4(), attempt=1, state=CollectionState.RECEIPTED, regie_id=desk.id, account="FR",
        booked_on=day, amount_cents=500, reference="", label="VIR", payer="", asked_at=at, asked_by=REGISSEUR.id,
        asked_by_name=REGISSEUR.name, asked_key="", reason="", tries=0, next_try_at=None,
    )  # fmt: skip
    async with housekeeping(store):
        await bank_collections.reserve(store, taken)
        await bank_collections.add_line_receipt(store, taken, receipt.id, 1, 500)


async def live_of_a_till(store, desk, holder, day):
    """Cheques remitted, a payment to the comptable and its cancellation, a closing, a handing over that both signed."""
    for means in (Means.CASH, Means.CHEQUE):
        await payments.issue_receipt(store, payment(desk, holder, 700, day, means=means), act(day, REGISSEUR))
    sent = tills.RemitCheques(slip="B-1", remitted_on=day, amount_cents=700, comes_back=False, reason="")
    await tills.remit_cheques(store, desk.id, sent, act(day, REGISSEUR))
    paid = tills.RecordPayOver(slip="V-1", paid_on=day, cash_cents=200, cheques_cents=0, dft_cents=0, earlier_cents=0)
    done = await tills.record_pay_over(store, desk.id, paid, act(day, REGISSEUR))
    await tills.cancel_pay_over(store, done.id, "Erreur", act(day, REGISSEUR))
    for name, office in ((REGISSEUR.name, Office.TITULAR), (AGENT.name, Office.SUBSTITUTE)):
        named = regisseurs.AppointRegisseur(
            staff_name=name, office=office, appointing_act="Arrêté", first_day=day, last_day=None
        )
        await regisseurs.appoint_regisseur(store, desk.id, named, act(day, FINANCE))
    count = tills.CloseTill(day=day, counts=(Pieces(denomination_cents=100, number=7),), reason="")
    await tills.close_till(store, desk.id, count, act(day, REGISSEUR))
    to = regisseurs.ProposeHandover(to_name=AGENT.name, leaving=False)
    given = await regisseurs.propose_handover(store, desk.id, to, act(day, REGISSEUR))
    await regisseurs.accept_handover(store, given.id, act(day, AGENT))


async def columns(db, table):
    if db.dialect == "sqlite":
        return [row["name"] for row in await db.run(f"pragma table_info({table})")]
    rows = await db.run("select column_name as name from information_schema.columns where table_name = {}", table)
    return [row["name"] for row in rows]


async def content(db, table):
    return sorted(str(sorted(row.items())) for row in await db.run(f"select * from {table}"))


async def attempts(db, table):
    """Every way to change or remove a row that the engine knows."""
    names = await columns(db, table)
    for name in names:
        yield f"update {table} set {name} = {name}"
    yield f"delete from {table}"
    if db.dialect == "postgresql":
        yield f"truncate {table} cascade"
    else:
        yield f"insert or replace into {table} select * from {table}"
        yield f"update or replace {table} set {names[0]} = {names[0]}"


@pytest.mark.parametrize("table", sorted(FROZEN))
async def test_a_posted_row_never_changes_nor_disappears(db, table, record_property):
    tried = 0
    before = await content(db, table)
    assert before, "nothing to protect"
    async for statement in attempts(db, table):
        tried += 1
        with pytest.raises(Exception) as refused:
            await db.run(statement)
        assert "_immutable" in str(refused.value) or "_immutable" in db.broken(refused.value).name, statement
    assert await content(db, table) == before
    record_property("n", tried)


async def test_a_table_without_the_triggers_does_change(db):
    """The control of the test above: the same statements pass where nothing protects the rows."""
    key = "primary key" if db.dialect == "sqlite" else ""
    await db.run(f"create table plain (id integer {key} not null, amount_cents bigint not null)")
    await db.run("insert into plain values (1, 100)")
    async for statement in attempts(db, "plain"):
        await db.run(statement)
    assert await content(db, "plain") == []


async def test_every_table_of_occupancy_is_known_to_be_frozen_or_living(db):
    if db.dialect == "sqlite":
        rows = await db.run("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    else:
        rows = await db.run("select tablename as name from pg_tables where schemaname = 'public'")
    assert {row["name"] for row in rows} == FROZEN | COUNTERS | LIVING | KERNEL | STAYS


async def test_a_reversal_that_does_not_mirror_its_row_is_refused_by_the_database(db):
    row = (await db.run("select * from transfer where reverses_id is null and kind = 'deposit_asked'"))[0]
    values = {**row, "kind": "reversal", "reverses_id": row["id"], "number": 10**6, "booked_on": date(2025, 4, 1)}
    values["debit_account"], values["credit_account"] = row["credit_account"], row["debit_account"]
    values["amount_cents"] = row["amount_cents"] - 1
    values["id"] = row["event_id"]
    names = ", ".join(values)
    marks = ", ".join("{}" for _ in values)
    with pytest.raises(Exception) as refused:
        await db.run(f"insert into transfer ({names}) values ({marks})", *values.values())
    assert "transfer_mirrors" in str(refused.value)
