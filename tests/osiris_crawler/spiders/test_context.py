"""What the parts of one crawl share."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.errors import LockedError, UsageError
from osiris_crawler.items import Outcome, Role, Visit
from osiris_crawler.spiders.context import CrawlContext, context_of
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "http://127.0.0.1:8099/"
NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[CrawlContext]:
    """Open a crawl that asks nothing."""
    opened = open_context(options_from_text(site=SITE, data_dir=tmp_path))
    yield opened
    opened.close()


def moved(url: str, target: str) -> Visit:
    """Make the visit of a page that redirects."""
    return Visit(url, Role.ARTICLE, Outcome.MOVED, NOW, redirect_to=target)


def test_the_context_is_found_on_the_crawler(context: CrawlContext) -> None:
    """Another spider's crawler has none, and hears what to run instead."""
    crawler: Any = SimpleNamespace(osiris=context)
    assert context_of(crawler) is context
    crawler.osiris = None
    with pytest.raises(UsageError, match="osiris crawl"):
        context_of(crawler)


def test_pages_are_asked_under_the_spelling_of_the_host_that_answers(tmp_path: Path) -> None:
    """A site that sends every page to https and www is followed there once, and the page asked again."""
    context = open_context(options_from_text(site="http://localhost/", data_dir=tmp_path))
    context.follow_host(
        "http://localhost/a.html", moved("http://localhost/a.html", "https://www.localhost/a.html")
    )
    assert context.take_moved() == {"http://localhost/a.html"}
    assert context.take_moved() == set()
    assert context.address_of("http://localhost/b.html?x=1") == "https://www.localhost/b.html?x=1"
    context.close()


def test_other_redirects_change_no_host(context: CrawlContext) -> None:
    """An address that moved on the same host is the frontier's business."""
    context.follow_host(f"{SITE}a.html", moved(f"{SITE}a.html", f"{SITE}b.html"))
    assert context.authority == SITE
    assert not context.take_moved()


def test_retry_after_lets_the_site_rest(context: CrawlContext) -> None:
    """On this machine only when the site says so; elsewhere an overload without a time is enough."""
    context.rest_after(503, "", NOW)
    assert context.politeness.resting == 0
    context.rest_after(429, "300", NOW)
    assert 290 < context.politeness.resting <= 300
    context.politeness.loopback = False
    context.rest_after(503, "Wed, 01 Jan 2025 00:20:00 GMT", NOW)
    assert 1190 < context.politeness.resting <= 1200


def test_failures_in_a_row_end_the_run(context: CrawlContext) -> None:
    """Twenty of them say that the site is not there."""
    context.failures_in_row = 19
    assert not context.unreachable()
    context.failures_in_row = 20
    assert context.unreachable()
    assert context.error is not None
    assert context.error.exit_code == 5


def test_closing_lets_the_next_run_begin(tmp_path: Path) -> None:
    """Before, the folder is locked."""
    options = options_from_text(site=SITE, data_dir=tmp_path)
    first = open_context(options)
    with pytest.raises(LockedError):
        open_context(options)
    first.close()
    first.close()
    open_context(options).close()
