"""Money as the staff sees it: the desk, the monthly run, the account, the deposit; and the same over the API."""

import re
from datetime import date
from uuid import uuid4

import pytest

from staff.domain.roles import Role
from tests.support.stay_desk import accepted, refused

REGIE = {
    "code": "TEMP",
    "name": "Régie de démonstration",
    "founding_act": "Délibération de démonstration",
    "collects_fees": True,
    "collects_deposits": True,
    "opened_on": "2018-01-01",
}


@pytest.fixture
async def regie(desk):
    return accepted(await desk.send("POST", "/regies", REGIE), 201)


@pytest.fixture
async def stay(desk):
    """Three months from 10 January 2018, January charged: 22 of 31 days."""
    signed = await desk.stay("2018-01-10", fee_cents=10000)
    accepted(await desk.send("POST", "/fee-runs", {"month": "2018-01"}, key=uuid4().hex), 201)
    return signed


def payment(regie, stay, **changes):
    fields = {
        "regie_id": regie["id"],
        "kind": "fees",
        "means": "cash",
        "amount": "50,00",
        "received_on": "2018-01-10",
        "payer": "Ménage Exemple A",
    }
    return {**fields, **changes}


def desk_of(stay):
    return f"/sejours/encaissements/menages/{stay['household_id']}"


async def receive(desk, regie, stay, **changes):
    return await desk.submit(desk_of(stay), {**payment(regie, stay, **changes), "confirmed": "yes"})


async def test_the_desk_finds_a_household_and_shows_what_it_owes(desk, regie, stay):
    found = await desk.page("/sejours/encaissements?q=exemple")
    assert found.status_code == 200
    assert "70,97" in found.text
    opened = await desk.page(desk_of(stay))
    assert 'value="70,97"' in opened.text
    assert "300,00" in opened.text


async def test_the_allocation_is_shown_before_the_receipt_and_writes_nothing(desk, regie, stay):
    shown = await desk.submit(desk_of(stay), payment(regie, stay, amount="100"))
    assert shown.status_code == 200
    assert "Imputation prévue" in shown.text
    assert "29,03" in shown.text
    account = accepted(await desk.send("GET", f"/households/{stay['household_id']}/account"))
    assert account["balance_cents"] == 7097


async def test_a_confirmed_payment_gives_a_receipt_made_for_printing(desk, regie, stay):
    answer = await receive(desk, regie, stay)
    assert answer.status_code == 303
    receipt = await desk.page(answer.headers["location"])
    assert "Reçu R-TEMP-2018-00001" in receipt.text
    assert "50,00" in receipt.text
    assert "Imprimer" in receipt.text
    assert "ne vaut pas quittance" in receipt.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "300,01"}, "Au plus 300,00"),
        ({"amount": "abc"}, "Montant en euros attendu"),
        ({"amount": "0"}, "au moins"),
        ({"received_on": "2018-01-11"}, "postérieure"),
        ({"means": "shells"}, "Choisissez une valeur de la liste"),
        ({"regie_id": "x"}, "Choisissez une valeur de la liste"),
        ({"kind": "deposit"}, "Ce champ est obligatoire"),
        ({"payer": ""}, "Ce champ est obligatoire"),
    ],
)
async def test_a_wrong_payment_names_its_field_and_keeps_what_was_typed(desk, regie, stay, changes, said):
    answer = await receive(desk, regie, stay, **changes)
    assert answer.status_code == 422
    assert said in answer.text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#39;", "'")
    if changes.get("amount"):
        assert f'value="{changes["amount"]}"' in answer.text
    assert accepted(await desk.send("GET", f"/households/{stay['household_id']}/account"))["balance_cents"] == 7097


async def test_a_receipt_sent_twice_from_the_page_is_drawn_once(desk, regie, stay):
    fields = {**payment(regie, stay), "confirmed": "yes", "_key": "same-page"}
    one = await desk.submit(desk_of(stay), fields)
    two = await desk.submit(desk_of(stay), fields)
    assert one.headers["location"] == two.headers["location"]
    other = await desk.submit(desk_of(stay), {**fields, "amount": "51,00"})
    assert other.status_code == 422


async def test_a_cancelled_receipt_keeps_its_number_and_says_why(desk, regie, stay):
    answer = await receive(desk, regie, stay)
    path = answer.headers["location"].partition("?")[0]
    blank = await desk.submit(f"{path}/annulation", {"reason": " "})
    assert blank.status_code == 422
    await desk.submit(f"{path}/annulation", {"reason": "Chèque sans provision"})
    shown = await desk.page(path)
    assert "Reçu annulé" in shown.text
    assert "Chèque sans provision" in shown.text
    second = await receive(desk, regie, stay)
    assert "00002" in (await desk.page(second.headers["location"])).text


