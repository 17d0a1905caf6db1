"""Tests of `pipelines.database.differences`: the site's lists held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.database import differences
from pipelines.database.differences import Check, Lacking
from pipelines.database.frontier import Frontier
from pipelines.database.records import save
from tests.pipelines.makers import OCTOBER, SITE, article, at, link, visit, wanted

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def take(store: Archive, *, named: set[int], count: int = 10, hours: float = 0) -> Check:
    """Let the navigation list so many articles and an independent list some of them, read all; return the census."""
    frontier = Frontier(store.site_id)
    names = [f"un-article-{number}.html" for number in range(count)]
    with store.database.session() as session:
        listed = [link(name, path=OCTOBER) for name in names]
        also = [link(names[number], listed_by_sitemap=True) for number in sorted(named)]
        for links in (listed, also):
            frontier.add(session, links, None, wanted(), seen_at=at(hours), run_id=store.run_id)
        for name in names:
            save(session, article(SITE + name, title=f"Titre {name}", hours=hours), store.run_id)
            frontier.finish(session, visit(SITE + name, hours=hours), wanted(), store.run_id)
    return Check(store.run_id, "sitemap", at(hours + 1))


def found(store: Archive, check: Check) -> list[tuple[Lacking, int]]:
    """Return which list lacks how many."""
    with store.database.read() as session:
        return [
            (one.lacking_in, len(one.urls)) for one in differences.differences(session, store.site_id, check)
        ]


def test_what_a_whole_list_lacks_is_told(store: Archive) -> None:
    """Nine of ten is a list of all; the tenth lacks."""
    check = take(store, named=set(range(9)))
    assert found(store, check) == [(Lacking.INDEPENDENT, 1)]
    with store.database.read() as session:
        assert differences.coverage_of_list(session, store.site_id, check) == (9, 10)


def test_a_short_list_lacks_nothing(store: Archive) -> None:
    """A sitemap of every second article, or one link beside a plan, says nothing of the others."""
    assert found(store, take(store, named={1, 3, 5, 7, 9})) == []
    assert found(store, take(store, named={1}, hours=2)) == []


def test_a_list_is_held_to_what_it_named_before(store: Archive) -> None:
    """One that named all and names half of them now has lost the rest, however short it is."""
    take(store, named=set(range(10)))
    store.new_run()
    assert found(store, take(store, named={0, 1, 2, 3}, hours=24)) == [(Lacking.INDEPENDENT, 6)]
