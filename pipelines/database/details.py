"""What a row of an export joins into one text, in its parts: for formats that can nest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from pipelines.database import tables as t
from pipelines.database.editions import Edition
from pipelines.database.readings import JOINER
from pipelines.database.selection import COLUMNS
from pipelines.database.spelling import LEVEL, MomentText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.orm import Session

REVISION_COLUMNS = (
    "number", "title", "published_on", "published_raw", "date_precision", "source_raw", "author_line", "body",
    "language", "reader_version",
)  # fmt: skip

PRESENT = Edition()
_WARNINGS = COLUMNS.index("warnings")
_NUMBERS: Any = bindparam("numbers", expanding=True)


@dataclass
class Details:
    """The parts of one article, corrections applied."""

    keywords: list[str] = field(default_factory=list)
    section: list[str] = field(default_factory=list)
    sources: list[dict[str, str | None]] = field(default_factory=list)
    """`name` as printed, `canonical`, `date`; None for what the line does not say."""
    warnings: list[dict[str, str]] = field(default_factory=list)
    """`code`, `field`, `detail`."""
    corrections: list[dict[str, str | None]] = field(default_factory=list)
    """`field`, `value`, `read` (what the page says), `reason`, `who`, `when`."""
    revisions: list[dict[str, Any]] = field(default_factory=list)


def details(
    session: Session, shown: Edition, batch: Sequence[tuple[Any, ...]], *, revisions: bool = False
) -> list[Details]:
    """Return the parts of each row of a batch that `selection.batches` gave.

    Args:
        session: the reading session of the batch.
        shown: its edition.
        batch: the rows; the numbers of article and revision stand at their end.
        revisions: with every revision that the edition knows, oldest first.
    """
    found = {row[-2]: Details() for row in batch}
    by_revision = {row[-1]: found[row[-2]] for row in batch}
    noted = [row[-2] for row in batch if row[_WARNINGS]]
    for row in _found(session, _keywords, shown, found):
        found[row.article_id].keywords.append(row.name)
    for row in _found(session, _sections, shown, found):
        found[row.article_id].section = list(row.path)
    for row in _found(session, _sources, shown, by_revision):
        source = {"name": row.name, "canonical": row.canonical, "date": row.date or None}
        by_revision[row.revision_id].sources.append(source)
    for row in _found(session, _warnings, shown, noted):
        found[row.article_id].warnings.append({"code": row.code, "field": row.field, "detail": row.detail})
    if shown.corrected:
        _correct(session, shown, found)
    if revisions:
        for row in _rows(session, _revisions(shown, found)):
            one = {name: getattr(row, name) for name in REVISION_COLUMNS}
            one |= {"captured_at": row.captured, "snapshot": recorded(row.file, row.offset, row.digest)}
            found[row.article_id].revisions.append(one)
    return list(found.values())


def recorded(file: str | None, offset: int | None, digest: str | None) -> dict[str, Any] | None:
    """Return where the recorded bytes lie, None when there are none."""
    return {"file": file, "offset": offset, "digest": digest} if file else None


def _rows(session: Session, statement: Any) -> Any:
    return session.connection().execute(statement).all()


def _found(session: Session, build: Callable[[Edition], Any], shown: Edition, numbers: Iterable[int]) -> Any:
    """Return the rows of a statement for some articles or revisions; those of the present are built once."""
    if not numbers:
        return ()
    if shown.as_of is None:
        return t.execute(session, _of_present(build), {"numbers": list(numbers)})
    return session.connection().execute(build(shown), {"numbers": list(numbers)}).all()


@cache
def _of_present(build: Callable[[Edition], Any]) -> Any:
    return build(PRESENT)


def _keywords(shown: Edition) -> Any:
    had = t.article_keyword.c
    return (
        select(had.article_id, t.keyword.c.name)
        .join(t.keyword, t.keyword.c.id == had.keyword_id)
        .where(had.article_id.in_(_NUMBERS), shown.stands(t.article_keyword))
        .order_by(had.article_id, had.position, had.id)
    )


def _sections(shown: Edition) -> Any:
    stood = t.article_section.c
    return (
        select(stood.article_id, t.section.c.path)
        .join(t.section, t.section.c.id == stood.section_id)
        .where(stood.article_id.in_(_NUMBERS), shown.stands(t.article_section))
        .order_by(stood.article_id, stood.id)
    )


def _sources(_: Edition) -> Any:
    printed = t.revision_source.c
    return (
        select(printed.revision_id, printed.name, t.source.c.canonical, printed.date)
        .join(t.source, t.source.c.id == printed.source_id)
        .where(printed.revision_id.in_(_NUMBERS))
        .order_by(printed.revision_id, printed.position)
    )


def _warnings(shown: Edition) -> Any:
    warning = t.warning.c
    return (
        select(warning.article_id, warning.code, warning.field, warning.detail)
        .join(t.article, t.article.c.id == warning.article_id)
        .where(warning.article_id.in_(_NUMBERS), shown.stands(t.warning), t.article.c.status != "restricted")
        .order_by(warning.article_id, warning.field, warning.code, warning.detail)
    )


def _revisions(shown: Edition, articles: Iterable[int]) -> Any:
    revision, snapshot = t.revision.c, t.snapshot.c
    columns = (revision[name] for name in REVISION_COLUMNS)
    chosen = (
        select(
            revision.article_id, *columns, MomentText(revision.captured_at).label("captured"),
            snapshot.file, snapshot.offset, snapshot.digest,
        )
        .outerjoin(t.snapshot, snapshot.id == revision.snapshot_id)
        .where(revision.article_id.in_(articles))
        .order_by(revision.article_id, revision.number)
    )  # fmt: skip
    return chosen if shown.as_of is None else chosen.where(revision.captured_at <= shown.as_of)


def _correct(session: Session, shown: Edition, found: dict[int, Details]) -> None:
    """Put corrected values in the place of those read, and tell of each correction."""
    names = sorted(shown.corrected)
    columns = [
        column
        for name in names
        for column in (shown.read(name).label(f"read_{name}"), shown.column(name).label(f"shown_{name}"))
    ]
    rows = _rows(
        session,
        select(t.article.c.id, *columns)
        .join(t.revision, shown.revision_is)
        .where(t.article.c.id.in_(select(t.correction.c.article_id)), t.article.c.id.in_(found)),
    )
    values = {row.id: row._mapping for row in rows}  # noqa: SLF001 - SQLAlchemy's public name
    made = _standing(session, shown, list(values))
    for article_id, row in values.items():
        one = found[article_id]
        for correction in made[article_id]:
            name = correction.field
            one.corrections.append(
                {
                    "field": name, "value": correction.value, "read": row[f"read_{name}"],
                    "reason": correction.reason, "who": correction.who, "when": correction.made,
                }
            )  # fmt: skip
            _replace(one, name, row[f"shown_{name}"])


def _standing(session: Session, shown: Edition, articles: list[int]) -> dict[int, list[Any]]:
    """Return the correction of each field that holds, by article."""
    correction = t.correction.c
    chosen = (
        select(t.correction, MomentText(correction.made_at).label("made"))
        .join(t.article, t.article.c.id == correction.article_id)
        .where(correction.article_id.in_(articles), t.article.c.status != "restricted")
        .order_by(correction.article_id, correction.field, correction.made_at, correction.id)
    )
    if shown.as_of is not None:
        chosen = chosen.where(correction.made_at <= shown.as_of)
    newest: dict[tuple[int, str], Any] = {}
    for row in _rows(session, chosen):
        newest[row.article_id, row.field] = row
    found: dict[int, list[Any]] = defaultdict(list)
    for (article_id, _), row in newest.items():
        if row.value is not None:
            found[article_id].append(row)
    return found


def _replace(one: Details, name: str, text: str) -> None:
    parts = [part for part in text.split(JOINER) if part]
    match name:
        case "keywords":
            one.keywords = parts
        case "section":
            one.section = [part for part in text.split(LEVEL) if part]
        case "source" | "source_name" | "source_date":
            key = {"source": "canonical", "source_name": "name", "source_date": "date"}[name]
            gap: dict[str, str | None] = {"name": None, "canonical": None, "date": None}
            pairs = zip_longest(one.sources, parts)
            one.sources = [(source or gap) | {key: part} for source, part in pairs if source or part]
