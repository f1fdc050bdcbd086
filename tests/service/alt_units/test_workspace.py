"""The workspace of a year and what looks ahead, through the real service, on both engines."""

from datetime import date
from typing import Any

import pytest

from alt_units.actions.watching import alerts_of, open_alerts
from alt_units.actions.workspace import work_of
from alt_units.domain.stay_alerts import AlertKind
from alt_units.domain.workspace import Wanted
from alt_units.law import read_law
from kernel.period import Month
from tests.service.alt_units.claim_desk import (
    adjust,
    allocate_as_proposed,
    claim_again,
    good,
    key,
    note,
    prepare,
    record,
    signed_convention,
    submitted,
)
from tests.service.alt_units.conftest import Service
from tests.service.alt_units.test_claim_answers import answer, said

Body = dict[str, Any]
Park = dict[str, Body]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def a_year(service: Service, park: Park) -> tuple[Body, list[Body]]:
    """January closed, February answered with a refused line, March sent, April prepared."""
    service.clock.move_to(date(2015, 6, 15))
    convention = await signed_convention(service, park)
    january, february, march = await submitted(service, convention, "2015-01", "2015-02", "2015-03")
    await allocate_as_proposed(service, await record(service, convention, 102717))
    good(await note(service, await claim_again(service, january), "closing"))
    february = good(await answer(service, february, said(february, 1, "refused", reason="Pièce manquante")))
    april = await prepare(service, convention, "2015-04")
    return convention, [january, february, march, april]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 36),
        ("&etat=to_prepare", 24),
        ("&etat=prepared", 3),
        ("&etat=submitted", 5),
        ("&etat=answered", 0),
        ("&etat=paid", 1),
        ("&etat=closed", 3),
        ("&motif=refused_by_payer", 1),
        ("&motif=awaiting_payment", 5),
        ("&mois=2015-02", 3),
        ("&logement=coloc", 12),
        ("&ecart=yes", 5),
        ("&mois=2015-02&logement=t1&etat=paid", 1),
    ],
)
async def test_the_workspace_filters_and_counts_everything_that_is_asked_for(
    service: Service, park: Park, query: str, rows: int
) -> None:
    await a_year(service, park)
    page = plain(await service.page(f"/logements/aides/suivi?annee=2015{query}"))
    assert f"<dt>Lignes</dt><dd>{rows}</dd>" in page


async def test_paging_goes_through_every_row_once_and_the_file_holds_them_all(service: Service, park: Park) -> None:
    convention, _ = await a_year(service, park)
    db, wanted = service.app.state.db, Wanted(year=2015)
    whole = await work_of(db, wanted, after=None, limit=1000)
    seen, after = [], None
    while True:
        part = await work_of(db, wanted, after=after, limit=5)
        assert part.totals == whole.totals
        seen += part.rows
        after = part.after
        if after is None:
            break
    assert seen == whole.rows
    assert len(seen) == 36
    totals = whole.totals
    assert totals.paid_cents + totals.difference_cents == sum(
        (row.claimed_cents or 0) + (row.adjusted_cents or 0) for row in whole.rows if row.paid_cents is not None
    )
    csv = await service.call("GET", "/logements/aides/suivi?annee=2015&format=csv")
    assert csv.status_code == 200
    assert len(csv.text.strip().splitlines()) == 37
    assert convention["number"] in csv.text


async def test_a_filter_that_means_nothing_is_told_beside_its_field(service: Service, park: Park) -> None:
    answer_ = await service.call("GET", "/logements/aides/suivi?annee=2015&etat=perdu&mois=hier")
    assert answer_.status_code == 422
    assert "Choisissez une valeur de la liste" in answer_.text
    assert (await service.call("GET", "/logements/aides/suivi?annee=2015&apres=x.y.z")).status_code == 404


async def test_a_correction_is_shown_before_it_is_confirmed_and_nothing_is_written(
    service: Service, park: Park
) -> None:
    convention, (_, _, march, april) = await a_year(service, park)
    line = march["lines"][1]["id"]
    path = f"/logements/aides/{convention['id']}/2015-03/lignes/{line}/ajustement"
    fields = {"decided_on": "2015-06-01", "amount_cents": "-11,27", "reason": "Courrier du 1er juin"}
    shown = await service.send(f"{path}/apercu", version=march["version"], **fields)
    text = plain(shown.text)
    assert shown.status_code == 200
    for words in ("Ce que cela change", "300,00 €", "Proposer à une autre personne", 'value="Courrier du 1er juin"'):
        assert words in text
    assert await claim_again(service, march) == march
    wrong = await service.send(f"{path}/apercu", version=march["version"], **{**fields, "amount_cents": "-400"})
    assert wrong.status_code == 422
    assert "Proposer à une autre personne" not in wrong.text
    assert (await service.send(path, version=march["version"], **fields)).status_code == 303
    draft_line = april["lines"][1]["id"]
    draft = f"/logements/aides/{convention['id']}/2015-04/lignes/{draft_line}/montant/apercu"
    kept = await service.send(draft, version=april["version"], claimed_cents="300", reason="Travaux")
    assert "300,00 €" in plain(kept.text)
    api = f"/claims/{march['id']}/lines/{line}/adjustments/preview"
    body = {"decided_on": "2015-06-01", "amount_cents": -100, "reason": "Courrier"}
    found = good(await service.api("POST", api, body, headers=key()))
    assert found["line"] == {"before_cents": 31127, "after_cents": 31027}


