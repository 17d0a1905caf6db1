"""The verdict over weeks: ordinary nights raise no alarm, and every kind of accident does, by its name."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Answer
from osiris_crawler.sample.server import SampleSite
from tests.services.accidents import ACCIDENTS
from tests.services.accidents import NAMES as MONTH_NAMES
from tests.services.nights import Nights, faketime_library, write_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from osiris_crawler.sample.wire import Request

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(faketime_library() is None, reason="libfaketime is not installed"),
]
LAST_STATS = "SELECT stats FROM run ORDER BY id DESC LIMIT 1"
SUNDAY = 6
TEXTS = "SELECT article_id || '/' || number, title || published_on || body_hash FROM revision"


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    """Serve the sample archive with all its special cases, for the accidents."""
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


@pytest.mark.parametrize(
    ("articles", "seed", "sitemap"), [(430, 1, True), (620, 7, False)], ids=["sitemap", "no sitemap"]
)
def test_twenty_ordinary_nights_raise_no_alarm(
    tmp_path: Path, articles: int, seed: int, *, sitemap: bool
) -> None:
    """New articles, edits, a deletion, the roll of the labels, empty Sundays; all of them are found."""
    with SampleSite(SampleArchive(articles, seed), faults=Faults(sitemap=sitemap)) as site:
        nights = Nights(site, tmp_path)
        said = [nights.crawl()]
        for number in range(20):
            ordinary_day(site, date(2025, 5, 5) + timedelta(days=number), number)
            said.append(nights.crawl())
        assert [code for code, _ in said] == [0] * 21, said
        published = {article.path for article in site.archive.published()}
        live = nights.one("SELECT count(*) FROM article WHERE status = 'live'")
        assert live - len(published) in {0, 1}  # the deleted one is found by its age, or by the census


def test_a_site_that_declares_no_character_set(tmp_path: Path) -> None:
    """Pages in Windows-1252 that read well: a note in the first night, nothing after; mojibake there is an alarm."""
    faults = Faults(undeclared_cp1252=True)
    with SampleSite(SampleArchive(120, variants=False), faults=faults) as site:
        nights = Nights(site, tmp_path)
        for number in range(4):
            code, said = nights.crawl()
            assert code == 0, said
            noted = "120 of 120 articles declare no character set" in nights.one(LAST_STATS)
            assert noted == (number == 0)
            write_articles(site, 4, date(2025, 5, 5 + number))
        assert nights.one("SELECT count(*) FROM warning WHERE code = 'mojibake'") == 0
        faults.rewrite = lambda _, html: html.encode().decode("cp1252", "replace")
        code, said = nights.crawl()
        assert code == 3
        assert "mojibake" in said


@pytest.fixture(scope="module")
def archive(site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl the site once."""
    return crawled(site, tmp_path_factory.mktemp("archive"))


def crawled(site: SampleSite, folder: Path) -> Path:
    """Crawl a site whose newest month has several pages."""
    for day in (1, 2, 3):
        write_articles(site, 8, date(2025, 5, day))
    code, said = Nights(site, folder).crawl()
    assert code == 0, said
    return folder


@pytest.mark.parametrize("name", ACCIDENTS)
def test_every_accident_raises_an_alarm_that_names_it(
    name: str, site: SampleSite, archive: Path, tmp_path: Path
) -> None:
    """The night ends with exit code 3 (5 where nothing answers), and its reasons speak of what happened."""
    accident = ACCIDENTS[name]
    data = tmp_path / "data"
    shutil.copytree(archive, data)
    nights = Nights(site, data, night=1)
    stored = dict(nights.all(TEXTS))
    for field, value in accident.make(site).items():
        setattr(site.faults, field, value)
    try:
        code, said = nights.crawl("--recheck", "100", *accident.options, OSIRIS_RETRY_WAIT="1")
    finally:
        for default in fields(Faults):
            setattr(site.faults, default.name, getattr(Faults(), default.name))
    assert code in {3, 5}, said
    assert re.search(accident.named, said), said
    assert nights.one("SELECT count(*) FROM article WHERE status = 'gone'") == 0
    assert stored.items() <= dict(nights.all(TEXTS)).items()


