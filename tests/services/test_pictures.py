"""Pictures from the net: fetched once, kept small, refused where they are none."""

from pathlib import Path

import httpx
import pytest

from tests.drawing import file_of, noisy, sent, stripes
from tests.world import BLOG, World
from tui_blog.config import Config
from tui_blog.errors import (
    BodyTooLarge,
    ForbiddenAddress,
    OfflineNow,
    StatusError,
    TuiBlogError,
    UnreadableAnswer,
    UnreadablePicture,
)
from tui_blog.paths import Paths
from tui_blog.platforms.picture_file import MOST_BYTES
from tui_blog.wiring import build_services

URL = f"{BLOG}/lamp.png"


async def test_a_picture_is_fetched_once_and_drawn_in_any_size(world: World) -> None:
    world.web.pages[URL] = sent(file_of(stripes(400, 300)))
    first = await world.services.pictures.raster(URL, 40, 30)
    second = await world.services.pictures.raster(URL, 20, 30)
    assert (first.width, second.width) == (40, 20)
    assert len(world.web.asked) == 1
    assert "image/webp" in world.web.asked[0].headers["accept"]


async def test_what_was_fetched_is_there_offline(tmp_path: Path, world: World) -> None:
    world.web.pages[URL] = sent(file_of(stripes(400, 300)))
    await world.services.pictures.raster(URL, 40, 30)
    offline = build_services(Config(offline=True), Paths(tmp_path / "config.toml", tmp_path))
    assert (await offline.pictures.raster(URL, 40, 30)).width == 40
    with pytest.raises(OfflineNow):
        await offline.pictures.raster(f"{BLOG}/other.png", 40, 30)
    offline.close()


async def test_a_picture_whose_server_does_not_know_its_kind_is_shown(world: World) -> None:
    world.web.pages[URL] = sent(file_of(stripes(40, 30)), "application/octet-stream")
    assert (await world.services.pictures.raster(URL, 40, 30)).width == 10


@pytest.mark.parametrize(
    ("answer", "fault", "words"),
    [
        (httpx.Response(404), StatusError, "404"),
        (sent(b"<p>Log in", "text/html"), UnreadableAnswer, "no picture but something else (text/html)"),
        (sent(b"<svg/>", "image/svg+xml"), UnreadableAnswer, "only a browser shows it"),
        (sent(file_of(stripes(90, 90))[:90]), UnreadablePicture, "damaged"),
        (sent(bytes(MOST_BYTES + 1)), BodyTooLarge, "8"),
    ],
    ids=["gone", "a page", "a drawing", "half of it", "too large"],
)
async def test_what_is_no_picture_is_told_and_not_kept(
    world: World, answer: httpx.Response, fault: type[TuiBlogError], words: str
) -> None:
    world.web.pages[URL] = answer
    with pytest.raises(fault) as raised:
        await world.services.pictures.raster(URL, 40, 30)
    assert words in str(raised.value)
    assert not list(world.folder.rglob("pictures/*"))


async def test_a_page_cannot_send_us_into_the_house_for_a_picture(world: World) -> None:
    world.web.pages["http://192.168.0.1/logo.png"] = sent(file_of(stripes(40, 30)))
    with pytest.raises(ForbiddenAddress):
        await world.services.pictures.raster("http://192.168.0.1/logo.png", 40, 30, BLOG)
    assert not world.web.asked


async def test_a_kept_file_that_went_bad_is_fetched_anew(world: World) -> None:
    world.web.pages[URL] = sent(file_of(stripes(40, 30)))
    await world.services.pictures.raster(URL, 40, 30)
    (kept,) = world.folder.rglob("pictures/*")
    kept.write_bytes(b"overwritten")
    with pytest.raises(UnreadablePicture):
        await world.services.pictures.raster(URL, 40, 30)
    assert (await world.services.pictures.raster(URL, 40, 30)).width == 10


async def test_a_large_photo_takes_little_room(world: World) -> None:
    data = file_of(noisy(2600, 2000), "JPEG", quality=95)
    world.web.pages[URL] = sent(data, "image/jpeg")
    await world.services.pictures.file(URL)
    (kept,) = world.folder.rglob("pictures/*")
    assert kept.stat().st_size < len(data) / 2
