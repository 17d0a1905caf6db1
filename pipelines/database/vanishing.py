"""Which fields of a known article its page shows no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from pipelines.database import tables as t

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler.items import Article

NO_LONGER_SHOWN = "no_longer_shown"
"""Code of the warning on the page; the values known stay with the article."""
KNOWN = (
    select(
        t.article.c.keywords,
        t.article.c.kind,
        t.revision.c.title,
        t.revision.c.published_on,
        t.revision.c.body,
        t.revision.c.source_raw,
        t.revision.c.author_line,
    )
    .select_from(t.article.join(t.revision, t.revision.c.id == t.article.c.current_revision_id))
    .where(t.article.c.id == bindparam("article"))
)


def no_longer_shown(session: Session, article: Article) -> list[str]:
    """Return the fields that the article has, and that this reading of its page does not show."""
    if article.article_id is None:
        return []
    known = t.execute(session, KNOWN, {"article": article.article_id}).one_or_none()
    if known is None:
        return []
    now = {
        "title": article.title,
        "published_on": article.published_raw or article.published_on,
        "body": article.body,
        "keywords": article.keywords,
        "source_raw": article.source_raw,
        "author_line": article.author_line,
        "kind": article.kind,
    }
    return [name for name, value in now.items() if getattr(known, name) and not value]