async def test_an_adjustment_below_zero_is_refused_in_the_preview_as_in_the_act(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    refused = await adjust(service, claim, -99999999)
    path = f"/claims/{claim['id']}/lines/{claim['lines'][0]['id']}/adjustments/preview"
    body = {"decided_on": "2015-06-01", "amount_cents": -99999999, "reason": "Courrier du financeur"}
    again = await service.api("POST", path, body, headers=key())
    assert (again.status_code, again.json()["code"]) == (refused.status_code, refused.json()["code"])


async def test_the_cost_of_an_empty_dwelling_is_read_on_its_page_and_over_http(service: Service, park: Park) -> None:
    await signed_convention(service, park)
    unit = park["t3"]["id"]
    cost = good(await service.api("GET", f"/units/{unit}/vacancy-cost?first_day=2015-03-15&days=17"))
    assert (cost["lost_cents"], cost["lost_by_occupation_cents"], cost["last_day"]) == (0, 0, "2015-03-31")
    whole = good(await service.api("GET", f"/units/{unit}/vacancy-cost?first_day=2015-03-01&days=31"))
    assert whole["lost_by_occupation_cents"] == 35795
    page = await service.page(f"/logements/aides/vacance?logement={unit}&premier_jour=2015-03-01&jours=31")
    assert "357,95 €" in plain(page)
    assert (await service.call("GET", "/logements/aides/vacance?logement=x&jours=0")).status_code == 422
    assert (await service.api("GET", f"/units/{unit}/vacancy-cost?first_day=9999-12-31&days=17")).status_code == 400


async def test_a_place_lived_in_for_long_is_told_with_its_dates_and_no_name(service: Service, park: Park) -> None:
    await signed_convention(service, park)
    unit = park["t1"]["id"]
    for month, days in (("2015-05", 31), ("2015-06", 30)):
        body = {"revision": 1, "days_occupied": days, "households": 1, "persons": 1, "places": []}
        good(await service.api("PUT", f"/units/{unit}/presence/{month}", body, caller="occupancy"))
    items = good(await service.api("GET", "/stay-alerts"))["items"]
    assert [(one["kind"], one["since"], one["on"]) for one in items] == [
        ("ask_for_apl", "2015-05-01", "2015-11-01"),
        ("six_months", "2015-05-01", "2015-11-01"),
    ]
    assert "01/11/2015" in await service.page("/logements/aides/alertes")
    assert "Séjours longs" in await service.page(f"/logements/{unit}")


async def test_the_delays_reached_are_counted_on_the_pages_of_the_aid(service: Service, park: Park) -> None:
    await signed_convention(service, park)
    lived_in = {"t1": ("2015-01", "2015-02", "2015-03", "2015-04", "2015-05", "2015-06"), "t3": ("2015-04", "2015-05")}
    for name, months in lived_in.items():
        for month in months:
            days = Month.parse(month).days
            body = {"revision": 1, "days_occupied": days, "households": 1, "persons": 1, "places": []}
            good(await service.api("PUT", f"/units/{park[name]['id']}/presence/{month}", body, caller="occupancy"))
    law, db = read_law(), service.app.state.db
    for today, reached in (
        (date(2015, 6, 15), 0),
        (date(2015, 6, 30), 0),
        (date(2015, 7, 1), 1),
        (date(2015, 8, 2), 0),
    ):
        every = await alerts_of(law, today=today)
        counts = await open_alerts(db, law, today=today)
        assert counts == dict.fromkeys(AlertKind, reached), today
        assert sum(counts.values()) == sum(one.is_reached(today) for _, one in every)
    service.clock.move_to(date(2015, 7, 1))
    for page in ("/logements/aides?annee=2015", "/logements/aides/suivi?annee=2015"):
        text = plain(await service.page(page))
        assert "1 – Revoir" in text
        assert 'href="/logements/aides/alertes"' in text


async def test_the_open_points_and_the_deadlines_are_on_their_pages(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    page = await service.page(f"/logements/conventions/{convention['id']}/points")
    for number in range(1, 14):
        assert f"U{number}</small>" in page
    taken = await service.call("GET", f"/logements/conventions/{convention['id']}/points?format=csv")
    assert "Mois incomplet;Mois entier seulement;" in taken.content.decode("utf-8-sig")
    path = f"/logements/conventions/{convention['id']}/lectures"
    wrong = await service.send(path, version=0, long_stay_months="mille", note="Accord")
    assert wrong.status_code == 422
    assert "Accord" in wrong.text
    done = await service.send(
        path, version=0, shared_aided="EXCLURE", long_stay_months="8", justification_months="2", note="Accord"
    )
    assert done.status_code == 303
    assert "Exclure le mois" in await service.page(f"/logements/conventions/{convention['id']}/points")
    year = await service.page("/logements/aides?annee=2015")
    for words in ("29/02/2016", "31/12/2015", "01/10/2014 au 30/09/2015", "31/01/2017"):
        assert words in year
