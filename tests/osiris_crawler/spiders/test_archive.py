"""What the spider makes of answers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Request
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from osiris_crawler import clock, reading
from osiris_crawler.downloader import rules
from osiris_crawler.downloader.allowance import Allowance
from osiris_crawler.errors import SnapshotError
from osiris_crawler.items import Article, Kind, Outcome, Role, Snapshot, Visit
from osiris_crawler.spiders.archive import ArchiveSpider
from osiris_crawler.spiders.context import ATTRIBUTE
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from pipelines.database.frontier import FrontierPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from osiris_crawler.reading import Asked
    from osiris_crawler.reading import Response as Answer

SITE = "http://127.0.0.1:8099/"
NOW = datetime(2025, 1, 1, tzinfo=UTC)
SNAPSHOT = Snapshot("a.warc.gz", 10, 20, "sha1:X", NOW)
PATH = ("Ressources", "Points de vue", "2007")
PAGE = FrontierPage(7, f"{SITE}a.html", Role.ARTICLE, PATH, 1, 0, "", "")
HTML = "<html><body><h1>Un titre</h1></body></html>"


@pytest.fixture
def spider(tmp_path: Path) -> Iterator[ArchiveSpider]:
    """Make a spider in an open crawl of press articles."""
    context = open_context(options_from_text(site=SITE, data_dir=tmp_path, kinds="resource"))
    crawler: Any = SimpleNamespace(osiris=context)
    crawler.settings = SimpleNamespace(getbool=lambda _: False)
    made = ArchiveSpider()
    made.context = context
    made.crawler = SimpleNamespace(stats=Stats())  # type: ignore[assignment]
    yield made
    context.close()


class Stats(StatsCollector):
    """Counts without a crawler."""

    def __init__(self) -> None:
        self.counted: dict[str, int] = {}

    def inc_value(self, key: str, count: int = 1, start: int = 0, spider: Any = None) -> None:  # noqa: ARG002
        self.counted[key] = self.counted.get(key, start) + count


def answer(status: int = 200, html: str = HTML, **headers: str) -> HtmlResponse:
    """Make a recorded answer."""
    request = Request(PAGE.url, meta={"page": PAGE, "snapshot": SNAPSHOT})
    sent = {"Content-Type": "text/html; charset=utf-8"} | headers
    return HtmlResponse(PAGE.url, status, headers=sent, body=html.encode(), request=request)


def only(items: Iterator[Article | Visit]) -> Any:
    """Return the one item of an answer."""
    (item,) = items
    return item


def read_as_resource(given: Answer, asked: Asked, _profile: object) -> Article:
    """Stand in for the reader."""
    visit = Visit(
        given.url, asked.role, Outcome.DONE, given.fetched_at, asked.page_id, given.status,
        path=tuple(asked.path), snapshot=given.snapshot,
    )  # fmt: skip
    return Article(visit, given.url, Kind.RESOURCE, given.headers["content-type"], "")


def test_an_article_is_one_item_with_its_visit(
    spider: ArchiveSpider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page row, snapshot and capture time travel with it; the reader gets headers in lower case."""
    monkeypatch.setattr(reading, "read_response", read_as_resource)
    item = only(spider.parse(answer()))
    assert isinstance(item, Article)
    assert (item.visit.page_id, item.visit.snapshot, item.visit.fetched_at) == (7, SNAPSHOT, NOW)
    assert (item.visit.path, item.title) == (PATH, "text/html; charset=utf-8")


def test_a_page_of_a_kind_not_wanted_is_a_visit_with_its_kind(
    spider: ArchiveSpider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a later run that wants it can ask again."""
    monkeypatch.setattr(reading, "read_response", read_as_resource)
    monkeypatch.setattr(spider.context.agenda, "takes", lambda kind: kind is not Kind.RESOURCE)
    visit = only(spider.parse(answer()))
    assert (visit.outcome, visit.reason) == (Outcome.REFUSED, "not_wanted:resource")


def test_a_missing_page_is_gone(spider: ArchiveSpider) -> None:
    """404 is an outcome like others."""
    assert only(spider.parse(answer(404))).outcome is Outcome.GONE


def test_an_answer_cut_off_comes_back_later(spider: ArchiveSpider) -> None:
    """Half a page is never read."""
    response = answer()
    response.flags.append("dataloss")
    visit = only(spider.parse(response))
    assert (visit.outcome, visit.reason, visit.snapshot) == (Outcome.FAILED, "cut_off", SNAPSHOT)


def test_a_reader_that_breaks_ends_as_a_visit(spider: ArchiveSpider, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is refused with the error's name, and the crawl goes on."""

    def broken(*_: object) -> None:
        raise ValueError("surprise")

    monkeypatch.setattr(reading, "read_response", broken)
    visit = only(spider.parse(answer()))
    assert (visit.outcome, visit.reason) == (Outcome.REFUSED, "reader:ValueError")


def test_no_answer_is_a_failed_visit(spider: ArchiveSpider) -> None:
    """With the error as reason."""
    failure: Any = Failure(OSError("no route"))  # type: ignore[no-untyped-call]
    failure.request = answer().request
    visit = only(spider.failed(failure))
    assert (visit.outcome, visit.status) == (Outcome.FAILED, 0)
    assert visit.reason == "OSError: no route"
    assert spider.context.failures_in_row == 1


def test_recordings_that_cannot_be_written_end_the_crawl(spider: ArchiveSpider) -> None:
    """Nothing is stored that is not recorded."""
    failure: Any = Failure(SnapshotError("disk full"))  # type: ignore[no-untyped-call]
    failure.request = answer().request
    with pytest.raises(CloseSpider):
        only(spider.failed(failure))
    assert isinstance(spider.context.error, SnapshotError)


def test_a_site_in_a_folder_begins_there(
    spider: ArchiveSpider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Home page and sitemap are those of the folder; robots.txt is the host's."""
    asked = []

    async def missing(_crawler: object, _context: object, request: Request) -> HtmlResponse:
        asked.append(request.url)
        return HtmlResponse(request.url, 404)

    monkeypatch.setattr(rules, "_ask", missing)
    spider.context = open_context(options_from_text(site=f"{SITE}presse/", data_dir=tmp_path / "folder"))
    setattr(spider.crawler, ATTRIBUTE, spider.context)
    asyncio.run(spider._begin())
    with spider.context.database.session() as session:
        found = [spider.context.frontier.next(session, clock.now()) for _ in range(3)]
    spider.context.close()
    assert asked == [f"{SITE}robots.txt"]
    assert [(page.role, page.url) for page in found if page] == [
        (Role.HOME, f"{SITE}presse/"),
        (Role.SITEMAP, f"{SITE}presse/sitemap.xml"),
    ]


def test_a_run_that_may_ask_nothing_ends_before_robots_txt(spider: ArchiveSpider) -> None:
    """And it knows no rules then, so that no page can be asked when the hours begin a moment later."""
    spider.context.allowance = Allowance(1, None, spider.context.allowance.zone)
    spider.context.used_today = (spider.context.allowance.day(clock.now()), 1)

    async def begin() -> None:
        async for _ in spider.start():
            pass

    with pytest.raises(CloseSpider) as raised:
        asyncio.run(begin())
    assert raised.value.reason == "halted"
    assert spider.context.robots is None
    assert "The quota of 1 requests" in spider.context.halted
