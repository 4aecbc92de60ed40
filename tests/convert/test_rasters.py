"""Pictures as cells: colours in their places, never blown up, and files that mean no good."""

import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests.drawing import BLUE, GREEN, RED, file_of, noisy, stripes
from tui_blog.convert.rasters import LARGEST_KEPT, LONGEST_SIDE, rastered, reduced
from tui_blog.errors import UnreadablePicture
from tui_blog.model.picture import CELL, Raster

Colour = tuple[int, int, int]


def colours(raster: Raster, row: int, column: int) -> tuple[Colour, Colour]:
    """Of a cell: above and below."""
    six = tuple(raster.rows[row][column * CELL : (column + 1) * CELL])
    return six[:3], six[3:]  # type: ignore[return-value]


def is_near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < 30 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_colours_stand_where_they_stood(kind: str) -> None:
    raster = rastered(file_of(stripes(400, 300), kind), 40, 30)
    assert (raster.width, len(raster.rows)) == (40, 15)
    assert is_near(colours(raster, 0, 0)[0], RED)
    assert is_near(colours(raster, 7, 39)[0], GREEN)
    assert is_near(colours(raster, 14, 20)[1], BLUE)


def test_a_tall_picture_is_held_to_the_height() -> None:
    raster = rastered(file_of(stripes(300, 3000)), 80, 20)
    assert (raster.width, len(raster.rows)) == (4, 20)


def test_a_photo_fills_its_cells_whichever_way_it_was_held() -> None:
    photo = file_of(stripes(1600, 1200), "JPEG")
    assert (rastered(photo, 80, 60).width, len(rastered(photo, 80, 60).rows)) == (80, 30)
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = file_of(stripes(1600, 1200), "JPEG", exif=exif)
    assert (rastered(photo, 60, 40).width, len(rastered(photo, 60, 40).rows)) == (60, 40)


def test_a_small_picture_stays_small() -> None:
    raster = rastered(file_of(stripes(32, 32)), 80, 30)
    assert (raster.width, len(raster.rows)) == (8, 4)


def test_a_single_pixel_is_a_cell() -> None:
    raster = rastered(file_of(Image.new("RGB", (1, 1), RED)), 80, 30)
    assert raster == Raster((bytes(RED + RED),))


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees (EXIF 2.32, Orientation)
    raster = rastered(file_of(stripes(600, 200), "JPEG", exif=exif), 40, 40)
    assert is_near(colours(raster, 10, 0)[0], BLUE), "what was below is on the left"


def test_dark_lines_on_glass_stand_on_white_and_light_ones_on_black() -> None:
    for ink, ground in (((0, 0, 0, 255), (255, 255, 255)), ((250, 250, 250, 255), (0, 0, 0))):
        image = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
        image.paste(ink, (0, 0, 40, 80))
        for kind in ("PNG", "WEBP", "GIF"):
            raster = rastered(file_of(image, kind), 20, 10)
            assert is_near(colours(raster, 5, 19)[0], ground)
            assert is_near(colours(raster, 5, 0)[0], ink[:3])


def test_a_picture_that_is_all_glass_is_white() -> None:
    raster = rastered(file_of(Image.new("RGBA", (8, 8), (0, 0, 0, 0))), 20, 10)
    assert colours(raster, 0, 0) == ((255, 255, 255), (255, 255, 255))


# --- what is kept ------------------------------------------------------------------------------------------


def test_a_small_file_is_kept_as_it_came() -> None:
    data = file_of(stripes(400, 300))
    assert reduced(data) is data


def test_a_large_photo_is_kept_smaller() -> None:
    data = file_of(noisy(3000, 2000), "JPEG", quality=95)
    kept = reduced(data)
    with Image.open(BytesIO(kept)) as image:
        assert image.format == "JPEG" and max(image.size) == LONGEST_SIDE
    assert len(kept) < len(data) / 2


def test_a_large_file_with_holes_keeps_them() -> None:
    image = noisy(1000, 700).convert("RGBA")
    image.putalpha(90)
    data = file_of(image)
    assert len(data) > LARGEST_KEPT
    with Image.open(BytesIO(reduced(data))) as kept:
        assert kept.format == "PNG" and kept.getpixel((5, 5))[3] == 90  # type: ignore[index]


# --- what does harm ----------------------------------------------------------------------------------------


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims so many pixels and holds none."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7_000, 50_000])
def test_a_bomb_is_refused_before_it_unfolds(side: int) -> None:
    for read in (reduced, lambda data: rastered(data, 80, 30)):
        with pytest.raises(UnreadablePicture, match="more"):
            read(bomb(side, side))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><p>Please log in.",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        file_of(stripes(400, 300))[:200],
        file_of(noisy(400, 300), "JPEG")[:2000],
        file_of(noisy(400, 300), "WEBP")[:2000],
        bomb(10, 10),
    ],
    ids=["nothing", "html", "svg", "postscript", "half a png", "half a jpeg", "half a webp", "hollow"],
)
def test_what_is_no_whole_picture_is_named(data: bytes) -> None:
    for read in (reduced, lambda data: rastered(data, 80, 30)):
        with pytest.raises(UnreadablePicture, match="damaged, or of a kind"):
            read(data)
