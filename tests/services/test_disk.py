"""Disks that are full, and machines that lose their power: the same command goes on."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from tests.osiris_crawler.cli.process import environment, osiris, query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.service
ARTICLES = 120


@pytest.fixture
def site() -> Iterator[SampleSite]:
    """Serve an archive."""
    with SampleSite(SampleArchive(ARTICLES, variants=False)) as served:
        yield served


def words(site: SampleSite, data: Path) -> list[str]:
    """Return the words of a crawl of everything."""
    return ["crawl", "--site", site.url, "--data", str(data), "--kinds", "all"]


def goes_on(site: SampleSite, data: Path) -> None:
    """Run the same command to its end, and hold archive and recordings to what was promised."""
    code, said = osiris(*words(site, data))
    assert code == 0, said
    assert query(data, "SELECT count(*), count(DISTINCT url) FROM article") == [(ARTICLES, ARTICLES)]
    assert osiris("verify", "--data", str(data))[0] == 0
    assert osiris("database", "check", "--data", str(data))[0] == 0


@pytest.mark.parametrize("most", [450_000, 700_000])
def test_a_disk_that_gets_full(site: SampleSite, tmp_path: Path, most: int) -> None:
    """The run ends with a sentence, without tracebacks, and nothing committed is asked again.

    No file may grow beyond a size: to the program that is a disk that takes no more.
    """
    done = subprocess.run(
        [sys.executable, "-m", "osiris_crawler", *words(site, tmp_path)],
        env=environment(), capture_output=True, text=True, check=False, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "disk" in done.stderr or "cannot write recordings" in done.stderr or "not recorded" in done.stderr
    stored = {"/" + url.split("/", 3)[3] for (url,) in query(tmp_path, "SELECT url FROM article")}
    asked = len(site.requests)
    goes_on(site, tmp_path)
    assert not stored & set(site.paths()[asked:])


def cut(path: Path, share: float, synced: int = 0) -> None:
    """Take a share of the bytes off the end of a file, of those that were not synced."""
    size = path.stat().st_size
    os.truncate(path, int(size - (size - synced) * share))


def checkpointed(database: Path) -> int:
    """Return the bytes of the write-ahead log that a checkpoint synced, before it copied them to the database.

    The number of their frames stands at byte 128 of the index (one that is under way counts: the log is synced before
    it begins), the size of a page at byte 14: https://www.sqlite.org/walformat.html, section 2.2.
    """
    index = database.with_name(database.name + "-shm").read_bytes()
    (page,), (frames,) = struct.unpack_from("=H", index, 14), struct.unpack_from("=I", index, 128)
    return int(32 + frames * (24 + page))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_power_cut(site: SampleSite, tmp_path: Path, seed: int) -> None:
    """What was written last may not have reached the disk: commits, records, or both; it is asked again.

    The process is killed, and the ends of its open files are cut off as far as they were not synced.
    """
    chance = random.Random(seed)
    process = subprocess.Popen(
        [sys.executable, "-m", "osiris_crawler", *words(site, tmp_path)],
        env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while len(site.requests) < 60:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    (recording,) = (tmp_path / "warc").glob("*.warc.gz.open")
    if seed != 2:
        cut(recording, chance.uniform(0.05, 0.6))
    if seed != 1:
        database = tmp_path / "osiris.sqlite3"
        cut(tmp_path / "osiris.sqlite3-wal", chance.uniform(0.05, 0.6), checkpointed(database))
    goes_on(site, tmp_path)


@pytest.mark.parametrize(
    ("folder", "code", "why"),
    [("/proc/osiris", 1, "cannot be written"), ("file/data", 2, "is a file. Name a folder")],
)
def test_a_folder_that_cannot_be_made(
    site: SampleSite, tmp_path: Path, folder: str, code: int, why: str
) -> None:
    """A sentence that names it, exit 1, or 2 where the option can never be right; and not one request."""
    (tmp_path / "file").touch()
    found, said = osiris(*words(site, tmp_path / folder))
    assert (found, site.requests) == (code, [])
    assert why in said
    assert "Traceback" not in said


def test_a_database_in_use_by_another_program(site: SampleSite, tmp_path: Path) -> None:
    """A reader beside the crawl (a browser of databases, an export) does not stop it."""
    osiris(*words(site, tmp_path), "--limit", "10")
    reader = sqlite3.connect(tmp_path / "osiris.sqlite3")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM page").fetchone()
    goes_on(site, tmp_path)
    reader.close()
