"""The papers of the allowance, served: the claim of a month, the year; to those who may see the page."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from alt_units.domain.letterheads import Letterhead
from alt_units.store import letterheads
from tests.service.alt_units.claim_desk import adjust, good, prepare, signed_convention, submit, submitted
from tests.service.alt_units.conftest import Service
from tests.support.pdfs import text_of
from tests.unit.kernel.test_documents import HOSTILE

Park = dict[str, dict[str, Any]]
YEAR = "/logements/aides/rapprochement/2015/rapprochement.pdf"


async def pdf(service: Service, path: str) -> Any:
    answer = await service.call("GET", path)
    assert answer.status_code == 200, answer.text[:600]
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"%PDF")
    return answer


def said(answer: Any) -> str:
    return " ".join(text_of(answer.content).replace("\u00a0", " ").replace("\u202f", " ").split())


async def test_a_claim_is_a_draft_until_it_is_sent(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    claim = await prepare(service, convention)
    page = f"/logements/aides/{convention['id']}/2015-01"
    draft = await pdf(service, f"{page}/demande.pdf")
    assert draft.headers["content-disposition"] == 'inline; filename="demande-ALT-2015-2015-01.pdf"'
    assert "PROJET" in said(draft)
    await submit(service, claim)
    sent = await pdf(service, f"{page}/demande.pdf")
    assert "PROJET" not in said(sent)
    assert "1 027,17 €" in said(sent)
    assert "à confirmer" in said(sent)
    assert f'href="{page}/demande.pdf"' in await service.page(page)


async def test_a_sent_claim_is_given_out_again_byte_for_byte_and_what_is_decided_later_on_a_paper_of_its_own(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    claim = (await submitted(service, convention))[0]
    page = f"/logements/aides/{convention['id']}/2015-01"
    good(await adjust(service, claim, -100))
    both = await pdf(service, f"{page}/demande.pdf")
    first = await pdf(service, f"{page}/demande.pdf?exemplaire=1")
    assert ("Courrier du financeur" in said(both), "Courrier du financeur" in said(first)) == (True, False)
    assert "1 027,17 €" in said(first)
    at = service.clock.now()
    other = replace(Letterhead.installed("CCAS Renommé", "", at), id=uuid4(), number=2, since=date(2000, 1, 1))
    await letterheads.add_letterhead(
        other
    )  # what papers are drawn under has changed: those that were given out have not
    assert (await pdf(service, f"{page}/demande.pdf")).content == both.content
    assert (await pdf(service, f"{page}/demande.pdf?exemplaire=1")).content == first.content
    await prepare(service, convention, "2015-02")
    assert "CCAS Renommé" in said(
        await pdf(service, f"/logements/aides/{convention['id']}/2015-02/demande.pdf")
    )  # control
    shown = await service.page(page)
    assert "Exemplaire n° 2" in shown.replace("\u00a0", " ").replace("\u202f", " ")
    assert (await service.call("GET", f"{page}/demande.pdf?exemplaire=3")).status_code == 404
    with pytest.raises(Exception, match=r"(?i)immutable|claim_paper"):
        await service.app.state.db.run("update claim_paper set content = ''")


async def test_the_same_paper_has_the_same_bytes(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention)
    for path in (f"/logements/aides/{convention['id']}/2015-01/demande.pdf", YEAR):
        assert (await pdf(service, path)).content == (await pdf(service, path)).content


async def test_the_year_is_one_paper_linked_from_its_page(service: Service, park: Park) -> None:
    await submitted(service, await signed_convention(service, park), "2015-01", "2015-02")
    text = said(await pdf(service, YEAR))
    assert "Total transmis 2 054,34 €" in text
    assert "versé + écart = demandé + ajusté" in text
    assert f'href="{YEAR}"' in await service.page("/logements/aides/rapprochement/2015")
    assert "Aucune convention signée" in said(await pdf(service, YEAR.replace("2015", "2014")))


async def test_the_papers_are_not_for_who_may_not_see_the_claims(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await prepare(service, convention)
    for path in (f"/logements/aides/{convention['id']}/2015-01/demande.pdf", YEAR):
        assert (await service.call("GET", path, caller="occupancy")).status_code == 403


async def test_what_people_typed_is_printed_and_never_run(service: Service, park: Park) -> None:
    typed = HOSTILE.replace("\u0007", "")
    convention = await signed_convention(service, park, funder=typed)
    await submitted(service, convention)
    assert "".join(typed.replace("😀", "□").split()) in said(await pdf(service, YEAR)).replace(" ", "")


async def test_a_paper_of_nothing_is_not_found(service: Service) -> None:
    for path in (f"/logements/aides/{uuid4()}/2015-01/demande.pdf", YEAR.replace("2015", "1900")):
        assert (await service.call("GET", path)).status_code == 404
