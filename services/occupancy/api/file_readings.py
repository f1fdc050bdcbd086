"""Whoever opens a page or an answer of one household's file is noted, for what: by what its address names, not by its handler.

Ground: RGPD-10 (who read what, without a word of it), CNIL délibération 2021-122. An address that names a row which the data map
links to a household opens its file; a new name in an address says here which table it means, or that it opens no file, else the
service does not start. What was refused or not found is no reading; writing is in the journal.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from litestar import Litestar
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kernel.acts import Staff
from kernel.clock import Clock
from kernel.db import Database
from occupancy.domain.disclosures import purpose_of
from occupancy.store.data_files import household_of
from occupancy.store.disclosures import note_reading

OPENS = {
    "household_id": "household",
    "contract_id": "contract",
    "measure_id": "support_measure",
    "referral_id": "referral",
    "attribution_id": "attribution",
    "lease_id": "sliding_lease",
    "inspection_id": "inspection",
    "photo_id": "inspection_photo",
    "plan_id": "repayment_plan",
    "receipt_id": "receipt",
    "member_id": "household_member",
    "particular_id": "household_particular",
    "attestation_id": "insurance_attestation",
    "document_id": "issued_document",
}
"""What an address names, and its table: of one household, by the data map."""
NO_FILE = frozenset(
    [
        "act_id",
        "batch_id",
        "book_name",
        "closing_id",
        "commission_id",
        "elimination_id",
        "event_id",
        "grid_id",
        "handover_id",
        "import_id",
        "key",
        "kind",
        "line_id",
        "milestone",
        "month",
        "name",
        "number",
        "operation_id",
        "operator_id",
        "pay_over_id",
        "regie_id",
        "regime",
        "secret",
        "session_id",
        "source_id",
        "step",
        "upload_id",
        "word",
    ]
)
"""Names of what belongs to no single household: a till, a session, a list; or which part of a file."""
_MOST_REMEMBERED = 20_000


class FileReadings:
    """Notes each reading before the first byte leaves. A middleware of the app: `around`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._noted: set[tuple[Any, ...]] = set()

    def around(self, app: ASGIApp) -> ASGIApp:
        """What answers, with the note before its answer."""

        async def noted(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_noted(message: Message) -> None:
                await self._note(message, scope)
                await send(message)

            await app(scope, receive, send_noted)

        return noted

    async def _note(self, message: Message, scope: Scope) -> None:
        """Once a day, person, purpose and household. Raises what the database raises: then nothing is shown."""
        if message["type"] != "http.response.start" or message["status"] != 200:
            return
        if scope.get("method") != "GET":
            return
        person = scope.get("user")
        named = [(name, value) for name, value in scope.get("path_params", {}).items() if name in OPENS]
        if not named or not isinstance(person, Staff):
            return
        name, value = named[0]
        today, purpose = self._clock.today(), purpose_of(person.permissions)
        seen = (person.id, purpose, today, name, value)
        if seen in self._noted:
            return
        household_id = await household_of(OPENS[name], UUID(str(value)))
        if household_id is not None:
            await note_reading(self._db, household_id, person, today)
        if len(self._noted) >= _MOST_REMEMBERED:
            self._noted.clear()
        self._noted.add(seen)


def check_declared(app: Litestar) -> None:
    """Raises `RuntimeError` when nobody said of an address whether it opens a household's file."""
    if found := list(undeclared(app)):
        raise RuntimeError(f"opens a file or not? {', '.join(found)}")


def undeclared(app: Litestar) -> Iterator[str]:
    """Addresses that name something of which nobody said whether it opens a household's file."""
    for route in app.routes:
        for name in getattr(route, "path_parameters", {}):
            if name not in OPENS and name not in NO_FILE and "GET" in getattr(route, "methods", ()):
                yield f"{route.path} : {name}"
