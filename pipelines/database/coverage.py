"""What the site lists beside what is stored: by month, by section, and each missing article by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select

from osiris_crawler.items import Role
from pipelines.database import tables as t
from pipelines.database.listed import FOREIGN, NOT_WANTED, ROBOTS, is_dead
from pipelines.database.models import ArticleStatus, PageState
from pipelines.database.periods import period_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, FromClause
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles of one section or month the site lists, and what became of them."""

    listed: int = 0
    """Named by the site's navigation or sitemap and wanted by the scope; redirects left out."""
    stored: int = 0
    missing: int = 0
    """Listed, not stored, and not gone."""
    gone: int = 0
    """Listed, and a dead link (never stored), or stored and by now a tombstone with its text."""
    outside: int = 0
    """Listed, and outside what any crawl was asked to take."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the archive; month 0: the listings name a year only; year 0: they name none."""

    year: int
    month: int
    published: int
    """Stored articles whose own date lies in the month."""
    tally: Tally
    """By the site's listings."""


@dataclass(frozen=True, slots=True)
class SectionTally:
    """One section's listing; an empty path stands for what no listing names."""

    path: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Missing:
    """One article by its address: missing, gone, or away."""

    url: str
    path: tuple[str, ...]
    listed_on: str
    state: str
    reason: str
    attempts: int


_page = t.page.c
_state = _page.state
_article_page = and_(
    _page.role.in_((Role.ARTICLE, Role.BREVE)), or_(_page.path != (), _page.listed_by_sitemap)
)
_stored = t.article.c.id.is_not(None)  # an address may outlive a deleted record
_other_kind = and_(_state == PageState.REFUSED, _page.reason.startswith(NOT_WANTED))
_elsewhere = or_(
    _state == PageState.MOVED,
    and_(_state == PageState.REFUSED, _page.reason.startswith(FOREIGN)),
    and_(_state == PageState.FORBIDDEN, _page.reason != ROBOTS),
)
_counted = and_(_state != PageState.DISCOVERED, ~_elsewhere, ~_other_kind)
_pages: FromClause = t.page.outerjoin(
    t.address, and_(t.address.c.site_id == _page.site_id, t.address.c.location == _page.location)
).outerjoin(t.article, t.article.c.id == t.address.c.article_id)
_dead = is_dead()
_is_missing = and_(_counted, ~_stored, ~_dead)
_is_gone = or_(and_(_counted, ~_stored, _dead), and_(_stored, t.article.c.status == ArticleStatus.GONE))


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


_TALLY = (
    _sum(_counted),
    _sum(and_(_counted, _stored)),
    _sum(_is_missing),
    _sum(_is_gone),
    _sum(or_(_state == PageState.DISCOVERED, _other_kind)),
)


def total(session: Session, site_id: int | None = None) -> Tally:
    """Return the tally of everything the site lists."""
    row = session.execute(select(*_TALLY).select_from(_pages).where(_article_page, *_of(site_id))).one()
    return Tally(*row)


def months(session: Session, site_id: int | None = None) -> list[Month]:
    """Return every month with a stored or a listed article, oldest first."""
    of_year, of_month = func.coalesce(_page.year, 0), func.coalesce(_page.month, 0)
    listed = {
        (row[0], row[1]): Tally(*row[2:])
        for row in session.execute(
            select(of_year, of_month, *_TALLY)
            .select_from(_pages)
            .where(_article_page, *_of(site_id))
            .group_by(of_year, of_month)
        )
    }
    article = t.article.c
    period = func.substr(article.published_on, 1, 7)
    stored = select(period, func.count()).group_by(period)
    if site_id is not None:
        stored = stored.where(article.site_id == site_id)
    published = {_year_and_month(row[0]): row[1] for row in session.execute(stored)}
    return [
        Month(year, month, published.get((year, month), 0), listed.get((year, month), Tally()))
        for year, month in sorted(published.keys() | listed.keys())
    ]


def _year_and_month(text: str) -> tuple[int, int]:
    year, _, month = text.partition("-")
    return int(year or 0), int(month or 0)


def sections(session: Session, site_id: int | None = None) -> list[SectionTally]:
    """Return every section that lists articles, by top section and time, then by title."""
    rows = session.execute(
        select(_page.path, *_TALLY)
        .select_from(_pages)
        .where(_article_page, *_of(site_id))
        .group_by(_page.path)
    )
    return [SectionTally(row[0], Tally(*row[1:])) for row in sorted(rows, key=lambda row: _order(row[0]))]


def _order(path: tuple[str, ...]) -> tuple[tuple[str, ...], int, int, tuple[str, ...]]:
    year, month = period_of(path)
    return path[:1], year or 0, month or 0, path


def missing(session: Session, site_id: int | None = None, limit: int | None = None) -> Iterator[Missing]:
    """Give each missing article, newest section first."""
    return _named(session, _is_missing, site_id, limit)


def gone(session: Session, site_id: int | None = None, limit: int | None = None) -> Iterator[Missing]:
    """Give each listed address that is dead, and each tombstone that was listed, newest section first."""
    return _named(session, _is_gone, site_id, limit)


def away(session: Session, site_id: int | None = None, limit: int | None = None) -> Iterator[Missing]:
    """Give each stored article, live so far, whose page was away, refused or forbidden when it was last asked."""
    ill = or_(
        _state.in_((PageState.GONE, PageState.FAILED, PageState.FORBIDDEN)),
        and_(_state == PageState.REFUSED, ~_other_kind),
    )
    return _named(session, and_(t.article.c.status == ArticleStatus.LIVE, ill), site_id, limit, listed=False)


def _named(
    session: Session,
    chosen: ColumnElement[bool],
    site_id: int | None,
    limit: int | None,
    *,
    listed: bool = True,
) -> Iterator[Missing]:
    statement = (
        select(_page.url, _page.path, _page.listed_on, _state, _page.reason, _page.attempts)
        .select_from(_pages)
        .where(chosen, *([_article_page] if listed else []), *_of(site_id))
        .order_by(_page.year.desc(), _page.month.desc(), _page.id)
        .limit(limit)
    )
    for row in session.execute(statement):
        yield Missing(*row)


def _of(site_id: int | None) -> list[ColumnElement[bool]]:
    return [] if site_id is None else [_page.site_id == site_id]
