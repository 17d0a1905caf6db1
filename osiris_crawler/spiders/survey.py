"""Looks a site over before its first crawl: how many articles it has, how large they are, how fast it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from osiris_crawler import urls
from osiris_crawler.items import Link, Outcome, Role, Visit
from osiris_crawler.spiders.agenda import Agenda
from osiris_crawler.spiders.months import Month, period_of
from pipelines.database.addresses import location
from pipelines.database.horizon import beyond_known
from pipelines.database.models import Page, PageState, Snapshot
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.scope import Scope

REQUESTS = 80
"""A survey asks no more than this, robots.txt not counted: the years of an archive, and a few of its pages."""
SAMPLES = 6
"""Articles that a survey reads, to know how large they are."""
PER_LISTING = 10
"""Articles on one page of a SPIP listing."""


class Survey(Agenda):
    """Asks for the home page, the sitemaps, the sections that lead to years, and a few articles.

    Where no sitemap names articles, it asks for listings of months too, the newest first, as far as it may.
    """

    _sampled = False
    _listed = False

    def assess(self, link: Link) -> int | None:
        """Take no articles, no further pages of listings, and months only where nothing else tells of them."""
        if link.role in RECORD_ROLES or urls.pagination_of(link.url):
            return None
        if link.role is Role.SECTION and period_of(link.path).month is not None and self._listed:
            return None
        return super().assess(link)

    def note(self, visit: Visit) -> None:
        """Remember whether the sitemap names articles; it is asked before any section."""
        super().note(visit)
        if visit.role is Role.SITEMAP and visit.outcome is Outcome.DONE:
            self._listed = self._listed or any(link.role in RECORD_ROLES for link in visit.links)

    def more(self, now: datetime) -> bool:
        """Ask for the sitemaps of years where they are needed, then for a few articles."""
        with self._database.session() as session:
            return bool(self._sitemaps.step(session, now) or self._samples(session))

    def _samples(self, session: Session) -> int:
        """Take some articles from all over what is known."""
        if self._sampled:
            return 0
        self._sampled = True
        mine = (Page.site_id == self._frontier.site_id, Page.state == PageState.DISCOVERED)
        chosen = select(Page.location).where(*mine, Page.role.in_(RECORD_ROLES)).order_by(Page.id)
        places = list(session.scalars(chosen))
        every = max(1, len(places) // SAMPLES)
        return self._requeue(session, places[::every][:SAMPLES], (PageState.DISCOVERED,))


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


def size(session: Session, site_id: int, scope: Scope) -> Size:
    """Return the size of the archive that a survey looked over, as far as the scope reaches."""
    mine = Page.site_id == site_id
    rows = session.execute(
        select(Page.url, Page.role, Page.path, Page.listed_on, Page.state, Page.shows_articles).where(mine)
    ).all()
    sections = [
        row
        for row in rows
        if row.role == Role.SECTION and scope.assess(Link(row.url, Role.SECTION, path=row.path))
    ]
    firsts = [row for row in sections if not urls.pagination_of(row.url)]
    sitemaps = [row for row in rows if row.role == Role.SITEMAP]
    every = [row for row in rows if row.role == Role.SECTION]
    named = _named(sitemaps, sum(row.role in RECORD_ROLES for row in rows), every, scope)
    if named is None:
        links = (Link(row.url, row.role, path=row.path, listed_on=row.listed_on) for row in rows if row.path)
        listed = sum(link.role in RECORD_ROLES and scope.assess(link) is not None for link in links)
        whole = not scope.limited_in_time
        beyond = beyond_known(session, site_id, listed, everything=whole, surveyed=True)
        articles = listed + beyond if beyond is not None else _told_by_listings(firsts, sections)
    else:
        articles = named
    listings = len(firsts) + articles // PER_LISTING
    article_bytes, listing_bytes = (
        _mean(session, site_id, RECORD_ROLES),
        _mean(session, site_id, (Role.SECTION,)),
    )
    total = articles * (article_bytes or listing_bytes) + listings * listing_bytes
    return Size(articles, listings, len(sitemaps), total / 1e6, named is not None)


def _named(sitemaps: Iterable[Any], known: int, sections: Iterable[Any], scope: Scope) -> int | None:
    """Return how many articles the sitemaps name within the scope's time; None when they name none."""
    by_year: dict[int, int] = {
        int(year): row.shows_articles
        for row in sitemaps
        if (year := location(row.url).partition("annee=")[2][:4]).isdigit()
    }
    if not any(row.shows_articles for row in sitemaps):
        return None
    if not by_year:
        return round(known * _share_of_months(sections, scope))
    return round(sum(count * _share(year, scope) for year, count in by_year.items()))


def _share(year: int, scope: Scope) -> float:
    """Return the share of a year's months that the scope wants."""
    months = [Month(year, month) for month in range(1, 13)]
    return sum(map(scope.holds, months)) / len(months)


def _share_of_months(sections: Iterable[Any], scope: Scope) -> float:
    """Return the share of the known listings of months that lie within the scope's time."""
    if not scope.limited_in_time:
        return 1.0
    periods = [period_of(row.path) for row in sections]
    months = [Month(at.year, at.month) for at in periods if at.year and at.month]
    return sum(scope.holds(month) for month in months) / len(months) if months else 1.0


def _told_by_listings(firsts: list[Any], sections: list[Any]) -> int:
    """Reckon from the listings that were read: what they show, and the pages they lead on to."""
    read = [row for row in firsts if row.state == PageState.DONE and row.shows_articles]
    if not read:
        return 0
    further = sum(urls.pagination_of(row.url) is not None for row in sections)
    shown: int = sum(row.shows_articles for row in read) + further * PER_LISTING
    unread: int = sum(row.state != PageState.DONE for row in firsts)
    return shown + shown * unread // len(read)


def _mean(session: Session, site_id: int, roles: Iterable[Role]) -> float:
    """Return the mean bytes of a recording of pages of these roles."""
    chosen = select(func.avg(Snapshot.length)).join(Page, Page.snapshot_id == Snapshot.id)
    return float(session.scalar(chosen.where(Page.site_id == site_id, Page.role.in_(list(roles)))) or 0.0)
