"""Keeps what robots.txt says up to date: asked before the first page, and again when it is a day old."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy.utils.defer import deferred_from_coro

from osiris_crawler import clock, settings
from osiris_crawler.downloader.robots import Robots, ask_robots
from osiris_crawler.errors import OsirisError, SiteRefusedError
from osiris_crawler.spiders import again
from osiris_crawler.spiders.context import CrawlContext, context_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

HOLDS = timedelta(hours=24)
"""RFC 9309, 2.4: a copy of robots.txt is not used for longer."""
PAUSES = (20.0, 120.0)
"""Seconds before robots.txt is asked a second and a third time, when it fails in the middle of a run."""
CLOSE_REASON = "site_refused"
BROKEN = "rules_failed"
logger = logging.getLogger(__name__)


class BarredError(SiteRefusedError):
    """Robots.txt was read, and bars the home page or any crawl: asking again changes nothing."""


class HaltedError(Exception):
    """Quota, hours or a long rest forbid even to ask for robots.txt; `CrawlContext.halted` says which."""


class Rules:
    """The rules of a run's site."""

    def __init__(self, crawler: Crawler, wake: Callable[[], None]) -> None:
        """Prepare.

        Args:
            crawler: of the run.
            wake: called when pages may be asked again.
        """
        self._crawler = crawler
        self._context = context_of(crawler)
        self._wake = wake
        self._asking: asyncio.Task[None] | None = None

    def hold(self, now: datetime) -> bool:
        """Tell whether pages may be asked by the rules known; if they are too old they are being asked for anew."""
        asked_at = self._context.robots_at
        if asked_at is None or timedelta() <= now - asked_at < HOLDS:
            return True
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._renew())
        return False

    def close(self) -> None:
        """Let go of a request under way; the run ends."""
        if self._asking is not None:
            self._asking.cancel()

    async def _renew(self) -> None:
        """Ask anew; where it fails for some minutes the run ends, as one that cannot begin."""
        context = self._context
        try:
            context.robots = await self._asked()
        except HaltedError:
            logger.info("robots.txt is a day old, and may not be asked for now")
        except OsirisError as error:
            context.error = error
            self._end(CLOSE_REASON)
        except Exception:  # else it would be asked again and again
            logger.exception("robots.txt could not be asked for again")
            self._end(BROKEN)
        else:
            context.robots_at = clock.now()
            logger.info("robots.txt was a day old, and was asked again")
        finally:
            self._asking = None
        self._wake()

    def _end(self, reason: str) -> None:
        if self._crawler.crawling and self._crawler.engine is not None:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=reason))

    async def _asked(self) -> Robots:
        for pause in PAUSES:
            try:
                return await learn(self._crawler)
            except BarredError:
                raise
            except SiteRefusedError as error:
                seconds = max(pause, self._context.politeness.resting)
                logger.warning("%s; asked again in %.0f s, and no page meanwhile", error, seconds)
            await asyncio.sleep(pause)
        return await learn(self._crawler)


async def learn(crawler: Crawler) -> Robots:
    """Ask the site for its robots.txt, and act on it: the host that answers, the pause, pages barred before.

    Raises:
        SiteRefusedError: it fails, bars the home page, or wants pauses for which no run waits.
        HaltedError: nothing may be asked now.
    """
    context = context_of(crawler)

    async def download(request: Request) -> Response:
        return await _ask(crawler, context, request)

    robots = await ask_robots(context.authority, context.profile.owns, download)
    context.authority = robots.authority
    home = context.address_of(context.profile.url)
    if not robots.allows(home):
        raise BarredError(f"{robots.authority}robots.txt bars this program from {home}")
    if not context.politeness.loopback and (robots.crawl_delay or 0.0) > settings.OSIRIS_REST_WAIT:
        raise BarredError(
            f"{robots.authority}robots.txt wants {robots.crawl_delay:,.0f} s between two requests (Crawl-delay), so "
            "that a crawl would never end. Ask the site's people; OSIRIS_REST_WAIT is the longest pause that is obeyed"
        )
    context.obey_crawl_delay(robots.crawl_delay)
    with context.database.session() as session:
        again.free(session, context.site_id, lambda url: robots.allows(context.address_of(url)))
    return robots


async def _ask(crawler: Crawler, context: CrawlContext, request: Request) -> Response:
    """Ask outside the queue (robots.txt, and where it redirects), and count it."""
    _mind(context)
    await asyncio.sleep(context.politeness.waiting)
    _mind(context)
    with context.database.session() as session:
        context.count_request(session, clock.now())
    context.politeness.note_asked()
    response: Response = await crawler.engine.download_async(request)
    return response


def _mind(context: CrawlContext) -> None:
    """Leave the site alone when quota, hours or a long rest want it so."""
    if not context.may_ask(clock.now()):
        raise HaltedError(context.halted)
