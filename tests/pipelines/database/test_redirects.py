"""Chains of redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.items import Outcome, Role
from pipelines.database.frontier import Frontier
from pipelines.database.models import PageState
from pipelines.database.redirects import MAX_HOPS, REASON
from tests.pipelines.makers import SITE, at, link, visit, wanted

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def follow(store: Archive, hops: int) -> dict[PageState, int]:
    """Ask for a page that redirects to another so often, and so on; return the states of the pages."""
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        frontier.add(session, [link("hop-0", Role.ARTICLE)], None, wanted(), seen_at=at(0))
        for hop in range(hops):
            page = frontier.next(session, at(0))
            if page is None:
                break
            moved = visit(
                page.url, outcome=Outcome.MOVED, page_id=page.id, redirect_to=f"{SITE}hop-{hop + 1}"
            )
            frontier.finish(session, moved, wanted(), store.run_id)
        return {state: count for state, count in frontier.counts(session).items() if count}


def test_a_page_that_moved_a_few_times_is_followed(store: Archive) -> None:
    """The last address is due."""
    assert follow(store, 3) == {PageState.MOVED: 3, PageState.DUE: 1}


def test_redirects_to_ever_new_addresses_come_to_an_end(store: Archive) -> None:
    """The last one fails, and is asked again later, as one that redirects to itself."""
    assert follow(store, 50) == {PageState.MOVED: MAX_HOPS, PageState.FAILED: 1}
    with store.database.session() as session:
        page = Frontier(store.site_id).next(session, at(60))
        assert page is not None
        assert page.attempts == 1
    assert REASON == "redirects_without_end"
