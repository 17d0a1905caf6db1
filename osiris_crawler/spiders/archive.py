"""The spider: turns each answer into one item; what is asked next is the frontier's business."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider
from scrapy.exceptions import CloseSpider

from osiris_crawler import clock, settings, urls
from osiris_crawler.downloader.conditions import answer_of, doubt
from osiris_crawler.downloader.recorder import CUT_OFF, PAGE, SNAPSHOT
from osiris_crawler.downloader.rules import CLOSE_REASON, HaltedError, learn
from osiris_crawler.errors import OsirisError, SnapshotError, StorageError
from osiris_crawler.items import Article, Link, Outcome, Role, Visit
from osiris_crawler.pages.needs import needs_of_page, needs_of_stylesheet
from osiris_crawler.reading import NOT_WANTED, Asked, only_taken, read_any
from osiris_crawler.spiders.choosing import choose_site
from osiris_crawler.spiders.context import ATTRIBUTE, CrawlContext, context_of
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.validators import NOT_MODIFIED
from pipelines.database import orphans

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from osiris_crawler.reading import Response as Answer
    from pipelines.database.frontier import FrontierPage

LOST_COPY = "copy_unreadable"
"""Reason of a visit whose page is unchanged, says the server, and whose recording cannot be read."""
logger = logging.getLogger(__name__)


class ArchiveSpider(Spider):
    """Walks a SPIP press archive.

    Arguments (`scrapy crawl archive -a …`): site, since, until, kinds, limit, delay,
    concurrency, full, census, recheck, urls.
    Counts `osiris/archive/<outcome>`, and `osiris/archive/not_modified` of those done by a 304.
    """

    name = "archive"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the crawl's context unless the command line has done so."""
        if getattr(crawler, ATTRIBUTE, None) is None:
            wishes = {
                name: kwargs.get(name)
                for name in ("site", "since", "until", "kinds", "limit", "delay", "recheck")
            }
            choice = choose_site(wishes.pop("site"), settings.data_folder(None))
            if choice.said:
                logger.warning(choice.said)
            options = options_from_text(
                **wishes,
                site=choice.url,
                concurrency=kwargs.get("concurrency"),
                full=_yes(kwargs.get("full")),
                assets=_yes(kwargs.get("assets")),
                census=_yes(kwargs.get("census")),
                urls=str(kwargs.get("urls", "")).split(),
                command="scrapy crawl archive",
            )
            setattr(crawler, ATTRIBUTE, open_context(options))
        context = context_of(crawler)
        crawler.settings.set("CONCURRENT_REQUESTS", context.politeness.concurrency, priority="cmdline")
        crawler.settings.set(
            "CONCURRENT_REQUESTS_PER_DOMAIN", context.politeness.concurrency, priority="cmdline"
        )
        spider = super().from_crawler(crawler, *args)
        spider.context = context
        return spider

    context: CrawlContext

    async def start(self) -> AsyncIterator[Any]:
        """Ask for robots.txt and fill the queue; yields nothing, the queue hands out the pages."""
        try:
            await self._begin()
        except OsirisError as error:
            self.context.error = error
            raise CloseSpider(CLOSE_REASON) from error
        except HaltedError as error:
            raise CloseSpider("halted") from error
        except Exception as error:  # else the queue would wait for ever
            logger.exception("The crawl could not begin")
            raise CloseSpider("start_failed") from error
        return
        yield  # the method is a generator to Scrapy

    async def _begin(self) -> None:
        """Learn what the site allows, and what is to be asked first."""
        context = self.context
        pause = context.take_over(clock.now())
        if not context.may_ask(clock.now()):
            raise HaltedError(context.halted)
        await asyncio.sleep(pause)
        robots = await learn(self.crawler)
        home = context.address_of(context.profile.url)
        named = [address for url in robots.sitemaps if (address := urls.canonical(url, home))]
        sitemaps = [url for url in named if context.profile.owns(url)] or [
            urls.canonical("sitemap.xml", home)
        ]
        with context.database.session() as session:
            orphans.sweep(session)
        context.agenda.begin(home, sitemaps, clock.now())
        context.robots, context.robots_at = robots, clock.now()

    def parse(self, response: Response) -> Iterator[Article | Visit]:
        """Read one answer."""
        page: FrontierPage = response.meta[PAGE]
        item = self._read(page, response)
        visit = item if isinstance(item, Visit) else item.visit
        self._note(page, visit)
        yield item
        self._stop_if_failing()

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """Turn a request without an answer into a failed visit."""
        request = failure.request  # type: ignore[attr-defined]
        page: FrontierPage = request.meta[PAGE]
        if isinstance(failure.value, StorageError):
            self.context.error = failure.value
            raise CloseSpider("storage")
        reason = f"{type(failure.value).__name__}: {failure.getErrorMessage()}"[:300]
        logger.warning("%s: no answer (%s); asked again later", request.url, reason)
        visit = Visit(
            request.url, page.role, Outcome.FAILED, clock.now(), page.id, reason=reason, path=page.path
        )
        self._note(page, visit)
        yield visit
        self._stop_if_failing()

    def _read(self, page: FrontierPage, response: Response) -> Article | Visit:
        """Hand an answer to the reader; one cut off, or that breaks the reader, ends as a bare visit."""
        snapshot = response.meta[SNAPSHOT]
        try:
            answer = answer_of(response, snapshot, self.context)
        except (SnapshotError, ValueError) as error:
            doubt(self.context, f"{response.url}: 304, and what it confirms cannot be read ({error})")
            return Visit(
                response.url, page.role, Outcome.FAILED, snapshot.captured_at, page.id, response.status,
                LOST_COPY, path=page.path, snapshot=snapshot,
            )  # fmt: skip
        item = read_any(
            answer,
            Asked(page.role, page.path, page.id, self.context.agenda.menu),
            self.context.profile,
            cut_off=CUT_OFF in response.flags,
        )
        taken = only_taken(item, self.context.agenda.takes)
        if taken is not item:
            self.crawler.stats.inc_value(f"osiris/archive/{NOT_WANTED}")
        self._add_needs(answer, taken.visit if isinstance(taken, Article) else taken)
        if isinstance(taken, Article):
            taken.visit.warnings += self.context.layouts.look(
                answer.body, answer.headers.get("content-type", "")
            )
        return taken

    def _add_needs(self, answer: Answer, visit: Visit) -> None:
        """With --assets, put what a page or stylesheet of the site needs among its links."""
        if not self.context.options.assets or visit.outcome is not Outcome.DONE:
            return
        kind = answer.headers.get("content-type", "").lower()
        if "css" in kind:
            found = needs_of_stylesheet(answer.body, answer.url)
        elif "html" in kind:
            found = needs_of_page(answer.body, answer.url)
        else:
            return
        owns = self.context.profile.owns
        visit.links += [Link(url, Role.ASSET) for url in found if owns(url)]

    def _note(self, page: FrontierPage, visit: Visit) -> None:
        """Count the visit, and act on what it says of the site."""
        context = self.context
        self.crawler.stats.inc_value(f"osiris/archive/{visit.outcome}")
        if visit.status == NOT_MODIFIED and visit.outcome is Outcome.DONE:
            context.confirmed += 1
            self.crawler.stats.inc_value("osiris/archive/not_modified")
        context.failures_in_row = context.failures_in_row + 1 if visit.outcome is Outcome.FAILED else 0
        context.follow_host(page.url, visit)
        context.agenda.note(visit)

    def _stop_if_failing(self) -> None:
        """End the run when nothing but failures comes back."""
        if self.context.unreachable():
            raise CloseSpider("site_failing")


def _yes(value: str | None) -> bool:
    """Read a switch of `scrapy crawl archive -a`."""
    return str(value or "").lower() in {"1", "true", "yes"}
