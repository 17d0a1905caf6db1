"""How far a chain of redirects has gone: one that leads to ever new addresses must come to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from pipelines.database import tables as t
from pipelines.database.models import PageState
from pipelines.database.tables import execute

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MAX_HOPS = 10
"""Browsers give up after twenty; an article that was renamed every other year has fewer."""
REASON = "redirects_without_end"
_SOURCE = select(t.page.c.from_page_id, t.page.c.location).where(t.page.c.id == bindparam("row_id"))
_LED_HERE = select(t.page.c.id).where(
    t.page.c.id == bindparam("row_id"),
    t.page.c.state == PageState.MOVED,
    t.page.c.redirect_location == bindparam("place"),
)


def is_endless(session: Session, page_id: int) -> bool:
    """Tell whether so many redirects led to a page that one more is not followed.

    Args:
        session: a session.
        page_id: row of the page that redirects.
    """
    for _ in range(MAX_HOPS):
        page = execute(session, _SOURCE, {"row_id": page_id}).one()
        led = {"row_id": page.from_page_id, "place": page.location}
        if page.from_page_id is None or execute(session, _LED_HERE, led).scalar() is None:
            return False
        page_id = page.from_page_id
    return True
