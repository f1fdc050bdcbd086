"""What staff write down about the law: a new version of a value, a check of its source, the withdrawal of a version to come.

Ground: the délibération, the convention or the arrêté that is named as source. Records are only ever added. Nothing that was
decided is decided again: a version starts after the last day that was relied on, and one that has begun is not withdrawn.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law, LawValue, Status
from kernel.law_keys import Content, LawKey, LawKeys, Shape

CHECK_MONTHS = "law_check_months"
"""How long a check of a source holds: itself a value of each service."""


class LawVersionNotFound(NotFound):
    """No such version was recorded in this service."""

    code, title = "law-version-not-found", "Version introuvable"


class LawAlreadyRecorded(Conflict):
    """One value, one day: another version of the same value already starts on that day."""

    code, title = "law-already-recorded", "Valeur déjà enregistrée pour ce jour"


class LawChangesPast(RuleBroken):
    """A version never changes what was decided under the one before: it starts after the last day relied on."""

    code, title = "law-changes-past", "La valeur changerait le passé"


class LawVersionBegun(Conflict):
    """A version in force, or that was, stays: what was decided under it names it. A later version replaces it."""

    code, title = "law-version-begun", "Version déjà en vigueur"


class LawVersionWithdrawn(Conflict):
    """The version was withdrawn before it began; it never applied."""

    code, title = "law-version-withdrawn", "Version déjà retirée"


class CheckInFuture(RuleBroken):
    """A check is a reading that took place."""

    code, title = "law-check-in-future", "Vérification dans l'avenir"


class CheckOutcome(StrEnum):
    """What whoever read the source again found."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    NOT_FOUND = "not_found"


class Withdrawal(Struct, frozen=True, kw_only=True):
    """A version taken back before its first day."""

    withdrawn_on: date
    reason: str
    by_name: str


class LawVersion(Struct, frozen=True, kw_only=True):
    """One version of one key. `id` None: shipped with the program. `checked_on`: when its source was read, as far as known."""

    id: UUID | None
    key: str
    since: date
    content: Content
    source: str
    status: Status
    note: str
    checked_on: date | None
    recorded_by_name: str = ""
    withdrawal: Withdrawal | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawal is None


class LawCheck(Struct, frozen=True, kw_only=True):
    """Somebody read the source of the version that started on `since` again."""

    id: UUID
    key: str
    since: date
    checked_on: date
    outcome: CheckOutcome
    note: str
    by_name: str


class LawHistory(Struct, frozen=True, kw_only=True):
    """All that is known of one key: its versions by first day, and the checks of its sources, oldest first."""

    key: LawKey
    versions: tuple[LawVersion, ...]
    checks: tuple[LawCheck, ...]

    def in_force(self, day: date) -> LawVersion | None:
        """The version of a day; of two that start on one day, the recorded one."""
        begun = [one for one in self.versions if one.stands and one.since <= day]
        return max(begun, key=lambda one: (one.since, one.id is not None), default=None)

    def checked_on(self, day: date) -> date | None:
        """When the source of the version of a day was last read."""
        version = self.in_force(day)
        if version is None:
            return None
        read = [one.checked_on for one in self.checks if one.since == version.since]
        return max([*read, *([version.checked_on] if version.checked_on else [])], default=None)

    def is_to_verify(self, day: date) -> bool:
        version = self.in_force(day)
        return version is not None and version.status is Status.TO_VERIFY

    def is_check_due(self, day: date, *, months: int) -> bool:
        """True when the source in force was never read, or was read longer ago than a check holds."""
        if self.in_force(day) is None:
            return False
        read = self.checked_on(day)
        return read is None or add_months(read, months) < day


class NewVersion(Struct, frozen=True, kw_only=True):
    """A version to record."""

    key: str
    since: date
    content: Content
    source: str
    status: Status
    note: str


