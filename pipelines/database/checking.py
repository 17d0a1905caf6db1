"""Checks a database from inside: the file, its references, and the texts that repeat other tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from pipelines.database import tables as t
from pipelines.database.histories import LEVEL
from pipelines.database.readings import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from pipelines.database.engine import Database


def problems(database: Database) -> list[str]:
    """Return what is wrong, a line each; empty when all is well.

    Raises:
        DatabaseError: the file is too damaged to be read at all.
    """
    with database.read() as session:
        found = []
        if database.engine.dialect.name == "sqlite":
            found = [row[0] for row in session.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            for row in session.execute(text("PRAGMA foreign_key_check")):
                found.append(f"{row[0]} row {row[1]}: names a row of {row[2]} that does not exist")
        return [*found, *_articles_without_revision(session), *_repeated_texts(session)]


def _articles_without_revision(session: Session) -> Iterator[str]:
    rows = session.execute(
        select(t.article.c.url)
        .outerjoin(t.revision, t.revision.c.id == t.article.c.current_revision_id)
        .where((t.revision.c.article_id.is_(None)) | (t.revision.c.article_id != t.article.c.id))
        .order_by(t.article.c.id)
    )
    for row in rows:
        yield f"article {row.url}: has no present revision"


def _repeated_texts(session: Session) -> Iterator[str]:
    """Compare the joined keywords and section of each article with the histories that they repeat."""
    keywords: dict[int, list[str]] = {}
    chosen = (
        select(t.article_keyword.c.article_id, t.keyword.c.name)
        .join(t.keyword, t.keyword.c.id == t.article_keyword.c.keyword_id)
        .where(t.article_keyword.c.until_at.is_(None))
        .order_by(t.article_keyword.c.article_id, t.article_keyword.c.position)
    )
    for row in session.execute(chosen):
        keywords.setdefault(row.article_id, []).append(row.name)
    sections = {
        row.article_id: LEVEL.join(row.path)
        for row in session.execute(
            select(t.article_section.c.article_id, t.section.c.path)
            .join(t.section, t.section.c.id == t.article_section.c.section_id)
            .where(t.article_section.c.until_at.is_(None))
        )
    }
    article = t.article.c
    flat = select(article.id, article.url, article.keywords, article.section).order_by(article.id)
    for number, url, joined, section in session.execute(flat):
        if joined != JOINER.join(keywords.get(number, [])):
            yield f"article {url}: its keywords differ from their history"
        if section != sections.get(number, ""):
            yield f"article {url}: its section differs from its history"
