"""What is chosen of a list, against a plain set of posts."""

from hypothesis import given
from hypothesis import strategies as st

from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.selection import PostRun, Selection

# Two posts a second, so that ids decide as well.
KEYS = [PostKey(number // 2, PostId(number + 1)) for number in range(12)]

steps = st.lists(st.tuples(st.booleans(), st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=8)


@given(steps)
def test_runs_are_added_and_taken_out_like_sets(changes: list[tuple[bool, PostKey, PostKey]]) -> None:
    chosen, expected = Selection(), set[PostKey]()
    for is_added, one, other in changes:
        run = PostRun.between(one, other)
        inside = {key for key in KEYS if key in run}
        chosen = chosen.with_run(run) if is_added else chosen.without(run)
        expected = expected | inside if is_added else expected - inside
        assert {key for key in KEYS if key in chosen} == expected
        assert all(sum(key in run for run in chosen.runs) <= 1 for key in KEYS), "no post is counted twice"
