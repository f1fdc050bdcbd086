"""An existing park comes in from a file: tried first, whole or not at all, never over what is recorded, and told for ever."""

import asyncio
import base64
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from alt_units.actions.park_sheets import PARK
from kernel.intake import templates
from tests.service.alt_units.conftest import Service
from tests.support.intake import book
from tests.support.park_files import FOUNDING, convention_row, line_row, park, park_csv, place_row, unit_row

WHY = "Montants de la convention signée"
COUNTED = dict.fromkeys(("units", "places", "voids", "conventions", "amendments", "lines"), 0)


def body(content: bytes, **more: Any) -> dict[str, Any]:
    return {"file_name": "parc.xlsx", "content": base64.b64encode(content).decode(), **more}


async def bring_in(service: Service, content: bytes, **more: Any) -> Any:
    return await service.api("POST", "/park-imports", body(content, **more))


async def tried(service: Service, content: bytes) -> Any:
    return await service.api("POST", "/park-imports/preview", body(content))


async def everything(service: Service) -> dict[str, int]:
    """How many rows of each table."""
    tables = ("unit", "place", "programme_period", "service_period", "convention", "convention_line", "journal")
    tables += ("park_import", "park_upload", "answered_request")
    db = service.app.state.db
    return {name: (await db.run(f"select count(*) as n from {name}"))[0]["n"] for name in tables}


async def sentences(service: Service, content: bytes) -> list[str]:
    answer = await tried(service, content)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "cells-wrong"
    return [one["message"] for one in answer.json()["errors"]]


@pytest.mark.parametrize("made", [park, park_csv])
async def test_a_park_comes_in_with_its_conventions_and_its_report(
    service: Service, made: Callable[..., bytes]
) -> None:
    content = made(**FOUNDING)
    found = await tried(service, content)
    assert found.status_code == 200, found.text
    assert found.json()["added"] == COUNTED | {"units": 3, "places": 2, "conventions": 2, "lines": 4}
    answer = await bring_in(service, content, reason=WHY)
    assert answer.status_code == 201, answer.text
    report = answer.json()
    assert (report["added"], report["reason"]) == (found.json()["added"], WHY)
    assert [one["label"] for one in report["created"]] == [
        "LOG-COLOC", "LOG-T1", "LOG-T3", "ALT n° ALT-15 (2015)", "ALT n° ALT-16 (2016)",
    ]  # fmt: skip
    units = {one["reference"]: one for one in (await service.api("GET", "/units")).json()["items"]}
    assert [one["name"] for one in units["LOG-COLOC"]["places"]] == ["Chambre bleue", "Chambre verte"]
    assert units["LOG-COLOC"]["surface_dm2"] == 6200
    assert units["LOG-T3"]["programmes"] == [{"programme": "ALT", "first_day": "2015-07-01", "last_day": None}]
    assert units["LOG-T3"]["service_periods"][0]["first_day"] == "2015-01-01"
    papers = {one["number"]: one for one in (await service.api("GET", "/conventions")).json()["items"]}
    assert (papers["ALT-15"]["signed_on"], papers["ALT-16"]["signed_on"]) == ("2014-12-15", None)
    assert {one["unit_reference"]: one["monthly_cents"] for one in papers["ALT-15"]["lines"]} == {
        "LOG-COLOC": 35795, "LOG-T1": 33127, "LOG-T3": 35795,
    }  # fmt: skip
    again = await service.api("GET", f"/park-imports/{report['id']}")
    assert again.json() == report
    listed = (await service.api("GET", "/park-imports")).json()["items"]
    assert [(one["file_name"], one["by_name"], len(one["sha256"])) for one in listed] == [
        ("parc.xlsx", "Agente de test", 64)
    ]


async def test_an_import_is_one_entry_of_the_journal(service: Service) -> None:
    before = await everything(service)
    await bring_in(service, park(**FOUNDING), reason=WHY)
    after = await everything(service)
    assert after["journal"] - before["journal"] == 1
    rows = await service.app.state.db.run("select verb, subject from journal")
    assert [(one["verb"], one["subject"][:12]) for one in rows] == [("park-imported", "park-import/")]


