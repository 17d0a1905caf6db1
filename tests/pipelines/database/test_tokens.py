"""Tests of `pipelines.database.tokens`: the words of a text, as SQLite's tokenizer has them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.database.full_text import _spelled
from pipelines.database.tokens import numbers, places, words

LETTERS = "aeiouzAEIOUZ éèêëàâçùûïôÉÀÇœŒæÆñãß 0123456789 '’ʼ‘-–—«»\"“”.,;:!?%()_/\\\n\u00ad²ªﬁ ø đ كتاب Дом ΑΒγ 東京 🎉"


def test_words_are_folded() -> None:
    """Case, accents, ligatures, elisions and punctuation do not count."""
    assert words("L’État du CŒUR, à 18 h 30 : « œuvre » !") == (
        ["l", "etat", "du", "coeur", "a", "18", "h", "30", "oeuvre"]
    )
    assert words("e-commerce 4G/5G osiris.sn") == ["e", "commerce", "4g", "5g", "osiris", "sn"]
    assert words("...") == []


def test_places_are_those_of_the_printed_text() -> None:
    """Each word comes with where it begins and ends, however it is folded."""
    text = "Le cœur, l’élec\u00adtricité"
    assert [(text[start:end], word) for start, end, word in places(text)] == [
        ("Le", "le"),
        ("cœur", "coeur"),
        ("l", "l"),
        ("élec\u00adtricité", "electricite"),
    ]


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("reseau", {"reseaus", "reseaux"}),
        ("reseaux", {"reseau", "reseal"}),
        ("national", {"nationals", "nationaux"}),
        ("nationaux", {"national", "nationau"}),
        ("fibres", {"fibre"}),
        ("pas", set()),
        ("4g", set()),
        ("tic", {"tics"}),
    ],
)
def test_a_word_has_singular_and_plural(word: str, others: set[str]) -> None:
    """Short words and those with figures stand for themselves."""
    assert set(numbers(word)) == {word, *others}


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=40))
def test_words_are_those_of_the_index(text: str) -> None:
    """SQLite parts and folds a text in the same way, letters of other scripts included."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute('CREATE VIRTUAL TABLE one USING fts5(a, tokenize="unicode61 remove_diacritics 2")')
        connection.execute(f"INSERT INTO one VALUES ({_spelled('?1')})", (text,))
        connection.execute("CREATE VIRTUAL TABLE part USING fts5vocab(one, instance)")
        found = [row[0] for row in connection.execute('SELECT term FROM part ORDER BY "offset"')]
    assert words(text) == found
