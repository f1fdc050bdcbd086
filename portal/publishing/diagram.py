"""The diagram of a procedure: one lane per actor, one numbered dot per step. The list beside it says the same."""

import textwrap
from collections.abc import Sequence
from html import escape

from msgspec import Struct

_WIDTH, _LANE, _LEFT = 400, 24, 16
_LINE, _GAP, _DOT = 17, 12, 10
_CHARACTERS = 6.9
"""Width of a character at the size of the text, near enough: a line that is too long is cut before."""
_COLOURS = ("#0b4f6c", "#8a3c00", "#3f6212", "#6b21a8", "#7f1d1d", "#374151", "#115e59")
_INK = "#102a36"


class Mark(Struct, frozen=True, kw_only=True):
    """A step as drawn: who acts, in a few words, within which delay."""

    actors: tuple[str, ...]
    short: str
    deadline: str = ""


def lanes_of(marks: Sequence[Mark]) -> list[str]:
    """The actors, in the order in which they first act."""
    return list(dict.fromkeys(actor for mark in marks for actor in mark.actors))


def draw(name: str, marks: Sequence[Mark]) -> str:
    """An inline SVG on one line, in a figure: no style, no script, nothing to fetch."""
    lanes = lanes_of(marks)
    at = {actor: _LEFT + rank * _LANE for rank, actor in enumerate(lanes)}
    text_at = _LEFT + len(lanes) * _LANE
    parts, tops, below = _steps(marks, at, text_at, start=20 * len(lanes) + 22)
    said = f"{len(marks)} étapes, {len(lanes)} acteurs : {', '.join(lanes)}. La liste numérotée qui suit dit la même chose."
    ident = "schema"
    return (
        '<figure class="diagram">'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{ident}-titre {ident}-texte" '
        f'viewBox="0 0 {_WIDTH} {below}" width="{_WIDTH}" height="{below}" font-size="13" fill="{_INK}">'
        f'<title id="{ident}-titre">{escape(f"Schéma : {name}")}</title><desc id="{ident}-texte">{escape(said)}</desc>'
        + "".join([*_heads(lanes, at, text_at, below), *_path(marks, at, tops), *parts])
        + "</svg></figure>"
    )


def _heads(lanes: list[str], at: dict[str, int], text_at: int, below: int) -> list[str]:
    """The name of each actor, led to its lane, and the lane down to the end."""
    drawn = []
    for rank, actor in enumerate(lanes):
        x, y, colour = at[actor], 16 + 20 * rank, _COLOURS[rank % len(_COLOURS)]
        drawn += [
            f'<line x1="{x}" y1="{y}" x2="{x}" y2="{below - 8}" stroke="{colour}" stroke-width="1" stroke-dasharray="1 4"/>',
            f'<line x1="{x}" y1="{y}" x2="{text_at - 6}" y2="{y}" stroke="{colour}" stroke-width="1"/>',
            f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>',
            f'<text x="{text_at}" y="{y + 4}" font-weight="700" fill="{colour}">{escape(actor)}</text>',
        ]
    return drawn


def _steps(marks: Sequence[Mark], at: dict[str, int], text_at: int, *, start: int) -> tuple[list[str], list[int], int]:
    """The dots and their words, the height of each step, and where the drawing ends."""
    room = int((_WIDTH - text_at) / _CHARACTERS)
    lanes, drawn, tops, y = list(at), [], [], start
    for number, mark in enumerate(marks, 1):
        lines = textwrap.wrap(mark.short, room)
        late = textwrap.wrap(mark.deadline, room)
        tops.append(y)
        xs = [at[actor] for actor in mark.actors]
        if len(xs) > 1:
            drawn.append(f'<line x1="{min(xs)}" y1="{y}" x2="{max(xs)}" y2="{y}" stroke="{_INK}" stroke-width="3"/>')
        for actor in mark.actors:
            colour = _COLOURS[lanes.index(actor) % len(_COLOURS)]
            drawn.append(f'<circle cx="{at[actor]}" cy="{y}" r="{_DOT}" fill="{colour}"/>')
            drawn.append(
                f'<text x="{at[actor]}" y="{y + 4}" text-anchor="middle" font-size="11" font-weight="700" '
                f'fill="#ffffff">{number}</text>'
            )
        for rank, line in enumerate([*lines, *late]):
            tone = ' font-size="12" fill="#4a4f55"' if rank >= len(lines) else ""
            drawn.append(f'<text x="{text_at}" y="{y + 4 + rank * _LINE}"{tone}>{escape(line)}</text>')
        y += max(1, len(lines) + len(late)) * _LINE + _GAP
    return drawn, tops, y


def _path(marks: Sequence[Mark], at: dict[str, int], tops: list[int]) -> list[str]:
    """From one step to the next: along the lane of whoever acts in both, else from the last actor to the first of the next."""
    drawn = []
    for before, after, high, low in zip(marks, marks[1:], tops, tops[1:], strict=False):
        shared = [actor for actor in before.actors if actor in after.actors]
        x, to = at[(shared or before.actors)[-1]], at[(shared[-1:] or after.actors)[0]]
        half = (high + low) // 2
        drawn.append(
            f'<path d="M{x} {high} C{x} {half} {to} {half} {to} {low}" fill="none" stroke="{_INK}" stroke-width="2"/>'
        )
    return drawn
