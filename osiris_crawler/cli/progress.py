"""How far a crawl is: a bar on a terminal, a line a minute elsewhere, always on stderr."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Column
from sqlalchemy.exc import SQLAlchemyError

from osiris_crawler import settings
from osiris_crawler.errors import OsirisError
from pipelines.database.horizon import End, Horizon, horizon

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from osiris_crawler.spiders.context import CrawlContext

REDRAW_SECONDS = 1.0
COST = 20
"""Between two looks lies so many times what one takes: a tenth of a second at 50,000 pages."""
REST = 5.0
"""Seconds of a rest that are worth a word."""
RARE = 0.1
"""Fewer pages a second than this are told by the minute."""
MINUTE, HOUR, DAY = 60, 3600, 86400


class CrawlProgress:
    """Follows one crawl by Scrapy's signals, and by the clock while nothing comes."""

    def __init__(self, console: Console | None = None, *, at_most: int = 0) -> None:
        """Prepare.

        Args:
            console: where it is shown; stderr unless given.
            at_most: the requests of a look at a site (`spiders/survey.py`); 0 for a crawl.
        """
        self._console = console or Console(stderr=True)
        self._at_most = at_most
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._context: CrawlContext | None = None
        self._every = REDRAW_SECONDS
        self._begun = self._shown = self._beaten = time.monotonic()
        self._rested = 0.0

    def watch(self, context: CrawlContext, crawler: Crawler) -> None:
        """Begin to follow a crawl."""
        from scrapy import signals

        self._context = context
        self._begun = self._shown = self._beaten = time.monotonic()
        crawler.signals.connect(self._tick, signal=signals.item_scraped)
        crawler.signals.connect(self._tick, signal=signals.item_dropped)
        crawler.signals.connect(self._beat, signal=signals.spider_opened)
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            text = TextColumn("{task.description}", table_column=Column(no_wrap=True))
            self._bar = Progress(
                SpinnerColumn(),
                BarColumn(bar_width=None),
                text,
                console=self._console,
                transient=True,
                expand=True,
            )
            self._task = self._bar.add_task("asking for robots.txt", total=None)
            self._bar.start()
        else:
            self._every = settings.OSIRIS_PROGRESS_SECONDS

    def stop(self) -> None:
        """Take the bar away; a second call does nothing."""
        self._context = None
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _beat(self) -> None:
        """Look every second, since nothing comes while the site rests or answers slowly."""
        from scrapy.utils.asyncio import call_later

        if self._context is not None:
            with suppress(SQLAlchemyError, OsirisError):  # whoever stores the next page says what is wrong
                self._tick()
            call_later(REDRAW_SECONDS, self._beat)

    def _tick(self) -> None:
        """Show how far it is, if that was not done a moment ago."""
        now = time.monotonic()
        if self._context is None:
            return
        resting = self._context.politeness.resting
        if resting:
            self._rested += now - self._beaten
        self._beaten = now
        if now - self._shown < self._every or self._context.robots is None:
            return
        asked = self._context.requests
        if self._at_most:
            self._shown = now
            self._show(Horizon(asked, self._at_most, 0), f"{asked} / {self._at_most} requests at most")
            return
        seen = look(self._context)
        self._shown = time.monotonic()
        if self._bar is not None:
            self._every = max(REDRAW_SECONDS, COST * (self._shown - now))
        self._show(seen, progress_line(seen, asked, now - self._begun - self._rested, resting))

    def _show(self, seen: Horizon, line: str) -> None:
        if self._bar is not None and self._task is not None:
            total = None if seen.end is End.OPEN else max(seen.articles, 1)
            self._bar.update(self._task, description=line, completed=seen.visited, total=total)
        else:
            self._console.print(line, highlight=False, soft_wrap=True)


def look(context: CrawlContext) -> Horizon:
    """Return how far a run is: all that the archive wants, or as much of it as --url and --limit leave to it."""
    if given := len(context.options.urls):
        asked = min(context.requests, given)
        return Horizon(asked, given, given - asked)
    with context.database.read() as session:
        seen = horizon(session, context.site_id, unlisted=not context.scope.limited_in_time)
    if context.options.limit is None:
        return seen
    return replace(seen, pages=min(seen.pages, max(0, context.options.limit - context.requests)))


def progress_line(seen: Horizon, asked: int, seconds: float, resting: float = 0.0) -> str:
    """Return `12,340 / 45,100 articles (27 %) · 1.0 page/s · 9 h 06 left`.

    An end that is reckoned is called so: `12,340 / about 45,100`; one that nobody knows yet, `12 / 2,000 or more`.

    Args:
        seen: how far the crawl is.
        asked: pages asked in this run.
        seconds: time the run has taken, rests left out.
        resting: seconds of rest before the site may be asked again.
    """
    rate = asked / seconds if seconds > 0 else 0.0
    speed = f" · {rate:.1f} page/s" if rate >= RARE or not rate else f" · {rate * MINUTE:.1f} page/min"
    pause = f" · the site wants a rest of {duration(resting)}" if resting >= REST else ""
    about = "about " if seen.end is End.ABOUT else ""
    if not seen.articles:
        return f"no article known yet{speed}{pause}"
    if seen.end is End.OPEN:
        return f"{seen.visited:,} / {seen.articles:,} or more articles{speed}{pause}"
    share = f" ({100 * seen.visited // seen.articles} %)"
    left = f" · {about}{duration(seen.pages / rate + resting)} left" if rate and seen.pages else ""
    return f"{seen.visited:,} / {about}{seen.articles:,} articles{share}{speed}{left}{pause}"


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    if round(seconds) < MINUTE:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / MINUTE)
    if minutes < MINUTE:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, MINUTE)
    if minutes * MINUTE + hours * HOUR < 2 * DAY:
        return f"{hours} h {minutes:02d}"
    days, hours = divmod(round(seconds / HOUR), DAY // HOUR)
    return f"{days} days {hours} h"
