"""The identity provider over HTTP: where it answers, what a code is worth, whether it signed what it says.

Code flow with PKCE (RFC 7636), state and nonce. PyJWT, here already for the tokens between services, checks signatures; Authlib
would bring its own HTTP client and another JOSE library for these two requests.
"""

import asyncio
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import jwt
import msgspec
from msgspec import Struct

from kernel.clock import Clock
from staff.domain.providers import LONGEST_SUBJECT, Provider, ProviderRefused, ProviderSilent

_DEADLINE = httpx.Timeout(5.0, connect=2.0)
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures by a private key only: never `none`, never a secret that both sides know."""
_SKEW = 60
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
"""The name of the event, given by the specification: nothing is read there."""
_NO_LOGOUT = "Ce jeton ne dit pas une déconnexion."
_SILENT = "Le fournisseur d'identité ne répond pas. Réessayez, ou utilisez votre mot de passe."


class Discovered(Struct, frozen=True, kw_only=True):
    """What the provider publishes of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""


class SignedOut(Struct, frozen=True, kw_only=True):
    """Who signed out at the provider: the person, one session of theirs, or both. `jti`: the number of the saying."""

    subject: str
    sid: str
    jti: str


class Departure(Struct, frozen=True, kw_only=True):
    """What must come back from a visit to the provider, kept in the browser under seal: nothing waits in a table."""

    state: str
    nonce: str
    verifier: str
    suite: str
    left_at: float


def departure(suite: str, now: float) -> Departure:
    """A new one: 256 random bits each."""
    return Departure(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        suite=suite,
        left_at=now,
    )


