"""What somebody wrote, told from codes, days and references; and how each text of a plain value is replaced."""

import re
from collections.abc import Callable
from typing import Any

_CODE = re.compile(r"[a-z0-9_./:+\-]*|[A-Z]{1,6}-[A-Z0-9\-]+|[0-9T:.\-]+(Z|[+-][0-9:]+)?")
"""Words of a list, identifiers, days, instants, references: what names nobody."""


def is_code(text: str) -> bool:
    """Whether a text is a word of a list, an identifier, a day or a reference, and not something that somebody wrote."""
    return bool(_CODE.fullmatch(text))


def rewritten(value: Any, text: Callable[[str, str], str], name: str = "") -> Any:
    """A plain value with each of its texts replaced; `text` is told the name of the field and the text."""
    if isinstance(value, dict):
        return {key: rewritten(one, text, key) for key, one in value.items()}
    if isinstance(value, list):
        return [rewritten(one, text, name) for one in value]
    return text(name, value) if isinstance(value, str) else value
