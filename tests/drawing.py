"""Small pictures made on the spot, for stories in which a blog sends some."""

from io import BytesIO

import httpx
from PIL import Image

RED, GREEN, BLUE = (200, 0, 0), (0, 160, 0), (0, 0, 200)


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
