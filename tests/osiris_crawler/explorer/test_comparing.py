"""Tests of `osiris_crawler.explorer.comparing`: word differences that give both texts back."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from osiris_crawler.explorer.comparing import MOST_WORDS, changes

TEXTS = st.text(alphabet="ab é’.\n", max_size=60).map(lambda text: text.strip("\n"))


def test_words_are_compared() -> None:
    """Neighbouring changed words change together; paragraphs that stay are not taken apart."""
    assert [tuple(part) for part in changes("Un mot ici.\n\nStable.", "Deux mots ici.\n\nStable.")] == [
        ("out", "Un mot"),
        ("in", "Deux mots"),
        ("same", " ici.\n\nStable."),
    ]
    assert changes("", "") == []


@given(TEXTS, TEXTS)
@example("a", ".\n\na")
@example("a\n\nb", "b")
@example("", "a\n\nb")
def test_both_texts_can_be_read_off(old: str, new: str) -> None:
    """What is the same or out is the older text, what is the same or in the newer."""
    found = changes(old, new)
    assert "".join(part.text for part in found if part.kind != "in").rstrip("\n") == old
    assert "".join(part.text for part in found if part.kind != "out").rstrip("\n") == new


def test_endless_paragraphs_are_exchanged_as_a_whole() -> None:
    """Comparing them would take minutes."""
    old, new = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert [part.kind for part in changes(old, new)] == ["out", "in"]
