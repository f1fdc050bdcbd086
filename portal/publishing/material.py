"""What the pages are made of, read once: the law in force, the French names, the directory, the settings of one CCAS."""

from datetime import date
from pathlib import Path
from typing import Self

from msgspec import Struct

from kernel.law import Law
from portal.publishing import wording
from portal.publishing.directory import Directory, read_directory
from portal.publishing.rules import Labels, labels_of
from portal.publishing.settings import Settings, read_settings
from portal.publishing.sources import law_by_service

_SHIPPED = """\
Valeurs en vigueur le {day}, jour de relecture de cette page. Ce sont les **valeurs livrées avec le programme** : \
votre CCAS peut en avoir fixé d’autres."""
_RECORDED = "Valeurs en vigueur le {day} pour {town}, telles que son installation du programme les applique."


class Material(Struct, frozen=True, kw_only=True):
    """Read by `gather`; the same inputs give the same pages, whatever the day."""

    root: Path
    laws: dict[str, Law]
    labels: Labels
    directory: Directory
    settings: Settings

    @classmethod
    def gather(cls, root: Path, settings: Path | None = None) -> Self:
        """Raises `ValueError` when a file does not fit."""
        own = read_settings(settings)
        laws = law_by_service(root)
        if strange := sorted(set(own.values) - set(laws)):
            raise ValueError(f"no service {', '.join(strange)}")
        return cls(
            root=root,
            laws={service: law.joined(own.values.get(service, [])) for service, law in laws.items()},
            labels=labels_of(root),
            directory=read_directory(root),
            settings=own,
        )

    def told_on(self, reviewed_on: date) -> date:
        """The day whose values a page tells: that of the export, else that when someone last read the page."""
        return self.settings.exported_on or reviewed_on

    def provenance(self, on: date) -> str:
        """Whose values these are."""
        if self.settings.exported_on is None:
            return _SHIPPED.format(day=wording.day(on))
        return _RECORDED.format(day=wording.day(on), town=self.settings.town.name)
