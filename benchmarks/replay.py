"""How many whole articles a second a replay makes into the database, with one and with two reading processes.

    python -m benchmarks.replay [ARTICLES]

The recording holds the article pages of a sample archive, as a foreign recording would: no listings. Counted is
from the call to the last commit: start of the processes, migrations and index of words included. With as many
reading processes as cores the storing one is one of them (`pipelines.replay.reading_ahead`). A rate below what is
promised ends with 1; on a machine that does other work, look at the processor time instead.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

WANTED = {1: 800, 2: 1400}
"""Reading processes to articles a second."""
ARTICLES = 20_000
"""The archive has 45,000; with few the start of the processes counts for much."""


def record(target: Path, articles: int) -> int:
    """Record the articles of a sample archive without a crawl; return how many there are.

    What is imported here and below is not imported again by the reading processes, which read this file as their
    main module; those of `osiris replay` do not load it either.
    """
    from osiris_crawler.sample.archive import SampleArchive  # noqa: PLC0415
    from osiris_crawler.sample.article import Kind  # noqa: PLC0415
    from osiris_crawler.sample.faults import Faults  # noqa: PLC0415
    from osiris_crawler.sample.responder import Responder  # noqa: PLC0415
    from pipelines.snapshots.exchange import Exchange  # noqa: PLC0415
    from pipelines.snapshots.warc_writer import WarcWriter  # noqa: PLC0415

    writer = WarcWriter(target, prefix="BENCH", info={"software": "benchmark"})
    archive = SampleArchive(articles)
    site = Responder(archive, "http://127.0.0.1:8099/", None, Faults())
    moment = datetime.now(UTC)
    for article in archive.published(Kind.ARTICLE):
        answer = site.answer(article.path, {})
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        url = f"http://127.0.0.1:8099{article.path}"
        writer.write(Exchange(url, b"GET / HTTP/1.1\r\n\r\n", head, answer.body, moment, answer.status))
    writer.close()
    return len(archive.published(Kind.ARTICLE))


def main() -> int:
    """Print a line for each number of reading processes; return 1 when a promise is missed."""
    from pipelines.replay.work import Wishes, work  # noqa: PLC0415 - as in `record`

    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    missed = False
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        number = record(base / "warc", articles)
        print(f"{number} articles; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        for workers in (0, *WANTED):
            data = base / f"data{workers}"
            shutil.copytree(base / "warc", data / "warc")
            begun, reading, own = time.monotonic(), readers_time(), time.process_time()
            result = work(Wishes(data, workers=workers), datetime.now(UTC), lambda _done, _all: None)
            seconds, own = time.monotonic() - begun, time.process_time() - own
            reading = readers_time() - reading
            made = sum(result.report.tally.articles.values())
            each = (own + reading) / made
            print(
                f"{workers} reading processes: {made / seconds:5.0f} articles a second by the clock; processor time an "
                f"article {own / made * 1000:.2f} ms here + {reading / made * 1000:.2f} ms there = {1 / each:.0f} a "
                f"second and core"
            )
            if made / seconds < WANTED.get(workers, 0):
                missed = True
                print(f"  promised: {WANTED[workers]} articles a second")
    return int(missed)


def readers_time() -> float:
    """Return the processor time of the reading processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
