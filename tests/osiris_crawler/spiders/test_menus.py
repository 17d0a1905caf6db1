"""Which old listings a later run reads again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Role
from osiris_crawler.pages.vocabulary import Vocabulary
from osiris_crawler.spiders import menus
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.scope import Scope
from pipelines.database.addresses import location
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from tests.osiris_crawler.spiders.standin import APRIL, MARCH, MAY, PRESS, SITE, Site, Walk, section
from tests.pipelines import makers
from tests.pipelines.makers import at, link, visit, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from osiris_crawler.items import Link

NO_RECHECK = options_from_text(site=SITE, kinds="all", recheck=0)
NINE = ("Articles de presse", "Année 2024")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[makers.Archive]:
    """An empty archive."""
    database = open_database(tmp_path)
    yield makers.archive(database, tmp_path)
    database.close()


def see(
    store: makers.Archive, name: str, path: tuple[str, ...], hours: float, links: Sequence[Link] = ()
) -> None:
    """Read a listing."""
    seen = visit(makers.SITE + name, role=Role.SECTION, path=path, hours=hours, links=list(links))
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)


def chosen(store: makers.Archive, count: int, *besides: str) -> list[str]:
    """Return the names of the listings that a run two days later reads again."""
    with store.database.read() as session:
        asked = [location(makers.SITE + name) for name in besides]
        places = menus.old_listings(session, store.site_id, Scope(Vocabulary()), count, at(48), asked)
    return [place.removeprefix(location(makers.SITE)) for place in places]


def test_listings_of_years_are_read_again_by_age(store: makers.Archive) -> None:
    """First pages only, those read longest ago first; months that name none, and other sections, are not."""
    for hours, year in ((3, 2025), (1, 2024), (2, 2023)):
        path = ("Articles de presse", f"Année {year}")
        see(store, f"-{year}-", path, hours)
        see(store, f"-{year}-?debut_rubriques=10", path, hours)
    see(store, "-oct-", (*NINE, "Octobre 2024"), 0)
    see(store, "-Ressources-", ("Ressources",), 0)
    assert chosen(store, 2) == ["-2024-", "-2023-"]
    assert chosen(store, 2, "-2024-") == ["-2023-", "-2025-"]


def test_the_page_that_names_most_months_comes_first(store: makers.Archive) -> None:
    """However shortly ago it was read: one request tells of all of them."""
    months = [link(f"-m{number}-", Role.SECTION, path=(*NINE, name)) for number, name in
              enumerate(("Juin 2024", "Mai 2024", "Avril 2024"))]  # fmt: skip
    see(store, "-Presse-", ("Articles de presse",), 30, months)
    see(store, "-2024-", NINE, 1, months)
    for month in months:
        see(store, month.url.removeprefix(makers.SITE), month.path, 1)
    assert chosen(store, 2) == ["-Presse-", "-2024-"]


@pytest.mark.parametrize(
    ("recheck", "news", "years", "count"),
    [
        (0, 3, None, 0),
        (50, 3, None, 5),
        (3, 3, None, 1),
        (0, 3, 27, 6),
        (0, 5, 27, 5),
        (50, 3, 27, 11),
        (0, 3, 40, 1),
        (0, 3, 0, 6),
    ],
)
def test_a_census_keeps_to_its_requests(recheck: int, news: int, years: int | None, count: int) -> None:
    """Forty with robots.txt, home page, sitemap, its years and the news; one listing at least."""
    assert menus.listings_wanted(recheck, news, years) == count


def test_a_month_that_left_a_menu_is_looked_for(tmp_path: Path) -> None:
    """The home page named it; the run that reads it without asks the year, and the month itself."""
    site = Site()
    front = site.pages[""]
    site.pages[""] = [*front, section("-avril-.html", *APRIL), section("-mars-.html", *MARCH)]
    site.pages["-2024-.html"] = [section("-dec-.html", PRESS, "Année 2024", "Décembre 2024")]
    site.pages["-Press-.html"] = [*site.pages["-Press-.html"], section("-2024-.html", PRESS, "Année 2024")]
    walk = Walk(tmp_path, site)
    walk.run()
    site.pages[""] = [*front, section("-avril-.html", *APRIL)]
    assert "-mars-.html" not in walk.run(NO_RECHECK)  # the year, read for news, still names it
    site.pages["-2025-.html"] = [section("-mai-.html", *MAY), section("-avril-.html", *APRIL)]
    assert "-mars-.html" in walk.run(NO_RECHECK)
    assert "-mars-.html" not in walk.run(NO_RECHECK)
    site.pages[""] = [*front, section("-dec-.html", PRESS, "Année 2024", "Décembre 2024")]
    assert "-2024-.html" not in walk.run(NO_RECHECK)
    site.pages[""] = front
    assert {"-dec-.html", "-2024-.html"} <= set(walk.run(NO_RECHECK))
    assert not {"-dec-.html", "-2024-.html"} & set(walk.run(NO_RECHECK))
