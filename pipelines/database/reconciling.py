"""Makes database and recordings agree again after bytes were lost (power cut, full disk)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from pipelines.database import tables as t
from pipelines.database.models import PageState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

ENDS = select(t.snapshot.c.file, func.max(t.snapshot.c.offset + t.snapshot.c.length).label("end")).group_by(
    t.snapshot.c.file
)
LOST = select(t.snapshot.c.id).where(
    t.snapshot.c.file == bindparam("of_file"), t.snapshot.c.offset + t.snapshot.c.length > bindparam("size")
)
EARLIER = (
    select(t.snapshot.c.captured_at)
    .where(
        t.snapshot.c.digest == bindparam("wanted"),
        t.snapshot.c.url == bindparam("address"),
        t.snapshot.c.revisit.is_(False),
    )
    .order_by(t.snapshot.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Loss:
    """What the database no longer says since the bytes are not there."""

    file: str
    snapshots: int
    pages: int
    """Pages that are asked again."""
    revisions: int
    """Revisions that have no recording now; the next visit gives them one."""


def ends(session: Session) -> dict[str, int]:
    """Return how many bytes of each WARC file the database points into."""
    return {row.file: int(row.end) for row in t.execute(session, ENDS)}


def forget_lost(session: Session, sizes: Mapping[str, int]) -> list[Loss]:
    """Drop what points behind the end of a file, and make its pages due again.

    Args:
        session: a write session.
        sizes: bytes of each WARC file that is there; files that are not named are left alone.
    """
    short = {file: sizes[file] for file, end in ends(session).items() if file in sizes and sizes[file] < end}
    return [_forget(session, file, size) for file, size in short.items()]


def _forget(session: Session, file: str, size: int) -> Loss:
    lost = list(t.execute(session, LOST, {"of_file": file, "size": size}).scalars())
    page, revision = t.page, t.revision
    pages = session.connection().execute(
        update(page)
        .where(page.c.snapshot_id.in_(lost))
        .values(snapshot_id=None, state=PageState.DUE, next_at=None)
    )
    named = {"whole_snapshot_id": None, "etag": "", "last_modified": ""}
    session.connection().execute(update(page).where(page.c.whole_snapshot_id.in_(lost)).values(named))
    revisions = session.connection().execute(
        update(revision).where(revision.c.snapshot_id.in_(lost)).values(snapshot_id=None)
    )
    session.connection().execute(t.snapshot.delete().where(t.snapshot.c.id.in_(lost)))
    return Loss(file, len(lost), pages.rowcount, revisions.rowcount)


def recorded_before(session: Session, url: str, digest: str) -> datetime | None:
    """Return when an address was first recorded with a payload, None when it never was."""
    found: datetime | None = t.execute(session, EARLIER, {"wanted": digest, "address": url}).scalar()
    return found
