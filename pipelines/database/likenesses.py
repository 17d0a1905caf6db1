"""The articles that print the same text as one article, as far as the texts were compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_, select

from pipelines.database import tables as t
from pipelines.database.models import ArticleStatus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST = 200
"""A dispatch that more newspapers print is shown in part."""


class Republication(NamedTuple):
    """Another article with the text."""

    key: str
    title: str
    published_on: str
    source: str


def republications(session: Session, revision_id: int) -> list[Republication]:
    """Return the other articles of the group that a revision belongs to, earliest first; no restricted ones."""
    likeness = t.likeness.c
    group, fresh = {revision_id}, {revision_id}
    while fresh and len(group) < MOST:
        rows = session.execute(
            select(likeness.revision_id, likeness.other_id).where(
                or_(likeness.revision_id.in_(fresh), likeness.other_id.in_(fresh))
            )
        )
        fresh = {number for row in rows for number in row} - group
        group |= fresh
    article = t.article.c
    found = session.execute(
        select(article.key, t.revision.c.title, article.published_on, article.source)
        .select_from(t.article.join(t.revision, t.revision.c.id == article.current_revision_id))
        .where(
            article.current_revision_id.in_(group - {revision_id}), article.status != ArticleStatus.RESTRICTED
        )
        .order_by(article.published_on, article.key)
    )
    return [Republication(*row) for row in found]
