"""Withholds the texts of restricted articles: packed away where nothing searches them, and brought back.

Withheld are title, body, source line and author line of every revision, and the details of warnings. Dates,
sources, keywords, section and addresses stay: the fact of the article is no secret.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, union, update

from osiris_crawler import urls
from osiris_crawler.items import Warning_
from pipelines.database import tables as t
from pipelines.database.identity import addresses_of
from pipelines.database.memory import memory
from pipelines.database.models import ArticleStatus
from pipelines.database.readings import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.items import Article
    from pipelines.database.readings import Reading

TEXTS = ("title", "body", "source_raw", "author_line")
OF_ARTICLE = 0
"""Stands for a revision's number in `sealed`."""
ANY_RESTRICTED = select(t.restriction.c.key).limit(1)
RESTRICTED = select(t.restriction.c.key).where(t.restriction.c.key.in_(bindparam("keys", expanding=True)))
CONTENT = select(t.sealed.c.content).where(
    t.sealed.c.article_id == bindparam("article"), t.sealed.c.revision_id == bindparam("revision")
)
NEW = insert(t.sealed)
FORMER = insert(t.former)
BLANK = (
    update(t.revision)
    .where(t.revision.c.id == bindparam("row_id"))
    .values({name: bindparam(f"new_{name}") for name in TEXTS})
)
DETAIL = update(t.warning).where(t.warning.c.id == bindparam("row_id")).values(detail=bindparam("new_detail"))


def is_withheld(session: Session, article: Article) -> bool:
    """Tell whether one of the addresses of a page is restricted."""
    met = memory(session)
    if met.withholds is None:
        met.withholds = t.execute(session, ANY_RESTRICTED, {}).first() is not None
    if not met.withholds:
        return False
    keys = sorted({urls.key(url) for url in addresses_of(article).values()})
    return t.execute(session, RESTRICTED, {"keys": keys}).first() is not None


def veiled(reading: Reading) -> Reading:
    """Return a reading without its texts; the hash of the body stays, so that a change is still seen."""
    bare = tuple(Warning_(warning.code, warning.field) for warning in reading.warnings)
    return replace(reading, warnings=bare, title="", body="", source_raw="", author_line="")


def keep(session: Session, article_id: int, revision_id: int, texts: dict[str, Any]) -> None:
    """Pack texts away."""
    packed = zlib.compress(json.dumps(texts, ensure_ascii=False).encode(), 9)
    t.execute(session, NEW, {"article_id": article_id, "revision_id": revision_id, "content": packed})


def texts_of(reading: Reading) -> dict[str, str]:
    """Return the texts of a reading that are withheld."""
    return {name: getattr(reading, name) for name in TEXTS}


def opened(session: Session, known: Any) -> Any:
    """Return the row of article and revision with its texts as they were read."""
    content = _content(session, known.article_id, known.revision_id)
    plain = {f"revision_{name}": text for name, text in content.items()}
    return SimpleNamespace(**known._asdict() | plain)


def _content(session: Session, article_id: int, revision_id: int) -> dict[str, Any]:
    given = {"article": article_id, "revision": revision_id}
    packed = t.execute(session, CONTENT, given).scalar()
    found: dict[str, Any] = {} if packed is None else json.loads(zlib.decompress(packed))
    return found


def withheld_texts(session: Session) -> Iterator[dict[str, str]]:
    """Give the texts of every revision of the restricted articles."""
    sealed = t.sealed.c
    packed = session.execute(select(sealed.content).where(sealed.revision_id != OF_ARTICLE)).scalars()
    for content in packed:
        yield json.loads(zlib.decompress(content))


