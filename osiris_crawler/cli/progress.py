"""How far a crawl is: a bar on a terminal, a line a minute elsewhere, always on stderr."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from osiris_crawler import settings
from pipelines.database.horizon import horizon

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from osiris_crawler.spiders.context import CrawlContext

REDRAW_SECONDS = 1.0
"""Counting the frontier costs some milliseconds at 50,000 pages."""
MINUTE, HOUR = 60, 3600


class CrawlProgress:
    """Follows one crawl by Scrapy's signals."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._context: CrawlContext | None = None
        self._begun = self._shown = time.monotonic()

    def watch(self, context: CrawlContext, crawler: Crawler) -> None:
        """Begin to follow a crawl."""
        from scrapy import signals

        self._context = context
        self._begun = self._shown = time.monotonic()
        crawler.signals.connect(self._tick, signal=signals.item_scraped)
        crawler.signals.connect(self._tick, signal=signals.item_dropped)
        if self._console.is_terminal:
            columns = (SpinnerColumn(), BarColumn(bar_width=30), TextColumn("{task.description}"))
            self._bar = Progress(*columns, console=self._console, transient=True)
            self._task = self._bar.add_task("asking for robots.txt", total=None)
            self._bar.start()

    def stop(self) -> None:
        """Take the bar away; a second call does nothing."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _tick(self) -> None:
        """Show how far it is, if that was not done a moment ago."""
        now = time.monotonic()
        every = REDRAW_SECONDS if self._bar is not None else settings.OSIRIS_PROGRESS_SECONDS
        if now - self._shown < every or self._context is None:
            return
        self._shown = now
        unlisted = not self._context.scope.limited_in_time
        with self._context.database.read() as session:
            seen = horizon(session, self._context.site_id, unlisted=unlisted)
        asked, seconds = self._context.requests, now - self._begun
        line = progress_line(seen.visited, seen.articles, asked, seen.pages, seconds)
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task, description=line, completed=seen.visited, total=max(seen.articles, 1)
            )
        else:
            self._console.print(line, highlight=False)


def progress_line(visited: int, wanted: int, asked: int, due: int, seconds: float) -> str:
    """Return `12,340 / 45,100 articles (27 %) · 1.0 page/s · 9 h 06 left`.

    Args:
        visited: articles asked for, in this and earlier runs.
        wanted: articles that the run wants, those reckoned from unread listings among them.
        asked: pages asked in this run.
        due: pages still to be asked.
        seconds: time the run has taken.
    """
    share = f" ({100 * visited // wanted} %)" if wanted else ""
    rate = asked / seconds if seconds > 0 else 0.0
    left = f" · {duration(due / rate)} left" if rate and due else ""
    return f"{visited:,} / {wanted:,} articles{share} · {rate:.1f} page/s{left}"


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    if seconds < MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{int(seconds // HOUR)} h {int(seconds % HOUR // MINUTE):02d}"
