"""Settings, read once from the environment. None is required for the embedded default."""

from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from secrets import token_urlsafe
from socket import gethostbyname
from urllib.parse import urlsplit

from msgspec import Struct

from kernel.key_ring import KeysUnreadable, read_keys
from kernel.mail import mail_fault

SERVICES = ("staff", "alt_units", "occupancy")
SHORTEST_SECRET = 32
KEPT_SECRET = "secret"  # noqa: S105  a file's name
"""The file, in the data folder, of the secret that an embedded installation drew."""


class UnsafeSettings(Exception):
    """The settings would run a production service unsafely, or cannot be read."""


class Mode(StrEnum):
    """`embedded`: one machine, SQLite, demonstration data when empty. `production`: nothing is assumed."""

    EMBEDDED = "embedded"
    PRODUCTION = "production"


class SecondFactor(StrEnum):
    """`required`: nobody reaches a person or an amount by a password alone. `optional`: only who chose a factor shows it."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class Settings(Struct, frozen=True, kw_only=True):
    """All settings, with the environment variable that sets each."""

    mode: Mode = Mode.EMBEDDED
    """PALIER_MODE: `embedded` (default) or `production`."""
    data: Path = Path("data")
    """PALIER_DATA: the folder of the SQLite files and of the embedded secret."""
    databases: dict[str, str] = {}
    """PALIER_STAFF_DATABASE, PALIER_ALT_UNITS_DATABASE, PALIER_OCCUPANCY_DATABASE: `sqlite:path` or `postgresql://…`."""
    owners: dict[str, str] = {}
    """PALIER_STAFF_OWNER, PALIER_ALT_UNITS_OWNER, PALIER_OCCUPANCY_OWNER: the same database as the account that owns its tables.
    For `palier migrate` and `palier restore` only: what answers requests must not know it. PostgreSQL only."""
    services: dict[str, str] = {}
    """PALIER_STAFF_URL, PALIER_ALT_UNITS_URL: where another service answers, when it is not in this process."""
    secret: str = ""
    """PALIER_SECRET: signs the tokens between services; at least 32 characters, the same for all. Required in production."""
    keys: tuple[bytes, ...] = ()
    """PALIER_KEYS: the file of the keys of sealed columns, the current one first, one a line in base64; for all services the
    same. Without it the key is drawn from the secret. Never shown."""
    former_secrets: tuple[str, ...] = ()
    """PALIER_FORMER_SECRETS: the file of the secrets before PALIER_SECRET, the latest first, one a line: what they sealed still
    opens, what they signed still verifies, nothing new is taken under them. Never shown."""
    second_factor: SecondFactor = SecondFactor.OPTIONAL
    """PALIER_SECOND_FACTOR: `required` (default in production) or `optional` (default when embedded)."""
    checkpoints: Path | None = None
    """PALIER_CHECKPOINTS: the folder of the journals' checkpoints, out of reach of who can write the databases."""
    seal_seconds: int = 0
    """PALIER_SEAL_SECONDS: how often this process seals the journals (60; 0: another process does)."""
    host: str = "127.0.0.1"
    """PALIER_HOST: the address to listen on."""
    port: int = 8000
    """PALIER_PORT: the port to listen on."""
    public_address: str = ""
    """PALIER_PUBLIC_ADDRESS: where browsers reach this installation, as `https://palier.ville.example`: passkeys belong to it."""
    sign_in_provider: Path | None = None
    """PALIER_SIGN_IN_PROVIDER: the file (TOML) that describes the town's identity provider; it holds a secret."""
    zone: str = "Europe/Paris"
    """PALIER_ZONE: the territory's time zone; civil days are read in it."""
    organisation: str = "CCAS de démonstration"
    """PALIER_ORGANISATION: the name printed on pages and papers."""
    organisation_address: str = ""
    """PALIER_ORGANISATION_ADDRESS: its address, on one line, printed at the head of papers (an inspection must state it)."""
    portal: Path = Path("portal/site")
    """PALIER_PORTAL: the folder of the built public portal."""
    api_pages: bool = True
    """PALIER_API_PAGES: `0` hides the readable API pages and the OpenAPI documents (default in production)."""

    backup_keys: tuple[str, ...] = ()
    """PALIER_BACKUP_KEYS: public keys (age1…), separated by commas, for which backups are encrypted. Needed in production."""

    @property
    def browser_address(self) -> str:
        """The address that browsers show: the one told, or the machine's own when embedded; empty when nobody told it."""
        if self.public_address or self.mode is Mode.PRODUCTION:
            return self.public_address
        return f"http://localhost:{self.port}"

    backups: Path | None = None
    """PALIER_BACKUPS: the folder of the backups, whose ages the metrics tell."""
    metrics: str = ""
    """PALIER_METRICS: `127.0.0.1:9109`, an internal address where figures for the monitoring are told; nowhere by default."""
    traces: str = ""
    """PALIER_TRACES: `http://127.0.0.1:4318`, the collector (OTLP over HTTP) that traces are sent to; nowhere by default."""
    mail: str = ""
    """PALIER_MAIL: `smtps://user:password@server?from=ccas@commune.example`, through which papers are sent; none by default."""

    def database(self, service: str) -> str:
        """The database address of a service: its own, or a SQLite file in the data folder."""
        return self.databases.get(service) or f"sqlite:{self.data / service}.sqlite"

    def as_owner(self, service: str) -> str:
        """The same database as the account that owns its tables: the one told, or the account that works on them."""
        return self.owners.get(service) or self.database(service)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of this process.

    Raises `UnsafeSettings`, naming the variable, when a value cannot be read or production would be unsafe.
    """
    get, usual = environment.get, Settings()
    try:
        mode = Mode(get("PALIER_MODE", usual.mode))
    except ValueError:
        raise UnsafeSettings("PALIER_MODE : « embedded » ou « production » attendu") from None
    usual_factor = SecondFactor.REQUIRED if mode is Mode.PRODUCTION else SecondFactor.OPTIONAL
    try:
        second_factor = SecondFactor(get("PALIER_SECOND_FACTOR", usual_factor))
    except ValueError:
        raise UnsafeSettings("PALIER_SECOND_FACTOR : « required » ou « optional » attendu") from None
    port = get("PALIER_PORT", str(usual.port))
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise UnsafeSettings("PALIER_PORT : un numéro de port est attendu")
    data = Path(get("PALIER_DATA", usual.data))
    every = get("PALIER_SEAL_SECONDS", "60")
    if not every.isdigit():
        raise UnsafeSettings("PALIER_SEAL_SECONDS : un nombre de secondes est attendu")
    secret = _secret(mode, get("PALIER_SECRET", ""), data)
    kept = get("PALIER_CHECKPOINTS") or (data / "checkpoints" if mode is Mode.EMBEDDED else None)
    return Settings(
        mode=mode,
        checkpoints=Path(kept) if kept else None,
        seal_seconds=int(every),
        data=data,
        databases={name: url for name in SERVICES if (url := get(f"PALIER_{name.upper()}_DATABASE"))},
        owners={name: url for name in SERVICES if (url := get(f"PALIER_{name.upper()}_OWNER"))},
        services={name: url for name in SERVICES if (url := get(f"PALIER_{name.upper()}_URL"))},
        secret=secret,
        former_secrets=_former(get("PALIER_FORMER_SECRETS", ""), secret),
        keys=_keys(get("PALIER_KEYS", "")),
        second_factor=second_factor,
        host=get("PALIER_HOST", usual.host),
        port=int(port),
        public_address=_public_address(get("PALIER_PUBLIC_ADDRESS", "")),
        sign_in_provider=Path(provider) if (provider := get("PALIER_SIGN_IN_PROVIDER")) else None,
        zone=get("PALIER_ZONE", usual.zone),
        organisation=get("PALIER_ORGANISATION", usual.organisation),
        organisation_address=get("PALIER_ORGANISATION_ADDRESS", usual.organisation_address),
        portal=Path(get("PALIER_PORTAL", usual.portal)),
        backups=Path(told) if (told := get("PALIER_BACKUPS")) else None,
        metrics=_internal(get("PALIER_METRICS", "")),
        traces=_collector(get("PALIER_TRACES", "")),
        mail=_mail(get("PALIER_MAIL", "")),
        backup_keys=listed(get("PALIER_BACKUP_KEYS", "")),
        api_pages=get("PALIER_API_PAGES", "1" if mode is Mode.EMBEDDED else "0") != "0",
    )


def listed(given: str) -> tuple[str, ...]:
    """The words between commas."""
    return tuple(word for part in given.split(",") if (word := part.strip()))


def _public_address(given: str) -> str:
    parts = urlsplit(given)
    whole = f"{parts.scheme}://{parts.netloc}"
    if given and (whole != given.rstrip("/") or parts.scheme != "https" or not parts.hostname or "@" in parts.netloc):
        raise UnsafeSettings("PALIER_PUBLIC_ADDRESS : « https:// » et le nom du site seuls sont attendus")
    return given.rstrip("/")


def _mail(address: str) -> str:
    if address and (fault := mail_fault(address)):
        raise UnsafeSettings(f"PALIER_MAIL : {fault}")
    return address


def _collector(address: str) -> str:
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query):
        raise UnsafeSettings(
            "PALIER_TRACES : l'adresse d'un collecteur est attendue, par exemple http://127.0.0.1:4318"
        )
    return address.rstrip("/")


def _internal(address: str) -> str:
    """An address that nobody outside reaches. Raises `UnsafeSettings` for any other: figures are for the monitoring only."""
    if not address:
        return ""
    host, _, port = address.rpartition(":")
    try:
        known = ip_address(gethostbyname(host))
    except (OSError, ValueError):
        raise UnsafeSettings("PALIER_METRICS : « adresse:port » attendu, par exemple 127.0.0.1:9109") from None
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise UnsafeSettings("PALIER_METRICS : un numéro de port est attendu après l'adresse")
    if known.is_unspecified or not known.is_private:
        raise UnsafeSettings("PALIER_METRICS : une adresse interne est attendue, que personne n'atteint du dehors")
    return f"{known}:{port}"


def _keys(file: str) -> tuple[bytes, ...]:
    """The keys of the sealed columns, the current one first; none when no file is told. Raises `UnsafeSettings`."""
    try:
        return read_keys(Path(file)) if file else ()
    except KeysUnreadable as unreadable:
        raise UnsafeSettings(f"PALIER_KEYS : {unreadable}") from unreadable


def _former(file: str, secret: str) -> tuple[str, ...]:
    """The secrets before this one. Raises `UnsafeSettings`; its words never repeat what the file holds."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines() if file else []
    except (OSError, UnicodeDecodeError):
        raise UnsafeSettings("PALIER_FORMER_SECRETS : le fichier ne peut pas être lu") from None
    found = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    if file and (not found or len({secret, *found}) <= len(found) or min(map(len, found)) < SHORTEST_SECRET):
        raise UnsafeSettings(
            "PALIER_FORMER_SECRETS : un ancien secret entier par ligne, le plus récent d'abord, sans celui d'aujourd'hui"
        )
    return found


def _secret(mode: Mode, given: str, data: Path) -> str:
    if given:
        if len(given) < SHORTEST_SECRET or len(set(given)) < 10:
            raise UnsafeSettings(f"PALIER_SECRET : au moins {SHORTEST_SECRET} caractères tirés au hasard")
        return given
    if mode is Mode.PRODUCTION:
        raise UnsafeSettings("PALIER_SECRET : obligatoire en production")
    kept = data / KEPT_SECRET
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(token_urlsafe(48))
    return kept.read_text()
