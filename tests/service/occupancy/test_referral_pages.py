"""The pages of referrals and of the commission, clicked through, and their papers; on both engines."""

from datetime import date
from typing import Any

import pytest

from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import opened, sent, typed, words
from tests.support.referral_desk import T3, ReferralDesk
from tests.support.stay_desk import Desk, accepted

BOARD = {"deliberation_ref": "Délibération n° 1", "decider_name": "Élue Exemple", "decider_function": "Vice-présidente"}


@pytest.fixture
def referrals(desk: Desk) -> ReferralDesk:
    return ReferralDesk(desk)


async def referred(desk: Desk) -> str:
    """The address of a referral made through the pages."""
    household = await desk.household()
    blank = await opened(desk, f"/sejours/orientations/nouvelle?menage={household['id']}")
    fields = {**typed(blank), "place": f"{T3}:0", "first_day": "2018-01-15", "received_on": "2018-01-08"}
    fields["needs"] = "near_school"
    return await sent(desk, "/sejours/orientations/nouvelle", fields)


async def step(desk: Desk, referral: str, act: str, **answers: Any) -> str:
    fields = {**typed(await opened(desk, f"{referral}/{act}")), **answers}
    return await sent(desk, f"{referral}/{act}", fields)


async def test_a_household_is_led_from_its_referral_to_its_contract_through_the_pages(desk: Desk):
    referral = await referred(desk)
    assert "Donner l'avis technique" in words(await opened(desk, referral)).replace("’", "'")
    await step(desk, referral, "avis", criterion_adheres="oui", kind="favourable")
    session = await sent(desk, "/sejours/orientations/commissions", {"held_on": "2018-01-10"})
    session_id = session.rpartition("/")[2]
    await step(desk, referral, "ordre-du-jour", commission_id=session_id)
    seats = {**typed(await opened(desk, session)), "present.0": "yes", "quorum_met": "yes"}
    await sent(desk, f"{session}/presence", seats)
    await step(desk, referral, "decision", outcome="retained", authority="board", **BOARD)
    await step(desk, referral, "reponse")
    await step(desk, referral, "accord")
    page = await opened(desk, referral)
    assert "Préparer le contrat" in words(page)
    form = typed(await opened(desk, f"/sejours/contrats/nouveau?orientation={referral.rpartition('/')[2]}"))
    assert (form["place"], form["first_day"]) == (f"{T3}:0", "2018-01-15")
    contract = await sent(desk, "/sejours/contrats/nouveau", form)
    assert "O-2018-0001" in await opened(desk, contract)
    await sent(desk, f"{contract}/signature", typed(await opened(desk, f"{contract}/signature")))
    assert "Contrat signé" in words(await opened(desk, referral))


async def test_a_refused_decision_keeps_what_was_typed_and_links_to_the_household_already_retained(
    desk: Desk, referrals: ReferralDesk
):
    first = await referrals.decided("retained")
    second = await referrals.studied("Ménage Exemple B")
    path = f"/sejours/orientations/{second['id']}/decision"
    fields = {**typed(await opened(desk, path)), "outcome": "retained", "authority": "president", **BOARD}
    answer = await desk.submit(path, fields)
    assert answer.status_code == 409
    assert f"/sejours/orientations/{first['id']}" in answer.text
    assert "Élue Exemple" in answer.text


async def test_the_page_says_who_must_act_when_it_is_somebody_else(desk: Desk, referrals: ReferralDesk):
    received = await referrals.receive()
    desk.roles = (Role.AGENT,)
    seen = words(await opened(desk, f"/sejours/orientations/{received['id']}"))
    assert "le travail social" in seen
    assert (await desk.page(f"/sejours/orientations/{received['id']}/avis")).status_code == 403


async def test_the_commission_compares_letters_without_names(desk: Desk, referrals: ReferralDesk):
    session = accepted(await desk.send("POST", "/commissions", {"held_on": "2018-01-10"}), 201)
    for name in ("Ménage Exemple A", "Ménage Exemple B"):
        studied = await referrals.studied(name, waiting_since="2017-12-01")
        accepted(await referrals.act(studied, "agenda", {"commission_id": session["id"]}))
    seen = words(await opened(desk, f"/sejours/orientations/commissions/{session['id']}"))
    assert "40 jours" in seen
    assert "Ménage Exemple" not in seen


async def test_a_household_that_does_not_come_shows_the_next_of_the_reserve_list(desk: Desk, referrals: ReferralDesk):
    retained = await referrals.decided("retained")
    waiting = await referrals.decided("waiting", "Ménage Exemple B")
    accepted(await referrals.act(retained, "closure", {"closure": "no_answer", "closed_on": "2018-01-10"}))
    page = await opened(desk, f"/sejours/orientations/{retained['id']}")
    assert f"Le suivant est {waiting['reference']} , rang 1" in words(page)
    accepted(await referrals.act(waiting, "call", {"first_day": "2018-01-15"}))
    page = await opened(desk, f"/sejours/orientations/{retained['id']}")
    assert "Le suivant est" not in words(page)