async def test_what_came_in_is_what_the_forms_would_have_made(service: Service) -> None:
    """The same unit entered by hand and by file differ by nothing but what names them."""
    by_hand = {
        "reference": "A", "name": "Logement A", "dwelling_type": "t2", "zone": "I", "address": "1 allée des Exemples",
        "postal_code": "77000", "city": "Commune-Exemple", "water_and_wc": True, "heating": True,
        "first_day": "2015-01-01", "programme": "ALT", "places": ["Bleue"],
    }  # fmt: skip
    made = (await service.api("POST", "/units", by_hand)).json()
    await bring_in(service, park(units=[unit_row("B")], places=[place_row("B", "Bleue")]))
    units = {one["reference"]: one for one in (await service.api("GET", "/units")).json()["items"]}
    apart = ("id", "reference", "name")
    assert {k: v for k, v in units["B"].items() if k not in apart} == {k: v for k, v in made.items() if k not in apart}


async def test_the_facts_of_the_stock_come_in_with_the_unit(service: Service) -> None:
    stock = {"persons_max": 4, "accessible": "oui", "floor": -1, "has_lift": "oui", "turnaround_days": 3}
    lease = {"kind": "Location auprès d'un bailleur, sous-louée", "owner_kind": "Bailleur HLM", "landlord": "Office",
             "upstream": "BAIL-7", "rent_cents": "412,50", "mobilised_since": "01/01/2014"}  # fmt: skip
    row = unit_row("A", postal_code="67000", **stock, **lease)
    content = park(units=[row], places=[place_row("A", "Bleue", persons_max=2), place_row("A", "Verte")])
    assert (await bring_in(service, content)).status_code == 201
    (unit,) = (await service.api("GET", "/units")).json()["items"]
    assert (unit["persons_max"], unit["accessible"], unit["floor"], unit["has_lift"]) == (4, True, -1, True)
    assert (unit["turnaround_days"], unit["territory"]) == (3, "alsace-moselle")
    assert [(one["name"], one["persons_max"]) for one in unit["places"]] == [("Bleue", 2), ("Verte", None)]
    (had,) = unit["mobilisations"]
    assert (had["kind"], had["owner_kind"], had["landlord"], had["reference"]) == (
        "head_lease",
        "hlm",
        "Office",
        "BAIL-7",
    )
    assert (had["rent_cents"], had["first_day"], had["last_day"]) == (41250, "2014-01-01", None)
    assert (await tried(service, content)).json()["code"] == "nothing-to-import"
    bad = park(
        units=[
            unit_row("A", **stock),
            unit_row("B", kind="Propriété de la commune ou du CCAS", owner_kind="Bailleur HLM"),
            unit_row("C", **lease | {"mobilised_until": "31/12/2013"}),
            unit_row("D", landlord="Office"),
            unit_row("E", kind="Mandat de gestion"),
        ],
        places=[place_row("A", "Bleue", persons_max=3)],
    )
    assert [one.partition(", ligne ")[2] for one in await sentences(service, bad)] == [
        "3, colonne F (Code postal) : existe déjà avec une autre valeur : un import ajoute, il ne modifie rien",
        "4, colonne U (Propriétaire) : en propriété, le logement est à la commune ou au CCAS",
        "5, colonne Z (Mobilisé jusqu'au) : le dernier jour précède le premier",
        "6, colonne V (Bailleur) : indiquez aussi le mode de mobilisation",
        "7, colonne U (Propriétaire) : obligatoire avec un mode de mobilisation",
        "3, colonne C (Personnes au plus) : existe déjà avec une autre valeur : un import ajoute, il ne modifie rien",
    ]


async def test_importing_the_same_file_twice_adds_nothing(service: Service) -> None:
    content = park(**FOUNDING)
    await bring_in(service, content, reason=WHY)
    before = await everything(service)
    for answer in (await tried(service, content), await bring_in(service, content, reason=WHY)):
        assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-import")
    assert await everything(service) == before


