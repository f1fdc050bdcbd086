"""The planning, the days of a year and a dwelling's own line of time, on both engines."""

import csv
import io
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

from alt_units.web import planning_svg
from alt_units.web.planning_svg import Row
from kernel.availability import DayState
from kernel.period import Period
from tests.service.alt_units.conftest import Service, line_body, make_convention
from tests.service.alt_units.test_pages import plain
from tests.service.alt_units.test_stock import declare, push
from tests.service.alt_units.test_vacancies import lived

Park = dict[str, dict[str, Any]]
SVG = "{http://www.w3.org/2000/svg}"


def drawing(page: str) -> ElementTree.Element:
    found = re.search(r'<svg class="planning" .*?</svg>', page, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0])


def titles(page: str) -> list[str]:
    return [str(one.text) for one in drawing(page).iter(f"{SVG}title")]


async def test_the_planning_tells_each_state_by_words_pattern_and_table(service: Service, park: Park) -> None:
    await lived(service, park)
    await declare(service, park["t1"], first_day="2015-07-01", last_day="2015-07-31")
    page = await service.page("/logements/planning?depuis=2015-05&mois=12")
    said = titles(page)
    assert "LOG-T1 : occupé du 01/05/2015 au 31/05/2015" in said
    assert "LOG-T1 : indisponible du 01/07/2015 au 31/07/2015" in said
    assert "LOG-COLOC Chambre bleue : remise en état du 21/06/2015 au 23/06/2015" in said
    assert "LOG-T3 : libre du 01/08/2015 au 30/04/2016" in said
    svg = drawing(page)
    assert svg.get("role") == "group", "its rows are links: a picture would hide them from a screen reader"
    named = (svg.get("aria-labelledby") or "").split()
    assert all(f'id="{one}"' in page for one in named)
    marked = {one.get("class") for one in svg.iter(f"{SVG}g") if any(part.get("class") == "h" for part in one)}
    assert marked >= {"i", "r"}
    assert "Indisponible du 01/07/2015 au 31/07/2015" in plain(page)
    assert "style=" not in page


