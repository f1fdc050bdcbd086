"""The staff pages of a stay, clicked through: from the household to the difference between entry and exit."""

import re
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

from tests.support.hostile_pictures import jpeg
from tests.support.pdfs import text_of
from tests.support.stay_desk import DECIDED, Desk, accepted

FACTS = {
    "last_name": "Ménage Exemple A",
    "first_name": "Exemple",
    "situation": "single",
    "adults": "1",
    "children": "0",
    "orientation": "siao",
}


def words(html: str) -> str:
    """What a reader sees, on one line."""
    seen = unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", seen)


def typed(html: str) -> dict[str, Any]:
    """The fields of the page as a browser would send them back."""
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]+>", html):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("name") and found.get("name") not in ("_csrf", "_key"):
            fields[unescape(found["name"])] = unescape(found.get("value", ""))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        fields[name] = chosen[1] if chosen else ""
    return fields


async def opened(desk: Desk, path: str) -> str:
    answer = await desk.page(path)
    assert answer.status_code == 200, (path, answer.status_code, words(answer.text)[:400])
    return answer.text


async def sent(desk: Desk, path: str, fields: dict[str, Any]) -> str:
    """Submit, and give the address of the page that follows."""
    answer = await desk.submit(path, fields)
    assert answer.status_code == 303, (answer.status_code, words(answer.text)[:600])
    return answer.headers["location"].partition("?")[0]


async def confirmed(desk: Desk, path: str, fields: dict[str, Any]) -> str:
    """Read what the act will do, then confirm it; the address of the page that follows."""
    told = await desk.submit(path, fields)
    assert told.status_code == 200, (told.status_code, words(told.text)[:600])
    return await sent(desk, path, {**fields, "seen": typed(told.text)["seen"]})


async def signed_stay(desk: Desk) -> str:
    """The address of a signed contract, made through the pages."""
    household = await sent(desk, "/sejours/menages/nouveau", FACTS)
    blank = await opened(desk, f"/sejours/contrats/nouveau?menage={household.rpartition('/')[2]}")
    fields = {**typed(blank), "place": f"{UUID(int=1)}:0", "first_day": "2018-01-10"}
    contract = await sent(desk, "/sejours/contrats/nouveau", fields)
    form = typed(await opened(desk, f"{contract}/signature"))
    return await sent(desk, f"{contract}/signature", form)


async def filled(desk: Desk, path: str, **conditions: str) -> dict[str, Any]:
    """The inspection's form with every element in good condition, save those given."""
    fields = typed(await opened(desk, path))
    for name in [one for one in fields if one.startswith("element.") and one.endswith(".condition")]:
        fields[name] = conditions.get(fields[name.removesuffix(".condition")], "good")
    fields["party.household.presence"] = fields["party.ccas.presence"] = "present"
    fields |= {
        "party.ccas.address": "Place de l'Exemple",
        "no_sheet_reason": "Feuille au dossier",
        "address_refused": "yes",
    }
    for unticked in ("is_furnished", "acts"):
        fields.pop(unticked, None)
    return {**fields, "key.0.quantity": conditions.get("keys", "2"), "meter.0.reading": conditions.get("water", "100")}


