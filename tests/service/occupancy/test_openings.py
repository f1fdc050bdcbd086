"""What an import of stays takes over from the books kept before: debts, advances, deposits, from the preview to the exit."""

from uuid import UUID, uuid4

import pytest

from occupancy.actions import deposits
from occupancy.invariants import MONEY_INVARIANTS
from occupancy.store import openings
from tests.service.occupancy.money_town import FINANCE, act
from tests.service.occupancy.test_money_pages import REGIE
from tests.service.occupancy.test_stay_imports import bring_in, count, preview, sent
from tests.support.stay_desk import accepted, refused
from tests.support.stay_files import debt_row, household_row, stay_row, stays

DEPOSIT = {
    "deposit_cents": "75,00",
    "deposit_received_on": "01/12/2017",
    "deposit_payer": "FSL Exemple",
    "deposit_receipt": "A-112",
}
TOWN = (
    [
        stay_row(**DEPOSIT, called_until="12/2017"),
        stay_row("2", unit="L-002", place="1", advance_cents="12,50"),
    ],
    (),
    [
        debt_row(),
        debt_row(month="", cents="30,00", due_on="15/11/2017", reason="Solde d'un ancien séjour", title="2017-44"),
        debt_row(kind="Dégradations", month="", cents="45,10", due_on="20/12/2017", reason="Vitre cassée"),
    ],
)
"""One household that owes and whose deposit is held, one that paid ahead."""


async def sound(desk):
    return [said for check in MONEY_INVARIANTS for said in await check(desk.app.state.db)]


async def money_of(desk, report, rank=0):
    contract_id = [one["id"] for one in report["created"] if one["kind"] == "contract"][rank]
    contract = accepted(await desk.send("GET", f"/contracts/{contract_id}"))
    return contract, accepted(await desk.send("GET", f"/households/{contract['household_id']}/account"))


async def test_debts_deposit_and_advance_are_shown_by_account_then_written_in_one_act_without_any_receipt(desk):
    file = stays(*TOWN)
    expected = [
        {"kind": "fees", "count": 2, "cents": 110_00},
        {"kind": "damage", "count": 1, "cents": 45_10},
        {"kind": "advance", "count": 1, "cents": 12_50},
        {"kind": "deposit", "count": 1, "cents": 75_00},
    ]
    assert accepted(await preview(desk, file))["opened"] == expected
    assert await count(desk, "transfer") == 0
    report = accepted(await bring_in(desk, file), 201)
    assert report["opened"] == expected
    assert accepted(await desk.send("GET", f"/stay-imports/{report['id']}"))["opened"] == expected
    assert (await count(desk, "journal"), await count(desk, "receipt"), await count(desk, "till_balance")) == (1, 0, 0)
    _, account = await money_of(desk, report)
    assert (account["balance_cents"], account["deposit_held_cents"], account["deposit_due_cents"]) == (155_10, 75_00, 0)
    said = [one["label"] for one in account["lines"]]
    assert "Repris du registre précédent : redevances, Solde d'un ancien séjour, titre 2017-44" in said
    assert [one["due_on"] for one in account["due"]] == ["2017-11-15", "2017-12-01", "2017-12-20"]
    assert (await money_of(desk, report, 1))[1]["balance_cents"] == -12_50
    assert await sound(desk) == []


async def test_an_import_takes_a_key_and_the_same_key_again_takes_nothing_over_twice(desk):
    body = sent(stays(*TOWN))
    refused(await desk.send("POST", "/stay-imports", body), 400, "idempotency-key-missing")
    assert await count(desk, "transfer") == 0
    first = accepted(await desk.send("POST", "/stay-imports", body, key="k" * 20), 201)
    assert accepted(await desk.send("POST", "/stay-imports", body, key="k" * 20), 201) == first
    refused(
        await desk.send("POST", "/stay-imports", {**body, "reason": "x"}, key="k" * 20), 422, "idempotency-key-reused"
    )
    refused(
        await bring_in(desk, stays(*TOWN)), 409, "nothing-to-import"
    )  # the control: under another key it is another act


async def test_opened_debts_are_paid_at_the_desk_the_oldest_first_by_receipts_and_without_a_quittance(desk):
    report = accepted(await bring_in(desk, stays(*TOWN)), 201)
    contract, _ = await money_of(desk, report)
    regie = accepted(await desk.send("POST", "/regies", REGIE), 201)
    common = {
        "regie_id": regie["id"], "household_id": contract["household_id"], "kind": "fees", "means": "cash",
        "received_on": "2018-01-10", "payer": "Ménage Importé 1",
    }  # fmt: skip

    async def pay(cents):
        accepted(await desk.send("POST", "/receipts", {**common, "amount_cents": cents}, key=uuid4().hex), 201)
        _, account = await money_of(desk, report)
        return [(one["due_on"], one["open_cents"]) for one in account["due"]], account["balance_cents"]

    month = f"/sejours/contrats/{contract['id']}/redevances/2017-12/quittance.pdf"
    assert await pay(100_00) == ([("2017-12-01", 10_00), ("2017-12-20", 45_10)], 55_10)
    assert await pay(60_00) == ([], -4_90)
    assert (await desk.page(month)).status_code == 404  # charged by the former books: theirs to give
    accepted(await desk.send("POST", "/fee-runs", {"month": "2018-01"}, key="r" * 20), 201)
    assert (await desk.page(month.replace("2017-12", "2018-01"))).status_code == 409
    due, balance = await pay(300_00)
    assert (due, balance < 0) == ([], True)
    assert (await desk.page(month.replace("2017-12", "2018-01"))).status_code == 200  # the control
    assert (await count(desk, "receipt"), await sound(desk)) == (3, [])