async def test_days_without_a_convention_are_told(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"], last_month="2015-08", monthly_cents=31000))
    path = f"/conventions/{convention['id']}/signature"
    await service.api("POST", path, {"signed_on": "2015-01-01"}, version=convention["version"])
    said = titles(await service.page("/logements/planning?depuis=2015-05&mois=12"))
    unfunded = [one for one in said if "hors programme ou convention" in one]
    assert "LOG-T1 : hors programme ou convention du 01/09/2015 au 30/04/2016" in unfunded
    assert "LOG-T3 : hors programme ou convention du 01/05/2015 au 30/04/2016" in unfunded


async def test_the_planning_is_filtered_by_programme_and_state(service: Service, park: Park) -> None:
    await lived(service, park)
    changed = {"programme": "AML", "first_day": "2015-01-01"}
    await service.api("POST", f"/units/{park['t3']['id']}/programme", changed, version=1)
    for query, shown in (
        ("programme=AML", {"LOG-T3"}),
        ("programme=ALT", {"LOG-COLOC", "LOG-T1"}),
        ("etat=occupe", {"LOG-COLOC", "LOG-T3"}),
        ("etat=libre", {"LOG-COLOC", "LOG-T1"}),
    ):
        page = await service.page(f"/logements/planning?{query}")
        assert {one for one in ("LOG-COLOC", "LOG-T1", "LOG-T3") if f">{one} " in page} == shown, query
    assert "Aucun logement du parc ne répond" in plain(await service.page("/logements/planning?etat=indisponible"))


async def test_an_odd_month_is_said_beside_its_field(service: Service, park: Park) -> None:
    for query in ("depuis=1850-01", "depuis=mai", "mois=0", "mois=400", "programme=X", "etat=X"):
        answer = await service.call("GET", f"/logements/planning?{query}")
        assert answer.status_code == 422, query
        assert 'class="error"' in answer.text, query
    assert (await service.call("GET", "/logements/occupation?annee=1")).status_code == 422


async def test_the_days_of_a_year_add_up_and_say_how_they_are_counted(service: Service, park: Park) -> None:
    await lived(service, park)
    await declare(service, park["t1"], first_day="2015-07-01", last_day="2015-07-31")
    page = plain(await service.page("/logements/occupation?annee=2015"))
    rows = dict(
        re.findall(r"(LOG-T1|LOG-T3|Total des logements|Total des places)([\d\s\u202f,%–-]*)", page.split("Taux")[1])
    )
    assert "Taux = jours occupés ÷ jours en service" in page
    assert rows
    body = await service.page("/logements/occupation?annee=2015")
    numbers = [
        [int(re.sub(r"\D", "", cell) or 0) for cell in re.findall(r'<td class="num">([^<]*)</td>', row)[:5]]
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
        if "<td" in row
    ]
    assert len(numbers) == 7
    for in_service, *states in numbers:
        assert sum(states) == in_service
    assert numbers[-2] == [3 * 365, 31 + 61 + 20, 31, 0, 3 * 365 - 31 - 61 - 20 - 31]
    assert numbers[-1] == [4 * 365, 31 + 61 + 20, 31, 3, 4 * 365 - 31 - 61 - 20 - 31 - 3]


async def test_the_days_of_a_year_are_taken_away_as_they_are_shown(service: Service, park: Park) -> None:
    await lived(service, park)
    await declare(service, park["t1"], first_day="2015-07-01", last_day="2015-07-31")
    for form in ("csv", "xlsx"):
        assert (await service.call("GET", f"/logements/occupation?annee=2015&format={form}")).status_code == 200
    table = await taken_away(service, "/logements/occupation?annee=2015&format=csv")
    t1 = next(row for row in table if row[:3] == ["LOG-T1", "Logement LOG-T1", ""])
    assert t1[3:8] == ["365", "31", "31", "0", "303"]
    rooms = [row for row in table if row[0] == "LOG-COLOC"]
    assert [row[2] for row in rooms] == ["", "Chambre bleue", "Chambre verte"]
    assert rooms[1][3:8] == ["365", "20", "0", "3", "342"]
    total = next(row for row in table if row[0] == "Total des places")
    assert total[3:8] == ["1460", "112", "31", "3", "1314"]


async def test_the_planning_is_taken_away_month_by_month_and_each_row_balances(service: Service, park: Park) -> None:
    await lived(service, park)
    table = await taken_away(service, "/logements/planning?depuis=2015-05&mois=12&format=csv")
    rows = [row for row in table if row[0].startswith("LOG-")]
    assert len(rows) == 12 * 5
    for row in rows:
        in_service, *states = map(int, row[4:9])
        assert sum(states) == in_service, row
    june = next(row for row in rows if row[2] == "Chambre bleue" and "06" in row[3] and "2015" in row[3])
    assert june[4:9] == ["30", "20", "0", "3", "7"]
    one = await taken_away(service, "/logements/planning?depuis=2015-05&mois=12&etat=libre&format=csv")
    assert {row[0] for row in one if row[0].startswith("LOG-")} == {"LOG-COLOC", "LOG-T1"}


async def taken_away(service: Service, path: str) -> list[list[str]]:
    answer = await service.call("GET", path)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


async def test_a_dwelling_has_one_line_of_time_and_says_when_it_is_free(service: Service, park: Park) -> None:
    await lived(service, park)
    await declare(service, park["t1"], first_day="2015-06-10", last_day="2015-07-31", note="Chauffe-eau")
    page = plain(await service.page(f"/logements/{park['t1']['id']}"))
    assert "Libre à partir du 01/08/2015" in page
    assert "Indisponible : travaux" in page
    assert "Occupé" in page
    assert "du 01/05/2015 au 31/05/2015" in page
    shared = plain(await service.page(f"/logements/{park['shared']['id']}"))
    assert "1 place libre sur 2" in shared
    await push(service, park["t1"], "2015-08", {"number": 0, "days_occupied": 31, "occupied": [[1, 31]]}, days=31)
    assert "Libre à partir du 01/09/2015" in plain(await service.page(f"/logements/{park['t1']['id']}"))


def test_the_planning_is_cut_between_dwellings_so_that_each_drawing_holds_on_a_page() -> None:
    within = Period(date(2015, 1, 1), date(2015, 12, 31))
    runs = ((within, DayState.FREE),)
    rows = [
        Row(label=f"{number}", short=f"{number}", href="#", inner=number % 3 > 0, runs=runs, unfunded=())
        for number in range(60)
    ]
    drawn = str(planning_svg.sheets(rows, within, date(2015, 6, 1), title="Planning"))
    parts = [part.count(" : libre ") for part in drawn.split("<svg ")[1:]]
    assert parts == [24, 24, 12]
    assert drawn.count(">jan<") == 3