async def test_the_same_request_repeated_gives_the_same_report(service: Service) -> None:
    key = {"idempotency-key": uuid4().hex}
    sent = body(park(**FOUNDING), reason=WHY)
    first = await service.api("POST", "/park-imports", sent, headers=key)
    again = await service.api("POST", "/park-imports", sent, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (await everything(service))["park_import"] == 1


async def test_what_exists_is_recognised_and_never_overwritten(service: Service) -> None:
    await bring_in(service, park(**FOUNDING), reason=WHY)
    more = {**FOUNDING, "units": [*FOUNDING["units"], unit_row("LOG-NEUF")]}
    found = (await tried(service, park(**more))).json()
    assert found["added"] == COUNTED | {"units": 1}
    assert found["unchanged"] == COUNTED | {"units": 3, "places": 2, "conventions": 2, "lines": 4}
    changed = park(
        units=[unit_row("LOG-T1", dwelling_type="T1 et T1 bis", city="Ailleurs"), unit_row("LOG-NEUF")],
        places=[place_row("LOG-COLOC", "Chambre jaune")],
        conventions=[convention_row(signed_on="15/12/2014", funder="Autre")],
        lines=[line_row("LOG-T1", monthly_cents="1,00")],
    )
    found_wrong = await sentences(service, changed)
    assert found_wrong == [
        ("Feuille Conventions, ligne 3, colonne D (Financeur) : "
        "existe déjà avec une autre valeur : un import ajoute, il ne modifie rien"),
        ("Feuille Lignes de convention, ligne 3, colonne A (Numéro de la convention) : "
        "la convention ALT n° ALT-15 (2015) existe déjà : un import ajoute, il ne modifie rien"),
        ("Feuille Logements, ligne 3, colonne G (Commune) : "
        "existe déjà avec une autre valeur : un import ajoute, il ne modifie rien"),
        ("Feuille Places, ligne 3, colonne B (Nom de la place) : "
        "le logement existe déjà : ajoutez-lui cette place depuis sa page, un import ajoute, il ne modifie rien"),
    ]  # fmt: skip


async def test_the_rules_of_the_forms_speak_with_the_cell_of_the_file(service: Service) -> None:
    bad = park(
        units=[
            unit_row("OUTRE-MER", postal_code="97200"),
            unit_row("SANS-EAU", water_and_wc="non"),
            unit_row("EN-AML", programme="AML"),
            unit_row("BON"),
        ],
        places=[place_row("INCONNU"), place_row("BON", "Bleue")],
        conventions=[
            convention_row(signed_on="01/01/2030"),
            convention_row("VIDE", signed_on="01/01/2014"),
            convention_row("JOURS", rule="Mois compté à partir d'un nombre de jours"),
            convention_row("HORS", first_month="01/2016"),
            convention_row("FINIE", ended_on="01/05/2015", end_reason="Dénonciation"),
        ],
        lines=[
            line_row("SANS-EAU"), line_row("EN-AML"), line_row("BON"), line_row("BON", first_month="05/2015"),
            line_row("BON", "ALT-99"), line_row("BON", last_month="02/2016", first_month="01/2016"), line_row("INCONNU"),
            line_row("OUTRE-MER"),
        ],
    )  # fmt: skip
    before = await everything(service)
    assert await sentences(service, bad) == [
        "Feuille Conventions, ligne 3, colonne K (Signée le) : la signature ne peut pas être dans le futur",
        "Feuille Conventions, ligne 4 : ajoutez au moins une ligne avant la signature",
        ("Feuille Conventions, ligne 5, colonne G (Nombre de jours) : "
        "indiquez le nombre de jours à partir duquel le mois compte"),
        ("Feuille Conventions, ligne 6, colonne E (Premier mois financé) : "
        "le premier mois doit être dans l'année de la convention"),
        "Feuille Conventions, ligne 7 : la convention n'est pas signée",
        ("Feuille Lignes de convention, ligne 3, colonne D (Logement) : "
        "point d'eau, WC et chauffage sont exigés (R. 851-3 CSS)"),
        "Feuille Lignes de convention, ligne 4, colonne D (Logement) : sur ces mois, le logement relève de AML",
        ("Feuille Lignes de convention, ligne 6, colonne D (Logement) : "
        "ce logement figure déjà dans la convention ALT n° ALT-15 (2015)"),
        ("Feuille Lignes de convention, ligne 7, colonne A (Numéro de la convention) : "
        "convention inconnue : ALT n° ALT-99 de 2015, ni enregistrée, ni dans le fichier"),
        "Feuille Lignes de convention, ligne 8, colonne F (Premier mois) : les mois doivent être en 2015",
        ("Feuille Lignes de convention, ligne 9, colonne D (Logement) : "
        "logement inconnu « INCONNU » : ni dans le parc, ni dans la feuille Logements"),
        "Feuille Logements, ligne 3, colonne D (Zone APL) : outre-mer, la zone est toujours la zone II",
        ("Feuille Places, ligne 3, colonne A (Logement) : "
        "logement inconnu « INCONNU » : ni dans le parc, ni dans la feuille Logements"),
    ]  # fmt: skip
    assert (await bring_in(service, bad)).json()["code"] == "cells-wrong"
    assert await everything(service) == before


async def test_what_is_missing_between_two_cells_is_said(service: Service) -> None:
    bad = park(
        units=[
            unit_row("A", programme="", programme_since="01/02/2015"),
            unit_row("B", programme_since="01/02/2014"),
            unit_row("C", dwelling_type="T9"),
        ],
        conventions=[convention_row(ended_on="01/05/2015"), convention_row("B", end_reason="Fin")],
        places=[place_row("C"), place_row("A", " ")],
    )
    assert await sentences(service, bad) == [
        "Feuille Conventions, ligne 3 : la convention n'est pas signée",
        "Feuille Conventions, ligne 3, colonne W (Motif de la fin) : le motif de la fin est obligatoire avec sa date",
        "Feuille Conventions, ligne 4, colonne V (Fin le) : la date de fin manque à côté de son motif",
        "Feuille Logements, ligne 3, colonne S (Dans le programme depuis) : indiquez aussi le programme",
        ("Feuille Logements, ligne 4, colonne S (Dans le programme depuis) : "
        "le logement n'est pas encore en service ce jour-là"),
        ("Feuille Logements, ligne 5, colonne C (Type de logement) : « T9 » n'est pas de la liste : Chambre individuelle, "
        "Chambre 2 personnes, Chambre plus de 2 personnes, T1 et T1 bis, T2, T3, T4, T5, Plus de 5 pièces"),
        "Feuille Places, ligne 4, colonne B (Nom de la place) : cette cellule est obligatoire",
    ]  # fmt: skip


async def test_an_aml_convention_comes_in_with_its_terms(service: Service) -> None:
    terms = {"modality": "Mandat de gestion", "max_units": 2, "period_cents": "600,00", "period": "Par trimestre"}
    aml = {"programme": "AML", "signed_on": "02/01/2015", "deliberation": "D-1", **terms}
    content = park(
        units=[unit_row("A", programme="AML"), unit_row("B", programme="AML")],
        conventions=[convention_row("AML-15", **aml)],
        lines=[line_row(unit, "AML-15", programme="AML", monthly_cents="") for unit in ("A", "B")],
    )
    assert (await bring_in(service, content)).status_code == 201
    (paper,) = (await service.api("GET", "/conventions")).json()["items"]
    assert (paper["deliberation"], [one["monthly_cents"] for one in paper["lines"]]) == ("D-1", [20000, 20000])
    assert (await tried(service, content)).json()["code"] == "nothing-to-import"


async def test_the_terms_of_the_aml_stand_with_the_aml_only(service: Service) -> None:
    bad = park(conventions=[convention_row("AML-16", programme="AML"), convention_row(max_units=3)])
    assert await sentences(service, bad) == [
        "Feuille Conventions, ligne 3, colonne O (Modalité AML) : obligatoire pour une convention AML",
        "Feuille Conventions, ligne 3, colonne P (Logements aidés au plus) : obligatoire pour une convention AML",
        "Feuille Conventions, ligne 4, colonne P (Logements aidés au plus) : seulement pour une convention AML",
    ]


async def test_a_warning_is_read_once_with_its_reason_and_kept(service: Service) -> None:
    content = park(**FOUNDING)
    found = (await tried(service, content)).json()
    assert [(one["sheet"], one["row"], one["column"]) for one in found["warnings"]] == [
        ("Lignes de convention", 4, "H")
    ]
    assert "supérieur au plafond 311,27\u00a0€ : +20,00" in found["warnings"][0]["message"]
    before = await everything(service)
    refused = await bring_in(service, content)
    assert (refused.status_code, refused.json()["code"]) == (422, "import-warnings-unread")
    assert await everything(service) == before
    report = (await bring_in(service, content, reason=WHY)).json()
    assert [one["place"] for one in report["warnings"]] == ["Lignes de convention!H4"]


async def test_an_import_that_fails_at_its_last_row_leaves_nothing(service: Service) -> None:
    db = service.app.state.db
    if db.dialect == "sqlite":
        stop = "create trigger stop before insert on park_import begin select raise(abort, 'stop'); end"
    else:
        await db.run(
            "create function stop() returns trigger language plpgsql as $$ begin raise exception 'stop'"
            " using errcode = '23514', constraint = 'stop'; end $$"
        )
        stop = "create trigger stop before insert on park_import for each row execute function stop()"
    await db.run(stop)
    before = await everything(service)
    assert (await bring_in(service, park(**FOUNDING), reason=WHY)).status_code == 409
    assert await everything(service) == before
    await db.run("drop trigger stop" + ("" if db.dialect == "sqlite" else " on park_import"))
    assert (await bring_in(service, park(**FOUNDING), reason=WHY)).status_code == 201


async def test_of_two_imports_of_one_file_at_once_one_is_done(service: Service) -> None:
    content = park(**FOUNDING)
    answers = await asyncio.gather(*(bring_in(service, content, reason=WHY) for _ in range(3)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409]
    found = await everything(service)
    assert (found["unit"], found["convention_line"], found["park_import"]) == (3, 4, 1)


async def test_a_report_never_changes(service: Service) -> None:
    await bring_in(service, park(**FOUNDING), reason=WHY)
    db = service.app.state.db
    for sql in ("update park_import set reason = 'autre'", "delete from park_import"):
        with pytest.raises(Exception, match="park_import_immutable"):
            await db.run(sql)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (park(), "blank-template"),
        (templates.workbook(PARK), "blank-template"),
        (templates.text_files(PARK), "blank-template"),
        (park(units=[unit_row()], year=2025), "wrong-template"),
        (book({"Feuil1": [["Nom"], ["x"]]}), "wrong-template"),
        (b"%PDF-1.7", "file-unreadable"),
    ],
)
async def test_a_file_that_is_not_a_filled_in_template_says_so(service: Service, content: bytes, code: str) -> None:
    for answer in (await tried(service, content), await bring_in(service, content)):
        assert answer.json()["code"] == code, answer.text


