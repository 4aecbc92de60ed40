"""Pictures from foreign files: read within ceilings, reduced for keeping, drawn as cells.

Pillow is imported with the first picture; no reader of it runs a program, and of those it has, only the ones
for what blogs show are let near a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from tui_blog.errors import TuiBlogError, UnreadablePicture
from tui_blog.model.picture import CELL, Raster

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MOST_PIXELS = 40_000_000
"""A file of a few kilobytes may unfold to gigabytes; four bytes a pixel are held while it is read."""
LONGEST_SIDE = 1600
"""Pixels that are kept: more than a terminal shows."""
LARGEST_KEPT = 512 * 1024
"""Bytes of a file that is kept as it came, where it has no more pixels than that."""
PIXELS_A_CELL = 4
"""Of a picture's width, at least: a cell is about twice as wide on the screen, so nothing is blown up beyond
double its size."""
LEVELS = 32
"""Of each colour: nobody misses the others in so coarse a picture, and a quarter less goes to the terminal,
since neighbours are alike more often."""
BRIGHT = 150
"""The mean lightness (0 to 255) from which on what is drawn on glass asks for a dark ground."""


def reduced(data: bytes) -> bytes:
    """A picture file as small as a terminal needs it; UnreadablePicture where it cannot be shown."""
    with _opened(data) as image:
        fits = max(image.size) <= LONGEST_SIDE and len(data) <= LARGEST_KEPT
        pixels = _pixels(image, (LONGEST_SIDE, LONGEST_SIDE))
        return data if fits else _file(pixels)


def rastered(data: bytes, width: int, height: int) -> Raster:
    """A picture file drawn in at most so many cells; UnreadablePicture where it cannot be shown."""
    with _opened(data) as image:
        # A photo may yet be turned: both of its sides are as long as the longer one has to be.
        side = PIXELS_A_CELL * max(width, 2 * height)
        return _cells(_grounded(_pixels(image, (side, side))), width, height)


@contextmanager
def _opened(data: bytes) -> Iterator[Image]:
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _refuse_bomb(image.width, image.height)
            yield image
    except TuiBlogError:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadablePicture("This picture has more pixels than can be read here.") from error
    except Exception as error:  # Its readers raise whatever they stumbled over in a damaged file.
        raise UnreadablePicture("This picture is damaged, or of a kind that is not known here.") from error


def _refuse_bomb(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise UnreadablePicture(
            f"This picture has {width} x {height} pixels, more than can be read here; a browser may show it."
        )


def _pixels(image: Image, wanted: tuple[int, int]) -> Image:
    """The picture upright in RGB or RGBA, its sides LONGEST_SIDE at most; `wanted` will do for a JPEG."""
    from PIL import ImageOps

    image.draft("RGB", wanted)
    sees_through = image.has_transparency_data
    upright = ImageOps.exif_transpose(image).convert("RGBA" if sees_through else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _file(image: Image) -> bytes:
    """JPEG, or PNG where something shines through."""
    target = BytesIO()
    if image.mode == "RGBA":
        image.save(target, "PNG")
    else:
        image.save(target, "JPEG", quality=85)
    return target.getvalue()


def _grounded(image: Image) -> Image:
    """What has holes, on white; but light lines on black, since they were drawn for a dark page."""
    from PIL import Image as Pillow
    from PIL import ImageStat

    if image.mode != "RGBA":
        return image
    alpha = image.getchannel("A")
    mean = ImageStat.Stat(image.convert("L"), alpha).mean[0] if alpha.getbbox() else 0.0
    ground = Pillow.new("RGBA", image.size, "black" if mean >= BRIGHT else "white")
    return Pillow.alpha_composite(ground, image).convert("RGB")


def _cells(image: Image, width: int, height: int) -> Raster:
    """Scale to the cells, each as high as two are wide, and take them row by row."""
    columns = max(1, min(width, -(-image.width // PIXELS_A_CELL)))
    scale = min(columns / image.width, 2 * height / image.height)
    columns = max(1, round(image.width * scale))
    rows = max(1, round(image.height * scale / 2))
    scaled = image.resize((columns, 2 * rows), reducing_gap=2.0)
    pixels = scaled.point(_levels() * 3).tobytes()
    line = columns * CELL // 2
    halves = [pixels[start : start + line] for start in range(0, len(pixels), line)]
    return Raster(tuple(_row(*pair) for pair in zip(halves[::2], halves[1::2], strict=True)))


def _levels() -> list[int]:
    """What stands for each of 256 shades; black and white stay themselves."""
    last = LEVELS - 1
    return [round(round(shade * last / 255) * 255 / last) for shade in range(256)]


def _row(upper: bytes, lower: bytes) -> bytes:
    half = CELL // 2
    return b"".join(upper[at : at + half] + lower[at : at + half] for at in range(0, len(upper), half))
