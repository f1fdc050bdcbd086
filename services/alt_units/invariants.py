"""Facts that must always hold in alt_units, one function each: the sentences of what is wrong, none when all is well."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise

from alt_units.domain.bank_lines import DecisionKind, LineState
from alt_units.domain.claims import Claim, ClaimLine, ClaimStatus
from alt_units.domain.convention_lines import running_lines
from alt_units.domain.funder_payments import FunderPayment
from alt_units.domain.voids import WHOLE_UNIT
from alt_units.store import bank_lines, claims, conventions, funder_payments, units
from alt_units.store.bank_collections import standing_collections
from kernel.db import Database
from kernel.money import euros
from kernel.period import Period

Invariant = Callable[[Database], Awaitable[list[str]]]

# --- units, conventions ---------------------------------------------------------------------------


async def no_unit_is_in_two_programmes_on_one_day(db: Database) -> list[str]:
    """AML excludes ALT (AML-07), and two periods of one programme would count a day twice."""
    return [
        f"{unit.reference} : deux programmes le {later.first_day:%d/%m/%Y}."
        for unit in await units.all_units()
        for later in _overlapping([one.period for one in unit.programmes])
    ]


async def no_unit_is_twice_in_service_on_one_day(db: Database) -> list[str]:
    """A day in service counts once in the effective capacity."""
    return [
        f"{unit.reference} : deux périodes en service le {later.first_day:%d/%m/%Y}."
        for unit in await units.all_units()
        for later in _overlapping([one.period for one in unit.service])
    ]


async def no_place_is_void_twice_on_one_day(db: Database) -> list[str]:
    """A day without offer counts once, whatever made it so."""
    return [
        f"{unit.reference} : deux indisponibilités le {later.first_day:%d/%m/%Y}."
        for unit in await units.all_units()
        for number in [WHOLE_UNIT, *(place.number for place in unit.places)]
        for later in _overlapping([one.period for one in unit.live_voids() if one.place_number in (WHOLE_UNIT, number)])
    ]


async def every_void_lies_in_the_park(db: Database) -> list[str]:
    """A day outside the park is not counted at all: it cannot be unavailable."""
    return [
        f"{unit.reference} : indisponibilité hors du parc à partir du {void.first_day:%d/%m/%Y}."
        for unit in await units.all_units()
        for void in unit.live_voids()
        if not any(one.period.common(void.period) == void.period for one in unit.service)
    ]


async def no_unit_is_had_by_two_rights_on_one_day(db: Database) -> list[str]:
    """One mobilisation at a time (REG-01)."""
    return [
        f"{unit.reference} : deux mobilisations le {later.first_day:%d/%m/%Y}."
        for unit in await units.all_units()
        for later in _overlapping([one.period for one in unit.mobilisations])
    ]


async def a_retired_unit_has_nothing_after_its_last_day(db: Database) -> list[str]:
    """Its programme and its service end with it, and no convention line goes on."""
    wrong = []
    for unit in await units.all_units():
        if unit.retired_on is None:
            continue
        ends = [*(one.last_day for one in unit.programmes), *(one.last_day for one in unit.service)]
        if any(end is None or end > unit.retired_on for end in ends):
            wrong.append(f"{unit.reference} : retiré le {unit.retired_on:%d/%m/%Y}, encore en programme ou en service.")
        lines = await conventions.running_lines_of_unit(unit.id)
        if any(line.last_month.first_day > unit.retired_on for line in lines):
            wrong.append(f"{unit.reference} : retiré le {unit.retired_on:%d/%m/%Y}, encore dans une convention.")
    return wrong


async def no_dwelling_has_two_lines_on_one_month(db: Database) -> list[str]:
    """One dwelling, one line per month, whatever the households and the conventions (CAL-05)."""
    wrong = []
    for unit in await units.all_units():
        lines = await conventions.running_lines_of_unit(unit.id)
        ordered = sorted(lines, key=lambda one: (one.first_month, one.last_month))
        wrong += [
            f"{unit.reference} : deux lignes de convention en {later.first_month.first_day:%m/%Y}."
            for earlier, later in pairwise(ordered)
            if later.first_month <= earlier.last_month
        ]
    return wrong


async def every_line_lies_in_the_year_of_its_convention(db: Database) -> list[str]:
    """A convention covers one calendar year (R. 851-2)."""
    return [
        f"Convention {one.number} ({one.year}) : une ligne porte sur une autre année."
        for one in await conventions.list_conventions()
        for line in one.lines
        if {line.first_month.year, line.last_month.year} != {one.year}
    ]


async def an_ended_convention_holds_no_dwelling_after_its_end(db: Database) -> list[str]:
    """Nothing is paid from the first day of the month after the end (R. 851-7 I)."""
    return [
        f"Convention {one.number} ({one.year}) : une ligne retient son logement après la fin."
        for one in await conventions.list_conventions()
        for line in one.lines
        if one.ended_on is not None
        and any(held.last_month > one.last_month for held in running_lines(one, line.unit_id))
    ]


async def at_most_one_avenant_is_in_preparation(db: Database) -> list[str]:
    """The next avenant starts from what is signed."""
    return [
        f"Convention {one.number} ({one.year}) : plusieurs avenants en préparation."
        for one in await conventions.list_conventions()
        if sum(version.signed_on is None for version in one.versions) > 1
    ]


async def an_avenant_in_preparation_holds_no_dwelling(db: Database) -> list[str]:
    """Its lines take their dwellings when it is signed."""
    return [
        f"Convention {one.number} ({one.year}) : l'avenant en préparation retient déjà un logement."
        for one in await conventions.list_conventions()
        for version in one.versions
        if version.signed_on is None and any(line.holds_until >= line.first_month for line in version.lines)
    ]


def _overlapping(periods: Sequence[Period]) -> list[Period]:
    return [later for earlier, later in pairwise(periods) if earlier.overlaps(later)]


PARK_INVARIANTS: list[Invariant] = [
    no_unit_is_in_two_programmes_on_one_day,
    no_unit_is_twice_in_service_on_one_day,
    no_place_is_void_twice_on_one_day,
    every_void_lies_in_the_park,
    no_unit_is_had_by_two_rights_on_one_day,
    a_retired_unit_has_nothing_after_its_last_day,
    no_dwelling_has_two_lines_on_one_month,
    every_line_lies_in_the_year_of_its_convention,
    an_ended_convention_holds_no_dwelling_after_its_end,
    at_most_one_avenant_is_in_preparation,
    an_avenant_in_preparation_holds_no_dwelling,
]

# --- claims, funder payments, reconciliation ------------------------------------------------------


async def no_payment_settles_more_than_itself(db: Database) -> list[str]:
    """What is not allocated stays in sight; what is allocated was received (REC-01)."""
    return [
        f"Versement {one.bank_reference} : {euros(one.allocated_cents)} affectés pour {euros(one.amount_cents)} reçus."
        for one in await _payments()
        if abs(one.allocated_cents) > abs(one.amount_cents) or one.allocated_cents * one.amount_cents < 0
    ]


async def an_allocation_settles_a_submitted_claim_of_its_convention(db: Database) -> list[str]:
    """A draft is not owed yet, and a convention pays only its own claims."""
    allowed = {
        line.id: claim.convention_id
        for claim in await _claims()
        if claim.status is ClaimStatus.SUBMITTED
        for line in claim.lines
    }
    return [
        f"Versement {payment.bank_reference} : affecté à une ligne qui n'est pas transmise ou pas de sa convention."
        for payment in await _payments()
        for one in payment.allocations
        if allowed.get(one.claim_line_id) != payment.convention_id
    ]


async def a_cancelled_allocation_is_undone_amount_for_amount(db: Database) -> list[str]:
    """The row that undoes another mirrors it."""
    wrong = []
    for payment in await _payments():
        known = {one.id: one for one in payment.allocations}
        for one in payment.allocations:
            undone = known.get(one.cancels_id) if one.cancels_id else None
            if one.cancels_id and (undone is None or undone.amount_cents != -one.amount_cents):
                wrong.append(f"Versement {payment.bank_reference} : une annulation ne reprend pas le montant annulé.")
    return wrong


async def no_line_is_paid_or_due_below_zero(db: Database) -> list[str]:
    """Money given back never exceeds what came, nor an adjustment what was claimed."""
    return [
        f"Demande {claim.month}, {line.reference} : {euros(line.due_cents)} dus, {euros(line.paid_cents)} versés."
        for claim in await _claims()
        for line in claim.lines
        if line.paid_cents < 0 or line.due_cents < 0
    ]


async def every_amount_of_a_claim_is_explained(db: Database) -> list[str]:
    """The trace kept with a line gives the very amounts of the line."""
    return [
        f"Demande {claim.month}, {line.reference} : l'explication ne donne pas les montants de la ligne."
        for claim in await _claims()
        for line in claim.lines
        if {step.about: step.amount_cents for step in line.trace} != _explained(line)
    ]


async def what_was_submitted_was_within_its_ceiling(db: Database) -> list[str]:
    """The sum of the claims stayed within the forecast on the day of submission (CSS R. 851-5, CAL-13)."""
    return [
        f"Demande {claim.month} : transmise au-dessus du plafond de {euros(claim.rules.ceiling_cents)}."
        for claim in await _claims()
        if claim.status is ClaimStatus.SUBMITTED
        and claim.rules.used_elsewhere_cents + sum(line.claimed_cents for line in claim.lines)
        > claim.rules.ceiling_cents
    ]


async def no_claim_was_sent_for_more_units_than_its_convention_aids(db: Database) -> list[str]:
    """The rental mediation aid has a maximum of units (AML-02, AML-03)."""
    return [
        f"Demande {claim.month} : transmise pour plus de {claim.rules.max_units} logements."
        for claim in await _claims()
        if claim.rules.max_units is not None
        and claim.status is not ClaimStatus.DRAFT
        and sum(line.claimed_cents > 0 for line in claim.lines) > claim.rules.max_units
    ]


def _explained(line: ClaimLine) -> dict[str, int]:
    explained = {
        "planned": line.planned_cents,
        "by_availability": line.by_availability_cents,
        "by_occupation": line.by_occupation_cents,
        "effective": line.effective_cents,
        "claimable": line.claimable_cents,
    }
    return explained | ({"aided": line.effective_cents} if any(one.about == "aided" for one in line.trace) else {})


async def _claims() -> list[Claim]:
    found = await conventions.list_conventions()
    return [claim for one in found for claim in await claims.claims_of_convention(one.id)]


async def _payments() -> list[FunderPayment]:
    return await funder_payments.payments_of_conventions([one.id for one in await conventions.list_conventions()])


MONEY_INVARIANTS: list[Invariant] = [
    no_payment_settles_more_than_itself,
    an_allocation_settles_a_submitted_claim_of_its_convention,
    a_cancelled_allocation_is_undone_amount_for_amount,
    no_line_is_paid_or_due_below_zero,
    every_amount_of_a_claim_is_explained,
    what_was_submitted_was_within_its_ceiling,
    no_claim_was_sent_for_more_units_than_its_convention_aids,
]

# --- bank files -----------------------------------------------------------------------------------


async def no_bank_line_is_dropped(db: Database) -> list[str]:
    """Each line that came is matched, proposed, in suspense or set aside (BNK-01): count in, count out."""
    rows = await db.run(
        "select count(*) as lost from bank_line l left join bank_follow_up f on f.id = l.id where f.id is null"
    )
    return [f"{rows[0]['lost']} lignes de relevé sans suivi."] if rows[0]["lost"] else []


async def an_import_brought_the_lines_that_it_counts(db: Database) -> list[str]:
    """Not one line more or less than its report says, to the cent."""
    rows = await db.run(
        "select i.file_name as file_name from bank_import i left join bank_line l on l.import_id = i.id"
        " group by i.id, i.file_name, i.new_lines, i.new_cents"
        " having count(l.id) <> i.new_lines or coalesce(sum(l.amount_cents), 0) <> i.new_cents"
    )
    return [f"Relevé {row['file_name']} : ses lignes ne sont pas celles qu'il compte." for row in rows]


async def a_bank_line_stands_as_last_decided(db: Database) -> list[str]:
    """Open when nothing is decided or the decision was undone, else as decided."""
    wrong = []
    for line in await bank_lines.list_lines(LineState):
        last = line.decisions[-1].kind if line.decisions else DecisionKind.REOPENED
        if line.state.is_open is not (last is DecisionKind.REOPENED) or (
            not line.state.is_open and line.state.value != last.value
        ):
            wrong.append(
                f"Ligne du {line.booked_on:%d/%m/%Y}, {euros(line.amount_cents)} : état contraire à la décision."
            )
    return wrong


async def a_matched_line_is_explained_to_the_cent(db: Database) -> list[str]:
    """The payments of a line sum to the line (BNK-02), and only a matched line has any."""
    wrong = []
    for line in await bank_lines.list_lines(LineState):
        ids = [one.payment_id for one in line.standing_payments]
        payments = [await funder_payments.find_payment(one) for one in ids]
        total = sum(one.amount_cents for one in payments if not one.cancelled)
        if total != (line.amount_cents if line.state is LineState.MATCHED else 0):
            wrong.append(f"Ligne du {line.booked_on:%d/%m/%Y}, {euros(line.amount_cents)} : {euros(total)} expliqués.")
    return wrong


async def a_line_of_the_stays_is_claimed_once(db: Database) -> list[str]:
    """A line is collected while one claim of the stays stands, and only then."""
    claimed = set(await standing_collections())
    return [
        f"Ligne du {line.booked_on:%d/%m/%Y}, {euros(line.amount_cents)} : état contraire à ce que disent les séjours."
        for line in await bank_lines.list_lines(LineState)
        if (line.state is LineState.COLLECTED) is not (line.id in claimed)
    ]


async def a_cancelled_payment_settles_nothing(db: Database) -> list[str]:
    """It stays in sight, and counts no more."""
    rows = await db.run(
        "select p.bank_reference as reference from funder_payment_cancellation c"
        " join funder_payment p on p.id = c.id join payment_allocation a on a.payment_id = p.id"
        " group by p.id, p.bank_reference having sum(a.amount_cents) <> 0"
    )
    return [f"Versement {row['reference']} : annulé, mais encore affecté." for row in rows]


BANK_INVARIANTS: list[Invariant] = [
    no_bank_line_is_dropped,
    an_import_brought_the_lines_that_it_counts,
    a_bank_line_stands_as_last_decided,
    a_matched_line_is_explained_to_the_cent,
    a_line_of_the_stays_is_claimed_once,
    a_cancelled_payment_settles_nothing,
]

INVARIANTS: list[Invariant] = [*PARK_INVARIANTS, *MONEY_INVARIANTS, *BANK_INVARIANTS]
