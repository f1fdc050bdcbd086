"""What tablets send: received once, bound to what it shows, set aside when it clashes; never lost, never twice."""

import base64
import json
from datetime import date
from html import unescape
from uuid import UUID, uuid4

import pytest

from kernel.db import Database
from kernel.intake.pictures import LARGEST_PICTURE
from kernel.sealing import public_key
from occupancy.domain.inspection_seals import check_seal, digest, read_seal
from occupancy.stay_invariants import STAY_INVARIANTS
from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import opened, typed, words
from tests.service.occupancy.test_stay_store import refused_by_database
from tests.support.hostile_pictures import CANARIES, KINDS, jpeg, picture, talkative
from tests.support.stay_desk import Desk, accepted, refused

AT = "2018-01-10T09:30:00Z"


async def prepared(desk: Desk) -> dict:
    """A stay and its entry inspection, drafted at the office with everything answered."""
    stay = await desk.stay("2018-01-10")
    path = f"/contracts/{stay['id']}/inspections/entry"
    content = accepted(await desk.send("GET", f"{path}/form"))
    for room in content["rooms"]:
        for element in room["elements"]:
            element["condition"] = "good"
    for meter in content["meters"]:
        meter["reading"] = 100
    content["keys"][0]["quantity"] = 2
    for party in content["parties"]:
        party |= {"name": f"Partie {party['role']}", "presence": "present", "address": "Place de l'Exemple"}
    body = {"established_on": "2018-01-10", "content": content}
    return accepted(await desk.send("PUT", path, body, version=0))


def photo(subject: str, image: bytes) -> dict:
    return {"subject_id": subject, "taken_at": AT, "content": base64.b64encode(image).decode()}


def visit(draft: dict, *, remarks: str = "", photos: tuple[str, ...] = (), is_final: bool = True) -> dict:
    content = json.loads(json.dumps(draft["content"])) | {"remarks": remarks}
    content["rooms"][0]["elements"][0]["photos"] = list(photos)
    drawn = {"method": "drawn", "signed_at": AT, "strokes": [[10, 10, 200, 90, 300, 20, 400, 60]]}
    signatures = [drawn | {"role": party["role"], "name": party["name"]} for party in content["parties"]]
    return {
        "base_version": draft["version"],
        "established_on": "2018-01-10",
        "content": content,
        "forwarding_address": None,
        "signatures": signatures if is_final else [],
        "is_final": is_final,
        "finished_at": AT,
    }


def element(draft: dict) -> str:
    return draft["content"]["rooms"][0]["elements"][0]["id"]


