"""A filled-in template of households and stays as what is to be recorded; and what the rules say of it, back to its cells."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act
from kernel.errors import Refusal
from kernel.intake.files import read_file
from kernel.intake.rows import CellProblem, Filled, Row, read_model
from kernel.law import Law
from occupancy.actions.contract_changes import new_term
from occupancy.actions.fee_choice import choose_fee
from occupancy.actions.opening_rows import OPENING_CELLS, Books, plan_openings
from occupancy.actions.stay_sheets import DEBT_SHEET, HOUSEHOLD_SHEET, MEMBER_SHEET, STAYS
from occupancy.domain import contracts as rules
from occupancy.domain.contracts import Contract, ContractStatus, FeeRecord
from occupancy.domain.fees import FeeNotInScale
from occupancy.domain.households import Household, Orientation, Situation, check_situation, fold
from occupancy.domain.members import Gender, Member, Relation, check_member, household_on
from occupancy.domain.openings import Opening
from occupancy.domain.places import TooManyPersons, check_place, check_size
from occupancy.domain.regimes import proposed_regime
from occupancy.domain.stay_imports import ImportedHousehold, ImportedStay, TakenOver, terms_until
from occupancy.domain.terms import check_reach
from occupancy.domain.units import WHOLE_UNIT, PlaceUnknown, Unit, UnitFacts, facts_of, mobilisation_on, programme_on

TAKEN_OVER = "Repris d'un dossier antérieur"
_CELLS = {"place_number": "place", "persons": "adults", "fee_override_reason": "fee_cents"}
"""Where a rule's field stands in the template, when it has another name there."""
_STAY_CELLS = ("place", "first_day", "last_day", "signed_on", "fee_cents", *OPENING_CELLS)


class Recorded(Struct, frozen=True, kw_only=True):
    """What is there already: households by their folded name, the stays of each unit, the units by their folded reference,
    and the money of these stays.
    """

    households: Mapping[str, Household]
    stays: Mapping[UUID, Sequence[Contract]]
    units: Mapping[str, Unit]
    books: Books


class Planned(Struct, frozen=True, kw_only=True):
    """What the file adds, what it takes over, what it says again, what is wrong with it, what is to be read before."""

    import_id: UUID
    added: tuple[ImportedHousehold, ...]
    taken: tuple[TakenOver, ...]
    unchanged: int
    problems: tuple[CellProblem, ...]
    warnings: tuple[CellProblem, ...]

    @property
    def openings(self) -> tuple[Opening, ...]:
        return tuple(opening for one in self.taken for opening in one.openings)


def read_stays(content: bytes) -> Filled:
    """Raises the refusals of `kernel.intake`: of the file, of the template. What is wrong with cells is in the answer."""
    return read_model(STAYS, read_file(content))


def full_name(last_name: str, first_name: str) -> str:
    """By what a household is known again."""
    return fold(f"{last_name} {first_name}".strip())


def units_named(filled: Filled, units: Iterable[Unit]) -> dict[str, Unit]:
    """The units that the file names, by their folded reference."""
    named = {fold(row.text("unit")) for row in filled.rows[HOUSEHOLD_SHEET.title]}
    return {fold(one.reference): one for one in units if fold(one.reference) in named}


def plan(filled: Filled, recorded: Recorded, law: Law, act: Act) -> Planned:
    """Every row against the rules and against the rows before it; nothing is written."""
    planning = _Planning(filled, recorded, law, act)
    for row in filled.rows[HOUSEHOLD_SHEET.title]:
        if row.ok:
            planning.take(row)
    planning.leave_nobody_out()
    return Planned(
        import_id=planning.import_id,
        added=tuple(planning.added),
        taken=tuple(planning.taken),
        unchanged=planning.unchanged,
        problems=tuple(planning.problems),
        warnings=tuple(planning.warnings),
    )


