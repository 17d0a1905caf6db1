"""Tests of the pagination: offsets, the gap, and what lies past the end."""

import pytest

from osiris_crawler.sample.pagination import paginate


@pytest.mark.parametrize(
    ("asked", "first"),
    [(None, 0), ("0", 0), ("10", 10), ("14", 10), ("20", 20), ("990", 20), ("-3", 0), ("x", 0)],
)
def test_offsets(asked: str | None, first: int) -> None:
    """Offsets are rounded down to a page, nonsense is the first page, past the end is the last."""
    entries, _ = paginate(list(range(23)), "debut", 10, asked)
    assert entries[0] == first


def test_an_empty_listing_has_one_page() -> None:
    """No entries, no bar."""
    entries, pages = paginate(list[str](), "debut", 10, "30")
    assert entries == []
    assert pages.links("x") == []


def test_up_to_ten_pages_are_all_linked() -> None:
    """The labels are the page numbers, the links the offsets."""
    _, pages = paginate(list(range(100)), "debut", 10, None)
    links = pages.links("-X-.html")
    assert [link.label for link in links] == [str(number) for number in range(1, 11)]
    assert links[0].is_current
    assert links[3].href == "-X-.html?debut=30#pagination_articles"


def test_beyond_ten_pages_there_is_a_gap() -> None:
    """First pages, an ellipsis, the last page; from the end, the first page, an ellipsis, the last ones."""
    _, pages = paginate(list(range(300)), "debut", 10, None)
    labels = [link.label for link in pages.links("x")]
    assert labels == [*(str(number) for number in range(1, 11)), "...", "30"]
    _, pages = paginate(list(range(300)), "debut", 10, "290")
    labels = [link.label for link in pages.links("x")]
    assert labels[:2] == ["1", "..."]
    assert labels[-1] == "30"


def test_another_pagination_is_kept() -> None:
    """Two paginations on a page cross: each keeps the other's offset."""
    _, pages = paginate(list(range(30)), "debut_a", 10, None)
    assert pages.links("x", "debut_b=10")[1].href == "x?debut_b=10&amp;debut_a=10#pagination_articles"
    assert pages.links("s.php?page=y")[1].href == "s.php?page=y&amp;debut_a=10#pagination_articles"