async def test_base64_that_is_none_names_its_field(service: Service) -> None:
    answer = await service.api("POST", "/park-imports/preview", {"file_name": "x", "content": "AAAAA"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "content")


# In a browser


async def upload(service: Service, content: bytes, name: str = "parc.xlsx") -> Any:
    return await service.call("POST", "/logements/import", data={"_key": uuid4().hex}, files={"file": (name, content)})


async def test_from_the_template_to_the_units_in_the_pages(service: Service) -> None:
    start = await service.page("/logements/import")
    assert "Aucun import pour l'instant" in start
    assert (await service.call("GET", "/logements/import/modele.xlsx")).content.startswith(b"PK")
    assert (await service.call("GET", "/logements/import/modele.zip")).content.startswith(b"PK")
    answer = await upload(service, park(**FOUNDING), "Parc 2015.xlsx")
    assert answer.status_code == 303, answer.text
    waiting = answer.headers["location"]
    shown = await service.page(waiting)
    for words in ("Parc 2015.xlsx", "LOG-COLOC", "ALT n° ALT-15, 2015", "+20,00", "15/12/2014"):
        assert words in shown
    assert (await everything(service))["unit"] == 0
    unread = await service.send(waiting, reason="")
    assert (unread.status_code, "Dites pourquoi ces lignes" in unread.text) == (422, True)
    done = await service.send(waiting, reason=WHY)
    assert done.status_code == 303, done.text
    report = await service.page(done.headers["location"])
    for words in ("Parc 2015.xlsx", "Agente de test", WHY, "LOG-T1", "tout est enregistré"):
        assert words in report
    assert "Parc 2015.xlsx" in await service.page("/logements/import")
    taken = (await service.call("GET", "/logements/import?format=csv")).content.decode("utf-8-sig")
    assert "Agente de test;Parc 2015.xlsx;3;2;0;2;0;4;Montants de la convention signée" in taken
    assert (await service.call("GET", waiting)).status_code == 404
    assert (await everything(service))["park_upload"] == 0


async def test_a_preview_that_fails_shows_each_cell_and_leaves_nothing(service: Service) -> None:
    before = await everything(service)
    answer = await upload(service, park(units=[unit_row("A", zone="IV", first_day="1/1/26"), unit_row("A")]))
    assert answer.status_code == 422
    for words in ('id="Logements-D3"', "n'est pas de la liste", "quatre chiffres", "2\u00a0cellules sont à corriger"):
        assert words in answer.text.replace("&#39;", "'"), words
    assert await everything(service) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PK\x03\x04rien", "abîmé"), (park(), "Aucune ligne"), (b"", "Choisissez un fichier"), (b"a;b", "modèle")],
)
async def test_a_file_that_cannot_be_taken_says_why_beside_its_field(
    service: Service, content: bytes, said: str
) -> None:
    answer = await upload(service, content, "x.xlsx" if content else "")
    assert answer.status_code in (400, 422)
    assert said in answer.text


