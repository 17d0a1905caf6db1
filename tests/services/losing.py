"""Kills one crawl again and again: nothing may be lost, and nothing asked again after its commit."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from pipelines.snapshots.kill_points import PLACES, ROLL_OVER
from tests.osiris_crawler.cli.process import environment, query
from tests.services.killing import say

ARTICLES, RANDOM_KILLS, AT_EACH = 1_500, 50, 10
"""The full form; `python -m tests.services.losing` runs it."""
SMALL, LARGE = "40000", "1000000000"
"""Bytes of a recording: small ones roll over before a crawl is through."""
DONE = "SELECT url FROM page WHERE role IN ('article', 'breve') AND state = 'done'"
STOPPED = 4


def start(site: SampleSite, data: Path, **more: str) -> subprocess.Popen[bytes]:
    """Start the same command in a process group of its own."""
    command = [sys.executable, "-m", "osiris_crawler", "crawl", "--site", site.url, "--data", str(data)]
    return subprocess.Popen(
        [*command, "--kinds", "all"], env=environment(**more), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def committed(data: Path) -> set[str]:
    """Return the paths of the articles that are stored as read."""
    if not (data / "osiris.sqlite3").exists():
        return set()
    return {"/" + url.split("/", 3)[3] for (url,) in query(data, DONE)}


@dataclass
class Losses:
    """What a series of kills cost; all but `kills`, `slowest` and `open_requests` must be nothing."""

    kills: int = 0
    slowest: float = 0.0
    """Seconds that the slowest end after a signal took."""
    open_requests: int = 0
    """Requests made twice since their first answer was not committed when the kill came."""
    repeated: Counter[str] = field(default_factory=Counter)
    """Articles asked again after their commit."""
    wrong_ends: list[str] = field(default_factory=list)
    """Processes that ended otherwise than they should."""
    missing: int = 0
    duplicates: int = 0
    second_revisions: int = 0
    """Articles that were stored as changed although nothing changed."""

    @property
    def none(self) -> bool:
        """True when everything was kept and nothing was done twice."""
        lost = self.missing + self.duplicates + self.second_revisions
        return not (self.repeated or self.wrong_ends or lost)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.missing} articles missing, {self.duplicates} duplicates, "
            f"{self.second_revisions} false revisions, {sum(self.repeated.values())} asked again after their "
            f"commit, {self.open_requests} asked again before it, slowest end {self.slowest:.1f} s, "
            f"wrong ends: {', '.join(self.wrong_ends) or 'none'}"
        )


class Series:
    """One crawl that is killed many times, and what it was seen to lose."""

    def __init__(self, site: SampleSite, data: Path) -> None:
        self.site, self.data, self.losses = site, data, Losses()
        self._known: set[str] = set()
        self._seen = len(site.requests)
        self._before: Counter[str] = Counter()

    def look(self) -> None:
        """Count what was asked since the last look although it was committed then."""
        time.sleep(0.05)  # a request may still lie in the server's socket
        paths = self.site.paths()[self._seen :]
        self._seen += len(paths)
        articles = Counter(path for path in paths if path in self._articles)
        again = {path: count for path, count in articles.items() if path in self._known}
        within = {path: count - 1 for path, count in articles.items() if count > 1 and path not in again}
        self.losses.repeated.update(again)
        self.losses.repeated.update(within)
        self.losses.open_requests += sum(path in self._before and path not in again for path in articles)
        self._before.update(articles)
        self._known = committed(self.data)

    @property
    def _articles(self) -> set[str]:
        return {article.path for article in self.site.archive.published()}

    def signal_at_random(self, chance: random.Random, number: signal.Signals, most: int) -> None:
        """Send a signal to the process group after some requests; from its very start on with SIGKILL."""
        process = start(self.site, self.data)
        goal = len(self.site.requests) + chance.randint(1, most)
        while len(self.site.requests) < goal and process.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.03)
        begun = time.monotonic()
        if process.poll() is None:
            os.killpg(process.pid, number)
        wanted = -signal.SIGKILL if number is signal.SIGKILL else STOPPED
        self._ended(process, wanted, number.name)
        self.losses.slowest = max(self.losses.slowest, time.monotonic() - begun)

    def die_at(self, place: str, count: int) -> None:
        """Let the crawl die at a named place, the N-th time it comes there."""
        size = SMALL if place == ROLL_OVER else LARGE
        process = start(self.site, self.data, OSIRIS_TEST_KILL_AT=f"{place}:{count}", OSIRIS_WARC_SIZE=size)
        self._ended(process, -signal.SIGKILL, f"{place}:{count}")

    def _ended(self, process: subprocess.Popen[bytes], wanted: int, name: str) -> None:
        code = process.wait(timeout=120)
        self.losses.kills += 1
        if code != wanted:
            self.losses.wrong_ends.append(f"{name} gave {code}")
        self.look()

    def end(self) -> Losses:
        """Run the same command to the end, and compare the archive with the site."""
        code = start(self.site, self.data).wait(timeout=600)
        if code:
            self.losses.wrong_ends.append(f"the last run gave {code}")
        self.look()
        self.losses.missing = len(self._articles - committed(self.data))
        stored, different, changed = query(
            self.data,
            "SELECT count(*), count(DISTINCT url), (SELECT count(*) FROM revision WHERE number > 1) FROM article",
        )[0]
        self.losses.duplicates = (stored - different) + max(0, different - len(self._articles))
        self.losses.second_revisions = changed
        return self.losses


def random_moments(articles: int, kills: int, number: signal.Signals, data: Path, seed: int = 4) -> Losses:
    """Kill one crawl at random moments, so often that it is about two thirds through at the last one."""
    chance = random.Random(seed)
    with SampleSite(SampleArchive(articles, variants=False)) as site:
        series = Series(site, data)
        for _ in range(kills):
            series.signal_at_random(chance, number, max(2, articles * 4 // (kills * 3)))
        return series.end()


def named_places(articles: int, each: int, data: Path, seed: int = 5) -> Losses:
    """Kill one crawl so many times at each named place of the commit path, each time at another page."""
    chance = random.Random(seed)
    plan = [place for place in PLACES for _ in range(each)]
    chance.shuffle(plan)
    most = max(2, articles * 4 // (len(plan) * 3))
    with SampleSite(SampleArchive(articles, variants=False)) as site:
        series = Series(site, data)
        for place in plan:
            series.die_at(place, 1 if place == ROLL_OVER else chance.randint(1, most))
        return series.end()


def main() -> None:
    """Print a line for each way of dying; exit code 1 when something was lost or done twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--random", type=int, default=RANDOM_KILLS)
    parser.add_argument("--each", type=int, default=AT_EACH)
    asked = parser.parse_args()
    results = []
    for name in ("named places", "SIGKILL", "SIGTERM"):
        with tempfile.TemporaryDirectory() as folder:
            begun = time.monotonic()
            if name in signal.Signals.__members__:
                found = random_moments(asked.articles, asked.random, signal.Signals[name], Path(folder))
            else:
                found = named_places(asked.articles, asked.each, Path(folder))
            say(f"{name}, {asked.articles:,} articles: {found} ({time.monotonic() - begun:.0f} s)")
            results.append(found.none)
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
