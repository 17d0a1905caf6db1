"""Commits what a page became: article, revision, links and the page's own state, in one transaction."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.utils.defer import deferred_from_coro

from osiris_crawler.errors import DatabaseError
from osiris_crawler.items import Article, Outcome, Visit
from pipelines.crawl import crawl_of
from pipelines.database import records
from pipelines.database.frontier import Frontier
from pipelines.database.guises import home_digest, is_guise
from pipelines.database.validated import look_at_names
from pipelines.database.vanishing import beside_known
from pipelines.snapshots import kill_points

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
CLOSE_REASON = "storage_failed"
"""Reason of a crawl that ended because nothing could be stored any more."""


class StorePipeline:
    """The last pipeline; an article that another one dropped still leaves its visit here, with the reason.

    Stats, each visit counted once: `osiris/store/visit/<outcome>`; each stored article once:
    `osiris/store/article/<new|changed|unchanged|older>`; `osiris/store/error` when the database failed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._gave_up = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline, and listen for items that are dropped or fail before they reach it."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(pipeline.item_error, signal=signals.item_error)
        return pipeline

    def process_item(self, item: Article | Visit) -> Article | Visit:
        """Store an item; a database that refuses ends the crawl, and the page comes back in the next run."""
        if isinstance(item, Article):
            self._commit(item.visit, item)
        else:
            self._commit(item, None)
        return item

    def item_dropped(self, item: Article | Visit, exception: BaseException) -> None:
        """Commit the visit of a dropped item as refused; its links stay good."""
        self._commit(replace(_visit(item), outcome=Outcome.REFUSED, reason=str(exception)), None)

    def item_error(self, item: Article | Visit, failure: Any) -> None:
        """Commit the visit of an item that broke a pipeline as failed, so that it comes back."""
        if isinstance(failure.value, DatabaseError):  # the page stays in flight, and the next run recovers it
            self._give_up(_visit(item), failure.value)
            return
        reason = f"pipeline_error: {type(failure.value).__name__}"
        self._commit(replace(_visit(item), outcome=Outcome.FAILED, reason=reason), None)

    def _commit(self, visit: Visit, article: Article | None) -> None:
        crawl = crawl_of(self.crawler)
        saved = None
        try:
            with crawl.database.session() as session:
                home = home_digest(session, crawl.site_id)
                if not is_guise(session, crawl.site_id, visit, home) and article is not None:
                    visit.warnings += beside_known(session, article)
                    saved = records.save(session, article, crawl.run_id)
                    if saved.change is records.Change.CHANGED:
                        look_at_names(session, visit)
                Frontier(crawl.site_id).finish(session, visit, crawl.assess, crawl.run_id)
                kill_points.pass_by(kill_points.BEFORE_COMMIT)
            kill_points.pass_by(kill_points.AFTER_COMMIT)
        except DatabaseError:
            self._give_up(visit)
            raise
        self._count(f"visit/{visit.outcome}")
        if saved is not None:
            self._count(f"article/{saved.change}")

    def _give_up(self, visit: Visit, error: BaseException | None = None) -> None:
        """End the crawl since the database refuses; `error` is the one at hand where none is being handled."""
        if self._gave_up:  # Scrapy tells of an error here, too
            return
        self._gave_up = True
        self._count("error")
        logger.error("Nothing more can be stored; the crawl ends at %s", visit.url, exc_info=error or True)
        self._end_crawl()

    def _count(self, event: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"osiris/store/{event}")

    def _end_crawl(self) -> None:
        if self.crawler.crawling and self.crawler.engine is not None:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason=CLOSE_REASON))


def _visit(item: Article | Visit) -> Visit:
    return item.visit if isinstance(item, Article) else item