class _Planning:
    """One file being planned, row after row."""

    def __init__(self, filled: Filled, recorded: Recorded, law: Law, act: Act) -> None:
        self.recorded, self.law, self.act = recorded, law, act
        self.rows = filled.rows
        self.import_id = uuid4()
        self.added: list[ImportedHousehold] = []
        self.taken: list[TakenOver] = []
        self.problems: list[CellProblem] = []
        self.warnings: list[CellProblem] = []
        self.unchanged = 0
        self._taken = {unit_id: list(stays) for unit_id, stays in recorded.stays.items()}

    def take(self, row: Row) -> None:
        known = self.recorded.households.get(full_name(row.text("last_name"), row.text("first_name")))
        unit = self._unit(row)
        if known and unit and (recorded := self._recorded_stay(row, unit, known)):
            self.unchanged += 1
            self._take_over(row, recorded, known.name)
            return
        if known and not row.has("unit"):
            self.unchanged += 1
            self._refuse_debts(row)
            return
        before = len(self.problems)
        household = self._household(row)
        members = self._members(row, household)
        stay = self._stay(row, unit, household, members) if unit else None
        if stay is not None:
            self._take_over(row, stay.signed, household.name)
        elif unit is None:
            self._refuse_debts(row)
        if len(self.problems) > before:
            return
        if known:
            message = f"un ménage de ce nom est déjà enregistré ({known.reference}) : celui-ci en sera un autre"
            self.warnings.append(row.problem("last_name", message))
        self.added.append(ImportedHousehold(row=row.number, household=household, members=members, stay=stay))

    def leave_nobody_out(self) -> None:
        """A person or a debt whose household is not in the file is named, never dropped."""
        keys = {fold(row.text("key")) for row in self.rows[HOUSEHOLD_SHEET.title]}
        for row in (*self.rows[MEMBER_SHEET.title], *self.rows[DEBT_SHEET.title]):
            if row.has("key") and fold(row.text("key")) not in keys:
                self.problems.append(row.problem("key", "aucun ménage n'a ce repère"))

    def _debts(self, row: Row) -> list[Row]:
        return [one for one in self.rows[DEBT_SHEET.title] if one.ok and fold(one.text("key")) == fold(row.text("key"))]

    def _take_over(self, row: Row, contract: Contract, name: str) -> None:
        planned = plan_openings(
            row,
            self._debts(row),
            contract,
            name,
            books=self.recorded.books,
            law=self.law,
            act=self.act,
            import_id=self.import_id,
        )
        self.problems += planned.problems
        self.warnings += planned.warnings
        if planned.taken:
            self.taken.append(planned.taken)

    def _refuse_debts(self, row: Row) -> None:
        """A sum is taken over on a stay, whose contract, prices and address it needs."""
        self.problems += [
            one.problem("key", "ce ménage n'a pas de logement dans ce fichier") for one in self._debts(row)
        ]

    def _unit(self, row: Row) -> Unit | None:
        if not row.has("unit"):
            self.problems += [row.problem(name, "indiquez aussi le logement") for name in _STAY_CELLS if row.has(name)]
            return None
        found = self.recorded.units.get(fold(row.text("unit")))
        if found is None:
            self.problems.append(row.problem("unit", "aucun logement du parc n'a cette référence"))
            return None
        missing = [name for name in ("first_day", "last_day") if not row.has(name)]
        self.problems += [row.problem(name, "obligatoire avec un logement") for name in missing]
        return None if missing else found

    def _recorded_stay(self, row: Row, unit: Unit, known: Household) -> Contract | None:
        stays = self.recorded.stays.get(unit.id, ())
        first_day = row.day("first_day")
        return next((one for one in stays if one.household_id == known.id and one.first_day == first_day), None)

    def _household(self, row: Row) -> Household:
        household = Household(
            id=uuid4(),
            version=1,
            reference="",
            last_name=row.text("last_name"),
            first_name=row.text("first_name"),
            situation=row.choice("situation", Situation),
            adults=row.whole("adults"),
            children=row.whole("children"),
            phone=row.text("phone") or None,
            email=row.text("email") or None,
            orientation=row.choice("orientation", Orientation),
            note="",
        )
        if household.email and ("@" not in household.email or " " in household.email):
            self.problems.append(row.problem("email", "adresse comme nom@exemple.fr attendue"))
        try:
            check_situation(household.situation, adults=household.adults, children=household.children)
        except Refusal as refusal:
            self.problems += in_cells(row, refusal)
        return household

    def _members(self, row: Row, household: Household) -> tuple[Member, ...]:
        since = row.maybe_day("first_day") or self.act.today
        found: list[Member] = []
        for line in self.rows[MEMBER_SHEET.title]:
            if not line.ok or fold(line.text("key")) != fold(row.text("key")):
                continue
            member = _member(line, household.id, since)
            try:
                check_reach(member.joined_on, "joined_on")
                check_member(member, found, today=self.act.today)
            except Refusal as refusal:
                self.problems += in_cells(line, refusal)
            found.append(member)
        return tuple(found)

    def _stay(self, row: Row, unit: Unit, household: Household, members: tuple[Member, ...]) -> ImportedStay | None:
        try:
            stay = self._signed(row, unit, household_on(household, members, row.day("first_day"), self.law))
        except Refusal as refusal:
            self.problems += in_cells(row, refusal)
            return None
        self._taken.setdefault(unit.id, []).append(stay.signed)
        if stay.signed.last_day < self.act.today:
            self.warnings.append(row.problem("last_day", "l'échéance est passée : le séjour sera en dépassement"))
        if any(one.override_reason for one in stay.terms):
            self.warnings.append(row.problem("last_day", "plus de renouvellements que la règle n'en donne"))
        return stay

    def _signed(self, row: Row, unit: Unit, household: Household) -> ImportedStay:
        first_day, last_day = row.day("first_day"), row.day("last_day")
        check_reach(first_day)
        check_reach(last_day, "last_day")
        programme = programme_on(unit, first_day)
        place_number = _place(row, unit)
        facts = facts_of(unit, place_number, programme)
        draft = self._draft(row, unit, place_number, facts, household)
        terms = terms_until(
            self.law,
            programme,
            first_day,
            last_day,
            lambda it: new_term(draft, it, self.act, reason=TAKEN_OVER),
            reason=TAKEN_OVER,
        )
        signed = rules.sign(
            replace(draft, last_day=terms[-1].last_day),
            unit=facts,
            regime=proposed_regime(mobilisation_on(unit, first_day), programme),
            signed_on=row.maybe_day("signed_on") or min(first_day, self.act.today),
            persons=household.persons,
            today=self.act.today,
        )
        self._check_size(row, unit, signed)
        check_place(signed, unit, tuple(self._taken.get(unit.id, ())), today=self.act.today)
        return ImportedStay(draft=draft, signed=signed, terms=terms)

    def _check_size(self, row: Row, unit: Unit, signed: Contract) -> None:
        try:
            check_size(unit, signed.place_number, signed.persons, None)
        except TooManyPersons:
            self.warnings.append(row.problem("adults", "plus de personnes que la place n'en accueille"))

    def _draft(self, row: Row, unit: Unit, place_number: int, facts: UnitFacts, household: Household) -> Contract:
        return Contract(
            id=uuid4(),
            version=1,
            reference="",
            household_id=household.id,
            unit_id=unit.id,
            place_number=place_number,
            programme=facts.programme,
            status=ContractStatus.DRAFT,
            first_day=row.day("first_day"),
            last_day=row.day("last_day"),
            persons=household.persons,
            signed_on=None,
            unit=facts,
            fee=self._fee(row, facts, household),
            override_reason=TAKEN_OVER,
            notice=None,
            end=None,
            cancel_reason=None,
            turnaround_days=unit.turnaround_days,
            territory=unit.territory,
        )

    def _fee(self, row: Row, facts: UnitFacts, household: Household) -> FeeRecord:
        """The scale's amount, else the one that the file says, taken over as it was decided."""
        cents, day, said = row.maybe_whole("fee_cents"), row.day("first_day"), facts.dwelling_type
        may = self.act.by.may("fees.decide")
        try:
            usual = choose_fee(self.law, household.situation, said, day, cents=None, reason=None, may_decide=may)
        except FeeNotInScale:
            if cents is None:
                raise
            usual = None
        if usual is not None and cents in (None, usual.cents):
            return usual
        return choose_fee(self.law, household.situation, said, day, cents=cents, reason=TAKEN_OVER, may_decide=may)


