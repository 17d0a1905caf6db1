"""Tests of `pipelines.database.hidden`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.items import Role
from pipelines.database.frontier import Frontier
from pipelines.database.hidden import hidden_months
from tests.pipelines.makers import SITE, Archive, link, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Link

YEAR = ("Articles de presse", "Année 2024")
MONTHS = ("Septembre 2024", "Octobre 2024", "Novembre 2024")


def months(*names: str) -> list[Link]:
    """Return links to months, as the year's listing shows them."""
    return [link(f"-{name[:3]}-", Role.SECTION, path=(*YEAR, name)) for name in names]


def see(store: Archive, name: str, path: tuple[str, ...], links: list[Link]) -> None:
    """Visit a listing."""
    seen = visit(SITE + name, role=Role.SECTION, path=path, links=links)
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)


def hidden(store: Archive) -> list[str]:
    """Return the titles of the months that nothing leads to."""
    with store.database.read() as session:
        return [path[-1] for path in hidden_months(session, store.site_id)]


def crawl(store: Archive, *names: str) -> None:
    """Read the year, which lists some months, and all three months."""
    see(store, "-2024-", YEAR, months(*names))
    for name in MONTHS:
        see(store, f"-{name[:3]}-", (*YEAR, name), [])


def test_a_month_that_only_the_sitemap_names(store: Archive) -> None:
    """Its own page answers, and no list leads to it."""
    crawl(store, "Septembre 2024", "Novembre 2024")
    assert hidden(store) == ["Octobre 2024"]


def test_a_month_that_leaves_its_year(store: Archive) -> None:
    """It was listed once; the year, read again, names it no more, until it does."""
    crawl(store, *MONTHS)
    assert hidden(store) == []
    store.new_run()
    see(store, "-2024-", YEAR, months("Septembre 2024", "Novembre 2024"))
    assert hidden(store) == ["Octobre 2024"]
    store.new_run()
    see(store, "-2024-", YEAR, months(*MONTHS))
    assert hidden(store) == []


def test_a_year_that_was_not_read_in_full_says_nothing(store: Archive) -> None:
    """Its second page, which names November, was not asked for tonight."""
    more = link("-2024-?debut_rubriques=2", Role.SECTION, path=YEAR)
    see(store, "-2024-", YEAR, [*months("Septembre 2024", "Octobre 2024"), more])
    see(store, "-2024-?debut_rubriques=2", YEAR, months("Novembre 2024"))
    for name in MONTHS:
        see(store, f"-{name[:3]}-", (*YEAR, name), [])
    store.new_run()
    see(store, "-2024-", YEAR, [*months("Septembre 2024", "Octobre 2024"), more])
    assert hidden(store) == []


def test_another_section_with_a_year_of_that_name_says_nothing(store: Archive) -> None:
    """The newsletter has its years, too."""
    crawl(store, *MONTHS)
    store.new_run()
    see(store, "-batik-2024-", ("Batik", "Année 2024"), [])
    assert hidden(store) == []


def test_the_roll_of_january_hides_no_month(store: Archive) -> None:
    """The year moves below the archive; its months keep the path known until they are read again."""
    crawl(store, *MONTHS)
    store.new_run()
    rolled = ("Articles de presse", "Archives 1999-2024", "Année 2024")
    moved = [link(f"-{n[:3]}-", Role.SECTION, path=(*rolled, n)) for n in MONTHS]
    see(store, "-2024-", rolled, moved)
    assert hidden(store) == []
    store.new_run()
    see(store, "-2024-", rolled, moved[1:])
    assert hidden(store) == ["Septembre 2024"]
