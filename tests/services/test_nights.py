"""The verdict over weeks: ordinary nights raise no alarm, and every kind of accident does, by its name."""

from __future__ import annotations

import re
import shutil
import zlib
from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.server import SampleSite
from tests.services.nights import Nights, faketime_library, write_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(faketime_library() is None, reason="libfaketime is not installed"),
]
SUNDAY = 6


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    """Serve the sample archive with all its special cases."""
    with SampleSite(SampleArchive(430)) as served:
        yield served


def ordinary_day(site: SampleSite, day: date, number: int) -> None:
    """Do on the site what its editors do on a day."""
    if day.weekday() == SUNDAY:
        return
    write_articles(site, 3 + number % 5, day)
    press = [article for article in site.archive.published() if article.rubric.month]
    if number % 3 == 0:
        site.append(press[-number].path, "Une précision inventée, ajoutée après coup par la rédaction.")
    if number % 4 == 1:
        site.retitle(press[-2 - number].path, f"Un titre inventé, corrigé le jour {number}")
    if number == 8:
        site.trash(press[-30].path)
    if number == 15:
        site.roll_year()


def test_twenty_ordinary_nights_raise_no_alarm(site: SampleSite, tmp_path: Path) -> None:
    """New articles, edits, a deletion, the roll of the labels, empty Sundays; all of them are found."""
    nights = Nights(site, tmp_path)
    said = [nights.crawl()]
    for number in range(20):
        ordinary_day(site, date(2025, 5, 5) + timedelta(days=number), number)
        said.append(nights.crawl())
    assert [code for code, _ in said] == [0] * 21, said
    published = {article.path for article in site.archive.published()}
    live = nights.one("SELECT count(*) FROM article WHERE status = 'live'")
    assert live - len(published) in {0, 1}  # the deleted one is found by its age, or by the census


def pages(share: float, change: Callable[[str], str]) -> Callable[[str, str], str]:
    """Change the HTML of a share of the articles' pages, chosen by their path."""

    def rewrite(path: str, html: str) -> str:
        article = path.endswith(".html") and not path.startswith("/-")
        return change(html) if article and zlib.crc32(path.encode()) % 1000 < share * 1000 else html

    return rewrite


def without(pattern: str) -> Callable[[str], str]:
    """Take out what a pattern finds."""
    return lambda html: re.sub(pattern, "", html, flags=re.DOTALL)


MONTHS = {f"{year}-{month:02}" for year in range(1999, 2026) for month in range(1, 13, 2)}
SOURCE_LINE = r"\(\s*(?:<[^>]*>)*\s*Sources?[^<:]{0,8}:.{0,120}?\)"
DATE_LINE = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+\d[^<]{0,30}\d{4}"
    r"|<(?:time|abbr)[^>]*>.*?</(?:time|abbr)>"
)
ACCIDENTS: dict[str, tuple[Callable[[SampleSite], dict[str, object]], str]] = {
    "classes renamed on 5 % of the pages": (lambda _: {"renamed_classes": 0.05}, "layout"),
    "classes renamed everywhere": (lambda _: {"renamed_classes": 1.0}, "layout"),
    "one class renamed on 5 % of the pages": (
        lambda _: {"rewrite": pages(0.05, lambda html: html.replace("<h1", '<h1 class="tout-neuf"'))}, "marks|layout"),
    "undeclared cp1252": (lambda _: {"undeclared_cp1252": True}, "charset"),
    "texts coded twice": (
        lambda _: {"rewrite": pages(1, lambda html: html.encode().decode("cp1252", "replace"))}, "mojibake|differ"),
    "empty listings": (lambda _: {"empty_listings": True}, "Lists of the site"),
    "half of the months missing": (lambda _: {"hidden_months": MONTHS}, "Lists of the site"),
    "half of the months missing in the menus": (lambda _: {"hidden_in_menu": MONTHS}, "Lists of the site"),
    "half of the months missing in the sitemap": (lambda _: {"hidden_in_sitemap": MONTHS}, "Lists of the site"),
    "the home page under every address": (lambda _: {"home_everywhere": True}, "not what their address|Lists"),
    "a check of the browser on every page": (lambda _: {"challenge": True}, "not what their address|Lists"),
    "503 everywhere": (lambda _: {"unavailable": True, "retry_after": None}, "failed|No usable answer"),
    "503 on one page in ten": (lambda site: {"unavailable_paths": tenth(site)}, "No usable answer"),
    "404 on every article": (lambda site: {"statuses": dict.fromkeys(articles(site), 404)}, "404"),
    "every article redirects home": (lambda site: {"redirects": dict.fromkeys(articles(site), "/")}, "not what their"),
    "answers cut off": (lambda site: {"truncated_paths": tenth(site)}, "No usable answer"),
    "no sitemap any more": (lambda _: {"sitemap": False}, "Lists of the site"),
    "source lines gone": (lambda _: {"rewrite": pages(1, without(SOURCE_LINE))}, "source"),
    "date lines gone": (lambda _: {"rewrite": pages(1, without(DATE_LINE))}, "published_on|date"),
    "half of each text gone": (
        lambda _: {"rewrite": pages(1, lambda html: re.sub(r"(<p\b[^>]*>[^<]{200,}</p>)", "", html))},
        "differ|body|layout",
    ),
}  # fmt: skip


def articles(site: SampleSite) -> list[str]:
    """Return the paths of all articles."""
    return [article.path for article in site.archive.published()]


def tenth(site: SampleSite) -> set[str]:
    """Return every tenth path."""
    return {path for path in articles(site) if zlib.crc32(path.encode()) % 10 == 0}


@pytest.fixture(scope="module")
def archive(site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl the site once."""
    folder = tmp_path_factory.mktemp("archive")
    code, said = Nights(site, folder).crawl()
    assert code == 0, said
    return folder


@pytest.mark.parametrize("name", ACCIDENTS)
def test_every_accident_raises_an_alarm_that_names_it(
    name: str, site: SampleSite, archive: Path, tmp_path: Path
) -> None:
    """The night ends with exit code 3 (5 where nothing answers), and its reasons speak of what happened."""
    make, named = ACCIDENTS[name]
    data = tmp_path / "data"
    shutil.copytree(archive, data)
    nights = Nights(site, data, night=1)
    before = nights.one("SELECT count(*) FROM revision WHERE number = 1")
    for field, value in make(site).items():
        setattr(site.faults, field, value)
    try:
        code, said = nights.crawl("--recheck", "100", OSIRIS_RETRY_WAIT="1")
    finally:
        for default in fields(Faults):
            setattr(site.faults, default.name, getattr(Faults(), default.name))
    assert code in {3, 5}, said
    assert re.search(named, said), said
    assert nights.one("SELECT count(*) FROM article WHERE status = 'gone'") == 0
    assert nights.one("SELECT count(*) FROM revision WHERE number = 1") == before
