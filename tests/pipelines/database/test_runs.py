"""Tests of `pipelines.database.runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.database import runs
from tests.pipelines.makers import SITE, at

if TYPE_CHECKING:
    from pipelines.database.engine import Database


def test_a_run_is_stored_from_start_to_end(database: Database) -> None:
    """Options, verdict, exit code and stats are kept; a run without an end is one that was killed."""
    with database.session() as session:
        site = runs.site_id(session, "press", SITE)
        first = runs.start(session, site, "crawl", {"kinds": ["article"]}, at(0), reader_version="7")
        runs.finish(session, first, at(1), "healthy", 0, {"pages": 3, "reason": at(1)})
        second = runs.start(session, site, "crawl", {}, at(2))
    with database.read() as session:
        newest, oldest = runs.last(session)
    assert (newest.id, newest.ended_at, newest.verdict) == (second, None, None)
    assert (oldest.id, oldest.ended_at, oldest.verdict, oldest.exit_code) == (first, at(1), "healthy", 0)
    assert (oldest.options, oldest.stats["pages"], oldest.reader_version) == ({"kinds": ["article"]}, 3, "7")


def test_a_site_is_one_row_by_its_name(database: Database) -> None:
    """The name of the profile decides, whatever address was given."""
    with database.session() as session:
        first = runs.site_id(session, "osiris", "https://www.osiris.example/")
        assert runs.site_id(session, "osiris", "http://osiris.example/") == first
        assert runs.site_id(session, "other", "https://other.example/") != first
        assert runs.last(session, site=first) == []
