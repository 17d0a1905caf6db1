"""Tests of `pipelines.exports.writing`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from osiris_crawler.errors import StorageError
from pipelines.exports.writing import whole_file

ROOT = Path(__file__).parents[3]


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    """Folders are made, the content is there, with usual rights, and nothing is left beside it."""
    target = tmp_path / "new" / "file.csv"
    with whole_file(target) as file:
        file.write(b"content")
        assert not target.exists()
    assert target.read_bytes() == b"content"
    assert list(target.parent.iterdir()) == [target]
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_an_error_leaves_the_file_before(tmp_path: Path) -> None:
    """What stood there stays, and the part is removed."""
    target = tmp_path / "file.csv"
    target.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), whole_file(target) as file:
        file.write(b"half" * (1 // (file.write(b"half") - 4)))
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_kill_leaves_the_file_before(tmp_path: Path) -> None:
    """A process killed while it writes leaves the previous file whole."""
    target = tmp_path / "file.csv"
    target.write_bytes(b"before")
    program = (
        "import os, signal, sys; from pathlib import Path; from pipelines.exports.writing import whole_file\n"
        "with whole_file(Path(sys.argv[1])) as file:\n"
        "    file.write(b'x' * 1_000_000); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(target)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"before"


def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    """A folder, and a path below a file, are clear errors."""
    with pytest.raises(StorageError, match="is a folder"), whole_file(tmp_path):
        pass
    (tmp_path / "file").touch()
    with (
        pytest.raises(StorageError, match=r"cannot be written .*unchanged"),
        whole_file(tmp_path / "file" / "x.csv"),
    ):
        pass


def test_a_full_disk_is_an_error_that_changes_nothing(tmp_path: Path) -> None:
    """The system refuses to write: the message says so, the file before stays."""
    target = tmp_path / "file.csv"
    target.write_bytes(b"before")
    with pytest.raises(StorageError, match="No space left"), whole_file(target) as file:
        file.write(bytes(Path("/dev/full").write_bytes(b"x")))
    assert target.read_bytes() == b"before"


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    """As `-o /dev/stdout`: renaming over a device would take it away from everybody."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        with whole_file(pipe) as file:
            file.write(b"new")
        assert reader.communicate(timeout=20)[0] == b"new"
    assert pipe.is_fifo()


def test_a_link_leads_to_the_file_that_is_replaced(tmp_path: Path) -> None:
    """The link itself stays."""
    (tmp_path / "there").mkdir()
    link, target = tmp_path / "articles.csv", tmp_path / "there" / "today.csv"
    link.symlink_to(target)
    with whole_file(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