async def with_one_photo(desk: Desk, path: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Two photos of the first element joined at the office, one of them taken off again; the fields of the page then."""
    shown = (await opened(desk, path)).partition('name="subject"')[2]
    subject = re.findall(r'<option value="([0-9a-f-]{36})"', shown)[0]
    version = fields["version"]
    for wrong in ({"subject": str(UUID(int=7)), "version": version}, {"subject": subject, "version": "99"}):
        refusal = await desk.submit(f"{path}/photos", wrong, photo=jpeg())
        assert refusal.status_code == (422 if wrong["version"] == version else 412)
    hostile = await desk.submit(f"{path}/photos", {"subject": subject, "version": version}, photo=b"%PDF-1.7")
    assert (hostile.status_code, "JPEG, PNG ou WebP" in hostile.text) == (422, True)
    for _ in range(2):
        joined = {"subject": subject, "version": typed(await opened(desk, path))["version"]}
        assert (await desk.submit(f"{path}/photos", joined, photo=jpeg())).status_code == 303
    page = await opened(desk, path)
    first, second = re.findall(r'name="without\.([0-9a-f-]{36})"', page)
    assert first != second
    again = {name: value for name, value in typed(page).items() if not name.startswith("without.")}
    again = {name: value for name, value in again.items() if name not in ("is_furnished", "acts")}
    await sent(desk, path, again | {f"without.{first}": "yes"})
    left = await opened(desk, path)
    assert re.findall(r'name="without\.([0-9a-f-]{36})"', left) == [second]
    return {name: value for name, value in typed(left).items() if not name.startswith("without.")}


async def test_an_inspection_at_the_office_says_all_that_a_tablet_says_and_takes_the_signed_sheet(desk: Desk):
    path = f"{await signed_stay(desk)}/etat-des-lieux/entree"
    fields = await filled(desk, path) | {"no_sheet_reason": ""}
    said = {
        "element.0.0.material": "Parquet",
        "element.0.0.works": "yes",
        "element.0.0.quantity": "2",
        "element.0.0.last_renewed_on": "2016-05-01",
        "element.0.0.renewal_proof": "Facture 12",
        "element.0.0.reservation": "Rayure ancienne",
        "element.0.0.reserved_by": "household",
        "meter.0.read_by": "ccas",
        "key.0.serial": "C-7",
        "key.0.lost_cost": "25,00",
        "safety.0.state": "works",
        "safety.0.remark": "Pile changée",
        "copy.household": "hand",
        "copy.household.given_on": "2018-01-10",
        "started_at": "09:05",
        "ended_at": "10:15",
    }
    backwards = await desk.submit(path, fields | said | {"ended_at": "8h"})
    assert (backwards.status_code, "finirait avant" in backwards.text, 'value="8h"' in backwards.text) == (
        422,
        True,
        True,
    )
    await sent(desk, path, fields | said)
    again = typed(await opened(desk, path))
    assert {name: again[name] for name in said} == said
    again = await with_one_photo(desk, path, again)
    again = {name: value for name, value in again.items() if name not in ("is_furnished", "acts")}
    refusal = await desk.submit(path, {**again, "do": "sign"})
    assert (refusal.status_code, "joindre la photo de la feuille signée" in refusal.text) == (422, True)
    sheet = {"version": again["version"]}
    assert (await desk.submit(f"{path}/feuilles", sheet, sheet=b"%PDF-1.7")).status_code == 422
    assert (await desk.submit(f"{path}/feuilles", sheet, sheet=jpeg())).status_code == 303
    version = typed(await opened(desk, path))["version"]
    await sent(desk, path, {**again, "version": version, "do": "sign"})
    page = await opened(desk, path)
    assert page.count("/photos/") == 4, "an element and the sheet, each with its link"
    seen = words(page)
    for told in (
        "de 9 h 05 à 10 h 15",
        "Parquet",
        "posé ou refait le 01/05/2016 (Facture 12)",
        "Rayure ancienne",
        "C-7",
        "Pile changée",
    ):
        assert told in seen
    leaving = path.replace("entree", "sortie")
    begun = {
        one: typed(await opened(desk, f"{leaving}?depart={one}"))["element.0.0.material"] for one in ("", "template")
    }
    assert begun == {"": "Parquet", "template": ""}


async def test_a_stay_is_led_from_the_household_to_the_difference_through_the_pages(desk: Desk):
    contract = await signed_stay(desk)
    seen = words(await opened(desk, contract))
    assert "Ménage Exemple A Exemple – Logement 1" in seen
    assert "Il reste 89 jours" in seen
    assert "Une période du 10/04/2018 au 09/07/2018 s'ajoutera ; les précédentes restent telles quelles." in seen
    await sent(
        desk,
        f"{contract}/etat-des-lieux/entree",
        {**await filled(desk, f"{contract}/etat-des-lieux/entree"), "do": "sign"},
    )
    await confirmed(
        desk,
        f"{contract}/renouvellement",
        {**typed(await opened(desk, f"{contract}/renouvellement")), "reason": "Relogement en cours", **DECIDED},
    )
    seen = words(await opened(desk, contract))
    assert "Initiale 10/01/2018 09/04/2018" in seen
    assert "Renouvellement 1 10/04/2018 09/07/2018" in seen
    desk.clock.move_to(date(2018, 5, 2))
    leaving = await filled(desk, f"{contract}/etat-des-lieux/sortie", Murs="bad", keys="1", water="112")
    await sent(desk, f"{contract}/etat-des-lieux/sortie", {**leaving, "do": "sign"})
    await confirmed(
        desk, f"{contract}/fin", {**typed(await opened(desk, f"{contract}/fin")), "reason": "social_housing"}
    )
    told = words(await opened(desk, f"{contract}/etats-des-lieux/difference"))
    assert "Sortie non conforme" in told
    assert "Murs Bon Mauvais Dégradé" in told
    assert "Il en manque 1" in told
    assert "100 112 12" in told
    assert "Parti le 02/05/2018" in words(await opened(desk, contract))


async def test_a_draft_inspection_is_kept_with_what_is_missing_and_signed_later(desk: Desk):
    path = f"{await signed_stay(desk)}/etat-des-lieux/entree"
    fields = {**typed(await opened(desk, path)), "do": "sign", "new_element.0": "Placard", "new_room": "Cave"}
    answer = await desk.submit(path, {**fields, "remarks": "Fenêtre à revoir"})
    assert answer.status_code == 422
    assert "Fenêtre à revoir" in answer.text
    assert "Placard" in answer.text
    await sent(desk, path, {**fields, "do": "save", "remarks": "Fenêtre à revoir"})
    seen = await opened(desk, path)
    assert "Fenêtre à revoir" in seen
    assert "Cave" in words(seen)
    await sent(desk, path, {**await filled(desk, path), "do": "sign"})
    assert "Signé et figé" in words(await opened(desk, path))
    assert (await desk.submit(path, {**fields, "do": "save", "version": "2"})).status_code == 409


async def test_a_refused_act_shows_its_reason_and_the_link_to_what_blocks_and_keeps_what_was_typed(desk: Desk):
    there = await signed_stay(desk)
    late = await desk.prepare(await desk.household("Ménage Exemple B"), "2018-02-01")
    path = f"/sejours/contrats/{late['id']}/signature"
    answer = await desk.submit(path, {**typed(await opened(desk, path)), "signed_on": "2018-01-10"})
    assert answer.status_code == 409
    assert f'href="{there}"' in answer.text
    assert 'value="2018-01-10"' in answer.text


async def test_a_wrong_form_names_every_field_in_french_and_keeps_what_was_typed(desk: Desk):
    answer = await desk.submit(
        "/sejours/menages/nouveau", {**FACTS, "last_name": "", "adults": "deux", "note": "Gardé"}
    )
    assert answer.status_code == 422
    seen = words(answer.text)
    assert "2 réponses sont à corriger" in seen
    assert "Nombre entier attendu" in seen
    assert "Gardé" in answer.text
    wrong = await desk.submit("/sejours/contrats/nouveau", {"household_id": "x", "place": "y", "first_day": "hier"})
    assert wrong.status_code == 422


async def test_the_to_do_page_names_what_waits_each_with_its_next_act(desk: Desk):
    contract = await signed_stay(desk)
    seen = await opened(desk, "/sejours/a-faire")
    assert "Établir l'état des lieux d'entrée" in words(seen).replace("’", "'")
    assert f'href="{contract}/etat-des-lieux/entree"' in seen
    desk.clock.move_to(date(2018, 4, 20))
    assert "Échéance du séjour" in words(await opened(desk, "/sejours/a-faire"))


async def test_every_act_page_and_list_opens_in_every_state_of_a_contract(desk: Desk):
    contract = await signed_stay(desk)
    for view in ("en-cours", "echeance-proche", "echeance-depassee", "a-signer", "termines", "tous"):
        await opened(desk, f"/sejours?vue={view}")
    for act in ("signature", "renouvellement", "demande-de-renouvellement", "assurances", "conge", "fin", "annulation"):
        await opened(desk, f"{contract}/{act}")
    stay = accepted(await desk.send("GET", f"/contracts/{contract.rpartition('/')[2]}"))
    await opened(desk, f"/sejours/menages/{stay['household_id']}")
    await opened(desk, f"/sejours/menages/{stay['household_id']}/modification")
    await opened(desk, f"/sejours/menages/{stay['household_id']}?au=2018-01-05")
    await opened(desk, f"/sejours/menages/{stay['household_id']}?au=n'importe")
    await opened(desk, "/sejours/menages?recherche=exemple")
    assert "Aucun ménage ne porte ce nom" in await opened(desk, "/sejours/menages?recherche=inconnu")
    for search in ("%00", "a" * 300):
        assert (await desk.page(f"/sejours/menages?recherche={search}")).status_code == 422
        assert (await desk.send("GET", f"/households?search={search}")).status_code == 400
    await opened(desk, "/sejours/contrats/nouveau")
    accepted(await desk.act(stay, "cancellation", {"reason": "N'est pas venu"}))
    await opened(desk, contract)
    await opened(desk, f"{contract}/renouvellement")
    assert (await desk.page(f"{contract}/etat-des-lieux/entree")).status_code == 409
    assert (await desk.page(f"{contract}/etat-des-lieux/autre")).status_code == 404
    assert (await desk.page(f"/sejours/contrats/{UUID(int=5)}")).status_code == 404


async def test_a_reason_that_speaks_of_health_is_read_again_on_its_page_before_it_is_kept(desk: Desk):
    contract = await signed_stay(desk)
    version = re.search(r'name="version" value="(\d+)"', await opened(desk, f"{contract}/annulation"))
    assert version
    asked = {"reason": "Hospitalisation du ménage", "version": version[1]}
    warned = await desk.submit(f"{contract}/annulation", asked)
    assert warned.status_code == 422
    assert "À relire" in warned.text
    assert "« hospitalisation »" in words(warned.text)
    assert "Hospitalisation du ménage</textarea>" in warned.text
    assert warned.text.count('name="confirm_note"') == 1
    assert "confirm_note" not in (await desk.submit(f"{contract}/annulation", {**asked, "reason": ""})).text
    await sent(desk, f"{contract}/annulation", {**asked, "confirm_note": "yes"})
    assert "Hospitalisation du ménage" in await opened(desk, contract)


async def test_a_demand_for_an_attestation_is_printed_then_noted_as_sent_and_stays_one_letter(desk: Desk) -> None:
    stay = await desk.stay("2018-01-10")
    page = f"/sejours/contrats/{stay['id']}"
    letter = f"{page}/mises-en-demeure-assurance/1/lettre.pdf"
    assert letter in await opened(desk, f"{page}/mise-en-demeure-assurance")
    printed = await desk.page(letter)
    assert "Mise en demeure" in text_of(printed.content)
    desk.clock.move_to(date(2018, 1, 12))
    await sent(desk, f"{page}/mise-en-demeure-assurance", {"sent_on": "2018-01-11", "channel": "registered_letter"})
    assert letter in await opened(desk, page)
    assert (await desk.page(letter)).content == printed.content
    assert "nous vous mettons en demeure" in words(await opened(desk, f"{letter}?forme=lecture"))
    assert (await desk.page(letter.replace("/1/", "/2/"))).status_code == 409
    assert (await desk.page(letter.replace("/1/", "/3/"))).status_code == 404
