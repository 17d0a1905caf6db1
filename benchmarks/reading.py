"""Times the reader against trafilatura and newspaper4k: whole articles, on one core, on the same pages.

Run it from the project's folder with the bench requirements installed: `python -m benchmarks.reading`.
The pages are those of the sample archive in its three skins; each tool gives title, date and text of each.
Exit 1 when a promised ratio is missed.
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from typing import TYPE_CHECKING, Any

from osiris_crawler.pages import read
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Responder
from osiris_crawler.sites import profile_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

warnings.simplefilter("ignore")  # the peers warn of extras that they do without

SITE = "http://127.0.0.1:8097"
EVERY = 6
"""One article of so many is read."""
ROUNDS = 5
WANTED = {"trafilatura": 10, "newspaper4k": 20}
"""How many times as long each peer should take."""

Pages = list[tuple[str, bytes]]


def pages() -> Pages:
    """Return addresses and bytes of press articles, every skin among them."""
    archive = SampleArchive()
    responder = Responder(archive, SITE, None, Faults())
    articles = [article for article in archive.published() if article.kind == "article"]
    return [(SITE + article.path, responder.answer(article.path, {}).body) for article in articles[::EVERY]]


def readers() -> dict[str, Callable[[str, bytes], Any]]:
    """Return the tools by name."""
    import trafilatura  # noqa: PLC0415 - a peer, not needed to import this module
    from newspaper import Article  # noqa: PLC0415

    profile = profile_for(SITE)

    def newspaper(url: str, html: bytes) -> None:
        article = Article(url, language="fr")
        article.download(input_html=html.decode())
        article.parse()

    return {
        "this reader": lambda url, html: read(
            html, url, words=profile.vocabulary, press_names=profile.press_names
        ),
        "trafilatura": lambda url, html: trafilatura.bare_extraction(
            html.decode(), url=url, with_metadata=True
        ),
        "newspaper4k": newspaper,
    }


def milliseconds(tool: Callable[[str, bytes], Any], chosen: Sequence[tuple[str, bytes]]) -> float:
    """Return the processor time of a tool, in milliseconds a page."""
    started = time.process_time()
    for url, html in chosen:
        tool(url, html)
    return (time.process_time() - started) / len(chosen) * 1000


def main() -> int:
    """Print milliseconds a page, and the ratios."""
    chosen, tools = pages(), readers()
    size = sum(len(html) for _, html in chosen) / len(chosen) / 1024
    print(f"{len(chosen)} pages of the sample archive, {size:.1f} KB each, {ROUNDS} rounds")
    taken: dict[str, list[float]] = {name: [] for name in tools}
    for tool in tools.values():
        milliseconds(tool, chosen[:5])
    for _ in range(ROUNDS):
        for name, tool in tools.items():
            taken[name].append(milliseconds(tool, chosen))
    own = taken["this reader"]
    missed = False
    for name, times in taken.items():
        line = f"{name:12}  min {min(times):7.3f}  median {statistics.median(times):7.3f} ms a page"
        if name in WANTED:
            ratio = statistics.median(t / o for t, o in zip(times, own, strict=True))
            missed |= ratio < WANTED[name]
            line += f"  {ratio:5.1f} times as long, {WANTED[name]} promised"
        print(line)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
