"""What the monitoring watches of the accounts. Counts only: neither logins nor addresses."""

from datetime import datetime, timedelta

from staff.tables import SignInFailureRow

LATELY = timedelta(minutes=5)


async def watched(now: datetime) -> dict[str, int]:
    """How many wrong passwords and codes were counted in the last five minutes (a wrong password: by login and by address)."""
    failures = await SignInFailureRow.count().where(SignInFailureRow.at > now - LATELY)
    return {"sign_in_failures": failures}
