"""What the monitoring watches of the bank files: ages, without what they say."""

from datetime import UTC, datetime, time

from alt_units.domain.bank_lines import LineState
from alt_units.tables.bank import BankFollowUpRow, BankUploadRow

OPEN = [state.value for state in LineState if state.is_open]


async def watched(now: datetime) -> dict[str, int]:
    """In seconds, 0 when there is none: since when the oldest bank file waits to be imported or abandoned, and the oldest line
    to be explained (from the day that the bank booked it).
    """
    file = await BankUploadRow.select(BankUploadRow.sent_at).order_by(BankUploadRow.sent_at).first()
    line = (
        await BankFollowUpRow.select(BankFollowUpRow.booked_on)
        .where(BankFollowUpRow.state.is_in(OPEN))
        .order_by(BankFollowUpRow.booked_on)
        .first()
    )
    booked_at = datetime.combine(line["booked_on"], time(), UTC) if line else now
    return {
        "import_waiting_seconds": max(int((now - (file["sent_at"] if file else now)).total_seconds()), 0),
        "bank_line_waiting_seconds": max(int((now - booked_at).total_seconds()), 0),
    }
