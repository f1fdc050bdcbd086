"""Every generated page of the portal, written to or compared with `portal/docs/`."""

from pathlib import Path

from portal.publishing import (
    audit,
    data_maps,
    directory_pages,
    goals,
    notices,
    open_data,
    problems,
    procedures,
    reference,
    rules,
    wording,
)
from portal.publishing.fill import Filled
from portal.publishing.material import Material

_SHORT = ("index.md", "guide/index.md")
"""Pages that lead to others and explain no acronym."""


def render(root: Path, settings: Path | None = None) -> dict[str, str]:
    """Path under `docs/` -> Markdown. The same inputs give the same bytes, whatever the day."""
    material = Material.gather(root, settings)
    told = {
        **_hand_written(material),
        **procedures.write(material),
        **directory_pages.write(material),
        **audit.write(root),
        **notices.write(material),
        **open_data.write(material),
    }
    found = {
        **{path: wording.spaced(text) for path, text in told.items()},
        **rules.write(root, material.laws, material.labels),
        **problems.write(root),
        **reference.glossary(root, material.labels.acronym),
        **reference.rights(root),
        **reference.api(root),
        **data_maps.write(material),
        **reference.decision_list(root),
        **goals.write(root),
    }
    headed = {path: _headed(found[path]) for path in sorted(found)}
    return {**headed, audit.MENTION: audit.mention(root)}


def _headed(text: str) -> str:
    """The page with the mention of what wrote it, after its own front matter when it has one."""
    mention = "generated_by: portal/generate.py\n---\n"
    front, fence, body = text.removeprefix("---\n").partition("---\n") if text.startswith("---\n") else ("", "", text)
    return f"---\n{front}{mention}" + (body if fence else f"\n{body}")


def _hand_written(material: Material) -> dict[str, str]:
    """The pages of `portal/pages/`, their placeholders filled with the values in force the day they were last read."""
    folder, on = material.root / "portal/pages", material.told_on(material.labels.reviewed_on)
    pages = {}
    for file in sorted(folder.rglob("*.md")):
        path = file.relative_to(folder).as_posix()
        filled = Filled(material, page=path, on=on)
        body = filled.text(file.read_text(encoding="utf-8"))
        pages[path] = body + ("" if path in _SHORT else filled.acronyms(body)) + filled.sources()
    return pages


def _stale(root: Path, pages: dict[str, str]) -> list[Path]:
    """Pages in `docs/` that nothing generates any more. Decision records are written by hand."""
    docs = root / "portal/docs"
    kept = {docs / path for path in pages}
    return sorted(file for file in docs.rglob("*.md") if file not in kept and file.parent != docs / "decisions")


def differences(root: Path, settings: Path | None = None) -> list[str]:
    """What `write` would change, in French; empty when the committed pages are up to date."""
    pages, docs = render(root, settings), root / "portal/docs"
    faults = [
        f"{path} n’est pas à jour" if (docs / path).is_file() else f"{path} manque"
        for path, text in pages.items()
        if not (docs / path).is_file() or (docs / path).read_text(encoding="utf-8") != text
    ]
    faults += [f"{file.relative_to(docs).as_posix()} n’est plus engendrée" for file in _stale(root, pages)]
    return faults + problems.faults(root)


def write(root: Path, settings: Path | None = None) -> int:
    """Write what differs, remove what is stale; how many files changed."""
    pages, docs, changed = render(root, settings), root / "portal/docs", 0
    for path, text in pages.items():
        file = docs / path
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            changed += 1
    for file in _stale(root, pages):
        file.unlink()
        changed += 1
    return changed
