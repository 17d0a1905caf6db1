"""One run at a time in a data folder."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import LockedError, StorageError
from osiris_crawler.lock import Lock, holder
from pipelines.database.engine import open_database

if TYPE_CHECKING:
    from pathlib import Path


def test_the_second_run_is_refused_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    """The message names command and process; the exit code is 75."""
    first = Lock(tmp_path, "osiris crawl").acquire()
    with pytest.raises(LockedError, match=f"osiris crawl, process {os.getpid()}") as refused:
        Lock(tmp_path, "osiris crawl").acquire()
    assert refused.value.exit_code == 75
    first.release()


def test_a_folder_that_was_let_go_can_be_taken(tmp_path: Path) -> None:
    """A file left by a run that ended does not matter."""
    Lock(tmp_path, "one").acquire().release()
    Lock(tmp_path, "two").acquire().release()


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    """Killed, or its machine rebooted: the name in the file may even be that of a living process now."""
    program = (
        "import os, signal, sys; from pathlib import Path; from osiris_crawler.lock import Lock\n"
        "Lock(Path(sys.argv[1]), 'osiris crawl').acquire(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -9
    left = (tmp_path / "lock").read_text(encoding="utf-8")
    assert "osiris crawl, process" in left
    (tmp_path / "lock").write_text(f"osiris crawl, process {os.getpid()} on elsewhere, since 2019-01-01\n")
    lock = Lock(tmp_path, "osiris crawl").acquire()
    assert "elsewhere" not in (tmp_path / "lock").read_text(encoding="utf-8")
    lock.release()


def test_who_takes_the_lock_of_a_dead_process_knows_since_when_it_was_held(tmp_path: Path) -> None:
    """Until somebody notes its end: a command that does not leaves it to the next one."""
    since = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)
    (tmp_path / "lock").write_text(f"osiris crawl, process 7 on here, since {since.isoformat()}\n")
    assert holder(tmp_path) == (since, False)
    first = Lock(tmp_path, "osiris replay").acquire()
    assert first.killed_since == since
    assert holder(tmp_path)[1]
    first.release()
    assert holder(tmp_path) == (since, False)
    second = Lock(tmp_path, "osiris crawl").acquire()
    assert second.killed_since == since
    second.killed_since = None
    second.release()
    assert holder(tmp_path) == (None, False)
    third = Lock(tmp_path, "osiris crawl").acquire()
    assert third.killed_since is None
    third.release()


@pytest.mark.parametrize("text", ["", "osiris crawl, since yesterday\n", "osiris crawl, since 2019-01-01\n"])
def test_a_file_that_tells_no_time_tells_of_no_dead_process(tmp_path: Path, text: str) -> None:
    """Nothing is guessed, and a folder without a file is none."""
    assert holder(tmp_path) == (None, False)
    (tmp_path / "lock").write_text(text)
    assert holder(tmp_path) == (None, False)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A read-only disk, or somebody else's folder: a sentence, and nothing made."""
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written"):
        Lock(tmp_path / "file" / "data", "osiris crawl").acquire()


def test_a_file_system_without_locks_is_no_other_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network disks know none; nobody should look for a run that is not there."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(StorageError, match="knows no locks"):
        Lock(tmp_path, "osiris crawl").acquire()


def test_a_database_file_has_a_lock_of_its_own(tmp_path: Path) -> None:
    """Two data folders that use one SQLite file by OSIRIS_DATABASE_URL are told of it as of a folder."""
    url = f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    first = open_database(tmp_path / "one", url, holder="osiris crawl")
    with pytest.raises(LockedError, match=r"in this database \(osiris crawl, process \d+") as refused:
        open_database(tmp_path / "two", url, holder="osiris replay")
    assert refused.value.exit_code == 75
    open_database(tmp_path / "two", url).close()  # what only reads needs no lock
    first.close()
    open_database(tmp_path / "two", url, holder="osiris replay").close()