async def test_a_deposit_taken_over_is_settled_at_the_exit_and_goes_back_to_who_paid_it(desk):
    report = accepted(await bring_in(desk, stays(*TOWN)), 201)
    contract, _ = await money_of(desk, report)
    left = {"ended_on": "2018-01-10", "reason": "social_housing", "note": "", "forwarding_address": "2 rue Neuve"}
    accepted(await desk.act(contract, "end", left))
    wanted = {
        "keys_returned_on": "2018-01-10", "exit_conforms": False, "refund_to": "FSL Exemple", "beneficiary": "payer",
        "lines": [{"kind": "arrears", "reason": "Redevances dues", "element": "", "amount_cents": 30_00, "proof": "Compte"}],
    }  # fmt: skip
    path = f"/contracts/{contract['id']}/deposit-settlements"
    settled = accepted(await desk.send("POST", path, wanted, key="s" * 20), 201)
    assert (settled["held_cents"], settled["withheld_cents"], settled["refund_cents"]) == (75_00, 30_00, 45_00)
    day = desk.clock.today()
    await deposits.refund_deposit(desk.app.state.db, UUID(settled["id"]), day, act(day, FINANCE))
    _, account = await money_of(desk, report)
    assert (account["deposit_held_cents"], account["balance_cents"]) == (0, 155_10 - 30_00)
    assert [one["due_on"] for one in account["due"]] == ["2017-12-01", "2017-12-20"]
    assert await sound(desk) == []
    opened = [one["id"] for one in report["created"] if "dépôt" in one["label"]]
    reversal = await desk.send("POST", f"/ledger-events/{opened[0]}/reversal", {"reason": "Erreur"}, key="v" * 20)
    assert reversal.status_code == 409  # what was given back can no longer be undone
    assert await sound(desk) == []


async def test_a_debt_whose_title_was_issued_before_is_asked_no_second_title(desk):
    debts = [debt_row(month="", cents="30,00", due_on="05/12/2015", reason="Ancien solde", title="2015-44")]
    report = accepted(await bring_in(desk, stays([stay_row()], (), debts)), 201)
    contract, _ = await money_of(desk, report)
    path = f"/households/{contract['household_id']}/arrears"
    debt = accepted(await desk.send("GET", path))
    assert (debt["arrears"]["step"], "titre émis avant" in debt["arrears"]["why"]) == ("wait", True)
    asked = {"kind": "title_asked", "done_on": "2018-01-10", "detail": ""}
    refused(await desk.send("POST", f"{path}/acts", asked), 422, "arrears-act-wrong")


async def test_a_month_charged_by_the_former_books_is_not_charged_again(desk):
    report = accepted(await bring_in(desk, stays(*TOWN)), 201)
    accepted(await desk.send("POST", "/fee-runs", {"month": "2017-12"}, key="k" * 20), 201)
    _, account = await money_of(desk, report)
    assert account["balance_cents"] == 155_10
    _, other = await money_of(desk, report, 1)
    assert other["balance_cents"] > -12_50
    accepted(await desk.send("POST", "/fee-runs", {"month": "2018-01"}, key="l" * 20), 201)
    assert (await money_of(desk, report))[1]["balance_cents"] > 155_10
    assert await sound(desk) == []


