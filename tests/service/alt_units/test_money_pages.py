"""The finance clerk's pages through the real service: read, decide, send, allocate, follow, without losing what was typed."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.service.alt_units.claim_desk import claim_again, good, prepare, record, signed_convention, state, submitted
from tests.service.alt_units.conftest import COLLEAGUE, Service, make_convention

Park = dict[str, dict[str, Any]]


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def test_a_clerk_goes_from_the_empty_year_to_the_closed_claim(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    start = readable(await service.page("/logements/aides?annee=2015"))
    assert "à préparer" in start
    assert "12 326,04 €" in start
    claim_path = f"/logements/aides/{convention['id']}/2015-01"
    assert "pas encore préparée" in await service.page(claim_path)
    assert (await service.send(f"{claim_path}/preparation")).status_code == 303
    draft = readable(await service.page(claim_path))
    assert "1 027,17 €" in draft
    assert "Mois entier : le mois compte" in draft
    assert (await service.send(f"{claim_path}/recalcul", version="1")).status_code == 303
    assert (await service.send(f"{claim_path}/transmission", version="2")).headers["location"].startswith(claim_path)
    assert "attendu" in await service.page(claim_path)
    sent = await service.send(
        "/logements/aides/versements/nouveau",
        convention_id=convention["id"],
        received_on="02/03/2015",
        amount_cents="1 000,00",
        kind="versement",
        bank_reference="VIR-2015-03",
        label="",
    )
    payment_path = sent.headers["location"].partition("?")[0]
    proposal = readable(await service.page(payment_path))
    assert "Proposition : les mois les plus anciens d'abord" in proposal.replace("&#39;", "'")
    assert 'value="330,78"' in proposal
    claim = (await service.api("GET", "/claims?year=2015")).json()["items"][0]
    typed = {claim["lines"][n]["id"]: text for n, text in enumerate(("357,95", "311,27", "330,78"))}
    assert (await service.send(f"{payment_path}/affectation", **typed)).status_code == 303
    assert "entièrement affecté" in await service.page(payment_path)
    assert "27,17 €" in readable(await service.page("/logements/aides/rapprochement/2015"))
    claim = await claim_again(service, claim)
    note = {"kind": "justification", "text": "Différence admise", "version": str(claim["version"])}
    assert (await service.send(f"{claim_path}/suivi", **note)).status_code == 303
    closing = {"kind": "closing", "version": str(claim["version"] + 1)}
    assert (await service.send(f"{claim_path}/suivi", person=COLLEAGUE, **closing)).status_code == 303
    assert await state(service, claim) == "closed"
    assert "clos" in await service.page(claim_path)


async def test_a_refused_amount_keeps_what_was_typed_and_says_why(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    claim = await prepare(service, convention)
    path = f"/logements/aides/{convention['id']}/2015-01/lignes/{claim['lines'][1]['id']}/montant"
    assert "311,27" in await service.page(path)
    answer = await service.send(path, claimed_cents="400", reason="Montant accordé par la préfecture", version="1")
    assert answer.status_code == 422
    assert "Montant accordé par la préfecture" in answer.text
    assert "montant prévu pour ce mois" in readable(answer.text)
    answer = await service.send(path, claimed_cents="cent euros", reason="", version="1")
    assert answer.status_code == 422
    assert "cent euros" in answer.text


async def test_an_adjustment_is_made_and_undone_from_its_page(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    path = f"/logements/aides/{convention['id']}/2015-01/lignes/{claim['lines'][1]['id']}/ajustement"
    assert "La ligne transmise reste telle quelle" in await service.page(path)
    wrong = await service.send(path, decided_on="31/02/2015", amount_cents="0", reason="", version="2")
    assert wrong.status_code == 422
    assert "Ce jour n&#39;existe pas" in wrong.text
    fields = {"decided_on": "2015-06-01", "amount_cents": "-20", "reason": "Courrier du financeur", "version": "2"}
    assert (await service.send(path, **fields)).status_code == 303
    claim_path = f"/logements/aides/{convention['id']}/2015-01"
    assert "à confirmer par une autre personne" in await service.page(claim_path)
    assert "1 correction attend une autre personne" in readable(await service.page("/logements/aides?annee=2015"))
    (proposed,) = good(await service.api("GET", f"/claims/{claim['id']}/corrections"))
    deciding = f"{claim_path}/corrections/{proposed['id']}"
    alone = await service.send(deciding, outcome="confirmed", reason="")
    assert (alone.status_code, "une autre personne la confirme ou la refuse" in alone.text) == (409, True)
    silent = await service.send(deciding, outcome="refused", reason="", person=COLLEAGUE)
    assert (silent.status_code, "pourquoi la correction est refusée" in silent.text) == (422, True)
    assert (await service.send(deciding, outcome="confirmed", reason="", person=COLLEAGUE)).status_code == 303
    shown = readable(await service.page(claim_path))
    assert "Courrier du financeur" in shown
    assert "−20,00 €" in shown


async def test_a_wrong_allocation_is_shown_beside_its_line_and_a_right_one_is_cancelled(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    payment = await record(service, convention, 50000)
    path, line = f"/logements/aides/versements/{payment['id']}", claim["lines"][0]["id"]
    answer = await service.send(f"{path}/affectation", **{line: "357,96"})
    assert answer.status_code == 422
    assert "357,96" in answer.text
    assert "au plus 357,95 €" in readable(answer.text)
    assert (await service.send(f"{path}/affectation", **{line: "357,95"})).status_code == 303
    found = (await service.api("GET", f"/funder-payments/{payment['id']}")).json()
    undo = f"{path}/affectations/{found['allocations'][0]['id']}/annulation"
    assert (await service.send(undo)).status_code == 303
    assert "annulée" in await service.page(path)
    assert (await service.send(undo)).status_code == 409


async def test_a_second_recording_of_one_bank_line_links_to_the_first(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    payment = await record(service, convention, 50000, bank_reference="VIR-9")
    answer = await service.send(
        "/logements/aides/versements/nouveau",
        convention_id=convention["id"],
        received_on="2015-03-02",
        amount_cents="500",
        kind="versement",
        bank_reference="VIR-9",
        label="Deuxième saisie",
    )
    assert answer.status_code == 409
    assert f"/logements/aides/versements/{payment['id']}" in answer.text
    assert "Deuxième saisie" in answer.text


async def test_pages_of_nothing_say_what_to_do_next_or_that_they_do_not_exist(service: Service, park: Park) -> None:
    assert "Aucune convention signée pour 2015" in await service.page("/logements/aides?annee=2015")
    assert "Aucun versement enregistré" in await service.page("/logements/aides/versements")
    assert "Aucune convention signée" in await service.page("/logements/aides/rapprochement/2015")
    await service.page("/logements/aides/versements/nouveau")
    convention = await signed_convention(service, park)
    for path in (
        f"/logements/aides/{convention['id']}/2015-13",
        f"/logements/aides/{convention['id']}/janvier",
        f"/logements/aides/{uuid4()}/2015-01",
        f"/logements/aides/versements/{uuid4()}",
        "/logements/aides/versements?apres=nimporte",
        "/logements/aides/rapprochement/1492",
        "/logements/aides?annee=1492",
    ):
        answer = await service.call("GET", path)
        assert answer.status_code == 404, (path, answer.status_code, answer.text[:300])


async def test_a_year_paid_by_the_state_shows_its_three_payments_and_what_is_to_confirm(
    service: Service, park: Park
) -> None:
    service.clock.move_to(date(2018, 6, 15))
    lines = [
        {"unit_id": park[name]["id"], "first_month": "2018-01", "last_month": "2018-12", "monthly_cents": cents}
        for name, cents in (("shared", 31127), ("t1", 31127), ("t3", 35795))
    ]
    made = await make_convention(service, *lines, year=2018, number="ETAT-2018", ceiling="ANNUEL")
    path = f"/conventions/{made['id']}/signature"
    convention = good(await service.api("POST", path, {"signed_on": "2018-02-10"}, version=made["version"]))
    await record(service, convention, 392196, kind="acompte", received_on="2018-03-02")
    year = readable(await service.page("/logements/aides/rapprochement/2018"))
    assert year.count("3 921,96 €") >= 4
    assert "31/03/2019" in year
    await prepare(service, convention, "2018-01")
    assert "à confirmer" in await service.page(f"/logements/aides/{convention['id']}/2018-01")
