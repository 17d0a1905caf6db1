"""The models as plain tables, for the statements that run once a page.

Those are built once, with named parameters, and run on the session's connection: the object mapper would cost
four times as much as SQLite itself.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.dialects import postgresql, sqlite

from pipelines.database import models, quick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import CursorResult, Executable, Table
    from sqlalchemy.orm import Session

address = cast("Table", models.Address.__table__)
article = cast("Table", models.Article.__table__)
article_keyword = cast("Table", models.ArticleKeyword.__table__)
article_section = cast("Table", models.ArticleSection.__table__)
compared = cast("Table", models.Compared.__table__)
correction = cast("Table", models.Correction.__table__)
day_use = cast("Table", models.DayUse.__table__)
former = cast("Table", models.Former.__table__)
keyword = cast("Table", models.Keyword.__table__)
layout_mark = cast("Table", models.LayoutMark.__table__)
ledger = cast("Table", models.Ledger.__table__)
likeness = cast("Table", models.Likeness.__table__)
manners = cast("Table", models.Manners.__table__)
page = cast("Table", models.Page.__table__)
recording = cast("Table", models.Recording.__table__)
restriction = cast("Table", models.Restriction.__table__)
revision = cast("Table", models.Revision.__table__)
revision_source = cast("Table", models.RevisionSource.__table__)
run = cast("Table", models.Run.__table__)
sealed = cast("Table", models.Sealed.__table__)
section = cast("Table", models.Section.__table__)
site = cast("Table", models.Site.__table__)
snapshot = cast("Table", models.Snapshot.__table__)
source = cast("Table", models.Source.__table__)
warning = cast("Table", models.Warning_.__table__)


RAW = "osiris_raw"
"""Name in `Session.info` of the transaction's own connection."""


def execute(
    session: Session,
    statement: Executable,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
) -> CursorResult[Any]:
    """Run a plain statement in the session's transaction.

    One with values has to be built once and for all: SQLite gets it prepared (`quick`).
    """
    transaction = session.get_transaction()
    known = session.info.get(RAW)
    if known is None or known[0] is not transaction:
        connection = session.connection()
        raw = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
        known = session.info[RAW] = (session.get_transaction(), raw, connection.dialect)
    if known[1] is None or values is None:
        return session.connection().execute(statement, values)
    return quick.run(known[1], known[2], statement, values)  # type: ignore[return-value]


def dialect_name(session: Session) -> str:
    """Return `sqlite` or `postgresql`, for statements that the two spell differently."""
    known = session.info.get(RAW)
    return str((known[2] if known else session.get_bind().dialect).name)


def insert_one(session: Session, statement: Executable, values: Mapping[str, Any]) -> int:
    """Insert one row; return its number."""
    made = execute(session, statement, values).inserted_primary_key
    assert made is not None
    return int(made[0])


def insert_unless_known(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; those whose key is there already are left as they are."""
    execute(session, _unless_known(table, dialect_name(session)), rows)


def insert_new(session: Session, table: Table, row: Mapping[str, Any]) -> int | None:
    """Insert one row; return its number, None when its key is there already and nothing was written."""
    dialect = dialect_name(session)
    made = execute(session, _unless_known(table, dialect, numbered=dialect != "sqlite"), row)
    if dialect == "sqlite":  # knows the number without RETURNING, which costs a quarter of the time
        return made.lastrowid if made.rowcount else None
    return made.scalar()


@cache
def _unless_known(table: Table, dialect: str, *, numbered: bool = False) -> Any:
    making: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    statement = making(table).on_conflict_do_nothing()
    return statement.returning(table.c.id) if numbered else statement
