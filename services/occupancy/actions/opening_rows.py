"""What a template of stays says of the books kept before: the debts, the advance and the deposit of a row, against the rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act
from kernel.errors import Refusal
from kernel.intake.rows import CellProblem, Row
from kernel.law import Law
from kernel.money import euros
from kernel.period import Month
from occupancy.domain.contracts import Contract
from occupancy.domain.deposits import deposit_cap
from occupancy.domain.openings import Opening, OpeningKind, called_until
from occupancy.domain.stay_imports import TakenOver
from occupancy.domain.terms import check_reach

DEPOSIT_CELLS = ("deposit_received_on", "deposit_payer", "deposit_receipt")
OPENING_CELLS = ("called_until", "advance_cents", "deposit_cents", *DEPOSIT_CELLS)
"""What a household's row says of money: it needs a stay."""


class Books(Struct, frozen=True, kw_only=True):
    """What is known already of the money of the stays concerned, by contract: openings that stand, contracts whose deposit was
    asked, months charged here, the last month charged before.
    """

    openings: Mapping[UUID, Sequence[Opening]]
    deposits: frozenset[UUID]
    charged: Mapping[UUID, frozenset[str]]
    called_until: Mapping[UUID, Month]


class OpeningPlan(Struct, frozen=True, kw_only=True):
    """What a row takes over, with what is wrong and what is to be read before."""

    taken: TakenOver | None
    problems: list[CellProblem]
    warnings: list[CellProblem]


def plan_openings(
    row: Row, debts: Iterable[Row], contract: Contract, name: str, *, books: Books, law: Law, act: Act, import_id: UUID
) -> OpeningPlan:
    """Each sum against the stay and against what was taken over before; what was taken over as it stands is left as it is."""
    planning = _Openings(row, contract, name, books, law, act, import_id)
    planning.take_debts(debts)
    planning.take_advance()
    planning.take_deposit()
    return planning.plan()


