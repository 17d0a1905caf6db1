"""Tests of `pipelines.database.runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.database import runs
from pipelines.database.frontier import Frontier
from tests.pipelines.makers import SITE, Archive, at, snapshot, visit, wanted

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


def test_killed_runs_ended_when_they_were_heard_of_last(store: Archive) -> None:
    """With the last answer or page; else at their start. Runs with an end, and older ones, keep what they have."""
    with store.database.session() as session:
        ended = runs.start(session, store.site_id, "crawl", {}, at(30))
        runs.finish(session, ended, at(31), "healthy", 0, {})
        heard = runs.start(session, store.site_id, "crawl", {}, at(40))
        page = visit(SITE + "a", hours=41, snapshot=snapshot(9, hours=41.5))
        Frontier(store.site_id).finish(session, page, wanted(), heard)
        silent = runs.start(session, store.site_id, "replay", {}, at(50))
        assert [run.id for run in runs.end_killed(session, at(30))] == [heard, silent]
    with store.database.read() as session:
        found = {run.id: run for run in runs.last(session)}
    assert found[store.run_id].ended_at is None
    assert found[ended].verdict == "healthy"
    assert (found[heard].ended_at, found[heard].verdict, found[heard].exit_code) == (at(41.5), "killed", None)
    assert "last heard of 2025-03-02 23:30:00 UTC" in found[heard].stats["osiris/run/reasons"]
    assert found[silent].ended_at == at(50)


def test_a_site_is_one_row_by_its_name(database: Database) -> None:
    """The name of the profile decides, whatever address was given."""
    with database.session() as session:
        first = runs.site_id(session, "osiris", "https://www.osiris.example/")
        assert runs.site_id(session, "osiris", "http://osiris.example/") == first
        assert runs.site_id(session, "other", "https://other.example/") != first
        assert runs.last(session, site=first) == []
