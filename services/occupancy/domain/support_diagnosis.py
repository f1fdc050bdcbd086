"""The prior diagnosis, without which nothing is asked: six headings, co-signed (ASLL-02).

Its text is social: only those who read support notes read it. The measure itself keeps which headings are filled and who signed.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from kernel.errors import Conflict


class DiagnosisIncomplete(Conflict):
    """A request shows the six headings of the diagnosis, in a document that household and worker have signed (ASLL-02)."""

    code, title = "diagnosis-incomplete", "Diagnostic incomplet"


class Heading(StrEnum):
    """What a diagnosis must show (charter, « Diagnostic »)."""

    HOUSING_PROBLEM = "housing_problem"
    NEED = "need"
    GOALS = "goals"
    HOUSEHOLD_PROJECT = "household_project"
    ADAPTED_SOLUTION = "adapted_solution"
    PREVENTION = "prevention"


HEADING_WORDS = {
    Heading.HOUSING_PROBLEM: "problématique logement",
    Heading.NEED: "nécessité de la traiter sur une durée déterminée",
    Heading.GOALS: "objectifs à atteindre",
    Heading.HOUSEHOLD_PROJECT: "projet logement du ménage",
    Heading.ADAPTED_SOLUTION: "solution la plus adaptée",
    Heading.PREVENTION: "aspect préventif de la mesure",
}


class Diagnosis(Struct, frozen=True, kw_only=True):
    """What is written under each heading; empty when it is not filled yet."""

    housing_problem: str = ""
    need: str = ""
    goals: str = ""
    household_project: str = ""
    adapted_solution: str = ""
    prevention: str = ""

    def text(self, heading: Heading) -> str:
        return str(getattr(self, heading.value))


class DiagnosisState(Struct, frozen=True, kw_only=True):
    """What the measure says of its diagnosis: no word of it."""

    filled: tuple[Heading, ...] = ()
    household_signed_on: date | None = None
    worker_signed_on: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What stands in the way of a request, in French."""
        found = [HEADING_WORDS[one] for one in Heading if one not in self.filled]
        if self.household_signed_on is None:
            found.append("signature du ménage")
        if self.worker_signed_on is None:
            found.append("signature de l'intervenant social")
        return tuple(found)

    @property
    def signed_on(self) -> date | None:
        """The day on which the last of the two signed."""
        if self.household_signed_on is None or self.worker_signed_on is None:
            return None
        return max(self.household_signed_on, self.worker_signed_on)


def state_of(diagnosis: Diagnosis, household_signed_on: date | None, worker_signed_on: date | None) -> DiagnosisState:
    """What a text and its signatures come to."""
    return DiagnosisState(
        filled=tuple(one for one in Heading if diagnosis.text(one).strip()),
        household_signed_on=household_signed_on,
        worker_signed_on=worker_signed_on,
    )