@pytest.mark.parametrize(
    ("household", "debts", "place", "said"),
    [
        (household_row(), [debt_row()], "Dettes!A3", "pas de logement"),
        (household_row(deposit_cents="75,00"), [], "Ménages et séjours!R3", "indiquez aussi le logement"),
        (stay_row(), [debt_row("7")], "Dettes!A3", "repère"),
        (stay_row(), [debt_row(month="")], "Dettes!D3", "obligatoire sans mois"),
        (stay_row(), [debt_row(month="02/2018")], "Dettes!C3", "aucun jour passé"),
        (stay_row(), [debt_row(month="11/2017")], "Dettes!C3", "aucun jour passé"),
        (stay_row(), [debt_row(kind="Dégradations")], "Dettes!C3", "seule une redevance"),
        (stay_row(), [debt_row(cents="0")], "Dettes!E3", "montant"),
        (stay_row(), [debt_row(month="", due_on="11/01/2018", reason="Reste")], "Dettes!D3", "date passée"),
        (stay_row(), [debt_row(), debt_row()], "Dettes!A4", "déjà dit"),
        (stay_row(called_until="11/2017"), [debt_row()], "Ménages et séjours!P3", "plus récent"),
        (stay_row(called_until="02/2018"), [], "Ménages et séjours!P3", "n'a pas commencé"),
        (stay_row(advance_cents="10"), [debt_row()], "Ménages et séjours!Q3", "l'une moins l'autre"),
        (stay_row(deposit_cents="75,00"), [], "Ménages et séjours!S3", "obligatoire avec un dépôt"),
        (stay_row(deposit_payer="Un tiers"), [], "Ménages et séjours!T3", "indiquez aussi le dépôt"),
        (stay_row(**{**DEPOSIT, "deposit_received_on": "11/01/2018"}), [], "Ménages et séjours!S3", "date passée"),
    ],
)
async def test_what_is_wrong_with_a_sum_is_named_at_its_cell_and_nothing_is_written(
    desk, household, debts, place, said
):
    problem = refused(await bring_in(desk, stays([household, household_row("9")], (), debts)), 422, "cells-wrong")
    assert any(one["field"] == place and said in one["message"] for one in problem["errors"]), problem["errors"]
    assert (await count(desk, "household"), await count(desk, "transfer")) == (0, 0)


async def test_the_same_file_twice_takes_nothing_over_twice_and_another_amount_is_refused(desk):
    accepted(await bring_in(desk, stays(*TOWN)), 201)
    refused(await bring_in(desk, stays(*TOWN)), 409, "nothing-to-import")
    more = stays(TOWN[0], (), [*TOWN[2], debt_row(month="01/2018")])
    refused(await bring_in(desk, more), 422, "cells-wrong")
    other = stays(TOWN[0], (), [debt_row(cents="70,00")])
    problem = refused(await bring_in(desk, other), 422, "cells-wrong")
    assert "annulez d'abord" in problem["errors"][0]["message"]
    assert await count(desk, "opening") == 5


async def test_a_town_that_brought_its_stays_in_before_adds_their_sums_later(desk):
    accepted(await bring_in(desk, stays([stay_row()])), 201)
    report = accepted(await bring_in(desk, stays([stay_row(**DEPOSIT)], (), [debt_row()])), 201)
    assert [one["kind"] for one in report["created"]] == ["opening", "opening"]
    assert [one["cents"] for one in report["opened"]] == [80_00, 75_00]
    assert await sound(desk) == []


async def test_a_sum_taken_over_by_mistake_is_undone_by_its_opposite_and_taken_over_again(desk):
    report = accepted(await bring_in(desk, stays(*TOWN)), 201)
    for one in report["created"]:
        if one["kind"] == "opening" and ("12/2017" in one["label"] or "dépôt" in one["label"]):
            undone = await desk.send(
                "POST", f"/ledger-events/{one['id']}/reversal", {"reason": "Autre ménage"}, key=one["id"]
            )
            accepted(undone, 201)
    _, account = await money_of(desk, report)
    assert (account["balance_cents"], account["deposit_held_cents"]) == (75_10, 0)
    corrected = stays([stay_row(**{**DEPOSIT, "deposit_cents": "60,00"})], (), [debt_row(cents="20,00")])
    assert len(accepted(await bring_in(desk, corrected), 201)["opened"]) == 2
    _, account = await money_of(desk, report)
    assert (account["balance_cents"], account["deposit_held_cents"]) == (95_10, 60_00)
    assert await sound(desk) == []


async def test_a_deposit_above_the_cap_is_read_before_and_one_asked_here_is_not_taken_over_again(desk):
    high = stays([stay_row(**{**DEPOSIT, "deposit_cents": "900,00"})])
    (warning,) = accepted(await preview(desk, high))["warnings"]
    assert "plafond" in warning["message"]
    refused(await bring_in(desk, high), 422, "import-warnings-unread")
    report = accepted(await bring_in(desk, stays([stay_row()])), 201)
    contract_id = report["created"][1]["id"]
    accepted(
        await desk.send(
            "POST", f"/contracts/{contract_id}/deposit-request", {"amount_cents": 5000, "reason": None}, key="k" * 20
        ),
        201,
    )
    problem = refused(await bring_in(desk, stays([stay_row(**DEPOSIT)])), 422, "cells-wrong")
    assert "déjà demandé" in problem["errors"][0]["message"]


async def test_a_sum_without_its_event_is_seen_by_the_invariants(desk):
    report = accepted(await bring_in(desk, stays(*TOWN)), 201)
    first = (await openings.all_openings())[0]
    columns = "import_id, household_id, contract_id, kind, amount_cents, due_on, month, reason, payer, former_reference"
    columns += ", opened_on"
    await desk.app.state.db.run(
        f"insert into opening (id, event_id, {columns}) select {{}}, {{}}, {columns} from opening where id = {{}}",
        first.import_id,
        first.import_id,
        first.id,
    )
    assert report["id"] == str(first.import_id)
    assert [said[:8] for said in await sound(desk)] == ["Reprise "]
