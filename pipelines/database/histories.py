"""The dated histories that hang on an article: keywords, sections, warnings; and the sources of a revision.

Each function that adds returns the columns of `article` that repeat the present state for exports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from osiris_crawler.items import Warning_
from pipelines.database import models as m
from pipelines.database.folding import fold
from pipelines.database.readings import JOINER, Reading, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.items import PressSource

QUIET = {"synchronize_session": False}
LEVEL = " > "


def add_sources(session: Session, revision_id: int, sources: Sequence[PressSource]) -> None:
    """Store the press sources of a revision in the order printed."""
    if not sources:
        return
    rows = []
    for position, source in enumerate(sources):
        name = source.canonical or source.name
        source_id = session.scalar(select(m.Source.id).where(m.Source.canonical == name))
        if source_id is None:
            source_id = session.execute(
                insert(m.Source).returning(m.Source.id), {"canonical": name, "folded": fold(name)}
            ).scalar_one()
        rows.append({
            "revision_id": revision_id, "position": position, "source_id": source_id, "name": source.name,
            "folded": fold(source.name), "date": source.date,
        })  # fmt: skip
    session.execute(insert(m.RevisionSource), rows)


def add_keywords(session: Session, article_id: int, keywords: Sequence[str], at: datetime) -> dict[str, str]:
    """Begin keywords at a time; close the ones before with `end_keywords`."""
    rows = []
    for position, name in enumerate(keywords):
        keyword_id = session.scalar(select(m.Keyword.id).where(m.Keyword.name == name))
        if keyword_id is None:
            keyword_id = session.execute(
                insert(m.Keyword).returning(m.Keyword.id), {"name": name, "folded": fold(name)}
            ).scalar_one()
        rows.append({
            "article_id": article_id, "keyword_id": keyword_id, "position": position, "since_at": at,
            "until_at": None,
        })  # fmt: skip
    if rows:
        session.execute(insert(m.ArticleKeyword), rows)
    return {"keywords": JOINER.join(keywords)}


def add_section(
    session: Session, site_id: int, article_id: int, path: tuple[str, ...], at: datetime
) -> dict[str, str]:
    """Begin a section at a time; nothing when the path is empty."""
    if not path:
        return {"section": ""}
    section_id = session.scalar(
        select(m.Section.id).where(m.Section.site_id == site_id, m.Section.path == path)
    )
    if section_id is None:
        folded = LEVEL + LEVEL.join(map(fold, path)) + LEVEL
        section_id = session.execute(
            insert(m.Section).returning(m.Section.id), {"site_id": site_id, "path": path, "folded": folded}
        ).scalar_one()
    session.execute(
        insert(m.ArticleSection),
        {"article_id": article_id, "section_id": section_id, "since_at": at, "until_at": None},
    )
    return {"section": LEVEL.join(path)}


def add_warnings(
    session: Session, article_id: int, run_id: int, warnings: Iterable[Warning_], at: datetime
) -> dict[str, str]:
    """Begin warnings at a time; a warning that stands already is not begun again."""
    present = [] if not warnings else list(_present(session, article_id))
    known = {warning for _, warning in present}
    fresh = [warning for warning in dict.fromkeys(warnings) if warning not in known]
    if fresh:
        session.execute(
            insert(m.Warning_),
            [
                {"article_id": article_id, "page_id": None, "run_id": run_id, "code": w.code, "field": w.field,
                 "detail": w.detail, "since_at": at, "until_at": None}
                for w in fresh
            ],
        )  # fmt: skip
    return {"warnings": _joined([*known, *fresh])}


def follow(
    session: Session, run: Any, article_id: int, reading: Reading, known: Any, changed: frozenset[str]
) -> dict[str, str]:
    """Bring section, keywords and warnings of a known article up to a newer reading; return changed columns."""
    at = reading.captured_at
    values: dict[str, str] = {}
    renewed = set(changed)
    if reading.keywords and JOINER.join(reading.keywords) != known.article_keywords:
        renewed.add("keywords")
        _end(session, m.ArticleKeyword, article_id, at)
        values |= add_keywords(session, article_id, reading.keywords, at)
    if reading.section and not _same_section(reading.section, known.article_section):
        renewed.add("section")
        _end(session, m.ArticleSection, article_id, at)
        values |= add_section(session, run.site_id, article_id, reading.section, at)
    if reading.warnings or known.article_warnings:
        values |= _follow_warnings(session, run.id, article_id, reading, renewed)
    return values


def _same_section(path: tuple[str, ...], known: str) -> bool:
    """Tell whether a path says nothing new: a skin may leave out the first levels."""
    new = LEVEL.join(path)
    return new == known or known.endswith(LEVEL + new)


def _follow_warnings(
    session: Session, run_id: int, article_id: int, reading: Reading, renewed: Collection[str]
) -> dict[str, str]:
    """End the warnings about values that the reading renewed, and begin its own.

    A warning stays while the value stays that it is about; one that only says that this skin does not show a value
    is not taken over.
    """
    fields = set(renewed)
    if "source_raw" in renewed:
        fields |= {"source", "source_name", "source_date"}
    if "published_on" in renewed:
        fields |= {"published_raw", "date_precision"}
    own = [warning for warning in reading.warnings if shown(reading, warning.field)]
    present = list(_present(session, article_id))
    ended = [
        row_id
        for row_id, warning in present
        if warning not in own and (warning.field in fields or (renewed and not warning.field))
    ]
    if ended:
        session.execute(
            update(m.Warning_).where(m.Warning_.id.in_(ended)).values(until_at=reading.captured_at),
            execution_options=QUIET,
        )
    return (
        add_warnings(session, article_id, run_id, own, reading.captured_at)
        if own
        else {"warnings": _joined(warning for row_id, warning in present if row_id not in ended)}
    )


def _present(session: Session, article_id: int) -> Iterable[tuple[int, Warning_]]:
    rows = session.execute(
        select(m.Warning_.id, m.Warning_.code, m.Warning_.field, m.Warning_.detail)
        .where(m.Warning_.article_id == article_id, m.Warning_.until_at.is_(None))
        .order_by(m.Warning_.id)
    )
    return [(row.id, Warning_(row.code, row.field, row.detail)) for row in rows]


def _joined(warnings: Iterable[Warning_]) -> str:
    return JOINER.join(sorted(map(str, warnings)))


def _end(session: Session, table: Any, article_id: int, at: datetime) -> None:
    session.execute(
        update(table).where(table.article_id == article_id, table.until_at.is_(None)).values(until_at=at),
        execution_options=QUIET,
    )
