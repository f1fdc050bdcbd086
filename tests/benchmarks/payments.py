"""Payments over HTTP, one service process with every guard on, against the same transaction run bare by `pgbench`.

Goal: half of what the bare transaction reaches on the same server. The households have an open fee of each of their months, so
that each payment settles the oldest ones as a clerk's does; cents are paid, so that they last. Durability is off on the server
of the tests, for both sides: the ratio is that of the work, not of the disk.

Where the time goes: statements of one payment, then the process's own time and the time that it waits for the server, as the
same act takes them when nobody else asks.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import asyncpg

from kernel.clock import SystemClock
from kernel.settings import read_settings
from palier.demo.people import PASSWORD
from palier.site import create_site
from tests.benchmarks.serving import demonstration, sign_in
from tests.support.apps import client_of, running
from tests.support.processes import Process

CLIENTS = 8
SECONDS = 12.0
GOAL = 0.5
PATH = "/api/occupancy/v1/receipts"
JSON = "application/json"
ONE_BY_ONE = 200


def main() -> None:
    with demonstration("postgresql") as environment:
        households, regie = who_pays(environment)
        with Process("tout", environment) as served:
            cookie, csrf = signed_in(served)
            reached = asyncio.run(load(served.port, cookie, csrf, households, regie))
            memory = served.resident_mb()
        bare = pgbench(environment["PALIER_OCCUPANCY_DATABASE"], regie)
        print(
            f"postgresql: {reached:.0f} payments a second over HTTP, {CLIENTS} clients, one process ({memory:.0f} MB);"
            f" bare {bare:.0f} a second; ratio {reached / bare:.0%} (goal {GOAL:.0%});"
            f" load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"
        )
        asyncio.run(where_the_time_goes(environment, households, regie))


def who_pays(environment: dict[str, str]) -> tuple[list[str], str]:
    """The households that owe something, most first, and the régie."""
    return asyncio.run(_who_pays(environment["PALIER_OCCUPANCY_DATABASE"]))


async def _who_pays(url: str) -> tuple[list[str], str]:
    connection = await asyncpg.connect(url)
    try:
        owing = await connection.fetch(
            "select household_id from charge group by household_id order by count(*) desc, household_id limit 20"
        )
        regie = await connection.fetchval("select id from regie order by code limit 1")
        return [str(row["household_id"]) for row in owing], str(regie)
    finally:
        await connection.close()


def signed_in(served: Process) -> tuple[str, str]:
    """The régisseur's session: its cookie, and what each write must carry."""
    cookie = sign_in(served, "regisseur")
    asked = urllib.request.Request(f"{served.url}/api/staff/v1/session", headers={"cookie": cookie})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return cookie, str(json.load(answer)["csrf"])


async def load(port: int, cookie: str, csrf: str, households: list[str], regie: str) -> float:
    """Payments a second, all accepted, by clients that never pause."""
    until = time.perf_counter() + SECONDS
    began = time.perf_counter()
    done = await asyncio.gather(
        *(client(port, cookie, csrf, households[number::CLIENTS], regie, until) for number in range(CLIENTS))
    )
    return sum(done) / (time.perf_counter() - began)


def payment(household: str, regie: str) -> bytes:
    body = {"regie_id": regie, "household_id": household, "kind": "fees", "means": "card", "amount_cents": 1}
    return json.dumps({**body, "received_on": day().isoformat(), "payer": "Ménage (exemple)"}).encode()


def day() -> date:
    """Today as the program says it: the civil day of the territory."""
    return datetime.now(ZoneInfo(read_settings({}).zone)).date()