async def test_the_month_is_previewed_then_charged_from_the_page(desk):
    await desk.stay("2018-01-10", fee_cents=10000)
    before = await desk.page("/sejours/redevances?mois=2018-01")
    assert "22 sur 31" in before.text
    assert "À appeler" in before.text
    answer = await desk.submit("/sejours/redevances", {"mois": "2018-01"})
    assert answer.status_code == 303
    assert "Déjà appelée" in (await desk.page(answer.headers["location"])).text
    early = await desk.submit("/sejours/redevances", {"mois": "2018-02"})
    assert early.status_code == 422
    assert (await desk.page("/sejours/redevances?mois=janvier")).status_code == 422


async def test_the_account_is_explained_line_by_line_on_any_day(desk, regie, stay):
    desk.clock.move_to(date(2018, 1, 20))
    await receive(desk, regie, stay, received_on="2018-01-20")
    path = f"/sejours/menages/{stay['household_id']}/compte"
    now = await desk.page(path)
    assert "20,97" in now.text
    past = await desk.page(f"{path}?au=2018-01-19")
    assert "70,97" in past.text
    assert "R-TEMP" not in past.text
    wrong = await desk.page(f"{path}?au=hier")
    assert wrong.status_code == 422
    assert "Indiquez une date" in wrong.text


async def test_a_fee_is_reversed_from_its_own_page(desk, regie, stay):
    account = accepted(await desk.send("GET", f"/households/{stay['household_id']}/account"))
    event = account["lines"][0]["event_id"]
    shown = await desk.page(f"/sejours/ecritures/{event}")
    assert "Redevances dues par le ménage" in shown.text
    assert (await desk.submit(f"/sejours/ecritures/{event}", {"reason": "Remise décidée"})).status_code == 303
    again = await desk.submit(f"/sejours/ecritures/{event}", {"reason": "Encore"})
    assert again.status_code == 409
    assert accepted(await desk.send("GET", f"/households/{stay['household_id']}/account"))["balance_cents"] == 0


async def test_a_deposit_lives_on_its_page(desk, regie, stay):
    path = f"/sejours/contrats/{stay['id']}/depot"
    assert "Demander le dépôt" in (await desk.page(path)).text
    above = await desk.submit(f"{path}/demande", {"amount": "100,01"})
    assert above.status_code == 422
    assert (await desk.submit(f"{path}/demande", {"amount": "100"})).status_code == 303
    received = await receive(desk, regie, stay, kind="deposit", contract_id=stay["id"], amount="100")
    assert received.status_code == 303
    desk.clock.move_to(date(2018, 2, 1))
    ended = {"ended_on": "2018-01-31", "reason": "social_housing", "forwarding_address": "1 rue de l'Exemple"}
    accepted(await desk.act(stay, "end", ended))
    line = {"kind_1": "damage", "reason_1": "Porte cassée", "element_1": "Séjour", "proof_1": "Devis", "amount_1": "40"}
    common = {"keys_returned_on": "2018-01-31", "refund_to": "Ménage Exemple A", "beneficiary": "payer"}
    partial = await desk.submit(f"{path}/solde", {**common, **line, "proof_1": ""})
    assert partial.status_code == 422
    assert (await desk.submit(f"{path}/solde", {**common, **line})).status_code == 303
    shown = await desk.page(path)
    assert "60,00" in shown.text
    assert "31/03/2018" in shown.text
    assert "Une autre personne doit approuver" in shown.text
    settlement = accepted_list(await desk.send("GET", f"/contracts/{stay['id']}/deposit-settlements"))[0]
    refund = await desk.submit(f"{path}/restitution/{settlement['id']}", {"refunded_on": "2018-02-01"})
    assert refund.status_code == 409


def accepted_list(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_list_of_deposits_says_where_each_stands_and_by_which_day_it_goes_back(desk, regie, stay):
    async def listed(view="tous"):
        shown = re.sub(r"[\u00a0\u202f]", " ", (await desk.page(f"/sejours/depots?vue={view}")).text)
        body = shown.partition("<tbody>")[2].partition("</tbody>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", body).split())

    path = f"/sejours/contrats/{stay['id']}/depot"
    assert await listed() == ""
    await desk.submit(f"{path}/demande", {"amount": "100", "reason": ""})
    assert "Dû — 100,00 € 100,00 € 0,00 €" in await listed("dus")
    await receive(desk, regie, stay, kind="deposit", contract_id=stay["id"], amount="40")
    assert "Reçu en partie — 100,00 € 60,00 € 40,00 €" in await listed("partiels")
    assert await listed("dus") == ""
    await receive(desk, regie, stay, kind="deposit", contract_id=stay["id"], amount="60")
    assert "Détenu — 100,00 € 0,00 € 100,00 €" in await listed("detenus")
    desk.clock.move_to(date(2018, 2, 10))
    ended = {"ended_on": "2018-02-05", "reason": "other"}
    accepted(await desk.act(stay, "end", ended))
    assert "À rendre solde à proposer 05/03/2018 si la sortie est conforme" in await listed("a-rendre")
    desk.clock.move_to(date(2018, 3, 6))
    assert "À rendre en retard" in await listed("a-rendre")
    taken = await desk.page("/sejours/depots?vue=a-rendre&format=csv")
    row = taken.content.decode("utf-8-sig").splitlines()
    assert any("À rendre;05/03/2018" in one for one in row), row
    assert (await desk.page("/sejours/depots?vue=ailleurs")).status_code == 400


