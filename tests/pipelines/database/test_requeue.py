"""Tests of `pipelines.database.requeue`."""

from __future__ import annotations

from unittest.mock import patch

from osiris_crawler.items import Outcome, Role
from pipelines.database import requeue
from pipelines.database.frontier import Frontier
from pipelines.database.models import PageState
from tests.pipelines.makers import OCTOBER, SITE, Archive, at, link, unwanted, visit, wanted


def test_pages_in_flight_are_recovered(store: Archive) -> None:
    """What was asked for when a run was killed is due again."""
    frontier = Frontier(store.site_id)
    with store.database.session() as session:
        frontier.add(session, [link("a")], None, wanted(), seen_at=at(0))
        assert frontier.next(session, at(0))
        assert frontier.next(session, at(0)) is None
        assert frontier.recover(session) == 1
        assert frontier.recover(session) == 0
        assert frontier.next(session, at(0))


def test_a_page_taken_and_not_asked_for_goes_back(store: Archive) -> None:
    """A run that stops releases what it took."""
    frontier = Frontier(store.site_id)
    with store.database.session() as session:
        frontier.add(session, [link("a")], None, wanted(), seen_at=at(0))
        page = frontier.next(session, at(0))
        assert page
        frontier.release(session, page.id)
        assert frontier.next(session, at(0)) == page


def test_unlisted_articles_are_promoted(store: Archive) -> None:
    """Articles that only the sitemap names become due; sections, listed and merely linked ones do not."""
    frontier = Frontier(store.site_id)
    found = [
        link("a", listed_by_sitemap=True),
        link("b", listed_by_sitemap=True, path=OCTOBER),
        link("c"),
        link("s", Role.SECTION, listed_by_sitemap=True),
    ]
    with store.database.session() as session:
        frontier.add(session, found, None, unwanted, seen_at=at(0))
        assert frontier.unlisted(session) == 1
        assert frontier.promote_unlisted(session, priority=-50) == 1
        page = frontier.next(session, at(0))
        assert page
        assert (page.url, page.priority) == (SITE + "a", -50)
        assert frontier.promote_unlisted(session, sitemap_only=False) == 1


def test_requeue_takes_the_oldest_visits_first(store: Archive) -> None:
    """A few old articles are re-checked by age; other roles and states stay."""
    frontier = Frontier(store.site_id)
    with store.database.session() as session:
        for hours, name in ((3, "a"), (1, "b"), (2, "c")):
            frontier.finish(session, visit(SITE + name, hours=hours), wanted(), store.run_id)
        frontier.finish(session, visit(SITE + "s", role=Role.SECTION), wanted(), store.run_id)
        assert frontier.requeue(session, roles=[Role.ARTICLE], limit=2, priority=3) == 2
        pages = [frontier.next(session, at(9)) for _ in range(3)]
    assert [page.url for page in pages if page] == [SITE + "b", SITE + "c"]


def test_requeue_by_month_and_address(store: Archive) -> None:
    """The narrowing arguments combine."""
    frontier = Frontier(store.site_id)
    with store.database.session() as session:
        for name, path in (("a", OCTOBER), ("b", ())):
            frontier.finish(session, visit(SITE + name, path=path), wanted(), store.run_id)
        assert frontier.requeue(session, year=2024, month=10) == 1
        assert frontier.requeue(session, locations=["/b", "/a"], visited_before=at(1)) == 1
        assert frontier.counts(session)[PageState.DUE] == 2


def test_everything_visited_can_be_asked_again(store: Archive) -> None:
    """Only what is wanted, and in more rounds than one."""
    frontier = Frontier(store.site_id)
    with store.database.session() as session:
        for number in range(5):
            frontier.finish(session, visit(f"{SITE}{number}.html"), wanted(), store.run_id)
        frontier.add(session, [link("new.html")], None, unwanted, seen_at=at(0))
    with store.database.session() as session, patch.object(requeue, "CHUNK", 2):
        states = (PageState.DONE, PageState.GONE)
        made = requeue.ask_all(session, store.site_id, states, lambda known: not known.url.endswith("3.html"))
        assert made == frontier.counts(session)[PageState.DUE] == 4


def test_a_clock_that_was_wrong_holds_no_page_back(store: Archive) -> None:
    """A failure noted in the year 2030 by mistake comes back now; an ordinary pause is kept."""
    frontier = Frontier(store.site_id)
    with store.database.session() as session:
        for name, hours in (("wrong", 50_000), ("right", 0)):
            failed = visit(f"{SITE}{name}.html", hours=hours, outcome=Outcome.FAILED)
            frontier.finish(session, failed, wanted(), store.run_id)
        before = frontier.next_at(session)
        assert requeue.mend_pauses(session, store.site_id, at(0)) == 1
        assert frontier.next_at(session) == at(0) != before
        taken = frontier.next(session, at(0))
        assert taken is not None
        assert taken.url.endswith("wrong.html")
        assert frontier.next(session, at(0)) is None
