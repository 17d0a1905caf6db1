"""Tests of `pipelines.database.lists`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from osiris_crawler.items import Role
from pipelines.database.frontier import Frontier
from pipelines.database.models import Page
from tests.pipelines.makers import OCTOBER, SITE, Archive, link, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Link

MAY = ("Articles de presse", "Année 2025", "Mai 2025")


def items(first: int, last: int, path: tuple[str, ...] = OCTOBER) -> list[Link]:
    """Return links of a listing to some of its articles."""
    return [link(f"a{number}", path=path) for number in range(first, last)]


def further(*offsets: int) -> list[Link]:
    """Return links to further pages of October."""
    return [link(f"-oct-?debut_articles={at}", Role.SECTION, path=OCTOBER) for at in offsets]


def see(store: Archive, name: str, links: list[Link], path: tuple[str, ...] = OCTOBER) -> list[str]:
    """Visit a listing; return its warnings."""
    seen = visit(SITE + name, role=Role.SECTION, path=path, links=links)
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)
    return [str(warning) for warning in seen.warnings]


def three_pages(store: Archive) -> None:
    """October has 25 articles on three pages."""
    assert see(store, "-oct-", [*items(0, 10), *further(10, 20)]) == []
    assert see(store, "-oct-?debut_articles=10", [*items(10, 20), *further(20)]) == []
    assert see(store, "-oct-?debut_articles=20", [*items(20, 25), *further(10)]) == []
    store.new_run()


def test_further_pages_that_are_named_no_more_are_told(store: Archive) -> None:
    """The first page alone shows ten of 25; the next night, too."""
    three_pages(store)
    told = ["pages_lost (25 articles on 3 pages before, 10 on one now)"]
    assert see(store, "-oct-", items(0, 10)) == told
    assert see(store, "-oct-", items(0, 10)) == told


def test_a_listing_that_shows_all_on_one_page_is_well(store: Archive) -> None:
    """The site changed how many articles it puts on a page."""
    three_pages(store)
    assert see(store, "-oct-", items(0, 25)) == []
    assert see(store, "-oct-", items(0, 25)) == []


def test_a_second_page_of_one_article_may_go(store: Archive) -> None:
    """One article was deleted."""
    see(store, "-oct-", [*items(0, 10), *further(10)])
    see(store, "-oct-?debut_articles=10", [*items(10, 11), *further(0)])
    store.new_run()
    assert see(store, "-oct-", items(0, 10)) == []


def test_a_month_that_shows_what_other_months_list_is_told(store: Archive) -> None:
    """Every listing shows the same articles: a cache, or a broken loop of the skin."""
    see(store, "-oct-", items(0, 10))
    see(store, "-mai-", items(50, 55, MAY), MAY)
    store.new_run()
    assert see(store, "-mai-", items(0, 10, MAY), MAY) == [
        "lists_others (10 of 10 articles belong to other months)"
    ]


def test_an_article_filed_anew_is_ordinary(store: Archive) -> None:
    """An editor moved two of them."""
    see(store, "-oct-", items(0, 10))
    see(store, "-mai-", items(50, 55, MAY), MAY)
    store.new_run()
    assert see(store, "-mai-", [*items(50, 55, MAY), *items(0, 2, MAY)], MAY) == []


def test_the_page_of_another_month_is_told_and_changes_nothing(store: Archive) -> None:
    """A cache answers with October under the address of May, breadcrumb and all: May stays May."""
    see(store, "-oct-", items(0, 10))
    see(store, "-mai-", items(50, 55, MAY), MAY)
    store.new_run()
    (told,) = see(store, "-mai-", items(0, 10))
    assert "Octobre 2024 under the address of Articles de presse > Année 2025 > Mai 2025" in told
    with store.database.read() as session:
        assert session.scalar(select(Page.path).where(Page.url == SITE + "-mai-")) == MAY
