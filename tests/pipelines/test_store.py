"""Tests of `pipelines.store` and its signals, with a real Scrapy crawler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from scrapy import signals
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler
from sqlalchemy import select
from twisted.python.failure import Failure

from osiris_crawler.errors import DatabaseError, UsageError
from osiris_crawler.items import Outcome
from pipelines.database.engine import open_database
from pipelines.database.models import Article, Page, PageState
from pipelines.deduplicate import DeduplicatePipeline
from pipelines.store import StorePipeline
from tests.pipelines.makers import SITE, article, link, snapshot, visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from tests.pipelines.makers import Archive


@pytest.fixture
def crawler(store: Archive) -> Any:
    """Give a crawler that works in the archive."""
    crawler = get_crawler()
    crawler.osiris = store  # type: ignore[attr-defined]
    return crawler


def pages(store: Archive) -> dict[str, tuple[str, str]]:
    """Return state and reason of every page by its location."""
    with store.database.read() as session:
        return {row.location: (row.state, row.reason) for row in session.scalars(select(Page))}


def stats(crawler: Crawler) -> dict[str, int]:
    """Return what the pipelines counted."""
    assert crawler.stats is not None
    return {name: count for name, count in crawler.stats.get_stats().items() if name.startswith("osiris/")}


def test_article_page_and_links_commit_together(store: Archive, crawler: Crawler) -> None:
    """One item leaves an article, its page's state and its links."""
    dedupe, keep = DeduplicatePipeline.from_crawler(crawler), StorePipeline.from_crawler(crawler)
    item = article(visit=visit(links=[link("next.html")], snapshot=snapshot()))
    assert keep.process_item(dedupe.process_item(item)) is item
    assert pages(store) == {"/un-accord.html": (PageState.DONE, ""), "/next.html": (PageState.DUE, "")}
    again = article(hours=5)
    keep.process_item(dedupe.process_item(again))
    assert again.article_id == 1
    assert stats(crawler) == {
        "osiris/deduplicate/new": 1,
        "osiris/deduplicate/address": 1,
        "osiris/store/visit/done": 2,
        "osiris/store/article/new": 1,
        "osiris/store/article/unchanged": 1,
    }


def test_a_visit_without_article_passes_both(store: Archive, crawler: Crawler) -> None:
    """Listings, redirects and failures leave their page's state only."""
    dedupe, keep = DeduplicatePipeline.from_crawler(crawler), StorePipeline.from_crawler(crawler)
    seen = visit(SITE + "x", outcome=Outcome.GONE, status=404)
    assert keep.process_item(dedupe.process_item(seen)) is seen
    assert pages(store) == {"/x": (PageState.GONE, "")}
    assert stats(crawler) == {"osiris/store/visit/gone": 1}


def test_a_dropped_article_leaves_its_visit_with_the_reason(store: Archive, crawler: Crawler) -> None:
    """The signal that Scrapy sends for a dropped item commits the page as refused, its links included."""
    keep = StorePipeline.from_crawler(crawler)
    item = article(visit=visit(links=[link("next.html")]))
    crawler.signals.send_catch_log(
        signal=signals.item_dropped, item=item, exception=DropItem("no_title"), response=None, spider=None
    )
    assert pages(store)["/un-accord.html"] == (PageState.REFUSED, "no_title")
    assert "/next.html" in pages(store)
    assert stats(crawler) == {"osiris/store/visit/refused": 1}
    with store.database.read() as session:
        assert session.scalars(select(Article)).all() == []
    assert keep.crawler is crawler


def test_an_item_that_breaks_a_pipeline_comes_back(store: Archive, crawler: Crawler) -> None:
    """A mistake of the program is no end of the page: it fails, with the error's name."""
    keep = StorePipeline.from_crawler(crawler)
    failure = Failure(ValueError("x"))  # type: ignore[no-untyped-call]
    crawler.signals.send_catch_log(
        signal=signals.item_error, item=article(), failure=failure, response=None, spider=None
    )
    assert pages(store) == {"/un-accord.html": (PageState.FAILED, "pipeline_error: ValueError")}
    assert keep.crawler is crawler


def test_a_database_that_refuses_in_another_pipeline_ends_the_crawl_too(
    store: Archive, crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page stays in flight, for the next run; waiting for it, the crawl would never end."""
    ended: list[str] = []
    monkeypatch.setattr(StorePipeline, "_end_crawl", lambda _: ended.append("storage_failed"))
    keep = StorePipeline.from_crawler(crawler)
    failure = Failure(DatabaseError("gone"))  # type: ignore[no-untyped-call]
    for _ in range(2):
        crawler.signals.send_catch_log(
            signal=signals.item_error, item=article(), failure=failure, response=None, spider=None
        )
    assert ended == ["storage_failed"]
    assert pages(store) == {}
    assert stats(crawler) == {"osiris/store/error": 1}
    assert keep.crawler is crawler


def test_nothing_of_a_page_is_kept_when_the_database_refuses(store: Archive, crawler: Crawler) -> None:
    """A locked database raises a clear error; article and page are both absent, and the error is counted."""
    impatient = open_database(store.data_dir, busy_seconds=0.05)
    store.database, usual = impatient, store.database
    keep = StorePipeline.from_crawler(crawler)
    with usual.session(), pytest.raises(DatabaseError, match="another program is writing"):
        keep.process_item(article())
    impatient.close()
    store.database = usual
    assert pages(store) == {}
    assert stats(crawler) == {"osiris/store/error": 1}


def test_pipelines_need_a_crawl() -> None:
    """Started without an archive they say how to start."""
    with pytest.raises(UsageError, match="osiris crawl"):
        StorePipeline.from_crawler(get_crawler()).process_item(visit())
