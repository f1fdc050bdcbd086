"""The papers of a stay, served: to those who may see the page, without a name for those who may not, with anybody's text."""

import base64
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
import pytest

from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import filled, opened, sent, typed
from tests.support.hostile_pictures import jpeg
from tests.support.pdfs import text_of
from tests.support.stay_desk import Desk, accepted, refused
from tests.unit.kernel.test_documents import HOSTILE

TYPED = HOSTILE.replace("\u0007", "")
"""What a form lets through; control characters are refused before they are stored."""
REGIE = {
    "code": "TEMP",
    "name": "Régie Exemple",
    "founding_act": "Décision de démonstration",
    "collects_fees": True,
    "collects_deposits": True,
    "opened_on": "2018-01-01",
}


class Papers:
    """Where each paper of one stay is, with the page that shows the same."""

    def __init__(self, stay: dict[str, Any], receipt: str) -> None:
        contract, household = f"/sejours/contrats/{stay['id']}", f"/sejours/menages/{stay['household_id']}"
        self.contract = f"{contract}/contrat.pdf"
        self.inspection = f"{contract}/etat-des-lieux/entree/etat-des-lieux.pdf"
        self.receipt = f"{receipt}/recu.pdf"
        self.account = f"{household}/compte/releve.pdf?au=2018-01-10"
        self.pages = {
            self.contract: contract,
            self.inspection: f"{contract}/etat-des-lieux/entree",
            self.receipt: receipt,
            self.account: f"{household}/compte?au=2018-01-10",
        }


@pytest.fixture
async def papers(desk: Desk) -> Papers:
    """A stay of a household with a terrible name, its entry inspected, January charged and paid in part."""
    household = await desk.household(f"Ménage Exemple {TYPED}", first_name="Z")
    draft = await desk.prepare(household, "2018-01-10", fee_cents=10000)
    stay = accepted(await desk.sign(draft))
    entry = f"/sejours/contrats/{stay['id']}/etat-des-lieux/entree"
    await sent(desk, entry, {**await filled(desk, entry), "remarks": TYPED, "do": "sign"})
    regie = accepted(await desk.send("POST", "/regies", REGIE), 201)
    accepted(await desk.send("POST", "/fee-runs", {"month": "2018-01"}, key=uuid4().hex), 201)
    payment = {
        "regie_id": regie["id"],
        "kind": "fees",
        "means": "cash",
        "amount": "50,00",
        "received_on": "2018-01-10",
        "payer": f"Ménage Exemple {TYPED}",
        "confirmed": "yes",
    }
    receipt = await sent(desk, f"/sejours/encaissements/menages/{household['id']}", payment)
    return Papers(stay, receipt)


async def pdf(desk: Desk, path: str) -> httpx.Response:
    answer = await desk.page(path)
    assert answer.status_code == 200, (path, answer.text[:600])
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    return answer


def said(answer: httpx.Response) -> str:
    return " ".join(text_of(answer.content).replace("\u00a0", " ").replace("\u202f", " ").split())


def as_page(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}forme=lecture"


async def test_every_paper_is_shown_by_the_browser_named_and_kept_by_nobody(desk: Desk, papers: Papers) -> None:
    names = {path: (await pdf(desk, path)).headers for path in papers.pages}
    assert [one["content-disposition"] for one in names.values()] == [
        'inline; filename="contrat-C-2018-0001.pdf"',
        'inline; filename="etat-des-lieux-entree-C-2018-0001.pdf"',
        'inline; filename="recu-R-TEMP-2018-00001.pdf"',
        'inline; filename="releve-M-2018-0001-2018-01-10.pdf"',
    ]
    assert {one["cache-control"] for one in names.values()} == {"no-store"}


async def test_the_same_paper_has_the_same_bytes(desk: Desk, papers: Papers) -> None:
    for path in papers.pages:
        assert (await pdf(desk, path)).content == (await pdf(desk, path)).content, path


async def test_every_paper_is_also_read_as_a_page_that_leads_back_to_the_sheet(desk: Desk, papers: Papers) -> None:
    for path in papers.pages:
        read = await opened(desk, as_page(path))
        assert f'href="{path}"' in read, path
        assert "Ménage Exemple" in read, path


async def test_every_paper_is_linked_from_its_page(desk: Desk, papers: Papers) -> None:
    for path, page in papers.pages.items():
        assert f'href="{path}"' in await opened(desk, page), path


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.AGENT, {"contract", "inspection", "receipt", "account"}),
        (Role.REGISSEUR, {"contract", "receipt", "account"}),
        (Role.SOCIAL_WORKER, {"contract", "inspection", "account"}),
        (Role.ADMIN, set()),
    ],
)
async def test_a_paper_is_served_to_those_who_may_see_its_page(
    desk: Desk, papers: Papers, role: Role, allowed: set[str]
) -> None:
    desk.roles = (role,)
    for name in ("contract", "inspection", "receipt", "account"):
        path = getattr(papers, name)
        status = (await desk.page(path)).status_code
        assert status == (200 if name in allowed else 403), name
        assert status == (await desk.page(papers.pages[path])).status_code, name


