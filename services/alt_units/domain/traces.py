"""How an amount came about: inputs, rule, source. Kept with the amount, so that it can be explained years later."""

from msgspec import Struct

from kernel.law import Status


class Input(Struct, frozen=True, kw_only=True, gc=False):
    """One fact that an amount rests on, as a French reader sees it."""

    label: str
    text: str


class Step(Struct, frozen=True, kw_only=True, gc=False):
    """One amount with what produced it. `about` names the amount: planned, by_availability, by_occupation, effective,
    claimable. `status` says whether the source was read (`to_verify` is shown as « à confirmer »).
    """

    about: str
    amount_cents: int
    rule: str
    inputs: tuple[Input, ...]
    source: str
    status: Status


def fact(label: str, text: object) -> Input:
    """One input, whatever its type, as text."""
    return Input(label=label, text=str(text))