async def test_the_deposit_that_one_comes_for_is_what_the_payment_form_is_ready_for(desk, regie, stay):
    path = f"/sejours/contrats/{stay['id']}/depot"
    assert (await desk.submit(f"{path}/demande", {"amount": "100"})).status_code == 303
    coming = f"{desk_of(stay)}?depot={stay['id']}"
    assert coming in (await desk.page(path)).text
    shown = (await desk.page(coming)).text
    assert 'value="deposit" checked' in shown
    assert f'value="{stay["id"]}" selected' in shown
    assert 'value="100,00"' in shown


async def test_regies_are_kept_on_the_settings_page(desk):
    assert "Aucune régie" in (await desk.page("/sejours/reglages")).text
    fields = {"code": "temp", "name": "Régie", "founding_act": "Arrêté", "collects_fees": "yes"}
    fields["opened_on"] = "01/01/2018"
    assert (await desk.submit("/sejours/reglages/regies/nouvelle", fields)).status_code == 303
    again = await desk.submit("/sejours/reglages/regies/nouvelle", fields)
    assert again.status_code == 409
    listed = await desk.page("/sejours/reglages")
    link = re.search(r"/sejours/reglages/regies/[0-9a-f-]{36}", listed.text)[0]
    assert "TEMP" in (await desk.page(link)).text
    amended = await desk.submit(link, {**fields, "name": "Régie bis", "version": "1"})
    assert amended.status_code == 303
    assert (await desk.submit(link, {**fields, "version": "1"})).status_code == 412


async def test_money_over_the_api_needs_a_key_and_keeps_its_answer(desk, regie, stay):
    body = {
        "regie_id": regie["id"],
        "household_id": stay["household_id"],
        "kind": "fees",
        "means": "cheque",
        "amount_cents": 5000,
        "received_on": "2018-01-10",
        "payer": "Ménage Exemple A",
    }
    refused(await desk.send("POST", "/receipts", body), 400, "idempotency-key-missing")
    one = await desk.send("POST", "/receipts", body, key="a")
    two = await desk.send("POST", "/receipts", body, key="a")
    assert (one.status_code, one.content) == (two.status_code, two.content)
    refused(await desk.send("POST", "/receipts", {**body, "amount_cents": 1}, key="a"), 422, "idempotency-key-reused")
    refused(await desk.send("POST", "/receipts", {**body, "amount_cents": 0}, key="b"), 400, "invalid-request")
    refused(
        await desk.send("POST", f"/receipts/{uuid4()}/cancellation", {"reason": "x"}, key="c"), 404, "receipt-not-found"
    )


async def test_the_page_of_a_contract_and_the_tasks_show_the_money(desk, regie, stay):
    shown = await desk.page(f"/sejours/contrats/{stay['id']}")
    assert shown.status_code == 200
    desk.clock.move_to(date(2018, 2, 20))
    tasks = await desk.page("/sejours/a-faire")
    assert tasks.status_code == 200
    assert "Sommes impayées" in tasks.text
    assert "Redevances du mois à appeler" in tasks.text
    for role, waits in ((Role.AGENT, True), (Role.READER, False)):
        desk.roles = (role,)
        said = (await desk.page("/sejours/a-faire/nombre")).json()
        listed = (await desk.page("/sejours/a-faire?vue=pour-moi")).text
        assert said["count"] == listed.count("D’où vient le")
        assert [words in listed for words in ("Sommes impayées", "Redevances du mois à appeler")] == [waits, waits]


async def test_a_payment_is_corrected_from_its_preview_without_typing_it_again(desk, regie, stay):
    fields = {**payment(regie, stay, amount="61,00"), "confirmed": "yes", "corrected": "yes"}
    shown = await desk.submit(desk_of(stay), fields)
    assert shown.status_code == 200
    assert 'value="61,00"' in shown.text
    assert "Imputation prévue" not in shown.text