def twins(session: Session, articles: list[int]) -> list[str]:
    """Return the addresses of articles that are not withheld and print the text of these: copies, print versions."""
    mine = select(t.revision.c.id).where(t.revision.c.article_id.in_(articles))
    hashes = select(t.revision.c.body_hash).where(t.revision.c.id.in_(mine))
    alike = union(
        select(t.likeness.c.other_id).where(t.likeness.c.revision_id.in_(mine)),
        select(t.likeness.c.revision_id).where(t.likeness.c.other_id.in_(mine)),
    )
    revision = t.revision.c
    found = (
        select(t.article.c.url)
        .join(t.revision, revision.article_id == t.article.c.id)
        .where(
            or_(and_(revision.body_hash.in_(hashes), revision.body != ""), revision.id.in_(alike)),
            t.article.c.status != ArticleStatus.RESTRICTED,
            t.article.c.id.not_in(articles),
        )
        .distinct()
        .order_by(t.article.c.url)
    )
    return list(session.execute(found).scalars())


def begin(session: Session, article_id: int, at: datetime) -> dict[str, Any]:
    """Note that an article is restricted from its first capture on; return the columns that say so."""
    former = {"article_id": article_id, "field": "status", "value": ArticleStatus.LIVE.value, "until_at": at}
    t.execute(session, FORMER, former)
    return {"status": ArticleStatus.RESTRICTED.value, "status_at": at, "warnings": ""}


def seal(session: Session, article_id: int, at: datetime) -> None:
    """Withhold the texts of an article; one that is sealed already stays as it is."""
    status = session.execute(select(t.article.c.status).where(t.article.c.id == article_id)).scalar_one()
    if status == ArticleStatus.RESTRICTED:
        return
    revision = t.revision.c
    for row in session.execute(select(t.revision).where(revision.article_id == article_id)).all():
        keep(session, article_id, row.id, {name: getattr(row, name) for name in TEXTS})
        t.execute(session, BLANK, {"row_id": row.id} | {f"new_{name}": "" for name in TEXTS})
    warning = t.warning.c
    rows = session.execute(select(warning.id, warning.detail).where(warning.article_id == article_id)).all()
    details = {str(row.id): row.detail for row in rows}
    keep(session, article_id, OF_ARTICLE, {"details": details})
    for number in details:
        t.execute(session, DETAIL, {"row_id": int(number), "new_detail": ""})
    former = {"article_id": article_id, "field": "status", "value": status, "until_at": at}
    t.execute(session, FORMER, former)
    values = {"status": ArticleStatus.RESTRICTED.value, "status_at": at, "warnings": ""}
    session.execute(update(t.article).where(t.article.c.id == article_id).values(values))


def unseal(session: Session, article_id: int, at: datetime) -> None:
    """Bring the texts of an article back, and the status that it had."""
    sealed = t.sealed.c
    numbers = session.execute(select(sealed.revision_id).where(sealed.article_id == article_id)).scalars()
    for number in numbers.all():
        content = _content(session, article_id, number)
        if number == OF_ARTICLE:
            for row_id, detail in content.get("details", {}).items():
                t.execute(session, DETAIL, {"row_id": int(row_id), "new_detail": detail})
        else:
            given = {f"new_{name}": content.get(name, "") for name in TEXTS}
            t.execute(session, BLANK, {"row_id": number} | given)
    session.execute(delete(t.sealed).where(sealed.article_id == article_id))
    former = t.former.c
    before = session.execute(
        select(former.value)
        .where(former.article_id == article_id, former.field == "status")
        .order_by(former.until_at.desc(), former.id.desc())
        .limit(1)
    ).scalar()
    values = {
        "warnings": _warnings(session, article_id),
        "status": before or ArticleStatus.LIVE.value,
        "status_at": at,
    }
    session.execute(update(t.article).where(t.article.c.id == article_id).values(values))


def _warnings(session: Session, article_id: int) -> str:
    """Return the warnings that hold, as the rows of exports show them."""
    warning = t.warning.c
    rows = session.execute(
        select(warning.code, warning.field, warning.detail).where(
            warning.article_id == article_id, warning.until_at.is_(None)
        )
    )
    return JOINER.join(sorted(str(Warning_(row.code, row.field, row.detail)) for row in rows))
