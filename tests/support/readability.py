"""How easy a French page is to read: Flesch's measure as Kandel and Moles fitted it to French (1958).

207 - 1,015 × words a sentence - 73,6 × syllables a word. 100: very easy; 60: ordinary; 30: a specialist's text.
Prints the measure of each page for the public: `python -m tests.support.readability`.
"""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "portal/docs"
EASIEST_PART = "## D’où viennent ces chiffres"

_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_MUTE = re.compile(r"[^aeiouyéèêàâîôûù](e|es)$|[^aeiouyéèêàâîôûùm]ent$")
_WORD = re.compile(r"[^\W\d_]+")


def public_pages() -> list[Path]:
    """The pages that everybody is meant to read: those of the top folder, words and search apart."""
    return [file for file in sorted(DOCS.glob("*.md")) if file.name != "lexique.md"]


def ease(page: str) -> float:
    """The measure of a Markdown page: its sentences, list items and titles; its table of sources and front matter left out."""
    sentences = [words for part in _sentences(page) if (words := _WORD.findall(part.lower()))]
    words = [word for sentence in sentences for word in sentence]
    assert words, "a page without words"
    return 207 - 1.015 * len(words) / len(sentences) - 73.6 * sum(map(syllables, words)) / len(words)


def syllables(word: str) -> int:
    """Groups of vowels, a final mute e left out: close enough over a page."""
    groups = len(_VOWELS.findall(word))
    return max(groups - bool(_MUTE.search(word)), 1)


def _sentences(page: str) -> list[str]:
    text = re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL).partition(EASIEST_PART)[0]
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(("|", "<", "!!!", "???"))]
    plain = re.sub(r"\{[^}]*\}|`[^`]*`|[*_#>]", " ", re.sub(r"\]\([^)]*\)", " ", "\n".join(lines)))
    return re.split(r"[.!?:;]\s|\n\s*\n|\n\s*(?:-|\d+\.)\s", plain)


if __name__ == "__main__":
    for file in public_pages():
        print(f"{ease(file.read_text(encoding='utf-8')):5.0f}  {file.relative_to(DOCS)}")
