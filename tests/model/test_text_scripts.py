"""What people write passes the door as it is: every script, every emoji, every space."""

import pytest

from tui_blog.model.text import MARKS_CEILING, clean_block, clean_line, fold


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("❤️ ☎︎ 1️⃣", id="emoji with selectors"),
        pytest.param("👩‍👩‍👧‍👦 ❤️‍🔥 🏳️‍🌈 🧑🏽‍🚀", id="emoji of several"),
        pytest.param("🇩🇪 🇯🇵", id="flags"),
        pytest.param("می‌خواهم کتاب‌ها", id="Persian with non-joiners"),
        pytest.param("שלום עולם", id="Hebrew"),
        pytest.param("בְּרֵאשִׁית בָּרָא", id="Hebrew with points"),
        pytest.param("السلام عليكم ١٢٣", id="Arabic"),
        pytest.param("ٱلسَّلَامُ عَلَيْكُمْ", id="Arabic with signs"),
        pytest.param("क्‍ष हिन्दी श्रीमान्", id="Devanagari with a joiner"),
        pytest.param("ភាសាខ្មែរ ภาษาไทย ລາວ", id="Khmer, Thai, Lao"),
        pytest.param("漢字 かな カナ 한국어", id="Chinese, Japanese, Korean"),
        pytest.param("Tiếng Việt nai\u0308ve e\u0301", id="composed and decomposed accents"),
        pytest.param("a\u00a0b\u2009c\u202fd\u3000e", id="spaces of every width"),
        pytest.param("„Anführung“ – ‘quote’ — … € © ½ ←→", id="typography"),
        pytest.param("∑ x² ≤ √2 ∀ε>0", id="mathematics"),
        pytest.param("[bold] {x} $(id) `rm` <b> &amp; %s \\n", id="what other programs call markup"),
        pytest.param("\ue0b0 \uf015", id="private use"),
        pytest.param("tab\there\nline", id="tabs and lines"),
        pytest.param("", id="nothing"),
    ],
)
def test_it_passes_unharmed(text: str) -> None:
    assert clean_block(text) == text


def test_even_beside_what_is_taken_out() -> None:
    assert clean_block("\x1b[1mمی‌خواهم\x1b[0m ❤️‍🔥\u202e שלום") == "می‌خواهم ❤️‍🔥 שלום"


def test_a_heap_of_marks_is_cut_where_it_would_bury_the_lines_around() -> None:
    assert clean_block("z" + "\u0336" * 300 + "a") == "z" + "\u0336" * MARKS_CEILING + "a"


@pytest.mark.parametrize("unseen", ["\u200d", "\u200c", "\ufe0f"])
def test_joiners_and_selectors_hide_no_message_of_their_own(unseen: str) -> None:
    assert clean_block("z" + unseen * 300 + "a") == "z" + unseen * MARKS_CEILING + "a"


def test_a_message_spelled_in_selectors_is_cut() -> None:
    message = "".join(chr(0xFE00 + number % 16) for number in range(200))
    assert len(clean_block(f"😀{message}")) == 1 + MARKS_CEILING


def test_one_line_has_single_spaces() -> None:
    assert clean_line("  two\t\n words\u00a0here  ") == "two words here"


def test_texts_are_compared_without_case_accents_and_wide_forms() -> None:
    assert fold("  Crème  BRÛLÉE\n") == fold("creme brulee") == "creme brulee"
    assert fold("Ｆｕｌｌ") == "full"
    assert fold("Straße") == fold("STRASSE")
    assert fold("Ёлка") != fold("палка")