async def test_a_photo_and_a_visit_are_kept_once_however_often_they_come(desk: Desk):
    draft = await prepared(desk)
    items, image = f"/inspections/{draft['id']}", photo(element(draft), talkative())
    first = f"{items}/photos/{uuid4()}"
    receipt = accepted(await desk.send("PUT", first, image), 201)
    assert receipt["id"] == first.rpartition("/")[2]
    assert accepted(await desk.send("PUT", first, image)) == receipt
    refused(await desk.send("PUT", first, image | {"taken_at": "2018-01-10T09:31:00Z"}), 409, "photo-known-otherwise")
    shown = await desk.page(f"/sejours/etats-des-lieux/{draft['id']}/photos/{receipt['id']}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert "private" in shown.headers["cache-control"]
    assert "no-store" in shown.headers["cache-control"]
    assert not [one for one in CANARIES if one.encode() in shown.content]

    sent, body = f"{items}/visits/{uuid4()}", visit(draft, photos=(receipt["id"],))
    done = accepted(await desk.send("PUT", sent, body), 201)
    assert accepted(await desk.send("PUT", sent, body)) == done
    refused(await desk.send("PUT", sent, body | {"is_final": False}), 409, "visit-known-otherwise")
    signed = accepted(await desk.send("GET", f"/contracts/{draft['contract_id']}/inspections/entry"))
    assert signed["status"] == "signed"
    assert signed["signatures"][0]["signed_at"] == AT
    assert [len(await desk.app.state.db.run(f"select id from inspection_{name}")) for name in ("photo", "visit")] == [
        1,
        1,
    ]


async def test_what_is_signed_is_sealed_once_with_its_photos_and_given_again_as_it_is(desk: Desk):
    draft = await prepared(desk)
    items, shown = f"/inspections/{draft['id']}", str(uuid4())
    accepted(await desk.send("PUT", f"{items}/photos/{shown}", photo(element(draft), jpeg(picture(900)))), 201)
    page = f"/sejours/contrats/{draft['contract_id']}/etat-des-lieux/entree"
    assert (await desk.page(f"{page}/sceau.json")).status_code == 404
    assert (await desk.page(f"{page}/etat-des-lieux.pdf")).status_code == 200, "the draft has its photo too"
    accepted(await desk.send("PUT", f"{items}/visits/{uuid4()}", visit(draft, photos=(shown,))), 201)
    paper = (await desk.page(f"{page}/etat-des-lieux.pdf")).content
    assert (await desk.page(f"{page}/etat-des-lieux.pdf")).content == paper
    seal = read_seal((await desk.page(f"{page}/sceau.json")).content)
    keys = (public_key(desk.app.state.settings.secret),)
    assert check_seal(seal, pdf_sha256=digest(paper), keys=keys).holds
    assert [one["id"] for one in json.loads(seal.record)["photos"]] == [shown]
    assert keys[0] in (await desk.page("/sejours/verification")).text
    file = (await desk.page(f"{page}/sceau.json")).content
    for copies, status, said in (
        ({"seal": file, "pdf": paper}, 200, "Le sceau est intact"),
        ({"seal": file}, 200, "Non comparé"),
        ({"seal": file, "pdf": paper + b" "}, 200, "n'est pas celui qui a été signé"),
        ({"seal": file.replace(b"Exemple", b"Autre  ", 1)}, 200, "n'est pas celui qui a été signé"),
        ({"seal": b"%PDF-"}, 400, "n'est pas un sceau"),
        ({}, 422, "Choisissez un fichier"),
    ):
        files = {name: (name, content) for name, content in copies.items()} or {"pdf": ("pdf", b"")}
        answer = await desk.http.post("/sejours/verification", files=files)
        told = unescape(answer.text).replace("’", "'")
        assert (answer.status_code, said in told) == (status, True), (said, told)
    for invariant in STAY_INVARIANTS:
        assert await invariant(desk.app.state.db) == [], invariant.__name__
    await refused_by_database(desk.app.state.db, "inspection_seal_immutable", "delete from inspection_seal")
    desk.roles = (Role.READER,)
    assert (await desk.page(f"{page}/sceau.json")).status_code == 403
    assert (await desk.page(f"{page}/etat-des-lieux.pdf")).content != paper


async def test_a_second_tablet_is_set_aside_with_each_difference_and_the_first_stays(desk: Desk):
    draft = await prepared(desk)
    items = f"/inspections/{draft['id']}"
    accepted(await desk.send("PUT", f"{items}/visits/{uuid4()}", visit(draft)), 201)
    other = visit(draft, remarks="Vu autrement")
    other["content"]["rooms"][0]["elements"][0]["condition"] = "bad"
    path = f"{items}/visits/{uuid4()}"
    for _ in range(2):
        problem = refused(await desk.send("PUT", path, other), 409, "visit-set-aside")
        fields = [one["field"] for one in problem["errors"]]
        assert fields == [f"element.{element(draft)}", "remarks"]
    rows = await desk.app.state.db.run("select outcome from inspection_visit order by outcome")
    assert [row["outcome"] for row in rows] == ["accepted", "set_aside"]
    kept = accepted(await desk.send("GET", f"/contracts/{draft['contract_id']}/inspections/entry"))
    assert kept["content"]["remarks"] == ""
    assert (
        "Visite mise de côté"
        in (await desk.page(f"/sejours/contrats/{draft['contract_id']}/etat-des-lieux/entree")).text
    )


async def test_a_visit_waits_for_its_photos_and_each_shows_what_it_is_said_to_show(desk: Desk):
    draft = await prepared(desk)
    items, missing = f"/inspections/{draft['id']}", str(uuid4())
    path = f"{items}/visits/{uuid4()}"
    problem = refused(await desk.send("PUT", path, visit(draft, photos=(missing,))), 422, "inspection-incomplete")
    assert missing in problem["errors"][0]["message"]
    accepted(await desk.send("PUT", f"{items}/photos/{missing}", photo(str(uuid4()), jpeg())), 201)
    refused(await desk.send("PUT", path, visit(draft, photos=(missing,))), 422, "inspection-incomplete")
    assert await desk.app.state.db.run("select id from inspection_visit") == []


async def test_a_visit_without_signatures_becomes_the_draft_that_the_office_prints_and_signs(desk: Desk):
    draft = await prepared(desk)
    sent = visit(draft, remarks="À signer au bureau", is_final=False)
    accepted(await desk.send("PUT", f"/inspections/{draft['id']}/visits/{uuid4()}", sent), 201)
    kept = accepted(await desk.send("GET", f"/contracts/{draft['contract_id']}/inspections/entry"))
    assert (kept["status"], kept["version"], kept["content"]["remarks"]) == ("draft", 2, "À signer au bureau")


@pytest.mark.parametrize("content", [b"%PDF-1.4 rien", b"\xff\xd8\xff" + b"\0" * 50, b"<svg/>"])
async def test_what_is_no_photo_is_refused_beside_its_field(desk: Desk, content: bytes):
    draft = await prepared(desk)
    path = f"/inspections/{draft['id']}/photos/{uuid4()}"
    problem = refused(await desk.send("PUT", path, photo(element(draft), content)), 422, "picture-refused")
    assert problem["errors"][0]["field"] == "content"


async def test_one_hostile_file_of_each_kind_is_refused_or_cleaned_and_stops_nothing(desk: Desk):
    draft = await prepared(desk)
    answers = {}
    for kind, make in KINDS.items():
        path = f"/inspections/{draft['id']}/photos/{uuid4()}"
        answers[kind] = (await desk.send("PUT", path, photo(element(draft), next(make(0))))).status_code
    assert set(answers.values()) == {201, 422}, answers
    assert {kind for kind, status in answers.items() if status == 201} >= {"talking", "tailed"}


async def test_a_photo_of_nothing_or_beyond_the_bound_is_refused(desk: Desk):
    draft = await prepared(desk)
    refused(
        await desk.send("PUT", f"/inspections/{uuid4()}/photos/{uuid4()}", photo(str(uuid4()), jpeg())),
        404,
        "inspection-not-found",
    )
    path = f"/inspections/{draft['id']}/photos/{uuid4()}"
    large = photo(element(draft), b"\xff\xd8\xff" + b"\0" * (LARGEST_PICTURE + 20_000))
    assert (await desk.send("PUT", path, large)).status_code == 413


async def test_the_database_keeps_a_photo_as_it_is_and_lets_it_go_only_before_the_signature(desk: Desk):
    draft = await prepared(desk)
    items = f"/inspections/{draft['id']}"
    one, other = str(uuid4()), str(uuid4())
    for name in (one, other):
        accepted(await desk.send("PUT", f"{items}/photos/{name}", photo(element(draft), jpeg(picture(60)))), 201)
    db: Database = desk.app.state.db
    await refused_by_database(
        db, "inspection_photo_frozen", "update inspection_photo set width = 1 where id = {}", UUID(one)
    )
    await db.run("delete from inspection_photo where id = {}", UUID(other))
    accepted(await desk.send("PUT", f"{items}/visits/{uuid4()}", visit(draft, photos=(one,))), 201)
    await refused_by_database(db, "inspection_photo_frozen", "delete from inspection_photo where id = {}", UUID(one))
    await refused_by_database(db, "inspection_visit_immutable", "delete from inspection_visit")


async def test_a_signed_entry_is_completed_by_an_avenant_that_stands_beside_it(desk: Desk):
    draft = await prepared(desk)
    accepted(await desk.send("PUT", f"/inspections/{draft['id']}/visits/{uuid4()}", visit(draft)), 201)
    path = f"/sejours/contrats/{draft['contract_id']}/etat-des-lieux/entree"
    desk.clock.move_to(date(2018, 1, 25))
    late = typed(await opened(desk, f"{path}/avenants/nouveau"))
    late |= {"requested_on": "2018-01-23", "item.0.element": "Lavabo", "item.0.observation": "Fêlé"}
    strokes = "[[10,10,200,90,300,20,400,60]]"
    late |= {
        "item.0.condition": "bad",
        "strokes.household": strokes,
        "method.ccas": "paper",
        "no_sheet_reason": "Perdue",
    }
    late.pop("is_agreed", None)
    refusal = await desk.submit(f"{path}/avenants/nouveau", late)
    assert refusal.status_code == 422
    assert "22/01/2018" in refusal.text  # the tenth day is a Saturday
    assert "Fêlé" in refusal.text
    image = {"item.0.photo.0": talkative()}
    hostile = await desk.submit(
        f"{path}/avenants/nouveau", late | {"is_agreed": "yes"}, **{"item.0.photo.0": b"GIF89a"}
    )
    assert (hostile.status_code, "Une photo JPEG, PNG ou WebP est attendue" in hostile.text) == (422, True)
    assert (await desk.submit(f"{path}/avenants/nouveau", late | {"is_agreed": "yes"}, **image)).status_code == 303
    seen = words(await opened(desk, path))
    assert "hors délai, accord du CCAS" in seen
    assert "Lavabo (mauvais) : Fêlé" in seen
    paper = await desk.page(f"{path}/avenants/1/avenant.pdf")
    seal = read_seal((await desk.page(f"{path}/avenants/1/sceau.json")).content)
    assert check_seal(seal, pdf_sha256=digest(paper.content)).holds
    assert not check_seal(seal, pdf_sha256=digest(paper.content + b" ")).holds
    seal_file = (await desk.page(f"{path}/avenants/1/sceau.json")).content
    checked = await desk.submit("/sejours/verification", {}, seal=seal_file, pdf=paper.content)
    assert "Le sceau est intact" in checked.text
    touched = await desk.submit("/sejours/verification", {}, seal=seal_file, pdf=paper.content + b" ")
    assert "pas celui qui a été signé" in touched.text
    nothing = await desk.submit("/sejours/verification", {}, seal=b"{}")
    assert (nothing.status_code, "pas un sceau" in nothing.text) == (400, True)
    (photo_row,) = await desk.app.state.db.run("select subject_id from inspection_photo")
    (kept,) = (await desk.send("GET", f"/inspections/{draft['id']}/amendments")).json()
    assert str(photo_row["subject_id"]) == kept["items"][0]["id"]
    assert (kept["is_late"], kept["until_on"], kept["number"]) == (True, "2018-01-22", 1)
    again = {
        name: kept[name]
        for name in ("ground", "requested_on", "established_on", "items", "signatures", "no_sheet_reason")
    }
    accepted(await desk.send("POST", f"/inspections/{draft['id']}/amendments", again | {"is_agreed": True}), 201)
    await refused_by_database(
        desk.app.state.db, "inspection_amendment_immutable", "update inspection_amendment set number = 3"
    )
