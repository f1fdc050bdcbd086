"""The whole life of a convention comes in from a file: annex, agreement, avenants, end; and the voids of its units."""

from datetime import date

from tests.service.alt_units.conftest import Service
from tests.service.alt_units.test_park_imports import bring_in, everything, sentences, tried
from tests.support.park_files import (
    LIFE,
    amendment_row,
    capacity_row,
    convention_row,
    line_row,
    park,
    unit_row,
    void_row,
)

DENOUNCED = {
    "ended_on": "31/05/2015",
    "end_reason": "Dénonciation par le CCAS",
    "end_kind": "Dénoncée par le CCAS, avec préavis",
    "notified_on": "20/02/2015",
}


async def test_a_convention_comes_in_with_its_avenants_its_annex_and_its_agreement(service: Service) -> None:
    found = await tried(service, park(**LIFE))
    assert found.status_code == 200, found.text
    assert found.json()["added"] == {
        "units": 3, "places": 0, "voids": 2, "conventions": 2, "amendments": 2, "lines": 5,
    }  # fmt: skip
    assert (await bring_in(service, park(**LIFE))).status_code == 201
    papers = {one["number"]: one for one in (await service.api("GET", "/conventions")).json()["items"]}
    paper = papers["ALT-15"]
    assert paper["approval"] == {"number": "AGR-7", "approved_on": "2013-02-01", "ends_on": "2018-01-31"}
    references = {one["id"]: one["reference"] for one in (await service.api("GET", "/units")).json()["items"]}
    held = sorted((references[one["unit_id"]], one["first_month"], one["last_month"]) for one in paper["lines"])
    assert held == [
        ("A", "2015-01", "2015-03"), ("A", "2015-04", "2015-06"), ("A", "2015-07", "2015-12"),
        ("B", "2015-01", "2015-03"), ("B", "2015-04", "2015-06"), ("C", "2015-07", "2015-12"),
    ]  # fmt: skip
    versions = (await service.api("GET", f"/conventions/{paper['id']}/versions")).json()["items"]
    assert [one["signed_on"] for one in versions] == ["2014-12-15", "2015-03-10", "2015-05-15"]
    assert [one["ceiling_cents"] for one in versions] == [None, 900000, 900000]
    units = {one["reference"]: one for one in (await service.api("GET", "/units")).json()["items"]}
    assert [(one["reason"], one["bearer"], one["last_day"]) for one in units["A"]["voids"]] == [
        ("works", "insurer", "2015-03-20")
    ]
    assert [(one["reason"], one["note"], one["last_day"]) for one in units["B"]["voids"]] == [
        ("other", "Désinsectisation", None)
    ]
    assert (await tried(service, park(**LIFE))).json()["code"] == "nothing-to-import"


async def test_a_convention_that_ended_takes_its_units_out_of_the_offer_unless_another_holds_them(
    service: Service,
) -> None:
    content = park(
        units=[unit_row("A"), unit_row("B")],
        conventions=[
            convention_row(signed_on="15/12/2014", **DENOUNCED),
            convention_row("ALT-15B", signed_on="01/06/2015", first_month="06/2015"),
        ],
        lines=[line_row("A"), line_row("B"), line_row("B", "ALT-15B", first_month="06/2015")],
    )
    # While the CAF paid, what is signed on 1 June takes effect in July: June has no convention, and B is still held.
    assert (await bring_in(service, content)).status_code == 201
    units = {one["reference"]: one for one in (await service.api("GET", "/units")).json()["items"]}
    assert units["A"]["programmes"] == [{"programme": "ALT", "first_day": "2015-01-01", "last_day": "2015-05-31"}]
    assert units["B"]["programmes"] == [{"programme": "ALT", "first_day": "2015-01-01", "last_day": None}]
    paper = next(one for one in (await service.api("GET", "/conventions")).json()["items"] if one["number"] == "ALT-15")
    assert (paper["ended_on"], paper["end_kind"], paper["notified_on"]) == ("2015-05-31", "by_ccas", "2015-02-20")


async def test_the_consecutive_years_of_a_convention_are_counted_from_the_file(service: Service) -> None:
    """Three years brought in, each following the one before, in whatever order: a fourth is refused (R. 851-2 I, ALT-06)."""
    service.clock.move_to(date(2020, 3, 2))
    years = [
        {
            "number": f"ALT-{year}",
            "year": year,
            "signed_on": f"10/01/{year}",
            "renews": f"ALT-{year - 1}" if year > 2018 else "",
        }
        for year in (2020, 2018, 2019)
    ]
    content = park(
        units=[unit_row("A", first_day="01/01/2018")],
        conventions=[convention_row(**one) for one in years],
        lines=[line_row("A", number=f"ALT-{year}", year=year) for year in (2018, 2019, 2020)],
    )
    assert (await bring_in(service, content)).status_code == 201
    papers = {one["number"]: one for one in (await service.api("GET", "/conventions")).json()["items"]}
    assert papers["ALT-2020"]["renews_id"] == papers["ALT-2019"]["id"]
    again = await service.api("POST", f"/conventions/{papers['ALT-2020']['id']}/renewal")
    assert (again.status_code, again.json()["code"]) == (422, "convention-too-many-years")
    assert (await tried(service, content)).json()["code"] == "nothing-to-import"
    wrong = park(
        conventions=[
            convention_row("ALT-2021", year=2021, renews="ALT-2019"),
            convention_row("ALT-2019-BIS", year=2019, renews="ALT-2018"),
        ]
    )
    assert [one.partition(" : ")[2] for one in await sentences(service, wrong)] == [
        "convention inconnue : ALT n° ALT-2019 de 2020, ni enregistrée, ni dans le fichier",
        "la convention ALT n° ALT-2018 de 2018 est déjà reconduite",
    ]


