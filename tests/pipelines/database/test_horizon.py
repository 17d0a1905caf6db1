"""Tests of `pipelines.database.horizon`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.items import Outcome, Role
from pipelines.database.frontier import Frontier
from pipelines.database.horizon import End, Horizon, horizon
from pipelines.database.requeue import requeue
from tests.pipelines.makers import SITE, Archive, at, link, unwanted, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Link, Visit

PRESS = ("Articles de presse",)


def end(store: Archive, *visits: Visit) -> None:
    """Store visits."""
    with store.database.session() as session:
        for seen in visits:
            Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)


def seen(store: Archive, *, unlisted: bool = True) -> Horizon:
    """Look how far the crawl is."""
    with store.database.read() as session:
        return horizon(session, store.site_id, unlisted=unlisted)


def months(year: int, *names: str) -> list[Link]:
    """Return links to months."""
    return [link(f"-{n}-{year}-", Role.SECTION, path=(*PRESS, f"Année {year}", f"{n} {year}")) for n in names]


def test_what_is_known_and_visited(store: Archive) -> None:
    """Dead links and refused pages are behind the crawl; redirects and other kinds are no articles of it."""
    path = (*PRESS, "Année 2024", "Mai 2024")
    links = [link(name, path=path) for name in "abcdef"]
    end(store, visit(SITE + "-m-", role=Role.SECTION, path=path, links=links), visit(SITE + "a"))
    end(store, visit(SITE + "b", outcome=Outcome.GONE), visit(SITE + "c", outcome=Outcome.REFUSED))
    end(store, visit(SITE + "d", outcome=Outcome.MOVED, redirect_to=SITE + "a"))
    end(store, visit(SITE + "e", outcome=Outcome.REFUSED, reason="not_wanted:page"))
    assert seen(store) == Horizon(visited=3, articles=4, pages=1)


def test_a_whole_sitemap_tells_the_end(store: Archive) -> None:
    """From the first minute, before any listing was read; a crawl of some years does not ask for all of it."""
    named = [link(f"a{number}", listed_by_sitemap=True) for number in range(40)]
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        page = visit(SITE + "sitemap.xml", role=Role.SITEMAP, links=named)
        frontier.finish(session, page, unwanted, store.run_id)
        frontier.add(session, months(2024, "Mai", "Juin"), None, wanted(), seen_at=at(0))
    assert seen(store).articles == 40
    assert seen(store).pages == 2 + 40 + 4
    assert seen(store, unlisted=False).articles == 0


def read(store: Archive, name: str, count: int, *more: Link) -> None:
    """Read a month of 2024 with so many articles."""
    path = (*PRESS, "Année 2024", f"{name} 2024")
    links = [link(f"{name}-{number}", path=path) for number in range(count)]
    end(store, visit(f"{SITE}-{name}-2024-", role=Role.SECTION, path=path, links=[*links, *more]))


def test_unread_listings_are_reckoned_by_those_read(store: Archive) -> None:
    """Three months with 30 articles each, beside the newest; when the two that wait are read, the end is known."""
    with store.database.session() as session:
        Frontier(store.site_id).add(session, months(2024, "Mai", "Juin"), None, wanted(), seen_at=at(0))
    read(store, "Novembre", 1)
    assert (seen(store).articles, seen(store).end) == (1, End.OPEN)
    for name in ("Mars", "Avril", "Octobre"):
        read(store, name, 30)
    assert (seen(store).articles, seen(store).end) == (91 + 2 * 30, End.ABOUT)
    for name in ("Mai", "Juin"):
        read(store, name, 20)
    assert (seen(store).articles, seen(store).end) == (131, End.KNOWN)


def test_further_pages_are_counted_by_their_offsets(store: Archive) -> None:
    """Five articles on each, where the offsets go up by five, and half as many on the last."""
    path = (*PRESS, "Année 2024", "Mai 2024")
    more = [link(f"-Mai-2024-?debut_art={offset}", Role.SECTION, path=path) for offset in (5, 10, 15)]
    read(store, "Mai", 5, *more)
    assert (seen(store).articles, seen(store).end) == (18, End.ABOUT)


def test_the_list_on_the_home_page_tells_the_end_when_it_goes_through_the_archive(store: Archive) -> None:
    """A list of the newest hundred does not."""
    pages = [link(f"?debut_articles={offset}", Role.SECTION) for offset in range(10, 150, 10)]
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        frontier.finish(session, visit(SITE, role=Role.HOME, links=pages), unwanted, store.run_id)
        frontier.add(session, months(2024, "Mai", "Juin"), None, wanted(), seen_at=at(0))
    for name in ("Mars", "Avril", "Octobre", "Novembre"):
        read(store, name, 20)
    assert (seen(store).articles, seen(store).end) == (145, End.ABOUT)
    assert seen(store, unlisted=False).articles == 80 + 2 * 20
    read(store, "Mai", 80)
    assert seen(store).articles > 160


def test_listings_that_are_read_again_are_expected_to_name_nothing_new(store: Archive) -> None:
    """A later night asks the newest month once more; all is known."""
    for name in ("Mars", "Avril", "Octobre", "Novembre"):
        read(store, name, 20)
    with store.database.session() as session:
        requeue(session, store.site_id, roles=[Role.SECTION])
    assert (seen(store).articles, seen(store).end) == (80, End.KNOWN)


def test_before_the_first_answer_nothing_is_known(store: Archive) -> None:
    """Not even that there are no articles."""
    with store.database.session() as session:
        Frontier(store.site_id).add(session, [link("", Role.HOME)], None, wanted(), seen_at=at(0))
    assert seen(store) == Horizon(visited=0, articles=0, pages=1, end=End.OPEN)
