"""Checkpoints of the journals: signed lines in files beside the databases, which the program only ever appends to.

A line says how long a service's chain was, and its head. It keeps its worth where nobody who can write the databases can rewrite
it: a folder made append-only by the system, or collected by another host. `restored` is said when a backup was put back, so that
a shorter chain after it is no surprise; it is shown at each verification.
"""

import base64
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from msgspec.structs import replace

from kernel.journal_chain import START, Fault, Walk
from kernel.keys import drawn_key

_PURPOSE = "palier: journal checkpoints, 1"
CHECKPOINT, RESTORED = "checkpoint", "restored"


class Checkpoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line. `before` is the hash of the line before: none can be taken out of the middle."""

    kind: str
    service: str
    seq: int
    head: str
    at: datetime
    before: str
    signature: str = ""


class Checkpoints:
    """The file of one service in a folder."""

    def __init__(self, folder: Path, secret: str, service: str, former: Sequence[str] = ()) -> None:
        """`former`: the secrets before this one, the latest first. A line under one of them is good until a newer one signed."""
        self.file = folder / f"{service}.jsonl"
        self.service = service
        self._keys = [Ed25519PrivateKey.from_private_bytes(drawn_key(one, _PURPOSE)) for one in (secret, *former)]

    def append(self, kind: str, seq: int, head: str, at: datetime) -> None:
        """Write one signed line, and wait until it is on the disk."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lines = self._lines()
        if kind == CHECKPOINT and lines and _says_the_same(lines[-1], seq, head):
            return
        said = Checkpoint(
            kind=kind, service=self.service, seq=seq, head=head, at=at, before=_hash(lines[-1]) if lines else START
        )
        signature = base64.b64encode(self._keys[0].sign(msgspec.json.encode(said))).decode()
        line = msgspec.json.encode(replace(said, signature=signature)) + b"\n"
        file = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line)
            os.fsync(file)
        finally:
            os.close(file)

    def read(self) -> tuple[list[Checkpoint], Fault | None]:
        """Every line, and the first fault of the file itself."""
        found: list[Checkpoint] = []
        before, age = START, len(self._keys) - 1
        for number, line in enumerate(self._lines(), 1):
            try:
                one = msgspec.json.decode(line, type=Checkpoint)
                said = msgspec.json.encode(replace(one, signature=""))
                age = self._signer(base64.b64decode(one.signature), said, age)
            except (msgspec.MsgspecError, InvalidSignature, ValueError):
                return found, Fault(words=f"le point de contrôle de la ligne {number} n'est pas signé par ce programme")
            if one.before != before or one.service != self.service:
                return found, Fault(words=f"un point de contrôle a été retiré ou déplacé avant la ligne {number}")
            found.append(one)
            before = _hash(line)
        return found, None

    def last_seq(self) -> int:
        """How long the chain was at the last line, as it says; 0 before the first."""
        lines = self._lines()
        return msgspec.json.decode(lines[-1], type=Checkpoint).seq if lines else 0

    def _signer(self, signature: bytes, said: bytes, no_older: int) -> int:
        """The age of the key that signed. Raises `InvalidSignature`."""
        for age in range(no_older, -1, -1):
            with suppress(InvalidSignature):
                self._keys[age].public_key().verify(signature, said)
                return age
        raise InvalidSignature

    def _lines(self) -> list[bytes]:
        return self.file.read_bytes().splitlines() if self.file.exists() else []


def in_force(checkpoints: list[Checkpoint]) -> list[Checkpoint]:
    """Those that a chain must still agree with: after a restoration, what was promised beyond it no longer holds."""
    kept: list[Checkpoint] = []
    for one in checkpoints:
        if one.kind == RESTORED:
            kept = [before for before in kept if before.seq <= one.seq]
        kept.append(one)
    return kept


def contradicted(checkpoints: list[Checkpoint], walk: Walk) -> Fault | None:
    """The first checkpoint that the chain, followed to its end, does not keep."""
    for one in in_force(checkpoints):
        when = f"{one.at:%d/%m/%Y %H:%M} UTC"
        if one.seq > walk.seq:
            words = f"la fin manque : {one.seq} maillons le {when}, {walk.seq} maintenant (fin coupée, ou ancienne copie remise)"
            return Fault(words=words, seq=one.seq)
        if walk.heads.get(one.seq) != one.head:
            return Fault(words=f"le passé a été récrit depuis le point de contrôle du {when}", seq=one.seq)
    return None


def _says_the_same(line: bytes, seq: int, head: str) -> bool:
    try:
        last = msgspec.json.decode(line, type=Checkpoint)
    except msgspec.MsgspecError:
        return False
    return (last.seq, last.head) == (seq, head)


def _hash(line: bytes) -> str:
    return sha256(line).hexdigest()
