"""Tests of `pipelines.database.visited`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Outcome, Role
from pipelines.database.frontier import Frontier
from pipelines.database.records import save
from pipelines.database.visited import Visited, visited
from tests.pipelines.makers import OCTOBER, SITE, Archive, article, at, link, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Visit


def end(store: Archive, *visits: Visit) -> Visited:
    """Store visits, the listed article a and the stored one s being known; return what the run saw."""
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        frontier.add(session, [link("a", path=OCTOBER), link("beside")], None, wanted(), seen_at=at(0))
        save(session, article(SITE + "s"), store.run_id)
        frontier.finish(session, visit(SITE, role=Role.HOME), wanted(), store.run_id)
        frontier.finish(session, visit(SITE + "s"), wanted(), store.run_id)
        run_id = store.new_run_id(session)
        for seen in (visit(SITE, role=Role.HOME), *visits):
            frontier.finish(session, seen, wanted(), run_id)
    with store.database.read() as session:
        return visited(session, store.site_id, run_id, lambda _: True)


def test_an_ordinary_run(store: Archive) -> None:
    """Everything was read; a link beside a text that leads nowhere says nothing of the site."""
    with store.database.session() as session:
        save(session, article(SITE + "a", title="Autre", published_on="2024-10-09"), store.run_id)
    seen = end(
        store,
        visit(SITE + "a"),
        visit(SITE + "s"),
        visit(SITE + "beside", outcome=Outcome.REFUSED, reason="home_page"),
    )
    assert (seen.asked, seen.read, seen.articles) == (4, 2, 2)
    rest = (seen.home, seen.away, seen.soft, seen.elsewhere, seen.failed, seen.missing, seen.barred)
    assert [one.count for one in rest] == [0] * 7
    assert not seen.refused


@pytest.mark.parametrize(
    ("outcome", "reason", "where"),
    [
        (Outcome.GONE, "http_404", {"away"}),
        (Outcome.REFUSED, "home_page", {"soft", "missing"}),
        (Outcome.REFUSED, "leaves_site: https://other.example/", {"elsewhere"}),
        (Outcome.REFUSED, "no_title", {"refused"}),
        (Outcome.FAILED, "http_500", {"failed"}),
        (Outcome.FORBIDDEN, "robots", {"barred"}),
    ],
)
def test_a_listed_article_that_is_not_stored(
    store: Archive, outcome: Outcome, reason: str, where: set[str]
) -> None:
    """Whatever became of it is said once; a soft 404 is missing until it stays."""
    seen = end(store, visit(SITE + "a", outcome=outcome, reason=reason), visit(SITE + "s"))
    names = ("away", "soft", "elsewhere", "failed", "missing", "barred", "barred_stored")
    found = {name for name in names if getattr(seen, name).count} | ({"refused"} if seen.refused else set())
    assert found == where


def test_a_stored_article_that_robots_txt_bars_now(store: Archive) -> None:
    """It is not missing, and can no longer be followed."""
    with store.database.session() as session:
        save(session, article(SITE + "a", title="Autre", published_on="2024-10-09"), store.run_id)
    seen = end(store, visit(SITE + "a"), visit(SITE + "s", outcome=Outcome.FORBIDDEN, reason="robots"))
    assert (seen.barred_stored.count, seen.barred.count, seen.missing.count) == (1, 0, 0)


def test_what_robots_txt_bars_is_told_once(store: Archive) -> None:
    """The run that met it tells; later ones, which do not ask for it, are not unhealthy for ever."""
    barred = visit(SITE + "a", outcome=Outcome.FORBIDDEN, reason="robots")
    assert end(store, barred).barred.count == 1
    assert end(store).barred.count == 0


def test_a_home_page_that_is_none(store: Archive) -> None:
    """Without it nothing else can be trusted."""
    seen = end(store, visit(SITE, role=Role.HOME, outcome=Outcome.REFUSED, reason="error_page"))
    assert seen.home.urls == [SITE]


def test_a_home_page_that_leads_nowhere_is_named(store: Archive) -> None:
    """An empty page or a login answers 200 too; with one page that has a place in a section it leads somewhere."""
    home = visit(SITE, role=Role.HOME)
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        frontier.add(session, [link("a", listed_by_sitemap=True)], None, wanted(), seen_at=at(0))
        frontier.finish(session, home, wanted(), store.run_id)
        seen = visited(session, store.site_id, store.run_id, lambda _: True)
        assert (seen.home.urls, dict(seen.home.reasons)) == ([SITE], {"leads_to_no_section": 1})
        frontier.add(session, [link("b", path=OCTOBER)], None, wanted(), seen_at=at(0))
        assert visited(session, store.site_id, store.run_id, lambda _: True).home.count == 0
