"""The wishes of one run, checked before anything is opened or asked."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from osiris_crawler import settings
from osiris_crawler.errors import UsageError
from osiris_crawler.items import Kind
from osiris_crawler.spiders.months import Month, read_month

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RECHECK = 50
"""Articles asked again in each run by default: 45,000 come round in 1,125 nights, new ones within two months."""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What `osiris crawl` and `scrapy crawl archive` were asked to do."""

    site: str = settings.OSIRIS_SITE
    since: Month | None = None
    until: Month | None = None
    kinds: frozenset[Kind] = frozenset({Kind.ARTICLE})
    assets: bool = False
    """Ask for images, stylesheets and documents of the site's pages too."""
    full: bool = False
    """Ask every known page again."""
    census: bool = False
    """Compare the site's independent lists with what is stored, whenever the last census was."""
    recheck: int = RECHECK
    """So many articles are asked again by age, most of them those read longest ago; see `rechecks`."""
    limit: int | None = None
    """At most so many requests, robots.txt not counted; None for no limit."""
    urls: tuple[str, ...] = ()
    """Only these addresses, now."""
    delay: float | None = None
    """Seconds between two requests; None for the default of the site."""
    concurrency: int = 1
    data_dir: Path = field(default_factory=lambda: settings.OSIRIS_DATA)
    database_url: str = settings.OSIRIS_DATABASE_URL
    command: str = "crawl"
    survey: bool = False
    """Look the site over only, for an estimate: see `spiders/survey.py`."""

    def __post_init__(self) -> None:
        """Refuse what cannot be done.

        Raises:
            UsageError: a value makes no sense.
        """
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"--since {self.since} lies after --until {self.until}")
        if self.recheck < 0:
            raise UsageError(f"--recheck {self.recheck}: a number of articles cannot be negative")
        if self.limit is not None and self.limit < 1:
            raise UsageError(f"--limit {self.limit}: at least one request is needed")
        if self.delay is not None and not 0 <= self.delay < math.inf:
            raise UsageError(f"--delay {self.delay:g}: write the seconds, 0 or more")
        if self.concurrency < 1:
            raise UsageError(f"--concurrency {self.concurrency}: at least one connection is needed")

    @property
    def months(self) -> str:
        """The months the run is limited to, as they are typed; empty without a limit."""
        wishes = (("--since", self.since), ("--until", self.until))
        return " ".join(f"{name} {month}" for name, month in wishes if month)

    def as_json(self) -> dict[str, Any]:
        """Return what the run's row keeps."""
        return {
            "site": self.site,
            "since": str(self.since) if self.since else None,
            "until": str(self.until) if self.until else None,
            "kinds": sorted(self.kinds),
            "full": self.full,
            "assets": self.assets,
            "census": self.census,
            "recheck": self.recheck,
            "limit": self.limit,
            "urls": list(self.urls),
            "delay": self.delay,
            "concurrency": self.concurrency,
        }


def read_kinds(text: str) -> frozenset[Kind]:
    """Return the kinds that `article,editorial` or `all` names.

    Raises:
        UsageError: a word is no kind.
    """
    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    if "all" in words:
        return frozenset(Kind)
    try:
        kinds = frozenset(Kind(word) for word in words)
    except ValueError:
        raise UsageError(
            f"--kinds {text}: write `all`, or any of {', '.join(Kind)}, joined by commas"
        ) from None
    if not kinds:
        raise UsageError("--kinds: name at least one kind, or `all`")
    return kinds


def options_from_text(  # noqa: PLR0913 - one for each option of the command
    *,
    site: str | None = None,
    since: str | None = None,
    until: str | None = None,
    kinds: str | None = None,
    full: bool = False,
    assets: bool = False,
    census: bool = False,
    recheck: int | str | None = None,
    limit: int | str | None = None,
    urls: Iterable[str] = (),
    delay: float | str | None = None,
    concurrency: int | str | None = None,
    data_dir: Path | None = None,
    command: str = "crawl",
) -> CrawlOptions:
    """Build options from what was typed; `None` and empty text mean the default.

    Raises:
        UsageError: something cannot be understood.
    """
    return CrawlOptions(
        site=site or settings.OSIRIS_SITE,
        since=read_month(since or "", "--since"),
        until=read_month(until or "", "--until", last=True),
        kinds=read_kinds(kinds) if kinds else frozenset({Kind.ARTICLE}),
        full=full,
        assets=assets,
        census=census,
        recheck=RECHECK if recheck in {None, ""} else _whole(recheck, "--recheck"),
        limit=_whole(limit, "--limit") if limit not in {None, ""} else None,
        urls=tuple(urls),
        delay=_number(delay, "--delay") if delay not in {None, ""} else None,
        concurrency=_whole(concurrency, "--concurrency") if concurrency not in {None, ""} else 1,
        data_dir=settings.data_folder(data_dir),
        command=command,
    )


def _whole(value: int | str | None, option: str) -> int:
    """Read a whole number as typed."""
    try:
        return int(value or 0)
    except ValueError:
        raise UsageError(f"{option} {value}: not a whole number") from None


def _number(value: float | str | None, option: str) -> float:
    """Read a number as typed."""
    try:
        return float(value or 0)
    except ValueError:
        raise UsageError(f"{option} {value}: not a number") from None
