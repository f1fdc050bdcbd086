"""Bank files and lines through the real service, on both engines: imported once, proposed, decided by an agent, undone."""

import asyncio
import re
from typing import Any

import msgspec
import pytest

from alt_units.domain.bank_files import FileFormat
from kernel.db import ConstraintBroken
from tests.service.alt_units.bank_desk import (
    BOTH,
    JANUARY,
    OTHER,
    a_source,
    accept,
    import_bytes,
    imported,
    line_of,
    lines,
    match,
    reopen,
    set_aside,
)
from tests.service.alt_units.claim_desk import adjust, claim_again, good, key, record, signed_convention, submitted
from tests.service.alt_units.conftest import Service
from tests.service.alt_units.test_claims import raw
from tests.support.bank_files import Movement, as_camt, as_csv, written

Park = dict[str, dict[str, Any]]


async def test_importing_twice_overlapping_or_out_of_order_adds_nothing(service: Service) -> None:
    source = await a_source(service)
    later = Movement(on=JANUARY.on.replace(day=20), cents=1, reference="R")
    first = await imported(service, source, [JANUARY, later])
    assert (first["new_lines"], first["known_lines"], first["new_cents"]) == (2, 0, 102718)
    again = await imported(service, source, [JANUARY, later])
    assert (again["new_lines"], again["known_lines"]) == (0, 2)
    overlapping = await imported(service, source, [OTHER, JANUARY])
    assert (overlapping["new_lines"], overlapping["known_lines"]) == (1, 1)
    assert [one["reference"] for one in await lines(service)] == ["PRLV-9", "VIR-1", "R"]


async def test_two_identical_lines_of_a_day_are_two_lines_and_stay_two(service: Service) -> None:
    source = await a_source(service)
    assert (await imported(service, source, [JANUARY]))["new_lines"] == 1
    assert (await imported(service, source, [JANUARY, JANUARY]))["new_lines"] == 1
    assert (await imported(service, source, [JANUARY, JANUARY]))["new_lines"] == 0
    assert len(await lines(service)) == 2


@pytest.mark.parametrize("kind", [FileFormat.CAMT053, FileFormat.CFONB120, FileFormat.OFX])
async def test_each_format_is_imported_once(service: Service, kind: FileFormat) -> None:
    source = await a_source(service, kind)
    for new in (2, 0):
        answer = await import_bytes(service, source, written(kind, BOTH))
        assert good(answer)["new_lines"] == new


async def test_a_file_in_error_writes_nothing_and_names_its_rows(service: Service) -> None:
    source = await a_source(service)
    spoiled = as_csv(BOTH).replace(b"12/02/2015", b"12/02/15")
    answer = await import_bytes(service, source, spoiled)
    assert (answer.status_code, answer.json()["code"]) == (422, "bank-file-in-error")
    assert answer.json()["errors"][0]["field"] == "ligne 3, Date"
    answer = await import_bytes(service, source, b"%PDF-1.7")
    assert (answer.status_code, answer.json()["code"]) == (400, "bank-file-rejected")
    assert await lines(service) == []
    assert good(await service.api("GET", "/bank-imports"))["items"] == []


