"""Months and years that the site's navigation does not lead to: only a sitemap names them, or an earlier run did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import or_, select

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database import tables as t
from pipelines.database.models import PageState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

MOST = 24
"""So many listings are asked in one run to make sure that they left the menus; more at once are an accident."""
FEW = 4
"""A listing above with more pages than this is not asked for that: it fills in as its pages come round."""
BELOW_TOP = 2
"""Without the top section, so many labels have to agree: every section may have a year 2024."""


class _Series(NamedTuple):
    """One listing, all its pages together."""

    path: tuple[str, ...]
    year: int | None
    month: int | None
    oldest_run: int
    """The first of the runs in which its pages were read last."""
    head_run: int
    """The run in which its first page was read last."""
    lister: int | None
    listed_run: int
    pages: frozenset[int]
    unread: tuple[str, ...]
    """Locations of those of its pages that were read in an earlier run than this one, the first page before."""


def hidden_listings(session: Session, site_id: int, *, since_run: int = 0) -> list[tuple[str, ...]]:
    """Return the paths of the months and years whose listing above was read without a link to them.

    One counts as listed by whatever other page named it in the run that read the listing above, or after.
    What lies below a hidden year is hidden with it.

    Args:
        session: a session.
        site_id: row of the site.
        since_run: only those whose listing above was read in this run or a later one.
    """
    series = _series(session, site_id, 0)
    found = [
        one.path
        for one, above in _below_others(series)
        if _unlinked(one, above) and above.oldest_run >= since_run
    ]
    hidden = set(found)
    below = [
        one.path for one in series if any(one.path[:depth] in hidden for depth in range(1, len(one.path)))
    ]
    return list(dict.fromkeys(found + below))


def left_menus(session: Session, site_id: int, run_id: int) -> list[str]:
    """Return the locations that tell whether a listing left the menus, and were not read in this run.

    The page that named it last was read again without a link to it: then the listing above may still have one.
    Where that has none, the listing itself may be gone.
    """
    series = _series(session, site_id, run_id)
    read = _read_in(session, site_id, series)
    places: list[str] = []
    for one, above in _below_others(series):
        if _unlinked(one, above):
            if one.head_run <= one.listed_run and one.lister not in one.pages:  # not read since
                places += one.unread[:1]
        elif read.get(one.lister or 0, 0) > one.listed_run and len(above.unread) <= FEW:
            places += [*one.unread[:1], *above.unread]
    return list(dict.fromkeys(places))[:MOST]


def _below_others(series: list[_Series]) -> Iterator[tuple[_Series, _Series]]:
    """Give each listing of a time with the one that it lies below."""
    exact: dict[tuple[str, ...], list[_Series]] = {}
    by_label: dict[str, list[_Series]] = {}
    for one in series:
        if one.path:
            exact.setdefault(one.path, []).append(one)
            by_label.setdefault(one.path[-1], []).append(one)
    for one in series:
        if one.year is None or len(one.path) < 2:  # noqa: PLR2004 - nothing but the home page lies above
            continue
        above = exact.get(one.path[:-1]) or []
        if not above and one.month:
            above = _rolled(one, by_label.get(one.path[-2], []))
        if len(above) == 1:
            yield one, above[0]


def _rolled(month: _Series, named: list[_Series]) -> list[_Series]:
    """Return the years that a month may lie below whose labels above changed, as they do every January."""
    years = [one for one in named if one.year == month.year and not one.month]
    same_top = [one for one in years if one.path[0] == month.path[0]]
    inner = month.path[1:-1]
    return same_top or [one for one in years if one.path[1:] == inner and len(inner) >= BELOW_TOP]


def _unlinked(one: _Series, above: _Series) -> bool:
    """Tell whether the listing above was read since anything linked to this one, and did not."""
    by_itself = bool(one.month) and (one.lister is None or one.lister in one.pages)
    return above.oldest_run > one.listed_run or (by_itself and above.oldest_run >= one.listed_run)


def _series(session: Session, site_id: int, run_id: int) -> list[_Series]:
    page = t.page.c
    rows = session.execute(
        select(
            page.id, page.url, page.location, page.path, page.year, page.month, page.last_run_id, page.reason,
            page.listing_page_id, page.listing_run_id,
        ).where(page.site_id == site_id, page.role == Role.SECTION, page.state == PageState.DONE)
    )  # fmt: skip
    pages: dict[str, list[Any]] = {}
    for row in rows:
        pages.setdefault(urls.without_pagination(row.url), []).append(row)
    found = []
    for first, several in pages.items():
        head = next((row for row in several if row.url == first), None)
        if head is not None:
            counted = [row for row in several if row.reason != "past_end" or row is head]
            oldest = min(row.last_run_id or 0 for row in counted)
            unread = [row.location for row in counted if row.last_run_id != run_id and row is not head]
            if head.last_run_id != run_id:
                unread.insert(0, head.location)
            found.append(
                _Series(
                    head.path, head.year, head.month, oldest, head.last_run_id or 0, head.listing_page_id,
                    head.listing_run_id or 0, frozenset(row.id for row in several), tuple(unread),
                )
            )  # fmt: skip
    return found


def _read_in(session: Session, site_id: int, series: list[_Series]) -> dict[int, int]:
    """Return the run in which each page that names listings of times was read last."""
    page = t.page.c
    listers = {one.lister for one in series if one.lister and one.year is not None}
    rows = session.execute(
        select(page.id, page.last_run_id).where(
            page.site_id == site_id,
            page.state == PageState.DONE,
            or_(page.role == Role.HOME, page.role == Role.SECTION),
        )
    )
    return {row.id: row.last_run_id or 0 for row in rows if row.id in listers}
