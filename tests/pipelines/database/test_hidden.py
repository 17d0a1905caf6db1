"""Tests of `pipelines.database.hidden`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.items import Role
from pipelines.database.addresses import location
from pipelines.database.frontier import Frontier
from pipelines.database.hidden import hidden_listings, left_menus
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
        return [path[-1] for path in hidden_listings(session, store.site_id)]


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


ARCHIVES = ("Articles de presse", "Archives 1999-2024")


def asked(store: Archive) -> list[str]:
    """Return the names of the listings that have to be read to be sure."""
    with store.database.read() as session:
        places = left_menus(session, store.site_id, store.run_id)
    return [place.removeprefix(location(SITE)) for place in places]


def test_a_month_that_leaves_a_side_menu_is_looked_for_on_its_year(store: Archive) -> None:
    """A page that named it does so no more: the month and its year are asked, and tell."""
    top, year = ("Articles de presse",), link("-2024-", Role.SECTION, path=YEAR)
    see(store, "-Presse-", top, [year, *months(*MONTHS)])
    crawl(store, *MONTHS)
    store.new_run()
    see(store, "-Presse-", top, [year, *months(*MONTHS)])
    assert asked(store) == []
    store.new_run()
    see(store, "-Presse-", top, [year, *months("Septembre 2024")])
    assert asked(store) == ["-Oct-", "-2024-", "-Nov-"]
    assert hidden(store) == []
    see(store, "-2024-", YEAR, months("Septembre 2024", "Novembre 2024"))
    assert asked(store) == ["-Oct-"]
    assert hidden(store) == ["Octobre 2024"]
    see(store, "-Oct-", (*YEAR, "Octobre 2024"), months("Octobre 2024"))  # it names itself
    assert asked(store) == []
    assert hidden(store) == ["Octobre 2024"]


def test_a_month_that_the_year_names_after_the_month_itself_is_not_hidden(store: Archive) -> None:
    """The month was read first, and its breadcrumb names it."""
    crawl(store, *MONTHS)
    store.new_run()
    see(store, "-Oct-", (*YEAR, "Octobre 2024"), months("Octobre 2024"))
    see(store, "-2024-", YEAR, months(*MONTHS))
    assert hidden(store) == []


def test_a_year_that_leaves_the_list_of_years_takes_its_months_along(store: Archive) -> None:
    """They are still linked, but from a page that nobody comes to."""
    year = (*ARCHIVES, "Année 2024")
    of_year = [link("-Oct-", Role.SECTION, path=(*year, "Octobre 2024"))]
    years = [link(f"-{n}-", Role.SECTION, path=(*ARCHIVES, f"Année {n}")) for n in (2024, 2023)]

    def read(listed: list[Link]) -> None:
        see(store, "-Archives-", ARCHIVES, listed)
        see(store, "-2024-", year, of_year)
        see(store, "-Oct-", (*year, "Octobre 2024"), [])

    read(years)
    assert hidden(store) == []
    store.new_run()
    read(years[1:])
    assert hidden(store) == ["Année 2024", "Octobre 2024"]
    with store.database.read() as session:
        assert hidden_listings(session, store.site_id, since_run=store.run_id + 1) == []


def test_a_month_whose_year_got_another_name_above_is_found_below_it(store: Archive) -> None:
    """A side block named the year below another top section; the labels under it agree."""
    year = (*ARCHIVES, "Année 2024")
    listed = [link(f"-{name[:3]}-", Role.SECTION, path=(*year, name)) for name in MONTHS]
    odd = ("OSIRIS", *year[1:])
    see(store, "-2024-", odd, listed[1:])
    for one in listed:
        see(store, one.url.removeprefix(SITE), one.path, [])
    assert hidden(store) == ["Septembre 2024"]
