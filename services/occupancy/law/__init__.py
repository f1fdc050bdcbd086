"""The dated legal values of occupancy, read once from the TOML files beside this module."""

from importlib.resources import files

from kernel.law import Law

LAW = Law.parse(
    *(
        entry.read_text(encoding="utf-8")
        for entry in sorted(files(__name__).iterdir(), key=lambda one: one.name)
        if entry.name.endswith(".toml")
    )
)