async def test_a_reader_gets_the_papers_without_a_name(desk: Desk, papers: Papers) -> None:
    desk.roles = (Role.READER,)
    for path in papers.pages:
        assert "Ménage Exemple" not in said(await pdf(desk, path)), path
        assert "Ménage Exemple" not in await opened(desk, as_page(path)), path


async def test_what_people_typed_is_printed_and_never_run(desk: Desk, papers: Papers) -> None:
    typed = "".join(TYPED.replace("😀", "□").split())  # a line may turn anywhere
    for path in papers.pages:
        assert typed in said(await pdf(desk, path)).replace(" ", ""), path


async def test_a_contract_that_is_not_signed_is_marked_as_a_draft(desk: Desk) -> None:
    draft = await desk.prepare(await desk.household(), "2018-01-10")
    answer = await pdf(desk, f"/sejours/contrats/{draft['id']}/contrat.pdf")
    assert "PROJET" in said(answer)
    signed = accepted(await desk.sign(draft))
    assert "PROJET" not in said(await pdf(desk, f"/sejours/contrats/{signed['id']}/contrat.pdf"))


async def test_a_receipt_says_that_it_is_not_a_quittance_and_shows_its_cancellation(desk: Desk, papers: Papers) -> None:
    text = said(await pdf(desk, papers.receipt))
    assert "R-TEMP-2018-00001" in text
    assert "50,00 €" in text
    assert "n'est pas une quittance" in text
    assert "ANNULÉ" not in text
    await sent(desk, papers.pages[papers.receipt] + "/annulation", {"reason": "Erreur de ménage"})
    text = said(await pdf(desk, papers.receipt))
    assert "ANNULÉ" in text
    assert "Erreur de ménage" in text


async def test_a_day_that_is_no_day_is_refused_in_french(desk: Desk, papers: Papers) -> None:
    answer = await desk.page(papers.account.replace("2018-01-10", "hier"))
    assert answer.status_code == 400
    assert "date du relevé" in answer.text


@pytest.mark.parametrize("path", ["contrat.pdf", "etat-des-lieux/sortie/etat-des-lieux.pdf"])
async def test_a_paper_of_nothing_is_not_found(desk: Desk, papers: Papers, path: str) -> None:
    assert (await desk.page(f"/sejours/contrats/{uuid4()}/{path}")).status_code == 404


async def test_a_paper_that_binds_is_kept_as_it_was_given_out_and_replaced_when_what_it_says_changes(
    desk: Desk, papers: Papers
) -> None:
    contract_id = papers.contract.split("/")[3]
    first = await pdf(desk, papers.contract)
    assert (await pdf(desk, papers.contract)).content == first.content
    head = {"since": "2018-01-10", "name": "CCAS de Ville-Exemple", "signatory": "A. Exemple"}
    accepted(await desk.send("POST", "/letterheads", head), 201)
    changed = await pdf(desk, papers.contract)
    assert "Ville-Exemple" in said(changed)
    kept = accepted(await desk.send("GET", f"/contracts/{contract_id}/documents"))["items"]
    assert [(one["number"], one["sha256"]) for one in kept] == [
        (1, sha256(first.content).hexdigest()),
        (2, sha256(changed.content).hexdigest()),
    ]
    old = await pdf(desk, f"/sejours/documents/{kept[0]['id']}/document.pdf")
    assert old.content == first.content
    assert "Ville-Exemple" not in said(old)
    assert kept[0]["sha256"][:16] in await opened(desk, papers.pages[papers.contract])


