"""How a guest behaves: how long between two requests, when to rest, which addresses never to ask."""

from __future__ import annotations

import ipaddress
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

SLOT = "site"
"""All hosts of a site share one download slot: one connection, one delay."""

LEARN_UP, LEARN_DOWN = 0.3, 0.1
"""Weight of a slower and of a faster answer in the moving mean: quick to slow down, slow to speed up."""
LONGEST_PAUSE = 60.0
ROBOT_WORDS = re.compile(
    r"bot|crawl|spider|slurp|python|scrapy|archive|fetch|wget|curl|java|perl|ruby", re.IGNORECASE
)
"""Words by which SPIP takes an agent for a robot and hands it stale pages; the contact counts too."""


def is_loopback(url: str) -> bool:
    """Tell whether a site lies on this machine: a name or address of the loopback."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_private_site(url: str) -> bool:
    """Tell whether a site was named by an address that is not a public one; the crawl may then go there."""
    host = urlsplit(url).hostname or ""
    if is_loopback(url):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


class Politeness:
    """Delay, rests and connections of one run.

    Sets the delay of the download slot; the queue asks `resting` before it hands out a page.
    """

    def __init__(
        self,
        *,
        loopback: bool,
        delay: float,
        jitter: float,
        concurrency: int = 1,
        slowness: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare the manners of one run.

        Args:
            loopback: the site is on this machine: delay and concurrency hold as given, without jitter.
            delay: seconds between two requests that the user wants.
            jitter: up to this share of the delay more, never less.
            concurrency: requests at a time; elsewhere than on loopback always one.
            slowness: the pause is at least so many times what the site takes for its answers; 0 for never.
            clock: seconds that only go forward.
        """
        self.loopback = loopback
        self.delay = delay
        self.jitter = 0.0 if loopback else jitter
        self.concurrency = concurrency if loopback else 1
        self._clock = clock
        self.slowness = slowness
        self._answer_seconds = 0.0
        self._resume_at = 0.0

    def obey_crawl_delay(self, seconds: float | None) -> None:
        """Take the larger of our delay and robots.txt's Crawl-delay; on loopback ours holds."""
        if seconds and not self.loopback:
            self.delay = max(self.delay, seconds)

    def note_answer(self, seconds: float) -> bool:
        """Learn how long the site took for an answer; True when the pause has to change.

        A moving mean: one slow page does not count for much, a tired server does.
        """
        if self.slowness <= 0:
            return False
        before = self.pause
        share = LEARN_UP if seconds > self._answer_seconds else LEARN_DOWN
        self._answer_seconds += (seconds - self._answer_seconds) * share
        return abs(self.pause - before) > before / 10

    @property
    def pause(self) -> float:
        """Seconds between two requests as the site answers now: the delay, longer for slow answers."""
        return max(self.delay, min(self.slowness * self._answer_seconds, LONGEST_PAUSE))

    def rest(self, seconds: float) -> None:
        """Ask nothing of the site for so many seconds (Retry-After)."""
        self._resume_at = max(self._resume_at, self._clock() + max(0.0, seconds))

    @property
    def resting(self) -> float:
        """Seconds of rest that remain, 0.0 when there are none."""
        return max(0.0, self._resume_at - self._clock())

    @property
    def slot(self) -> dict[str, Any]:
        """Scrapy's download slot: its delay varies both ways, and must never fall below ours."""
        half = self.jitter / 2
        return {
            "concurrency": self.concurrency,
            "delay": self.pause * (1 + half),
            "jitter": half / (1 + half),
        }

    def apply(self, crawler: Crawler) -> None:
        """Give the download slot this delay, whether it is in use yet or not."""
        downloader = crawler.engine.downloader
        downloader.per_slot_settings[SLOT] = self.slot
        if slot := downloader.slots.get(SLOT):
            slot.delay, slot.jitter = self.slot["delay"], self.slot["jitter"]
