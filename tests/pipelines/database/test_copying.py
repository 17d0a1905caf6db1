"""Tests of `pipelines.database.copying`: backups while somebody writes, and copies row by row."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import DatabaseError
from pipelines.database.checking import problems
from pipelines.database.copying import backup, copy
from pipelines.database.engine import open_database
from pipelines.database.models import Base
from pipelines.database.records import save
from tests.pipelines.makers import archive, article

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.database.engine import Database


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Database:
    """Hold one article."""
    made = archive(database, tmp_path)
    with database.session() as session:
        save(session, article(), made.run_id)
    return database


def test_a_copy_holds_every_row(filled: Database, tmp_path: Path) -> None:
    """All rows arrive, the copy is sound, and one that holds an archive is not touched."""
    target = tmp_path / "other"
    told: list[tuple[int, int]] = []
    with closing(open_database(target)) as other:
        assert copy(filled, other, lambda *step: told.append(step)) == told[-1][1] > 10
        assert problems(other) == []
        with pytest.raises(DatabaseError, match="holds an archive already"):
            copy(filled, other)
        for table in Base.metadata.sorted_tables:
            with filled.read() as here, other.read() as there:
                everything = table.select().order_by(*table.primary_key.columns)
                assert here.execute(everything).all() == there.execute(everything).all()
    assert told[-1][0] == told[-1][1]


def test_a_backup_while_somebody_writes(filled: Database, tmp_path: Path) -> None:
    """It ends although rows are written all the time, and holds one state of them."""
    place = filled.place
    with closing(sqlite3.connect(place)) as file, file:
        file.execute("CREATE TABLE pile (id INTEGER PRIMARY KEY, text)")
        file.executemany("INSERT INTO pile (text) VALUES (?)", [("x" * 3000,) for _ in range(5000)])
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(place, timeout=30, isolation_level=None)) as file:
            while not stop.is_set():
                file.execute("INSERT INTO pile (text) VALUES (?)", ("y" * 3000,))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert backup(filled, tmp_path / "b.sqlite3") == 1
    finally:
        stop.set()
        writer.join()
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith((".b", "b."))) == [
        "b.sqlite3"
    ]
    with closing(sqlite3.connect(tmp_path / "b.sqlite3")) as file:
        count, newest = file.execute("SELECT count(*), max(id) FROM pile").fetchone()
    assert count == newest >= 5000


def test_a_backup_that_cannot_be_written(filled: Database, tmp_path: Path) -> None:
    """A folder in its place is refused, and nothing is left beside it."""
    with pytest.raises(DatabaseError, match="is a folder"):
        backup(filled, tmp_path)
