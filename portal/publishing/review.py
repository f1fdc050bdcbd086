"""What somebody should read again: pages, procedures and sheets of the directory not read against their sources for long."""

from datetime import date
from pathlib import Path

from kernel.calendar import add_months
from portal.publishing import wording
from portal.publishing.material import Material
from portal.publishing.procedures import read_procedures


def late(root: Path, today: date) -> list[str]:
    """Each with the day when it was last read. The delay is the one of the program for the sources of the law."""
    material = Material.gather(root)
    months = material.laws["occupancy"].at("law_check_months", today).number
    read_on: dict[str, date | None] = {"les pages de portal/pages": material.labels.reviewed_on}
    read_on |= {f"portal/procedures/{name}.toml": one.reviewed_on for name, one in read_procedures(root).items()}
    read_on |= {f"{one.name} (portal/directory.toml)": one.checked_on for one in material.directory.organisation}
    return [
        f"{what}, {f'relu le {wording.day(day)}' if day else 'jamais vérifié'}"
        for what, day in read_on.items()
        if day is None or add_months(day, months) <= today
    ]
