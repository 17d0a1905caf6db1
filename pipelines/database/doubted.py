"""Changes that a verdict doubted: the site may have shown something else in the place of known articles."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from pipelines.database import runs
from pipelines.database import tables as t
from pipelines.database.changed import is_return
from pipelines.database.models import ArticleStatus, PageState
from pipelines.database.showing import RECORD_ROLES
from pipelines.database.vanishing import LANGUAGE_CHANGED, NO_LONGER_SHOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from pipelines.database.models import Run

DOUBTED = "osiris/health/doubted"
"""Name in `run.stats` of how many articles a run changed while its verdict named such changes."""
LOOKED_AT = 120
"""Newest runs among which those with changes in doubt are looked for."""
OFTEN = timedelta(days=7)
"""So long after a change in doubt its page is asked every day; then after pauses as long as all the time before."""
ONCE_A_DAY = timedelta(hours=20)


def doubted_runs(past: Iterable[Run]) -> frozenset[int]:
    """Return those of some runs whose changes are in doubt."""
    return frozenset(run.id for run in past if DOUBTED in run.stats)


def in_doubt(session: Session, site_id: int, now: datetime, most: int) -> list[str]:
    """Return the pages to ask again since what they showed last is in doubt, those asked longest ago first.

    These are articles whose newest revision a doubted run made, unless it says again what was said before the doubt,
    and pages that since such a run lack a field or speak another language. They are in doubt until a run reads
    something else: what was known, or a later state of the article.

    Args:
        session: a session.
        site_id: row of the site.
        now: the present.
        most: so many at most.
    """
    doubted = doubted_runs(past := runs.completed(session, site_id, LOOKED_AT))
    if not doubted:
        return []
    since = min(run.started_at for run in past if run.id in doubted)
    rows = {*_rewritten(session, site_id, doubted, since), *_lacking(session, site_id, doubted)}
    due = sorted((row.last_visit_at, row.location) for row in rows if _is_due(row, now))
    return list(dict.fromkeys(place for _, place in due))[:most]


def _is_due(row: Any, now: datetime) -> bool:
    watched = row.last_visit_at - row.since_at
    return bool(now - row.last_visit_at >= (ONCE_A_DAY if watched < OFTEN else watched))


def _rewritten(session: Session, site_id: int, doubted: Collection[int], since: datetime) -> Iterable[Any]:
    """Give the pages of articles whose newest revision is in doubt."""
    page, address, article, revision = t.page.c, t.address.c, t.article.c, t.revision.alias("newest")
    return session.execute(
        select(page.location, page.last_visit_at, revision.c.captured_at.label("since_at"))
        .select_from(
            t.article.join(revision, revision.c.id == article.current_revision_id)
            .join(t.address, address.article_id == article.id)
            .join(t.page, (page.site_id == address.site_id) & (page.location == address.location))
        )
        .where(
            article.site_id == site_id,
            article.status == ArticleStatus.LIVE,
            page.state == PageState.DONE,
            page.role.in_(RECORD_ROLES),
            revision.c.captured_at >= since,
            revision.c.run_id.in_(doubted),
            revision.c.number > 1,
            ~is_return(revision, doubted),
        )
    )


def _lacking(session: Session, site_id: int, doubted: Collection[int]) -> Iterable[Any]:
    """Give the pages that lack a field of their article since a doubted run, or speak another language."""
    page, warning = t.page.c, t.warning.c
    return session.execute(
        select(page.location, page.last_visit_at, warning.since_at)
        .select_from(t.warning.join(t.page, page.id == warning.page_id))
        .where(
            page.site_id == site_id,
            page.state == PageState.DONE,
            page.role.in_(RECORD_ROLES),
            warning.run_id.in_(doubted),
            warning.until_at.is_(None),
            warning.code.in_((NO_LONGER_SHOWN, LANGUAGE_CHANGED)),
        )
    )
