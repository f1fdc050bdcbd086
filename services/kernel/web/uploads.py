"""A file that a person joins to a form: its bytes, and a name that can be shown and kept."""

import re
import unicodedata

from litestar.datastructures import UploadFile
from msgspec import Struct

from kernel.web.typed import is_hidden

LONGEST_NAME = 120
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)


class Upload(Struct, frozen=True, kw_only=True):
    """A file as it was sent. `name` is for people only: no path is ever made of it."""

    name: str
    content: bytes


async def read_upload(sent: UploadFile) -> Upload:
    """The whole file; the handler's limit on bodies has bounded it before."""
    return Upload(name=plain_name(sent.filename), content=await sent.read())


def plain_name(sent: str) -> str:
    """The last part of a file name, without what is invisible, not too long; the ending is kept."""
    name = unicodedata.normalize("NFC", _FOLDERS.sub("", sent))
    name = "".join(one for one in name if not is_hidden(one) and one not in "\n\t").strip() or "fichier"
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = f"{dot}{ending}" if stem and len(ending) <= 8 else ""
    return name[: LONGEST_NAME - len(ending)] + ending
