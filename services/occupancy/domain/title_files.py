"""Files of the comptable: which column says what, and what each line means for our titles or for a title still to issue.

Ground: PES-04 and LIFECYCLE §6.6 (no public fixed layout of P503 and DFT-Net: a mapping saved for each source, never an invented
format), FIN-01 (a state comes from a document of the comptable). A line about a title that is not ours is left aside, and told.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.intake.cells import Sheet, SheetRow
from occupancy.domain.households import fold
from occupancy.domain.titles import Title, TitleBatch, TitleState, TitleStateWrong, TitleStatus, check_status


class TitleSourceNotFound(NotFound):
    """No source of files of the comptable has this id."""

    code, title = "title-source-not-found", "Source de fichiers introuvable"


class TitleUploadNotFound(NotFound):
    """A file waits for a while only, for who sent it."""

    code, title = "title-upload-not-found", "Fichier en attente introuvable"


class TitleMappingIncomplete(RuleBroken):
    """A file is read once it is said where its day, its amount, its title number and its state stand."""

    code, title = "title-mapping-incomplete", "Correspondance de colonnes incomplète"


class TitleFileWrong(RuleBroken):
    """A file is taken whole or not at all: every line of it is read."""

    code, title = "title-file-wrong", "Fichier du comptable refusé"


class TitleFileKnown(Conflict):
    """The same file counts once."""

    code, title = "title-file-known", "Fichier déjà importé"


class UntitledReceiptNotFound(NotFound):
    """No receipt without a title has this id."""

    code, title = "untitled-receipt-not-found", "Recette sans titre introuvable"


class UntitledReceiptDone(Conflict):
    """A receipt is made good by one title."""

    code, title = "untitled-receipt-done", "Titre déjà noté"


class FileKind(StrEnum):
    """What a source tells: states of our titles, or receipts without a title (P503)."""

    STATES = "states"
    P503 = "p503"


class DayForm(StrEnum):
    """How a day is written."""

    DAY_FIRST = "day_first"
    YEAR_FIRST = "year_first"
    COMPACT = "compact"


class DecimalForm(StrEnum):
    """What stands before the cents."""

    COMMA = "comma"
    POINT = "point"


class TitleMapping(Struct, frozen=True, kw_only=True):
    """Which column says what, by its heading; empty: there is none. `year`: of the title, where its number does not hold it.

    `taken` to `cancelled`: what the file writes for each state, several words parted by commas.
    """

    day_form: DayForm
    decimal: DecimalForm
    on_day: str
    amount: str
    number: str = ""
    year: str = ""
    state: str = ""
    payer: str = ""
    label: str = ""
    reference: str = ""
    taken: str = ""
    rejected: str = ""
    held: str = ""
    paid: str = ""
    cancelled: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings that the file must have."""
        names = ("on_day", "amount", "number", "year", "state", "payer", "label", "reference")
        return tuple(said for name in names if (said := getattr(self, name).strip()))

    def state_of(self, said: str) -> TitleState | None:
        """The state that a word of the file means."""
        for state in (TitleState.TAKEN, TitleState.REJECTED, TitleState.HELD, TitleState.PAID, TitleState.CANCELLED):
            if fold(said).strip() in {
                fold(one).strip() for one in getattr(self, state.value).split(",") if one.strip()
            }:
                return state
        return None


class TitleSource(Struct, frozen=True, kw_only=True):
    """Where files come from, in one version."""

    id: UUID
    name: str
    version: int
    kind: FileKind
    mapping: TitleMapping


class FileLine(Struct, frozen=True, kw_only=True):
    """One line of a file, read. `number`: the title's, as `T-2026-00012`, empty in a P503."""

    row: int
    on_day: date
    cents: int
    number: str = ""
    state: TitleState | None = None
    payer: str = ""
    label: str = ""
    reference: str = ""


