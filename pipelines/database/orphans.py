"""Clears away what records leave behind that somebody deleted by hand, so that their pages can be read anew."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from pipelines.database import tables as t
from pipelines.database.schema import Base

if TYPE_CHECKING:
    from sqlalchemy import Column, Table
    from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)


def sweep(session: Session) -> int:
    """Remove addresses, revisions and the like whose article is not there; return how many addresses.

    SQLite's own shell deletes an article without what belongs to it. Corrections wait for the article.
    """
    known = select(t.article.c.id)
    lost = session.execute(select(func.count()).where(t.address.c.article_id.not_in(known))).scalar_one()
    if not lost:
        return 0
    doomed = select(t.revision.c.id).where(t.revision.c.article_id.not_in(known))
    for table, column in _pointing_to(t.revision):
        session.execute(delete(table).where(column.in_(doomed)))
    for table, column in _pointing_to(t.article):
        orphaned = column.is_not(None) & column.not_in(known)
        if table is t.correction:
            session.execute(update(table).where(orphaned).values({column.name: None}))
        else:
            session.execute(delete(table).where(orphaned))
    logger.warning("%d addresses belonged to articles that were deleted; their pages are asked again", lost)
    return int(lost)


def _pointing_to(owner: Table) -> list[tuple[Table, Column[Any]]]:
    """Return the tables that point to a table, and by which column."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is owner for key in column.foreign_keys)
    ]
