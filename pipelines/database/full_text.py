"""The index of words over the texts of all revisions: SQLite's FTS5, kept by triggers with every write.

Elsewhere (PostgreSQL) the texts are read and compared one by one by `queries.matches`: the same articles, slower.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Float,
    and_,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
    true,
    union_all,
)

from pipelines.database import tables as t
from pipelines.database.memory import memory
from pipelines.database.queries import Either, Every, Node, Phrase, Without, matches, parse, wanted
from pipelines.database.tokens import SPELLED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from pipelines.database.editions import Edition

NAME = "full_text"
SHADOWS = frozenset(f"{NAME}{end}" for end in ("", "_config", "_data", "_docsize", "_idx"))
"""Tables that SQLite keeps for the index."""
TEXTS = frozenset({"title", "body"})
TITLE_WEIGHT = 6.0
"""A word in the title says as much as six in the body."""
index = table(NAME, column("rowid"), column(NAME))


def _spelled(name: str) -> str:
    for sign, letters in SPELLED.items():
        quoted = letters.replace("'", "''")
        name = f"replace({name}, '{sign}', '{quoted}')"
    return name


def _values(row: str) -> str:
    return f"{row}.id, {_spelled(f'{row}.title')}, {_spelled(f'{row}.body')}"


def _has_text(row: str) -> str:
    return f"({row}.title <> '' OR {row}.body <> '')"


_ADD = f"INSERT INTO {NAME}(rowid, title, body) SELECT {_values('new')} WHERE {_has_text('new')};"
_TAKE_OUT = (
    f"INSERT INTO {NAME}({NAME}, rowid, title, body) "
    f"SELECT 'delete', {_values('old')} WHERE {_has_text('old')};"
)
_TABLE = (  # with this content, Datasette and sqlite-utils find the index by themselves
    f'CREATE VIRTUAL TABLE {NAME} USING fts5(title, body, content="revision", content_rowid="id", '
    'tokenize="unicode61 remove_diacritics 2")'
)
CREATE = (
    _TABLE,
    f"CREATE TRIGGER {NAME}_insert AFTER INSERT ON revision BEGIN {_ADD} END",
    f"CREATE TRIGGER {NAME}_update AFTER UPDATE OF title, body ON revision BEGIN {_TAKE_OUT} {_ADD} END",
    f"CREATE TRIGGER {NAME}_delete AFTER DELETE ON revision BEGIN {_TAKE_OUT} END",
)
FILL = f"INSERT INTO {NAME}(rowid, title, body) SELECT {_values('revision')} FROM revision WHERE {_has_text('revision')}"  # noqa: E501, S608
EMPTY = f"INSERT INTO {NAME}({NAME}) VALUES ('delete-all')"  # noqa: S608
MERGE = f"INSERT INTO {NAME}({NAME}) VALUES ('optimize')"  # noqa: S608
"""Rewrites the index, so that nothing of deleted texts stays in it."""
CHECK = f"INSERT INTO {NAME}({NAME}) VALUES ('integrity-check')"  # noqa: S608
_NO_TRIGGERS = tuple(f"DROP TRIGGER {NAME}_{event}" for event in ("insert", "update", "delete"))
DROP = (*_NO_TRIGGERS, f"DROP TABLE {NAME}")
_IF_IN = f"AND old.id IN (SELECT id FROM {NAME}_docsize);"  # noqa: S608
_TAKE_OUT_IF_IN = _TAKE_OUT.replace(";", f" {_IF_IN}")
LATER = (
    *_NO_TRIGGERS,
    f"CREATE TRIGGER {NAME}_update AFTER UPDATE OF title, body ON revision BEGIN {_TAKE_OUT_IF_IN} {_ADD} END",
    f"CREATE TRIGGER {NAME}_delete AFTER DELETE ON revision BEGIN {_TAKE_OUT_IF_IN} END",
)
"""Instead of the triggers of `CREATE`, while new revisions are not in the index yet."""
NOW = (f"DROP TRIGGER {NAME}_update", f"DROP TRIGGER {NAME}_delete", *CREATE[1:])
FILL_IN = (
    f"{FILL} AND id IN (SELECT value FROM json_each(:ids)) AND id NOT IN (SELECT id FROM {NAME}_docsize)"  # noqa: S608
)


@contextmanager
def put_off(session: Session) -> Iterator[None]:
    """Index the revisions that `records.save` adds in this block at its end, all at once, in its transaction.

    A trigger makes SQLite write a part of the index out for each row (FTS5 does so at the savepoint around it): seven
    times the work of indexing them together. Elsewhere than in SQLite there is nothing to put off.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    for statement in LATER:
        connection.exec_driver_sql(statement)
    added: list[int] = []
    memory(session).unindexed = added
    yield
    connection.execute(text(FILL_IN), {"ids": json.dumps(added)})
    for statement in NOW:
        connection.exec_driver_sql(statement)
    memory(session).unindexed = None


