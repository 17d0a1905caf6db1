"""Tests of `pipelines.database.queries`: what people may type, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osiris_crawler.errors import UsageError
from pipelines.database.queries import Either, Every, Phrase, Without, matches, parse, wanted

TITLE = "La fibre à Kaolack"
BODY = "L’électricité et les réseaux nationaux : « haut débit » pour tous. Œuvre d’art, e-commerce."


@pytest.mark.parametrize(
    "query",
    [
        "fibre",
        "FIBRES",
        "fibre kaolack",
        "electricite",
        "l'électricité",
        "réseau national",
        '"haut débit"',
        "«haut débit»",
        "“haut débit”",
        "câble OR fibre",
        "câble OU fibre",
        "câble | fibre",
        "fibre -câble",
        "fibre NOT câble",
        "-câble",
        "élec*",
        "title:fibre",
        "titre:fibre texte:débit",
        "title:(câble OR fibre)",
        "(câble OR fibre) (débit OR radio)",
        "câble OR -radio",
        "oeuvre",
        "e-commerce",
        "e-comm*",
        '"haut débit',
        "(fibre",
        "fibre)",
        "fibre AND kaolack",
        "-(câble radio)",
    ],
)
def test_what_is_found(query: str) -> None:
    """Words all, phrases in a row, alternatives, exclusions, beginnings, one field; loose signs are passed over."""
    assert matches(parse(query), TITLE, BODY)


@pytest.mark.parametrize(
    "query",
    [
        "câble",
        "fibre câble",
        '"débit haut"',
        '"réseau"',
        "fibre -kaolack",
        "-fibre",
        "title:débit",
        "texte:fibre",
        "fib",
        "kaolack NOT (fibre OR câble)",
        '-"haut débit"',
        '"kaolack electricite"',
    ],
)
def test_what_is_not_found(query: str) -> None:
    """A phrase is exact, the parts of a word find nothing without *, a phrase does not reach from title to body."""
    assert not matches(parse(query), TITLE, BODY)


def test_or_binds_closer_than_and() -> None:
    """`a b OR c` is a, and one of b and c."""
    a, b, c = (Phrase((word,)) for word in "abc")
    assert parse("a b OR c") == Every((a, Either((b, c))))
    assert parse("a OR b OR c") == Either((a, b, c))
    assert parse("a -b") == Every((a, Without(b)))


@pytest.mark.parametrize("query", ["", "  ", "!!!", '""', "()", "-", "OR", "*"])
def test_a_search_without_a_word_is_refused(query: str) -> None:
    """The message says what to write."""
    with pytest.raises(UsageError, match="holds no word"):
        parse(query)


def test_endless_searches_are_refused() -> None:
    """Too long, or too many words; brackets in brackets come to an end."""
    with pytest.raises(UsageError, match="Shorten it"):
        parse("fibre " * 500)
    with pytest.raises(UsageError, match="more than 60 words"):
        parse("a1 " * 61)
    assert parse("(" * 400 + "fibre") == Phrase(("fibre",))


def test_wanted_are_the_words_to_highlight() -> None:
    """What must not stand in a text is not looked for in it."""
    assert [phrase.words for phrase in wanted(parse('a (b OR "c d") -e'))] == [("a",), ("b",), ("c", "d")]


@given(st.text(max_size=60))
def test_nothing_that_people_type_breaks_it(text: str) -> None:
    """Each text is a search or is refused by a message."""
    try:
        found = parse(text)
    except UsageError:
        return
    assert isinstance(matches(found, text, ""), bool)
