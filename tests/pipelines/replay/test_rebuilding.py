"""A new database beside the present one, and in its place."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from pipelines.database import tables as t
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from pipelines.replay import rebuilding
from tests.pipelines.makers import at, link, wanted

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.database.engine import Database
    from tests.pipelines.makers import Archive


def test_runs_and_pages_of_the_crawl_outlive_a_replay(store: Archive, tmp_path: Path) -> None:
    """A page that waits is due still, and pages that only the new reader found are added."""
    with store.database.session() as session:
        Frontier(store.site_id).add(session, [link("waits.html")], None, wanted(), seen_at=at(0))
    data = tmp_path / "data"
    with rebuilding.scratch(data, store.database) as fresh:
        with fresh.session() as session:
            assert session.execute(select(t.run.c.id)).scalars().all() == [store.run_id]
            Frontier(store.site_id).add(session, [link("new.html")], None, lambda _: None, seen_at=at(1))
        rebuilding.keep_frontier(store.database, fresh)
        rebuilding.take_place(store.database, fresh, data)
    assert not (data / rebuilding.FOLDER).exists()
    with store.database.read() as session:
        rows = session.execute(select(t.page.c.location, t.page.c.state).order_by(t.page.c.location)).all()
    assert [tuple(row) for row in rows] == [("/new.html", "discovered"), ("/waits.html", "due")]


def test_a_replay_that_is_not_wanted_leaves_nothing(store: Archive, tmp_path: Path) -> None:
    """The scratch folder is gone afterwards."""
    with rebuilding.scratch(tmp_path / "data", store.database):
        assert (tmp_path / "data" / rebuilding.FOLDER).exists()
    assert not (tmp_path / "data" / rebuilding.FOLDER).exists()


def test_indexes_that_no_statement_needs_are_made_at_the_end(store: Archive, tmp_path: Path) -> None:
    """What takes the place of the database has every index that it had, and is logged as it was."""

    def indexes(database: Database) -> set[tuple[str, str]]:
        with database.read() as session:
            rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
            return {tuple(row) for row in rows}

    data, before = tmp_path / "data", indexes(store.database)
    with rebuilding.scratch(data, store.database) as fresh:
        with rebuilding.without_indexes(fresh):
            assert {name for name, _ in before - indexes(fresh)} == set(rebuilding.UNASKED)
        rebuilding.take_place(store.database, fresh, data)
    with closing(open_database(data)) as database:
        assert indexes(database) == before
        with database.read() as session:
            assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
