"""The state of a page that is recorded and that its server can be asked about: kept at each visit, found again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the dataclass shows it
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, or_, select

from osiris_crawler.items import Outcome, Visit, Warning_
from osiris_crawler.validators import NOT_MODIFIED, Validators, same
from pipelines.database import tables as t
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STATE_COLUMNS = ("etag", "last_modified", "whole_snapshot_id")
"""Columns of `page` that hold the state; empty unless the last visit ended well."""
CHANGED_UNSAID = "changed_unsaid"
"""Code of the warning on a page that changed while its server named it as before."""
WHOLE = 200
_whole, _body = t.snapshot.alias("whole"), t.snapshot.alias("body")
_own = and_(t.address.c.site_id == t.page.c.site_id, t.address.c.location == t.page.c.location)
_no_record = and_(*(t.page.c.role != role for role in RECORD_ROLES))
STORED = (
    select(
        t.page.c.etag,
        t.page.c.last_modified,
        t.page.c.modified_at,
        _whole.c.captured_at.label("whole_at"),
        t.run.c.reader_version,
        *(_body.c[name] for name in ("url", "file", "offset", "length", "digest", "captured_at")),
    )
    .select_from(
        t.page.join(_whole, _whole.c.id == t.page.c.whole_snapshot_id)
        .join(t.run, t.run.c.id == _whole.c.run_id)
        .join(_body, and_(_body.c.digest == _whole.c.digest, _body.c.url == _whole.c.url))
        .outerjoin(t.address, _own)
    )
    .where(
        t.page.c.id == bindparam("page"),
        or_(t.page.c.etag != "", t.page.c.last_modified != ""),
        or_(_no_record, t.address.c.article_id.in_(select(t.article.c.id))),
        _body.c.revisit.is_(False),
        _body.c.digest != "",
    )
    .order_by(_body.c.id)
    .limit(1)
)
KNOWN = select(t.page.c.etag, t.page.c.last_modified, t.page.c.whole_snapshot_id).where(
    t.page.c.id == bindparam("page")
)
DIGEST = select(t.snapshot.c.digest).where(t.snapshot.c.id == bindparam("row_id"))


@dataclass(frozen=True, slots=True)
class Stored:
    """One state of a page: its names, and the record that holds its bytes."""

    etag: str
    last_modified: str
    modified_at: str
    """When the page was changed last, as a sitemap prints it."""
    whole_at: datetime
    """When the server last sent the page whole."""
    reader_version: str
    """That read it then."""
    url: str
    """Address asked for, as recorded."""
    file: str
    offset: int
    length: int
    digest: str
    captured_at: datetime
    """Of the record that holds the body; it may be older than `whole_at`."""

    @property
    def validators(self) -> Validators:
        """The names of the state."""
        return Validators(self.etag, self.last_modified)


def stored(session: Session, page_id: int) -> Stored | None:
    """Return the state of a page that its server can be asked about.

    None when the server gave it no name, when the last visit did not end well, when its bytes are not recorded, and
    for an article's page of which no article is stored.
    """
    row = t.execute(session, STORED, {"page": page_id}).first()
    return None if row is None else Stored(*(getattr(row, name) for name in Stored.__dataclass_fields__))


def state_columns(visit: Visit, known: Any, snapshot_id: int | None) -> dict[str, Any]:
    """Return the columns of `page` that hold its state after a visit, each named `new_<column>`.

    Args:
        visit: the end of the visit.
        known: the row of the page before it.
        snapshot_id: row of the answer's recording.
    """
    values: tuple[Any, ...] = ("", "", None)
    if visit.outcome is Outcome.DONE and visit.status == WHOLE:
        values = (visit.etag, visit.last_modified, snapshot_id)
    elif visit.outcome is Outcome.DONE and visit.status == NOT_MODIFIED:
        names = visit.etag or known.etag, visit.last_modified or known.last_modified
        values = (*names, known.whole_snapshot_id)
    return {f"new_{name}": value for name, value in zip(STATE_COLUMNS, values, strict=True)}


def look_at_names(session: Session, visit: Visit, known: Any = None) -> None:
    """Add a warning to the visit of a page that shows something else than before, and is named as before.

    Args:
        session: a session.
        visit: the end of a visit after which the article or list is another.
        known: the row of the page before it; read unless given, so call it before the visit's end is written.
    """
    named = Validators(visit.etag, visit.last_modified)
    if not any(named) or visit.status != WHOLE or visit.snapshot is None:
        return
    before = known or t.execute(session, KNOWN, {"page": visit.page_id}).first()
    if before is None or not same(Validators(before.etag, before.last_modified), named):
        return
    digest = t.execute(session, DIGEST, {"row_id": before.whole_snapshot_id}).scalar()
    if digest is not None and digest != visit.snapshot.digest:
        visit.warnings.append(Warning_(CHANGED_UNSAID, "", visit.etag or visit.last_modified))
