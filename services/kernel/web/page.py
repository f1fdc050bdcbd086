"""A page: a template and its facts, drawn with who asks, where in the site, and what was just done."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from litestar import Request
from litestar.response import Redirect, Template
from msgspec import Struct

from kernel.acts import Staff
from kernel.web import export


class Entry(Struct, frozen=True):
    """One entry of the bar: its label, its address, and the permission that shows it (empty: everyone).

    `count`: where a page may ask, once it is shown, how many things wait there for who reads it. `also`: addresses that belong
    to it and do not begin with its own. `instead`: label, address and permission of what stands there for who may not see it.
    """

    label: str
    href: str
    permission: str
    count: str = ""
    also: tuple[str, ...] = ()
    instead: tuple[str, str, str] | None = None


BAR = (
    Entry("À faire", "/sejours/a-faire", "contracts.read", count="/sejours/a-faire/nombre"),
    Entry("Logements", "/logements", "units.read"),
    Entry("Séjours", "/sejours", "contracts.read"),
    Entry(
        "Encaissements",
        "/sejours/encaissements",
        "payments.read",
        also=(
            "/sejours/titres",
            "/sejours/redevances",
            "/sejours/reglages",
            "/sejours/plans",
            "/sejours/remises",
            "/sejours/clotures",
        ),
        instead=("Impayés", "/sejours/encaissements/impayes", "ledger.read"),
    ),
    Entry("Aides", "/logements/aides", "claims.read"),
    Entry("Procédures", "/", ""),
    Entry("Réglages", "/equipe", "staff.read"),
    Entry("Données", "/sejours/donnees", "register.read"),
)
"""One bar for the whole site, whichever service draws the page; shown by role."""


class Page(Template):
    """A template that knows who asks. Never stored by a browser or a proxy."""

    def create_template_context(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        me: Staff | None = request.scope.get("user")
        app = request.app.state
        return {
            **self.context,
            "me": me,
            "csrf": me.csrf if me else "",
            "key": uuid4().hex,
            "today": app.clock.today(),
            "organisation": app.settings.organisation,
            "demonstration": app.settings.mode == "embedded",
            "done": app.done.get(request.query_params.get("fait", "")),
            "nav": bar(me, request.url.path),
            "section": section_bar(me, self.context.get("section_of", request.url.path), app.sections),
            "path": request.url.path,
            "export_links": export.links(request),
        }


def page(template: str, status: int = 200, **context: Any) -> Page:
    """Draw a template as the answer. `section_of`: its entry of the second bar, where its own address does not say."""
    return Page(
        template, context=context, status_code=status, media_type="text/html", headers={"cache-control": "no-store"}
    )


def see(path: str, *, done: str | None = None) -> Redirect:
    """Send to a page after a POST, with the code of the sentence that says what was done."""
    if done:
        path += ("&" if "?" in path else "?") + urlencode({"fait": done})
    return Redirect(path, status_code=303)


def bar(me: Staff | None, path: str) -> list[dict[str, Any]]:
    """The entries that this person sees, the one that the page belongs to marked as current."""
    owner = _nearest(BAR, path)
    found = []
    for entry in BAR:
        if _shown(me, [entry]):
            found.append({"label": entry.label, "href": entry.href, "current": entry is owner, "count": entry.count})
        elif entry.instead and me and me.may(entry.instead[2]):
            label, href, _ = entry.instead
            found.append({"label": label, "href": href, "current": entry is owner, "count": ""})
    return found


def section_bar(me: Staff | None, path: str, sections: Sequence[Sequence[Entry]]) -> list[dict[str, Any]]:
    """The second bar: the entries of the part of the service that the page belongs to; empty when there is no choice.

    Only among what the page's own entry of the first bar holds, so that the two bars never tell two places.
    """
    owner = _nearest(BAR, path)
    nearest = _nearest([one for section in sections for one in section if _nearest(BAR, one.href) is owner], path)
    section: Sequence[Entry] = next((one for one in sections if nearest in one), ())
    shown = _shown(me, section) if nearest else []
    if len(shown) < 2:
        return []
    return [{"label": entry.label, "href": entry.href, "current": entry is nearest} for entry in shown]


def _shown(me: Staff | None, entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if not entry.permission or (me and me.may(entry.permission))]


def _nearest(entries: Sequence[Entry], path: str) -> Entry | None:
    under = [
        (len(href), entry)
        for entry in entries
        for href in (entry.href, *entry.also)
        if href != "/" and (path == href or path.startswith(href + "/"))
    ]
    return max(under, key=lambda found: found[0], default=(0, None))[1]
