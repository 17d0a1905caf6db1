"""What a run found changed in articles that were known before it, beyond what the site's editors announce."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from pipelines.database import tables as t
from pipelines.database.listed import is_newer
from pipelines.database.visited import Pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

COMPARED = {"title": "title", "published_on": "published_on", "body_hash": "body", "source_raw": "source",
            "author_line": "author"}  # fmt: skip
"""Columns whose change makes a revision, and what people call them."""
LONG = 200
"""Characters from which a text can be said to be cut."""


@dataclass(slots=True)
class Changes:
    """Changes of articles read again.

    Left out are those that the sitemap calls edited since the run before, and those that are again what they were
    before a run whose changes are in doubt.
    """

    reread: int = 0
    """Articles read again, those aside too."""
    fields: dict[str, Pages] = field(default_factory=dict)
    cut: Pages = field(default_factory=Pages)
    """Of these the texts that lost more than half."""
    titles: dict[str, Pages] = field(default_factory=dict)
    """New titles that several articles got alike."""
    days: dict[str, Pages] = field(default_factory=dict)
    """New dates likewise."""
    articles: int = 0
    """Articles that changed."""
    returned: Pages = field(default_factory=Pages)
    """Articles that are again what they were before changes in doubt."""


def changes(
    session: Session,
    site_id: int,
    run_id: int,
    started_at: datetime,
    last_run_at: datetime | None,
    doubted: Collection[int] = (),
) -> Changes:
    """Compare what a run read again with what was known.

    Args:
        session: a session.
        site_id: row of the site.
        run_id: row of the run.
        started_at: its start.
        last_run_at: start of the run before; None for a first one.
        doubted: earlier runs whose changes are in doubt; see `doubted`.
    """
    found = Changes()
    announced = _announced(session, site_id, last_run_at)
    article = t.article.c
    again = (article.first_seen_at < started_at, article.last_seen_at >= started_at)
    reread = session.scalars(select(article.id).where(article.site_id == site_id, *again))
    found.reread = sum(1 for row_id in reread if row_id not in announced)
    titles: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for row in _rows(session, site_id, run_id, announced, doubted):
        if row.returned:
            found.returned.add(row.url)
            continue
        found.articles += 1
        for column, name in COMPARED.items():
            if getattr(row, column) != getattr(row, f"old_{column}"):
                found.fields.setdefault(name, Pages()).add(row.url)
        if row.old_length >= LONG and row.length < row.old_length / 2:
            found.cut.add(row.url)
        if row.title != row.old_title:
            titles[row.title] += 1
        if row.published_on != row.old_published_on:
            days[row.published_on] += 1
    if max([0, *titles.values(), *days.values()]) > 1:
        _alike(_rows(session, site_id, run_id, announced, doubted), titles, days, found)
    return found


def _rows(
    session: Session, site_id: int, run_id: int, announced: set[int], doubted: Collection[int]
) -> Iterator[Any]:
    """Give each article that changed, those aside that are announced; a site may have rewritten them all."""
    return (row for row in session.execute(_pairs(site_id, run_id, doubted)) if row.id not in announced)


def _alike(rows: Iterable[Any], titles: Counter[str], days: Counter[str], found: Changes) -> None:
    """Gather the articles whose new title or date others got too."""
    for row in rows:
        if row.returned:
            continue
        if titles[row.title] > 1 and row.title != row.old_title:
            found.titles.setdefault(row.title, Pages()).add(row.url)
        if days[row.published_on] > 1 and row.published_on != row.old_published_on:
            found.days.setdefault(row.published_on, Pages()).add(row.url)


def _announced(session: Session, site_id: int, last_run_at: datetime | None) -> set[int]:
    """Return the articles that a sitemap calls modified since the run before."""
    if last_run_at is None:
        return set()
    page, address = t.page.c, t.address.c
    own = (address.site_id == page.site_id) & (address.location == page.location)
    rows = session.execute(
        select(address.article_id, page.modified_at)
        .select_from(t.page.join(t.address, own))
        .where(page.site_id == site_id, page.modified_at != "")
    )
    return {row.article_id for row in rows if is_newer(row.modified_at, last_run_at)}


def is_return(now: Any, doubted: Collection[int]) -> ColumnElement[bool]:
    """Return the condition on a revision that follows a doubted one, and says what an undoubted one said before.

    Args:
        now: an alias of the table `revision`.
        doubted: runs whose changes are in doubt; what they stored first is not, since nothing was known before.
    """
    before, between = t.revision.alias(), t.revision.alias()
    sound = or_(before.c.number == 1, before.c.run_id.not_in(doubted))
    alike = (now.c[name] == before.c[name] for name in COMPARED)
    same = select(before.c.id).where(
        before.c.article_id == now.c.article_id, before.c.number < now.c.number - 1, sound, *alike
    )
    follows = select(between.c.id).where(
        between.c.article_id == now.c.article_id,
        between.c.number == now.c.number - 1,
        between.c.run_id.in_(doubted),
    )
    return same.exists() & follows.exists()


def _pairs(site_id: int, run_id: int, doubted: Collection[int]) -> Select[Any]:
    """Select the revisions of a run beside those before them."""
    now, old = t.revision.alias("now"), t.revision.alias("old")
    return (
        select(
            t.article.c.id, t.article.c.url,
            *(now.c[name] for name in COMPARED),
            *(old.c[name].label(f"old_{name}") for name in COMPARED),
            func.length(now.c.body).label("length"), func.length(old.c.body).label("old_length"),
            is_return(now, doubted).label("returned"),
        )
        .select_from(
            t.article.join(now, now.c.article_id == t.article.c.id).join(
                old, (old.c.article_id == t.article.c.id) & (old.c.number == now.c.number - 1)
            )
        )
        .where(t.article.c.site_id == site_id, now.c.run_id == run_id)
        .order_by(t.article.c.id)
    )  # fmt: skip