def check_new(wanted: NewVersion, history: LawHistory, *, relied_until: date | None) -> Content:
    """The content to record. `relied_until`: the last day that something kept was decided on under this key.

    Raises `LawValueUnfit`, `LawChangesPast`, `LawAlreadyRecorded`.
    """
    content = history.key.checked(wanted.content)
    if relied_until is not None and wanted.since <= relied_until:
        raise LawChangesPast(
            f"Des décisions s'appuient sur la valeur actuelle jusqu'au {relied_until:%d/%m/%Y}."
            " La nouvelle commence après ce jour.",
            field="since",
        )
    if any(one.stands and one.id is not None and one.since == wanted.since for one in history.versions):
        raise already_recorded(wanted.since)
    return content


def already_recorded(since: date) -> LawAlreadyRecorded:
    return LawAlreadyRecorded(
        f"Une autre version commence déjà le {since:%d/%m/%Y}. Retirez-la d'abord si elle est fausse.", field="since"
    )


def check_withdrawal(version: LawVersion, *, today: date) -> None:
    """Raises `LawVersionWithdrawn`, `LawVersionBegun`."""
    if not version.stands:
        raise LawVersionWithdrawn("Cette version a déjà été retirée.")
    if version.since <= today:
        raise LawVersionBegun(
            f"Cette version s'applique depuis le {version.since:%d/%m/%Y}. Enregistrez une nouvelle valeur."
        )


def check_reading(history: LawHistory, checked_on: date, *, today: date) -> LawVersion:
    """The version that was read again. Raises `CheckInFuture`, `LawVersionNotFound` when nothing is in force yet."""
    if checked_on > today:
        raise CheckInFuture(
            "Une vérification a déjà eu lieu : indiquez aujourd'hui ou un jour passé.", field="checked_on"
        )
    version = history.in_force(today)
    if version is None:
        raise LawVersionNotFound("Aucune valeur de cette règle n'est encore en vigueur.")
    return version


def histories(
    keys: LawKeys, shipped: Sequence[LawVersion], recorded: Sequence[LawVersion], checks: Sequence[LawCheck]
) -> list[LawHistory]:
    """Every key with all its versions and checks."""
    return [
        LawHistory(
            key=key,
            versions=tuple(
                sorted((one for one in (*shipped, *recorded) if one.key == key.key), key=lambda one: one.since)
            ),
            checks=tuple(sorted((one for one in checks if one.key == key.key), key=lambda one: one.checked_on)),
        )
        for key in keys.all()
    ]


def shipped_versions(law: Law, keys: LawKeys) -> list[LawVersion]:
    """The shipped values as versions: the cells of one day and one source make one version of their grid."""
    grids: dict[tuple[str, date], list[LawValue]] = {}
    found: list[LawVersion] = []
    for value in law.all():
        key = keys.of(value)
        if key is None:
            continue
        if key.shape is Shape.GRID:
            grids.setdefault((key.key, value.since), []).append(value)
        else:
            found.append(_shipped(value, value.key, value.value))
    for (key_name, _), values in grids.items():
        cells = {value.key.removeprefix(f"{key_name}."): value.number for value in values}
        found.append(_shipped(values[0], key_name, cells))
    return found


def _shipped(value: LawValue, key: str, content: Content) -> LawVersion:
    return LawVersion(
        id=None,
        key=key,
        since=value.since,
        content=content,
        source=value.source,
        status=value.status,
        note=value.note,
        checked_on=value.checked_on,
    )


def values_of(versions: Sequence[LawVersion], keys: LawKeys) -> list[LawValue]:
    """The recorded versions that stand, as the single values that rules read."""
    return [
        LawValue(
            key=name,
            value=value,
            unit=key.unit,
            since=version.since,
            source=version.source,
            status=version.status,
            note=version.note,
            checked_on=version.checked_on,
        )
        for version in versions
        if version.stands
        for key in [keys.find(version.key)]
        for name, value in key.values(version.content).items()
    ]


def all_values(found: Sequence[LawHistory]) -> list[LawVersion]:
    """Every version of every key that stands: what a town may publish as its own law, beside what is shipped."""
    return [version for history in found for version in history.versions if version.stands]
