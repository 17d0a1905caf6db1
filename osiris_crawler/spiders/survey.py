"""Looks a site over before its first crawl: its lists of articles, months from all its years, a few articles."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from osiris_crawler import urls
from osiris_crawler.items import Link, Role, Visit
from osiris_crawler.spiders.agenda import NOW, Agenda
from osiris_crawler.spiders.months import period_of
from pipelines.database import requeue
from pipelines.database.addresses import location
from pipelines.database.linking import as_link
from pipelines.database.models import Page, PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

REQUESTS = 80
"""A survey asks no more than this, robots.txt not counted: the years of an archive, and a few of its pages."""
SAMPLES = 6
"""Articles that a survey reads, to know how large they are."""
_AT_ONCE = 500


class Survey(Agenda):
    """Asks for the home page, the sitemaps, the sections that lead to years, and a few articles.

    Where no sitemap names all articles, it asks for listings of months too: some from all over the archive, then
    the newest, as far as it may.
    """

    _asked = 0
    _sampled = _spread = _every_month = False

    def assess(self, link: Link) -> int | None:
        """Take no articles, no further pages of listings, and months when their turn has come."""
        if link.role in RECORD_ROLES or urls.pagination_of(link.url):
            return None
        month = link.role is Role.SECTION and period_of(link.path).month is not None
        return None if month and not self._every_month else super().assess(link)

    def begin(self, home: str, sitemaps: Iterable[str], now: datetime) -> None:
        """Begin as a crawl does; the years of a cut sitemap are all asked, since nothing tells which it leaves out."""
        super().begin(home, sitemaps, now)
        self._sitemaps.all_years_when_cut()

    def note(self, visit: Visit) -> None:
        """Count, and take the articles before there is no request left for them."""
        super().note(visit)
        self._asked += 1
        if self._asked >= REQUESTS - SAMPLES - 1 and not self._sampled:
            with self._database.session() as session:
                self._samples(session)

    def more(self, now: datetime) -> bool:
        """Ask for the sitemaps of years where they are needed, for months if they tell more, for a few articles."""
        with self._database.session() as session:
            return bool(
                self._sitemaps.step(session, now)
                or self._some_months(session)
                or self._samples(session)
                or self._newest_months(session)
            )

    def _told(self, session: Session) -> bool:
        """Tell whether sitemaps say how many articles are wanted; those of some years only where they are parted so."""
        sitemaps = self._sitemaps
        return sitemaps.tells_size(session) and (
            not self._scope.limited_in_time or sitemaps.gives_years(session)
        )

    def _some_months(self, session: Session) -> int:
        """Take months from all over the archive, when no sitemap says how many articles it has."""
        if self._spread:
            return 0
        self._spread = True
        if self._told(session):
            return 0
        mine = (Page.site_id == self._frontier.site_id, Page.state == PageState.DISCOVERED)
        rows = session.execute(
            select(*requeue.LINK_COLUMNS).where(*mine, Page.role == Role.SECTION, Page.month.is_not(None))
        )
        weights = {
            row.url: weight
            for row in rows
            if not urls.pagination_of(row.url) and (weight := self._scope.assess(as_link(row)))
        }
        ordered = sorted(weights, key=lambda url: weights[url], reverse=True)
        places = _spread_over(ordered, REQUESTS - SAMPLES - 1 - self._asked)
        return self._requeue(session, map(location, places), (PageState.DISCOVERED,))

    def _samples(self, session: Session) -> int:
        """Take some articles from all over what is known."""
        if self._sampled:
            return 0
        self._sampled = True
        chosen = (Page.site_id == self._frontier.site_id, Page.state == PageState.DISCOVERED)
        articles = (*chosen, Page.role.in_(RECORD_ROLES))
        count = session.execute(select(func.count()).where(*articles)).scalar_one()
        known = session.scalars(
            select(Page.location).where(*articles).order_by(Page.id),
            execution_options={"yield_per": _AT_ONCE},
        )
        places = list(islice(known, 0, None, max(1, count // SAMPLES)))[:SAMPLES]
        return self._requeue(session, places, (PageState.DISCOVERED,), NOW)

    def _newest_months(self, session: Session) -> int:
        """Let all months wait that the crawl would read; the limit of requests ends the survey."""
        if self._every_month or self._told(session):
            return 0
        self._every_month = True
        return requeue.rescope(session, self._frontier.site_id, self.assess)


def _spread_over(places: list[str], count: int) -> list[str]:
    """Return so many of the places at equal distances, the first and the last among them."""
    if count >= len(places):
        return places
    if count < 2:  # noqa: PLR2004 - a distance needs two
        return places[: max(count, 0)]
    return [places[round(at * (len(places) - 1) / (count - 1))] for at in range(count)]
