"""Runs nightly crawls of the sample site, each in a process whose clock stands on another day (libfaketime)."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osiris_crawler.sample.credits import house
from tests.osiris_crawler.cli.process import environment, query

if TYPE_CHECKING:
    from osiris_crawler.sample.server import SampleSite

LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")
FIRST = datetime(2025, 5, 5, 2, 0, tzinfo=UTC)
WORDS = "réseau fibre poste données agence contrat licence satellite école marché câble débit".split()


def faketime_library() -> Path | None:
    """Return libfaketime, None where it is not installed."""
    for pattern in LIBRARIES:
        found = sorted(Path("/").glob(pattern[1:]))
        if found:
            return found[0]
    return None


@dataclass
class Nights:
    """The crawls of one archive, a night each."""

    site: SampleSite
    data: Path
    night: int = 0

    def crawl(self, *more: str, days: float = 1, **settings: str) -> tuple[int, str]:
        """Crawl some days after the last time; return exit code and the reasons of the verdict."""
        self.night += 1
        moment = FIRST + timedelta(days=self.night - 1 if days == 1 else days)
        clock = {
            "LD_PRELOAD": str(faketime_library()),
            "FAKETIME": f"@{moment:%Y-%m-%d %H:%M:%S}",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
        }
        command = [sys.executable, "-m", "osiris_crawler", "crawl", "--site", self.site.url]
        command += ["--data", str(self.data), "--kinds", "all", *more]
        done = subprocess.run(
            command, env=environment(**clock, **settings), capture_output=True, text=True, check=False,
            timeout=300,
        )  # fmt: skip
        said = self.reasons() if (self.data / "osiris.sqlite3").exists() else ""
        return done.returncode, said or done.stderr[-400:]

    def reasons(self) -> str:
        """Return what the last run said of itself."""
        rows = query(self.data, "SELECT stats FROM run ORDER BY id DESC LIMIT 1")
        stats: dict[str, Any] = json.loads(rows[0][0]) if rows else {}
        return str(stats.get("osiris/run/reasons", ""))

    def status(self, *more: str) -> tuple[int, Any]:
        """Ask `osiris status --json`; return exit code and what it says."""
        command = [
            sys.executable,
            "-m",
            "osiris_crawler",
            "status",
            "--json",
            "--data",
            str(self.data),
            *more,
        ]
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout)

    def all(self, statement: str) -> list[Any]:
        """Return the rows that a query gives."""
        return query(self.data, statement)

    def one(self, statement: str) -> Any:
        """Return the one value that a query gives."""
        return query(self.data, statement)[0][0]


def write_articles(site: SampleSite, count: int, day: date) -> None:
    """Publish some new articles of a day."""
    for number in range(count):
        words = [WORDS[(day.day * 7 + number * 5 + step) % len(WORDS)] for step in range(8)]
        title = f"Le {words[0]} et la {words[1]} du {day.day} {number} : {words[2]} en {words[3]}"
        body = "\n\n".join(
            f"Un {words[step]} inventé pour le {words[step + 1]}, avec {words[step + 2]} et {day.isoformat()}, "
            f"selon une agence de {words[step + 3]} qui n’existe pas."
            for step in range(4)
        )
        credit = house("APS", day)
        site.add(title, day, body, keywords=("Infrastructures",), credit=credit)
