"""Tests of `pipelines.database.horizon`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.items import Outcome, Role
from pipelines.database.frontier import Frontier
from pipelines.database.horizon import Horizon, horizon
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


def test_unread_listings_are_reckoned_by_those_read(store: Archive) -> None:
    """Two months with 30 articles read, two more and a year to come."""
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        waiting = [*months(2024, "Mai", "Juin"), link("-2023-", Role.SECTION, path=(*PRESS, "Année 2023"))]
        frontier.add(session, waiting, None, wanted(), seen_at=at(0))
    for at_month, name in enumerate(("Mars", "Avril")):
        path = (*PRESS, "Année 2024", f"{name} 2024")
        links = [link(f"a{at_month}-{number}", path=path) for number in range(30)]
        end(store, visit(f"{SITE}-{name}-", role=Role.SECTION, path=path, links=links))
    assert seen(store).articles == 60 + 2 * 30 + 12 * 30
