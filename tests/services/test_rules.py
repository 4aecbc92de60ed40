"""Rules: posts that fit a query are born with marks, whichever way they arrive."""

import pytest

from tests.services.test_library import followed, titles
from tests.services.test_refreshing import FEED, SNOW, atom, told
from tests.world import HOMEWARD, LETTERS, QUIET, World, entry, make_world
from tui_blog.errors import DiskFull, NotInLibrary
from tui_blog.model.marks import Mark
from tui_blog.model.post_list import PostQuery
from tui_blog.model.query import QueryFault
from tui_blog.model.rule import Rule
from tui_blog.model.text import clean_line
from tui_blog.services.refreshing import Refreshed

READ, STAR, LATER = Mark("read", True), Mark("starred", True), Mark("tag", True, clean_line("later"))
UNREAD = PostQuery(unread=True)
STARRED = PostQuery(starred=True)
TAGGED = PostQuery(tag=clean_line("later"))
RAIN = entry("rain", "Rain", "2024-12-25", "<p>It rains, without snow on the roof.</p>", "weather")


def rule(world: World, query: str, *marks: Mark) -> Rule:
    made = world.services.rules.add(query, marks)
    assert isinstance(made, Rule), made
    return made


async def arriving(world: World, *entries: str) -> list[Refreshed]:
    world.web.pages[FEED] = atom(*entries, LETTERS, QUIET, HOMEWARD)
    return await told(world, *world.services.library.blogs())


async def test_posts_that_fit_are_born_with_marks_and_only_new_ones(world: World) -> None:
    await followed(world)
    rule(world, "author:ada snows", READ, STAR)
    rule(world, "label:weather", LATER)
    (step,) = await arriving(world, RAIN, SNOW)
    assert (step.new, step.status) == (2, "ok")
    assert titles(world, STARRED) == ["Snow"]
    assert titles(world, TAGGED) == ["Rain"]
    assert "Snow" not in titles(world, UNREAD) and "Rain" in titles(world, UNREAD)
    assert world.services.library.counts().unread == 4
    assert world.services.searching.waiting() == 3, "what rules have looked at is indexed already"


async def test_a_phrase_and_what_must_not_be_there_count(world: World) -> None:
    await followed(world)
    rule(world, '"it rains" -"snow falls"', STAR)
    rule(world, 'snow -"snow on the roof"', READ)
    await arriving(world, RAIN, SNOW)
    assert titles(world, STARRED) == ["Rain"]
    assert "Rain" in titles(world, UNREAD) and "Snow" not in titles(world, UNREAD)


async def test_what_rules_did_in_a_refresh_is_one_change(world: World) -> None:
    await followed(world)
    rule(world, "it", READ)
    rule(world, "snow", STAR)
    await arriving(world, RAIN, SNOW)
    assert world.services.library.counts().unread == 3
    assert world.services.marking.undo() == "2 posts are without star again; 2 posts are unread again"
    assert world.services.library.counts().unread == 5
    assert world.services.marking.undo() == "The rule “snow” is dropped again"
    await arriving(world, RAIN, SNOW)
    assert world.services.library.counts().unread == 5, "a post arrives once"


async def test_what_a_person_marks_after_undo_is_no_part_of_what_rules_still_do(world: World) -> None:
    await followed(world)
    rule(world, "blog:lamp", READ)
    first, second, third = (row.id for row in world.services.reading.window(PostQuery(), limit=3).rows)
    at_work = world.services.rules.at_work()
    at_work.arrived([first])
    world.services.marking.undo()
    world.services.marking.set([third], STAR)
    at_work.arrived([second])
    world.services.marking.undo()
    assert titles(world, STARRED) == []
    assert world.services.reading.stored(second).read, "only the star was taken back"


async def test_what_rules_did_in_a_batch_that_failed_is_nothing_that_later_ones_add_to(world: World) -> None:
    await followed(world)
    rule(world, "blog:lamp", READ)
    first, second, third = (row.id for row in world.services.reading.window(PostQuery(), limit=3).rows)
    at_work = world.services.rules.at_work()
    batches = world.services.refreshing._batches

    def fail() -> None:
        at_work.arrived([first])
        raise DiskFull("The disk is full.")

    with pytest.raises(DiskFull):
        await batches.write(fail)
    assert not world.services.reading.stored(first).read
    world.services.marking.set([third], STAR)
    await batches.write(lambda: at_work.arrived([second]))
    world.services.marking.undo()
    assert not world.services.reading.stored(second).read
    assert titles(world, STARRED) == ["The long way home"], "the star is a change of its own"


