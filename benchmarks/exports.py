"""Measures exports beside `sqlite3 -csv` selecting the same columns of the same archive, in the same run.

Run it from the root of the project: `python -m benchmarks.exports [--articles N] [--rounds N] [--folder DIR]`.
Prints wall and processor seconds and the highest memory of each process, the best of the rounds; ends with 1
when a target is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from benchmarks.invented_archive import ARTICLES, BODY, fill
from pipelines.database import tables as t
from pipelines.database.editions import Edition
from pipelines.database.engine import open_database
from pipelines.database.selection import COLUMNS

LEAST_RATIO = 0.5
"""Of the speed of `sqlite3 -csv`."""
MOST_MEMORY = 150
"""MB, for csv and jsonl, whatever the size."""
OSIRIS = (sys.executable, "-m", "osiris_crawler", "export")


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    seconds: float
    processor: float
    megabytes: float


def query(folder: Path) -> str:
    """Return the SQL by which an export selects."""
    shown = Edition()
    statement = (
        select(*(shown.column(name).label(name) for name in COLUMNS))
        .select_from(t.article)
        .join(t.revision, shown.revision_is)
        .join(t.site, t.site.c.id == t.article.c.site_id)
        .outerjoin(t.snapshot, t.snapshot.c.id == t.revision.c.snapshot_id)
        .order_by(t.article.c.published_on, t.article.c.key)
    )
    with closing(open_database(folder, create=False)) as database:
        return str(statement.compile(database.engine))


def cost(command: list[str], output: Path | None = None) -> Cost:
    """Run a command to its end."""
    begun = time.perf_counter()
    with (output or Path(os.devnull)).open("wb") as target:
        process = subprocess.Popen(command, stdout=target, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def best(commands: dict[str, tuple[list[str], Path | None]], rounds: int) -> dict[str, Cost]:
    """Run each command in turn, some rounds; return the quickest of each."""
    found: dict[str, Cost] = {}
    for _ in range(rounds):
        for name, (command, output) in commands.items():
            one = cost(command, output)
            if name not in found or one.seconds < found[name].seconds:
                found[name] = one
    return found


def measure(folder: Path, rounds: int) -> int:
    """Print the table; return 1 when a target is missed."""
    sql = ["sqlite3", "-csv", "-header", str(folder / "osiris.sqlite3"), query(folder)]
    commands: dict[str, tuple[list[str], Path | None]] = {"sqlite3 -csv": (sql, folder / "sqlite3.csv")}
    plain = ["--no-republications", "--data", str(folder)]
    for name in ("csv", "parquet", "jsonl"):
        commands[name] = ([*OSIRIS, name, *plain], None)
    found = best(commands, rounds)
    theirs = found["sqlite3 -csv"]
    print(f"{'':<14}{'seconds':>9}{'processor':>11}{'MB':>7}  speed beside sqlite3 -csv")
    for name, one in found.items():
        ratio = theirs.seconds / one.seconds
        print(f"{name:<14}{one.seconds:>9.2f}{one.processor:>11.2f}{one.megabytes:>7.0f}  {ratio:.2f}")
    missed = [
        theirs.seconds / found["csv"].seconds < LEAST_RATIO,
        found["parquet"].seconds >= found["csv"].seconds,
        max(found[name].megabytes for name in ("csv", "jsonl")) > MOST_MEMORY,
    ]
    for wrong, said in zip(
        missed, ("csv is too slow", "parquet is slower than csv", "too much memory"), strict=True
    ):
        if wrong:
            print(f"missed: {said}")
    return int(any(missed))


def main() -> None:
    """Make the archive unless it is there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the archive here and use it again")
    given = parser.parse_args()
    if shutil.which("sqlite3") is None:
        raise SystemExit("sqlite3 is not installed: nothing to measure beside.")
    with tempfile.TemporaryDirectory() as place:
        folder = given.folder or Path(place)
        if not (folder / "osiris.sqlite3").exists():
            fill(folder, given.articles, BODY)
        sys.exit(measure(folder, given.rounds))


if __name__ == "__main__":
    main()