async def test_a_logo_stands_on_the_papers_of_its_version_and_goes_on_with_the_next(desk: Desk, papers: Papers) -> None:
    head = {"since": "2018-01-10", "name": "CCAS de Ville-Exemple", "logo": base64.b64encode(jpeg()).decode()}
    refused(await desk.send("POST", "/letterheads", head), 422, "logo-undescribed")
    refused(
        await desk.send("POST", "/letterheads", head | {"logo": "R0lGODlh", "logo_alt": "Arbre"}),
        422,
        "picture-refused",
    )
    bare = await pdf(desk, papers.contract)
    assert accepted(await desk.send("POST", "/letterheads", head | {"logo_alt": "Arbre rond"}), 201)["has_logo"]
    with_logo = await pdf(desk, papers.contract)
    assert len(with_logo.content) > len(bare.content)
    assert "Arbre rond" in (await desk.page(f"{papers.contract}?forme=lecture")).text
    fields = typed(await opened(desk, "/sejours/papiers"))
    joined = {"name": "CCAS de Ville-Exemple", "since": "2018-01-10", "logo_alt": "Arbre rond"}
    page = await desk.submit("/sejours/papiers", fields | joined | {"no_logo": ""}, logo=b"GIF89a")
    assert (page.status_code, "Un logo PNG ou JPEG est attendu" in page.text) == (422, True)
    assert (await desk.submit("/sejours/papiers", fields | joined | {"no_logo": ""})).status_code == 303
    last = accepted(await desk.send("GET", "/letterheads"))["items"][-1]
    assert (last["number"], last["has_logo"], last["logo_alt"]) == (2, True, "Arbre rond")


async def test_who_may_not_see_names_leaves_no_paper_behind(desk: Desk, papers: Papers) -> None:
    desk.roles = (Role.READER,)
    await pdf(desk, papers.contract)
    contract_id = papers.contract.split("/")[3]
    assert accepted(await desk.send("GET", f"/contracts/{contract_id}/documents"))["items"] == []


async def test_a_sign_that_cannot_be_printed_is_refused_when_it_is_saved(desk: Desk) -> None:
    desk.roles = (Role.MANAGER,)
    sent_form = {"since": "2018-01-10", "name": "CCAS", "rules": "# Visites\nAppeler ☎"}
    answer = await desk.submit("/sejours/papiers", sent_form)
    assert answer.status_code == 422
    assert "Ces signes ne peuvent pas être imprimés" in answer.text
    assert "Appeler ☎" in answer.text
    sent_form["rules"] = "# Visites\nAppeler avant."
    assert (await desk.submit("/sejours/papiers", sent_form)).status_code == 303
    assert "Appeler avant." in said(await pdf(desk, "/sejours/papiers/reglement.pdf"))


async def test_a_month_has_a_notice_and_no_quittance_until_it_is_paid(desk: Desk, papers: Papers) -> None:
    month = papers.pages[papers.contract] + "/redevances/2018-01"
    notice = said(await pdf(desk, f"{month}/avis.pdf"))
    assert "Avis d'échéance" in notice
    assert "22 jours ÷ 31 jours" in notice
    early = await desk.page(f"{month}/quittance.pdf")
    assert early.status_code == 409
    assert "dus pour ce mois" in early.text
    assert (await desk.page(papers.pages[papers.contract] + "/redevances/2018-02/avis.pdf")).status_code == 404
    assert (await desk.page(papers.pages[papers.contract] + "/redevances/janvier/avis.pdf")).status_code == 404
    regie = (await desk.send("GET", "/regies")).json()
    rest = {
        "regie_id": (regie["items"] if isinstance(regie, dict) else regie)[0]["id"],
        "kind": "fees",
        "means": "cash",
        "amount": "50,00",
        "received_on": "2018-01-10",
        "payer": "Ménage Exemple",
        "confirmed": "yes",
    }
    household = papers.account.split("/")[3]
    await sent(desk, f"/sejours/encaissements/menages/{household}", rest)
    quittance = said(await pdf(desk, f"{month}/quittance.pdf"))
    assert "70,97 €" in quittance
    assert "Rien ne reste dû pour cette période" in quittance
    assert f"{month}/quittance.pdf" in await opened(desk, papers.pages[papers.contract])


async def test_a_reminder_is_one_paper_through_the_day_of_its_sending_and_the_next_one_another(
    desk: Desk, papers: Papers
) -> None:
    debt = f"/sejours/menages/{papers.account.split('/')[3]}/impaye"
    desk.clock.move_to(date(2018, 3, 5))
    first = await pdf(desk, f"{debt}/rappel.pdf")
    desk.clock.move_to(date(2018, 3, 6))
    await sent(desk, debt, {"kind": "reminded", "done_on": "2018-03-05"})
    assert (await pdf(desk, f"{debt}/rappel.pdf")).content == first.content
    desk.clock.move_to(date(2018, 3, 20))
    second = await pdf(desk, f"{debt}/rappel.pdf")
    assert "20 mars 2018" in said(second)
    assert "5 mars 2018" in said(first)
    kept = await desk.app.state.db.run(
        "select id, kind from issued_document where subject like 'arrears/%' order by kind"
    )
    assert [one["kind"] for one in kept] == ["rappel-1", "rappel-2"]
    old = f"/sejours/documents/{kept[0]['id']}/document.pdf"
    assert (await pdf(desk, old)).content == first.content
    assert f'href="{old}"' in await opened(desk, debt)
