"""The pages of bank files: a source tried before it is saved, a file shown before it is imported, lines decided one by one."""

import csv
import io
from datetime import date
from typing import Any
from uuid import uuid4

from openpyxl import load_workbook

from tests.service.alt_units.bank_desk import BOTH, JANUARY, a_source, imported, line_of, lines
from tests.service.alt_units.claim_desk import claim_again, good, signed_convention, submitted
from tests.service.alt_units.conftest import Service
from tests.service.alt_units.test_money_pages import readable
from tests.support.bank_files import IBAN, MAPPING, Movement, as_csv

Park = dict[str, dict[str, Any]]
HOME = "/logements/aides/releves"
SOURCE = {name: str(getattr(MAPPING, name)) for name in MAPPING.__struct_fields__} | {
    "name": "Compte exemple",
    "account": IBAN,
    "format": "csv",
}


async def join(service: Service, path: str, content: bytes, **fields: str) -> Any:
    """Send a form with a file."""
    files = {"file": ("relevé.csv", content, "text/csv")}
    return await service.call("POST", path, data={"_key": uuid4().hex, **fields}, files=files)


async def sent(service: Service, content: bytes) -> str:
    """The page of a file that waits."""
    (source,) = good(await service.api("GET", "/bank-sources"))["items"]
    answer = await join(service, f"{HOME}/fichiers/nouveau", content, source_id=source["id"])
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_an_empty_town_is_told_what_to_do(service: Service) -> None:
    assert "Décrire une source" in await service.page(HOME)
    assert "Décrivez d" in await service.page(f"{HOME}/fichiers/nouveau")
    assert "Aucune ligne ici" in await service.page(f"{HOME}/lignes")


async def test_a_mapping_is_tried_on_the_file_before_it_is_saved(service: Service) -> None:
    path = f"{HOME}/sources/nouvelle"
    wrong = SOURCE | {"label": "Libelle"}
    tried = await join(service, path, as_csv(BOTH), **wrong, **{"try": "yes"})
    assert tried.status_code == 422
    assert "Colonne « Libelle » absente" in readable(tried.text)
    assert "Date · Libellé · Montant" in tried.text
    upload = tried.text.partition('name="upload_id" value="')[2].partition('"')[0]
    tried = await service.send(path, **SOURCE, upload_id=upload, **{"try": "yes"})
    assert tried.status_code == 200
    assert "1 027,17 €" in readable(tried.text)
    assert good(await service.api("GET", "/bank-sources"))["items"] == []
    saved = await service.send(path, **SOURCE, upload_id=upload)
    assert saved.headers["location"].startswith(f"{HOME}/fichiers/{upload}")
    assert "2 lignes nouvelles" in readable(await service.page(f"{HOME}/fichiers/{upload}"))


async def test_a_source_is_amended_for_the_next_files(service: Service) -> None:
    source = await a_source(service)
    path = f"{HOME}/sources/{source['id']}"
    assert 'value="Libellé"' in await service.page(path)
    answer = await service.send(path, **SOURCE | {"name": "Autre nom"}, version="1")
    assert answer.status_code == 303
    stale = await service.send(path, **SOURCE, version="1")
    assert stale.status_code == 412
    assert "Autre nom" in await service.page(HOME)


async def test_a_file_is_shown_before_it_is_imported_and_again_with_what_is_known(service: Service) -> None:
    await a_source(service)
    path = await sent(service, as_csv(BOTH))
    assert await lines(service) == []
    shown = readable(await service.page(path))
    assert "nouvelle" in shown
    answer = await service.send(f"{path}/importation")
    report = readable(await service.page(answer.headers["location"].partition("?")[0]))
    assert "AIDE ALT CONV ALT-2015 01/2015" in report
    assert (await service.call("GET", path)).status_code == 404
    again = await service.page(await sent(service, as_csv([*BOTH, JANUARY])))
    assert again.count("déjà connue") == 2
    assert "Importer 1 ligne nouvelle" in readable(again)


async def test_a_file_in_error_is_shown_with_its_rows_and_cannot_be_imported(service: Service) -> None:
    await a_source(service)
    path = await sent(service, as_csv(BOTH).replace(b"12/02/2015", b"31/02/2015"))
    shown = readable(await service.page(path))
    assert "ce jour n'existe pas" in shown.replace("&#39;", "'").replace("’", "'")
    assert "importation" not in shown
    refused = await service.send(f"{path}/importation")
    assert refused.status_code == 422
    assert await lines(service) == []
    assert (await service.send(f"{path}/abandon")).status_code == 303
    assert (await service.call("GET", path)).status_code == 404


async def test_what_is_no_file_is_said_beside_its_field(service: Service) -> None:
    await a_source(service)
    path = f"{HOME}/fichiers/nouveau"
    assert "Choisissez un fichier" in (await service.send(path)).text
    assert "vide" in (await join(service, path, b"")).text
    unreadable = readable(await service.page(await sent(service, b"%PDF-1.7")))
    assert "Fichier de relevé refusé" in unreadable


