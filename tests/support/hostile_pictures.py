"""Files of twelve kinds that somebody could send for a photo, five of each at every turn. All made here, from nothing.

A maker is told the turn: another turn is other sizes, other cuts, other pictures of the same kind.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

CANARIES = tuple(
    f"CANARI-{name}" for name in ("GPS", "EXIF", "FABRICANT", "XMP", "IPTC", "COMMENTAIRE", "VIGNETTE", "APRES")
)
"""Eight words hidden in the eight places where a photo keeps more than what is seen."""


def picture(side: int = 240, seed: int = 1) -> Image.Image:
    """Something to look at."""
    noise = random.Random(seed).randbytes(16 * 16 * 3)
    return Image.frombytes("RGB", (16, 16), noise).resize((side, side * 3 // 4))


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, "JPEG", **options)
    return out.getvalue()


def png(image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, "PNG", **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def flat_png(width: int, height: int, depth: int = 1, kind: int = 0) -> bytes:
    """A huge image in a few kilobytes."""
    line = b"\0" * (1 + (width * depth * {0: 1, 2: 3, 6: 4}[kind] + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def talkative(seed: int = 1) -> bytes:
    """A photo with the eight canaries."""
    exif = Image.Exif()
    exif[0x010E], exif[0x9286] = CANARIES[1], CANARIES[1]
    exif.get_ifd(0x8825)[0x001D] = CANARIES[0]
    exif.get_ifd(0x8769)[0x927C] = CANARIES[2].encode()
    plain = jpeg(picture(seed=seed), exif=exif.tobytes() + CANARIES[6].encode(), comment=CANARIES[5].encode())
    more = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARIES[3].encode())
    more += segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0c" + CANARIES[4].encode())
    return plain[:2] + more + plain[2:] + CANARIES[7].encode()


def bombs(turn: int) -> Iterator[bytes]:
    for width, height in ((13_000, 13_000), (60_000, 2_000), (3_000, 40_000)):
        yield flat_png(width + turn, height)
    yield flat_png(4100 + turn, 4100, 8, 6)
    yield flat_png(60_000 + turn, 300, 8, 2)


def liars(turn: int) -> Iterator[bytes]:
    """A header that announces another size than what follows."""
    plain = jpeg(picture(seed=turn + 1))
    at = plain.index(b"\xff\xc0") + 5
    for height, width in ((65_000, 65_000), (0, 0), (4000, 3999), (1, 65_535), (65_535, 1)):
        yield plain[:at] + struct.pack(">HH", height, width) + plain[at + 4 :]


def cut(turn: int) -> Iterator[bytes]:
    for share in (3, 20, 200, 1500, 2500):
        yield jpeg(picture(seed=turn + 1))[: share + 7 * turn]


def cut_png(turn: int) -> Iterator[bytes]:
    for share in (8, 33, 60, 300, 700):
        yield png(picture(seed=turn + 1))[: share + 11 * turn]


def tailed(turn: int) -> Iterator[bytes]:
    """An image that is also something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.html", "<script>alert(1)</script>")
    for tail in (
        out.getvalue(),
        b"<?php system($_GET[0]); ?>",
        b"<script>alert(1)</script>",
        b"MZ" + b"\0" * 500,
        b"%PDF-1.4",
    ):
        yield jpeg(picture(seed=turn + 1)) + tail


def texts(turn: int) -> Iterator[bytes]:
    script = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    page, name = b"<!doctype html><script>alert(1)</script>", f"photo-{turn}.jpg" if turn else "photo.jpg"
    yield from (
        script + b" " * turn,
        page + b" " * turn,
        b"\xff\xd8" * turn,
        b"\0" * (2000 + turn),
        name.encode("utf-16"),
    )


def wordy(turn: int) -> Iterator[bytes]:
    """Metadata that unfold into gigabytes, or that lie about their length."""
    word = zlib.compress(b"A" * (40_000_000 + turn), 9)
    plain = png(picture(seed=turn + 1))
    for name in (b"zTXt", b"iTXt", b"iCCP"):
        data = b"k\0" + (b"\1\0\0\0" if name == b"iTXt" else b"\0") + word
        yield plain[:33] + chunk(name, data) + plain[33:]
    yield plain[:33] + struct.pack(">I", 2**31 - 1) + b"tEXt" + b"x" + plain[33:]
    yield jpeg(icc_profile=b"\xff" * (200_000 + turn))


def talking(turn: int) -> Iterator[bytes]:
    yield from (talkative(seed) for seed in range(5 * turn, 5 * turn + 5))


def moving(turn: int) -> Iterator[bytes]:
    frames = [picture(seed=seed) for seed in range(6 * turn, 6 * turn + 6)]
    for kind in ("GIF", "PNG", "WEBP", "TIFF"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        yield out.getvalue()
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=1, loop=0)
    yield out.getvalue()


def strangers(turn: int) -> Iterator[bytes]:
    """Images of formats that are not taken, under any name."""
    for kind in ("BMP", "PPM", "ICO", "TGA", "TIFF"):
        out = io.BytesIO()
        picture(seed=turn + 1).save(out, kind)
        yield out.getvalue()


def busy(turn: int) -> Iterator[bytes]:
    """Hundreds of scans, or of segments."""
    plain = jpeg(picture(seed=turn + 1), progressive=True)
    at = plain.rindex(b"\xff\xda")
    last = plain[at:-2]
    for times in (50, 500, 3000):
        yield plain[:-2] + last * times + b"\xff\xd9"
    yield plain[:2] + segment(0xFE, b"x" * 60_000) * 100 + plain[2:]
    yield plain[:2] + segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\0" * 2000) + plain[2:]


def damaged(turn: int) -> Iterator[bytes]:
    for seed in range(5 * turn, 5 * turn + 5):
        rng = random.Random(seed)
        content = bytearray(jpeg() if seed % 2 else png())
        for _ in range(200):
            content[rng.randrange(40, len(content))] = rng.randrange(256)
        yield bytes(content)


KINDS: dict[str, Callable[[int], Iterator[bytes]]] = {
    one.__name__: one
    for one in (bombs, liars, cut, cut_png, tailed, texts, wordy, talking, moving, strangers, busy, damaged)
}


def hostile(turns: int = 1) -> Iterator[tuple[str, bytes]]:
    """Every file, with its kind."""
    for turn in range(turns):
        for name, make in KINDS.items():
            for content in make(turn):
                yield name, content
