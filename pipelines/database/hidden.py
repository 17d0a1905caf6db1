"""Months that the site's navigation does not lead to: only their address is known, from a sitemap or from before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database import tables as t
from pipelines.database.models import PageState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class _Series(NamedTuple):
    """One listing, all its pages together."""

    path: tuple[str, ...]
    year: int | None
    month: int | None
    oldest_run: int
    """The first of the runs in which its pages were read last."""
    lister: int | None
    listed_run: int
    pages: frozenset[int]


def hidden_months(session: Session, site_id: int) -> list[tuple[str, ...]]:
    """Return the paths of the months whose year's listing was read without a link to them.

    A month counts as listed by whatever other page named it in the run that read its year, or after.
    """
    series = _series(session, site_id)
    years: dict[tuple[str, str], list[_Series]] = {}
    for one in series:
        if one.path and one.year and not one.month:
            years.setdefault((one.path[0], one.path[-1]), []).append(one)
    found = []
    for one in series:
        year = _year_of(one, years) if one.month and len(one.path) > 1 else None
        if year is None:
            continue
        by_itself = one.lister is None or one.lister in one.pages
        if year.oldest_run > one.listed_run or (by_itself and year.oldest_run >= one.listed_run):
            found.append(one.path)
    return found


def _year_of(month: _Series, years: dict[tuple[str, str], list[_Series]]) -> _Series | None:
    """Return the listing that a month lies below; None when several may be it.

    Labels between the top section and the year change every January.
    """
    named = [one for one in years.get((month.path[0], month.path[-2]), []) if one.year == month.year]
    above = [one for one in named if one.path == month.path[:-1]] or named
    return above[0] if len(above) == 1 else None


def _series(session: Session, site_id: int) -> list[_Series]:
    page = t.page.c
    rows = session.execute(
        select(
            page.id, page.url, page.path, page.year, page.month, page.last_run_id, page.reason,
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
            oldest = min(row.last_run_id or 0 for row in several if row.reason != "past_end" or row is head)
            ids = frozenset(row.id for row in several)
            run = head.listing_run_id or 0
            found.append(_Series(head.path, head.year, head.month, oldest, head.listing_page_id, run, ids))
    return found
