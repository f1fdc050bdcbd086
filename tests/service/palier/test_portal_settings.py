"""What a CCAS voted and prints on its papers is what its own portal tells; the one shipped keeps to the shipped values."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from kernel.acts import Act, Staff
from kernel.clock import MovableClock
from kernel.law import Status
from kernel.law_records import NewVersion
from kernel.settings import SERVICES, Settings
from occupancy.store.law import BOOK
from palier.portal_settings import exported
from palier.site import create_one
from portal.publishing import wording
from portal.publishing.pages import render
from tests.support.apps import running
from tests.support.site import SECRET
from tests.support.stores import Borrowed

PROJECT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 27)
VOTE = 'Délibération n° 12 : "barème" du 20 novembre 2026'


async def a_voted_stay(stores: Borrowed) -> Settings:
    """An installation whose board voted that an ALT stay lasts eight months."""
    settings = Settings(
        databases={name: stores.empty() for name in SERVICES}, secret=SECRET,
        organisation="CCAS d’Exempleville", organisation_address="1, place de l’Exemple",
    )  # fmt: skip
    clock = MovableClock(TODAY)
    async with running(create_one("alt_units", settings, clock)):
        pass
    occupancy = create_one("occupancy", settings, clock)
    async with running(occupancy):
        act = Act(by=Staff(id=uuid4(), name="Agent Exemple"), at=datetime.now(UTC), today=TODAY, request_id="test")
        wanted = NewVersion(
            key="stay.alt.initial_months", since=TODAY, content=8, source=VOTE, status=Status.VERIFIED, note=""
        )
        await BOOK.record(occupancy.state.db, wanted, act)
    return settings


async def test_the_portal_of_a_ccas_tells_what_it_voted_and_who_it_is(stores: Borrowed, tmp_path: Path) -> None:
    file = tmp_path / "portail.toml"
    file.write_text(await exported(await a_voted_stay(stores), TODAY), encoding="utf-8")

    own, shipped = render(PROJECT, file), render(PROJECT)

    assert "[8\u00a0mois](regles/occupancy.md#stay-alt-initial-months){ .law }, avec" in own["chercher.md"]
    assert "Valeurs en vigueur le 27\u00a0novembre 2026 pour CCAS d’Exempleville" in own["chercher.md"]
    assert "CCAS d’Exempleville" in own["annuaire/index.md"]
    assert wording.cell(VOTE) in own["regles/occupancy.md"]
    assert "8\u00a0mois" not in shipped["chercher.md"]
    assert "valeurs livrées avec le programme" in shipped["chercher.md"]
    assert set(own) == set(shipped)


def test_settings_that_cannot_be_read_are_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "portail.toml"
    file.write_text('exported_on = 2026-11-27\n[town]\nmayor = "Personne Exemple"\n', encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(PROJECT / "portal/generate.py"), "check", "--settings", str(file)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.startswith("Portail : ")
    assert "mayor" in done.stderr
