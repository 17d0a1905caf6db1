"""What recording costs: processor time of a crawl inside the WARC writer, against all the rest of that crawl.

    python benchmarks/recording.py [ARTICLES]

Both are measured in one process and one run, so that other load on the machine changes neither. The limit is 20 %.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite

CHILD = """
import sys, time
from pathlib import Path
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.process import run_crawl
from pipelines.snapshots.warc_writer import WarcWriter
spent = 0.0
plain = WarcWriter.write
def write(self, exchange):
    global spent
    before = time.thread_time()
    try:
        return plain(self, exchange)
    finally:
        spent += time.thread_time() - before
WarcWriter.write = write
options = options_from_text(site=sys.argv[1], kinds="all", data_dir=Path(sys.argv[2]), full=True)
begun = time.process_time()
asked = 0
def end(context):
    global asked
    asked = context.requests
run_crawl(options, end=end)
whole = time.process_time() - begun
print(f"{asked} pages, {whole / asked * 1000:.2f} ms a page, of these {spent / asked * 1000:.3f} ms recording: "
      f"{100 * spent / (whole - spent):.1f} % of the rest")
"""


def main() -> None:
    """Crawl twice: the first run records bodies, the second revisits."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 430
    with SampleSite(SampleArchive(articles)) as site, tempfile.TemporaryDirectory() as folder:
        for name in ("bodies", "revisits"):
            started = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-c", CHILD, site.url, folder], capture_output=True, check=True, text=True
            )
            warc = sum(path.stat().st_size for path in Path(folder, "warc").glob("*.gz"))
            print(
                f"{name}: {done.stdout.strip()} ({time.monotonic() - started:.1f} s, {warc:,} bytes of WARC)"
            )


if __name__ == "__main__":
    main()
