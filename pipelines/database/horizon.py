"""How far a crawl is, and where its end lies: known, or reckoned from the listings that were read."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database import tables as t
from pipelines.database.expected import PER_LISTING, Listings, Month
from pipelines.database.listed import NOT_WANTED
from pipelines.database.models import PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

CUT = 1_000
"""A sitemap that names so many articles may leave others out (SPIP stops at 2,000)."""
WAITING = (PageState.DUE, PageState.IN_FLIGHT)
BELIEVED = 0.5
"""A list on the home page that is shorter than this share of what the months promise is no list of all."""
_page = t.page.c
_records = _page.role.in_(RECORD_ROLES)
_further = _page.location.like("%=%")
"""A further page of a listing; `spip.php?rubrique12` is a first one."""


class End(StrEnum):
    """How well the end of a crawl is known."""

    KNOWN = "known"
    ABOUT = "about"
    """Reckoned from the listings read so far."""
    OPEN = "open"
    """Too little was read to tell."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The end of a crawl as it is seen now."""

    visited: int
    """Articles asked for, in this and earlier runs."""
    articles: int
    """All that the crawl wants: those known, and those that unread listings are expected to name."""
    pages: int
    """Requests still to be made, listings included."""
    end: End = End.KNOWN


def horizon(session: Session, site_id: int, *, unlisted: bool = True) -> Horizon:
    """Look how far a crawl is.

    A whole sitemap tells the end. Else what waits is expected to name articles like what was read
    (`pipelines.database.expected`).

    Args:
        session: a session.
        site_id: row of the site.
        unlisted: the crawl asks in the end for what only a sitemap names.
    """
    mine = (_page.site_id == site_id, _records)
    other = and_(_page.state == PageState.REFUSED, _page.reason.startswith(NOT_WANTED))
    wanted = and_(_page.state.not_in((PageState.DISCOVERED, PageState.MOVED, PageState.FORBIDDEN)), ~other)
    ended = and_(wanted, _page.state.in_((PageState.DONE, PageState.GONE, PageState.REFUSED)))
    named = and_(_page.state == PageState.DISCOVERED, _page.listed_by_sitemap, _page.path == ())
    known, visited, beside = session.execute(
        select(func.count().filter(wanted), func.count().filter(ended), func.count().filter(named)).where(
            *mine
        )
    ).one()
    waits = select(func.count()).where(_page.site_id == site_id, _page.state.in_(WAITING))
    due: int = session.execute(waits).scalar_one()
    more, end = beside if unlisted else 0, End.KNOWN
    if not (unlisted and _is_told(session, site_id)):
        beyond = beyond_known(session, site_id, known, everything=unlisted)
        more, end = max(more, beyond or 0), End.OPEN if beyond is None else End.ABOUT if beyond else End.KNOWN
    return Horizon(visited, known + more, due + more + more // PER_LISTING, end)


def beyond_known(
    session: Session, site_id: int, known: int, *, everything: bool, surveyed: bool = False
) -> int | None:
    """Return how many articles listings are expected to name beside those that are known.

    The list on the home page, where it goes through the archive, tells it better than the months read so far.

    Args:
        session: a session.
        site_id: row of the site.
        known: articles that are known by now.
        everything: the whole archive is wanted, not some years of it.
        surveyed: see `expected_in`.

    Returns:
        Their number; None while too little was read to tell.
    """
    expected = expected_in(session, site_id, surveyed=surveyed)
    if expected and everything:
        at_home = _on_home_page(session, site_id)
        if at_home >= max(known, BELIEVED * (known + expected)):
            return at_home - known
    return expected


def _is_told(session: Session, site_id: int) -> bool:
    """Tell whether sitemaps were read that name every article: one that is not cut, or those of the years."""
    mine = (_page.site_id == site_id, _page.role == Role.SITEMAP)
    read = and_(_page.state == PageState.DONE, _page.shows_articles > 0)
    of_year = _page.location.like("%annee=%")
    most, years, waiting = session.execute(
        select(
            func.max(_page.shows_articles).filter(read, ~of_year),
            func.count().filter(read, of_year),
            func.count().filter(_page.state.in_(WAITING)),
        ).where(*mine)
    ).one()
    return bool(most) and not waiting and (most < CUT or years > 1)


def expected_in(session: Session, site_id: int, *, surveyed: bool = False) -> int | None:
    """Return how many articles that nobody knows the listings that wait are expected to name.

    Args:
        session: a session.
        site_id: row of the site.
        surveyed: further pages of listings and the articles that are listed wait although nothing makes them due.

    Returns:
        Their number; None while too little was read to tell.
    """
    mine = _page.site_id == site_id
    columns = select(
        _page.path, _page.year, _page.month, _page.state, _page.last_visit_at.is_not(None).label("seen")
    )
    leads = _page.role.in_((Role.HOME, Role.SECTION))
    firsts = session.execute(columns.where(mine, leads, ~_further)).all()
    waiting = [row for row in firsts if row.state in WAITING and not row.seen]
    counted = _page.path != ()
    if not surveyed:
        counted = and_(counted, or_(_page.state != PageState.DISCOVERED, _page.listed_by_sitemap))
    articles = select(_page.year, _page.month, func.count()).where(
        mine, _records, _page.month.is_not(None), counted
    )
    named = {Month(*row[:2]): row[2] for row in session.execute(articles.group_by(_page.year, _page.month))}
    further = _on_further_pages(session, site_id, (*WAITING, PageState.DISCOVERED) if surveyed else WAITING)
    read = {Month(row.year, row.month) for row in firsts if row.month and row.seen}
    told = {month: named.get(month, 0) + further.get(month, 0) for month in read}
    due = [Month(row.year, row.month) for row in waiting if row.month]
    listings = Listings(told, [month for month in due if month not in read], _bare_years(firsts, waiting))
    expected = listings.expected
    if expected == 0 and any(row.year is None for row in waiting):
        return None  # what leads to the months was not read yet
    return None if expected is None else expected + sum(further.values())


def _on_further_pages(session: Session, site_id: int, waiting: Collection[PageState]) -> dict[Month, int]:
    """Return how many articles by month the further pages of listings show that wait, by the gaps of their offsets.

    The last page of a listing is half full in the mean.
    The list on the home page goes through the archive once more, and is left out.
    """
    pages = select(_page.url, _page.year, _page.month).where(
        _page.site_id == site_id,
        _page.role == Role.SECTION,
        _further,
        _page.state.in_(waiting),
        _page.last_visit_at.is_(None),
    )
    series: dict[str, list[int]] = defaultdict(list)
    months: dict[str, Month] = {}
    for url, year, month in session.execute(pages):
        page = urls.pagination_of(url)
        first = urls.without_pagination(url)
        if page is not None and urls.role_of(first) is not Role.HOME:
            series[first].append(page.offset)
            months[first] = Month(year or 0, month or 0)
    found: dict[Month, int] = defaultdict(int)
    for first, offsets in series.items():
        step = min(math.gcd(*offsets), PER_LISTING)
        found[months[first]] += len(offsets) * step - step // 2
    return found


def _bare_years(firsts: Collection[Any], waiting: Collection[Any]) -> list[int]:
    """Return the years whose listing waits and of which no month is known, where sections have months at all."""
    known = {row.year for row in firsts if row.month}
    tops = {row.path[:1] for row in firsts if row.month}
    years = {row.year for row in waiting if row.year and not row.month and row.path[:1] in tops}
    return sorted(years - known)


def _on_home_page(session: Session, site_id: int) -> int:
    """Return how many articles the home page's list has on all its pages; 0 when it has one page only."""
    home = session.scalar(
        select(_page.location).where(_page.site_id == site_id, _page.role == Role.HOME).limit(1)
    )
    if home is None:
        return 0
    here = (_page.site_id == site_id, _page.location >= f"{home}?", _page.location < f"{home}@")
    listed = select(_page.url).where(*here, _page.role == Role.SECTION)
    last = session.scalar(listed.order_by(func.length(_page.url).desc(), _page.url.desc()).limit(1))
    page = urls.pagination_of(last) if last else None
    return page.offset + PER_LISTING // 2 if page else 0
