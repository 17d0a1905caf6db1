"""Makes two stored articles one when the site says later that they are: its addresses were changed.

The new addresses are often met before the old ones are asked again: in the sitemap, in a listing. What they show
is stored as articles of their own then, and the old addresses are asked next. When those redirect for good, or
their pages name the new address as canonical, the two become one, under the id known longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update

from osiris_crawler.items import Article, Outcome, Visit, Warning_
from pipelines.database import histories, sealing
from pipelines.database import tables as t
from pipelines.database.addresses import location
from pipelines.database.folding import essence
from pipelines.database.identity import LONGEST_CHAIN, by_redirect, doubles, owned, same_article
from pipelines.database.memory import memory
from pipelines.database.models import ArticleStatus, PageState
from pipelines.database.readings import JOINER

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

REPEATED = ("kind", "url", "published_on", "keywords", "section", "source_name", "source", "source_date")
"""Columns of `article` that repeat the present state."""
FORMERLY = ("kind", "url", "status")
NEXT_HOP = select(t.page.c.redirect_location).where(
    t.page.c.site_id == bindparam("site"),
    t.page.c.location == bindparam("place"),
    t.page.c.state == PageState.MOVED,
    t.page.c.redirect_permanent.is_(True),
)


def after_redirect(session: Session, site_id: int, visit: Visit) -> None:
    """Join the article of an address with the stored one that it redirects to for good, if they agree."""
    if visit.outcome is not Outcome.MOVED or not visit.permanent:
        return
    here = _owner(session, site_id, location(visit.url))
    if here is None:
        return
    place = location(visit.redirect_to)
    for _ in range(LONGEST_CHAIN):
        there = _owner(session, site_id, place)
        if there is not None:
            if there != here and same_article(session, here, there):
                join(session, here, there, visit.fetched_at)
            return
        place = t.execute(session, NEXT_HOP, {"site": site_id, "place": place}).scalar() or ""
        if not place:
            return


def said_one(session: Session, site_id: int, article: Article) -> int | None:
    """Return the article of a page; two that the page says are one are joined first.

    It says so when the address of one shows the canonical link of the other, or leads there by a redirect
    (SPIP redirects to `new-slug`, whose canonical link is `new-slug.html`). None when its own address is unknown.
    """
    own, asked = location(article.url), location(article.visit.url)
    owner = _owner(session, site_id, own)
    if owner is None or own == asked or not article.canonical:
        return owner
    other = _owner(session, site_id, asked)
    if other in {None, owner}:
        other = by_redirect(session, site_id, [asked])
    if other is None or other == owner or not same_article(session, owner, other):
        return owner
    return join(session, owner, other, article.visit.fetched_at)


def ask_again(session: Session, site_id: int, article: Article, run_id: int) -> int:
    """Queue the addresses of known articles that a new one may be: only they can say so; return how many."""
    places = doubles(session, site_id, article)
    if not places:
        return 0
    page = t.page.c
    asked = session.execute(
        update(t.page)
        .where(
            page.site_id == site_id,
            page.location.in_(places),
            page.state == PageState.DONE,
            page.last_run_id != run_id,
        )
        .values(state=PageState.DUE, attempts=0)
    )
    return int(asked.rowcount)  # type: ignore[attr-defined]


def join(session: Session, one: int, other: int, at: datetime) -> int:
    """Make two articles one; return the row that stays, the one that was seen first.

    It gets the addresses, revisions and histories of both. Where both showed the same, that counts once; the
    present state is what was seen last. A restriction of either holds for both.
    """
    rows = session.execute(
        select(t.article)
        .where(t.article.c.id.in_([one, other]))
        .order_by(t.article.c.first_seen_at, t.article.c.id)
    ).all()
    kept, taken = rows
    restricted = [row.id for row in rows if row.status == ArticleStatus.RESTRICTED]
    for number in restricted:
        sealing.unseal(session, number, at)
    if restricted:
        kept, taken = (
            session.execute(select(t.article).where(t.article.c.id == row.id)).one() for row in rows
        )
    newer, older = (kept, taken) if kept.last_seen_at > taken.last_seen_at else (taken, kept)
    values = {name: getattr(newer, name) or getattr(older, name) for name in REPEATED}
    for name in FORMERLY:
        if getattr(newer, name) != getattr(older, name):
            histories.ended(session, kept.id, name, getattr(older, name), newer.first_seen_at)
    session.execute(update(t.former).where(t.former.c.article_id == taken.id).values(article_id=kept.id))
    session.execute(update(t.address).where(t.address.c.article_id == taken.id).values(article_id=kept.id))
    session.execute(
        update(t.correction).where(t.correction.c.article_id == taken.id).values(article_id=kept.id)
    )
    memory(session).addresses.clear()
    current = _one_row_of_revisions(session, kept.id, taken.id)
    for table, names in ((t.article_keyword, "keyword_id"), (t.article_section, "section_id")):
        _one_history(session, table, names, older, newer, kept.id)
    values |= {
        "first_seen_at": kept.first_seen_at,
        "last_seen_at": newer.last_seen_at,
        "status": newer.status,
        "status_at": newer.status_at,
        "revision": current.number,
        "current_revision_id": current.id,
        "changed_at": current.captured_at,
        "warnings": _one_list_of_warnings(session, older.id, newer, kept.id),
    }
    session.execute(update(t.article).where(t.article.c.id == kept.id).values(values))
    session.execute(delete(t.article).where(t.article.c.id == taken.id))
    if restricted:
        sealing.seal(session, kept.id, at)
    return int(kept.id)


def _owner(session: Session, site_id: int, place: str) -> int | None:
    found = owned(session, site_id, [place]).get(place)
    return None if found is None else int(found.article_id)


def _one_row_of_revisions(session: Session, kept: int, taken: int) -> Any:
    """Number the revisions of both in order of capture, without those that repeat the one before them."""
    revision = t.revision.c
    found = session.execute(
        select(t.revision)
        .where(revision.article_id.in_([kept, taken]))
        .order_by(revision.captured_at, revision.id)
    ).all()
    # numbers are unique within an article: out of the way first
    session.execute(
        update(t.revision)
        .where(revision.article_id.in_([kept, taken]))
        .values(article_id=kept, number=-revision.id)
    )
    stay: list[Any] = []
    for row in found:
        if stay and _shows(row) == _shows(stay[-1]):
            _forget_revision(session, row.id)
            continue
        stay.append(row)
        session.execute(update(t.revision).where(revision.id == row.id).values(number=len(stay)))
    return session.execute(select(t.revision).where(revision.id == stay[-1].id)).one()


def _shows(row: Any) -> tuple[str, ...]:
    """What makes a revision another one; see `readings.changes`."""
    texts = (row.title, row.source_raw, row.author_line)
    return (row.published_on, row.body_hash, *map(essence, texts))


def _forget_revision(session: Session, number: int) -> None:
    likeness = t.likeness.c
    session.execute(delete(t.revision_source).where(t.revision_source.c.revision_id == number))
    session.execute(delete(t.compared).where(t.compared.c.revision_id == number))
    session.execute(
        delete(t.likeness).where((likeness.revision_id == number) | (likeness.other_id == number))
    )
    session.execute(delete(t.revision).where(t.revision.c.id == number))


def _one_history(session: Session, table: Table, name: str, older: Any, newer: Any, kept: int) -> None:
    """Let what both have go on from its first day; what only the older one has ends where the newer begins."""
    row = table.c
    standing = select(row.id, row[name], row.since_at).where(row.until_at.is_(None))
    before = {found[1]: found for found in session.execute(standing.where(row.article_id == older.id))}
    now = {found[1]: found for found in session.execute(standing.where(row.article_id == newer.id))}
    if now:
        for value in before.keys() - now.keys():
            ended = update(table).where(row.id == before[value].id)
            session.execute(ended.values(until_at=newer.first_seen_at))
    for value in before.keys() & now.keys():
        session.execute(delete(table).where(row.id == before[value].id))
        session.execute(update(table).where(row.id == now[value].id).values(since_at=before[value].since_at))
    session.execute(update(table).where(row.article_id.in_([older.id, newer.id])).values(article_id=kept))


def _one_list_of_warnings(session: Session, older: int, newer: Any, kept: int) -> str:
    """End the warnings of the older one, move those of the newer; return them as exports show them."""
    warning = t.warning.c
    session.execute(
        update(t.warning)
        .where(warning.article_id == older, warning.until_at.is_(None))
        .values(until_at=newer.first_seen_at)
    )
    session.execute(
        update(t.warning).where(warning.article_id.in_([older, newer.id])).values(article_id=kept)
    )
    rows = session.execute(
        select(warning.code, warning.field, warning.detail).where(
            warning.article_id == kept, warning.until_at.is_(None)
        )
    )
    return JOINER.join(sorted(str(Warning_(row.code, row.field, row.detail)) for row in rows))