async def test_a_signed_contract_that_is_cancelled_frees_the_place_for_the_next_of_the_list(
    desk: Desk, referrals: ReferralDesk
):
    agreed = await referrals.agreed()
    waiting = await referrals.decided("waiting", "Ménage Exemple B")
    draft = await desk.prepare({"id": agreed["household_id"]}, "2018-01-15", referral_id=agreed["id"])
    signed = accepted(await desk.sign(draft))
    page = f"/sejours/orientations/{agreed['id']}"
    assert "Le suivant est" not in words(await opened(desk, page))
    answer = await desk.submit(
        f"{page}/cloture", {**typed(await opened(desk, f"{page}/cloture")), "closure": "no_answer"}
    )
    assert answer.status_code == 409
    accepted(await desk.act(signed, "cancellation", {"reason": "Le ménage n'est pas venu"}))
    seen = words(await opened(desk, page))
    assert f"Le suivant est {waiting['reference']}" in seen
    assert "Clore l'orientation" in seen.replace("’", "'")
    await step(desk, page, "cloture", closure="no_answer")
    assert "Le ménage n'a pas répondu" in words(await opened(desk, page)).replace("’", "'")


async def test_every_page_and_paper_opens_in_every_state_of_a_referral(desk: Desk, referrals: ReferralDesk):
    session = await referrals.session("2018-01-10")
    states = [
        await referrals.receive("Ménage Exemple C"),
        await referrals.decided("waiting", "Ménage Exemple D"),
        await referrals.decided("refused", "Ménage Exemple E", motive="composition"),
        await referrals.agreed("Ménage Exemple F"),
    ]
    board = {"authority": "board", "commission_id": session["id"]}
    studied = await referrals.studied("Ménage Exemple G", first_day="2018-06-01")
    states.append(accepted(await referrals.decide(studied, "retained", **board)))
    for one in states:
        await opened(desk, f"/sejours/orientations/{one['id']}")
        for paper in ("lettre-au-menage", "lettre-au-siao"):
            answer = await desk.page(f"/sejours/orientations/{one['id']}/{paper}.pdf")
            assert answer.status_code == (409 if one["status"] == "received" else 200), (paper, answer.text[:300])
    for paper in ("comparaison", "proces-verbal"):
        answer = await desk.page(f"/sejours/orientations/commissions/{session['id']}/{paper}.pdf")
        assert answer.content.startswith(b"%PDF")
    answer = await desk.page("/sejours/orientations/delegations/compte-rendu.pdf")
    assert answer.content.startswith(b"%PDF")
    kept = await desk.app.state.db.run("select subject, kind from issued_document")
    commission = {"commission-minutes", "commission-comparison", "delegations-report"}
    assert {one["kind"] for one in kept} == {"household-letter", "siao-letter", *commission}
    assert f"referral/{states[-1]['id']}" in {one["subject"] for one in kept}


async def test_a_letter_printed_before_and_after_its_sending_is_noted_is_one_paper(desk: Desk, referrals: ReferralDesk):
    decided = await referrals.decided("waiting")
    letters = [f"/sejours/orientations/{decided['id']}/{paper}.pdf" for paper in ("lettre-au-menage", "lettre-au-siao")]
    printed = [(await desk.page(path)).content for path in letters]
    desk.clock.move_to(date(2018, 1, 12))
    told = {"sent_on": "2018-01-12", "household_told_on": "2018-01-12"}
    path = f"/referrals/{decided['id']}/answers"
    accepted(await desk.send("POST", path, told, version=decided["version"]), 201)
    desk.clock.move_to(date(2018, 2, 1))
    assert [(await desk.page(path)).content for path in letters] == printed
    accepted(await desk.send("POST", "/letterheads", {"since": "2018-01-01", "name": "CCAS de Ville-Exemple"}), 201)
    changed = [(await desk.page(path)).content for path in letters]
    assert all(new != old for new, old in zip(changed, printed, strict=True))
    kept = await desk.app.state.db.run("select kind, number from issued_document order by kind, number")
    assert [(one["kind"], one["number"]) for one in kept] == [
        ("household-letter", 1), ("household-letter", 2), ("siao-letter", 1), ("siao-letter", 2),
    ]  # fmt: skip


async def test_who_was_present_is_recorded_by_function_and_an_empty_session_is_refused(desk: Desk):
    session = await sent(desk, "/sejours/orientations/commissions", {"held_on": "2018-01-10"})
    answer = await desk.submit(f"{session}/presence", {"version": "1", "function.0": "Élue"})
    assert answer.status_code == 422
    assert "au moins un membre présent" in words(answer.text)
    assert 'value="Élue"' in answer.text


async def test_decisions_are_reported_on_their_page_and_leave_it(desk: Desk, referrals: ReferralDesk):
    decided = await referrals.decided("retained")
    desk.clock.move_to(date(2018, 1, 20))
    assert decided["reference"] in await opened(desk, "/sejours/orientations/delegations")
    report = "/sejours/orientations/delegations/compte-rendu.pdf"
    first = (await desk.page(report)).content
    desk.clock.move_to(date(2018, 1, 21))
    assert (await desk.page(report)).content == first  # nothing was decided since: no other paper for another day
    await sent(desk, "/sejours/orientations/delegations", {"reported_on": "2018-01-20"})
    assert (await desk.page(report)).content != first  # the control
    assert decided["reference"] not in await opened(desk, "/sejours/orientations/delegations")
    assert "20/01/2018" in await opened(desk, "/sejours/orientations/delegations?rapportees=oui")
