"""Sessions: opened, touched, ended, never deleted while they may matter to an enquiry."""

from datetime import datetime
from typing import Any
from uuid import UUID

from staff.domain.sessions import End, Factor, Session
from staff.tables import SessionRow


async def add_session(session: Session) -> None:
    await SessionRow.insert(
        SessionRow(
            token_hash=session.token_hash,
            account_id=session.account_id,
            opened_at=session.opened_at,
            last_seen_at=session.last_seen_at,
            factor=session.factor.value,
            provider_sid=session.provider_sid,
        )
    )


async def find_open_session(token_hash: str) -> Session | None:
    """The session with this token, unless it was ended. Whether it expired is a rule, not a query."""
    rows = await SessionRow.select(
        SessionRow.token_hash,
        SessionRow.account_id,
        SessionRow.opened_at,
        SessionRow.last_seen_at,
        SessionRow.factor,
        SessionRow.provider_sid,
    ).where(SessionRow.token_hash == token_hash, SessionRow.ended_at.is_null())
    return Session(**{**rows[0], "factor": Factor(rows[0]["factor"])}) if rows else None


async def touch(token_hash: str, at: datetime) -> None:
    """Write the last visit. An ended session stays as it ended."""
    await SessionRow.update({SessionRow.last_seen_at: at}).where(
        SessionRow.token_hash == token_hash, SessionRow.ended_at.is_null()
    )


async def end_session(token_hash: str, at: datetime, reason: End) -> bool:
    """True when it was open."""
    return bool(await _end(at, reason).where(SessionRow.token_hash == token_hash, SessionRow.ended_at.is_null()))


async def end_sessions_of(account_id: UUID, at: datetime, reason: End) -> int:
    """All of a person's sessions, in all browsers; how many were open."""
    mine = SessionRow.account_id == account_id
    return len(await _end(at, reason).where(mine, SessionRow.ended_at.is_null()))


async def end_sessions_of_sid(sid: str, account_id: UUID | None, at: datetime, reason: End) -> int:
    """Those that one session of the identity provider opened; of this account only, where one is named."""
    ending = _end(at, reason).where(SessionRow.provider_sid == sid, SessionRow.ended_at.is_null())
    return len(await (ending if account_id is None else ending.where(SessionRow.account_id == account_id)))


def _end(at: datetime, reason: End) -> Any:
    values: dict[Any, Any] = {SessionRow.ended_at: at, SessionRow.end_reason: reason.value}
    return SessionRow.update(values).returning(SessionRow.token_hash)
