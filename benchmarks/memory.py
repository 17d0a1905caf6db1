"""What a crawl takes of memory at most: a whole first crawl of a small archive against that of one ten times as large.

    python -m benchmarks.memory [SMALL LARGE]

Each crawl is a process of its own, from start to verdict, of a sample archive with so many articles (5,000 and
50,000; the pages of its listings come on top). The peak is what the system counted for that process. The larger one
takes ten minutes. A peak or a ratio above what is promised ends with 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, LARGE = 5_000, 50_000
RATIO = 1.15
MEGABYTES = 200
UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in one unit of what the system counts."""


def main() -> int:
    """Print a line for each crawl and the ratio; return 1 when a promise is missed."""
    articles = [int(given) for given in sys.argv[1:3]] or [SMALL, LARGE]
    small, large = (peak(number) for number in articles)
    print(f"ratio {large / small:.3f}; promised: {RATIO} at most, and {MEGABYTES} MB")
    return int(large > RATIO * small or large > MEGABYTES)


def peak(articles: int) -> float:
    """Crawl an archive of so many articles; return the most memory that the process had, in megabytes."""
    with served(articles) as url, tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        crawl = ["crawl", "--site", url, "--kinds", "all", "--delay", "0", "--data", folder]
        with Path(folder, "told").open("wb") as told:
            process = subprocess.Popen([sys.executable, "-m", "osiris_crawler", *crawl], stderr=told)
            # this process stays small: what it has at the start of another counts as that one's
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(Path(folder, "told").read_text(encoding="utf-8"))
        most = used.ru_maxrss * UNIT / 1e6
        seconds = time.monotonic() - begun
        print(
            f"{articles:,} articles: {most:.0f} MB at most ({used.ru_utime:.0f} s of {seconds:.0f} s at work)",
            flush=True,
        )
    return most


@contextmanager
def served(articles: int) -> Iterator[str]:
    """Serve a sample archive from a process of its own; give its address."""
    command = [
        sys.executable,
        "-m",
        "osiris_crawler.sample.server",
        "--port",
        "0",
        "--articles",
        str(articles),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().removeprefix("ready ").strip()
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main())
