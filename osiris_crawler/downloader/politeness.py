"""How a guest behaves: how long between two requests, when to rest, which addresses never to ask."""

from __future__ import annotations

import ipaddress
import random
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

SLOT = "site"
"""All hosts of a site share one download slot of Scrapy, and so one connection."""

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

    Whoever asks for something looks at `waiting` first, calls `note_asked` when it asks, and `note_answer` when
    the answer has come.
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
            loopback: the site is on this machine: delay and concurrency hold as given.
            delay: seconds between two requests that the user wants.
            jitter: up to this share of the delay more, never less.
            concurrency: requests at a time; elsewhere than on loopback always one.
            slowness: the pause is at least so many times what the site takes for its answers; 0 for never.
            clock: seconds that only go forward, so that a clock that is set makes no request too early.
        """
        self.loopback = loopback
        self.delay = delay
        self.jitter = jitter
        self.concurrency = concurrency if loopback else 1
        self._clock = clock
        self.slowness = slowness
        self.answer_seconds = 0.0
        """Moving mean of what the site takes for an answer."""
        self._resume_at = 0.0
        self._last_at: float | None = None
        self._longer = 1.0

    def obey_crawl_delay(self, seconds: float | None) -> None:
        """Take the larger of our delay and robots.txt's Crawl-delay; on loopback ours holds."""
        if seconds and not self.loopback:
            self.delay = max(self.delay, seconds)

    def note_asked(self) -> None:
        """Count the pause from now on, with a jitter of its own."""
        self._last_at = self._clock()
        self._longer = 1 + random.random() * self.jitter  # noqa: S311 - nobody guesses at it

    def note_answer(self, seconds: float) -> None:
        """Learn how long the site took for an answer, or for none, and count the pause from now on.

        From the answer on, so that the server never sees two requests closer than the delay, however long
        they took to reach it. A moving mean: one slow page does not count for much, a tired server does.
        """
        if self.concurrency == 1:
            self._last_at = self._clock()
        share = LEARN_UP if seconds > self.answer_seconds else LEARN_DOWN
        self.answer_seconds += (seconds - self.answer_seconds) * share

    @property
    def pause(self) -> float:
        """Seconds between two requests as the site answers now: the delay, longer for slow answers."""
        return max(self.delay, min(self.slowness * self.answer_seconds, LONGEST_PAUSE))

    @property
    def mean_pause(self) -> float:
        """Seconds of pause with the mean of the jitter."""
        return self.pause * (1 + self.jitter / 2)

    def rest(self, seconds: float) -> None:
        """Ask nothing of the site for so many seconds (Retry-After)."""
        self._resume_at = max(self._resume_at, self._clock() + max(0.0, seconds))

    @property
    def resting(self) -> float:
        """Seconds of rest that remain, 0.0 when there are none."""
        return max(0.0, self._resume_at - self._clock())

    @property
    def waiting(self) -> float:
        """Seconds until something may be asked, by rest and pause; 0.0 when it may be now."""
        if self._last_at is None:
            return self.resting
        return max(self.resting, self._last_at + self.pause * self._longer - self._clock())
