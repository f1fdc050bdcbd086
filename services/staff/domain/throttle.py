"""How often a wrong password, or a wrong code after it, may be tried.

Ground: OWASP ASVS 5.0, 6.3.1; CNIL, délibération 2022-100. Failures are counted in a sliding window, apart for

* the login, whoever tries (known or not: the answer never tells which);
* the address, whatever the login;
* the pair of both, instead of the two above, where that account signed in well from that address lately.

The third keeps strangers from locking an agent out: their failures fill the login's count, never the pair's. A refused
attempt is not looked at and not counted, so trying on does not make the wait longer than the window.

Who tries codes has proven the password already: they are counted for the account, or for the pair where it is familiar.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from kernel.law import Law
from kernel.pace import wait_left


class Attempt(Struct, frozen=True, kw_only=True):
    """Somebody types a password, from somewhere."""

    login: str
    address: str

    @property
    def pair(self) -> str:
        return _key("pair", self.login, self.address)

    def counters(self, *, is_familiar: bool) -> tuple[str, ...]:
        """The counts that this attempt falls under; they hold hashes, neither logins nor addresses."""
        if is_familiar:
            return (self.pair,)
        return (_key("login", self.login), _key("address", self.address))


class CodeAttempt(Struct, frozen=True, kw_only=True):
    """Somebody who knows the password of an account types a code, from somewhere."""

    account_id: UUID
    login: str
    address: str

    @property
    def pair(self) -> str:
        """The same as for the password: familiar is who signed in whole."""
        return Attempt(login=self.login, address=self.address).pair

    def counter(self, *, is_familiar: bool) -> str:
        return _key("code", str(self.account_id), self.address if is_familiar else "")


class ThrottleLimits(Struct, frozen=True, kw_only=True):
    """How many failures within how long (codes: `code_window`), and how long a good sign-in makes an address familiar."""

    failures: int
    window: timedelta
    code_window: timedelta
    familiar: timedelta

    @property
    def remembered(self) -> timedelta:
        """How long a failure counts somewhere."""
        return max(self.window, self.code_window)

    @classmethod
    def on(cls, day: date, law: Law) -> "ThrottleLimits":
        return cls(
            failures=law.at("sign_in_failures", day).number,
            window=timedelta(minutes=law.at("sign_in_window_minutes", day).number),
            code_window=timedelta(minutes=law.at("second_factor_window_minutes", day).number),
            familiar=timedelta(days=law.at("sign_in_familiar_days", day).number),
        )


def wait_before_next(failed_at: list[datetime], now: datetime, limits: ThrottleLimits) -> timedelta:
    """How long one count makes wait; zero when the attempt may go on."""
    return wait_left(failed_at, now, most=limits.failures, window=limits.window)


def _key(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
