"""The planning drawn: dwellings and places in rows, days in columns, each state told by a word, a pattern and a tone.

Plain SVG, dressed by the stylesheet: it goes through the strictest content policy, prints, and needs no script. A run of
days is one shape, however long. What it shows is also given as a table of sentences, for who cannot see it.
"""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape
from msgspec import Struct

from alt_units.domain.stock_days import Runs
from kernel.availability import DayState
from kernel.period import Month, Period
from kernel.web.formats import period as in_words

LABELS_WIDE, PLOT_WIDE, HEAD, ROW, BAR = 210, 990, 42, 24, 16
ROWS_ON_A_SHEET = 25
_SHORT = ("jan", "fév", "mar", "avr", "mai", "juin", "juil", "aoû", "sep", "oct", "nov", "déc")
STATES = {
    DayState.OCCUPIED: ("Occupé", "O", "#0f5e63"),
    DayState.VOID: ("Indisponible", "I", "#fce8e5"),
    DayState.TURNAROUND: ("Remise en état", "R", "#fdf1cd"),
    DayState.FREE: ("Libre", "L", "#fff"),
    DayState.OUT_OF_SERVICE: ("Hors du parc", "–", "#e9ebe8"),
}
"""Of each state: its word, its letter where the word does not fit, its tone. `_HATCHED`: those that marks tell apart too."""

_HATCHED = (DayState.VOID, DayState.TURNAROUND, DayState.OUT_OF_SERVICE)
_INK = {DayState.OCCUPIED: "o", DayState.VOID: "i", DayState.TURNAROUND: "r", DayState.FREE: "l"}
UNFUNDED = "Hors programme ou convention"


class Row(Struct, frozen=True, kw_only=True):
    """A dwelling, or one of its places (`inner`). `unfunded`: days in service outside any programme or convention.

    `short`: how it is called where its label would be too long, in the words over each run.
    """

    label: str
    short: str
    href: str
    inner: bool
    runs: Runs
    unfunded: tuple[Period, ...]


class _Axis:
    """Where a day stands across the drawing."""

    def __init__(self, within: Period) -> None:
        self._origin = within.first_day.toordinal()
        self.day_wide = PLOT_WIDE / within.days

    def x(self, day: date) -> float:
        return LABELS_WIDE + (day.toordinal() - self._origin) * self.day_wide

    def span(self, period: Period) -> tuple[float, float]:
        """Where a closed period starts, and how wide it is."""
        return self.x(period.first_day), self.day_wide * period.days


def sheets(rows: Sequence[Row], within: Period, today: date, *, title: str) -> Markup:
    """Drawings that each hold on a page of paper, months above each; a dwelling stays with its places."""
    parts: list[list[Row]] = [[]]
    for at, row in enumerate(rows):
        inner = next((n for n, one in enumerate(rows[at + 1 :]) if not one.inner), len(rows) - at - 1)
        if not row.inner and parts[-1] and len(parts[-1]) + 1 + inner > ROWS_ON_A_SHEET:
            parts.append([])
        parts[-1].append(row)
    drawn = [draw(part, within, today, title=title, ids=f"planning-{number}") for number, part in enumerate(parts)]
    return Markup("").join(drawn)


def draw(rows: Sequence[Row], within: Period, today: date, *, title: str, ids: str = "planning") -> Markup:
    """One drawing.

    Its words for screen readers are its title and description, and the table beside it.
    """
    assert within.last_day is not None
    high = HEAD + ROW * len(rows) + 6
    wide = LABELS_WIDE + PLOT_WIDE
    axis = _Axis(within)
    parts = [
        (
            f'<svg class="planning" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="group"'
            f' aria-labelledby="{ids}-title {ids}-desc" xmlns="http://www.w3.org/2000/svg" font-size="11">'
        ),
        f'<title id="{ids}-title">{escape(title)}</title>',
        (
            f'<desc id="{ids}-desc">Une ligne par logement ou par place, du {within.first_day:%d/%m/%Y} au '
            f"{within.last_day:%d/%m/%Y}. Les mêmes jours sont écrits dans le tableau qui suit.</desc>"
        ),
        *_head(within, axis, high),
    ]
    for number, row in enumerate(rows):
        parts += _row(row, axis, HEAD + ROW * number)
    if today in within:
        at = axis.x(today)
        parts.append(
            f'<path d="M{at:.1f} {HEAD - 8}V{high}" stroke="#b45309" stroke-width="1.5" stroke-dasharray="4 2"/>'
            f'<text x="{at:.1f}" y="{HEAD - 10}" text-anchor="middle" fill="#b45309">aujourd’hui</text>'
        )
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704  every text above is escaped or ours