def in_cells(row: Row, refusal: Refusal) -> list[CellProblem]:
    """What a rule refuses, each beside its cell; on the whole row when it names none of the template."""
    known = {one.name for one in row.sheet.columns}
    said = [(_CELLS.get(one.field, one.field), one.message) for one in refusal.errors] or [("", refusal.detail)]
    return [
        row.problem(name if name in known else "", message[:1].lower() + message[1:].removesuffix("."))
        for name, message in said
    ]


def _place(row: Row, unit: Unit) -> int:
    """By its name, or its number; 0, which is the whole unit, when the cell is empty. Raises `PlaceUnknown`."""
    if not row.has("place"):
        return WHOLE_UNIT
    said = fold(row.text("place"))
    for one in unit.places:
        if said in (fold(one.name), str(one.number)):
            return one.number
    raise PlaceUnknown(f"{unit.name} n'a pas de place « {row.text('place')} ».", field="place")


def _member(row: Row, household_id: UUID, since: date) -> Member:
    return Member(
        id=uuid4(),
        version=1,
        household_id=household_id,
        relation=row.choice("relation", Relation),
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        born_on=row.maybe_day("born_on"),
        birth_year=row.maybe_whole("birth_year"),
        gender=row.maybe_choice("gender", Gender),
        joined_on=row.maybe_day("joined_on") or since,
        left_on=None,
    )