def condition(
    query: str, edition: Edition, session: Session | None, others: list[ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Return the condition on `article` (and the `revision` of an edition) that a search finds it.

    Corrected titles and bodies are compared in the place of those read.

    Args:
        query: what people typed.
        edition: which texts.
        session: needed where there is no index.
        others: what else is asked of an article; what they leave out need not be read.

    Raises:
        UsageError: the search holds no word.
    """
    node = parse(query)
    if session is not None and session.connection().dialect.name != "sqlite":
        return t.revision.c.id.in_(_read_through(session, node, edition, others))
    number = edition.revision_number
    found = _holds(node, lambda words: number.in_(select(index.c.rowid).where(_match(words))))
    if not TEXTS & edition.corrected:
        return found
    made = t.correction.c
    corrected = t.article.c.id.in_(select(made.article_id).where(made.field.in_(TEXTS)))
    compared = func.osiris_matches(query, edition.column("title"), edition.column("body"))
    return or_(and_(not_(corrected), found), and_(corrected, compared == 1))


def scores(query: str, edition: Edition, session: Session) -> Select[Any]:
    """Select `rowid` and `score` (the smaller, the better) of the revisions that a search finds.

    What is found otherwise than by a word of the index (a corrected text, an alternative that only excludes)
    has the score 0.
    """
    node = parse(query)
    words = _expression(node)
    rank = func.bm25(literal_column(NAME), TITLE_WEIGHT, 1.0, type_=Float).label("score")
    if words is not None and not TEXTS & edition.corrected:
        return select(index.c.rowid, rank).where(_match(words))
    words = words or " OR ".join(map(_phrase, wanted(node)))
    number = edition.revision_number
    every = t.article if edition.as_of is None else t.article.join(t.revision, edition.revision_is)
    holds = condition(query, edition, session, [])
    among = select(number).select_from(t.article.join(t.revision, edition.revision_is)).where(holds)
    scored = select(index.c.rowid, rank).where(_match(words), index.c.rowid.in_(among))
    others = select(number, literal_column("0.0")).select_from(every)
    others = others.where(number.in_(among), number.not_in(select(index.c.rowid).where(_match(words))))
    return select(union_all(scored, others).subquery("found"))


def forget(session: Session) -> None:
    """Take what is left of deleted texts out of the index: FTS5 only marks them, until it merges its parts."""
    if session.connection().dialect.name == "sqlite":
        session.execute(text(MERGE))


def does_match(query: str, title: str | None, body: str | None) -> int:
    """Tell by 1 or 0 whether a text is found: the SQL function `osiris_matches`."""
    return int(matches(parse(query), title or "", body or ""))


def _match(words: str) -> ColumnElement[bool]:
    return index.c[NAME].op("MATCH")(words)


def _holds(node: Node, among: Callable[[str], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Put a search together: by the index as far as it goes, NOT without anything wanted beside it by SQL."""
    words = _expression(node)
    if words is not None:
        return among(words)
    match node:
        case Without(part):
            return not_(_holds(part, among))
        case Every(parts):
            return and_(true(), *(_holds(part, among) for part in parts))
        case Either(parts):
            return or_(*(_holds(part, among) for part in parts))
        case Phrase():  # pragma: no cover - always an expression
            raise AssertionError(node)


def _expression(node: Node) -> str | None:
    """Return a search in the words of FTS5; None when it cannot say it."""
    match node:
        case Phrase():
            return _phrase(node)
        case Without():
            return None
        case Either(parts):
            found = [_expression(part) for part in parts]
            return None if None in found else "(" + " OR ".join(map(str, found)) + ")"
        case Every(parts):
            kept = [_expression(part) for part in parts if not isinstance(part, Without)]
            dropped = [_expression(part.part) for part in parts if isinstance(part, Without)]
            if not kept or None in kept or None in dropped:
                return None
            whole = "(" + " AND ".join(map(str, kept)) + ")"
            return f"({whole} NOT ({' OR '.join(map(str, dropped))}))" if dropped else whole


def _phrase(phrase: Phrase) -> str:
    """Return a phrase; folded words hold letters and figures only, so nothing has to be escaped."""
    star = "*" if phrase.beginning else ""
    runs = [f'"{" ".join(run)}"{star}' for run in phrase.spellings]
    found = runs[0] if len(runs) == 1 else "(" + " OR ".join(runs) + ")"
    return f"{{{phrase.column}}} : {found}" if phrase.column else found


def _read_through(
    session: Session, node: Node, edition: Edition, others: list[ColumnElement[bool]]
) -> list[int]:
    """Return the revisions that a search finds, by reading every text that the other conditions let through."""
    texts = select(t.revision.c.id, edition.column("title"), edition.column("body")).select_from(
        t.article.join(t.revision, edition.revision_is)
    )
    rows = session.connection().execution_options(yield_per=200).execute(texts.where(*others))
    return [row[0] for row in rows if matches(node, row[1] or "", row[2] or "")]
