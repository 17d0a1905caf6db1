"""Answers questions about one article or about the whole: history, snapshots, open warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from osiris_crawler import urls
from pipelines.database import tables as t
from pipelines.database.addresses import location
from pipelines.database.editions import CORRECTABLE, Edition
from pipelines.database.models import ArticleStatus
from pipelines.database.selection import moment

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

COMPARED = ("title", "published_on", "body_hash", "source_raw", "author_line")


def article_history(session: Session, url: str) -> dict[str, Any] | None:
    """Return all that is known of the article at an address, ready for JSON; None for an unknown address.

    Every address of an article finds it; times are ISO 8601 in UTC.
    """
    article_id = session.execute(
        select(t.address.c.article_id).where(t.address.c.location == location(url))
    ).scalar()
    if article_id is None:
        return None
    article = session.execute(
        select(t.article, t.site.c.name.label("site"))
        .join(t.site, t.site.c.id == t.article.c.site_id)
        .where(t.article.c.id == article_id)
    ).one()
    return {
        "id": article.key,
        "site": article.site,
        "url": article.url,
        "kind": article.kind,
        "status": article.status,
        "first_seen_at": moment(article.first_seen_at),
        "last_seen_at": moment(article.last_seen_at),
        "changed_at": moment(article.changed_at),
        "addresses": _addresses(session, article_id),
        "revisions": _revisions(session, article_id),
        "sections": _dated(session, t.article_section, t.section, t.section.c.path, article_id),
        "keywords": _dated(session, t.article_keyword, t.keyword, t.keyword.c.name, article_id),
        "warnings": _warnings(session, article_id),
        "corrections": _corrections(session, article_id, article.status),
        "restriction": _restriction(session, article_id),
    }


def _addresses(session: Session, article_id: int) -> list[dict[str, Any]]:
    address = t.address.c
    rows = session.execute(
        select(address.url, address.how, address.first_seen_at)
        .where(address.article_id == article_id)
        .order_by(address.id)
    )
    return [{"url": row.url, "how": row.how, "first_seen_at": moment(row.first_seen_at)} for row in rows]


def _revisions(session: Session, article_id: int) -> list[dict[str, Any]]:
    """Return the revisions, oldest first, each with what it changed and where its bytes lie."""
    revision, snapshot = t.revision.c, t.snapshot.c
    rows = session.execute(
        select(t.revision, snapshot.file, snapshot.offset, snapshot.length, snapshot.digest)
        .outerjoin(t.snapshot, snapshot.id == revision.snapshot_id)
        .where(revision.article_id == article_id)
        .order_by(revision.number)
    ).all()
    found: list[dict[str, Any]] = []
    for before, row in zip([None, *rows], rows, strict=False):
        changed = [] if before is None else [n for n in COMPARED if getattr(row, n) != getattr(before, n)]
        recorded = None
        if row.file is not None:
            recorded = {"file": row.file, "offset": row.offset, "length": row.length, "digest": row.digest}
        found.append(
            {
                "number": row.number,
                "captured_at": moment(row.captured_at),
                "changed": ["body" if name == "body_hash" else name for name in changed],
                "title": row.title,
                "published_on": row.published_on,
                "reader_version": row.reader_version,
                "snapshot": recorded,
            }
        )
    return found


def _dated(
    session: Session, history: Any, named: Any, name: ColumnElement[Any], article_id: int
) -> list[dict[str, Any]]:
    rows = session.execute(
        select(name.label("name"), history.c.since_at, history.c.until_at)
        .join(named, named.c.id == history.c[f"{named.name}_id"])
        .where(history.c.article_id == article_id)
        .order_by(history.c.id)
    )
    return [
        {"name": _text(row.name), "since_at": moment(row.since_at), "until_at": _open(row.until_at)}
        for row in rows
    ]


def _text(name: str | tuple[str, ...]) -> str:
    return name if isinstance(name, str) else " > ".join(name)


def _open(value: datetime | None) -> str | None:
    return None if value is None else moment(value)


def _warnings(session: Session, article_id: int) -> list[dict[str, Any]]:
    warning = t.warning.c
    rows = session.execute(select(t.warning).where(warning.article_id == article_id).order_by(warning.id))
    return [
        {
            "code": row.code,
            "field": row.field,
            "detail": row.detail,
            "since_at": moment(row.since_at),
            "until_at": _open(row.until_at),
        }
        for row in rows
    ]


def _corrections(session: Session, article_id: int, status: str) -> list[dict[str, Any]]:
    """Return the corrections by hand, oldest first; those of a restricted article without their values."""
    made = t.correction.c
    rows = session.execute(
        select(t.correction).where(made.article_id == article_id).order_by(made.made_at, made.id)
    )
    hidden = status == ArticleStatus.RESTRICTED
    shown = Edition()
    read = select(*(shown.read(name).label(name) for name in CORRECTABLE)).select_from(t.article)
    page = session.execute(read.join(t.revision, shown.revision_is).where(t.article.c.id == article_id)).one()
    return [
        {
            "field": row.field,
            "value": None if hidden else row.value,
            "read": None if hidden else getattr(page, row.field),
            "reason": row.reason,
            "who": row.who,
            "when": moment(row.made_at),
        }
        for row in rows
    ]


def _restriction(session: Session, article_id: int) -> dict[str, str] | None:
    """Return why the texts of an article are withheld; None when they are not."""
    urls_of = session.execute(select(t.address.c.url).where(t.address.c.article_id == article_id)).scalars()
    keys = [urls.key(url) for url in urls_of]
    row = session.execute(select(t.restriction).where(t.restriction.c.key.in_(keys))).first()
    return None if row is None else {"reason": row.reason, "who": row.who, "since_at": moment(row.since_at)}


def warning_counts(session: Session) -> list[tuple[str, str, int]]:
    """Return field, code and number of the warnings that hold, the most frequent first."""
    warning = t.warning.c
    number = func.count()
    rows = session.execute(
        select(warning.field, warning.code, number)
        .where(warning.until_at.is_(None))
        .group_by(warning.field, warning.code)
        .order_by(number.desc(), warning.field, warning.code)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def open_warnings(session: Session, limit: int | None = None) -> list[dict[str, Any]]:
    """Return each warning that holds, with the address it is about: the work list."""
    warning = t.warning.c
    chosen: Select[Any] = (
        select(warning.field, warning.code, warning.detail, t.article.c.url, t.page.c.url.label("page_url"))
        .outerjoin(t.article, t.article.c.id == warning.article_id)
        .outerjoin(t.page, t.page.c.id == warning.page_id)
        .where(warning.until_at.is_(None))
        .order_by(warning.code, warning.field, warning.id)
        .limit(limit)
    )
    found = [
        {"field": row.field, "code": row.code, "detail": row.detail, "url": row.url or row.page_url or ""}
        for row in session.execute(chosen)
    ]
    return found + _lost_corrections(session)


def _lost_corrections(session: Session) -> list[dict[str, Any]]:
    """Return a line for each correction by hand whose address no article has."""
    made = t.correction.c
    rows = session.execute(
        select(made.key, made.field, made.who).where(made.article_id.is_(None)).order_by(made.id)
    )
    code = "correction_of_unknown_address"
    return [
        {"field": row.field, "code": code, "detail": row.who, "url": f"https://{row.key}"} for row in rows
    ]