NOW = """SELECT article_id, title || revision.published_on || body_hash
    FROM article JOIN revision ON revision.id = article.current_revision_id"""
LACKING = "SELECT count(*) FROM warning WHERE code = 'no_longer_shown' AND until_at IS NULL"
PASSING = (
    "a login on every page",
    "answers cut off",
    "pages cut before they were sent, in each tenth",
    "pages cut before they were sent, everywhere",
    "date lines gone",
    "texts cut to their first paragraph",
    "the site's name for every title",
    "one day for all",
)


@pytest.fixture(scope="module")
def quiet_site() -> Iterator[SampleSite]:
    """Serve the sample archive for faults that pass; other accidents leave articles behind."""
    with SampleSite(SampleArchive(430)) as served:
        yield served


@pytest.fixture(scope="module")
def quiet_archive(quiet_site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl that site once."""
    return crawled(quiet_site, tmp_path_factory.mktemp("quiet"))


@pytest.mark.parametrize("name", PASSING)
def test_the_night_after_an_accident_sets_it_right(
    name: str, quiet_site: SampleSite, quiet_archive: Path, tmp_path: Path
) -> None:
    """What was stored or refused by a fault of the site is asked again at once, and then no more; no alarm is left."""
    site, data = quiet_site, tmp_path / "data"
    shutil.copytree(quiet_archive, data)
    nights = Nights(site, data, night=1)
    right = dict(nights.all(NOW))
    for field, value in ACCIDENTS[name].make(site).items():
        setattr(site.faults, field, value)
    try:
        nights.crawl(OSIRIS_RETRY_WAIT="1")
    finally:
        for default in fields(Faults):
            setattr(site.faults, default.name, getattr(Faults(), default.name))
    code, said = nights.crawl("--recheck", "0")
    assert code == 0, said
    assert dict(nights.all(NOW)) == right
    assert nights.one(LACKING) == 0
    nights.crawl("--recheck", "0")
    assert nights.one("SELECT count(*) FROM page WHERE last_run_id = (SELECT max(id) FROM run)") <= 6


class Calendar(SampleSite):
    """The sample site with a plugin that links each page to a calendar without end, when it is switched on."""

    on = False

    def answer(self, request: Request) -> Answer:
        """Answer months of the calendar, and put a link to it on all other pages."""
        found = re.match(r"/-Agenda-(\d+)-\.html", request.path)
        if self.on and found:
            self.requests.append(request)
            year, month = divmod(int(found[1]), 12)
            title = f"{MONTH_NAMES[month].title()} {year}"
            links = "".join(
                f"<li><a href='/-Agenda-{number}-.html'>{MONTH_NAMES[number % 12].title()} {number // 12}</a></li>"
                for number in (int(found[1]) - 1, int(found[1]) + 1)
            )
            page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><ul>{links}</ul></body></html>"
            return Answer(200, (("Content-Type", "text/html; charset=utf-8"),), page.encode())
        answer = super().answer(request)
        link = f"<p><a href='/-Agenda-{2025 * 12 + 4}-.html'>Mai 2025</a></p></body>".encode()
        return replace(answer, body=answer.body.replace(b"</body>", link)) if self.on else answer


def test_a_calendar_without_end_that_comes_later_is_left_and_named(tmp_path: Path) -> None:
    """Its months to come are not asked, some of the past ones are; it is told once, and costs nothing later."""
    with Calendar(SampleArchive(430)) as site:
        nights = Nights(site, tmp_path)
        nights.crawl()
        site.on = True
        code, said = nights.crawl("--recheck", "0")
        assert code == 3
        assert "go on without end, and were left (more than 24 in a row" in said
        agenda = [path for path in site.paths() if "Agenda" in path]
        assert 20 < len(agenda) <= 30
        assert not any(f"-{2025 * 12 + 6}-" in path for path in agenda)
        for _ in range(2):
            site.requests.clear()
            code, said = nights.crawl("--recheck", "0")
            assert code == 0, said
            assert len(site.requests) <= 6, site.paths()
