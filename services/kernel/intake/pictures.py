"""A photo as it was sent, made safe: bounded before anything is decoded, then drawn again from its pixels alone.

Nothing of the sent file survives but what is seen: no place, no time, no comment, no thumbnail, nothing after its end.
"""

import asyncio
import hashlib
import io
import struct
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct
from PIL import Image, ImageFile

from kernel.errors import RuleBroken, TooLarge

LARGEST_PICTURE = 12 * 1024 * 1024
"""Bytes of a photo as it is sent."""
MOST_PIXELS = 16_000_000
"""A larger image would take more than 100 MB to decode; tablets send 1,600 points a side."""
LONGEST_SIDE = 1600
PRINTED_SIDE = 800
"""On paper and in lists: four to a line, a photo has more points than an eye."""
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
_MOST_SCANS = 40
"""A progressive JPEG has about ten; hundreds keep a processor busy for minutes."""
_START_OF_SCAN = b"\xff\xda"
_ORIENTATION = 0x0112
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DRAWING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
"""One at a time: the memory of a decoded image is spent once."""


class PictureRefused(RuleBroken):
    """Only a photo that can be read whole, of a bounded size, is kept; anything else may hide something."""

    code, title = "picture-refused", "Photo refusée"


class Picture(Struct, frozen=True, kw_only=True):
    """A photo as it is kept: a JPEG of at most 1,600 points a side, without metadata; `small` is the same for paper and lists."""

    content: bytes
    small: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


async def cleaned_in_turn(content: bytes) -> Picture:
    """Beside the requests, one photo after the other. Raises what `cleaned` raises."""
    return await asyncio.get_running_loop().run_in_executor(_DRAWING, cleaned, content)


def cleaned(content: bytes) -> Picture:
    """The photo drawn again. Raises `TooLarge`, `PictureRefused`; nothing else, whatever the bytes are."""
    if len(content) > LARGEST_PICTURE:
        raise TooLarge(f"La photo dépasse {LARGEST_PICTURE // 1024 // 1024} Mo.")
    if not content.startswith(_STARTS):
        raise PictureRefused("Une photo JPEG, PNG ou WebP est attendue.", field="content")
    if content.startswith(b"\xff\xd8") and content.count(_START_OF_SCAN) > _MOST_SCANS:
        raise PictureRefused("Cette photo est construite d'une façon inhabituelle : reprenez-la.", field="content")
    try:
        return _drawn_again(content)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error) as error:
        raise PictureRefused("Cette photo est abîmée ou incomplète : reprenez-la.", field="content") from error
    except (MemoryError, OverflowError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error


def _drawn_again(content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as sent:
        width, height = sent.size
        if width * height > MOST_PIXELS or not width or not height:
            raise _too_large()
        if sent.format != "MPO" and getattr(sent, "n_frames", 1) > 1:  # MPO: a telephone's photo, the first image is it
            raise PictureRefused("Une image animée n'est pas une photo.", field="content")
        turned = _orientation(sent)
        sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        sent.load()
        seen_through = sent.has_transparency_data
        plain = sent.convert("RGBA" if seen_through else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    if seen_through:
        plain = _on_white(plain)
    if turned:
        plain = plain.transpose(turned)
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    width, height, whole = bare.width, bare.height, _encoded(bare)
    bare.thumbnail((PRINTED_SIDE, PRINTED_SIDE), Image.Resampling.BICUBIC)
    return Picture(content=whole, small=_encoded(bare), width=width, height=height)


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent shows the paper, not the black that a JPEG would put there."""
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _encoded(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()


def _too_large() -> PictureRefused:
    return PictureRefused(f"Cette photo dépasse {MOST_PIXELS // 1_000_000} millions de points.", field="content")


def _orientation(sent: ImageFile.ImageFile) -> Image.Transpose | None:
    """How the camera was held; what cannot be read says nothing."""
    try:
        return _TURNED.get(sent.getexif().get(_ORIENTATION, 1))
    except Exception:  # metadata of anybody's making: Pillow promises nothing of what reading them raises
        return None
