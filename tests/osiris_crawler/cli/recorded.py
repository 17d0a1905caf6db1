"""A small archive that was crawled three times, with edits and a deletion between; shared by the commands' tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.article import Kind
from osiris_crawler.sample.server import Request, SampleSite
from tests.osiris_crawler.cli.process import osiris


@dataclass(frozen=True)
class Recorded:
    """What the tests need of it; they work on copies of `data`."""

    data: Path
    edited: str
    """Address of an article with two revisions."""
    first: bytes
    second: bytes
    """What the server sent for it, before and after."""


@cache
def recorded() -> Recorded:
    """Crawl it once for all tests of a process."""
    data = Path(mkdtemp(prefix="osiris-recorded-")) / "data"
    with SampleSite(SampleArchive(24, variants=False)) as site:
        edited, gone, moved = site.archive.published(Kind.ARTICLE)[3:6]
        crawl(site, data)
        first = fetch(site, edited.path)
        site.append(edited.id, "Un paragraphe de plus.")
        site.trash(gone.id)
        site.readdress(moved.id)
        crawl(site, data)
        second = fetch(site, edited.path)
        site.retitle(gone.id if gone.is_published else moved.id, "Un tout autre titre")
        crawl(site, data)
        return Recorded(data, site.address(edited), first, second)


def crawl(site: SampleSite, data: Path) -> None:
    """Crawl everything again."""
    code, said = osiris("crawl", "--site", site.url, "--kinds", "all", "--full", "--data", str(data))
    assert code in {0, 3}, said


def fetch(site: SampleSite, path: str) -> bytes:
    """Return the page that the server sends at the moment."""
    return site.answer(Request("GET", path, {}, 0.0)).body
