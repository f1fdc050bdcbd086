"""A mail server that keeps what it is given: enough of SMTP for `smtplib`, on a port of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer:
    """What came, latest last. `refuses`: say no to every message."""

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []
        self.refuses = False
        self.address = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation."""
        writer.write(b"220 mail.test ESMTP\r\n")
        while line := await reader.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                found = message_from_bytes(
                    text.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."), policy=policy.default
                )
                assert isinstance(found, EmailMessage)
                self.came.append(found)
                writer.write(b"250 taken\r\n")
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            elif word == b"RCPT" and self.refuses:
                writer.write(b"550 nobody of that name\r\n")
            else:
                writer.write(b"250 yes\r\n")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    """The server, and its address as `PALIER_MAIL` wants it."""
    mails = MailServer()
    async with await asyncio.start_server(mails.answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        mails.address = f"smtp://127.0.0.1:{port}?from=ccas@commune.example"
        yield mails
