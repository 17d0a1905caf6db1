"""Runs one crawl in this process: Scrapy's engine, a log of its own, and the verdict whatever happens."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from osiris_crawler import clock, settings
from osiris_crawler.errors import LockedError, OsirisError
from osiris_crawler.health import Verdict
from osiris_crawler.notify import notify_by_settings
from osiris_crawler.spiders.context import ATTRIBUTE, CrawlContext
from osiris_crawler.spiders.log import JsonLines, RunLog
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.run import finish_run, news_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

    from osiris_crawler.spiders.options import CrawlOptions

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def run_crawl(
    options: CrawlOptions,
    *,
    begin: Callable[[CrawlContext, Crawler], None] | None = None,
    end: Callable[[CrawlContext], None] | None = None,
) -> int:
    """Crawl, and return the exit code of the contract.

    A process can do this once: the reactor cannot be started again.

    Args:
        options: what to crawl.
        begin: called before the first request, to watch the crawl by its signals.
        end: called with the verdict in the context, while the database is open.

    Raises:
        OsirisError: the crawl could not begin.
    """
    try:
        return _run(options, begin, end)
    except LockedError:
        raise  # another run works, and tells how it ends
    except Exception as error:
        notify_by_settings(_news_of_failure(options, error))
        raise


def _run(
    options: CrawlOptions,
    begin: Callable[[CrawlContext, Crawler], None] | None,
    end: Callable[[CrawlContext], None] | None,
) -> int:
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415 - a quarter of a second

    from osiris_crawler.spiders.archive import ArchiveSpider  # noqa: PLC0415

    context = open_context(options)
    log = _open_log(context.data_dir / "logs", f"run-{context.run_id:06d}")
    try:
        process = AsyncCrawlerProcess(scrapy_settings())
        crawler = process.create_crawler(ArchiveSpider)
        setattr(crawler, ATTRIBUTE, context)
        context.ending = end
        if begin is not None:
            begin(context, crawler)
        task = process.crawl(crawler)
        process.start()
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error
        if context.health is None:
            finish_run(context, context.stop_reason or "shutdown", {})
        assert context.health is not None
        if end is not None:
            end(context)
        if not options.survey:
            notify_by_settings(news_of(context))
        return context.health.exit_code
    finally:
        context.close()
        logging.getLogger().removeHandler(log)
        log.close()


def scrapy_settings() -> Settings:
    """Return what Scrapy is told: the project's settings, without its own log and the large parts that are off."""
    from scrapy.settings import Settings  # noqa: PLC0415 - a quarter of a second

    told = Settings()
    told.setmodule(settings, priority="project")
    told.set("LOG_ENABLED", value=False, priority="cmdline")
    for kind, left_out in settings.OSIRIS_LEFT_OUT.items():
        parts = {part: place for part, place in told.getdict(kind).items() if part not in left_out}
        told.set(kind, parts, priority="project")
    return told


def _news_of_failure(options: CrawlOptions, error: Exception) -> dict[str, Any]:
    """Return the end of a run that could not begin, or broke down, as notifications carry it."""
    said = str(error) if isinstance(error, OsirisError) else f"{type(error).__name__}: {error}"
    now = clock.now().isoformat(timespec="seconds")
    return {
        "site": options.site,
        "run": None,
        "verdict": str(Verdict.FAILED),
        "exit_code": error.exit_code if isinstance(error, OsirisError) else 1,
        "reasons": [said],
        "text": said,
        "requests": 0,
        "left": None,
        "started_at": now,
        "ended_at": now,
        "data": str(options.data_dir),
    }


def _open_log(folder: Path, name: str) -> logging.Handler:
    """Write everything from INFO on to a file of this run, in JSON lines when OSIRIS_LOG_JSON is set."""
    folder.mkdir(parents=True, exist_ok=True)
    as_json = settings.OSIRIS_LOG_JSON
    handler = RunLog(folder / f"{name}.{'jsonl' if as_json else 'log'}", encoding="utf-8")
    handler.setFormatter(JsonLines() if as_json else logging.Formatter(LOG_FORMAT))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler
