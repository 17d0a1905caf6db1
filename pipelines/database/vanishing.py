"""What a page shows no more of an article that is known, or shows in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from osiris_crawler.items import Warning_
from pipelines.database import tables as t

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler.items import Article

NO_LONGER_SHOWN = "no_longer_shown"
"""Code of the warning on the page; the values known stay with the article."""
LANGUAGE_CHANGED = "language_changed"
KNOWN = (
    select(
        t.article.c.keywords,
        t.article.c.kind,
        t.article.c.language,
        t.revision.c.title,
        t.revision.c.published_on,
        t.revision.c.body,
        t.revision.c.source_raw,
        t.revision.c.author_line,
    )
    .select_from(t.article.join(t.revision, t.revision.c.id == t.article.c.current_revision_id))
    .where(t.article.c.id == bindparam("article"))
)


def beside_known(session: Session, article: Article) -> list[Warning_]:
    """Return a warning for each field that the article has and this reading of its page does not show.

    One more tells when the page says that it is in another language than before.
    """
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
    found = [
        Warning_(NO_LONGER_SHOWN, name) for name, value in now.items() if getattr(known, name) and not value
    ]
    if known.language and article.language and _tongue(known.language) != _tongue(article.language):
        detail = f"{known.language} before, {article.language} now"
        found.append(Warning_(LANGUAGE_CHANGED, "language", detail))
    return found


def _tongue(language: str) -> str:
    """Return the language without its region: fr and fr-SN are one."""
    return language.partition("-")[0].lower()
