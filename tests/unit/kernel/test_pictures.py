"""Photos that are sent: bounded, drawn again, silent. Sixty hostile files of twelve kinds in a measured child, more at night."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kernel.errors import Refusal, TooLarge
from kernel.intake.pictures import LARGEST_PICTURE, LONGEST_SIDE, PictureRefused, cleaned
from tests.support.hostile_pictures import CANARIES, KINDS, flat_png, jpeg, picture, png, talkative

ROOT = Path(__file__).parents[3]
TURNS = int(os.environ.get("PALIER_HOSTILE_TURNS", "1"))
CHILD = """
import hashlib, json, re, sys, time
from pathlib import Path
sys.path[:0] = ["services", "."]
from kernel.errors import Refusal
from kernel.intake.pictures import cleaned
from tests.support.hostile_pictures import hostile
answers, seen, longest = [], set(), 0.0
for kind, content in hostile(int(sys.argv[1])):
    seen.add(hashlib.sha256(content).hexdigest())
    began = time.perf_counter()
    try:
        kept = cleaned(content)
        answers.append([kind, "kept", len(kept.content)])
    except Refusal as refusal:
        answers.append([kind, refusal.code, 0])
    longest = max(longest, time.perf_counter() - began)
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])  # its own, not its parent's
print(json.dumps({"answers": answers, "different": len(seen), "longest": longest, "mb": peak / 1024}))
"""


def test_sixty_hostile_files_are_refused_or_cleaned_within_256_megabytes(record_property):
    words = [sys.executable, "-c", CHILD, str(TURNS)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    answers = said["answers"]
    kinds = [kind for kind, _, _ in answers]
    assert len(KINDS) == 12
    assert {kinds.count(one) for one in KINDS} == {5 * TURNS}
    assert said["different"] == len(answers)
    assert {answer for _, answer, _ in answers} == {"kept", "picture-refused"}
    assert all(
        answer == "picture-refused" for kind, answer, _ in answers if kind in ("bombs", "texts", "moving", "strangers")
    )
    assert all(answer == "kept" for kind, answer, _ in answers if kind in ("talking", "tailed"))
    assert said["mb"] < 256
    record_property("n", len(answers))
    record_property("figure", f"{said['mb']:.0f} Mo et {said['longest']:.1f} s au plus")


def test_a_plain_decoding_would_have_taken_the_memory_that_the_bound_saves():
    """The control: the same bomb, opened the usual way, is far beyond the bound."""
    content = flat_png(9_000, 9_000)
    with Image.open(io.BytesIO(content)) as bomb:  # below what Pillow itself warns of
        width, height = bomb.size
    assert width * height * 4 > 256 * 1024 * 1024
    with pytest.raises(PictureRefused, match="millions de points"):
        cleaned(content)


def test_nothing_hidden_in_a_photo_survives():
    sent = talkative()
    assert [one for one in CANARIES if one.encode() not in sent] == []
    kept = cleaned(sent).content
    assert [one for one in CANARIES if one.encode() in kept] == []
    with Image.open(io.BytesIO(kept)) as again:
        assert again.format == "JPEG"
        assert not again.getexif()
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_saving_the_same_image_again_is_not_enough():
    """The control of the test above: Pillow carries the comment of a JPEG over."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(talkative())) as image:
        image.save(out, "JPEG")
    assert any(one.encode() in out.getvalue() for one in CANARIES)


def test_a_photo_is_reduced_turned_the_way_it_was_held_and_keeps_what_is_seen():
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = cleaned(jpeg(picture(2400), exif=exif.tobytes()))
    assert (kept.width, kept.height) == (1200, LONGEST_SIDE)
    plain = cleaned(png(Image.new("RGB", (40, 30), (200, 30, 30))))
    with Image.open(io.BytesIO(plain.content)) as seen:
        red, green, _ = seen.getpixel((20, 15))
    assert red > 180
    assert green < 60


def test_a_file_beyond_the_bound_is_not_even_looked_at():
    with pytest.raises(TooLarge):
        cleaned(b"\xff\xd8\xff" + b"\0" * LARGEST_PICTURE)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8 "])
def test_bytes_that_are_hardly_a_file_are_refused_in_french(content):
    with pytest.raises(Refusal, match="photo"):
        cleaned(content)
