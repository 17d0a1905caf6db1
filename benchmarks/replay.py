"""How many whole articles a second a replay makes into the database, with one and with two reading processes.

    python benchmarks/replay.py [ARTICLES]

The recording holds the article pages of a sample archive, as a foreign recording would: no listings.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.article import Kind
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Responder
from pipelines.replay.work import Wishes, work
from pipelines.snapshots.exchange import Exchange
from pipelines.snapshots.warc_writer import WarcWriter


def record(target: Path, articles: int) -> int:
    """Record the articles of a sample archive without a crawl; return how many there are."""
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


def main() -> None:
    """Print a line for each number of reading processes."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        number = record(base / "warc", articles)
        for workers in (0, 1, 2):
            data = base / f"data{workers}"
            shutil.copytree(base / "warc", data / "warc")
            started, spent = time.monotonic(), time.process_time()
            result = work(Wishes(data, workers=workers), datetime.now(UTC), lambda _done, _all: None)
            seconds, own = time.monotonic() - started, time.process_time() - spent
            made = sum(result.report.tally.articles.values())
            print(
                f"{workers} reading processes: {made} of {number} articles in {seconds:.1f} s, {made / seconds:.0f}/s "
                f"with start and end; this process took {own / made * 1000:.2f} ms of processor time an article"
            )


if __name__ == "__main__":
    main()
