"""Papers sent by e-mail, through the mail server of the town (`PALIER_MAIL`). Without that setting nothing is sent.

Over TLS, save to a server on the machine itself. A refusal of the server is told at once: nothing waits in a queue of ours, so
what is noted as sent was taken by the server. No address and no text is logged.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from kernel.errors import Kind, Refusal

PATIENCE = 10.0
"""Seconds that the mail server has to answer."""
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailSilent(Refusal):
    """The mail server does not answer, or does not take the message: nothing was sent nor noted."""

    code, title, kind = "mail-silent", "Courriel non envoyé", Kind.SILENT


def mail_fault(address: str) -> str:
    """What is wrong with `smtps://user:password@server:465?from=ccas@commune.example`, in French; empty: nothing."""
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname:
        return "« smtps:// » ou « smtp+starttls:// » et le nom du serveur sont attendus"
    if "@" not in _sender(address):
        return "l'adresse d'expédition est attendue : « ?from=ccas@commune.example »"
    if parts.scheme == "smtp" and not _is_here(parts.hostname):
        return "« smtp:// » sans chiffrement n'est permis que vers cette machine"
    return ""


class Mail:
    """The mail server of one installation. `address`: as `PALIER_MAIL`, checked by `mail_fault`."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def send(self, to: str, subject: str, text: str, attached: Sequence[tuple[str, bytes]]) -> None:
        """Send one message with its PDFs (name, content). Raises `MailSilent`."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = _sender(self._address), to, subject
        message.set_content(text)
        for name, content in attached:
            message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
        try:
            await asyncio.to_thread(self._give, message)
        except (OSError, smtplib.SMTPException) as error:
            said = "Le serveur de messagerie n'a pas pris le message : rien n'est parti, rien n'est noté. Réessayez."
            raise MailSilent(said) from error

    def _give(self, message: EmailMessage) -> None:
        parts = urlsplit(self._address)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        secure = ssl.create_default_context()
        opened = (
            smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure)
            if parts.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=PATIENCE)
        )
        with opened as server:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=secure)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)


def _sender(address: str) -> str:
    return (parse_qs(urlsplit(address).query).get("from") or [""])[0]


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
