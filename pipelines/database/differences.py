"""Where the site's navigation and its independent lists (sitemap, plan du site) contradict each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from osiris_crawler.items import Role
from pipelines.database import tables as t
from pipelines.database.hidden import hidden_listings
from pipelines.database.models import ArticleStatus, PageState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from pipelines.database.models import Run

CENSUS = "osiris/agenda/census"
"""Name in a run's stats of the list that its census compared with: sitemap, plan or none."""
NO_LIST = "none"
EVERY = 7
"""A census is made by itself in every seventh run."""
LEAST = 3
"""Single articles that no rubrique lists are ordinary; so many in one month are a month gone from a list."""


WHOLE = 0.8
"""Share of the stored articles from which a list counts as a list of all; smaller ones lack things by nature."""


class Lacking(StrEnum):
    """Which of the site's lists does not name an article that the other one names."""

    NAVIGATION = "navigation"
    INDEPENDENT = "independent_list"


@dataclass(frozen=True, slots=True)
class Difference:
    """Articles of one month that one list names and the other does not."""

    lacking_in: Lacking
    month: str
    """`2024-10` by the articles' own dates; empty without a date."""
    urls: tuple[str, ...]
    most_of_month: bool
    """More than half of what is stored of the month, at least three or all in a listing that left the menus."""


@dataclass(frozen=True, slots=True)
class Check:
    """The last comparison with a list that does not depend on the path of the crawl."""

    since_run_id: int
    """First of the runs that made it: a census that was stopped goes on in the next run."""
    source: str
    """`sitemap`, `plan`, or `none`: the site has no such list."""
    at: datetime | None


def census_is_due(earlier: Sequence[Run]) -> bool:
    """Tell whether none of the last six completed runs (newest first) was a census."""
    return not any(run.stats.get(CENSUS) for run in earlier[: EVERY - 1])


def last_check(session: Session, site_id: int) -> Check | None:
    """Return the last census of a site that came to its end; None before the first."""
    rows = session.execute(
        select(t.run.c.id, t.run.c.stats, t.run.c.ended_at)
        .where(t.run.c.site_id == site_id, t.run.c.verdict.in_(("healthy", "unhealthy")))
        .order_by(t.run.c.id.desc())
        .limit(100)
    ).all()
    for at, (_, stats, ended_at) in enumerate(rows):
        if source := (stats or {}).get(CENSUS):
            before = rows[at + 1].id if at + 1 < len(rows) else 0
            return Check(before + 1, str(source), ended_at)
    return None


def this_check(session: Session, site_id: int, source: str) -> Check:
    """Return the census that the run at work makes, for its own verdict."""
    ended = (t.run.c.site_id == site_id, t.run.c.verdict.in_(("healthy", "unhealthy")))
    last = session.scalar(select(func.max(t.run.c.id)).where(*ended)) or 0
    return Check(last + 1, source or NO_LIST, None)


def differences(session: Session, site_id: int, check: Check | None = None) -> list[Difference]:
    """Return where the lists of a site differ, newest month first; empty when it has one list only.

    A list that names far from all articles (a short sitemap, a plan with some links beside its sections) is held
    to what it named before.

    Args:
        session: a session.
        site_id: row of the site.
        check: the census to judge by; the last one that came to its end unless given.
    """
    check = check or last_check(session, site_id)
    if check is None:
        return []
    page = t.page.c
    of_hidden = page.path.in_(hidden_listings(session, site_id))
    left = _stored(site_id, of_hidden)
    hidden = {row.url for row in session.execute(left)}
    if check.source == NO_LIST:  # what the menus named before is a list, too
        return _by_month(session, site_id, {Lacking.NAVIGATION: left}, hidden)
    seen = func.coalesce(page.independent_run_id, 0)
    nowhere = and_(page.path == (), seen >= check.since_run_id)
    unlisted = _stored(site_id, or_(nowhere, of_hidden))
    unconfirmed = _stored(site_id, *_expected(check), seen < check.since_run_id)
    named, stored_there = coverage_of_list(session, site_id, check)
    if named < WHOLE * stored_there:
        unconfirmed = unconfirmed.where(page.independent_run_id.is_not(None))  # named by it before
    return _by_month(
        session, site_id, {Lacking.NAVIGATION: unlisted, Lacking.INDEPENDENT: unconfirmed}, hidden
    )


def found_hidden(session: Session, site_id: int, run_id: int) -> list[Difference]:
    """Return the stored articles that the menus lead to no more, as a run found by what it read of them."""
    left = _stored(site_id, t.page.c.path.in_(hidden_listings(session, site_id, since_run=run_id)))
    return _by_month(session, site_id, {Lacking.NAVIGATION: left}, {row.url for row in session.execute(left)})


def _by_month(
    session: Session, site_id: int, lacking: dict[Lacking, Select[Any]], hidden: Collection[str]
) -> list[Difference]:
    """Sort the articles that lists lack by the months of their dates, newest first.

    Args:
        session: a session.
        site_id: row of the site.
        lacking: the articles by the list that lacks them.
        hidden: addresses of those whose whole month left the menus, however few they are.
    """
    month = func.substr(t.article.c.published_on, 1, 7)
    stored = select(month, func.count()).where(t.article.c.site_id == site_id).group_by(month)
    of_month: dict[str, int] = {row[0]: row[1] for row in session.execute(stored)}
    found = []
    for where, chosen in lacking.items():
        by_month: dict[str, list[str]] = defaultdict(list)
        for row in session.execute(chosen):
            by_month[str(row[0])].append(row.url)
        for name, urls in by_month.items():
            half = of_month[name] // 2 + 1
            whole = len(urls) >= max(LEAST, half) or sum(url in hidden for url in urls) >= half
            found.append(Difference(where, name, tuple(urls), bool(name) and whole))
    return sorted(found, key=lambda one: (one.month, one.lacking_in), reverse=True)


def coverage_of_list(session: Session, site_id: int, check: Check) -> tuple[int, int]:
    """Return how many of the stored articles in the navigation the independent list names, and how many there are."""
    stored = _stored(site_id, *_expected(check)).order_by(None)
    seen = func.coalesce(t.page.c.independent_run_id, 0) >= check.since_run_id
    row = session.execute(stored.with_only_columns(func.count().filter(seen), func.count())).one()
    return row[0], row[1]


def _expected(check: Check) -> tuple[ColumnElement[bool], ...]:
    """The conditions on pages that a list of all articles should name."""
    page = t.page.c
    return (
        page.path != (),
        page.role == Role.ARTICLE,
        page.discovered_at <= (check.at or page.discovered_at),
    )


def _stored(site_id: int, *narrow: ColumnElement[bool]) -> Select[Any]:
    """Select month and address of the live articles whose page fits."""
    page = t.page.c
    own = (t.address.c.site_id == page.site_id) & (t.address.c.location == page.location)
    return (
        select(func.substr(t.article.c.published_on, 1, 7), page.url)
        .select_from(t.page.join(t.address, own).join(t.article, t.article.c.id == t.address.c.article_id))
        .where(
            page.site_id == site_id,
            page.role.in_((Role.ARTICLE, Role.BREVE)),
            or_(page.state == PageState.DONE, page.state == PageState.DUE),
            t.article.c.status == ArticleStatus.LIVE,
            *narrow,
        )
        .order_by(page.url)
    )
