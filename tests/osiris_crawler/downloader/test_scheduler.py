"""The queue over the frontier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.downloader import scheduler
from osiris_crawler.downloader.recorder import PAGE
from osiris_crawler.downloader.robots import Robots
from osiris_crawler.downloader.scheduler import Scheduler
from osiris_crawler.errors import DatabaseError
from osiris_crawler.items import Link, Outcome, Role, Visit
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from pipelines.database.models import PageState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scrapy import Request

SITE = "http://127.0.0.1:8099/"
NOW = datetime.now(UTC)
MAY = ("Articles de presse", "Année 2025", "Mai 2025")


class Queue:
    """A scheduler in an open crawl, with an engine that does nothing."""

    def __init__(self, folder: Path, **wishes: Any) -> None:
        self.context = open_context(options_from_text(site=SITE, data_dir=folder, kinds="all", **wishes))
        self.counted: dict[str, int] = {}
        self.active: set[Any] = set()
        self.woken: list[float] = []
        engine = SimpleNamespace(
            downloader=SimpleNamespace(active=self.active), scraper=SimpleNamespace(slot=None), _slot=None
        )
        stats = SimpleNamespace(
            inc_value=lambda key: self.counted.update({key: self.counted.get(key, 0) + 1})
        )
        crawler: Any = SimpleNamespace(osiris=self.context, engine=engine, stats=stats, spider=None)
        self.scheduler = Scheduler.from_crawler(crawler)
        vars(self.scheduler)["_wake_after"] = self.woken.append
        nobody: Any = None
        self.scheduler.open(nobody)

    def begin(self, robots: str = "") -> None:
        """Do what the spider does before the first page."""
        self.context.agenda.begin(SITE, [f"{SITE}sitemap.xml"], NOW)
        self.context.robots = Robots.parse(robots)

    def next(self) -> Request | None:
        """Ask for the next page."""
        return self.scheduler.next_request()

    def finish(self, request: Request | None, outcome: Outcome = Outcome.DONE, *links: Link) -> None:
        """Store the visit of a page."""
        assert request is not None
        page = request.meta[PAGE]
        visit = Visit(page.url, page.role, outcome, datetime.now(UTC), page.id, links=list(links))
        with self.context.database.session() as session:
            self.context.frontier.finish(session, visit, self.context.assess, self.context.run_id)

    def states(self) -> dict[PageState, int]:
        """Return how many pages are in each state."""
        with self.context.database.read() as session:
            return {state: count for state, count in self.context.frontier.counts(session).items() if count}


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    """Open a crawl of everything."""
    opened = Queue(tmp_path)
    yield opened
    opened.context.close()


def article(name: str) -> Link:
    """Make a link to an article of May."""
    return Link(f"{SITE}{name}", Role.ARTICLE, path=MAY)


def test_nothing_is_asked_before_robots_txt(queue: Queue) -> None:
    """The queue waits, and the crawl does not end meanwhile."""
    assert queue.next() is None
    assert queue.scheduler.has_pending_requests()


def test_pages_come_best_first_and_the_queue_ends_when_it_is_empty(queue: Queue) -> None:
    """Home, sitemap, what they showed, the plan du site (no sitemap names articles); then nothing is pending."""
    queue.begin()
    home = queue.next()
    assert home is not None
    assert home.url == SITE
    queue.finish(home, Outcome.DONE, article("a.html"))
    queue.finish(queue.next())
    third = queue.next()
    assert third is not None
    assert third.url == f"{SITE}a.html"
    queue.finish(third)
    queue.finish(queue.next())
    assert queue.next() is None
    assert not queue.scheduler.has_pending_requests()


def test_the_queue_does_not_end_while_a_page_is_on_its_way(queue: Queue) -> None:
    """Its links may still come."""
    queue.begin()
    home = queue.next()
    queue.finish(queue.next())
    queue.active.add(home)
    assert queue.next() is None
    assert queue.scheduler.has_pending_requests()


def test_what_may_not_be_asked_ends_without_a_request(queue: Queue) -> None:
    """Barred by robots.txt, or on another site."""
    queue.begin("User-agent: *\nDisallow: /secret\n")
    elsewhere = Link("http://127.0.0.1:9/b.html", Role.ARTICLE, path=MAY)
    queue.finish(queue.next(), Outcome.DONE, article("secret.html"), elsewhere)
    queue.finish(queue.next())
    queue.finish(queue.next())
    assert queue.next() is None
    assert queue.states() == {PageState.DONE: 3, PageState.FORBIDDEN: 2}
    assert queue.counted == {"osiris/scheduler/asked": 3, "osiris/scheduler/forbidden": 2}


def test_a_site_that_rests_is_not_asked(queue: Queue) -> None:
    """And the queue is woken at the end of the rest."""
    queue.begin()
    queue.context.politeness.rest(9)
    assert queue.next() is None
    assert queue.scheduler.has_pending_requests()
    assert 8 < queue.woken[0] <= 9


def test_pages_that_failed_are_waited_for_a_little(queue: Queue) -> None:
    """The first retry is due in seconds; a page that waits for hours does not hold the run."""
    queue.begin()
    queue.finish(queue.next(), Outcome.FAILED)
    queue.finish(queue.next())
    queue.finish(queue.next())
    assert queue.next() is None
    assert queue.scheduler.has_pending_requests()
    assert 0 < queue.woken[0] <= 25
    later = datetime.now(UTC) + timedelta(hours=5)
    with queue.context.database.session() as session:
        from sqlalchemy import update

        from pipelines.database.models import Page

        session.execute(update(Page).where(Page.state == PageState.FAILED).values(next_at=later))
    assert queue.next() is None
    assert not queue.scheduler.has_pending_requests()


def test_a_limit_ends_the_queue(tmp_path: Path) -> None:
    """After so many requests, with pages left."""
    queue = Queue(tmp_path, limit=1)
    queue.begin()
    queue.finish(queue.next())
    assert queue.next() is None
    assert not queue.scheduler.has_pending_requests()
    queue.scheduler.close("finished")
    assert (queue.context.stop_reason, queue.context.left) == ("finished", 1)
    queue.context.close()


def test_what_was_in_flight_is_asked_again_by_the_next_run(tmp_path: Path) -> None:
    """A kill in the middle of a page loses nothing."""
    first = Queue(tmp_path)
    first.begin()
    asked = first.next()
    first.context.close()
    second = Queue(tmp_path)
    second.begin()
    again = second.next()
    assert asked is not None
    assert again is not None
    assert again.url == asked.url
    second.context.close()


def test_a_database_that_fails_ends_the_run(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that goes away, a lock that is lost: the engine closes, nothing waits for ever."""
    queue.begin()
    reasons: list[str] = []

    def fail(_: object) -> None:
        raise DatabaseError("the database server does not answer")

    engine: Any = vars(queue.scheduler)["_crawler"].engine
    engine.close_spider_async = lambda *, reason: reasons.append(reason)
    monkeypatch.setattr(scheduler, "deferred_from_coro", lambda _: None)
    monkeypatch.setattr(type(queue.context.database), "session", fail)
    assert queue.next() is None
    assert str(queue.context.error) == "the database server does not answer"
    assert queue.next() is None
    assert reasons == ["storage"]
    queue.scheduler.close("storage")
