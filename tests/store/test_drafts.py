"""Drafts live where they were written, whatever happens to the post; names are remembered blog by blog."""

from dataclasses import replace

from tests.store.conftest import NOW
from tests.store.samples import line
from tui_blog.model.comment import Draft, Identity
from tui_blog.store.drafts import DraftStore, KeptDraft

HERE = "https://blog.example/1"
DRAFT = Draft("t1", "My *words*\n\n", name="Ada", email="ada@example.org", website="https://ada.example/")


def keep(drafts: DraftStore, draft: Draft, url: str = HERE) -> bool:
    return drafts.save(url, line("Post"), line("Blog"), draft)


def test_a_draft_comes_out_as_it_went_in_each_at_its_place(drafts: DraftStore) -> None:
    answer = Draft("t2", "An answer", parent="7")
    assert keep(drafts, DRAFT) and keep(drafts, answer)
    assert drafts.load(HERE, None) == DRAFT
    assert drafts.load(HERE, "7") == answer
    assert drafts.load(HERE, "8") is None
    assert drafts.load("https://blog.example/2", None) is None
    assert drafts.all() == (
        KeptDraft(HERE, line("Post"), line("Blog"), answer, NOW),
        KeptDraft(HERE, line("Post"), line("Blog"), DRAFT, NOW),
    )


def test_typing_on_changes_the_draft(drafts: DraftStore) -> None:
    keep(drafts, DRAFT)
    keep(drafts, replace(DRAFT, body="My words, and more"))
    assert [kept.draft.body for kept in drafts.all()] == ["My words, and more"]


def test_two_windows_at_one_place_keep_both_texts(drafts: DraftStore) -> None:
    keep(drafts, DRAFT)
    keep(drafts, Draft("t2", "From the other window"))
    assert [kept.draft.token for kept in drafts.all()] == ["t2", "t1"]
    assert drafts.load(HERE, None) == Draft("t2", "From the other window")
    drafts.discard("t2")
    assert drafts.load(HERE, None) == DRAFT


def test_a_discarded_draft_is_gone(drafts: DraftStore) -> None:
    keep(drafts, DRAFT)
    drafts.discard("t1")
    drafts.discard("t1")
    assert drafts.load(HERE, None) is None
    assert drafts.all() == ()


def test_the_name_of_a_blog_is_remembered_and_elsewhere_the_last_one(drafts: DraftStore) -> None:
    assert drafts.identity("https://one.example") == Identity()
    ada, bo = Identity("Ada", "ada@example.org", "https://ada.example"), Identity("Bo")
    drafts.remember("https://one.example", ada)
    drafts.remember("https://two.example", bo)
    assert drafts.identity("https://one.example") == ada
    assert drafts.identity("https://two.example") == bo
    assert drafts.identity("https://three.example") == bo

    drafts.remember("https://one.example", replace(ada, email=""))
    assert drafts.identity("https://one.example") == replace(ada, email="")
    assert drafts.identity("https://three.example") == replace(ada, email="")
