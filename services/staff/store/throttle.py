"""What the throttle remembers: recent failures by counter, and addresses that are familiar to an account."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from staff.tables import FamiliarAddressRow, SignInFailureRow


async def failures_since(counter: str, since: datetime) -> list[datetime]:
    """When the failures of one counter happened."""
    rows = await SignInFailureRow.select(SignInFailureRow.at).where(
        SignInFailureRow.counter == counter, SignInFailureRow.at > since
    )
    return [row["at"] for row in rows]


async def add_failure(counters: Iterable[str], at: datetime, *, forget_before: datetime) -> None:
    """Count one failure in each counter, and forget those that no longer count."""
    await SignInFailureRow.insert(*(SignInFailureRow(id=uuid4(), counter=one, at=at) for one in counters))
    await SignInFailureRow.delete().where(SignInFailureRow.at < forget_before)


async def is_familiar(pair: str, since: datetime) -> bool:
    """True when this account signed in well from this address since then."""
    return bool(
        await FamiliarAddressRow.exists().where(FamiliarAddressRow.pair == pair, FamiliarAddressRow.last_at > since)
    )


async def make_familiar(pair: str, at: datetime, *, forget_before: datetime) -> None:
    """Remember a good sign-in, and forget those of long ago."""
    await FamiliarAddressRow.delete().where(
        (FamiliarAddressRow.pair == pair) | (FamiliarAddressRow.last_at < forget_before)
    )
    await FamiliarAddressRow.insert(FamiliarAddressRow(pair=pair, last_at=at))
