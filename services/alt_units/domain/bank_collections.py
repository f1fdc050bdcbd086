"""A line that the stays claim, because it is money of a household: it leaves the matching until they give it back.

Ground: BNK-01 (a movement is counted once, whatever service counts it). The stays give the number of the claim: the same one told
again changes nothing, and one that was given back never comes again.
"""

from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_lines import BankLine, check_decidable, check_distinct
from kernel.errors import Conflict, RuleBroken


class BankCollectionOver(Conflict):
    """What was given back is claimed anew under another number."""

    code, title = "bank-collection-over", "Demande déjà rendue"


class BankCollectionElsewhere(Conflict):
    """A number serves for one line."""

    code, title = "bank-collection-elsewhere", "Cette demande concerne une autre ligne"


class BankLineNotReceived(RuleBroken):
    """A receipt is for money that came in."""

    code, title = "bank-line-not-received", "Cette ligne n'est pas un encaissement"


class Collection(Struct, frozen=True, kw_only=True):
    """A claim of the stays on a line. `reference`: what they call it. `decision_id` None: given back before it arrived."""

    id: UUID
    line_id: UUID
    decision_id: UUID | None
    reference: str
    returned: bool


def is_repeated(collection: Collection, line_id: UUID, *, giving_back: bool) -> bool:
    """True when the same was told before. Raises `BankCollectionElsewhere`, `BankCollectionOver`."""
    if collection.line_id != line_id:
        raise BankCollectionElsewhere("Ce numéro a déjà servi pour une autre ligne de relevé.")
    if collection.returned and not giving_back:
        raise BankCollectionOver("La ligne a été rendue entre-temps : reprenez-la depuis la liste des virements.")
    return collection.returned is giving_back


def check_collectable(line: BankLine, *, distinct: bool) -> None:
    """Raises `BankLineNotReceived`, `BankLineAlreadyDecided`, `BankLineMaybeKnown`."""
    if line.amount_cents <= 0:
        raise BankLineNotReceived("Une somme qui sort du compte ne se reçoit pas d'un ménage.")
    check_decidable(line)
    check_distinct(line, distinct=distinct)
