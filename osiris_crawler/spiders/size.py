"""How large an archive is that a survey looked over: articles, listings, bytes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.spiders.months import Month, period_of
from pipelines.database.addresses import location
from pipelines.database.expected import PER_LISTING
from pipelines.database.horizon import beyond_known
from pipelines.database.linking import as_link
from pipelines.database.models import Page, PageState, Snapshot
from pipelines.database.requeue import LINK_COLUMNS
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.scope import Scope

BESIDE = 900
"""Bytes that a recording takes beside its answer: the record of the request, and the line of the index."""
FULL = 1_000
"""A sitemap with so many articles may be a cut one (`spiders/sitemaps.py`)."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Size:
    """What a first crawl has before it."""

    articles: int
    listings: int
    sitemaps: int
    megabytes: float
    sure: bool
    """The site's own list of articles was read; else the number is told from a few listings."""

    @property
    def requests(self) -> int:
        """Requests in all: robots.txt and the home page too."""
        return self.articles + self.listings + self.sitemaps + 2


@dataclass(slots=True)
class _Tally:
    """What the pages of the frontier say, counted one after the other so that memory stays flat."""

    scope: Scope
    known: int = 0
    listed: int = 0
    """Articles of wanted listings."""
    firsts: int = 0
    """First pages of wanted listings."""
    months: int = 0
    """Those of months among them."""
    further: int = 0
    read: int = 0
    shown: int = 0
    unread: int = 0
    sitemaps: int = 0
    named_by_base: int = 0
    by_year: dict[int, int] = field(default_factory=dict)

    def add(self, row: Any) -> None:
        """Count one page."""
        if row.role in RECORD_ROLES:
            self.known += 1
            self.listed += bool(row.path) and self.scope.assess(as_link(row)) is not None
        elif row.role == Role.SITEMAP:
            self._add_sitemap(row)
        elif row.role == Role.SECTION:
            self._add_section(row)

    def _add_sitemap(self, row: Any) -> None:
        self.sitemaps += 1
        year = location(row.url).partition("annee=")[2][:4]
        if year.isdigit():
            self.by_year[int(year)] = row.shows_articles
        else:
            self.named_by_base = max(self.named_by_base, row.shows_articles)

    def _add_section(self, row: Any) -> None:
        if not self.scope.assess(as_link(row)):
            return
        if urls.pagination_of(row.url):
            self.further += 1
            return
        self.firsts += 1
        self.months += period_of(row.path).month is not None
        self.unread += row.state != PageState.DONE
        if row.state == PageState.DONE and row.shows_articles:
            self.read += 1
            self.shown += row.shows_articles

    @property
    def named(self) -> int | None:
        """How many articles the sitemaps name within the scope's time; None when they do not name all."""
        if len(self.by_year) > 1 or set(self.by_year.values()) - {0, self.named_by_base}:
            return round(sum(count * _share(year, self.scope) for year, count in self.by_year.items()))
        return self.known if 0 < self.named_by_base < FULL and not self.scope.limited_in_time else None

    @property
    def told_by_listings(self) -> int:
        """Articles by what the listings read show, and the pages they lead on to."""
        if not self.read:
            return 0
        shown = self.shown + self.further * PER_LISTING
        return shown + shown * self.unread // self.read


def size(session: Session, site_id: int, scope: Scope) -> Size:
    """Return the size of the archive that a survey looked over, as far as the scope reaches."""
    tally = _Tally(scope)
    rows = session.execute(
        select(*LINK_COLUMNS, Page.state, Page.shows_articles).where(Page.site_id == site_id),
        execution_options={"yield_per": _AT_ONCE},
    )
    for row in rows:
        tally.add(row)
    articles = tally.named
    if articles is None:
        whole = not scope.limited_in_time
        beyond = beyond_known(session, site_id, tally.listed, everything=whole, surveyed=True)
        articles = tally.listed + beyond if beyond is not None else tally.told_by_listings
    listings = tally.firsts + further_pages(articles, tally.months or tally.firsts)
    article_bytes, listing_bytes = (
        _mean(session, site_id, RECORD_ROLES),
        _mean(session, site_id, (Role.SECTION,)),
    )
    total = articles * (article_bytes or listing_bytes) + listings * listing_bytes
    total += (articles + listings) * BESIDE
    return Size(articles, listings, tally.sitemaps, total / 1e6, tally.named is not None)


def further_pages(articles: int, listings: int) -> int:
    """Return how many further pages so many listings have, when articles come to them as chance and growth want.

    A listing of `n` articles has one for each full ten before its last. With a mean of `m` articles, and many
    small listings beside few large ones, `k` further pages have those that reach `10 k`: a share of `exp(-10 k / m)`.
    """
    if not articles or not listings:
        return 0
    return round(listings / math.expm1(min(PER_LISTING * listings / articles, 700.0)))


def _share(year: int, scope: Scope) -> float:
    """Return the share of a year's months that the scope wants."""
    months = [Month(year, month) for month in range(1, 13)]
    return sum(map(scope.holds, months)) / len(months)


def _mean(session: Session, site_id: int, roles: Iterable[Role]) -> float:
    """Return the mean bytes of a recording of pages of these roles."""
    chosen = select(func.avg(Snapshot.length)).join(Page, Page.snapshot_id == Snapshot.id)
    return float(session.scalar(chosen.where(Page.site_id == site_id, Page.role.in_(list(roles)))) or 0.0)
