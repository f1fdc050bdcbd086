"""A file that comes in over the API, in base64."""

import base64
import binascii
from typing import Annotated

from msgspec import Meta, Struct

from kernel.errors import InvalidRequest
from kernel.intake.cells import LARGEST_FILE
from kernel.intake.imports import SentFile
from kernel.text import BASE64, LINE
from kernel.web.uploads import LONGEST_NAME

LARGEST_REQUEST = LARGEST_FILE * 4 // 3 + 64 * 1024
"""A file grows by a third in base64."""


def base64_of(most_bytes: int, description: str = "Le fichier en base64.") -> Meta:
    """What a field says that holds a file of so many bytes at most."""
    return Meta(min_length=4, max_length=most_bytes * 4 // 3 + 4, pattern=BASE64, description=description)


def decoded(content: str) -> bytes:
    """The bytes of a file. Raises `InvalidRequest` for what is no base64 after all."""
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise InvalidRequest("Le contenu du fichier n'est pas du base64.", field="content") from error


class SentFileIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filled-in template."""

    file_name: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME, pattern=LINE)]
    content: Annotated[
        str, base64_of(LARGEST_FILE, "Le fichier en base64 : classeur .xlsx, fichier .csv, ou .zip de fichiers .csv.")
    ]

    def file(self) -> SentFile:
        """Raises `InvalidRequest`."""
        return SentFile(name=self.file_name, content=decoded(self.content))
