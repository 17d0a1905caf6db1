"""Kills crawls of the sample site again and again, and looks at what they leave."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from osiris_crawler.errors import SnapshotError
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from pipelines.snapshots.fixity import check_file
from pipelines.snapshots.kill_points import PLACES
from pipelines.snapshots.leftovers import close_leftovers
from pipelines.snapshots.warc_reader import read_record

Found = tuple[int, int, int]
"""Unreadable records, dangling pointers, records looked at."""


def say(text: object) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def start(site: SampleSite, data: Path, **more: str) -> subprocess.Popen[bytes]:
    """Start a crawl in a process group of its own, with small files so that they roll over often."""
    command = [
        sys.executable, "-m", "osiris_crawler", "crawl", "--site", site.url, "--kinds", "all", "--full",
        "--data", str(data),
    ]  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OSIRIS_")}
    env = kept | {"OSIRIS_WARC_SIZE": "60000"} | more
    return subprocess.Popen(
        command, env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def look(data: Path) -> Found:
    """Close what was left open as the next start would, then follow every pointer of the database."""
    folder = data / "warc"
    close_leftovers(folder)
    checked = [check_file(path) for path in sorted(folder.glob("*.warc.gz"))]
    unreadable = sum(len(one.damages) for one in checked)
    for one in checked:
        for damage in one.damages:
            say(damage)
    connection = sqlite3.connect(data / "osiris.sqlite3")
    rows = connection.execute('SELECT file, "offset", length, url FROM snapshot').fetchall()
    bare = "SELECT count(*) FROM revision LEFT JOIN snapshot s ON s.id = snapshot_id WHERE s.id IS NULL"
    dangling = connection.execute(bare).fetchone()[0]
    connection.close()
    for file, offset, length, url in rows:
        try:
            dangling += read_record(folder / file, offset, length).url != url
        except SnapshotError as error:
            say(error)
            dangling += 1
    return unreadable, dangling, sum(one.records for one in checked)


def at_random(site: SampleSite, data: Path, times: int, seed: int) -> Found:
    """Kill the whole process group after a while, the same folder each time."""
    chance = random.Random(seed)
    sums = [0, 0, 0]
    for _ in range(times):
        process = start(site, data)
        time.sleep(chance.uniform(1.0, 3.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for at, number in enumerate(look(data) if (data / "osiris.sqlite3").exists() else (0, 0, 0)):
            sums[at] = number if at == 2 else sums[at] + number
    return sums[0], sums[1], sums[2]


def at_place(site: SampleSite, data: Path, place: str, times: int) -> Found:
    """Let the crawl die at a named place, the N-th time it comes there."""
    sums = [0, 0, 0]
    for number in range(1, times + 1):
        process = start(site, data, OSIRIS_TEST_KILL_AT=f"{place}:{number}")
        process.wait(timeout=120)
        if process.returncode != -signal.SIGKILL:
            raise SystemExit(f"{place}:{number} was never reached (exit code {process.returncode})")
        for at, count in enumerate(look(data)):
            sums[at] = count if at == 2 else sums[at] + count
    return sums[0], sums[1], sums[2]


def main() -> None:
    """Print a line for each way of dying."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=50)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    bad = 0
    with SampleSite(SampleArchive(430)) as site, tempfile.TemporaryDirectory() as folder:
        for place in PLACES:
            found = at_place(site, Path(folder) / place, place, asked.each)
            bad += found[0] + found[1]
            say(
                f"{place}: {asked.each} kills, {found[0]} unreadable, {found[1]} dangling, {found[2]} records"
            )
        found = at_random(site, Path(folder) / "random", asked.random, asked.seed)
        bad += found[0] + found[1]
        say(f"random: {asked.random} kills, {found[0]} unreadable, {found[1]} dangling, {found[2]} records")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
