"""The demonstration town: the park and figures of a real small CCAS, lived in for three years by plainly fictitious people.

Everything goes through the APIs, with a clock that is moved from day to day, so that the town could not hold anything that a
clerk could not have entered.
"""

from palier.demo.figures import figures
from palier.demo.load import load_when_empty
from palier.demo.people import sign_ins

__all__ = ["figures", "load_when_empty", "sign_ins"]
