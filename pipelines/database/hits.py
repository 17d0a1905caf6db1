"""A page of articles at a time, in an order that stays, for searches at the terminal and in the browser."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, case, or_, select, tuple_
from sqlalchemy.sql import visitors

from osiris_crawler.errors import UsageError
from pipelines.database import full_text, queries, snippets
from pipelines.database import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from pipelines.database.editions import Edition
    from pipelines.database.filtering import Filter
    from pipelines.database.snippets import Piece

SIZE = 20
COLUMNS = (
    "id", "site", "url", "kind", "title", "published_on", "published_raw", "date_precision", "keywords", "section",
    "source_name", "source", "language", "status",
)  # fmt: skip
NO_DATE = "9999"
"""In the place of a date that is not known: after all others in both directions."""
PARTED = "~"


class Order(StrEnum):
    """In which order articles are shown; equal ones by date, then id."""

    RELEVANCE = "relevance"
    """By bm25; without an index, or without a word that is wanted, as `NEWEST`."""
    NEWEST = "newest"
    OLDEST = "oldest"


class Mark(NamedTuple):
    """The place of one article in its order."""

    score: float
    day: str
    key: str

    def __str__(self) -> str:
        """Return the text that addresses carry."""
        return PARTED.join((repr(self.score), self.day, self.key))

    @classmethod
    def read(cls, text: str) -> Mark:
        """Read what `str` gave.

        Raises:
            UsageError: it is something else.
        """
        parts = text.split(PARTED)
        try:
            score, day, key = parts
            return cls(float(score), day, key)
        except ValueError:
            raise UsageError(
                f"{text[:60]}: no place in a list of articles. Begin at the first page."
            ) from None


@dataclass(frozen=True, slots=True)
class Hit:
    """One article of a page."""

    number: int
    """Of its row."""
    mark: Mark
    values: dict[str, Any]
    """By the names of `COLUMNS`."""
    title: list[Piece]
    passage: list[Piece]


@dataclass(frozen=True, slots=True)
class Page:
    """Some articles, and where the pages around them begin."""

    hits: list[Hit] = field(default_factory=list)
    before: Mark | None = None
    after: Mark | None = None


def page(
    session: Session,
    chosen: Filter,
    shown: Edition,
    order: Order,
    *,
    size: int = SIZE,
    after: Mark | None = None,
    before: Mark | None = None,
) -> Page:
    """Return a page of the articles of a filter.

    Args:
        session: a reading session.
        chosen: which articles.
        shown: of which edition.
        order: of the articles.
        size: how many.
        after: begin behind this place, else at the beginning.
        before: end before this place.
    """
    back = before is not None
    rows = _numbers(session, chosen, shown, order, size=size + 1, mark=before or after, back=back)
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    hits = _hits(session, chosen, shown, rows)
    if not hits:
        return Page()
    return Page(
        hits,
        before=hits[0].mark if (more if back else after is not None) else None,
        after=hits[-1].mark if (back or more) else None,
    )


def ranked(session: Session, chosen: Filter) -> bool:
    """Tell whether there is anything to rank by."""
    sqlite = session.connection().dialect.name == "sqlite"
    return bool(chosen.query and sqlite and queries.wanted(queries.parse(chosen.query)))


def joined(shown: Edition, conditions: Iterable[Any]) -> Any:
    """Return `article`, with the revision of an edition only where something asks for it: ten times as fast."""
    asks = shown.as_of is not None or any(
        getattr(part, "table", None) is t.revision for one in conditions for part in visitors.iterate(one)
    )
    return t.article.join(t.revision, shown.revision_is) if asks else t.article


def _numbers(
    session: Session,
    chosen: Filter,
    shown: Edition,
    order: Order,
    *,
    size: int,
    mark: Mark | None,
    back: bool,
) -> list[tuple[int, Mark]]:
    """Return the rows of a page with their places, without reading any text."""
    day: ColumnElement[str] = shown.column("published_on")
    if order == Order.OLDEST:
        day = case((day == "", NO_DATE), else_=day)
    key: ColumnElement[str] = t.article.c.key
    score: Any = None
    ranking = None
    if order == Order.RELEVANCE and ranked(session, chosen):
        ranking = full_text.scores(chosen.query, shown, session)
        chosen = replace(chosen, query="")  # the ranking holds what the search finds, and nothing else
    conditions = chosen.where(shown, session)
    source = joined(shown, [*conditions, day])
    if ranking is not None:
        hits = ranking.cte("hits").prefix_with("MATERIALIZED")
        source = source.join(hits, hits.c.rowid == shown.revision_number)
        score = hits.c.score
    place = tuple_(day, key)
    down = (order != Order.OLDEST) != back
    if mark is not None:
        beyond = place < (mark.day, mark.key) if down else place > (mark.day, mark.key)
        if score is not None:
            worse = score < mark.score if back else score > mark.score
            beyond = or_(worse, and_(score == mark.score, beyond))
        conditions = [*conditions, beyond]
    by: list[Any] = [day.desc(), key.desc()] if down else [day.asc(), key.asc()]
    if score is not None:
        by.insert(0, score.desc() if back else score.asc())
    columns = [t.article.c.id, day, key, *([score] if score is not None else [])]
    chosen_rows = select(*columns).select_from(source).where(*conditions).order_by(*by).limit(size)
    rows = session.connection().execute(chosen_rows)
    return [(row[0], Mark(row[3] if score is not None else 0.0, row[1], row[2])) for row in rows]


def _hits(session: Session, chosen: Filter, shown: Edition, rows: list[tuple[int, Mark]]) -> list[Hit]:
    columns = [shown.column(name).label(name) for name in (*COLUMNS, "body")]
    found = session.connection().execute(
        select(t.article.c.id.label("number"), *columns)
        .select_from(
            t.article.join(t.revision, shown.revision_is).join(t.site, t.site.c.id == t.article.c.site_id)
        )
        .where(t.article.c.id.in_([number for number, _ in rows]))
    )
    by_number = {row.number: row._mapping for row in found}  # noqa: SLF001 - SQLAlchemy's public name
    phrases = queries.wanted(queries.parse(chosen.query)) if chosen.query else []
    return [
        Hit(
            number,
            mark,
            {name: by_number[number][name] for name in COLUMNS},
            snippets.marked(by_number[number]["title"], phrases, "title"),
            snippets.passage(by_number[number]["body"], phrases, "body"),
        )
        for number, mark in rows
        if number in by_number
    ]
