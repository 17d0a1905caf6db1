"""Tests of `osiris_crawler.explorer.asking`: addresses taken apart and put together."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from osiris_crawler.errors import UsageError
from osiris_crawler.explorer.asking import Asked, read
from pipelines.database.filtering import Filter
from pipelines.database.hits import Mark, Order


def test_an_address_comes_back() -> None:
    """Every field of the filter, order, edition and language."""
    chosen = Filter(
        since="2020", until="2024-10", keyword=("a&b", "c"), source=("L’As",), section=("A > B",), kind=("article",),
        language=("fr",), site="osiris", query='"haut débit" -x', complete=True,
    )  # fmt: skip
    asked = Asked(chosen, Order.OLDEST, as_of="2025", lang="en")
    address = asked.address()
    assert read(parse_qsl(address.partition("?")[2])) == asked
    assert Asked().address() == "/"


def test_forms_send_empty_and_unknown_fields() -> None:
    """They are passed over; so are kinds and orders that do not exist, NUL, and endless lists."""
    given = [
        ("q", "  "),
        ("since", ""),
        ("utm", "x"),
        ("source", "A\0PS"),
    ]
    asked = read([*given, *(("keyword", str(number)) for number in range(99))])
    assert (asked.chosen.query, asked.chosen.kind, asked.order) == ("", (), None)
    assert asked.chosen.source == ("APS",)
    assert len(asked.chosen.keyword) == 20


def test_orders() -> None:
    """By relevance when words are searched, unless another is asked for."""
    assert read([]).sorted_by == Order.NEWEST
    assert read([("q", "x")]).sorted_by == Order.RELEVANCE
    assert read([("q", "x"), ("sort", "oldest")]).sorted_by == Order.OLDEST


def test_taking_a_value_away_begins_at_the_first_page() -> None:
    """One value of several, both ends of a span, the edition."""
    asked = read([("source", "A"), ("source", "B"), ("since", "2020"), ("until", "2021"), ("as_of", "2025")])
    placed = Asked(asked.chosen, after=Mark(0.0, "2024", "k"), as_of="2025")
    assert placed.without("source", "A").chosen.source == ("B",)
    assert placed.without("source", "A").after is None
    assert placed.without("since+until").chosen == Filter(source=("A", "B"))
    assert placed.without("as_of").as_of == ""


@pytest.mark.parametrize(
    "pair",
    [
        ("since", "hier"),
        ("until", "2023-02-29"),
        ("after", "1~2"),
        ("q", "???"),
        ("kind", "robot"),
        ("sort", "best"),
    ],
)
def test_what_is_not_understood_is_refused(pair: tuple[str, str]) -> None:
    """By a message for people."""
    with pytest.raises(UsageError):
        read([pair])
