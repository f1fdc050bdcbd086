"""The dated legal values of occupancy as shipped, read once from the TOML files beside this module.

What applies on a day is asked of `occupancy.store.law`, which joins what staff recorded.
"""

from importlib.resources import files

from kernel.law import Law
from kernel.law_keys import LawKeys


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


LAW = Law.parse(
    *(
        _text(f"{name}.toml")
        for name in (
            "money",
            "stay",
            "households",
            "referrals",
            "attributions",
            "support",
            "sliding_leases",
            "review",
            "retention",
        )
    )
)

KEYS = LawKeys.parse(_text("keys.toml"))
"""What each value is, and what may be recorded."""