async def test_a_file_waits_two_hours_for_the_one_who_sent_it(service: Service) -> None:
    waiting = (await upload(service, park(units=[unit_row()]))).headers["location"]
    assert (await service.call("GET", waiting)).status_code == 200
    service.clock.move_to(service.clock.now() + timedelta(hours=2))
    assert (await service.call("GET", waiting)).status_code == 404
    assert (await service.send(waiting)).status_code == 404
    await upload(service, park(units=[unit_row("B")]))
    assert (await everything(service))["park_upload"] == 1


async def test_a_file_of_somebody_else_is_not_there(service: Service) -> None:
    waiting = (await upload(service, park(units=[unit_row()]))).headers["location"]
    await service.app.state.db.run("update park_upload set actor_id = {}", uuid4())
    assert (await service.call("GET", waiting)).status_code == 404
    assert (await service.send(waiting)).status_code == 404


async def test_a_second_file_takes_the_place_of_the_first(service: Service) -> None:
    first = (await upload(service, park(units=[unit_row("A")]))).headers["location"]
    second = (await upload(service, park(units=[unit_row("B")]))).headers["location"]
    assert (await service.call("GET", first)).status_code == 404
    assert re.search(">B<", await service.page(second))


async def test_what_happens_between_the_preview_and_the_confirmation_counts(service: Service) -> None:
    waiting = (await upload(service, park(units=[unit_row("A"), unit_row("B")]))).headers["location"]
    await bring_in(service, park(units=[unit_row("A", city="Ailleurs")]))
    before = await everything(service)
    answer = await service.send(waiting)
    assert answer.status_code == 422
    assert "existe déjà avec une autre valeur" in answer.text
    assert (await everything(service))["unit"] == before["unit"]