class ProviderClient:
    """Speaks to one provider. `back`: the address of ours at which browsers come back, as registered there."""

    def __init__(self, provider: Provider, *, back: str, left: str, clock: Clock) -> None:
        self.provider, self._back, self._left, self._clock = provider, back, left, clock
        self._found: Discovered | None = None
        self._keys: list[Any] = []
        self._once = asyncio.Lock()

    async def authorize(self, leaving: Departure) -> str:
        """Where to send the browser. Raises `ProviderSilent`."""
        found = await self._discover()
        challenge = urlsafe_b64encode(sha256(leaving.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.provider.client_id,
            "redirect_uri": self._back,
            "scope": self.provider.scope,
            "state": leaving.state,
            "nonce": leaving.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{found.authorization_endpoint}?{urlencode(asked)}"

    async def claims(self, code: str, leaving: Departure) -> dict[str, Any]:
        """What the provider says and signs of who has just come back. Raises `ProviderRefused`, `ProviderSilent`."""
        found = await self._discover()
        told = await self._ask(
            found.token_endpoint,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._back,
                "code_verifier": leaving.verifier,
            },
        )
        token = told.get("id_token")
        if not isinstance(token, str):
            raise ProviderRefused("Le fournisseur d'identité n'a pas dit qui vous êtes. Recommencez.")
        claims = await self._checked(token)
        if not secrets.compare_digest(str(claims.get("nonce", "")), leaving.nonce):
            raise ProviderRefused("Cette réponse n'est pas celle de votre demande. Recommencez.")
        access = told.get("access_token")
        if found.userinfo_endpoint and isinstance(access, str):
            about = await self._about(found.userinfo_endpoint, access)
            if about.get("sub") != claims["sub"]:  # OpenID Connect Core 1.0, § 5.3.2: else it is about somebody else
                raise ProviderRefused("Le fournisseur d'identité a nommé deux personnes à la fois.")
            claims = {**about, **claims}
        return claims

    async def signed_out(self, token: str) -> SignedOut:
        """What a logout token says, checked (OpenID Connect Back-Channel Logout 1.0, § 2.6; ASVS 10.5.5).

        Raises `ProviderRefused`, `ProviderSilent`.
        """
        claims = await self._checked(token, ("iat", "exp", "aud", "iss", "jti", "events"))
        try:
            kind = str(jwt.get_unverified_header(token).get("typ", ""))
        except jwt.PyJWTError as error:
            raise ProviderRefused(_NO_LOGOUT) from error
        events, said = claims["events"], {name: claims.get(name, "") for name in ("sub", "sid", "jti")}
        is_logout = isinstance(events, dict) and isinstance(events.get(_LOGOUT), dict)
        if kind.removeprefix("application/").lower() != "logout+jwt" or not is_logout or "nonce" in claims:
            raise ProviderRefused(_NO_LOGOUT)
        if not all(isinstance(one, str) and len(one) <= LONGEST_SUBJECT for one in said.values()):
            raise ProviderRefused(_NO_LOGOUT)
        if not said["jti"] or not (said["sub"] or said["sid"]):
            raise ProviderRefused(_NO_LOGOUT)
        return SignedOut(subject=said["sub"], sid=said["sid"], jti=said["jti"])

    async def sign_out(self) -> str:
        """Where to send the browser so that the session at the provider ends too; empty when it offers no such place."""
        try:
            found = await self._discover()
        except ProviderSilent:
            return ""
        asked = {"client_id": self.provider.client_id, "post_logout_redirect_uri": self._left}
        return f"{found.end_session_endpoint}?{urlencode(asked)}" if found.end_session_endpoint else ""

    async def _about(self, url: str, access: str) -> dict[str, Any]:
        """What is told of the person: plain, or signed (`application/jwt`), as some providers do."""
        answer = await self._sent("GET", url, headers={"authorization": f"Bearer {access}"})
        if answer.headers.get("content-type", "").partition(";")[0].strip() == "application/jwt":
            return await self._checked(answer.text, ("iss", "aud", "sub"))
        return _told(answer)

    async def _checked(
        self, token: str, required: tuple[str, ...] = ("exp", "iat", "sub", "aud", "iss")
    ) -> dict[str, Any]:
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
            key = await self._key(key_id)
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=_ALGORITHMS,
                audience=self.provider.client_id,
                issuer=self.provider.issuer,
                options={"require": list(required), "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise ProviderRefused(
                "La réponse du fournisseur d'identité n'est pas signée par lui, ou pas pour nous."
            ) from error
        now = self._clock.now().timestamp()
        if not now - _SKEW < float(claims.get("exp", now)) or float(claims.get("iat", now)) > now + _SKEW:
            raise ProviderRefused("La réponse du fournisseur d'identité est trop ancienne. Recommencez.")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self.provider.client_id:
            raise ProviderRefused("La réponse du fournisseur d'identité est pour un autre programme.")
        return claims

    async def _key(self, key_id: object) -> Any:
        """A key of the provider; an unknown one is looked for once more, since providers change keys."""
        for fresh in (False, True):
            if fresh or not self._keys:
                found = await self._discover()
                self._keys = jwt.PyJWKSet.from_dict(await self._read(found.jwks_uri)).keys
            known = [key for key in self._keys if key_id in (None, key.key_id) and key.public_key_use in (None, "sig")]
            if known:
                return known[0]
        raise ProviderRefused("La réponse du fournisseur d'identité est signée par une clé qu'il ne publie pas.")

    async def _discover(self) -> Discovered:
        async with self._once:
            if self._found is None:
                told = await self._read(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
                try:
                    found = msgspec.convert(told, Discovered)
                except msgspec.ValidationError as error:
                    raise ProviderSilent(
                        "Le fournisseur d'identité ne publie pas ce qu'il faut pour se connecter."
                    ) from error
                home = urlsplit(self.provider.issuer)
                if found.issuer != self.provider.issuer or urlsplit(found.token_endpoint).scheme != home.scheme:
                    raise ProviderSilent(
                        "Le fournisseur d'identité se présente sous un autre nom que celui qui est réglé."
                    )
                self._found = found
            return self._found

    async def _read(self, url: str) -> dict[str, Any]:
        return _told(await self._sent("GET", url))

    async def _ask(self, url: str, form: dict[str, str]) -> dict[str, Any]:
        by = (self.provider.client_id, self.provider.client_secret)
        return _told(await self._sent("POST", url, data=form, auth=by))

    async def _sent(self, method: str, url: str, **asked: Any) -> httpx.Response:
        try:
            async with httpx.AsyncClient(timeout=_DEADLINE, trust_env=False) as http:
                answer = await http.request(method, url, **asked)
        except httpx.HTTPError as error:
            raise ProviderSilent(_SILENT) from error
        if answer.status_code >= 500:
            raise ProviderSilent(_SILENT)
        if answer.status_code >= 400:
            raise ProviderRefused(
                "Le fournisseur d'identité n'a pas reconnu cette connexion. Recommencez depuis le début."
            )
        return answer


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError as error:
        raise ProviderSilent(_SILENT) from error
    if not isinstance(told, dict):
        raise ProviderSilent(_SILENT)
    return told
