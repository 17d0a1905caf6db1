"""Times the reader against trafilatura and newspaper4k: whole articles, on one core, on the same pages, in one run.

    python -m benchmarks.reading [--rounds N] [--site http://127.0.0.1:8099/]

The pages are those of the sample archive in its three skins and, apart, those of a running site when one is named
(or `OSIRIS_BENCH_SITE` names one). Exit 1 when a promised ratio is missed on the sample archive.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
import urllib.request
import warnings
from typing import TYPE_CHECKING, Any

from osiris_crawler.pages import read
from osiris_crawler.pages.sitemap import read_sitemap
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Responder
from osiris_crawler.sites import profile_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

warnings.simplefilter("ignore")  # the peers warn of extras that they do without

SAMPLE = "http://127.0.0.1:8097/"
EVERY = 6
"""One article of so many is read; those right after them are read before the clock runs."""
FROM_SITE = 60
"""Pages asked of a running site."""
WARM_UP = 6
WANTED = {"trafilatura": 10, "newspaper4k": 20}
"""How many times as long each peer should take."""

Pages = list[tuple[str, bytes]]


def sample_pages(first: int) -> Pages:
    """Return addresses and bytes of every sixth press article from one on, every skin among them."""
    archive = SampleArchive()
    responder = Responder(archive, SAMPLE, None, Faults())
    articles = [article for article in archive.published() if article.kind == "article"]
    return [
        (SAMPLE + article.path[1:], responder.answer(article.path, {}).body)
        for article in articles[first::EVERY]
    ]


def site_pages(site: str) -> Pages:
    """Return articles of a running site: its sitemap's, in the order of their addresses, evenly chosen."""

    def fetched(url: str) -> bytes:
        with urllib.request.urlopen(url, timeout=20) as answer:
            body: bytes = answer.read()
        return body

    address = site.rstrip("/") + "/sitemap.xml"
    found = sorted(link.url for link in read_sitemap(fetched(address), address).links)
    return [(url, fetched(url)) for url in found[:: max(1, len(found) // FROM_SITE)]]


def readers(site: str) -> dict[str, Callable[[str, bytes], Any]]:
    """Return the tools by name; each gives title, date and text of a page, this reader all the rest besides."""
    import trafilatura  # noqa: PLC0415 - a peer, not needed to import this module
    from newspaper import Article  # noqa: PLC0415

    profile = profile_for(site)

    def newspaper(url: str, html: bytes) -> None:
        article = Article(url, language="fr")
        article.download(input_html=html.decode())
        article.parse()

    return {
        "this reader": lambda url, html: read(
            html, url, words=profile.vocabulary, press_names=profile.press_names
        ),
        "trafilatura": lambda url, html: trafilatura.bare_extraction(html, url=url, with_metadata=True),
        "newspaper4k": newspaper,
    }


def milliseconds(tool: Callable[[str, bytes], Any], pages: Sequence[tuple[str, bytes]]) -> float:
    """Return the processor time of a tool, in milliseconds a page."""
    started = time.process_time()
    for url, html in pages:
        tool(url, html)
    return (time.process_time() - started) / len(pages) * 1000


def measured(site: str, before: Pages, pages: Pages, rounds: int) -> dict[str, list[float]]:
    """Return milliseconds a page of every tool, by round; in the first round no page was read before."""
    tools = readers(site)
    for tool in tools.values():
        milliseconds(tool, before)
    taken: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(rounds):
        for name, tool in tools.items():
            taken[name].append(milliseconds(tool, pages))
    return taken


def report(taken: dict[str, list[float]]) -> bool:
    """Print a table and tell whether every promised ratio is met: the median of the ratios of all rounds."""
    print(
        f"{'ms a page':12}{'first round':>13}{'least':>9}{'median':>9}{'first ratio':>14}{'ratio':>9}{'promised':>11}"
    )
    own = taken["this reader"]
    met = True
    for name, times in taken.items():
        line = f"{name:12}{times[0]:13.3f}{min(times):9.3f}{statistics.median(times):9.3f}"
        if name in WANTED:
            ratios = [other / mine for other, mine in zip(times, own, strict=True)]
            met &= statistics.median(ratios) >= WANTED[name]
            line += f"{ratios[0]:14.1f}{statistics.median(ratios):9.1f}{WANTED[name]:11}"
        print(line)
    return met


def main() -> int:
    """Print one table for the sample archive, and one for the site that is named."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=7, help="how often every page is read (default 7)")
    options.add_argument(
        "--site", default=os.environ.get("OSIRIS_BENCH_SITE", ""), help="a running SPIP site"
    )
    wanted = options.parse_args()
    rounds: int = max(1, wanted.rounds)
    pages = sample_pages(0)
    print(f"Sample archive, {_described(pages)}, {rounds} rounds")
    met = report(measured(SAMPLE, sample_pages(1)[:WARM_UP], pages, rounds))
    if wanted.site:
        pages = site_pages(wanted.site)
        print(f"\n{wanted.site}, {_described(pages)}, {rounds} rounds")
        report(measured(wanted.site, pages[:WARM_UP], pages[WARM_UP:], rounds))
    return int(not met)


def _described(pages: Pages) -> str:
    size = sum(len(html) for _, html in pages) / len(pages) / 1024
    return f"{len(pages)} pages, {size:.1f} KB each"


if __name__ == "__main__":
    sys.exit(main())
