"""Tests of `pipelines.database.showing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from osiris_crawler.items import Role
from pipelines.database.frontier import Frontier
from pipelines.database.models import Page
from pipelines.database.showing import SHRANK, shrank
from tests.pipelines.makers import SITE, Archive, link, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Link

TOP = ("Articles de presse",)
YEAR = (*TOP, "Année 2025")
ROLLED = (*TOP, "Archives 1999-2025", "Année 2025")
MONTHS = ("Janvier 2025", "Février 2025", "Mars 2025", "Avril 2025")


def months(count: int, above: tuple[str, ...] = YEAR) -> list[Link]:
    """Return links to the first months of a year."""
    return [link(f"-m{at}-", Role.SECTION, path=(*above, MONTHS[at])) for at in range(count)]


def see(store: Archive, links: list[Link], path: tuple[str, ...], name: str = "-year-") -> list[str]:
    """Visit a listing; return the details of its warnings on a list that shrank."""
    seen = visit(SITE + name, role=Role.SECTION, path=path, links=links)
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)
    return [warning.detail for warning in seen.warnings if warning.code == SHRANK]


def test_a_year_that_loses_a_month_is_told(store: Archive) -> None:
    """A month never leaves its year."""
    assert see(store, months(4), YEAR) == []
    store.new_run()
    assert see(store, months(3), YEAR) == ["4 sections before, 3 now"]


def test_the_roll_of_january_is_no_loss(store: Archive) -> None:
    """The year moves below the archive, and its page shows its months as before, with other menus around."""
    menu = [link(f"-y{year}-", Role.SECTION, path=(*TOP, f"Année {year}")) for year in range(2010, 2026)]
    see(store, [*months(4), *menu], YEAR)
    with store.database.session() as session:
        shown = session.scalar(select(Page.shows_sections).where(Page.url == SITE + "-year-"))
    assert shown == len(MONTHS)
    store.new_run()
    assert see(store, months(4), ROLLED) == []
    assert see(store, months(4, ROLLED), ROLLED) == []


def test_menus_that_change_are_no_loss(store: Archive) -> None:
    """Sections that a page names beside its own children do not count."""
    others = [link(f"-o{at}-", Role.SECTION, path=("Ressources", f"Dossier {at}")) for at in range(9)]
    see(store, [*months(4), *others], YEAR)
    store.new_run()
    assert see(store, months(4), YEAR) == []


def test_sections_that_turn_out_to_lie_elsewhere_are_no_loss(store: Archive) -> None:
    """A link put them below a page that had not been read; their own breadcrumbs know better."""
    batik = ("Batik",)
    menu = [link(f"-o{at}-", Role.SECTION, path=(*batik, f"Dossier {at}")) for at in range(9)]
    see(store, menu, batik)
    for at in range(8):
        see(store, [], ("Ressources", f"Dossier {at}"), f"-o{at}-")
    store.new_run()
    assert see(store, menu, batik) == []


def test_a_listing_that_loses_its_articles_is_told(store: Archive) -> None:
    """So many, and such a share, that it is no deletion or two."""
    path = (*YEAR, MONTHS[0])
    see(store, [link(f"a{at}", path=path) for at in range(10)], path, "-m0-")
    store.new_run()
    assert see(store, [link("a0", path=path)], path, "-m0-") == ["10 articles before, 1 now"]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (10, 8, False),
        (10, 7, True),
        (100, 80, False),
        (100, 75, True),
        (2, 0, True),
        (1, 0, False),
        (0, 0, False),
    ],
)
def test_what_counts_as_shrunk(before: int, now: int, *, told: bool) -> None:
    """Three entries and a quarter at least, or all of more than one."""
    assert shrank(before, now, 3, 0.25) is told
