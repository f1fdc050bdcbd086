"""The file of a household at its term: what is due, what suspends it, the list for the archives, the visa, four eyes.

Ground: RGPD-03 (terms), RGPD-04 (code du patrimoine, R212-14: nothing is destroyed without the visa), RGPD art. 17, 18. A file
goes in two parts: `file`, all that is not of the accounts; `accounts`, the names and texts that the accounts keep longer. Days,
sums and links stay: the books say the same to the cent, of nobody.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.privacy import data_map
from kernel.privacy.data_map import End
from kernel.privacy.texts import rewritten
from occupancy import domain

SERVICE = "occupancy"
ERASED = "effacé"
"""What stands where a name or a text was."""
CANDIDATE, HOUSEHOLD = "retention.candidate_months", "retention.household_months"
CONTRACT, ACCOUNTS = "retention.contract_months", "retention.accounts_months"
_ACCOUNT_NAMES = ("last_name", "first_name", "search_key")
"""Of the household's own row: kept as long as its accounts."""
_NUMBERED = re.compile(r"[A-Z]+-(\d{4})-")
"""A number says the year in which it was given."""
_FACT = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]{1,6}-\d[A-Z0-9\-]*"
    r"|\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?"
)
"""An identifier, a numbered reference, a month, a day, an instant: not a telephone."""
_SET_BY_THE_PROGRAM = ("deadline", "data_request", "data_hold", "file_reading")
"""Their days are no contact with the household."""
_OVER = {
    "contract": ("ended", "cancelled"),
    "support_measure": ("closed", "refused", "withdrawn"),
    "referral": ("closed", "refused", "housed"),
    "attribution": ("closed", "set_aside", "not_attributed", "refused", "no_answer", "withdrawn"),
}
_STATE = {"contract": "status", "support_measure": "state", "referral": "status", "attribution": "state"}


class NothingAtTerm(Conflict):
    """No file is at its term."""

    code, title = "nothing-at-term", "Aucun dossier n'a atteint son terme"


class DataEliminationNotFound(NotFound):
    """No list has this id."""

    code, title = "data-elimination-not-found", "Bordereau introuvable"


class DataEliminationOpen(Conflict):
    """One list at a time goes to the archives."""

    code, title = "data-elimination-open", "Un bordereau de dossiers attend déjà son visa"


class DataEliminationDone(Conflict):
    """A list is carried out once."""

    code, title = "data-elimination-done", "Bordereau de dossiers déjà exécuté"


class DataVisaDayWrong(RuleBroken):
    """The visa follows the list, and is not to come."""

    code, title = "data-visa-day-wrong", "Date du visa impossible"


class EraserIsProposer(RuleBroken):
    """Who proposed a list does not carry it out."""

    code, title = "eraser-is-proposer", "Une autre personne doit exécuter"


class HoldAlreadyOpen(Conflict):
    """The file is suspended already."""

    code, title = "hold-already-open", "Effacement déjà suspendu"


class HoldNotFound(NotFound):
    """No suspension is open there."""

    code, title = "hold-not-found", "Suspension introuvable"


class Stage(StrEnum):
    """Which part of a file."""

    FILE = "file"
    ACCOUNTS = "accounts"


class DataHold(Struct, frozen=True, kw_only=True):
    """A suspension (limitation): nothing of the household is erased while it is open."""

    id: UUID
    household_id: UUID
    reason: str
    since: date
    recorded_by: UUID
    recorded_by_name: str
    lifted_on: date | None = None
    lifted_by_name: str | None = None


class DueFile(Struct, frozen=True, kw_only=True):
    """One part of one file, at its term since the day after `due_on`. `erased`: it went under this list."""

    household_id: UUID
    stage: Stage
    due_on: date
    last_contact_on: date
    rows_kept: int
    erased: bool = False


class DataElimination(Struct, frozen=True, kw_only=True):
    """A list (bordereau). `visa` None: the archives have not agreed yet and nothing is destroyed."""

    id: UUID
    version: int
    reference: str
    reason: str
    proposed_on: date
    proposed_by: UUID
    proposed_by_name: str
    lines: tuple[DueFile, ...]
    visa: str | None = None
    visa_on: date | None = None
    carried_out_on: date | None = None
    carried_out_by: UUID | None = None
    carried_out_by_name: str | None = None

    @property
    def erased(self) -> tuple[DueFile, ...]:
        return tuple(one for one in self.lines if one.erased)


Rows = Mapping[str, list[dict[str, Any]]]


def due_files(
    household_id: UUID, rows: Rows, known_on: date, done: Iterable[Stage], law: Law, *, today: date
) -> tuple[DueFile, ...]:
    """The parts of a file at their term today. `known_on`: the last day something was recorded of the household itself.

    Nothing is due while somebody is housed, accompanied or awaited, while an account is not at zero, or while no day is known.
    """
    if _lives(rows) or not _at_zero(rows["transfer"]):
        return ()
    last, done = _last_contact(rows, known_on, today), set(done)
    if last == date.min:
        return ()
    housed = [row["ended_on"] or row["last_day"] for row in rows["contract"]]
    due = add_months(last, _months(law, HOUSEHOLD, today))
    if not housed and not rows["support_measure"]:
        due = add_months(last, _months(law, CANDIDATE, today))
    due = max([due, *(add_months(min(day, today), _months(law, CONTRACT, today)) for day in housed)])
    entries = [row["booked_on"] for row in rows["transfer"]]
    accounts = max([due, *(add_months(day, _months(law, ACCOUNTS, today)) for day in entries)])
    counted = {Stage.FILE: due, Stage.ACCOUNTS: accounts}
    return tuple(
        DueFile(
            household_id=household_id, stage=stage, due_on=day, last_contact_on=last, rows_kept=_touched(rows, stage)
        )
        for stage, day in counted.items()
        if today > day and stage not in done
    )