async def client(port: int, cookie: str, csrf: str, households: list[str], regie: str, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while time.perf_counter() < until:
        body = payment(households[number % len(households)], regie)
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nX-CSRF-Token: {csrf}\r\n"
            f"Origin: http://127.0.0.1:{port}\r\nIdempotency-Key: {uuid4().hex}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        text = await reader.readexactly(int(answer.partition("content-length:")[2].partition("\r\n")[0]))
        if " 201 " not in answer.partition("\r\n")[0]:
            raise RuntimeError(f"{answer.partition(chr(13))[0]}: {text.decode()}")
        number += 1
    writer.close()
    return number


BARE = """
\\set r random(1, 1000000000)
\\set s random(1, 1000000000)
begin;
select id from household where id = (select id from payer where number = :client_id) for update;
select * from transfer where household_id = (select id from payer where number = :client_id) order by number;
update receipt_counter set last_number = last_number + 1 where regie_id = '{regie}' and year = {year}
    returning last_number \\gset
update ledger_counter set last_number = last_number + 1 where id = 1 returning last_number as n \\gset
insert into transfer (id, event_id, number, booked_on, recorded_at, debit_account, credit_account, amount_cents, kind, label,
    household_id, document_kind, document_id, actor_id)
select gen_random_uuid(), md5((:r)::text || 'e' || (:s)::text)::uuid,
    :n::bigint, date '{today}', now(), concat_ws(chr(58), 'regie', '{regie}', 'cash'),
    concat_ws(chr(58), 'household', id, 'advance'), 1, 'payment', 'Reçu', id, 'receipt',
    md5((:r)::text || 'r' || (:s)::text)::uuid, gen_random_uuid()
from payer where number = :client_id;
insert into receipt (id, regie_id, year, number, reference, received_on, recorded_on, household_id, payer, means, kind,
    amount_cents, event_id, regisseur_id, regisseur_name)
select md5((:r)::text || 'r' || (:s)::text)::uuid,
    '{regie}', {year}, :last_number::integer, 'R', date '{today}', date '{today}', id, 'Exemple', 'card',
    'fees', 1, md5((:r)::text || 'e' || (:s)::text)::uuid, gen_random_uuid(), 'Exemple'
from payer where number = :client_id;
insert into journal (id, at, actor_id, actor_name, request_id, verb, subject, after_json)
values (gen_random_uuid(), now(), gen_random_uuid(), 'Exemple', 'banc', 'receipt-issued', 'receipt/x', repeat('x', 600));
insert into answered_request (actor_id, request_key, fingerprint, outcome, answer, at)
values (gen_random_uuid(), (:r)::text || (:s)::text, 'x', 'result', repeat('x', 600), now());
commit;
"""
"""What a payment must read and write, and nothing else: the household held, its rows read, a number, four rows written."""


def pgbench(url: str, regie: str) -> float:
    """Transactions a second of the bare script, as many clients."""
    asyncio.run(_payers(url))
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "payment.sql"
        script.write_text(BARE.format(regie=regie, year=day().year, today=day()), encoding="utf-8")
        words = [found_tool("pgbench"), "-n", "-M", "prepared", "-c", str(CLIENTS), "-T", str(int(SECONDS))]
        done = subprocess.run([*words, "-f", str(script), url], capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])


def found_tool(name: str) -> str:
    """Where a tool of PostgreSQL is. Raises `FileNotFoundError`."""
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name}: apt-get install postgresql")
    return found


async def _payers(url: str) -> None:
    """One household for each client of the bare script, as fresh as those that the process was asked for."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("create table payer (number integer primary key, id uuid not null)")
        await connection.execute(
            "insert into payer select row_number() over (order by id) - 1, id from household limit $1", CLIENTS
        )
    finally:
        await connection.close()


async def where_the_time_goes(environment: dict[str, str], households: list[str], regie: str) -> None:
    """One payment after another in this process: its statements, the time it waits for them, and its own."""
    site = create_site(read_settings(environment), SystemClock())
    staff, alt_units, occupancy = site.apps.values()
    async with running(staff), running(alt_units), running(occupancy), client_of(site) as http:
        answer = await http.post("/api/staff/v1/sessions", json={"login": "regisseur", "password": PASSWORD})
        cookie = answer.headers["set-cookie"].partition(";")[0]
        http.headers.update({"x-csrf-token": answer.json()["csrf"], "cookie": cookie})
        watch = Watch()
        for app in (staff, occupancy):
            watch.over(app.state.db.engine)
        began, worked = time.perf_counter(), time.process_time()
        for number in range(ONE_BY_ONE):
            body, key = payment(households[number % len(households)], regie), uuid4().hex
            paid = await http.post(PATH, content=body, headers={"idempotency-key": key, "content-type": JSON})
            assert paid.status_code == 201, paid.text
        clock, work = time.perf_counter() - began, time.process_time() - worked
    each = 1000 / ONE_BY_ONE
    print(
        f"one by one: {clock * each:.1f} ms a payment, {work * each:.1f} ms of work,"
        f" {watch.waited * each:.1f} ms waiting in {watch.statements / ONE_BY_ONE:.1f} statements"
    )
    for words, (times, waited, worked) in sorted(watch.by_words.items(), key=lambda one: -one[1][1])[:12]:
        each_time = f"{times / ONE_BY_ONE:.1f} × {waited * 1000 / times:.2f} ms, {worked * 1000 / times:.2f} of work"
        print(f"  {each_time}: {words}")


class Watch:
    """What an engine is asked, and the time that its answers take."""

    def __init__(self) -> None:
        self.statements, self.waited = 0, 0.0
        self.by_words: dict[str, tuple[int, float, float]] = defaultdict(lambda: (0, 0.0, 0.0))

    def over(self, engine: Any) -> None:
        """Watch this engine from now on."""
        for name in ("run_querystring", "run_sql"):
            setattr(engine, name, self._watched(getattr(engine, name)))

    def _watched(self, asked: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def watched(query: Any, *rest: Any, **named: Any) -> Any:
            began, worked = time.perf_counter(), time.process_time()
            try:
                return await asked(query, *rest, **named)
            finally:
                self._note(str(query), time.perf_counter() - began, time.process_time() - worked)

        return watched

    def _note(self, words: str, clock: float, work: float) -> None:
        waited = max(clock - work, 0.0)
        self.statements, self.waited = self.statements + 1, self.waited + waited
        short = re.sub(r"\s+", " ", words)[:90]
        times, before, worked = self.by_words[short]
        self.by_words[short] = (times + 1, before + waited, worked + work)


if __name__ == "__main__":
    main()