class Verdict(StrEnum):
    """What a line would do: note a state, nothing since it is noted, nothing since the title is not ours; or it is wrong."""

    NEW = "new"
    KNOWN = "known"
    OTHER = "other"
    WRONG = "wrong"


class PlannedLine(Struct, frozen=True, kw_only=True):
    """A line with what it would do, and why not."""

    line: FileLine
    act_id: UUID | None
    verdict: Verdict
    why: str = ""


class UntitledReceipt(Struct, frozen=True, kw_only=True):
    """What the comptable received without a title. `titled_by`: the title issued since."""

    id: UUID
    on_day: date
    cents: int
    payer: str
    label: str
    reference: str
    sequence: int
    titled_by: str = ""


def check_mapping(kind: FileKind, mapping: TitleMapping) -> None:
    """Raises `TitleMappingIncomplete`."""
    needed = {"on_day": "date", "amount": "montant"}
    if kind is FileKind.STATES:
        needed |= {"number": "numéro de titre", "state": "état"}
    for name, said in needed.items():
        if not getattr(mapping, name).strip():
            raise TitleMappingIncomplete(f"Indiquez la colonne : {said}.", field=name)
    states = [one for one in TitleState if one is not TitleState.SENT]
    if kind is FileKind.STATES and not any(getattr(mapping, one.value).strip() for one in states):
        raise TitleMappingIncomplete("Indiquez au moins un mot pour un état.", field="taken")


def read_file(sheet: Sheet, kind: FileKind, mapping: TitleMapping) -> tuple[tuple[FileLine, ...], tuple[str, ...]]:
    """The lines of a file, and what is wrong in it, line by line. Raises `TitleFileWrong`: it lacks a column."""
    at, first = _headings(sheet, mapping)
    lines, wrong = [], []
    for row in sheet.rows:
        if row.number > first:
            try:
                lines.append(_line({name: _cell(row, place) for name, place in at.items()}, row.number, kind, mapping))
            except ValueError as error:
                wrong.append(f"Ligne {row.number} : {error}.")
    if not lines and not wrong:
        raise TitleFileWrong("Ce fichier n'a aucune ligne sous ses en-têtes.", field="file")
    return tuple(lines), tuple(wrong)


def plan_states(
    lines: Sequence[FileLine],
    sent: Mapping[str, tuple[TitleBatch, Title]],
    known: Mapping[UUID, Sequence[TitleStatus]],
    made: Sequence[TitleStatus],
    today: date,
) -> tuple[PlannedLine, ...]:
    """What each line would do. `sent`: our titles by number; `made`: the state that each line would note, in their order."""
    grown = {act_id: list(said) for act_id, said in known.items()}
    planned = []
    for line, status in zip(lines, made, strict=True):
        found = sent.get(line.number)
        if found is None:
            planned.append(PlannedLine(line=line, act_id=None, verdict=Verdict.OTHER, why="titre qui n'est pas d'ici"))
            continue
        batch, title = found
        said = grown.setdefault(title.act_id, [])
        status = _of(status, title.act_id)
        verdict, why = Verdict.NEW, ""
        if any((one.state, one.on_day, one.cents) == (status.state, status.on_day, status.cents) for one in said):
            verdict, why = Verdict.KNOWN, "déjà noté"
        else:
            try:
                check_status(batch, title, said, status, today)
                said.append(status)
            except TitleStateWrong as refusal:
                verdict, why = Verdict.WRONG, refusal.detail
        planned.append(PlannedLine(line=line, act_id=title.act_id, verdict=verdict, why=why))
    return tuple(planned)


def ranked(lines: Sequence[FileLine]) -> list[tuple[FileLine, int]]:
    """Each line with its rank among those that say the same: the same file, or one that overlaps it, adds nothing."""
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for line in lines:
        key = (line.on_day, line.cents, line.reference, line.payer, line.label)
        seen[key] += 1
        found.append((line, seen[key]))
    return found