async def test_the_end_of_a_convention_does_not_change_a_unit_of_the_park(service: Service) -> None:
    await bring_in(service, park(units=[unit_row("A")]))
    ended = park(conventions=[convention_row(signed_on="15/12/2014", **DENOUNCED)], lines=[line_row("A")])
    assert await sentences(service, ended) == [
        (
            "Feuille Conventions, ligne 3, colonne V (Fin le) : le logement A, déjà enregistré, sortirait de l'offre : "
            "importez la convention sans fin, puis mettez-y fin depuis sa page"
        )
    ]


async def test_the_rules_of_avenants_ends_and_voids_speak_with_the_cell_of_the_file(service: Service) -> None:
    bad = park(
        units=[unit_row("A"), unit_row("B")],
        voids=[
            void_row("A"), void_row("A", first_day="10/03/2015"), void_row("A", place="Chambre", first_day="01/06/2015"),
            void_row("B", reason="Autre"), void_row("Z"),
        ],
        conventions=[
            convention_row("TROU", signed_on="15/12/2014"),
            convention_row("COURT", signed_on="15/12/2014", **DENOUNCED | {"notified_on": "20/03/2015"}),
            convention_row("BROUILLON"),
            convention_row("AGREE", approved_on="01/01/2015", notified_on="01/01/2015"),
            convention_row("LIGNES", signed_on="15/12/2014"),
        ],
        amendments=[
            amendment_row(2, "TROU", first_month="04/2015"),
            amendment_row(1, "BROUILLON", first_month="04/2015"),
            amendment_row(1, "LIGNES", first_month="04/2015", signed_on="01/12/2014", max_units=2),
            amendment_row(1, "AILLEURS", first_month="04/2015"),
        ],
        lines=[
            line_row("A", "TROU", last_month="01/2015"), line_row("A", "COURT", first_month="02/2015", last_month="02/2015"),
            line_row("A", "BROUILLON", first_month="12/2015"), line_row("B", "LIGNES"),
            line_row("B", "LIGNES", amendment=1, first_month="02/2015"), line_row("B", "TROU", amendment=3),
        ],
        capacity=[capacity_row(number="LIGNES", amendment=4, month_01=1)],
    )  # fmt: skip
    before = await everything(service)
    assert await sentences(service, bad) == [
        "Feuille Avenants, ligne 3, colonne D (Avenant) : l'avenant n° 1 manque : ils se numérotent à partir de 1, sans trou",
        "Feuille Avenants, ligne 4 : une convention en préparation se modifie directement",
        "Feuille Avenants, ligne 5, colonne Q (Logements aidés au plus) : seulement pour une convention AML",
        ("Feuille Avenants, ligne 6, colonne A (Numéro de la convention) : "
        "convention inconnue : ALT n° AILLEURS de 2015, ni enregistrée, ni dans le fichier"),
        "Feuille Capacités, ligne 3, colonne Q (Avenant) : l'avenant n° 4 n'est pas dans la feuille Avenants",
        ("Feuille Conventions, ligne 4, colonne V (Fin le) : "
        "notifiée le 20/03/2015, la fin est au plus tôt le 20/06/2015"),
        "Feuille Conventions, ligne 6, colonne Y (Préavis reçu le) : indiquez aussi la date de fin",
        "Feuille Conventions, ligne 6, colonne Z (Agrément n°) : indiquez aussi le numéro de l'agrément",
        ("Feuille Indisponibilités, ligne 4, colonne E (Premier jour) : "
        "une indisponibilité couvre déjà ces jours"),
        ("Feuille Indisponibilités, ligne 5, colonne B (Place) : "
        "place inconnue « Chambre » : ce logement n'a pas de place de ce nom"),
        "Feuille Indisponibilités, ligne 6, colonne H (Remarque) : pour « autre », écrivez le motif",
        ("Feuille Indisponibilités, ligne 7, colonne A (Logement) : "
        "logement inconnu « Z » : ni dans le parc, ni dans la feuille Logements"),
        ("Feuille Lignes de convention, ligne 7, colonne F (Premier mois) : "
        "l'avenant prend effet en 04/2015 : la ligne commence ce mois-là au plus tôt"),
        ("Feuille Lignes de convention, ligne 8, colonne I (Avenant) : "
        "l'avenant n° 3 n'est pas dans la feuille Avenants"),
    ]  # fmt: skip
    assert await everything(service) == before


async def test_what_a_convention_says_otherwise_than_recorded_is_refused(service: Service) -> None:
    await bring_in(service, park(**LIFE))
    other = park(
        conventions=[convention_row(signed_on="15/12/2014", approval_number="AGR-8")],
        amendments=[
            amendment_row(1, first_month="04/2015", signed_on="10/03/2015", ceiling_cents="1,00"),
            amendment_row(3, first_month="09/2015"),
        ],
        lines=[line_row("A", amendment=2, monthly_cents="1,00")],
        capacity=[capacity_row(month_01=9)],
        voids=[void_row("A", reference="AUTRE")],
    )
    assert [one.partition(" : ")[0] for one in await sentences(service, other)] == [
        "Feuille Avenants, ligne 3, colonne D (Avenant)",
        "Feuille Avenants, ligne 4, colonne D (Avenant)",
        "Feuille Capacités, ligne 3, colonne A (Numéro de la convention)",
        "Feuille Conventions, ligne 3, colonne Z (Agrément n°)",
        "Feuille Indisponibilités, ligne 3, colonne A (Logement)",
        "Feuille Lignes de convention, ligne 3, colonne A (Numéro de la convention)",
    ]