def carried_out(
    list_: DataElimination, now: Iterable[DueFile], visa: str, visa_on: date, by: UUID, by_name: str, *, today: date
) -> DataElimination:
    """The list once the archives agreed. What is no more due, or is suspended since, is left out: `now` is what is due today.

    Raises `DataEliminationDone`, `DataVisaDayWrong`, `EraserIsProposer`.
    """
    if list_.visa is not None:
        raise DataEliminationDone("Ce bordereau a déjà reçu son visa.")
    if not list_.proposed_on <= visa_on <= today:
        raise DataVisaDayWrong(f"Une date du {list_.proposed_on:%d/%m/%Y} à aujourd'hui est attendue.", field="visa_on")
    if by == list_.proposed_by:
        raise EraserIsProposer("Vous avez proposé ce bordereau : une autre personne l'exécute.", field="visa")
    there = {(one.household_id, one.stage) for one in now}
    lines = tuple(replace(one, erased=(one.household_id, one.stage) in there) for one in list_.lines)
    return replace(
        list_, lines=lines, visa=visa, visa_on=visa_on, carried_out_on=today, carried_out_by=by, carried_out_by_name=by_name
    )  # fmt: skip


def goes_whole(stage: Stage) -> tuple[str, ...]:
    """The tables whose rows are destroyed, those that lean on others first."""
    names = [name for name, one in data_map.mapped(SERVICE).items() if one.by and one.rows == "deleted"]
    depth = {name: _depth(name) for name in names if _stage_of(name) is stage}
    return tuple(sorted(depth, key=lambda name: (-depth[name], name)))


def emptied(stage: Stage) -> Mapping[str, tuple[str, ...]]:
    """The columns that lose their content, by table."""
    found: dict[str, tuple[str, ...]] = {}
    for one in data_map.labels(SERVICE):
        if one.end is not End.BLANKED or not data_map.mapped(SERVICE)[one.table].by:
            continue
        of = _stage_of(one.table)
        if one.table == "household" and one.column in _ACCOUNT_NAMES:
            of = Stage.ACCOUNTS
        if of is stage:
            found[one.table] = (*found.get(one.table, ()), one.column)
    return found


def blank(value: Any) -> Any:
    """What stands in a column afterwards: nothing where nothing was, the same shape with its texts gone for what has a shape."""
    if not isinstance(value, str) or not value:
        return value if value is None or isinstance(value, str) else None
    if value[0] in "{[":
        return _blank_shape(value)
    return ERASED


def _blank_shape(value: str) -> str:
    try:
        plain = msgspec.json.decode(value)
    except msgspec.DecodeError:
        return ERASED
    return msgspec.json.encode(rewritten(plain, lambda name, text: text if _names_nobody(text) else ERASED)).decode()


def _names_nobody(text: str) -> bool:
    """A word of one of the program's own lists, an identifier, a day, a numbered reference. A lone word may be a name."""
    return text in _words() or bool(_FACT.fullmatch(text))


@cache
def _words() -> frozenset[str]:
    """The words of all lists that the program knows, without which the shape could not be read again.

    Every module of the rules is read first: whether a word is one of a list must not hang on what was imported so far.
    """
    for module in iter_modules(domain.__path__, f"{domain.__name__}."):
        import_module(module.name)
    kinds, words = [StrEnum], set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        words |= {str(one) for one in kind}
    return frozenset(words)


def _stage_of(table: str) -> Stage:
    return Stage.ACCOUNTS if data_map.mapped(SERVICE)[table].kept == "accounts" else Stage.FILE


def _depth(table: str) -> int:
    target = data_map.mapped(SERVICE)[table].by.partition(">")[2]
    return 1 + _depth(target) if target else 0


def _touched(rows: Rows, stage: Stage) -> int:
    return max(1, sum(len(rows.get(name, ())) for name in {*goes_whole(stage), *emptied(stage)}))


def _lives(rows: Rows) -> bool:
    return any(row[_STATE[table]] not in over for table, over in _OVER.items() for row in rows[table])


def _at_zero(transfers: Iterable[dict[str, Any]]) -> bool:
    balance: dict[str, int] = {}
    for row in transfers:
        for account, sign in ((row["debit_account"], 1), (row["credit_account"], -1)):
            if account.startswith("household:"):
                balance[account] = balance.get(account, 0) + sign * row["amount_cents"]
    return not any(balance.values())


def _last_contact(rows: Rows, known_on: date, today: date) -> date:
    """The last day written anywhere in the file; of a household of which nothing else is known, the year of its number."""
    numbered = [read for row in rows["household"] if (read := _NUMBERED.match(row["reference"]))]
    days = [known_on, *(min(today, date(int(read[1]), 12, 31)) for read in numbered)]
    for table, found in rows.items():
        if table not in _SET_BY_THE_PROGRAM:
            days += [day for row in found for day in map(_day, row.values()) if day is not None and day <= today]
    return max(days)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _months(law: Law, key: str, today: date) -> int:
    return law.at(key, today).number
