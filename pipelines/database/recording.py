"""Rows that hang on a visit: where its recorded bytes lie, and what is odd about the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from pipelines.database.memory import memory
from pipelines.database.tables import execute, insert_new, snapshot, warning

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler import items

KNOWN_SNAPSHOT = select(snapshot.c.id).where(
    snapshot.c.file == bindparam("of_file"), snapshot.c.offset == bindparam("at_offset")
)
PAGE_WARNINGS = select(warning.c.id, warning.c.code, warning.c.field, warning.c.detail).where(
    warning.c.page_id == bindparam("page"), warning.c.until_at.is_(None)
)
END_WARNING = (
    update(warning).where(warning.c.id == bindparam("row_id")).values(until_at=bindparam("ended_at"))
)
NEW_WARNING = insert(warning)


def add_snapshot(
    session: Session, run_id: int, url: str, status: int, taken: items.Snapshot | None
) -> int | None:
    """Store where a response was recorded; return the row, the present one when it is known already."""
    if taken is None:
        return None
    spot = taken.file, taken.offset
    met = memory(session).snapshots
    if spot in met:
        return met[spot]
    row = {
        "run_id": run_id,
        "url": url,
        "file": taken.file,
        "offset": taken.offset,
        "length": taken.length,
        "digest": taken.digest,
        "status": status,
        "captured_at": taken.captured_at,
        "revisit": taken.revisit,
    }
    made = insert_new(session, snapshot, row)
    if made is None:
        spots = {"of_file": taken.file, "at_offset": taken.offset}
        made = execute(session, KNOWN_SNAPSHOT, spots).scalar_one()
    met[spot] = int(made)
    return met[spot]


def set_page_warnings(
    session: Session, page_id: int, run_id: int, visit: items.Visit, *, had_none: bool = False
) -> None:
    """Replace a page's warnings by those of its newest visit; what no longer holds keeps its dates."""
    rows = () if had_none else execute(session, PAGE_WARNINGS, {"page": page_id})
    holds = {(row.code, row.field, row.detail): row.id for row in rows}
    new = dict.fromkeys((warning.code, warning.field, warning.detail) for warning in visit.warnings)
    ended = [
        {"row_id": row_id, "ended_at": visit.fetched_at} for sign, row_id in holds.items() if sign not in new
    ]
    begun = [
        {
            "page_id": page_id,
            "article_id": None,
            "run_id": run_id,
            "code": code,
            "field": field,
            "detail": detail,
            "since_at": visit.fetched_at,
            "until_at": None,
        }
        for code, field, detail in new
        if (code, field, detail) not in holds
    ]
    if ended:
        execute(session, END_WARNING, ended)
    if begun:
        execute(session, NEW_WARNING, begun)
