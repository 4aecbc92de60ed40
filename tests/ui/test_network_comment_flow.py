"""A thread on Mastodon: who signs, how much its server takes, and what is posted there."""

from pathlib import Path

from tests.services.test_network_accounts import HOME, MINE, ZOE, world_of
from tests.ui.acting import follow, playing, press, told, type_in
from tui_blog.ui.screens.comment import CommentScreen


async def test_the_person_s_own_account_writes_as_much_as_its_server_takes(tmp_path: Path) -> None:
    world = world_of(tmp_path, ZOE)
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "C")
        screen = pilot.app.screen
        assert isinstance(screen, CommentScreen)
        notice = " ".join(str(each.render()) for each in screen.query("Static, Label"))
        assert "account @zoe@home.example" in notice and "At most 495 characters" in notice
        screen.body.text = "ü" * 496
        await press(pilot, "ctrl+s")
        assert "longer than this blog takes (495 characters)" in str(screen.complaint.render())
        assert world.web.posted() == []
        screen.body.text = ""
        await type_in(pilot, "Hello.")
        await press(pilot, "ctrl+s")
        assert "Published." in told(pilot)
    assert [str(request.url) for request in world.web.posted()] == [f"{HOME}/api/v1/statuses"]
    assert world.services.sending.items()[0].comment_id == MINE["uri"]
    world.services.close()


async def test_without_an_account_the_way_to_one_is_told(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "C")
        shown = f"{told(pilot)} " + " ".join(str(each.render()) for each in pilot.app.screen.query("Static"))
        assert "tui-blog account add https://YOUR.SERVER" in shown
    assert world.web.posted() == []
    world.services.close()
