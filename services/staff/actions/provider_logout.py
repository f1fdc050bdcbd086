"""The identity provider says that somebody signed out there: their sessions here end too, from the next request on.

Ground: OpenID Connect Back-Channel Logout 1.0, §§ 2.5 to 2.8; OWASP ASVS 5.0, 10.5.5.
"""

from datetime import timedelta

from msgspec.structs import replace

from kernel.acts import Act, Staff, writing
from kernel.db import Database
from staff.actions.provider_sign_in import WayIn
from staff.clients.provider import SignedOut
from staff.domain.accounts import SYSTEM
from staff.domain.providers import ProviderRefused
from staff.domain.sessions import End
from staff.store import provider_links, sessions

REMEMBERED = timedelta(days=1)
"""For so long a saying is known again: far longer than the minutes for which one is valid."""


async def hear_sign_out(db: Database, way: WayIn, token: str, act: Act) -> int:
    """How many sessions ended. With a `sid` those that this session of the provider opened, else all of the person.

    Raises `ProviderRefused` for a token that is forged, too old, not for us, no logout token, or heard before; `ProviderSilent`.
    """
    told = await way.client.signed_out(token)
    issuer = way.client.provider.issuer
    async with writing(db, replace(act, by=Staff(id=SYSTEM, name=way.name), once=None)) as tx:
        await provider_links.hear(db, issuer, told.jti, act.at, forget_before=act.at - REMEMBERED)
        ended = await _end(issuer, told, act)
        await tx.journal("signed-out-by-provider", "sessions", after={"ended": ended})
        return ended


async def _end(issuer: str, told: SignedOut, act: Act) -> int:
    link = await provider_links.find_link(issuer, told.subject) if told.subject else None
    if told.subject and link is None:
        return 0  # nobody here: nothing was open
    if told.sid:
        account_id = link.account_id if link else None
        return await sessions.end_sessions_of_sid(told.sid, account_id, act.at, End.PROVIDER)
    if link is None:
        raise ProviderRefused("Ni personne ni session n'est nommée.")
    return await sessions.end_sessions_of(link.account_id, act.at, End.PROVIDER)
