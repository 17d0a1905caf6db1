"""What the parts of one crawl share: database, site, scope, recordings, manners; set as `crawler.osiris`."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from osiris_crawler import settings, urls
from osiris_crawler.errors import OsirisError, SiteRefusedError, StorageError, UsageError
from osiris_crawler.items import Outcome, Visit
from osiris_crawler.reading import retry_after
from pipelines.database import day_use, manners

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from scrapy.crawler import Crawler
    from sqlalchemy.orm import Session

    from osiris_crawler.downloader.allowance import Allowance
    from osiris_crawler.downloader.politeness import Politeness
    from osiris_crawler.downloader.robots import Robots
    from osiris_crawler.health import Health
    from osiris_crawler.items import Link
    from osiris_crawler.lock import Lock
    from osiris_crawler.sites import Profile
    from osiris_crawler.spiders.agenda import Agenda
    from osiris_crawler.spiders.marks import LayoutWatch
    from osiris_crawler.spiders.options import CrawlOptions
    from osiris_crawler.spiders.scope import Scope
    from pipelines.database.engine import Database
    from pipelines.database.frontier import Frontier
    from pipelines.snapshots.warc_writer import WarcWriter

ATTRIBUTE = "osiris"
OVERLOAD = (429, 503)
MAX_HOST_CHANGES = 3
logger = logging.getLogger(__name__)


@dataclass
class CrawlContext:
    """One run of the crawl, from its start to its verdict."""

    options: CrawlOptions
    profile: Profile
    data_dir: Path
    database: Database
    site_id: int
    run_id: int
    scope: Scope
    frontier: Frontier
    agenda: Agenda
    recordings: WarcWriter
    politeness: Politeness
    lock: Lock
    started_at: datetime
    layouts: LayoutWatch
    allowance: Allowance
    authority: str
    """Root address under which pages are asked: the spelling (http or https, www or not) that answers."""
    private_allowed: bool
    robots: Robots | None = None
    """None until robots.txt was read; no page is asked before."""
    robots_at: datetime | None = None
    """When that was."""
    requests: int = 0
    """Pages asked in this run, robots.txt not counted."""
    used_today: tuple[str, int] = ("", -1)
    """Day in the site's time zone and the requests counted for it so far; -1: not read yet."""
    halted: str = ""
    """Why the run ends although pages are due: quota used up, hours over, a long rest; a sentence for people."""
    failures_in_row: int = 0
    doubts_304: bool = False
    """The site answered 304 where nothing could be confirmed: the rest of the run asks for whole pages."""
    confirmed: int = 0
    """Pages that answered 304 to what is recorded of them."""
    error: OsirisError | None = None
    """Why the run ended early, when it is an error that a person must see."""
    stop_reason: str = ""
    """Scrapy's reason of the end: `finished`, `shutdown`, …; empty while the run works."""
    left: int = 0
    """Pages still due at the end."""
    health: Health | None = None
    ending: Callable[[CrawlContext], None] | None = None
    """Shows the end of the run to the person who started it."""
    notes: list[str] = field(default_factory=list)
    """What happened while the crawl was opened and a person should know; goes to the log."""
    _moved: set[str] = field(default_factory=set, repr=False)
    _host_changes: int = field(default=0, repr=False)
    _closed: bool = field(default=False, repr=False)

    def assess(self, link: Link) -> int | None:
        """Return the priority of a link in this run, or None when it is not wanted (now)."""
        return self.agenda.assess(link)

    def address_of(self, url: str) -> str:
        """Return an address under the site's authority: http or https, with or without www, are one site."""
        site, page = urlsplit(self.authority), urlsplit(url)
        return urlunsplit((site.scheme, site.netloc, page.path, page.query, ""))

    def may_ask(self, now: datetime) -> bool:
        """Tell whether quota, hours and the site allow another request soon; if not, the run ends."""
        day = self.allowance.day(now)
        if self.used_today[0] != day or self.used_today[1] < 0:
            with self.database.read() as session:
                self.used_today = (day, day_use.used(session, self.site_id, day))
        self.halted = self.allowance.refusal(now, self.used_today[1]) or self._rest_too_long(now)
        return not self.halted

    def _rest_too_long(self, now: datetime) -> str:
        """Return a sentence when the site wants a longer rest than a run waits for."""
        resting = self.politeness.resting
        if resting <= settings.OSIRIS_REST_WAIT:
            return ""
        until = (now + timedelta(seconds=resting)).astimezone(self.allowance.zone)
        return (
            f"The site asks to be left alone until {until:%Y-%m-%d %H:%M} ({self.allowance.zone.key}). "
            "The same command goes on then."
        )

    def take_over(self, now: datetime) -> float:
        """Keep the manners of the run before, which may have ended a moment ago.

        Returns:
            The seconds to wait before the first request.
        """
        with self.database.read() as session:
            kept = manners.kept(session, self.site_id)
        self.politeness.rest(kept.rest(now))
        learnt = 0.0 if self.politeness.loopback else kept.crawl_delay or 0.0
        return max(self.politeness.resting, kept.pause(now, max(self.politeness.delay, learnt)))

    def obey_crawl_delay(self, seconds: float | None) -> None:
        """Take robots.txt's Crawl-delay as it is now, and let the next run know of it."""
        self.politeness.obey_crawl_delay(seconds)
        with self.database.session() as session:
            manners.keep_delay(session, self.site_id, seconds)

    def count_request(self, session: Session, now: datetime) -> None:
        """Count a request that is about to be made, in the caller's transaction."""
        day = self.allowance.day(now)
        day_use.count_one(session, self.site_id, day)
        manners.keep_asked(session, self.site_id, now)
        self.used_today = (day, self.used_today[1] + 1 if self.used_today[0] == day else 1)

    def rest_after(self, status: int, header: str, now: datetime) -> None:
        """Let the whole site rest when it asks for it (Retry-After), or is overloaded and names no time."""
        seconds = min(retry_after(header, now) or 0.0, manners.LONGEST_REST.total_seconds())
        if not seconds and status in OVERLOAD and not self.politeness.loopback:
            seconds = settings.OSIRIS_RETRY_AFTER_DEFAULT
        if not seconds:
            return
        logger.warning("The site answers %d and wants a rest of %.0f s", status, seconds)
        self.politeness.rest(seconds)
        with self.database.session() as session:
            manners.keep_rest(session, self.site_id, now + timedelta(seconds=seconds))

    def follow_host(self, url: str, visit: Visit) -> None:
        """Change to another spelling of the host when the site redirects a page to itself there.

        The page is one and the same in the frontier, so it has to be asked again.
        """
        target = visit.redirect_to
        if visit.outcome is not Outcome.MOVED or not target or urls.key(target) != urls.key(url):
            return
        root = urls.canonical("/", target)
        if root != self.authority and self._host_changes < MAX_HOST_CHANGES and self.profile.owns(root):
            self.authority = root
            self._host_changes += 1
            self._moved.add(url)

    def take_moved(self) -> set[str]:
        """Return the addresses to ask again under the new host, once."""
        moved, self._moved = self._moved, set()
        return moved

    def unreachable(self) -> bool:
        """Tell, and note as the run's error, whether nothing but failures came back for a while."""
        if self.failures_in_row < settings.OSIRIS_MAX_FAILURES:
            return False
        self.error = SiteRefusedError(
            f"{self.authority}: {self.failures_in_row} requests in a row failed, the run stops. "
            "What was read is kept; run the same command again when the site answers"
        )
        return True

    def close(self) -> None:
        """Close files and database, and let the next run begin; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            if isinstance(self.error, StorageError):
                self.recordings.leave()  # the next run tells the database of what was recorded and not stored
            else:
                self.recordings.close()
        except StorageError as error:
            logger.error("%s", error)  # noqa: TRY400 - a full disk needs no traceback
        finally:
            self.database.close()
            self.lock.release()


def context_of(crawler: Crawler) -> CrawlContext:
    """Return the context of a running crawl.

    Raises:
        UsageError: the crawler runs another spider than `archive`.
    """
    context = getattr(crawler, ATTRIBUTE, None)
    if not isinstance(context, CrawlContext):
        raise UsageError(
            "This project's downloader and queue work for the spider `archive` only: "
            "run `osiris crawl`, or `scrapy crawl archive`"
        )
    return context
