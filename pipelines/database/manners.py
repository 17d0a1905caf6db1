"""Keeps what a site asked of its guests, and when it was asked last, from one run to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from pipelines.database.tables import execute, manners

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Column
    from sqlalchemy.orm import Session

LONGEST_REST = timedelta(days=7)
"""A longer rest than this is taken for a mistake, of the site's clock or of ours."""
ON_THE_WAY = 0.25
"""Seconds that a request may take to the site."""
_KEPT = select(manners).where(manners.c.site_id == bindparam("site"))


def _keeping(column: Column[Any]) -> dict[str, Any]:
    """Return the statements that keep one value of a site, by the database they are for."""
    value = bindparam("kept", type_=column.type)
    return {
        name: making(manners)
        .values({"site_id": bindparam("site"), column.name: value})
        .on_conflict_do_update(index_elements=[manners.c.site_id], set_={column.name: value})
        for name, making in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    }


_ASKED, _DELAY, _REST = (
    _keeping(column) for column in (manners.c.asked_at, manners.c.crawl_delay, manners.c.rest_until)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the run before left."""

    asked_at: datetime | None = None
    crawl_delay: float | None = None
    rest_until: datetime | None = None

    def rest(self, now: datetime) -> float:
        """Return the seconds of a rest that remain; 0.0 when there are none, or more than a site asks for."""
        left = (self.rest_until - now) if self.rest_until else timedelta()
        return left.total_seconds() if timedelta() < left <= LONGEST_REST else 0.0

    def pause(self, now: datetime, delay: float) -> float:
        """Return the seconds until a request keeps the delay to the last one of the run before.

        That one was noted before it went, and the site counts from when it came. A clock that was set back makes
        no longer pause.
        """
        if self.asked_at is None or not delay:
            return 0.0
        whole = delay + ON_THE_WAY
        return min(whole, max(0.0, whole - (now - self.asked_at).total_seconds()))


def kept(session: Session, site_id: int) -> Kept:
    """Return what is known of a site."""
    row = execute(session, _KEPT, {"site": site_id}).one_or_none()
    return Kept() if row is None else Kept(row.asked_at, row.crawl_delay, row.rest_until)


def keep_asked(session: Session, site_id: int, moment: datetime) -> None:
    """Note a request that is about to be made."""
    execute(session, _ASKED[session.get_bind().dialect.name], {"site": site_id, "kept": moment})


def keep_delay(session: Session, site_id: int, seconds: float | None) -> None:
    """Note the Crawl-delay of robots.txt, None when it names none."""
    execute(session, _DELAY[session.get_bind().dialect.name], {"site": site_id, "kept": seconds})


def keep_rest(session: Session, site_id: int, until: datetime) -> None:
    """Note until when the site wants no requests."""
    execute(session, _REST[session.get_bind().dialect.name], {"site": site_id, "kept": until})
