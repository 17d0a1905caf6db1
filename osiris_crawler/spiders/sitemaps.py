"""The site's own list of articles: whether its base sitemap is whole, and its years when it is not."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from osiris_crawler import urls
from osiris_crawler.items import Link, Outcome, Role, Visit
from pipelines.database import requeue
from pipelines.database.addresses import location
from pipelines.database.models import Page, PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.scope import Scope
    from pipelines.database.frontier import Frontier

FULL = 1_000
"""A sitemap with so many articles may be a cut one: SPIP stops at 2,000, last modified first."""
LAST_QUARTER, LAST_MONTH = 10, 12
_LACKING = (
    Page.role.in_(RECORD_ROLES),
    Page.path != (),
    Page.listed_by_sitemap.is_(False),
    Page.state.not_in((PageState.MOVED, PageState.GONE)),
)
"""Articles that the navigation lists and no sitemap names; those that redirect are in no sitemap."""
logger = logging.getLogger(__name__)


class SitemapYears:
    """Asks SPIP's `sitemap.xml?annee=YYYY` when the base sitemap does not name every article.

    One year is tried first; a site that answers it with the same list has no years. What was answered is read
    from the database, so that a crawl that was killed goes on with it.
    """

    def __init__(self, frontier: Frontier, scope: Scope, run_id: int) -> None:
        self._frontier = frontier
        self._scope = scope
        self._run_id = run_id
        self._base = ""
        self._every_year = False
        self._named: dict[str, frozenset[str]] = {}
        self._trial: int | None = None
        self._years: list[int] | None = None
        self._asked = False
        self._all_when_cut = False

    def all_years_when_cut(self) -> None:
        """Ask every year when the base may be cut: the navigation is not walked, and cannot tell what it lacks."""
        self._all_when_cut = True

    def use(self, sitemap: str, *, every_year: bool = False, idle: bool = False) -> None:
        """Take this one as the base sitemap.

        Args:
            sitemap: its address; empty when the site has none.
            every_year: ask all years again (a census), else only those that the base leaves out.
            idle: ask no years.
        """
        self._base, self._every_year, self._asked = sitemap, every_year, idle

    def note(self, visit: Visit) -> None:
        """Remember what a year's sitemap names, where only that tells the time of an article."""
        if self._scope.limited_in_time and visit.role is Role.SITEMAP and visit.outcome is Outcome.DONE:
            named = (location(link.url) for link in visit.links if link.role in RECORD_ROLES)
            self._named[location(visit.url)] = frozenset(named)

    def named_in_time(self) -> set[str]:
        """Return the locations that the sitemaps of wanted years name, with --since or --until."""
        base = location(self._base) if self._base else ""
        return {place for sitemap, named in self._named.items() if sitemap != base for place in named}

    def was_none(self, session: Session, url: str) -> bool:
        """Tell whether an address gave no sitemap when it was asked last, and never named an article."""
        page = self._page(session, url)
        away = page is not None and page.state in {PageState.GONE, PageState.REFUSED}
        return bool(away and not page.shows_articles)  # type: ignore[union-attr]

    def names_articles(self, session: Session) -> bool:
        """Tell whether the base sitemap answered well and names articles."""
        base = self._page(session, self._base) if self._base else None
        return base is not None and base.state == PageState.DONE and base.shows_articles > 0

    def names_all(self, session: Session) -> bool:
        """Tell whether base and years together name every article that the site names in sitemaps at all."""
        base = self._page(session, self._base) if self._base else None
        return base is not None and (base.shows_articles < FULL or self._known_years(session) > 1)

    def tells_size(self, session: Session) -> bool:
        """Tell whether the base is not cut, or the sitemap of a year was another one: years are asked then."""
        base = self._page(session, self._base) if self._base else None
        whole = base is not None and base.shows_articles < FULL
        return self.names_articles(session) and (whole or self.gives_years(session))

    def gives_years(self, session: Session) -> bool:
        """Tell whether the site was seen to have a sitemap of each year."""
        tried = self._trial is not None and self._differs(session, self._trial)
        return tried or self._known_years(session) > 1

    def base_is_whole(self, session: Session) -> bool:
        """Tell whether the base sitemap was read well in this run, and names every article by itself."""
        base = self._page(session, self._base) if self._base else None
        read = base is not None and base.state == PageState.DONE and base.last_run_id == self._run_id
        return bool(read and 0 < base.shows_articles < FULL)  # type: ignore[union-attr]

    def step(self, session: Session, now: datetime) -> int:
        """Make the next sitemaps due; return how many, 0 when there is nothing more to ask."""
        if self._asked or not self._base:
            return 0
        if self._years is None:  # told once: what the years name later makes the list itself look whole
            self._years = self._wanted_years(session) if self._incomplete(session) else []
        if self._trial is not None:
            self._asked = True
            if not self._differs(session, self._trial):
                logger.info("The sitemap gives no single years")
                return 0
            return self._ask(session, self._years[1:], now)
        if not self._years:
            self._asked = True
            return 0
        if self._known_years(session) > 1:
            self._asked = True
            return self._ask(session, self._years, now)
        self._trial = self._years[0]
        return self._ask(session, self._years[:1], now)

    def _differs(self, session: Session, year: int) -> bool:
        """Tell whether a year's sitemap answered, and with another list than the base."""
        base, page = self._page(session, self._base), self._page(session, _of_year(self._base, year))
        answered = base is not None and page is not None and page.state == PageState.DONE
        return bool(answered and page.articles_digest != base.articles_digest)  # type: ignore[union-attr]

    def _page(self, session: Session, url: str) -> Page | None:
        chosen = select(Page).where(Page.site_id == self._frontier.site_id, Page.location == location(url))
        return session.scalar(chosen)

    def _incomplete(self, session: Session) -> bool:
        """Tell whether the base sitemap answered, and may be cut or lacks articles."""
        if not self.names_articles(session):
            return False
        if self._every_year:
            return True
        mine = Page.site_id == self._frontier.site_id
        named, lacking = session.execute(
            select(
                func.count().filter(Page.role.in_(RECORD_ROLES), Page.listed_by_sitemap),
                func.count().filter(*_LACKING),
            ).where(mine)
        ).one()
        return named >= FULL or lacking > 0

    def _wanted_years(self, session: Session) -> list[int]:
        """Return the archive's years, newest first, whose sitemap is needed and was not read yet."""
        mine = Page.site_id == self._frontier.site_id
        lacks = dict.fromkeys(self._years_of_archive(session), 0)
        dated = func.substr(Page.listed_on, 1, 7)  # an article may be filed in another year than its date's
        rows = session.execute(
            select(dated, Page.year, Page.month).where(mine, *_LACKING).group_by(dated, Page.year, Page.month)
        )
        for listed, filed_year, filed_month in rows:
            year, month = (int(listed[:4]), int(listed[5:])) if listed[5:] else (filed_year, filed_month)
            if year in lacks:
                lacks[year] = max(lacks[year], month or LAST_MONTH)
        years = sorted(lacks, reverse=True)
        if self._every_year or self._all_when_cut:
            return years
        if self._scope.limited_in_time:  # only a year's own sitemap tells what lies in the year
            return [year for year in years if location(_of_year(self._base, year)) not in self._named]
        known = set(session.scalars(select(Page.location).where(mine, Page.role == Role.SITEMAP)).all())
        return [
            year for year in not_covered(years, lacks) if location(_of_year(self._base, year)) not in known
        ]

    def years_of_census(self, session: Session) -> int:
        """Return how many sitemaps of years a census asks; 0 without a sitemap, 1 where it gives no single years."""
        if not self.names_articles(session):
            return 0
        return len(self._years_of_archive(session)) if self._known_years(session) > 1 else 1

    def _years_of_archive(self, session: Session) -> list[int]:
        known = select(Page.year).where(Page.site_id == self._frontier.site_id, Page.year.is_not(None))
        return [year for year in session.scalars(known.distinct()) if year and self._scope.covers_year(year)]

    def _known_years(self, session: Session) -> int:
        """Return how many sitemaps of years were asked before; more than one means that they differ."""
        chosen = select(func.count()).where(
            Page.site_id == self._frontier.site_id,
            Page.role == Role.SITEMAP,
            Page.location.contains("annee=", autoescape=True),
        )
        return session.execute(chosen).scalar_one()

    def _ask(self, session: Session, years: list[int], now: datetime) -> int:
        """Make the sitemaps of these years due, those asked in an earlier run again."""
        links = [Link(_of_year(self._base, year), Role.SITEMAP) for year in years]
        site_id = self._frontier.site_id
        added = self._frontier.add(session, links, None, self._scope.assess, seen_at=now, run_id=self._run_id)
        stale = session.scalars(
            select(Page.location).where(
                Page.site_id == site_id,
                Page.location.in_([location(link.url) for link in links]),
                Page.state != PageState.DUE,
                Page.last_run_id.is_distinct_from(self._run_id),
            )
        ).all()
        return added + requeue.requeue(session, site_id, states=tuple(PageState), locations=stale)


def not_covered(years: Sequence[int], lacks: Mapping[int, int]) -> list[int]:
    """Leave out the newest years that the base sitemap names whole.

    SPIP cuts it by the time of the last change, which is never before the publication: as long as nothing
    of a year and of the quarter before it lacks, the cut lies further back, and nothing of the year is left
    out. (The oldest year has none before it: its sitemap is asked.)

    Args:
        years: newest first.
        lacks: for each year the last month with an article that the navigation lists and the base sitemap
            does not name; 0 when nothing lacks.
    """
    for at, year in enumerate(years):
        before = years[at + 1] if at + 1 < len(years) else None
        if lacks[year] or before is None or lacks[before] >= LAST_QUARTER:
            return list(years[at:])
    return []


def _of_year(sitemap: str, year: int) -> str:
    """Return the address of SPIP's sitemap of one year."""
    return urls.canonical(f"{sitemap}{'&' if '?' in sitemap else '?'}annee={year}")
