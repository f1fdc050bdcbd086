"""What is done with an operator: entered in the directory, amended."""

from typing import Any
from uuid import UUID, uuid4

import msgspec

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import Refusal
from occupancy.domain.support_operators import OperatorExists, OperatorFacts, SupportOperator, check_operator
from occupancy.store import support_operators as store


async def register_operator(db: Database, facts: OperatorFacts, act: Act) -> SupportOperator:
    """Raises `CapacityWrong`, `OperatorExists`."""
    check_operator(facts)
    async with writing(db, act) as tx:
        operator = SupportOperator(id=uuid4(), version=1, **_columns(facts))
        with db.refusing({"support_operator_name": _exists}):
            await store.insert_operator(operator)
        await tx.journal("support-operator-registered", f"support-operator/{operator.id}", after=operator)
        return tx.keep(operator)


async def amend_operator(
    db: Database, operator_id: UUID, facts: OperatorFacts, act: Act, *, expected: int
) -> SupportOperator:
    """Raises `OperatorNotFound`, `CapacityWrong`, `OperatorExists`, `StaleVersion`."""
    check_operator(facts)
    async with writing(db, act) as tx:
        before = await store.find_operator(operator_id)
        with db.refusing({"support_operator_name": _exists}):
            after = await store.save_operator(msgspec.structs.replace(before, **_columns(facts)), expected)
        await tx.journal("support-operator-amended", f"support-operator/{operator_id}", before=before, after=after)
        return tx.keep(after)


def _columns(facts: OperatorFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in OperatorFacts.__struct_fields__}


def _exists() -> Refusal:
    return OperatorExists("Un opérateur porte déjà ce nom.", field="name")
