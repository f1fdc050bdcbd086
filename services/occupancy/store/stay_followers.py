"""Who follows each stay, in the database: added to, never rewritten."""

from uuid import UUID, uuid4

import msgspec

from occupancy.domain.stay_followers import StayFollower
from occupancy.tables.deadlines import StayFollowerRow


async def follower_of_stay(contract_id: UUID) -> StayFollower | None:
    """The latest change; None when nobody ever followed it."""
    row = (
        await StayFollowerRow.select()
        .where(StayFollowerRow.contract_id == contract_id)
        .order_by(StayFollowerRow.number, ascending=False)
        .first()
    )
    return _read(row) if row else None


async def followers_of_stays() -> dict[UUID, StayFollower]:
    """The latest change of every stay that somebody follows or followed, by contract."""
    rows = await StayFollowerRow.select().order_by(StayFollowerRow.contract_id).order_by(StayFollowerRow.number)
    return {row["contract_id"]: _read(row) for row in rows}


async def insert_follower(one: StayFollower) -> None:
    await StayFollowerRow.insert(StayFollowerRow(id=uuid4(), **msgspec.structs.asdict(one)))


def _read(row: dict[str, object]) -> StayFollower:
    return StayFollower(**{name: row[name] for name in StayFollower.__struct_fields__})  # type: ignore[arg-type]
