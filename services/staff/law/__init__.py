"""Dated values, each with its source."""

from importlib.resources import files

from kernel.law import Law

LAW = Law.parse(files(__name__).joinpath("sessions.toml").read_text(encoding="utf-8"))
