"""`osiris verify` on a recorded archive, in real processes."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler.cli import app
from osiris_crawler.lock import Lock
from pipelines.database import engine
from pipelines.database.engine import open_database
from tests.osiris_crawler.cli.process import environment, osiris, query
from tests.osiris_crawler.cli.recorded import recorded

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Copy the archive."""
    return shutil.copytree(recorded().data, tmp_path / "data")


def _verify(data: Path) -> tuple[int, str]:
    """Return the exit code, and what the database holds of damages."""
    code, _ = osiris("verify", "--data", str(data))
    return code, "\n".join(row[0] for row in query(data, "SELECT damage FROM recording"))


def test_a_whole_archive_is_verified_with_its_date(data: Path) -> None:
    """Every file gets the date of the verification."""
    assert _verify(data) == (0, "\n" * 2)
    assert all(row[0] for row in query(data, "SELECT verified_at FROM recording"))


def test_a_flipped_byte_is_named(data: Path) -> None:
    """With the address whose record it is."""
    file, offset, length, url = query(
        data, 'SELECT file, "offset", length, url FROM snapshot WHERE NOT revisit ORDER BY length DESC'
    )[0]
    path = data / "warc" / file
    content = bytearray(path.read_bytes())
    content[offset + length // 2] ^= 0xFF
    path.write_bytes(content)
    code, damage = _verify(data)
    assert code == 3
    assert url in damage


def test_a_row_taken_from_the_database_is_named(data: Path) -> None:
    """The file holds an answer that no row points to."""
    connection = sqlite3.connect(data / "osiris.sqlite3")
    (row_id, url) = connection.execute("SELECT id, url FROM snapshot ORDER BY id DESC LIMIT 1").fetchone()
    connection.execute("DELETE FROM snapshot WHERE id = ?", (row_id,))
    connection.commit()
    connection.close()
    code, damage = _verify(data)
    assert code == 3
    assert f"{url}) is not in the database" in damage


def test_a_missing_and_a_truncated_file_are_named(data: Path) -> None:
    """Each by its name."""
    first, second, _ = sorted((data / "warc").glob("*.warc.gz"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1000])
    code, damage = _verify(data)
    assert code == 3
    assert f"{first.name}: is missing" in damage
    assert second.name in damage


def test_without_a_sound_database_the_recordings_are_checked(data: Path) -> None:
    """The database is one more damage, and every file is read all the same."""
    file = data / "osiris.sqlite3"
    file.write_bytes(b"no database" * 1000)
    done = subprocess.run(
        [sys.executable, "-m", "osiris_crawler", "verify", "--json", "--data", str(data)],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    said = json.loads(done.stdout)
    assert len(said["recordings"]) == 3
    assert [line for line in said["damages"] if "no SQLite database" in line] == said["damages"]


def test_an_archive_that_may_only_be_read(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is verified, and nothing is written in its folder."""
    monkeypatch.setattr(engine, "_may_write", lambda _: False)
    before = (data / "osiris.sqlite3").read_bytes()
    result = CliRunner().invoke(app, ["verify", "--data", str(data)])
    assert (result.exit_code, "Every record is as it was written" in result.stdout) == (0, True), (
        result.output
    )
    assert (data / "osiris.sqlite3").read_bytes() == before
    assert not list(data.glob("osiris.sqlite3-*"))


def test_names_of_files_stay_whole(data: Path) -> None:
    """They can be copied from a pipe, which is taken for 80 columns wide; the next step names the folder."""
    first, *_ = sorted((data / "warc").glob("*.warc.gz"))
    long = first.with_name("a-very-long-name-" * 6 + ".warc.gz")
    first.rename(long)
    result = CliRunner().invoke(app, ["verify", "--data", str(data)], env={"COLUMNS": "80"})
    assert any(line.startswith(f"{long.name} ") for line in result.stdout.splitlines())
    assert f"osiris verify --data {data}" in result.stdout.splitlines()[-1]


def test_what_a_crawl_is_writing_is_named(tmp_path: Path) -> None:
    """During a first crawl there are recordings, and nobody is told to begin one; nor after a kill."""
    (tmp_path / "warc").mkdir()
    open_database(tmp_path).close()
    (tmp_path / "warc" / "a.warc.gz.open").touch()
    (tmp_path / "warc" / "a.warc.gz.cdxj.open").touch()
    lock = Lock(tmp_path, "osiris crawl").acquire()
    said = CliRunner().invoke(app, ["verify", "--data", str(tmp_path)]).stdout
    assert "Not checked: a.warc.gz, which a crawl is writing now. Verify again when it has ended." in said
    assert "no recordings yet" not in said
    lock.release()
    said = CliRunner().invoke(app, ["verify", "--data", str(tmp_path)]).stdout
    assert "a.warc.gz, which a run left open that was killed" in said
