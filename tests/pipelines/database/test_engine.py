"""Tests of `pipelines.database.engine`: opening, transactions, and bad databases, each with real files."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from osiris_crawler.errors import DatabaseError, UsageError
from pipelines.database import engine, runs
from pipelines.database.engine import FILE_NAME, Database, open_database
from pipelines.database.models import Site
from tests.pipelines.database.test_records import keep

if TYPE_CHECKING:
    from pathlib import Path
from tests.pipelines.makers import SITE, Archive, article


def test_the_settings_of_the_file(database: Database) -> None:
    """Write-ahead log, foreign keys, safe synchronisation, 30 seconds of patience."""
    with database.read() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 30_000}


def test_a_block_commits_whole_or_not_at_all(database: Database) -> None:
    """An error inside the block undoes all of it."""
    with database.session() as session:
        runs.site_id(session, "kept", SITE)
    with pytest.raises(ZeroDivisionError), database.session() as session:
        runs.site_id(session, str(1 // (runs.site_id(session, "lost", SITE) - 2)), SITE)
    with database.read() as session:
        assert session.scalars(select(Site.name)).all() == ["kept"]


def test_a_reader_sees_one_state_and_does_not_hold_up_a_writer(database: Database) -> None:
    """What is committed while a reader looks is invisible to it, and visible afterwards."""
    with database.read() as reader:
        assert reader.scalars(select(Site.name)).all() == []
        with database.session() as session:
            runs.site_id(session, "new", SITE)
        assert reader.scalars(select(Site.name)).all() == []
    with database.read() as reader:
        assert reader.scalars(select(Site.name)).all() == ["new"]


def test_opening_again_finds_what_was_stored(tmp_path: Path) -> None:
    """A second start neither migrates nor loses anything."""
    for _ in range(2):
        database = open_database(tmp_path)
        with database.session() as session:
            assert runs.site_id(session, "site", SITE) == 1
        database.close()
    assert (tmp_path / FILE_NAME).exists()


def test_no_archive_is_a_wrong_use(tmp_path: Path) -> None:
    """A command that only reads makes no empty database, and says how to begin."""
    with pytest.raises(UsageError, match=r"no archive here yet\. Run `osiris crawl`"):
        open_database(tmp_path / "absent", create=False)
    assert not (tmp_path / "absent").exists()
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(UsageError, match="holds no archive yet"):
        open_database(tmp_path, create=False)


def refused(folder: Path, why: str, url: str | None = None) -> None:
    """Expect a clear error that names the place and what to do."""
    with pytest.raises(DatabaseError, match=why) as caught:
        open_database(folder, url, busy_seconds=0.1)
    assert str(folder) in str(caught.value)


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    """It is left as it was."""
    (tmp_path / FILE_NAME).write_text("my notes\n" * 500)
    refused(tmp_path, "no SQLite database. Move it away")
    assert (tmp_path / FILE_NAME).read_text() == "my notes\n" * 500


def read_everything(folder: Path) -> None:
    """Open a database and read its largest table."""
    database = open_database(folder)
    with database.read() as session:
        session.execute(text("SELECT * FROM revision ORDER BY body")).all()


def test_a_truncated_file_is_damaged(store: Archive) -> None:
    """The advice is the backup; the recordings are whole."""
    for number in range(30):
        keep(store, article(f"{SITE}a{number}", body="x" * 3000))
    store.database.close()
    file = store.data_dir / FILE_NAME
    with file.open("r+b") as handle:
        handle.truncate(4096 * 3)
    with pytest.raises(DatabaseError, match=r"damaged. Keep the file and restore the last backup"):
        read_everything(store.data_dir)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    """A folder of the database's name is named."""
    (tmp_path / FILE_NAME).mkdir()
    refused(tmp_path, "a folder stands where the database should be")


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file where the data folder should be."""
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseError, match=r"the data folder cannot be made .*Choose another by --data"):
        open_database(tmp_path / "file" / "data")


def test_a_database_that_cannot_be_written(store: Archive) -> None:
    """Opened read-only, a write says so and keeps nothing."""
    store.database.close()
    file = store.data_dir / FILE_NAME
    database = open_database(store.data_dir, f"sqlite:///file:{file}?mode=ro&uri=true")
    with (
        pytest.raises(DatabaseError, match=r"cannot be written. Check owner and rights"),
        database.session() as session,
    ):
        runs.site_id(session, "other", SITE)
    database.close()


def test_a_database_of_a_newer_program(store: Archive) -> None:
    """It is refused untouched, with both schema numbers."""
    with store.database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.database.close()
    refused(store.data_dir, r"newer version .*schema 9999.*Update the program")


def test_a_database_of_something_else(tmp_path: Path) -> None:
    """Tables of another program are not mixed with ours."""
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute("CREATE TABLE holiday_photo (id INTEGER)")
    other.close()
    refused(tmp_path, r"not of this program \(holiday_photo\)")


def test_a_writer_that_does_not_let_go(store: Archive) -> None:
    """Two writers at once: the second waits, then says why it failed; the first one's work is whole."""
    second = open_database(store.data_dir, busy_seconds=0.1)
    with store.database.session() as session:
        runs.site_id(session, "first", SITE)
        with pytest.raises(DatabaseError, match="another program is writing"), second.session():
            pass
    with second.session() as other:
        assert runs.site_id(other, "second", SITE) == 3
    second.close()


def test_a_disk_that_is_full(store: Archive) -> None:
    """SQLite's own limit on pages stands for the disk: the block is undone, the advice is space."""
    with store.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(DatabaseError, match=r"the disk is full. Nothing is lost: free some space"):
        keep(store, article(body="x" * 1_000_000))


def test_an_address_that_is_none(tmp_path: Path) -> None:
    """OSIRIS_DATABASE_URL in another form, or for a database without a driver here."""
    with pytest.raises(UsageError, match="not a database address"):
        open_database(tmp_path, "not an address")
    with pytest.raises(UsageError, match=r"oracle\+none is not supported"):
        open_database(tmp_path, "oracle+none://host/name")


def test_a_copy_of_the_folder_opens(store: Archive, tmp_path: Path) -> None:
    """Closed, the database is one file that can be moved."""
    keep(store, article())
    store.database.close()
    shutil.copy(store.data_dir / FILE_NAME, tmp_path / FILE_NAME)
    database = open_database(tmp_path, create=False)
    with database.read() as session:
        assert session.scalars(select(Site.name)).all() == ["press"]
    database.close()


def test_an_archive_that_may_only_be_read(store: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """It opens, also beside the log of somebody who writes; writing is refused, and so is making one there."""
    keep(store, article())
    monkeypatch.setattr(engine, "_may_write", lambda _: False)
    for _ in range(2):
        opened = open_database(store.data_dir, create=False)
        try:
            with opened.read() as session:
                assert session.execute(text("SELECT count(*) FROM article")).scalar() == 1
            with pytest.raises(DatabaseError, match="cannot be written"), opened.session() as session:
                session.execute(text("DELETE FROM warning"))
        finally:
            opened.close()
        store.database.close()  # folds the log into the file
