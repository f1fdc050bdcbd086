"""The lines that the stays claim, over HTTP: for the service only, as often as it likes."""

from typing import Annotated, Any
from uuid import UUID

from litestar import put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from alt_units.actions import bank_collections as actions
from alt_units.api.bank_contract import WhyIn
from alt_units.domain.bank_collections import Collection
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.text import LINE

COLLECTION = "/v1/bank-lines/{line_id:uuid}/collections/{collection_id:uuid}"
TAGS = ["Lignes de relevé"]


class CollectionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the stays call their claim. `distinct`: it is not the known line that it looks like (`alike_id`)."""

    reference: Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
    distinct: bool = False


class CollectionOut(Struct, frozen=True, kw_only=True):
    """A claim of the stays. `returned`: the line was given back, this number serves no more."""

    id: UUID
    line_id: UUID
    reference: str
    returned: bool

    @classmethod
    def of(cls, one: Collection) -> "CollectionOut":
        return cls(id=one.id, line_id=one.line_id, reference=one.reference, returned=one.returned)


@put(COLLECTION, operation_id="claim_bank_line", summary="Réserver une ligne aux séjours", tags=TAGS)
async def claim_bank_line(
    line_id: FromPath[UUID],
    collection_id: FromPath[UUID],
    data: JSONBody[CollectionIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> CollectionOut:
    claiming = actions.claim_bank_line(db, line_id, collection_id, data.reference, act, law=law, distinct=data.distinct)
    return CollectionOut.of(await once(act, Collection, claiming))


@put(f"{COLLECTION}/return", operation_id="give_back_bank_line", summary="Rendre une ligne réservée", tags=TAGS)
async def give_back_bank_line(
    line_id: FromPath[UUID],
    collection_id: FromPath[UUID],
    data: JSONBody[WhyIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> CollectionOut:
    giving = actions.give_back_bank_line(db, line_id, collection_id, data.reason, act, law=law)
    return CollectionOut.of(await once(act, Collection, giving))


HANDLERS: list[Any] = [claim_bank_line, give_back_bank_line]