async def test_a_first_fetch_and_the_archive_are_arrivals_too(world: World) -> None:
    rule(world, "hello", STAR)
    rule(world, "walked", READ)
    blog = (await followed(world)).blog
    assert titles(world, UNREAD) == ["Why letters still matter", "A year without notifications"]
    await world.services.refreshing.older(blog)
    assert titles(world, STARRED) == ["First light"]


async def test_a_blog_that_nobody_follows_is_left_alone(world: World) -> None:
    rule(world, "it", READ)
    opened = await world.services.library.open(FEED)
    query = PostQuery(blog_id=opened.blog.id, unread=True)
    assert len(titles(world, query)) == 3


async def test_a_rule_that_is_understood_no_more_is_told_and_stops_nothing(world: World) -> None:
    blog = (await followed(world)).blog
    other = rule(world, "blog:lamp", READ)
    rule(world, "snow", STAR)
    world.services.library.edit(blog, title="The Quick Torch")
    (step,) = await arriving(world, SNOW)
    assert (step.new, step.status, titles(world, STARRED)) == (1, "ok", ["Snow"])
    (sentence,) = await world.services.refreshing.rules_left_out()
    assert sentence == f"Rule {other.id}, “blog:lamp”, is left out: No blog of the library goes by “lamp”."
    assert world.services.rules.apply(other) == 0


async def test_a_rule_may_be_applied_to_what_is_here(world: World) -> None:
    await followed(world)
    made = rule(world, "quiet", READ, LATER)
    while world.services.searching.index_some():
        pass
    assert world.services.rules.apply(made) == 1
    assert world.services.rules.apply(made) == 0
    assert titles(world, TAGGED) == ["A year without notifications"]
    assert world.services.marking.undo() == (
        "“A year without notifications” is without the tag “later” again; "
        "“A year without notifications” is unread again"
    )


def test_rules_are_kept_in_their_order(world: World) -> None:
    first, second = rule(world, "one", READ, LATER), rule(world, "two", STAR)
    assert world.services.rules.all() == (first, second)
    assert world.services.rules.remove(first.id) == first
    assert world.services.rules.all() == (second,)
    with pytest.raises(NotInLibrary, match=f"no rule {first.id}"):
        world.services.rules.remove(first.id)
    assert isinstance(world.services.rules.add("athor:ada", [READ]), QueryFault)


def test_what_becomes_of_a_rule_can_be_taken_back_after_a_restart(world: World) -> None:
    first, second = rule(world, "one", READ, LATER), rule(world, "two", STAR)
    changed = world.services.rules.change(first.id, "three", [STAR])
    assert changed == Rule(first.id, clean_line("three"), (STAR,))
    world.services.rules.remove(first.id)
    again = make_world(world.folder)
    undo, rules = again.services.marking.undo, again.services.rules
    assert (undo(), rules.all()) == ("The rule “three” is as it was", (changed, second))
    assert (undo(), rules.all()) == ("The rule “one” is as it was", (first, second))
    assert (undo(), rules.all()) == ("The rule “two” is dropped again", (first,))
    assert (undo(), rules.all()) == ("The rule “one” is dropped again", ())
    assert undo() is None
    again.services.close()


def test_a_rule_that_is_changed_to_what_it_was_is_no_change(world: World) -> None:
    made = rule(world, "one", READ)
    assert world.services.rules.change(made.id, "one", [READ]) == made
    assert isinstance(world.services.rules.change(made.id, "athor:ada", [READ]), QueryFault)
    with pytest.raises(NotInLibrary, match="no rule 99"):
        world.services.rules.change(99, "one", [READ])
    assert world.services.marking.undo() == "The rule “one” is dropped again"


def test_what_becomes_of_a_kept_search_can_be_taken_back_after_a_restart(world: World) -> None:
    searching = world.services.searching
    searching.keep("tea")
    searching.keep("rain", "Wet")
    searching.keep("tea", "Cups")
    assert (searching.forget("tea"), searching.forget("tea")) == (True, False)
    again = make_world(world.folder)
    undo = again.services.marking.undo

    def kept() -> list[str]:
        return [search.title for search in again.services.library.searches()]

    assert (undo(), kept()) == ("The search “Cups” is in your library as it was", ["Cups", "Wet"])
    assert (undo(), kept()) == ("The search “tea” is in your library as it was", ["tea", "Wet"])
    assert (undo(), kept()) == ("The search “Wet” is out of your library again", ["tea"])
    assert (undo(), kept()) == ("The search “tea” is out of your library again", [])
    again.services.close()
