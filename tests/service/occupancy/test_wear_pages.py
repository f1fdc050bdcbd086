"""Wear grids and settlements as a clerk sees them: imported, fixed at the signature, counted before anything is proposed."""

from base64 import b64encode
from pathlib import Path

from palier import demo
from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import filled, opened, sent, words
from tests.support.pdfs import text_of
from tests.support.stay_desk import Desk, accepted, refused

GRID = (Path(demo.__file__).parent / "grille-exemple.csv").read_bytes()
IMPORT = {
    "name": "Exemple",
    "version": "1",
    "effective_from": "2018-01-01",
    "file_name": "grille.csv",
    "content": b64encode(GRID).decode(),
}


async def test_the_grid_in_effect_is_fixed_on_the_contract_that_is_signed_and_on_no_other(desk: Desk) -> None:
    before = await desk.stay("2018-01-10")
    grid = accepted(await desk.send("POST", "/wear-grids", IMPORT), 201)
    refused(await desk.send("POST", "/wear-grids", IMPORT), 409, "wear-grid-exists")
    after = await desk.stay("2018-06-01")
    agreed = {"grid_id": grid["id"], "agreed_on": "2018-01-10", "note": "Avenant n° 1"}
    refused(await desk.send("POST", f"/contracts/{after['id']}/wear-grid", agreed), 409, "wear-grid-fixed")
    accepted(await desk.send("POST", f"/contracts/{before['id']}/wear-grid", agreed), 201)
    withdrawn = accepted(await desk.send("POST", f"/wear-grids/{grid['id']}/withdrawal", {"reason": "Erreur"}), 201)
    assert withdrawn["withdrawn_on"] == "2018-01-10"
    refused(
        await desk.send("POST", f"/wear-grids/{grid['id']}/withdrawal", {"reason": "Bis"}), 409, "wear-grid-withdrawn"
    )
    page = await opened(desk, f"/sejours/contrats/{after['id']}/grille-de-vetuste")
    assert "À la signature du contrat" in page


async def test_a_file_with_faults_keeps_what_was_typed_and_names_each_cell(desk: Desk) -> None:
    desk.roles = (Role.MANAGER,)
    typed = {"name": "Accord Exemple", "grid_version": "2026", "effective_from": "2018-01-01"}
    wrong = GRID + b"Tapis;sept;2;18;10;\n"
    files = {"file": ("grille.csv", wrong)}
    answer = await desk.http.post(
        "/sejours/grilles-de-vetuste/nouvelle", data=typed, files=files, headers=desk.headers()
    )
    assert answer.status_code == 422
    assert "nombre entier attendu" in answer.text
    assert 'value="Accord Exemple"' in answer.text
    files = {"file": ("grille.csv", GRID)}
    data = {**typed, "_key": "une-cle-de-formulaire-1"}
    done = await desk.http.post("/sejours/grilles-de-vetuste/nouvelle", data=data, files=files, headers=desk.headers())
    assert done.status_code == 303
    shown = words(await opened(desk, done.headers["location"].partition("?")[0]))
    assert "Non opposable" in shown
    assert "passe de 34" in shown.replace("\u00a0", " ")


async def test_a_settlement_starts_from_the_two_inspections_and_is_counted_before_it_is_proposed(desk: Desk) -> None:
    accepted(await desk.send("POST", "/wear-grids", IMPORT), 201)
    stay = await desk.stay("2018-01-10", fee_cents=10000)
    path = f"/sejours/contrats/{stay['id']}"
    entry = f"{path}/etat-des-lieux/entree"
    await sent(desk, entry, {**await filled(desk, entry), "do": "sign"})
    accepted(
        await desk.send("POST", f"/contracts/{stay['id']}/deposit-request", {"amount_cents": 10000}, key="a" * 32), 201
    )
    accepted(await desk.act(stay, "end", {"ended_on": "2018-01-10", "reason": "social_housing", "note": ""}))
    exit_ = f"{path}/etat-des-lieux/sortie"
    seen = {**await filled(desk, exit_)}
    worse = next(name for name, value in seen.items() if name.endswith(".condition") and value == "good")
    await sent(desk, exit_, {**seen, worse: "bad", "do": "sign"})
    proposed = accepted(await desk.send("GET", f"/contracts/{stay['id']}/deposit-proposal"))
    assert [one["kind"] for one in proposed["lines"]] == ["damage"]
    page = await opened(desk, f"{path}/depot")
    assert f'value="{proposed["lines"][0]["element"]}"' in page
    lines = {
        "keys_returned_on": "2018-01-10",
        "refund_to": "Ménage Exemple A",
        "beneficiary": "payer",
        "kind_3": "damage",
        "element_3": "Séjour, murs",
        "reason_3": "Murs tachés",
        "proof_3": "Devis 3",
        "cost_3": "400",
        "wear_row_3": "Peinture, papiers peints",
        "since_3": "2014-01-10",
        "since_proof_3": "facture",
    }
    desk.roles = (Role.AGENT,)
    counted = await desk.submit(f"{path}/depot/solde", {**lines, "do": "count"})
    assert counted.status_code == 200
    assert "48 mois" in words(counted.text).replace("\u00a0", " ")
    assert "Rien n'est encore proposé" in words(counted.text).replace("’", "'")
    wrong = await desk.submit(f"{path}/depot/solde", {**lines, "amount_3": "300", "do": "propose"})
    assert wrong.status_code == 422
    assert 'id="amount_1-error"' in wrong.text
    await sent(desk, f"{path}/depot/solde", {**lines, "do": "propose"})
    letter = await desk.page(f"{path}/depot/solde.pdf")
    assert "64" in text_of(letter.content)
    settled = (await desk.send("GET", f"/contracts/{stay['id']}/deposit-settlements")).json()
    assert settled[0]["lines"][0]["amount_cents"] == 400_00 * 64 // 100
    told = {"told_on": "2018-01-10", "channel": "registered_letter"}
    no_proof = await desk.submit(f"{path}/depot/information/{settled[0]['id']}", told)
    assert no_proof.status_code == 422
    assert "Indiquez la preuve" in no_proof.text
    await sent(desk, f"{path}/depot/information/{settled[0]['id']}", {**told, "proof": "1A 000"})
