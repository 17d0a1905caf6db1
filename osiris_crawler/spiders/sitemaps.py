"""The site's own list of articles: whether its base sitemap is whole, and its years when it is not."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from osiris_crawler import urls
from osiris_crawler.items import Link, Outcome, Role, Visit
from pipelines.database.addresses import location
from pipelines.database.frontier import RECORD_ROLES
from pipelines.database.models import Page, PageState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.scope import Scope
    from pipelines.database.frontier import Frontier

FULL = 1_000
"""A sitemap with so many articles may be a cut one: SPIP stops at 2,000, last modified first."""

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

    One year is tried first; a site that answers it with the same list has no years.
    """

    def __init__(self, frontier: Frontier, scope: Scope, run_id: int) -> None:
        self._frontier = frontier
        self._scope = scope
        self._run_id = run_id
        self._base = ""
        self._digests: dict[str, int] = {}
        self._named: dict[str, frozenset[str]] = {}
        self._trial: int | None = None
        self._years: list[int] | None = None
        self._asked = False

    def use(self, sitemap: str) -> None:
        """Take this one as the base sitemap."""
        self._base = sitemap

    def note(self, visit: Visit) -> None:
        """Remember what a sitemap names."""
        if visit.role is not Role.SITEMAP or visit.outcome is not Outcome.DONE:
            return
        named = frozenset(location(link.url) for link in visit.links if link.role in RECORD_ROLES)
        self._digests[location(visit.url)] = hash(named)
        if self._scope.limited_in_time:  # else what it names is looked up in the database
            self._named[location(visit.url)] = named

    def named_in_time(self) -> set[str]:
        """Return the locations that the sitemaps of wanted years name, with --since or --until."""
        base = location(self._base) if self._base else ""
        return {place for sitemap, named in self._named.items() if sitemap != base for place in named}

    def step(self, session: Session, now: datetime) -> int:
        """Make the next sitemaps due; return how many, 0 when there is nothing more to ask."""
        if self._asked or not self._base:
            return 0
        if self._years is None:  # told once: what the years name later makes the list itself look whole
            self._years = self._open_years(session)
        years = self._years
        if self._trial is not None:
            self._asked = True
            of_year = self._digests.get(location(_of_year(self._base, self._trial)))
            if of_year is None or of_year == self._digests.get(location(self._base)):
                logger.info("The sitemap gives no single years")
                return 0
            return self._ask(session, years[1:], now)
        if not years or not self._incomplete(session):
            self._asked = True
            return 0
        if self._known_years(session) > 1:
            self._asked = True
            return self._ask(session, years, now)
        self._trial = years[0]
        return self._ask(session, years[:1], now)

    def _incomplete(self, session: Session) -> bool:
        """Tell whether the base sitemap answered in this run, and names too many articles or too few."""
        if location(self._base) not in self._digests:
            return False
        records = (Page.site_id == self._frontier.site_id, Page.role.in_(RECORD_ROLES))
        named, lacking = session.execute(
            select(
                func.count().filter(Page.listed_by_sitemap),
                func.count().filter(*_LACKING),
            ).where(*records)
        ).one()
        return bool(named) and (named >= FULL or lacking > 0)

    def _open_years(self, session: Session) -> list[int]:
        """Return the archive's years, newest first, whose sitemap is not in the frontier and is needed."""
        mine = Page.site_id == self._frontier.site_id
        lacking = func.count().filter(*_LACKING)
        rows = session.execute(
            select(Page.year, lacking).where(mine, Page.year.is_not(None)).group_by(Page.year)
        )
        lacks = {year: count for year, count in rows if self._scope.covers_year(year)}
        years = sorted(lacks, reverse=True)
        if not self._scope.limited_in_time:  # else only a year's own sitemap tells what lies in the year
            years = not_covered(years, lacks)
        known = set(session.scalars(select(Page.location).where(mine, Page.role == Role.SITEMAP)).all())
        return [year for year in years if location(_of_year(self._base, year)) not in known]

    def _known_years(self, session: Session) -> int:
        """Return how many sitemaps of years were asked before; more than one means that they differ."""
        chosen = select(func.count()).where(
            Page.site_id == self._frontier.site_id,
            Page.role == Role.SITEMAP,
            Page.location.contains("annee=", autoescape=True),
        )
        return session.execute(chosen).scalar_one()

    def _ask(self, session: Session, years: list[int], now: datetime) -> int:
        """Add the sitemaps of these years to the frontier."""
        links = [Link(_of_year(self._base, year), Role.SITEMAP) for year in years]
        return self._frontier.add(session, links, None, self._scope.assess, seen_at=now, run_id=self._run_id)


def not_covered(years: Sequence[int], lacks: Mapping[int, int]) -> list[int]:
    """Leave out the newest years that the base sitemap names whole.

    SPIP cuts it by the time of the last change, which is never before the publication: as long as nothing
    of a year and of the year before it lacks, the cut lies further back, and nothing of the year is left out.

    Args:
        years: newest first.
        lacks: for each year how many articles the navigation lists that the base sitemap does not name.
    """
    for at, year in enumerate(years):
        before = years[at + 1] if at + 1 < len(years) else None
        if lacks[year] or before is None or lacks[before]:
            return list(years[at:])
    return []


def _of_year(sitemap: str, year: int) -> str:
    """Return the address of SPIP's sitemap of one year."""
    return urls.canonical(f"{sitemap}{'&' if '?' in sitemap else '?'}annee={year}")
