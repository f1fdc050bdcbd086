"""Facts that must always hold in occupancy, one function each: the sentences of what is wrong, none when all is well."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import pairwise
from uuid import UUID

from kernel.db import Database
from kernel.money import euros
from kernel.period import Month
from occupancy.actions.charges import preview_monthly_fees
from occupancy.attribution_invariants import ATTRIBUTION_INVARIANTS
from occupancy.domain.bank_collections import CollectionState
from occupancy.domain.charges import Outcome
from occupancy.domain.claims import settle_up
from occupancy.domain.deposits import deposit_state
from occupancy.domain.ledger import Posting, Transfer, balances
from occupancy.domain.openings import STAY_IMPORT, opening_postings
from occupancy.domain.tills import Book, difference_account, paid_over_account, till_account
from occupancy.referral_invariants import REFERRAL_INVARIANTS
from occupancy.stay_invariants import STAY_INVARIANTS
from occupancy.store import bank_collections, fees, ledger, openings, payments, regies, tills
from occupancy.support_invariants import SUPPORT_INVARIANTS

Invariant = Callable[[Database], Awaitable[list[str]]]

# Those of stays, of referrals and of support stand in files of their own; those of money follow.


async def receipt_numbers_leave_no_gap(db: Database) -> list[str]:
    """Contiguous from 1 per régie and year, up to the counter (L10)."""
    drawn: dict[tuple[UUID, int], set[int]] = defaultdict(set)
    for one in await payments.all_receipts():
        drawn[one.receipt.regie_id, one.receipt.year].add(one.receipt.number)
    counters = {(UUID(str(row["regie_id"])), row["year"]): row["last_number"] for row in await _counters(db)}
    return [
        f"Régie {regie_id}, {year} : les numéros de reçus ne se suivent pas jusqu'à {counters.get((regie_id, year), 0)}."
        for regie_id, year in sorted(set(drawn) | set(counters), key=str)
        if drawn[regie_id, year] != set(range(1, counters.get((regie_id, year), 0) + 1))
    ]


async def the_ledger_leaves_no_gap(db: Database) -> list[str]:
    """Rows are numbered from 1 without gap: a removed row shows."""
    numbers = [one.number for one in await ledger.all_transfers()]
    return [] if numbers == list(range(1, len(numbers) + 1)) else ["La suite des numéros du grand livre est rompue."]


async def a_reversal_mirrors_what_it_reverses(db: Database) -> list[str]:
    """Same amount, accounts exchanged (L5)."""
    known = {one.id: one for one in await ledger.all_transfers()}
    return [
        f"Écriture {one.number} : n'est pas le contraire de celle qu'elle annule."
        for one in known.values()
        if one.reverses_id and _sides(one) != tuple(reversed(_sides(known[one.reverses_id])))
    ]


async def each_regie_holds_what_its_receipts_say(db: Database) -> list[str]:
    """What a régie holds and what it paid over are its receipts that were not cancelled, and the differences counted."""
    held, expected = balances(await ledger.all_transfers()), dict.fromkeys(await _regie_ids(), 0)
    for one in await payments.all_receipts():
        if one.cancellation is None:
            expected[one.receipt.regie_id] += one.receipt.amount_cents
    return [
        f"Régie {regie_id} : {euros(cents)} de reçus, {euros(_accounted(held, regie_id))} dans ses comptes."
        for regie_id, cents in expected.items()
        if _accounted(held, regie_id) != cents
    ]


async def the_balances_of_regies_are_their_rows(db: Database) -> list[str]:
    """The balances that the schema keeps above zero are the fold of the ledger's rows (L7, L8)."""
    folded = balances(await ledger.all_transfers())
    return [
        f"Compte {account} : {euros(cents)} tenus, {euros(folded.get(account, 0))} dans le grand livre."
        for account, cents in (await tills.all_balances()).items()
        if cents != folded.get(account, 0) or cents < 0
    ]


async def a_bank_line_makes_its_receipts_to_the_cent(db: Database) -> list[str]:
    """A line that is receipted has receipts that sum to it (BNK-02), one at least standing; any other has none standing."""
    wrong = []
    for one in await bank_collections.all_collections(db):
        is_receipted = one["state"] == CollectionState.RECEIPTED.value
        if is_receipted is not (one["standing"] > 0) or (one["receipts"] and one["cents"] != one["amount_cents"]):
            wrong.append(f"Virement de {euros(one['amount_cents'])} : {euros(one['cents'])} de reçus, {one['state']}.")
    return wrong