def title_number(said: str, year: str) -> str:
    """`T-2026-00012`, from `T-2026-00012`, `2026/12`, or `12` with its year apart. Raises `ValueError`."""
    if year.strip():
        said = f"{year.strip()}-{said}"
    found = _NUMBER.fullmatch(said.strip().replace(" ", ""))
    if not found:
        raise ValueError(f"numéro de titre « {said[:40]} » illisible, comme T-2026-00012 ou 2026-12")
    return f"T-{found['year']}-{int(found['number']):05d}"


_NUMBER = re.compile(r"(?:[Tt][-/.]?)?(?P<year>20\d{2})[-/.]0*(?P<number>\d{1,7})")
_DAYS = {
    DayForm.DAY_FIRST: re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    DayForm.YEAR_FIRST: re.compile(r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})"),
    DayForm.COMPACT: re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
}
_AMOUNTS = {
    DecimalForm.COMMA: re.compile(r"(?P<whole>\d{1,10})(?:,(?P<part>\d{1,2}))?"),
    DecimalForm.POINT: re.compile(r"(?P<whole>\d{1,10})(?:\.(?P<part>\d{1,2}))?"),
}


def _headings(sheet: Sheet, mapping: TitleMapping) -> tuple[dict[str, int], int]:
    """Where each column stands, and the row of the headings: the first that has them all."""
    wanted = [fold(one).strip() for one in mapping.columns]
    for row in sheet.rows:
        at = {fold(cell.text).strip(): place for place, cell in row.cells.items()}
        if all(one in at for one in wanted):
            names = ("on_day", "amount", "number", "year", "state", "payer", "label", "reference")
            said = {name: fold(getattr(mapping, name)).strip() for name in names}
            return {name: at[one] for name, one in said.items() if one}, row.number
    first = ", ".join(cell.text for cell in sheet.rows[0].cells.values())[:300] if sheet.rows else "aucune"
    asked = ", ".join(mapping.columns)
    raise TitleFileWrong(f"Colonnes attendues : {asked}. Première ligne du fichier : {first}.", field="file")


def _cell(row: SheetRow, place: int) -> str:
    cell = row.cells.get(place)
    return cell.text if cell else ""


def _line(said: Mapping[str, str], number: int, kind: FileKind, mapping: TitleMapping) -> FileLine:
    state = None
    title = ""
    if kind is FileKind.STATES:
        state = mapping.state_of(said["state"])
        if state is None:
            raise ValueError(f"état « {said['state'][:40]} » sans correspondance")
        title = title_number(said["number"], said.get("year", ""))
    cents = _cents(said["amount"], mapping)
    if (kind is FileKind.P503 or state is TitleState.PAID) and not cents:
        raise ValueError("montant absent")
    return FileLine(
        row=number,
        on_day=_day(said["on_day"], mapping),
        cents=cents if kind is FileKind.P503 or state is TitleState.PAID else 0,
        number=title,
        state=state,
        payer=said.get("payer", "")[:140],
        label=said.get("label", "")[:300],
        reference=said.get("reference", "")[:80],
    )


def _day(said: str, mapping: TitleMapping) -> date:
    found = _DAYS[mapping.day_form].fullmatch(said.strip())
    try:
        if found:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        pass
    raise ValueError(f"date « {said[:40]} » illisible") from None


def _cents(said: str, mapping: TitleMapping) -> int:
    plain = re.sub(r"[\s\u00a0\u202f€]", "", said)
    if not plain:
        return 0
    found = _AMOUNTS[mapping.decimal].fullmatch(plain)
    if not found:
        raise ValueError(f"montant « {said[:40]} » illisible")
    return int(found["whole"]) * 100 + int((found["part"] or "0").ljust(2, "0"))


def _of(status: TitleStatus, act_id: UUID) -> TitleStatus:
    return TitleStatus(
        **{name: getattr(status, name) for name in status.__struct_fields__ if name != "act_id"}, act_id=act_id
    )
