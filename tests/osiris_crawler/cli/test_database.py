"""Tests of `osiris database`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from osiris_crawler.cli import app
from osiris_crawler.errors import DatabaseError, LockedError
from osiris_crawler.lock import Lock
from pipelines.database.engine import open_database
from pipelines.database.migrating import HEAD
from pipelines.database.records import save
from tests.pipelines.makers import archive, article

if TYPE_CHECKING:
    from pathlib import Path


def test_upgrade_and_check(tmp_path: Path) -> None:
    """A sound database is told so; a damaged one is exit code 3 with a line for each damage."""
    database = open_database(tmp_path)
    made = archive(database, tmp_path)
    with database.session() as session:
        save(session, article(), made.run_id)
    runner = CliRunner()
    assert f"schema {HEAD}" in runner.invoke(app, ["database", "upgrade", "--data", str(tmp_path)]).stdout
    assert "no problem found" in runner.invoke(app, ["database", "check", "--data", str(tmp_path)]).stdout
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE article SET section = 'x'")
    database.close()
    result = runner.invoke(app, ["database", "check", "--data", str(tmp_path)])
    assert result.exit_code == 3
    assert "its section differs from its history" in result.stdout


def filled(folder: Path) -> Path:
    """Make a data folder with one article; return it."""
    database = open_database(folder)
    made = archive(database, folder)
    with database.session() as session:
        save(session, article(), made.run_id)
    database.close()
    return folder


def test_a_backup_and_back_again(tmp_path: Path) -> None:
    """What was saved comes back, what stood in its place is kept, and no log of the old file stays."""
    data = filled(tmp_path / "data")
    runner = CliRunner()
    saved = tmp_path / "saved.sqlite3"
    result = runner.invoke(app, ["database", "backup", str(saved), "--data", str(data)])
    assert result.exit_code == 0, result.output
    assert "1 articles" in result.stdout
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("saved")] == ["saved.sqlite3"]
    with sqlite3.connect(data / "osiris.sqlite3") as file:
        file.execute("UPDATE revision SET title = 'verdorben'")
    result = runner.invoke(app, ["database", "restore", str(saved), "--data", str(data)])
    assert result.exit_code == 0, result.output
    with sqlite3.connect(data / "osiris.sqlite3") as file:
        assert file.execute("SELECT title FROM revision").fetchall() == [(article().title,)]
    (aside,) = data.glob("osiris-replaced-*.sqlite3")
    with sqlite3.connect(aside) as file:
        assert file.execute("SELECT title FROM revision").fetchall() == [("verdorben",)]


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    """A missing file, another program's, and a damaged one leave the archive as it was."""
    data = filled(tmp_path / "data")
    before = (data / "osiris.sqlite3").read_bytes()
    other, broken = tmp_path / "other.sqlite3", tmp_path / "broken.sqlite3"
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE something (id)")
    broken.write_bytes(before[:8192] + b"\1" * 16_384 + before[24_576:])
    for file_, said in (
        (tmp_path / "none", "no such file"),
        (other, "no database of this"),
        (broken, "damaged"),
    ):
        result = CliRunner().invoke(app, ["database", "restore", str(file_), "--data", str(data)])
        assert isinstance(result.exception, DatabaseError), result.output
        assert said in str(result.exception)
    assert (data / "osiris.sqlite3").read_bytes() == before


def test_a_restore_waits_for_nobody(tmp_path: Path) -> None:
    """While another run works in the folder nothing is put in its place."""
    data = filled(tmp_path / "data")
    lock = Lock(data, "crawl").acquire()
    try:
        result = CliRunner().invoke(app, ["database", "restore", str(data / "x"), "--data", str(data)])
        assert isinstance(result.exception, LockedError)
    finally:
        lock.release()
