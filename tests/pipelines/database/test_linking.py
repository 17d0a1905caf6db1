"""Tests of `pipelines.database.linking`: which of the paths that lead to a page counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.items import Role
from pipelines.database.models import PageState
from tests.pipelines.database.test_frontier import add, end, row
from tests.pipelines.makers import OCTOBER, SITE, Archive, link, visit

if TYPE_CHECKING:
    from osiris_crawler.items import Link
    from pipelines.database.frontier import Frontier


def press(found: Link) -> int | None:
    """Want what lies below Articles de presse."""
    return 5 if found.path[:1] == ("Articles de presse",) else None


def test_a_wanted_path_beats_a_longer_one(store: Archive, frontier: Frontier) -> None:
    """Of two listings that name a page the one inside the scope counts."""
    other = ("Ressources", "x", "y", "z", "w", "v")
    for path in (other, OCTOBER[:2], other):
        add(store, frontier, link("a", path=path), assess=press)
    assert (row(store, "a").path, row(store, "a").state) == (OCTOBER[:2], PageState.DUE)


def test_a_path_that_leads_on_to_the_article_is_better(store: Archive, frontier: Frontier) -> None:
    """The month's listing completes what the front page of the section said."""
    for path in (OCTOBER[:1], OCTOBER, OCTOBER[:2]):
        add(store, frontier, link("a", path=path))
    assert row(store, "a").path == OCTOBER


def test_paths_do_not_grow_by_side_blocks(store: Archive, frontier: Frontier) -> None:
    """A section named from another month's page, and a path that holds a title twice, change nothing."""
    aside = (*OCTOBER[:3], "Mai 2024", OCTOBER[3])
    for path in (OCTOBER, aside, (*OCTOBER, "Octobre 2024"), ("Ressources", "Lois", "Octobre 2024")):
        add(store, frontier, link("-oct-", Role.SECTION, path=path))
    assert row(store, "-oct-").path == OCTOBER


def test_a_section_knows_its_own_path(store: Archive, frontier: Frontier) -> None:
    """The breadcrumb of a listing that was read beats what links to it said."""
    add(store, frontier, link("-oct-", Role.SECTION, path=("Ressources", "Lois", "Octobre 2024")))
    end(store, frontier, visit(SITE + "-oct-", role=Role.SECTION, path=OCTOBER))
    page = row(store, "-oct-")
    assert (page.path, page.year, page.month) == (OCTOBER, 2024, 10)
    end(store, frontier, visit(SITE + "-oct-", role=Role.SECTION))
    assert row(store, "-oct-").path == OCTOBER


def test_an_article_that_a_listing_took_for_a_section(store: Archive, frontier: Frontier) -> None:
    """Its own title, the last of the path by which it was listed, is no section of it."""
    add(store, frontier, link("a/", Role.SECTION, path=(*OCTOBER, "Un titre")))
    end(store, frontier, visit(SITE + "a/", role=Role.ARTICLE, path=OCTOBER))
    assert (row(store, "a/").path, row(store, "a/").role) == (OCTOBER, Role.ARTICLE)


def test_labels_roll_in_a_later_run_only(store: Archive, frontier: Frontier) -> None:
    """The path of a page follows a renamed section, but two listings of one run do not take turns."""
    rolled = (OCTOBER[0], "Archives 1999-2025", *OCTOBER[2:])
    add(store, frontier, link("a", path=OCTOBER))
    add(store, frontier, link("a", path=rolled))
    assert row(store, "a").path == OCTOBER
    store.new_run()
    add(store, frontier, link("a", path=rolled))
    assert row(store, "a").path == rolled
