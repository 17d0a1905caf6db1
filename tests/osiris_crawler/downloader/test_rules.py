"""When robots.txt is asked again in a long run, and what happens when it fails then."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.downloader import rules
from osiris_crawler.downloader.allowance import Allowance
from osiris_crawler.downloader.robots import Robots
from osiris_crawler.downloader.rules import BarredError, Rules
from osiris_crawler.errors import SiteRefusedError
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "http://127.0.0.1:8099/"
NOW = datetime(2025, 3, 1, 6, tzinfo=UTC)
OLD = NOW + timedelta(hours=24)


class Crawler:
    """A run whose robots.txt was read, without an engine."""

    crawling = False
    engine = None

    def __init__(self, folder: Path) -> None:
        self.osiris: Any = open_context(options_from_text(site=SITE, data_dir=folder))
        self.osiris.robots, self.osiris.robots_at = Robots(), NOW
        self.woken = asyncio.Event()
        crawler: Any = self
        self.rules = Rules(crawler, self.wake)

    def wake(self) -> None:
        """Note it."""
        self.woken.set()


@pytest.fixture
def crawler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crawler]:
    """Begin a run, with pauses that cost a test no time."""
    monkeypatch.setattr(rules, "PAUSES", (0.0, 0.0))
    begun = Crawler(tmp_path)
    yield begun
    begun.osiris.close()


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str | None) -> list[str | None]:
    """Let robots.txt be these texts one after the other; None fails. Return those that are left."""
    left = list(answers)

    async def learn(_: object) -> Robots:
        text = left.pop(0)
        if text is None:
            raise SiteRefusedError("robots.txt answers 503")
        return Robots.parse(text)

    monkeypatch.setattr(rules, "learn", learn)
    return left


async def until_asked(crawler: Crawler) -> bool:
    """Ask for a page when the rules are old; wait for the new ones; tell whether a page may be asked at first."""
    at_once = crawler.rules.hold(OLD)
    assert not crawler.rules.hold(OLD)  # no second request while the first is under way
    await crawler.woken.wait()
    return at_once


def test_rules_hold_for_a_day(crawler: Crawler) -> None:
    """Not a moment longer, and not when the clock went back behind them."""
    asked: list[datetime] = []

    async def look() -> None:
        for moment in (NOW, NOW + timedelta(hours=23, minutes=59), OLD, NOW - timedelta(minutes=1)):
            if not crawler.rules.hold(moment):
                asked.append(moment)
            crawler.rules.close()

    asyncio.run(look())
    assert asked == [OLD, NOW - timedelta(minutes=1)]


def test_new_rules_are_obeyed(crawler: Crawler, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is asked meanwhile; then the queue goes on by what robots.txt says now."""
    left = answering(monkeypatch, "User-agent: *\nDisallow: /secret")
    assert asyncio.run(until_asked(crawler)) is False
    assert left == []
    assert not crawler.osiris.robots.allows(f"{SITE}secret")
    assert crawler.osiris.robots_at > NOW
    assert crawler.osiris.error is None


def test_a_failure_of_minutes_is_waited_for(crawler: Crawler, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third answer counts."""
    left = answering(monkeypatch, None, None, "User-agent: *\nDisallow: /secret")
    asyncio.run(until_asked(crawler))
    assert left == []
    assert crawler.osiris.error is None
    assert not crawler.osiris.robots.allows(f"{SITE}secret")


def test_a_failure_that_stays_ends_the_run(crawler: Crawler, monkeypatch: pytest.MonkeyPatch) -> None:
    """By RFC 9309 nothing may be crawled then: exit 5, as when a run cannot begin."""
    answering(monkeypatch, None, None, None)
    asyncio.run(until_asked(crawler))
    assert isinstance(crawler.osiris.error, SiteRefusedError)
    assert crawler.osiris.robots_at == NOW


def test_a_site_that_bars_us_now_is_not_asked_thrice(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer was read; another request would bring the same."""
    asked = []

    async def learn(_: object) -> Robots:
        asked.append(1)
        raise BarredError("robots.txt bars this program")

    monkeypatch.setattr(rules, "learn", learn)
    asyncio.run(until_asked(crawler))
    assert len(asked) == 1
    assert isinstance(crawler.osiris.error, BarredError)


def test_a_quota_used_up_keeps_robots_txt_from_being_asked(crawler: Crawler) -> None:
    """Not one request above it: the queue then ends the run as it does for a page."""
    crawler.osiris.allowance = Allowance(1, None, crawler.osiris.allowance.zone)
    day = crawler.osiris.allowance.day(datetime.now(UTC))
    crawler.osiris.used_today = (day, 1)
    asyncio.run(until_asked(crawler))
    assert crawler.osiris.used_today == (day, 1)
    assert "The quota of 1 requests" in crawler.osiris.halted
    assert crawler.osiris.error is None


def test_an_error_of_ours_ends_the_run(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Else robots.txt would be asked for again and again."""
    ended: list[str] = []

    async def learn(_: object) -> Robots:
        raise ZeroDivisionError

    monkeypatch.setattr(rules, "learn", learn)
    monkeypatch.setattr(crawler.rules, "_end", ended.append)
    asyncio.run(until_asked(crawler))
    assert ended == ["rules_failed"]
    assert "robots.txt could not be asked for again" in caplog.text


@pytest.mark.parametrize(("seconds", "obeyed"), [(600, True), (999_999_999, False)])
def test_a_crawl_delay_for_which_no_run_waits_is_a_refusal(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch, seconds: int, *, obeyed: bool
) -> None:
    """Ten minutes are obeyed; thirty years are named, and not waited for by this run or the next."""
    crawler.osiris.politeness.loopback = False

    async def ask_robots(*_: object) -> Robots:
        return Robots.parse(f"User-agent: *\nCrawl-delay: {seconds}", SITE)

    monkeypatch.setattr(rules, "ask_robots", ask_robots)
    given: Any = crawler
    if obeyed:
        asyncio.run(rules.learn(given))
        assert crawler.osiris.politeness.delay == seconds
        return
    with pytest.raises(BarredError, match="999,999,999 s between two requests"):
        asyncio.run(rules.learn(given))
    assert crawler.osiris.take_over(NOW) == 0.0