async def test_an_agent_accepts_a_candidate_then_undoes_it(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    await imported(service, await a_source(service))
    line = await line_of(service, "VIR-1")
    path = f"{HOME}/lignes/{line['id']}"
    shown = await service.page(path)
    assert "montant expliqué au centime, numéro de convention, payeur reconnu, mois nommé" in shown
    key = shown.partition('name="candidate" value="')[2].partition('"')[0]
    assert (await service.send(f"{path}/rapprochement", candidate="0" * 64)).status_code == 422
    assert (await service.send(f"{path}/rapprochement", candidate=key)).status_code == 303
    assert (await claim_again(service, claim))["difference_cents"] == 0
    assert "enregistré depuis la ligne" in await service.page(path)
    assert (await service.send(f"{path}/reprise", undo_reason="")).status_code == 422
    assert (await service.send(f"{path}/reprise", undo_reason="Erreur de convention")).status_code == 303
    assert "Erreur de convention" in await service.page(path)
    assert (await claim_again(service, claim))["paid_cents"] == 0


async def test_an_agent_chooses_by_hand_and_nothing_typed_is_lost(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    await imported(service, await a_source(service))
    path = f"{HOME}/lignes/{(await line_of(service, 'VIR-1'))['id']}"
    typed = {"convention_1": convention["id"], "kind_1": "versement", "amount_1": "1 027,16"}
    refused = await service.send(f"{path}/choix", **typed)
    assert refused.status_code == 422
    assert 'value="1 027,16"' in refused.text
    assert (await service.send(f"{path}/choix", **typed | {"amount_1": "1 027,17"})).status_code == 303
    assert (await claim_again(service, claim))["difference_cents"] == 0


async def test_lines_are_set_aside_several_at_once_with_one_reason(service: Service) -> None:
    await imported(service, await a_source(service))
    ids = [one["id"] for one in await lines(service)]
    path = f"{HOME}/lignes/mise-de-cote"
    assert "Cochez au moins une ligne" in (await service.send(path, reason="Redevances")).text
    assert (await service.send(path, lines=ids)).status_code == 422
    assert (await service.send(path, lines=ids, reason="Redevances")).status_code == 303
    assert [one["state"] for one in await lines(service)] == ["set_aside", "set_aside"]
    aside = await service.page(f"{HOME}/lignes?etat=de-cote")
    assert "PRLV EAU" in aside
    assert (await service.call("GET", f"{HOME}/lignes?etat=ailleurs")).status_code == 404


async def test_what_waits_is_shown_with_its_age_oldest_first(service: Service) -> None:
    await imported(service, await a_source(service))
    shown = readable(await service.page(f"{HOME}/lignes"))
    assert "132&nbsp;j" in shown
    assert shown.index("PRLV EAU") < shown.index("AIDE ALT")
    assert (await service.send(f"{HOME}/rapprochement")).status_code == 303


def cells(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


async def test_lines_are_taken_away_whole_with_what_is_proposed_and_never_as_formulas(
    service: Service, park: Park
) -> None:
    await submitted(service, await signed_convention(service, park))
    odd = Movement(on=date(2015, 3, 2), cents=100, reference="VIR-8", label="=1+1", payer="")
    report = await imported(service, await a_source(service), [*BOTH, odd])
    rows = cells(await service.call("GET", f"{HOME}/lignes?etat=attente&format=csv"))
    column = {name: [row[at] for row in rows[1:]] for at, name in enumerate(rows[0])}
    assert column["Montant"] == ["-42,50", "1027,17", "1,00"]
    assert column["Libellé"] == ["PRLV EAU", "AIDE ALT CONV ALT-2015 01/2015", "'=1+1"]
    assert column["Proposition"] == ["", "ALT n° ALT-2015", ""]
    assert column["Jours d'attente"] == ["132", "123", "105"]
    files = cells(await service.call("GET", f"{HOME}?format=csv"))
    assert files[1][7:10] == ["3", "3", "0"]
    brought = cells(await service.call("GET", f"{HOME}/importations/{report['id']}?format=csv"))
    assert len(brought) == 4
    assert (await service.call("GET", f"{HOME}/lignes?etat=ailleurs&format=csv")).status_code == 404


async def test_what_was_expected_and_did_not_come_is_shown_until_a_line_explains_it(
    service: Service, park: Park
) -> None:
    await submitted(service, await signed_convention(service, park), "2015-01", "2015-02")
    shown = readable(await service.page(f"{HOME}/lignes"))
    assert "2 versements attendus et non reçus" in shown
    assert "Demande de février 2015" in shown
    assert "2 054,34 €" in shown
    await imported(service, await a_source(service))
    after = readable(await service.page(f"{HOME}/lignes"))
    assert "1 versement attendu et non reçu" in after
    assert "Demande de janvier 2015" not in after
    year = readable(await service.page("/logements/aides?annee=2015"))
    assert "1 versement attendu n'est pas arrivé" in year.replace("&#39;", "'").replace("’", "'")
    book = load_workbook(io.BytesIO((await service.call("GET", f"{HOME}/lignes?etat=attente&format=xlsx")).content))
    (row,) = [[cell.value for cell in row] for row in book["Attendus et non reçus"].iter_rows(min_row=2, max_row=2)]
    assert row[:2] == ["ALT", "ALT-2015"]
    assert row[6:] == [(date(2015, 6, 15) - row[5].date()).days, 1027.17]


async def test_what_is_not_yet_due_is_not_missing(service: Service, park: Park) -> None:
    service.clock.move_to(date(2015, 2, 1))
    await submitted(service, await signed_convention(service, park))
    assert "Tout ce qui était attendu est reçu" in readable(await service.page(f"{HOME}/lignes"))
