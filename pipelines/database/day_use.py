"""Counts the requests of each day, over all runs, in the transaction that takes a page from the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from pipelines.database.tables import day_use, execute

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_MORE: dict[str, Any] = {
    name: making(day_use)
    .values(site_id=bindparam("site"), day=bindparam("of_day"), requests=1)
    .on_conflict_do_update(
        index_elements=[day_use.c.site_id, day_use.c.day], set_={"requests": day_use.c.requests + 1}
    )
    for name, making in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_USED = select(day_use.c.requests).where(
    day_use.c.site_id == bindparam("site"), day_use.c.day == bindparam("of_day")
)


def count_one(session: Session, site_id: int, day: str) -> None:
    """Count one more request for a day."""
    execute(session, _MORE[session.get_bind().dialect.name], {"site": site_id, "of_day": day})


def used(session: Session, site_id: int, day: str) -> int:
    """Return how many requests were counted for a day."""
    return int(execute(session, _USED, {"site": site_id, "of_day": day}).scalar() or 0)