async def test_a_statement_whose_balance_is_not_explained_is_refused(service: Service) -> None:
    source = await a_source(service, FileFormat.CAMT053)
    answer = await import_bytes(service, source, as_camt(BOTH).replace(b"1027.17", b"1027.18"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "ligne 0, solde")


async def test_racing_imports_of_one_file_bring_its_lines_once(service: Service) -> None:
    source = await a_source(service)
    answers = await asyncio.gather(*(import_bytes(service, source, as_csv(BOTH)) for _ in range(4)))
    assert sum(good(one)["new_lines"] for one in answers) == 2
    assert len(await lines(service)) == 2


async def insert_line(service: Service, like: dict[str, Any], number: int) -> None:
    await raw(
        service,
        "insert into bank_line (id, import_id, account, booked_on, amount_cents, reference, sequence, label, payer, file_row)"
        " select {}, import_id, account, booked_on, amount_cents, reference, sequence, label, payer, file_row"
        " from bank_line where id = {}",
        f"00000000-0000-0000-0000-{number:012d}",
        like["id"],
    )


async def test_the_database_itself_refuses_a_line_twice(service: Service) -> None:
    await imported(service, await a_source(service))
    with pytest.raises(ConstraintBroken) as refused:
        await insert_line(service, await line_of(service, "VIR-1"), 1)
    assert refused.value.name == "bank_line_once"


async def test_control_without_its_index_a_line_could_come_twice(service: Service) -> None:
    await imported(service, await a_source(service))
    await raw(service, "drop index bank_line_once")
    await insert_line(service, await line_of(service, "VIR-1"), 1)


@pytest.mark.parametrize("table", ["bank_line", "bank_import"])
async def test_what_the_bank_said_is_never_rewritten(service: Service, table: str) -> None:
    await imported(service, await a_source(service))
    for sql in (f"update {table} set id = id", f"delete from {table}"):
        with pytest.raises(ConstraintBroken) as refused:
            await raw(service, sql)
        assert refused.value.name == f"{table}_immutable"


async def test_a_proposal_that_an_agent_accepts_becomes_a_payment_and_its_allocations(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    await imported(service, await a_source(service))
    line = await line_of(service, "VIR-1")
    assert (line["state"], line["proposal"]["reasons"]) == (
        "proposed",
        ["amount", "convention", "payer", "month", "date"],
    )
    assert (await claim_again(service, claim))["paid_cents"] == 0
    matched = good(await accept(service, line))
    assert (matched["state"], len(matched["payment_ids"])) == ("matched", 1)
    payment = good(await service.api("GET", f"/funder-payments/{matched['payment_ids'][0]}"))
    assert (payment["bank_reference"], payment["amount_cents"], payment["left_cents"]) == ("VIR-1", 102717, 0)
    assert (await claim_again(service, claim))["paid_cents"] == 102717
    again = await accept(service, line)
    assert (again.status_code, again.json()["code"]) == (409, "bank-line-already-decided")


async def test_a_match_undone_puts_the_line_in_suspense_and_its_money_back(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    await imported(service, await a_source(service))
    matched = good(await accept(service, await line_of(service, "VIR-1")))
    reopened = good(await reopen(service, matched))
    assert ([one["kind"] for one in reopened["decisions"]], reopened["payment_ids"]) == (["matched", "reopened"], [])
    assert (await claim_again(service, claim))["paid_cents"] == 0
    payment = good(await service.api("GET", f"/funder-payments/{matched['payment_ids'][0]}"))
    assert (payment["cancelled"], payment["left_cents"], len(payment["allocations"])) == (True, 0, 6)
    assert good(await service.api("GET", "/reconciliations/2015"))["received_cents"] == 0
    line = await line_of(service, "VIR-1")
    assert line["state"] == "proposed"
    rematched = good(await accept(service, line))
    payment = good(await service.api("GET", f"/funder-payments/{rematched['payment_ids'][0]}"))
    assert payment["bank_reference"] == "VIR-1 (2)"
    assert good(await service.api("GET", "/reconciliations/2015"))["received_cents"] == 102717


async def test_each_allocation_of_a_match_is_undone_by_itself(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    await imported(service, await a_source(service))
    matched = good(await accept(service, await line_of(service, "VIR-1")))
    payment = good(await service.api("GET", f"/funder-payments/{matched['payment_ids'][0]}"))
    first = payment["allocations"][0]
    path = f"/funder-payments/{payment['id']}/allocations/{first['id']}/cancellation"
    left = good(await service.api("POST", path, headers=key()))["left_cents"]
    assert left == first["amount_cents"]
    assert (await line_of(service, "VIR-1"))["state"] == "matched"
    good(await reopen(service, matched))
    assert (await claim_again(service, claim))["paid_cents"] == 0


async def test_a_decision_is_never_overridden_by_a_later_run(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention)
    await imported(service, await a_source(service))
    line = await line_of(service, "VIR-1")
    good(await set_aside(service, line, "Versé pour un autre CCAS"))
    good(await service.api("POST", "/bank-matching-runs"))
    again = await line_of(service, "VIR-1")
    assert (again["state"], again["proposal"]) == ("set_aside", None)
    await raw(service, "update bank_follow_up set state = 'suspense' where id = {}", line["id"])
    good(await service.api("POST", "/bank-matching-runs"))
    assert (await line_of(service, "VIR-1"))["state"] == "proposed"  # control: an open line would have been proposed


async def test_a_line_set_aside_says_why_and_can_come_back(service: Service) -> None:
    await imported(service, await a_source(service))
    line = await line_of(service, "PRLV-9")
    refused = await set_aside(service, line, " ")
    assert (refused.status_code, refused.json()["code"]) == (422, "bank-line-reason-missing")
    aside = good(await set_aside(service, line))
    assert aside["decisions"][0]["reason"] == "Facture d'eau"
    assert [one["reference"] for one in await lines(service, "suspense")] == ["VIR-1"]
    assert good(await reopen(service, aside, "C'était à nous"))["state"] == "suspense"
    nothing = await reopen(service, line)
    assert (nothing.status_code, nothing.json()["code"]) == (409, "bank-line-not-decided")


async def test_one_line_for_two_months_is_one_payment_with_all_its_allocations(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    first, second = await submitted(service, convention, "2015-01", "2015-02")
    both = Movement(
        on=JANUARY.on.replace(month=3),
        cents=205434,
        reference="V2",
        label="ALT-2015 01/2015 AU 02/2015",
        payer="PREFECTURE",
    )
    await imported(service, await a_source(service), [both])
    line = await line_of(service, "V2")
    assert line["anomalies"] == ["merged"]
    good(await accept(service, line))
    for claim in (first, second):
        assert (await claim_again(service, claim))["difference_cents"] == 0


async def test_two_lines_settle_one_claim_together(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    halves = [
        Movement(on=JANUARY.on, cents=cents, reference=f"P{cents}", label=JANUARY.label, payer=JANUARY.payer)
        for cents in (60000, 42717)
    ]
    await imported(service, await a_source(service), halves)
    assert [one["anomalies"] for one in await lines(service)] == [["split"], ["split"]]
    for half in halves:
        good(await accept(service, await line_of(service, half.reference)))
    assert (await claim_again(service, claim))["difference_cents"] == 0


async def test_a_payment_recorded_by_hand_explains_its_line_and_is_not_counted_twice(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention)
    payment = await record(service, convention, 102717, bank_reference="SAISI", received_on="2015-02-12")
    await imported(service, await a_source(service))
    line = await line_of(service, "VIR-1")
    assert line["proposal"]["parts"][0]["payment_id"] == payment["id"]
    matched = good(await accept(service, line))
    assert matched["payment_ids"] == [payment["id"]]
    assert good(await service.api("GET", "/reconciliations/2015"))["received_cents"] == 102717
    good(await reopen(service, matched))
    assert not good(await service.api("GET", f"/funder-payments/{payment['id']}"))["cancelled"]


async def test_the_reference_of_a_payment_recorded_by_hand_is_not_taken_again(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await record(service, convention, 100, bank_reference="VIR-1", received_on="2015-02-12")
    await imported(service, await a_source(service))
    part = {"convention_id": convention["id"], "kind": "versement", "amount_cents": 102717}
    answer = await match(service, await line_of(service, "VIR-1"), [part])
    assert (answer.status_code, answer.json()["code"]) == (409, "funder-payment-already-recorded")
    assert (await line_of(service, "VIR-1"))["state"] == "suspense"


async def test_parts_that_do_not_make_the_line_are_refused_and_nothing_is_written(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await imported(service, await a_source(service))
    line = await line_of(service, "VIR-1")
    for cents in (102716, 102718, -1):
        part = {"convention_id": convention["id"], "kind": "versement", "amount_cents": cents}
        answer = await match(service, line, [part])
        assert (answer.status_code, answer.json()["code"]) == (422, "bank-line-not-explained")
    assert good(await service.api("GET", "/funder-payments"))["items"] == []


async def test_an_indu_taken_by_the_bank_is_proposed_on_what_was_overpaid(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    source = await a_source(service)
    await imported(service, source)
    good(await accept(service, await line_of(service, "VIR-1")))
    good(await adjust(service, await claim_again(service, claim), -2000))
    back = Movement(
        on=JANUARY.on.replace(month=6), cents=-2000, reference="INDU", label="INDU CONV ALT-2015", payer="PREFECTURE"
    )
    await imported(service, source, [back])
    line = await line_of(service, "INDU")
    assert line["proposal"]["parts"][0]["kind"] == "indu"
    unsaid = await accept(service, line)
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "indu-unreferenced")
    shown = await service.page(f"/logements/aides/releves/lignes/{line['id']}")
    (key,) = re.findall(r'name="candidate" value="(\w+)"', shown)
    form = f"/logements/aides/releves/lignes/{line['id']}/rapprochement"
    refused = await service.send(form, candidate=key, decision_reference="")
    assert refused.status_code == 422
    assert "Recopiez la référence de la décision du financeur" in refused.text
    assert (await service.send(form, candidate=key, decision_reference="DDETS-2015-12")).status_code == 303
    payments = good(await service.api("GET", "/funder-payments"))["items"]
    assert [one["decision_reference"] for one in payments if one["kind"] == "indu"] == ["DDETS-2015-12"]
    assert (await claim_again(service, claim))["difference_cents"] == 0


async def test_a_movement_told_by_two_formats_waits_for_an_agent_and_is_not_counted_twice(
    service: Service, park: Park
) -> None:
    """The same account as CSV then as OFX: another reference, the same day and amount. Nothing is proposed for it."""
    convention = await signed_convention(service, park)
    await submitted(service, convention)
    await imported(service, await a_source(service))
    good(await accept(service, await line_of(service, "VIR-1")))
    told = [msgspec.structs.replace(one, reference=f"FITID-{at}") for at, one in enumerate((JANUARY, JANUARY))]
    good(
        await import_bytes(
            service, await a_source(service, FileFormat.OFX, "Le même compte en OFX"), written(FileFormat.OFX, told)
        )
    )
    first, second = await line_of(service, "FITID-0"), await line_of(service, "FITID-1")
    known = await line_of(service, "VIR-1")
    assert (first["alike_id"], second["alike_id"]) == (known["id"], None)
    assert (first["state"], first["proposal"], first["anomalies"]) == ("suspense", None, ["maybe_known"])
    part = {"convention_id": convention["id"], "kind": "versement", "amount_cents": JANUARY.cents}
    refused = await match(service, first, [part])
    assert (refused.status_code, refused.json()["code"]) == (409, "bank-line-maybe-known")
    assert refused.json()["blocker"]["href"].endswith(known["id"])
    page = f"/logements/aides/releves/lignes/{first['id']}"
    assert "Sans doute la même ligne, dite par un autre relevé" in await service.page(page)
    assert (await service.send(f"{page}/mise-de-cote", reason="Même mouvement que VIR-1")).status_code == 303
    good(await reopen(service, first, "À revoir"))
    typed = {"convention_1": convention["id"], "kind_1": "versement", "amount_1": "1027,17"}
    assert (await service.send(f"{page}/choix", **typed)).status_code == 409
    assert (await service.send(f"{page}/choix", **typed, distinct_by_hand="yes")).status_code == 303


async def test_two_agents_never_both_decide_of_a_line(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention)
    await imported(service, await a_source(service))
    line = await line_of(service, "VIR-1")
    answers = await asyncio.gather(
        *(accept(service, line) for _ in range(4)), *(set_aside(service, line) for _ in range(4))
    )
    assert sorted(one.status_code for one in answers) == [201, *[409] * 7]
    assert len((await line_of(service, "VIR-1"))["decisions"]) == 1


async def test_the_database_itself_refuses_two_decisions_of_one_number_and_a_decision_upon_a_decision(
    service: Service,
) -> None:
    await imported(service, await a_source(service))
    line = good(await set_aside(service, await line_of(service, "VIR-1")))
    sql = (
        "insert into bank_decision (id, line_id, number, kind, reason, decided_at, decided_by)"
        " values ({}, {}, {}, 'matched', '', {}, 'x')"
    )
    for number, name in ((1, "bank_decision_once"), (2, "bank_decision_turn")):
        with pytest.raises(ConstraintBroken) as refused:
            await raw(service, sql, f"00000000-0000-0000-0000-{number:012d}", line["id"], number, service.clock.now())
        assert refused.value.name == name


async def test_a_cancelled_payment_settles_nothing_and_the_database_says_so_too(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    await imported(service, await a_source(service))
    matched = good(await accept(service, await line_of(service, "VIR-1")))
    sql = "insert into payment_allocation (id, payment_id, claim_line_id, amount_cents) values ({}, {}, {}, {})"
    cancel = (
        "insert into funder_payment_cancellation (id, reason, cancelled_at, cancelled_by) values ({}, 'x', {}, 'x')"
    )
    payment = matched["payment_ids"][0]
    with pytest.raises(ConstraintBroken) as refused:
        await raw(service, cancel, payment, service.clock.now())
    assert refused.value.name == "cancellation_frees"
    good(await reopen(service, matched))
    line = claim["lines"][0]["id"]
    share = {"claim_line_id": line, "amount_cents": 1}
    answer = await service.api("POST", f"/funder-payments/{payment}/allocations", {"shares": [share]}, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (409, "funder-payment-cancelled")
    with pytest.raises(ConstraintBroken) as refused:
        await raw(service, sql, "00000000-0000-0000-0000-000000000001", payment, line, 1)
    assert refused.value.name == "allocation_not_cancelled"


async def test_occupancy_may_read_the_lines_in_suspense_and_decide_nothing(service: Service) -> None:
    await imported(service, await a_source(service))
    answer = await service.api("GET", "/bank-lines?state=suspense", caller="occupancy")
    assert len(good(answer)["items"]) == 2
    line = good(answer)["items"][0]
    refused = await service.api("POST", f"/bank-lines/{line['id']}/setting-aside", {"reason": "x"}, caller="occupancy")
    assert refused.status_code == 403