class _Openings:
    """The sums of one row being planned."""

    def __init__(
        self, row: Row, contract: Contract, name: str, books: Books, law: Law, act: Act, import_id: UUID
    ) -> None:
        self.row, self.contract, self.name, self.books = row, contract, name, books
        self.law, self.act, self.import_id = law, act, import_id
        self.known = {one.said: one for one in books.openings.get(contract.id, ())}
        self.found: list[Opening] = []
        self.problems: list[CellProblem] = []
        self.warnings: list[CellProblem] = []

    def plan(self) -> OpeningPlan:
        until = called_until(self.found, self.row.maybe_month("called_until"))
        until = self._kept_until(until) if until else None
        taken = None
        if self.found or until:
            taken = TakenOver(
                row=self.row.number,
                name=self.name,
                household_id=self.contract.household_id,
                contract_id=self.contract.id,
                openings=tuple(self.found),
                called_until=until,
            )
        return OpeningPlan(taken=taken, problems=self.problems, warnings=self.warnings)

    def take_debts(self, debts: Iterable[Row]) -> None:
        for line in debts:
            before = len(self.problems)
            month = line.maybe_month("month")
            if month is None:
                self._check_sum(line)
            else:
                self._check_month(line, month)
            if len(self.problems) > before:
                continue
            first_day = max(month.first_day, self.contract.first_day) if month else self.act.today
            self._add(line, "cents", self._opening(
                line.choice("kind", OpeningKind),
                line.whole("cents"),
                due_on=line.maybe_day("due_on") or first_day,
                month=str(month) if month else None,
                reason=line.text("reason"),
                former_reference=line.text("title"),
            ))  # fmt: skip

    def take_advance(self) -> None:
        if cents := self.row.maybe_whole("advance_cents"):
            if any(one.is_debt for one in self.found):
                message = "ce ménage a aussi une dette : reprenez l'une moins l'autre"
                self.problems.append(self.row.problem("advance_cents", message))
                return
            opening = self._opening(OpeningKind.ADVANCE, cents, due_on=self.act.today)
            self._add(self.row, "advance_cents", opening)

    def take_deposit(self) -> None:
        row, cents = self.row, self.row.maybe_whole("deposit_cents")
        if cents is None:
            self.problems += [
                row.problem(name, "indiquez aussi le dépôt détenu") for name in DEPOSIT_CELLS if row.has(name)
            ]
            return
        received_on = row.maybe_day("deposit_received_on")
        if received_on is None:
            self.problems.append(row.problem("deposit_received_on", "obligatoire avec un dépôt"))
            return
        if not self._is_past(row, "deposit_received_on"):
            return
        opening = self._opening(
            OpeningKind.DEPOSIT,
            cents,
            due_on=received_on,
            payer=row.text("deposit_payer") or self.name[:120],
            former_reference=row.text("deposit_receipt"),
        )
        if opening.said not in self.known and self.contract.id in self.books.deposits:
            self.problems.append(row.problem("deposit_cents", "le dépôt de ce contrat est déjà demandé dans Palier"))
            return
        cap_cents = deposit_cap(self.law, self.contract.legal_regime, self.act.today).number * self.contract.fee.cents
        if cents > cap_cents and opening.said not in self.known:
            self.warnings.append(row.problem("deposit_cents", f"au-dessus du plafond de {euros(cap_cents)}"))
        self._add(row, "deposit_cents", opening)

    def _check_month(self, line: Row, month: Month) -> None:
        if line.choice("kind", OpeningKind) is not OpeningKind.FEES:
            self.problems.append(line.problem("month", "seule une redevance se reprend par mois"))
        elif month.first_day > self.act.today or month.last_day < self.contract.first_day:
            self.problems.append(line.problem("month", "le séjour n'a aucun jour passé ce mois-là"))
        elif str(month) in self.books.charged.get(self.contract.id, ()):
            self.problems.append(line.problem("month", "la redevance de ce mois est déjà appelée dans Palier"))
        if line.has("due_on"):
            self._is_past(line, "due_on")

    def _check_sum(self, line: Row) -> None:
        missing = {"due_on": "obligatoire sans mois", "reason": "obligatoire sans mois : dites ce qui est dû"}
        self.problems += [line.problem(name, said) for name, said in missing.items() if not line.has(name)]
        if line.has("due_on"):
            self._is_past(line, "due_on")

    def _is_past(self, line: Row, name: str) -> bool:
        day = line.day(name)
        try:
            check_reach(day, name)
        except Refusal as refusal:
            self.problems += [line.problem(name, one.message) for one in refusal.errors]
            return False
        if day > self.act.today:
            self.problems.append(line.problem(name, "une date passée est attendue"))
            return False
        return True

    def _kept_until(self, until: Month) -> Month | None:
        """The month that is to be kept, none where one is kept already."""
        before, said = self.books.called_until.get(self.contract.id), self.row.has("called_until")
        if any(one.month and Month.parse(one.month) > (before or until) for one in self.found):
            message = "la feuille Dettes reprend une redevance d'un mois plus récent"
            self.problems.append(self.row.problem("called_until", message))
        elif before is not None and said and until != before:
            message = f"déjà repris jusqu'à {before.first_day:%m/%Y}, ce qui ne se change plus"
            self.problems.append(self.row.problem("called_until", message))
        elif until.first_day > self.act.today:
            self.problems.append(self.row.problem("called_until", "ce mois n'a pas commencé"))
        return None if before else until

    def _opening(
        self,
        kind: OpeningKind,
        cents: int,
        *,
        due_on: date,
        month: str | None = None,
        reason: str = "",
        payer: str = "",
        former_reference: str = "",
    ) -> Opening:
        return Opening(
            id=uuid4(),
            import_id=self.import_id,
            household_id=self.contract.household_id,
            contract_id=self.contract.id,
            kind=kind,
            amount_cents=cents,
            due_on=due_on,
            month=month,
            reason=reason,
            payer=payer,
            former_reference=former_reference,
            opened_on=self.act.today,
            event_id=uuid4(),
        )

    def _add(self, line: Row, name: str, one: Opening) -> None:
        """Once: as it stands it is left alone, otherwise it is first undone."""
        before = self.known.get(one.said)
        if before is None:
            self.found.append(one)
        elif before.amount_cents != one.amount_cents:
            message = (
                f"déjà repris pour {euros(before.amount_cents)} : annulez d'abord cette écriture au compte du ménage"
            )
            self.problems.append(line.problem(name, message))
