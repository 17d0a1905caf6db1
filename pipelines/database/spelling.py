"""Values as exports spell them, made by the database itself: moments, section paths, joined lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Text, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from pipelines.database import tables as t

if TYPE_CHECKING:
    from sqlalchemy import FromClause, Select

LEVEL = " > "
"""Stands between the titles of a section's path."""


class MomentText(FunctionElement[str]):
    """A moment in UTC as ISO 8601 to the second: `2025-03-01T06:00:00Z`."""

    type = Text()
    inherit_cache = True
    name = "moment_text"


class Position(FunctionElement[int]):
    """Where a text begins inside another, counted from 1; 0 when it is not there."""

    type = Integer()
    inherit_cache = True
    name = "position"


class PathText(FunctionElement[str]):
    """The titles of a section, from the top down, joined by ` > `."""

    type = Text()
    inherit_cache = True
    name = "path_text"


@compiles(MomentText)
def _moment_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    value = compiler.process(element.clauses, **options)
    return f"substr({value}, 1, 10) || 'T' || substr({value}, 12, 8) || 'Z'"


@compiles(MomentText, "postgresql")
def _moment_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    value = compiler.process(element.clauses, **options)
    return f"""to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""


@compiles(PathText)
def _path_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    value = compiler.process(element.clauses, **options)
    return f"(SELECT group_concat(value, '{LEVEL}') FROM json_each({value}))"  # noqa: S608 - our own expression


@compiles(PathText, "postgresql")
def _path_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    value = compiler.process(element.clauses, **options)
    levels = f"json_array_elements_text(({value})::json) WITH ORDINALITY AS level(title, place)"
    return f"(SELECT string_agg(level.title, '{LEVEL}' ORDER BY level.place) FROM {levels})"  # noqa: S608 - as above


@compiles(Position)
def _position_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(Position, "postgresql")
def _position_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


def joined(values: Select[Any], joiner: str, outer: FromClause | None = None) -> ColumnElement[str]:
    """Return the column `value` of an ordered subquery as one text; empty when it has no rows.

    Args:
        values: its rows, with their order.
        joiner: what stands between two of them.
        outer: the table of the surrounding query that it looks at; `article` by default.
    """
    ordered = values.correlate(t.article if outer is None else outer).subquery()
    together = select(func.aggregate_strings(ordered.c.value, joiner))
    return func.coalesce(together.scalar_subquery(), "")
