"""The stock, as seen from occupancy: read a unit, tell its presence. The only way to alt_units is its HTTP contract."""

import base64
from collections.abc import Sequence
from datetime import date
from time import monotonic
from typing import Protocol, runtime_checkable
from uuid import UUID

from msgspec import Struct, structs

from kernel.acts import Staff
from kernel.errors import NotFound
from kernel.http.client import ServiceClient
from occupancy.domain.activity import Activity
from occupancy.domain.bank_collections import BankLine, BankLineUnknown
from occupancy.domain.letterheads import Letterhead
from occupancy.domain.presence import UnitPresence
from occupancy.domain.units import Unit, UnitNotFound

_KEPT_SECONDS = 3.0
_LINES = "/api/alt-units/v1/bank-lines"


@runtime_checkable
class AltUnits(Protocol):
    """What occupancy asks of alt_units and tells it."""

    async def unit(self, unit_id: UUID, *, by: Staff) -> Unit:
        """Raises `UnitNotFound`, `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def units(self, *, by: Staff) -> tuple[Unit, ...]:
        """All units. Raises `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def declared_vacancy(self, unit_id: UUID, place_number: int, *, by: Staff) -> UUID | None:
        """The declaration of this vacancy to the SIAO, or None. Raises `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def claimed_months(self, unit_id: UUID, first: str, last: str, *, by: Staff) -> frozenset[str]:
        """The months between two whose aid was asked for. Raises `NotFound`, `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def tell_presence(
        self, unit_id: UUID, month: str, presence: UnitPresence, *, revision: int, by: Staff
    ) -> None:
        """Returns once acknowledged. Raises `NotFound`, `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def tell_activity(self, year: int, activity: Activity, *, revision: int, by: Staff) -> None:
        """Returns once acknowledged. Raises `NotFound`, `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def tell_letterhead(self, letterhead: Letterhead, *, by: Staff) -> None:
        """What stands on the papers from a day on. Returns once acknowledged. Raises `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def tell_slide(self, unit_id: UUID, mobilisation_id: UUID, last_day: date, *, by: Staff) -> None:
        """The right ends that day: the lease slid. Returns once acknowledged, told once or again.

        Raises `NotFound`, `ServiceSilent`, `ServiceNonsense`.
        """
        ...

    async def received_lines(self, after: str | None, *, by: Staff) -> tuple[tuple[BankLine, ...], str | None]:
        """Fifty lines of bank statements that nobody has explained, oldest first, and where the next begin.

        Raises `ServiceSilent`, `ServiceNonsense`.
        """
        ...

    async def bank_line(self, line_id: UUID, *, by: Staff) -> BankLine:
        """Raises `BankLineUnknown`, `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def claim_line(
        self, line_id: UUID, collection_id: UUID, reference: str, *, distinct: bool, by: Staff
    ) -> None:
        """The line is ours, told once or again. Raises `BankLineUnknown`, `ServiceConflict`, `ServiceSilent`."""
        ...

    async def give_line_back(self, line_id: UUID, collection_id: UUID, reason: str, *, by: Staff) -> None:
        """The line is nobody's again, told once or again. Raises `BankLineUnknown`, `ServiceSilent`, `ServiceNonsense`."""
        ...

    async def erase_lines(
        self, line_ids: Sequence[UUID], *, elimination: str, visa: str, visa_on: date, answers_before: date, by: Staff
    ) -> None:
        """The households of these lines are erased. Returns once acknowledged, told once or again.

        Raises `ServiceSilent`, `ServiceNonsense`.
        """
        ...


class _LinePage(Struct, frozen=True, kw_only=True):
    items: tuple[BankLine, ...]
    next: str | None


class _Claim(Struct, frozen=True, kw_only=True):
    reference: str
    distinct: bool


class _Return(Struct, frozen=True, kw_only=True):
    reason: str


class _Claimed(Struct, frozen=True, kw_only=True):
    id: UUID
    returned: bool


class _LineErasure(Struct, frozen=True, kw_only=True):
    elimination: str
    visa: str
    visa_on: date
    line_ids: tuple[UUID, ...]
    answers_before: date


class _LinesErased(Struct, frozen=True, kw_only=True):
    erased: tuple[UUID, ...]


class _UnitPage(Struct, frozen=True, kw_only=True):
    items: tuple[Unit, ...]
    next: str | None


class _Declaration(Struct, frozen=True, kw_only=True):
    id: UUID


class _Vacancy(Struct, frozen=True, kw_only=True):
    unit_id: UUID
    place_number: int
    declaration: _Declaration | None


class _Vacancies(Struct, frozen=True, kw_only=True):
    items: tuple[_Vacancy, ...]


class _Months(Struct, frozen=True, kw_only=True):
    items: frozenset[str]


class _Slide(Struct, frozen=True, kw_only=True):
    last_day: date


class _Slid(Struct, frozen=True, kw_only=True):
    version: int


class _Told(Struct, frozen=True, kw_only=True):
    revision: int


class _PresenceBody(UnitPresence, frozen=True, kw_only=True):
    revision: int


class _ActivityBody(Activity, frozen=True, kw_only=True):
    revision: int


class _LetterheadBody(Struct, frozen=True, kw_only=True):
    number: int
    since: date
    name: str
    address: str
    contact: str
    signatory: str
    signatory_title: str
    logo: str | None
    logo_alt: str


class _Kept(Struct, frozen=True, kw_only=True):
    id: UUID


class HttpAltUnits:
    """alt_units over HTTP. A unit is read afresh for every act; the whole list, for pages, is kept three seconds."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client
        self._all: tuple[float, tuple[Unit, ...]] | None = None

    async def unit(self, unit_id: UUID, *, by: Staff) -> Unit:
        try:
            return await self._client.get(f"/api/alt-units/v1/units/{unit_id}", Unit, by=by)
        except NotFound:
            raise UnitNotFound("Ce logement n'existe pas dans le parc.", field="place") from None

    async def units(self, *, by: Staff) -> tuple[Unit, ...]:
        now = monotonic()
        if self._all and now - self._all[0] < _KEPT_SECONDS:
            return self._all[1]
        found: list[Unit] = []
        after: str | None = None
        while True:
            query = {"limit": "200", **({"after": after} if after else {})}
            page = await self._client.get("/api/alt-units/v1/units", _UnitPage, by=by, **query)
            found += page.items
            if not page.next:
                break
            after = page.next
        self._all = (now, tuple(found))
        return self._all[1]

    async def declared_vacancy(self, unit_id: UUID, place_number: int, *, by: Staff) -> UUID | None:
        vacant = await self._client.get("/api/alt-units/v1/vacancies", _Vacancies, by=by)
        told = (one.declaration for one in vacant.items if (one.unit_id, one.place_number) == (unit_id, place_number))
        return next((one.id for one in told if one), None)

    async def claimed_months(self, unit_id: UUID, first: str, last: str, *, by: Staff) -> frozenset[str]:
        path = f"/api/alt-units/v1/units/{unit_id}/claimed-months"
        return (await self._client.get(path, _Months, by=by, first=first, last=last)).items

    async def tell_presence(
        self, unit_id: UUID, month: str, presence: UnitPresence, *, revision: int, by: Staff
    ) -> None:
        body = _PresenceBody(
            revision=revision,
            days_occupied=presence.days_occupied,
            households=presence.households,
            persons=presence.persons,
            places=presence.places,
            aided_households=presence.aided_households,
        )
        await self._client.put(f"/api/alt-units/v1/units/{unit_id}/presence/{month}", body, _Told, by=by)

    async def tell_activity(self, year: int, activity: Activity, *, revision: int, by: Staff) -> None:
        body = _ActivityBody(**structs.asdict(activity), revision=revision)
        await self._client.put(f"/api/alt-units/v1/activity/{year}", body, _Told, by=by)

    async def tell_letterhead(self, letterhead: Letterhead, *, by: Staff) -> None:
        plain = {name: getattr(letterhead, name) for name in _LetterheadBody.__struct_fields__ if name != "logo"}
        logo = base64.b64encode(letterhead.logo).decode() or None
        path = f"/api/alt-units/v1/letterheads/{letterhead.id}"
        await self._client.put(path, _LetterheadBody(**plain, logo=logo), _Kept, by=by)

    async def tell_slide(self, unit_id: UUID, mobilisation_id: UUID, last_day: date, *, by: Staff) -> None:
        path = f"/api/alt-units/v1/units/{unit_id}/mobilisations/{mobilisation_id}/slide"
        await self._client.put(path, _Slide(last_day=last_day), _Slid, by=by)

    async def received_lines(self, after: str | None, *, by: Staff) -> tuple[tuple[BankLine, ...], str | None]:
        query = {"state": "suspense", "received": "true", "limit": "50", **({"after": after} if after else {})}
        page = await self._client.get(_LINES, _LinePage, by=by, **query)
        return page.items, page.next

    async def bank_line(self, line_id: UUID, *, by: Staff) -> BankLine:
        try:
            return await self._client.get(f"{_LINES}/{line_id}", BankLine, by=by)
        except NotFound:
            raise BankLineUnknown("Cette ligne n'est dans aucun relevé importé.") from None

    async def claim_line(
        self, line_id: UUID, collection_id: UUID, reference: str, *, distinct: bool, by: Staff
    ) -> None:
        body = _Claim(reference=reference, distinct=distinct)
        try:
            await self._client.put(f"{_LINES}/{line_id}/collections/{collection_id}", body, _Claimed, by=by)
        except NotFound:
            raise BankLineUnknown("Cette ligne n'est dans aucun relevé importé.") from None

    async def give_line_back(self, line_id: UUID, collection_id: UUID, reason: str, *, by: Staff) -> None:
        path = f"{_LINES}/{line_id}/collections/{collection_id}/return"
        try:
            await self._client.put(path, _Return(reason=reason), _Claimed, by=by)
        except NotFound:
            raise BankLineUnknown("Cette ligne n'est dans aucun relevé importé.") from None

    async def erase_lines(
        self, line_ids: Sequence[UUID], *, elimination: str, visa: str, visa_on: date, answers_before: date, by: Staff
    ) -> None:
        body = _LineErasure(
            elimination=elimination,
            visa=visa,
            visa_on=visa_on,
            line_ids=tuple(line_ids),
            answers_before=answers_before,
        )
        await self._client.put("/api/alt-units/v1/bank-line-erasures", body, _LinesErased, by=by)

    async def close(self) -> None:
        self._all = None
        await self._client.close()
