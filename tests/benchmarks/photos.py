"""An inspection with 40 photos: the time that its sending takes on loopback, the memory of the worker, the time of its paper.

`python -m tests.benchmarks.photos` from the root, with `services` on the path. Photos are 12 megapixels, as a telephone takes
them, and are reduced once in a browser's place (the tablet does it while the clerk works), then bounded and drawn again.
"""

import base64
import io
import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
from PIL import Image

from kernel.documents.render import render
from kernel.intake.pictures import cleaned
from occupancy.documents.inspections import inspection_paper, photo_file
from occupancy.domain.inspection_content import photos_of
from palier.demo.people import PASSWORD
from tests.support.flat import environment, prepare
from tests.support.inspected import TEMPLATE, signed_inspection, stay
from tests.support.processes import Process

PHOTOS = 40
AT = datetime(2026, 11, 26, 10, tzinfo=UTC)


def telephone(seed: int) -> bytes:
    """4,000 by 3,000 points of something like a wall: a gradient and grain."""
    grain = Image.effect_noise((1000, 750), 24 + seed % 7).resize((4000, 3000))
    wall = Image.merge("RGB", (grain, grain.point(lambda one: min(255, one + seed)), grain))
    out = io.BytesIO()
    wall.save(out, "JPEG", quality=88)
    return out.getvalue()


def reduced(photo: bytes) -> bytes:
    """What the canvas of a tablet makes of it."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(photo)) as image:
        image.draft("RGB", (2000, 2000))
        small = image.convert("RGB")
        small.thumbnail((1600, 1600), Image.Resampling.BILINEAR)
        small.save(out, "JPEG", quality=82)
    return out.getvalue()


def sending() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inspection_id = prepare(folder)
        photos = [telephone(seed) for seed in range(PHOTOS)]
        with Process("tout", environment(folder)) as process, httpx.Client(base_url=process.url, timeout=60) as client:
            said = {"login": "agent", "password": PASSWORD}
            answer = client.post("/api/staff/v1/sessions", json=said)
            cookie = answer.headers["set-cookie"].partition(";")[0]
            client.headers.update({"cookie": cookie, "x-csrf-token": answer.json()["csrf"]})
            before = process.resident_mb()
            for label, make in (
                ("réduites puis envoyées", reduced),
                ("de 12 millions de points, telles quelles", bytes),
            ):
                began, most, size = time.perf_counter(), 0.0, 0
                for photo in photos:
                    content = make(photo)
                    size += len(content)
                    body = {"subject_id": str(inspection_id), "taken_at": AT.isoformat()}
                    body |= {"content": base64.b64encode(content).decode()}
                    path = f"/api/occupancy/v1/inspections/{inspection_id}/photos/{uuid4()}"
                    sent = client.put(path, content=json.dumps(body), headers={"content-type": "application/json"})
                    assert sent.status_code == 201, sent.text
                    most = max(most, process.resident_mb())
                print(
                    f"{PHOTOS} photos {label} : {time.perf_counter() - began:.1f} s, {size / 1e6:.0f} Mo ;"
                    f" mémoire {before:.0f} puis {most:.0f} Mo au plus"
                )


def paper() -> None:
    inspection = signed_inspection(photos=PHOTOS)
    images = {
        photo_file(one): cleaned(telephone(seed)).small
        for seed, one in enumerate(photos_of(inspection.content, inspection.id))
    }
    model = inspection_paper(
        inspection, stay(), None, holder="Ménage Exemple A", completion=None, organisation="CCAS de Commune-Exemple",
        zone="Europe/Paris", with_photos=True, seal_key="A" * 43 + "=",
    )  # fmt: skip
    times = []
    for _ in range(8):
        began = time.perf_counter()
        content = render(TEMPLATE, model, on=AT, images=images)
        times.append((time.perf_counter() - began) * 1000)
    print(
        f"État des lieux de {PHOTOS} photos en PDF : {times[0]:.0f} ms la première fois, {statistics.median(times[1:]):.0f} ms"
        f" ensuite ; {len(content) / 1e6:.1f} Mo"
    )
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_bytes(content)


if __name__ == "__main__":
    paper()
    sending()
