"""Tests of `pipelines.database.listed`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from osiris_crawler.items import Outcome
from pipelines.database import tables as t
from pipelines.database.frontier import Frontier
from pipelines.database.listed import is_dead, is_rested
from tests.pipelines.makers import OCTOBER, SITE, Archive, at, link, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Visit


def end(store: Archive, *visits: Visit) -> list[str]:
    """Store visits one after the other; return the addresses that are dead links then."""
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        frontier.add(session, [link("a", path=OCTOBER)], None, wanted(), seen_at=at(0))
        for seen in visits:
            frontier.finish(session, seen, wanted(), store.run_id)
    with store.database.read() as session:
        return list(session.scalars(select(t.page.c.url).where(is_dead())))


def test_one_404_is_a_dead_link(store: Archive) -> None:
    """The server says so itself."""
    assert end(store, visit(SITE + "a", outcome=Outcome.GONE, status=404)) == [SITE + "a"]


@pytest.mark.parametrize("reason", ["home_page", "redirects_to_home_page", "error_page"])
def test_a_soft_404_is_a_dead_link_when_it_stays(store: Archive, reason: str) -> None:
    """The first time it may be an accident of the site's cache."""
    first, second = (visit(SITE + "a", outcome=Outcome.REFUSED, reason=reason, hours=h) for h in (0, 30))
    assert end(store, first) == []
    assert end(store, second) == [SITE + "a"]
    assert end(store, visit(SITE + "a", hours=60)) == []


@pytest.mark.parametrize("reason", ["no_title", "login_page"])
def test_a_page_that_cannot_be_read_is_no_dead_link(store: Archive, reason: str) -> None:
    """It answers, and a person has to look at it."""
    seen = [visit(SITE + "a", outcome=Outcome.REFUSED, reason=reason, hours=h) for h in (0, 30, 90)]
    assert end(store, *seen) == []


def test_pauses_double() -> None:
    """A day, two, four …, and never more than 64."""
    days = [next(d for d in range(1, 99) if is_rested(n, at(0), at(24 * d))) for n in (0, 1, 2, 3, 7, 50)]
    assert days == [1, 1, 2, 4, 64, 64]
    assert not is_rested(1, at(0), at(0) + timedelta(hours=19))
    assert is_rested(
        1, at(2.5), at(24)
    )  # the night after, when the run came to the page two hours after its start
