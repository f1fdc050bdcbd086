"""The staff pages of the park and the conventions, as a clerk uses them."""

import re
from typing import Any

import pytest

from alt_units.domain import units as rules
from alt_units.web import paths
from tests.service.alt_units.conftest import Service, line_body, make_convention

Park = dict[str, dict[str, Any]]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#39;", "'")


def version(text: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found
    return found[1]


async def registered(service: Service, **changes: Any) -> Any:
    fields = {
        "reference": "LOG-9",
        "name": "Les Tilleuls",
        "dwelling_type": "t3",
        "zone": "I",
        "address": "2 rue de l'Exemple",
        "postal_code": "77340",
        "city": "Ville-Exemple",
        "surface": "62,5",
        "water_and_wc": "yes",
        "heating": "yes",
        "first_day": "2015-01-01",
        "programme": "ALT",
        "places": "Chambre bleue\nChambre verte",
        **changes,
    }
    return await service.send("/logements/nouveau", **fields)


async def test_an_empty_park_says_what_to_do_next(service: Service) -> None:
    assert "Aucun logement n'est enregistré" in plain(await service.page("/logements"))
    assert "Préparez celle de l'année" in plain(await service.page("/logements/conventions"))


async def test_a_unit_is_registered_from_the_page_and_shown(service: Service) -> None:
    answer = await registered(service)
    assert answer.status_code == 303, answer.text
    page = plain(await service.page(answer.headers["location"]))
    for words in ("Le logement est enregistré.", "62,50 m²", "Chambre verte", "depuis le 01/01/2015", "En service"):
        assert words in page, words
    assert "Les Tilleuls" in await service.page("/logements")


async def test_every_error_is_shown_at_once_and_nothing_typed_is_lost(service: Service) -> None:
    answer = await registered(service, reference="", postal_code="7734", surface="grand", first_day="31/02/2015")
    page = plain(answer.text)
    assert answer.status_code == 422
    for words in (
        "4 réponses sont à corriger",
        "Ce champ est obligatoire",
        "Cinq chiffres sont attendus",
        "Surface en m² attendue",
        "Ce jour n'existe pas",
        'value="grand"',
        'value="31/02/2015"',
        "Chambre verte",
    ):
        assert words in page, words


async def test_a_taken_reference_is_said_beside_its_field(service: Service) -> None:
    await registered(service)
    answer = await registered(service)
    assert answer.status_code == 409
    assert "Un autre logement porte déjà cette référence" in plain(answer.text)


@pytest.mark.parametrize(
    ("act", "fields", "shown"),
    [
        ("places", {"name": "Chambre jaune"}, "Chambre jaune"),
        ("places/1", {"name": "Chambre rose"}, "Chambre rose"),
        ("programme", {"programme": "AML", "first_day": "2015-09-01"}, "depuis le 01/09/2015"),
        (
            "indisponibilites",
            {"first_day": "2015-06-10", "reason": "other", "bearer": "insurer", "note": "Dégât des eaux"},
            "Autre : Dégât des eaux",
        ),
        (
            "mobilisations",
            {"kind": "head_lease", "owner_kind": "hlm", "landlord": "Bailleur Exemple", "first_day": "2014-01-01"},
            "Bailleur Exemple (Bailleur HLM)",
        ),
        ("retrait", {"last_day": "2015-12-31", "seen": "2015-12-31"}, "Dernier jour dans le parc : 31/12/2015"),
    ],
)
async def test_each_act_on_a_unit_has_its_page(
    service: Service, park: Park, act: str, fields: dict[str, str], shown: str
) -> None:
    path = f"/logements/{park['shared']['id']}"
    form = await service.page(f"{path}/{act}")
    empty = await service.send(f"{path}/{act}", version=version(form))
    if act != "programme":
        assert empty.status_code == 422, empty.text
    answer = await service.send(f"{path}/{act}", version=version(form), **fields)
    assert answer.status_code == 303, plain(answer.text)
    assert shown in plain(await service.page(answer.headers["location"]))


async def test_a_void_is_declared_shortened_and_another_cancelled_from_the_pages(service: Service, park: Park) -> None:
    path = f"/logements/{park['t1']['id']}"
    works = {"first_day": "2015-06-01", "reason": "works", "bearer": "landlord", "reference": "Devis 12"}
    await service.send(f"{path}/indisponibilites", version="1", **works)
    shown = plain(await service.page(path))
    assert "Indisponible" in shown
    assert "Travaux" in shown
    void = (await service.api("GET", f"/units/{park['t1']['id']}")).json()["voids"][0]
    form = await service.page(f"{path}/indisponibilites/{void['id']}/fin")
    answer = await service.send(
        f"{path}/indisponibilites/{void['id']}/fin", version=version(form), last_day="2015-06-14"
    )
    assert answer.status_code == 303, plain(answer.text)
    shown = plain(await service.page(path))
    assert "du 01/06/2015 au 14/06/2015" in shown
    assert "En service" in shown
    form = await service.page(f"{path}/indisponibilites/{void['id']}/annulation")
    answer = await service.send(
        f"{path}/indisponibilites/{void['id']}/annulation", version=version(form), reason="Travaux reportés"
    )
    assert answer.status_code == 303, plain(answer.text)
    assert "Annulée le 15/06/2015 : Travaux reportés" in plain(await service.page(path))


async def test_a_mobilisation_is_corrected_and_ended_from_its_pages(service: Service, park: Park) -> None:
    path = f"/logements/{park['t1']['id']}/mobilisations"
    lease = {"kind": "sliding_lease", "owner_kind": "hlm", "landlord": "Bailleur Exemple", "first_day": "2014-01-01"}
    await service.send(path, version="1", **lease)
    one = (await service.api("GET", f"/units/{park['t1']['id']}")).json()["mobilisations"][0]
    form = await service.page(f"{path}/{one['id']}")
    answer = await service.send(f"{path}/{one['id']}", version=version(form), **lease, rent_euros="412,50")
    assert answer.status_code == 303, plain(answer.text)
    assert 'value="412,50"' in await service.page(f"{path}/{one['id']}")
    form = await service.page(f"{path}/{one['id']}/fin")
    ended = {"last_day": "2015-05-31", "reason": "slid"}
    answer = await service.send(f"{path}/{one['id']}/fin", version=version(form), **ended)
    assert answer.status_code == 303, plain(answer.text)
    assert "Bail glissé" in plain(await service.page(f"/logements/{park['t1']['id']}"))


async def test_a_stale_page_is_refused_and_keeps_what_was_typed(service: Service, park: Park) -> None:
    path = f"/logements/{park['t1']['id']}/places"
    await service.send(path, version="1", name="Chambre jaune")
    answer = await service.send(path, version="1", name="Chambre mauve")
    assert answer.status_code == 412
    assert "Modifié entre-temps" in answer.text
    assert 'value="Chambre mauve"' in answer.text


async def test_a_blocked_retirement_links_to_what_blocks(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    answer = await service.send(f"/logements/{park['t1']['id']}/retrait", version="1", last_day="2015-06-30")
    assert answer.status_code == 409
    assert f'href="/logements/conventions/{convention["id"]}"' in answer.text


async def test_a_convention_is_prepared_filled_signed_and_ended_from_its_pages(service: Service, park: Park) -> None:
    fields = {
        "programme": "ALT",
        "number": "77-2015-1",
        "funder": "Préfecture",
        "year": "2015",
        "first_month": "2015-01",
        "rule": "MOIS_ENTIER",
        "basis": "DISPONIBILITE",
        "ceiling": "MENSUEL",
    }
    blank = await service.page("/logements/conventions/nouvelle")
    assert 'value="MOIS_ENTIER" selected' in blank
    answer = await service.send("/logements/conventions/nouvelle", **fields)
    assert answer.status_code == 303, plain(answer.text)
    path = answer.headers["location"].partition("?")[0]
    for name, typed in (("shared", ""), ("t1", "331,27"), ("t3", "")):
        form = await service.page(f"{path}/lignes")
        line = {"unit_id": park[name]["id"], "first_month": "2015-01", "last_month": "2015-12", "monthly_cents": typed}
        answer = await service.send(f"{path}/lignes", version=version(form), **line)
        assert answer.status_code == 303, plain(answer.text)
    page = plain(await service.page(path))
    for words in (
        "1 047,17 €",
        "12 566,04 €",
        "331,27 €",
        "supérieur au plafond 311,27 € : +20,00 €",
        "à confirmer",
        "En préparation",
        "CAF, chaque mois",
    ):
        assert words in page, words
    assert "1 ligne au-dessus du barème" in plain(await service.page("/logements/conventions"))
    doubled = await service.send(f"{path}/lignes", version="4", **line)
    assert doubled.status_code == 409
    assert "figure déjà dans" in plain(doubled.text)
    signed = await service.send(f"{path}/signature", version="4", signed_on="2015-02-10")
    assert signed.status_code == 303, plain(signed.text)
    page = plain(await service.page(path))
    assert "mars 2015" in page
    assert "CSS R. 851-5" in page
    park_page = plain(await service.page("/logements"))
    for words in ("Aide conventionnée, juin 2015", "1 047,17 €", "331,27 €"):
        assert words in park_page, words
    end = {"version": "5", "ended_on": "2015-05-12", "reason": "Résiliation", "kind": "agreement"}
    foreseen = await service.send(f"{path}/fin", **end)
    assert foreseen.status_code == 200, plain(foreseen.text)
    assert plain(foreseen.text).count("sort de l'offre") == 3
    ended = await service.send(f"{path}/fin", **end, seen="2015-05-12 agreement")
    assert ended.status_code == 303, plain(ended.text)
    page = plain(await service.page(path))
    assert "Terminée" in page
    assert "libérée après mai 2015" in page


async def test_a_line_is_corrected_and_removed_from_its_page(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    path = f"/logements/conventions/{convention['id']}"
    line = f"{path}/lignes/{convention['lines'][0]['id']}"
    form = await service.page(line)
    assert 'value="311,27"' in form
    fields = {"unit_id": park["t1"]["id"], "first_month": "2015-01", "last_month": "2015-12", "monthly_cents": "abc"}
    assert (await service.send(line, version=version(form), **fields)).status_code == 422
    answer = await service.send(line, version=version(form), **{**fields, "monthly_cents": "250"})
    assert answer.status_code == 303, plain(answer.text)
    assert "250,00 €" in plain(await service.page(path))
    stale = await service.send(f"{line}/retrait", version="1")
    assert stale.status_code == 412
    removed = await service.send(f"{line}/retrait", version="3")
    assert removed.status_code == 303
    assert "Aucune ligne" in await service.page(path)


async def test_a_convention_is_corrected_while_in_preparation(service: Service) -> None:
    convention = await make_convention(service)
    path = f"/logements/conventions/{convention['id']}/modifier"
    form = await service.page(path)
    fields = {
        "programme": "ALT",
        "number": "ALT-2015",
        "funder": "DDCS",
        "year": "2015",
        "first_month": "2015-01",
        "rule": "OCCUPE_AU_MOINS_N_JOURS",
        "basis": "OCCUPATION",
        "ceiling": "ANNUEL",
    }
    missing = await service.send(path, version=version(form), **fields)
    assert (missing.status_code, "Indiquez le nombre de jours" in missing.text) == (422, True)
    answer = await service.send(path, version=version(form), **fields, least_days="15")
    assert answer.status_code == 303, plain(answer.text)
    assert "15 jours" in plain(await service.page(answer.headers["location"]))


async def test_the_tables_are_shown_with_their_status(service: Service) -> None:
    page = plain(await service.page("/logements/baremes"))
    for words in ("Arrêté du 27 décembre 2007", "à confirmer", "296,32", "non connues", "francs"):
        assert words in page, words


async def test_a_refusal_links_to_the_pages_that_exist() -> None:
    from uuid import UUID

    assert paths.unit(UUID(int=1)) == rules.page(UUID(int=1))
    assert paths.convention(UUID(int=1)) == rules.convention_page(UUID(int=1))
