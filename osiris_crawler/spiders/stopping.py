"""Ends a run within seconds of a signal, whatever it waits for: a long delay, or an answer that does not come."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from scrapy.utils.asyncio import call_later

from osiris_crawler import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

PATIENCE = 6.0
"""Seconds for an answer on its way to come in and be stored; the page is asked again otherwise."""
LOOK = 0.5
logger = logging.getLogger(__name__)


class Stopping:
    """Watches for the engine's closing, and ends the process when something still holds it after a while."""

    def __init__(
        self, crawler: Crawler, end: Callable[[], int], leave: Callable[[int], Any] = os._exit
    ) -> None:
        """Prepare to watch.

        Args:
            crawler: the running crawl.
            end: judges the run, closes everything, and returns the exit code.
            leave: ends the process.
        """
        self._crawler = crawler
        self._end = end
        self._leave = leave
        self._since: float | None = None
        self._over = False

    def watch(self) -> None:
        """Look now, and again and again until the spider has closed."""
        if self._over:
            return
        engine: Any = self._crawler.engine
        slot = engine._slot if engine is not None else None  # noqa: SLF001 - no public way to see it
        if slot is not None and slot.closing:
            self._since = self._since if self._since is not None else clock.ticks()
            if clock.ticks() - self._since >= PATIENCE:
                logger.info("The last page is not waited for any longer; it is asked again by the next run")
                self._leave(self._end())
                return
        call_later(LOOK, self.watch)

    def over(self) -> None:
        """The spider has closed by itself."""
        self._over = True
