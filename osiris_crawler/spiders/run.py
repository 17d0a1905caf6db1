"""The end of a run: its verdict, its row in the database, its closed recordings."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from sqlalchemy import func, select

from osiris_crawler import clock, urls
from osiris_crawler.errors import StorageError
from osiris_crawler.figures import figures
from osiris_crawler.health import Facts, Health, judge
from osiris_crawler.items import Kind, Link
from osiris_crawler.notify import notify_by_settings
from osiris_crawler.spiders.context import ATTRIBUTE, CrawlContext, context_of
from osiris_crawler.spiders.stopping import Stopping
from osiris_crawler.symptoms import are_changes_doubtful, remarks, symptoms
from pipelines.database import coverage, runs, tombstones
from pipelines.database.differences import CENSUS, differences, found_hidden, this_check
from pipelines.database.doubted import DOUBTED, doubted_runs
from pipelines.database.models import Article as ArticleRow
from pipelines.database.models import PageState
from pipelines.database.observed import observe
from pipelines.snapshots.run_notes import END_FIELD, FINISHED

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from sqlalchemy.orm import Session
    from twisted.python.failure import Failure

    from osiris_crawler.items import Article, Visit
    from pipelines.database.coverage import Missing
    from pipelines.database.observed import Observed

logger = logging.getLogger(__name__)


class RunExtension:
    """Follows the signals of one crawl of the archive; Scrapy's other commands run without it."""

    def __init__(self, crawler: Crawler) -> None:
        if getattr(crawler, ATTRIBUTE, None) is None:
            raise NotConfigured
        self._crawler = crawler
        self._context: CrawlContext = context_of(crawler)
        self._stopping = Stopping(crawler, self._break_off)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it and connect it (Scrapy calls it)."""
        extension = cls(crawler)
        crawler.signals.connect(extension.item_error, signal=signals.item_error)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(extension.engine_stopped, signal=signals.engine_stopped)
        return extension

    def item_error(self, item: Article | Visit, failure: Failure, spider: Spider) -> None:  # noqa: ARG002
        """Keep the error that ends the run when nothing can be stored any more; the store ends it."""
        if isinstance(failure.value, StorageError):
            self._context.error = failure.value

    def spider_opened(self) -> None:
        """Begin to watch for a stop that takes too long; a closed terminal stops a run as SIGTERM does."""
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))
        self._stopping.watch()

    def _break_off(self) -> int:
        """Judge and close a run that a signal ends while something is on its way."""
        context = self._context
        health = finish_run(context, "shutdown", self._crawler.stats.get_stats())
        if context.ending is not None:
            context.ending(context)
        notify_by_settings(news_of(context))
        context.close()
        return health.exit_code

    def spider_closed(self, spider: Spider, reason: str) -> None:  # noqa: ARG002
        """Judge the run and write its row."""
        self._stopping.over()
        try:
            health = finish_run(self._context, reason, self._crawler.stats.get_stats())
        except (
            StorageError
        ) as error:  # tried once more when the engine has stopped, and told to the person then
            logger.error("%s", error)  # noqa: TRY400 - it says all
            return
        for line in health.reasons:
            logger.warning(line)
        for line in health.notes:
            logger.info(line)
        logger.info("Verdict: %s", health.verdict)

    def engine_stopped(self) -> None:
        """Close files and database; nothing is asked any more."""
        self._context.close()


def finish_run(context: CrawlContext, reason: str, stats: dict[str, Any]) -> Health:
    """Judge a run, keep the verdict in the context and the database, and return it."""
    through = reason == "finished" and not context.halted and context.error is None
    with context.database.session() as session:
        buried = tombstones.bury(session, context.site_id, context.run_id) if through else []
        judged = through and not context.options.urls
        seen = _observe(context, session) if judged else None
        first = not runs.completed(session, context.site_id, limit=1)
        counts = context.frontier.counts(session)
        stored = session.scalar(select(func.count()).where(ArticleRow.site_id == context.site_id)) or 0
        health = judge(
            Facts(
                stop_reason=reason,
                halted=context.halted,
                left=0 if context.options.urls else counts[PageState.DUE],
                asked=context.requests,
                stored=stored,
                signs=tuple(symptoms(seen, first=first)) if seen else (),
                notes=tuple(remarks(seen, first=first)) if seen else (),
                only_given=bool(context.options.urls),
                every_kind=context.options.kinds == frozenset(Kind),
                months=context.options.months,
                no_month=not context.options.urls and _lies_outside(context, session),
                error=context.error,
            )
        )
        stats = stats | {"osiris/run/reasons": "\n".join(health.reasons), "osiris/run/buried": len(buried)}
        if health.notes:
            stats = stats | {"osiris/run/notes": "\n".join(health.notes)}
        if seen is not None:
            stats = stats | figures(seen, coverage.total(session, context.site_id))
            stats = stats | ({DOUBTED: seen.changes.articles} if are_changes_doubtful(seen) else {})
        if context.agenda.census:
            stats = stats | {CENSUS: context.agenda.independent_list(session) or "none"}
        shown = {name: value for name, value in stats.items() if isinstance(value, int | float | str)}
        runs.finish(session, context.run_id, clock.now(), health.verdict, health.exit_code, shown)
    if through:
        context.recordings.note_end({END_FIELD: FINISHED, "verdict": health.verdict}, clock.now())
    context.health = health
    return health


def _lies_outside(context: CrawlContext, session: Session) -> bool:
    """Tell whether the run was limited to months of which the archive has none."""
    since, until = context.options.since, context.options.until
    if since is None and until is None:
        return False
    for known in coverage.months(session, context.site_id):
        first, last = (known.year, known.month or 1), (known.year, known.month or 12)
        if (
            known.year
            and (known.published or known.tally.listed or known.tally.outside)
            and (since is None or last >= since)
            and (until is None or first <= until)
        ):
            return False
    return True


def news_of(context: CrawlContext) -> dict[str, Any]:
    """Return the end of a run as notifications carry it."""
    assert context.health is not None
    return {
        "site": context.profile.url,
        "run": context.run_id,
        "verdict": str(context.health.verdict),
        "exit_code": context.health.exit_code,
        "reasons": list(context.health.reasons),
        "text": " ".join(context.health.reasons) or "All is well.",
        "requests": context.requests,
        "left": context.left,
        "started_at": context.started_at.isoformat(timespec="seconds"),
        "ended_at": clock.now().isoformat(timespec="seconds"),
        "data": str(context.data_dir),
    }


def _observe(context: CrawlContext, session: Session) -> Observed:
    """Gather what a run that came to its end saw."""
    earlier = runs.completed(session, context.site_id, limit=None)
    seen = observe(
        session,
        context.site_id,
        context.run_id,
        context.started_at,
        now=clock.now(),
        wants=lambda one: _wants(context, one),
        last_run_at=earlier[0].started_at if earlier else None,
        first_run_at=earlier[-1].ended_at if earlier else None,
        doubted=doubted_runs(earlier),
    )
    source = context.agenda.independent_list(session)
    seen.checked = bool(source)
    if context.agenda.census:
        check = this_check(session, context.site_id, source)
        differing = differences(session, context.site_id, check)
    else:
        differing = found_hidden(session, context.site_id, context.run_id)
    seen.differing = [one for one in differing if one.most_of_month]
    return seen


def _wants(context: CrawlContext, one: Missing) -> bool:
    """Tell whether a missing article lies in the run's scope; one without a path does unless time is limited."""
    if not one.path:
        return not context.scope.limited_in_time
    link = Link(one.url, urls.role_of(one.url), path=one.path, listed_on=one.listed_on)
    return context.scope.assess(link) is not None