async def a_closed_till_starts_from_what_was_counted(db: Database) -> list[str]:
    """Each closing of a cash book starts from the cash counted at the one before."""
    wrong = []
    for regie_id in await _regie_ids():
        found = await tills.closings_of(regie_id, limit=100_000)
        for closing, before in pairwise(found):
            if closing.opening_cents != before.counted_cents:
                wrong.append(f"Régie {regie_id} : la caisse du {closing.day} ne part pas de ce qui avait été compté.")
    return wrong


async def money_of_each_household_is_in_order(db: Database) -> list[str]:
    """No claim paid beyond its amount, no negative advance, no advance kept while something is due."""
    return [
        f"Ménage {household_id} : les paiements ne sont pas bien imputés."
        for household_id, rows in (await _by_household()).items()
        if settle_up(household_id, rows)
    ]


async def what_was_taken_over_is_what_the_ledger_opened(db: Database) -> list[str]:
    """Each sum taken over at an import is one event, of its amount and on its accounts; the ledger opened nothing else."""
    events: dict[UUID, list[Transfer]] = defaultdict(list)
    for one in await ledger.all_transfers():
        if one.document_kind == STAY_IMPORT:
            events[one.event_id].append(one)
    taken = {one.event_id: one for one in await openings.all_openings()}
    return [
        f"Reprise {event_id} : l'écriture n'est pas celle de la somme reprise."
        for event_id in sorted(events.keys() | taken.keys())
        if event_id not in taken or _moves(events[event_id]) != _moves(opening_postings(taken[event_id]))
    ]


async def no_deposit_is_held_below_zero(db: Database) -> list[str]:
    """Nothing goes back that was not received (L7)."""
    wrong = []
    for rows in (await _by_household()).values():
        for contract_id in {one.contract_id for one in rows if one.contract_id}:
            state = deposit_state(rows, contract_id)
            if state.held_cents < 0 or state.due_cents < 0:
                wrong.append(f"Contrat {contract_id} : dépôt de garantie négatif.")
    return wrong


async def months_charged_agree_with_the_dates(db: Database) -> list[str]:
    """A month already run is charged for the days of the stay, neither more nor less."""
    return [
        f"Contrat {plan.contract_reference}, {month} : {plan.reason}."
        for month in sorted(await fees.months_run())
        for plan in await preview_monthly_fees(Month.parse(month))
        if plan.outcome is Outcome.ADJUST
    ]


async def _counters(db: Database) -> list[dict[str, int]]:
    return await db.run("select regie_id, year, last_number from receipt_counter")


async def _regie_ids() -> list[UUID]:
    return [regie.id for regie in await regies.list_regies()]


async def _by_household() -> dict[UUID, list[Transfer]]:
    found: dict[UUID, list[Transfer]] = defaultdict(list)
    for one in await ledger.all_transfers():
        if one.household_id:
            found[one.household_id].append(one)
    return found


def _moves(rows: Iterable[Transfer] | Iterable[Posting]) -> list[tuple[str, str, int]]:
    return [(one.debit_account, one.credit_account, one.amount_cents) for one in rows]


def _accounted(held: dict[str, int], regie_id: UUID) -> int:
    names = [till_account(regie_id, book) for book in Book]
    return sum(held.get(name, 0) for name in [*names, paid_over_account(regie_id), difference_account(regie_id)])


def _sides(one: Transfer) -> tuple[tuple[str, int], tuple[str, int]]:
    return (one.debit_account, one.amount_cents), (one.credit_account, one.amount_cents)


MONEY_INVARIANTS: Sequence[Invariant] = (
    receipt_numbers_leave_no_gap,
    the_ledger_leaves_no_gap,
    a_reversal_mirrors_what_it_reverses,
    each_regie_holds_what_its_receipts_say,
    the_balances_of_regies_are_their_rows,
    a_bank_line_makes_its_receipts_to_the_cent,
    a_closed_till_starts_from_what_was_counted,
    money_of_each_household_is_in_order,
    what_was_taken_over_is_what_the_ledger_opened,
    no_deposit_is_held_below_zero,
    months_charged_agree_with_the_dates,
)

INVARIANTS: Sequence[Invariant] = (
    *STAY_INVARIANTS,
    *REFERRAL_INVARIANTS,
    *ATTRIBUTION_INVARIANTS,
    *SUPPORT_INVARIANTS,
    *MONEY_INVARIANTS,
)
