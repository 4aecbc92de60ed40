"""Small pictures made on the spot, for stories in which a blog sends some."""

from io import BytesIO

import httpx
from PIL import Image, ImageDraw

RED, GREEN, BLUE = (197, 0, 0), (0, 156, 0), (0, 0, 197)
"""Of the levels that are drawn."""


def stripes(width: int, height: int) -> Image.Image:
    """Red on top, green in the middle, blue below."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (0, height // 3, width, 2 * height // 3))
    image.paste(BLUE, (0, 2 * height // 3, width, height))
    return image


def file_of(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def sent(data: bytes, content_type: str = "image/png") -> httpx.Response:
    return httpx.Response(200, content=data, headers={"content-type": content_type})


def noisy(width: int, height: int) -> Image.Image:
    """What no format can make small."""
    return Image.effect_noise((width, height), 90).convert("RGB")


def evening(width: int = 640, height: int = 400) -> Image.Image:
    """The sun above the sea, and a boat."""
    sky = Image.linear_gradient("L").resize((width, height))
    image = Image.merge(
        "RGB",
        (
            sky.point(lambda v: 90 + v // 2),
            sky.point(lambda v: 60 + v // 3),
            sky.point(lambda v: 140 - v // 3),
        ),
    )
    pen = ImageDraw.Draw(image)
    pen.ellipse((width * 0.6, height * 0.3, width * 0.75, height * 0.54), (255, 214, 120))
    pen.rectangle((0, height * 0.66, width, height), (24, 58, 92))
    pen.polygon(
        [(width * 0.2, height * 0.3), (width * 0.2, height * 0.68), (width * 0.36, height * 0.68)],
        (240, 240, 230),
    )
    pen.polygon(
        [
            (width * 0.14, height * 0.7),
            (width * 0.42, height * 0.7),
            (width * 0.36, height * 0.8),
            (width * 0.2, height * 0.8),
        ],
        (110, 60, 40),
    )
    return image


def diagram(width: int = 480, height: int = 240) -> Image.Image:
    """Black boxes and an arrow, on nothing."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for left in (20, width - 180):
        pen.rectangle((left, 60, left + 160, height - 60), outline=(0, 0, 0, 255), width=8)
    pen.line((180, height // 2, width - 190, height // 2), fill=(0, 0, 0, 255), width=8)
    return image
