"""The queue of a crawl: Scrapy's scheduler over the frontier table, so that a kill loses nothing."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro

from osiris_crawler import clock, settings
from osiris_crawler.downloader.conditions import STORED, state_to_ask_about
from osiris_crawler.downloader.politeness import SLOT
from osiris_crawler.downloader.recorder import PAGE
from osiris_crawler.downloader.rules import Rules
from osiris_crawler.errors import StorageError
from osiris_crawler.items import Outcome, Visit
from osiris_crawler.spiders.context import CrawlContext, context_of
from osiris_crawler.validators import conditions
from pipelines.database.addresses import location
from pipelines.database.models import PageState
from pipelines.database.requeue import mend_pauses, recover

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from pipelines.database.frontier import FrontierPage

LOOPBACK_WAIT = 25.0
"""On a site on this machine a run waits at its end for first retries only (seconds)."""
STORAGE = "storage"
"""Reason of a crawl that ended because the database could not be used any more."""
LOST_AFTER, LOOK_AGAIN = 10.0, 0.05
"""Seconds after which a page in flight is given up when Scrapy knows nothing of it, and between two looks."""
logger = logging.getLogger(__name__)


class Scheduler(BaseScheduler):
    """Pops the best due page from the database.

    Pages that robots.txt bars or that lie elsewhere end here without a request. Counts
    `osiris/scheduler/asked` and `osiris/scheduler/forbidden`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._context: CrawlContext = context_of(crawler)
        self._wait = LOOPBACK_WAIT if self._context.politeness.loopback else settings.OSIRIS_RETRY_WAIT
        self._rules = Rules(crawler, self._wake)
        self._quiet_since: float | None = None
        self._drained = False
        self._waking = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl (Scrapy calls it)."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:  # noqa: ARG002 - Scrapy's interface
        """Take back what was in flight when an earlier run ended."""
        for note in self._context.notes:
            logger.warning(note)
        with self._context.database.session() as session:
            mend_pauses(session, self._context.site_id, clock.now())
            if count := recover(session, self._context.site_id):
                logger.info("%d pages were in flight when an earlier run ended; they are asked again", count)

    def close(self, reason: str) -> None:
        """Note why the run ended and what it leaves; nothing has to be saved."""
        context = self._context
        context.stop_reason = reason
        self._rules.close()
        with (
            suppress(StorageError),
            context.database.session() as session,
        ):  # the next run takes them back, too
            recover(session, context.site_id)
            context.left = context.frontier.counts(session)[PageState.DUE]

    def has_pending_requests(self) -> bool:
        """True until the frontier and the steps at its end are through."""
        return not self._drained

    def enqueue_request(self, request: Request) -> bool:
        """Refuse: the spider makes no requests, links reach the frontier with the page that showed them."""
        logger.error("%s was not queued: requests come from the frontier only", request.url)
        return False

    def next_request(self) -> Request | None:
        """Return the next page to ask, None when there is none at the moment; a database that fails ends the run."""
        context = self._context
        if self._drained or context.robots is None or context.error:
            return None
        try:
            return self._next()
        except StorageError as error:
            context.error = error
            logger.error("%s", error)  # noqa: TRY400 - it says all
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=STORAGE))
            return None

    def _next(self) -> Request | None:
        context = self._context
        if not context.may_ask(clock.now()):
            self._drained = self._idle()
            return None
        if not self._rules.hold(clock.now()):
            return None  # robots.txt is a day old, and is being asked for
        if waiting := context.politeness.waiting:
            self._wake_after(waiting)
            return None
        if context.options.limit is not None and context.requests >= context.options.limit:
            self._drained = self._idle()
            return None
        page = self._pop()
        if page is None and self._idle():
            page = self._pop_at_the_end()
        if page is None:
            return None
        context.politeness.note_asked()
        context.requests += 1
        self._crawler.stats.inc_value("osiris/scheduler/asked")
        spider = self._crawler.spider
        request = Request(
            context.address_of(page.url),
            callback=getattr(spider, "parse", None),
            errback=getattr(spider, "failed", None),
            dont_filter=True,
            meta={PAGE: page, "download_slot": SLOT},
        )
        if known := state_to_ask_about(context, page, request.url, clock.now()):
            request.meta[STORED] = known
            request.headers.update(conditions(known.validators))
        return request

    def _pop(self) -> FrontierPage | None:
        """Take the next page that may be asked; those that may not end here."""
        context = self._context
        assert context.robots is not None
        while True:
            now = clock.now()
            with context.database.session() as session:
                page = context.frontier.next(session, now)
                if page is None:
                    return None
                reason = self._barred(page)
                if not reason:
                    context.count_request(session, now)
                    return page
                visit = Visit(
                    page.url, page.role, Outcome.FORBIDDEN, now, page.id, reason=reason, path=page.path
                )
                context.frontier.finish(session, visit, context.assess, context.run_id)
            self._crawler.stats.inc_value("osiris/scheduler/forbidden")

    def _barred(self, page: FrontierPage) -> str:
        """Return why a page may not be asked; empty when it may."""
        context = self._context
        if not context.profile.owns(page.url):
            return "other_site"
        allowed = context.robots is None or context.robots.allows(context.address_of(page.url))
        return "" if allowed else "robots"

    def _pop_at_the_end(self) -> FrontierPage | None:
        """Take the steps at the end of the queue; with nothing left wait for retries, or be through."""
        context = self._context
        if moved := context.take_moved():
            context.agenda.ask_again(map(location, moved))
            return self._pop()
        while context.agenda.more(clock.now()):
            if page := self._pop():
                return page
        with context.database.read() as session:
            next_at = context.frontier.next_at(session)
        wait = (next_at - clock.now()).total_seconds() if next_at else None
        if wait is None or wait > self._wait or context.options.urls:
            self._drained = True
        else:
            self._wake_after(max(0.0, wait))
        return None

    def _wake_after(self, seconds: float) -> None:
        """Let the engine ask again when there is something to ask; by itself it does so every 5 s only."""
        if self._waking:
            return
        self._waking = True
        call_later(seconds, self._wake)

    def _wake(self) -> None:
        self._waking = False
        slot = self._crawler.engine._slot  # noqa: SLF001 - the engine has no public way to be woken
        if slot is not None:
            slot.nextcall.schedule()

    def _idle(self) -> bool:
        """Tell whether nothing is being asked, read or stored, so that no more links can come.

        For a moment an answer is in no list of Scrapy's: no longer asked, and not yet handed to the spider. So
        the frontier has the last word, unless a page stays in flight that nobody works on.
        """
        engine = self._crawler.engine
        slot = engine.scraper.slot
        if engine.downloader.active or (slot is not None and not slot.is_idle()):
            self._quiet_since = None
            return False
        with self._context.database.read() as session:
            if not self._context.frontier.in_flight(session):
                return True
        if self._quiet_since is None:
            self._quiet_since = clock.ticks()
        if clock.ticks() - self._quiet_since > LOST_AFTER:
            return True
        self._wake_after(LOOK_AGAIN)
        return False