def legend() -> Markup:
    """What each pattern means, in words."""
    parts, at = [], 0
    for state, (word, letter, fill) in STATES.items():
        parts.append(
            f'<g class="{_INK.get(state, "x")}"><path fill="{fill}" d="M{at} 4h34v{BAR}h-34z"/>'
            + (_hatch(at, 12, 34) if state in _HATCHED else "")
            + f'<text class="m" x="{at + 17}" y="16">{letter}</text></g>'
            + _plain(at + 40, 16, word)
        )
        at += 56 + 7 * len(word)
    parts.append(f'<path class="u" d="M{at} 12h34"/>')
    parts.append(_plain(at + 40, 16, UNFUNDED))
    return Markup(  # noqa: S704  nothing but words of ours
        f'<svg class="planning-legend" viewBox="0 0 {at + 250} 26" width="{at + 250}" height="26" role="img"'
        f' aria-label="Légende des motifs" font-size="12">' + "".join(parts) + "</svg>"
    )


def in_sentences(row: Row) -> list[str]:
    """The same days as words: « Occupé du 01/02/2026 au 31/03/2026 »."""
    told = [f"{STATES[state][0]} {in_words(run)}" for run, state in row.runs]
    return [*told, *(f"{UNFUNDED} {in_words(one)}" for one in row.unfunded)]


def _head(within: Period, axis: _Axis, high: int) -> list[str]:
    parts = []
    for month in within.months():
        shown = month.period.common(within)
        assert shown is not None
        at, wide = axis.span(shown)
        heavy = month.number == 1
        parts.append(
            f'<path d="M{at:.1f} {22 if heavy else 26}V{high}" stroke="#76818c" stroke-width="{1 if heavy else 0.4}"/>'
        )
        parts.append(_plain(at + wide / 2, HEAD - 22, _SHORT[month.number - 1], "middle"))
        if heavy or month == Month.of(within.first_day):
            parts.append(f'<text x="{at + 3:.1f}" y="10" font-weight="700" fill="#1a232d">{month.year}</text>')
    return parts


def _row(row: Row, axis: _Axis, top: int) -> list[str]:
    """Shapes first by state: the fill and the ink are said once for each state of a row, not once for each run."""
    inset, weight = (14, "400") if row.inner else (0, "600")
    label = row.label if len(row.label) <= 32 else f"{row.label[:31]}…"
    name = escape(row.short)
    parts = [
        (
            f'<a href="{escape(row.href)}" tabindex="-1"><text x="{inset}" y="{top + 14}" font-weight="{weight}" fill="#0f5e63">'
            f"{escape(label)}</text></a>"
        ),
        f'<path d="M0 {top + ROW - 2}H{LABELS_WIDE + PLOT_WIDE}" stroke="#d8dcd5" stroke-width=".5"/>',
    ]
    for state, (word, letter, fill) in STATES.items():
        drawn, lowered = [], word.lower()
        for run, its in row.runs:
            if its is state:
                at, wide = axis.span(run)
                said = word if wide > 8 * len(word) + 6 else letter if wide > 10 else ""
                words = f"<title>{name} : {lowered} {in_words(run)}</title>"
                drawn.append(
                    f'<path d="M{at:.1f} {top + 3}h{max(wide, 1):.1f}v{BAR}H{at:.1f}z">{words}</path>'
                    + (_hatch(at, top + 11, wide) if state in _HATCHED else "")
                    + (f'<text class="m" x="{at + wide / 2:.0f}" y="{top + 15}">{said}</text>' if said else "")
                )
        if drawn:
            parts.append(f'<g class="{_INK.get(state, "x")}" fill="{fill}">{"".join(drawn)}</g>')
    for one in row.unfunded:
        at, wide = axis.span(one)
        parts.append(
            f"<g><title>{name} : {UNFUNDED.lower()} {in_words(one)}</title>"
            f'<path class="u" d="M{at:.1f} {top + 20}h{wide:.1f}"/></g>'
        )
    return parts


def _hatch(at: float, middle: int, wide: float) -> str:
    """The marks of a state across a run: a dashed line, which costs a printer nothing where a pattern costs megabytes."""
    return f'<path class="h" d="M{at:.1f} {middle}h{max(wide, 1):.1f}"/>'


def _plain(at: float, y: int, said: str, anchor: str = "start") -> str:
    return f'<text x="{at:.1f}" y="{y}" text-anchor="{anchor}" fill="#1a232d">{said}</text>'
