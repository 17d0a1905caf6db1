"""What became of addresses that the site lists: which are dead links, and which are asked again and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

from pipelines.database import tables as t
from pipelines.database.models import PageState

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

SOFT_404 = ("home_page", "redirects_to_home_page", "error_page")
"""Reasons of a page that is away although its server says 200, or redirects: a soft 404, if it stays so."""
SOFT = (*SOFT_404, "login_page")
"""Reasons of a page in whose place the site shows another: an accident that says nothing of the article."""
FOREIGN = "leaves_site"
"""Beginning of the reason of a page that redirects to another site: no article of this one."""
NOT_WANTED = "not_wanted:"
"""Beginning of the reason of an article whose kind the run did not take."""
ROBOTS = "robots"
SURE = 2
"""A soft 404 is a dead link when it was seen so often in a row: a cache accident heals in between."""
PAUSE = timedelta(days=1)
EARLY = timedelta(hours=4)
"""A run of every night comes to a page now earlier, now later: so much less than a pause of days is one, too."""
LONGEST = 6
"""The pause doubles so often, to 64 days."""


def is_dead() -> ColumnElement[bool]:
    """Return the condition on `page` of a dead link: one 404 or 410, or a soft 404 that stayed so."""
    page = t.page.c
    soft = and_(page.state == PageState.REFUSED, page.reason.in_(SOFT_404), page.attempts >= SURE)
    return or_(page.state == PageState.GONE, soft)


def is_rested(attempts: int, visited_at: datetime, now: datetime) -> bool:
    """Tell whether a page that gave no article is to be asked again: after a day, two, four and so on.

    Args:
        attempts: visits in a row without an article.
        visited_at: the last of them.
        now: the present.
    """
    doubled = min(max(attempts - 1, 0), LONGEST)
    return now - visited_at >= PAUSE * (1 << doubled) - EARLY


def is_newer(modified_at: str, visited: datetime) -> bool:
    """Tell whether a sitemap's `lastmod` (W3C date and time format) does not lie before a visit.

    A day alone counts as its end, since nobody knows at what time of the day the page was changed.
    """
    text = modified_at.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    if len(text) <= len("2024-10-01"):
        moment += timedelta(days=1)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return moment > visited
