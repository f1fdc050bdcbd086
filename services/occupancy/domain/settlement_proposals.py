"""What the two inspections say may be withheld: one line to complete for each thing worse, each thing missing, the fees due.

Nothing here is a decision: costs are the agent's, with their proof; the wear is counted afterwards (VET-05, VET-07).
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from kernel.money import euros
from occupancy.domain.claims import Claim
from occupancy.domain.inspection_content import Category, Condition, Content, Element, KeyKind
from occupancy.domain.inspection_difference import Change, Difference, ElementChange, FurnishingChange, difference
from occupancy.domain.inspections import Inspection
from occupancy.domain.wear_grids import WearGrid, suggested
from occupancy.domain.withholdings import LineDraft, LineKind

MOST_LINES = 50
"""Lines that one settlement may have."""

_ALREADY_WORN = (Condition.WORN, Condition.BAD, Condition.OUT_OF_ORDER)
_COVERINGS = (Category.FLOOR, Category.WALLS, Category.CEILING, None)
"""An element of no known category counts as a covering: the doubt is the household's."""


class LeftOut(Struct, frozen=True, kw_only=True):
    """A change that is not proposed as a line, and why; the agent may still add it."""

    element: str
    why: str


class Proposal(Struct, frozen=True, kw_only=True):
    """Lines to complete, and what was left out."""

    lines: tuple[LineDraft, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class Words(Struct, frozen=True, kw_only=True):
    """How staff name what the lines speak of."""

    condition: dict[Condition, str]
    key: dict[KeyKind, str]


def proposed(
    entry: Inspection, exit_: Inspection, grid: WearGrid | None, due: Sequence[Claim], words: Words
) -> Proposal:
    """After two signed inspections. `due`: the fees owed, oldest first."""
    found = difference(entry.content, exit_.content)
    lines: list[LineDraft] = []
    left: list[LeftOut] = []
    for change in found.elements:
        if change.change is not Change.WORSE:
            continue
        known = _element(entry.content, change)
        if _worn_at_entry(change, known):
            left.append(LeftOut(element=_named(change), why="déjà usé à l'entrée, sans âge prouvé (VET-07)"))
        else:
            lines.append(_damage(change, known, entry, grid, words))
    worse = [one for one in found.furnishings if one.change is Change.WORSE]
    lines += [_spoilt(one, entry.content, grid, words) for one in worse]
    lines += [*_losses(entry.content, found, words), *_arrears(due)]
    return Proposal(lines=tuple(lines[:MOST_LINES]), left_out=tuple(left))


def _worn_at_entry(change: ElementChange, known: Element | None) -> bool:
    """A covering that was worn when the household came in, of no proven age, is not charged (VET-07)."""
    return (
        change.at_entry in _ALREADY_WORN
        and (known is None or known.last_renewed_on is None)
        and (known.category if known else None) in _COVERINGS
    )


def _damage(
    change: ElementChange, known: Element | None, entry: Inspection, grid: WearGrid | None, words: Words
) -> LineDraft:
    moved = _moved(change.at_entry, change.at_exit, words)
    since, proof = (known.last_renewed_on, known.renewal_proof) if known else (None, "")
    if since is None and change.at_entry is Condition.NEW:
        since, proof = entry.established_on, "neuf à l'état des lieux d'entrée"
    row = suggested(grid, change.room, change.element) if grid else None
    return LineDraft(
        kind=LineKind.DAMAGE,
        reason=f"{moved}{f' : {change.exit_remark}' if change.exit_remark else ''}"[:200],
        element=_named(change),
        proof="",
        wear_row=row.element if row else "",
        since=since,
        since_proof=proof[:200] or ("état des lieux d'entrée" if since else ""),
    )


def _spoilt(change: FurnishingChange, entry: Content, grid: WearGrid | None, words: Words) -> LineDraft:
    """A piece of furniture that is worse: its age is that of its purchase."""
    bought = next((one.bought_on for one in entry.furnishings if one.name == change.name), None)
    row = suggested(grid, "", change.name) if grid else None
    return LineDraft(
        kind=LineKind.DAMAGE,
        reason=_moved(change.condition_at_entry, change.condition_at_exit, words),
        element=change.name[:120],
        proof="",
        wear_row=row.element if row else "",
        since=bought,
        since_proof="date d'achat de l'inventaire d'entrée" if bought else "",
    )


def _moved(before: Condition | None, after: Condition | None, words: Words) -> str:
    assert before is not None
    assert after is not None
    return f"de « {words.condition[before]} » à « {words.condition[after]} »"


def _losses(entry: Content, found: Difference, words: Words) -> Iterator[LineDraft]:
    """Keys and furniture that did not come back: a loss is no wear (VET-03)."""
    for key in found.keys:
        if key.missing:
            costs = [one.lost_cost_cents for one in entry.keys if one.kind is key.kind and one.lost_cost_cents]
            reason = f"il en manque {key.missing} sur {key.given}"
            yield _loss(reason, words.key[key.kind], key.missing, max(costs, default=None))
    for thing in found.furnishings:
        if thing.missing:
            reason = f"il en manque {thing.missing} sur {thing.at_entry} à l'inventaire"
            yield _loss(reason, thing.name, thing.missing, None)


def _loss(reason: str, element: str, missing: int, cost: int | None) -> LineDraft:
    return LineDraft(
        kind=LineKind.LOSS,
        reason=reason,
        element=element[:120],
        proof="prix de l'annexe du contrat" if cost else "",
        quantity=missing,
        cost_cents=cost,
    )


def _arrears(due: Sequence[Claim]) -> Iterator[LineDraft]:
    """One line for the fees that are still owed; the agent lowers it or takes it out."""
    owed = sum(claim.open_cents for claim in due)
    if owed:
        reason = f"Redevances dues : {len(due)} échéance(s), {euros(owed)}"
        yield LineDraft(kind=LineKind.ARREARS, reason=reason, element="", proof="compte du ménage", amount_cents=owed)


def _element(content: Content, change: ElementChange) -> Element | None:
    """The element at entry; of namesakes in a room, the first."""
    rooms = [room for room in content.rooms if room.name == change.room]
    return next((one for room in rooms for one in room.elements if one.name == change.element), None)


def _named(change: ElementChange) -> str:
    return f"{change.room}, {change.element}"[:120]
