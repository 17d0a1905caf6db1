"""Tests of `pipelines.database.manners`: what a site asked of its guests holds for the next run too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipelines.database import manners, runs
from pipelines.database.manners import Kept

if TYPE_CHECKING:
    from pipelines.database.engine import Database

NOW = datetime(2025, 3, 1, 2, 30, tzinfo=UTC)


def test_the_newest_of_each_value_is_kept(database: Database) -> None:
    """Request, delay and rest are kept apart; nothing is known of a new site."""
    with database.session() as session:
        site = runs.site_id(session, "demo", "http://127.0.0.1:8097/")
        assert manners.kept(session, site) == Kept()
        for moment in (NOW - timedelta(seconds=3), NOW):
            manners.keep_asked(session, site, moment)
        manners.keep_delay(session, site, 2.5)
        manners.keep_rest(session, site, NOW + timedelta(hours=1))
        assert manners.kept(session, site) == Kept(NOW, 2.5, NOW + timedelta(hours=1))
        manners.keep_delay(session, site, None)
        assert manners.kept(session, site).crawl_delay is None


def test_the_pause_is_what_remains_of_the_delay() -> None:
    """Counted from when the last request of any run before came to the site, a moment after it was noted."""
    assert Kept(NOW - timedelta(seconds=4)).pause(NOW, 10) == 6.25
    assert Kept(NOW - timedelta(seconds=10)).pause(NOW, 10) == 0.25
    assert Kept(NOW - timedelta(seconds=40)).pause(NOW, 10) == 0
    assert Kept(NOW).pause(NOW, 0) == 0
    assert Kept().pause(NOW, 10) == 0


def test_a_clock_that_was_set_back_makes_no_long_pause() -> None:
    """The last request seems to lie in the future: the delay is waited, not a year."""
    assert Kept(NOW + timedelta(days=365)).pause(NOW, 10) == 10.25


def test_a_rest_ends_and_is_not_endless() -> None:
    """One that is over, or longer than any site asks for, is none."""
    assert Kept(rest_until=NOW + timedelta(seconds=90)).rest(NOW) == 90
    assert Kept(rest_until=NOW).rest(NOW) == 0
    assert Kept(rest_until=NOW + timedelta(days=400)).rest(NOW) == 0
