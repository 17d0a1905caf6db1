"""What is odd about a listing beside what was known of it: its further pages gone, others' articles on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from osiris_crawler import urls
from osiris_crawler.items import Outcome, Role, Visit, Warning_
from pipelines.database.addresses import location
from pipelines.database.periods import period_of
from pipelines.database.showing import RECORD_ROLES, SHRUNK_LEAST, SHRUNK_SHARE, articles_digest
from pipelines.database.tables import execute, page
from pipelines.database.validated import look_at_names

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGES_LOST = "pages_lost"
LISTS_OTHERS = "lists_others"
OTHERS_SHARE = 0.5
"""An article or two are filed anew on any day; half a listing is not."""
_here = page.c.site_id == bindparam("site")
LATER = select(page.c.url, page.c.shows_articles).where(
    _here,
    page.c.location >= bindparam("first"),
    page.c.location < bindparam("last"),
    page.c.role == Role.SECTION,
    page.c.shows_articles > 0,
    page.c.reason == "",
)
FILED = select(page.c.path, page.c.year, page.c.month).where(
    _here, page.c.location.in_(bindparam("places", expanding=True))
)


def look_at_list(session: Session, site_id: int, visit: Visit, known: Any) -> None:
    """Add warnings to the visit of a listing that was read before; its links are not in the frontier yet.

    Args:
        session: a session.
        site_id: row of the site.
        visit: the end of the visit.
        known: the row of the page before it.
    """
    named = known.articles_digest and (visit.etag or visit.last_modified)
    if named and visit.outcome is Outcome.DONE and articles_digest(visit) != known.articles_digest:
        look_at_names(session, visit, known)
    if visit.outcome is not Outcome.DONE or visit.role is not Role.SECTION or not known.shows_articles:
        return
    if urls.pagination_of(visit.url) is None:
        _further_pages(session, site_id, visit)
    _others(session, site_id, visit, known)


def is_other_month(visit: Visit, known: Any) -> bool:
    """Tell whether a month's address shows the page of another month: a month never becomes another."""
    before, now = period_of(tuple(known.path)), period_of(tuple(visit.path))
    return before[1] is not None and now[1] is not None and before != now


def own_path(visit: Visit, known: Any) -> dict[str, Any]:
    """Return the path of a page after a visit: what the page showed of itself knows better than links to it."""
    path = known.path
    found = visit.outcome is Outcome.DONE and visit.path
    strange = known.shows_articles and is_other_month(visit, known)  # the page of another month, by accident
    # the second: a listing named it as a section, its own title as the last of the path
    if (
        found
        and not strange
        and (visit.role is Role.SECTION or (visit.role in RECORD_ROLES and visit.path == path[:-1]))
    ):
        path = visit.path
    year, month = period_of(path, known.listed_on)
    return {"new_path": path, "new_year": year, "new_month": month}


def _further_pages(session: Session, site_id: int, visit: Visit) -> None:
    """Warn when a listing names its further pages no more, and shows fewer articles than stood on them all."""
    place, series = location(visit.url), urls.without_pagination(visit.url)
    if any(link.url != visit.url and urls.without_pagination(link.url) == series for link in visit.links):
        return
    span = {"site": site_id, "first": f"{place}?", "last": f"{place}@"}  # all that follows the question mark
    offsets, further = [], 0
    for row in execute(session, LATER, span):
        number = urls.pagination_of(row.url)
        if number is not None and number.offset > 0:
            offsets.append(number.offset)
            further += row.shows_articles
    if not offsets:
        return
    before = min(offsets) + further
    now = len({location(link.url) for link in visit.links if link.role in RECORD_ROLES})
    if before - now >= max(SHRUNK_LEAST, SHRUNK_SHARE * before):
        detail = f"{before} articles on {len(offsets) + 1} pages before, {now} on one now"
        visit.warnings.append(Warning_(PAGES_LOST, "", detail))


def _others(session: Session, site_id: int, visit: Visit, known: Any) -> None:
    """Warn when most of a month's list is what other months list."""
    own = visit.path or known.path
    month = period_of(own)
    if is_other_month(visit, known):
        detail = f"{' > '.join(visit.path)} under the address of {' > '.join(known.path)}"
        visit.warnings.append(Warning_(LISTS_OTHERS, "", detail))
    if month[1] is None:
        return
    items = {location(link.url) for link in visit.links if link.role in RECORD_ROLES and link.path == own}
    if not items:
        return
    rows = execute(session, FILED, {"site": site_id, "places": list(items)})
    others = sum(1 for row in rows if row.path and row.month and (row.year, row.month) != month)
    if others >= max(SHRUNK_LEAST, OTHERS_SHARE * len(items)):
        detail = f"{others} of {len(items)} articles belong to other months"
        visit.warnings.append(Warning_(LISTS_OTHERS, "", detail))
