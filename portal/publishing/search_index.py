"""The search index of the built site: the public's pages first, the words that people use, and nothing said twice."""

import json
import re
from pathlib import Path
from typing import Any

from msgspec import Struct

from portal.publishing.sources import read_toml

_TAG = re.compile(r"<[^>]+>")
_REPEATED = "#chiffres"
"""The table of sources that closes every page of figures: its rows are found on the pages of rules."""


class SearchWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`portal/search.toml`: usual words and what they mean, weight and length of the parts of the site."""

    synonym: dict[str, str]
    boost: dict[str, float]
    short: dict[str, int]


def tune(root: Path) -> None:
    """Rewrite the index that the theme made, in place."""
    told = read_toml(root / "portal/search.toml", SearchWords)
    file = root / "portal/site/search/search_index.json"
    index = json.loads(file.read_text(encoding="utf-8"))
    index["docs"] = tuned(index["docs"], told)
    index["config"]["synonyms"] = told.synonym
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def tuned(docs: list[dict[str, Any]], told: SearchWords) -> list[dict[str, Any]]:
    """The entries that are kept, a page before its sections as the theme wrote them."""
    kept = []
    for doc in docs:
        page, _, anchor = doc["location"].partition("#")
        short = _of(told.short, page)
        if doc["location"].endswith(_REPEATED) or (anchor and short is not None):
            continue
        boost = _of(told.boost, page)
        entry = doc | ({"boost": boost} if boost is not None else {})
        kept.append(entry | ({"text": _first(docs, page, short)} if short is not None else {}))
    return kept


def _of(parts: dict[str, Any], page: str) -> Any:
    return next((value for start, value in parts.items() if page.startswith(start)), None)


def _first(docs: list[dict[str, Any]], page: str, length: int) -> str:
    """The first letters of a page and its sections, cut at a word."""
    if not length:
        return ""
    whole = " ".join(
        _TAG.sub(" ", one["text"]) for one in docs if one["location"] == page or one["location"].startswith(f"{page}#")
    )
    text = " ".join(whole.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
