"""Rows that hang on a visit: where its recorded bytes lie, and what is odd about the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from pipelines.database.models import Snapshot, Warning_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler import items


def add_snapshot(
    session: Session, run_id: int, url: str, status: int, snapshot: items.Snapshot | None
) -> int | None:
    """Store where a response was recorded; return the row, the present one when it is known already."""
    if snapshot is None:
        return None
    known = session.scalar(
        select(Snapshot.id).where(Snapshot.file == snapshot.file, Snapshot.offset == snapshot.offset)
    )
    if known is not None:
        return known
    return session.execute(
        insert(Snapshot).returning(Snapshot.id),
        {
            "run_id": run_id, "url": url, "file": snapshot.file, "offset": snapshot.offset,
            "length": snapshot.length, "digest": snapshot.digest, "status": status,
            "captured_at": snapshot.captured_at,
        },
    ).scalar_one()  # fmt: skip


def set_page_warnings(session: Session, page_id: int, run_id: int, visit: items.Visit) -> None:
    """Replace a page's warnings by those of its newest visit; what no longer holds keeps its dates."""
    holds = {
        (row.code, row.field, row.detail): row.id
        for row in session.execute(
            select(Warning_.id, Warning_.code, Warning_.field, Warning_.detail).where(
                Warning_.page_id == page_id, Warning_.until_at.is_(None)
            )
        )
    }
    new = dict.fromkeys((warning.code, warning.field, warning.detail) for warning in visit.warnings)
    if ended := [row_id for sign, row_id in holds.items() if sign not in new]:
        session.execute(
            update(Warning_).where(Warning_.id.in_(ended)).values(until_at=visit.fetched_at),
            execution_options={"synchronize_session": False},
        )
    if begun := [sign for sign in new if sign not in holds]:
        session.execute(
            insert(Warning_),
            [
                {"page_id": page_id, "article_id": None, "run_id": run_id, "code": code, "field": field,
                 "detail": detail, "since_at": visit.fetched_at, "until_at": None}
                for code, field, detail in begun
            ],
        )  # fmt: skip
