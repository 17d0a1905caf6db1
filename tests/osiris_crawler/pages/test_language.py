"""The language of a text."""

from __future__ import annotations

import pytest

from osiris_crawler.pages.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le directeur de la société a annoncé que les prix ne sont pas fixés.", "fr"),
        ("The head of the company said that prices have not been set by it.", "en"),
        ("Internet 2024", ""),
        ("Le chef de la société said that it was the end of the des les", ""),
    ],
)
def test_small_words_tell_the_language(text: str, language: str) -> None:
    """Where they leave a doubt, nothing is said."""
    assert language_of(text) == language
