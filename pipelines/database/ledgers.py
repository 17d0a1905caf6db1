"""Brings the files of decisions in the data folder into the database, whenever they changed.

`restrictions.jsonl` tells whose texts are withheld, `corrections.csv` or `corrections.jsonl` what people
corrected by hand. The files are what counts: a database made anew from the recordings obeys them too.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, text, update

from osiris_crawler import urls
from pipelines.database import decisions, full_text, sealing
from pipelines.database import tables as t
from pipelines.database.addresses import location
from pipelines.database.memory import memory
from pipelines.database.models import ArticleStatus

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from pipelines.database.engine import Database


def bring_in(database: Database, data_dir: Path) -> None:
    """Fill the tables of corrections and restrictions from their files where those changed.

    Raises:
        StorageError: a file cannot be read or understood; the message names the line.
        DatabaseError: the database cannot be written.
    """
    files = {name: _content(data_dir / name) for name in decisions.FILES}
    digests = {name: hashlib.sha256(data).hexdigest() if data else "" for name, data in files.items()}
    with database.read() as session:
        known = {row.name: row.digest for row in session.execute(select(t.ledger))}
        waiting = session.execute(
            select(t.correction.c.id).where(t.correction.c.article_id.is_(None)).limit(1)
        ).first()
    changed = {name for name, digest in digests.items() if digest != known.get(name, "")}
    if not changed and waiting is None:
        return
    restricted = decisions.RESTRICTIONS in changed and files[decisions.RESTRICTIONS] is not None
    restrictions = decisions.restrictions(data_dir) if restricted else {}
    corrections = (
        decisions.corrections(data_dir) if changed else None
    )  # a lifted text has its corrections back
    with database.session() as session:
        if database.engine.dialect.name == "sqlite":
            session.execute(text("PRAGMA secure_delete = ON"))  # no text stays in freed pages
        if restricted:
            _restrict(session, restrictions)
            full_text.forget(session)
        if corrections is not None:
            _correct(session, corrections)
        _find_articles(session)
        _blank_restricted(session)
        for name in changed:
            session.execute(delete(t.ledger).where(t.ledger.c.name == name))
            session.execute(insert(t.ledger), {"name": name, "digest": digests[name]})
    if restricted and database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise decisions.unreadable(path, error) from error


def _restrict(session: Session, now: dict[str, decisions.Restriction]) -> None:
    """Withhold what is restricted now, and bring back what no longer is."""
    restriction = t.restriction.c
    before = set(session.execute(select(restriction.key)).scalars())
    session.execute(delete(t.restriction))
    memory(session).withholds = None
    if now:
        rows = [
            {"key": key, "reason": one.reason, "who": one.who, "since_at": one.at} for key, one in now.items()
        ]
        session.execute(insert(t.restriction), rows)
    for key, one in now.items():
        for article_id in articles_at(session, key):
            sealing.seal(session, article_id, one.at)
    if not before - set(now):
        return
    keep = {article_id for key in now for article_id in articles_at(session, key)}
    sealed = session.execute(
        select(t.article.c.id, t.article.c.last_seen_at).where(
            t.article.c.status == ArticleStatus.RESTRICTED, t.article.c.id.not_in(keep)
        )
    )
    for row in sealed.all():
        sealing.unseal(session, row.id, row.last_seen_at)


def restore_file(database: Database, data_dir: Path) -> None:
    """Write the restrictions that hold into a file that was lost, so that adding one lifts no other."""
    if (data_dir / decisions.RESTRICTIONS).exists():
        return
    with database.read() as session:
        rows = session.execute(select(t.restriction).order_by(t.restriction.c.key)).all()
    for row in rows:
        line = {"url": f"https://{row.key}", "action": "restrict", "reason": row.reason, "who": row.who}
        decisions.add_restriction(data_dir, line | {"at": row.since_at.isoformat()})


def articles_at(session: Session, key: str) -> list[int]:
    """Return the articles that an address, as `urls.key` has it, belongs to: one, or none."""
    place = location(f"https://{key}")
    rows = session.execute(
        select(t.address.c.article_id, t.address.c.url).where(t.address.c.location == place)
    )
    return sorted({row.article_id for row in rows if urls.key(row.url) == key})


def _correct(session: Session, corrections: list[decisions.Correction]) -> None:
    session.execute(delete(t.correction))
    rows: list[dict[str, Any]] = [
        {
            "key": one.key, "article_id": None, "field": one.field, "value": one.value,
            "folded": one.folded, "reason": one.reason, "who": one.who, "made_at": one.at,
        }
        for one in corrections
    ]  # fmt: skip
    if rows:
        session.execute(insert(t.correction), rows)


def _blank_restricted(session: Session) -> None:
    """Leave no corrected value of a restricted article in the database; the file of corrections holds it."""
    correction = t.correction.c
    withheld = select(t.article.c.id).where(t.article.c.status == ArticleStatus.RESTRICTED)
    session.execute(
        update(t.correction)
        .where(correction.article_id.in_(withheld), correction.value.is_not(None))
        .values(value="", folded="")
    )


def _find_articles(session: Session) -> None:
    """Tie corrections to the articles that are stored by now."""
    correction = t.correction.c
    waiting = session.execute(select(correction.key).where(correction.article_id.is_(None)).distinct())
    for key in waiting.scalars().all():
        for article_id in articles_at(session, key):
            found = update(t.correction).where(correction.key == key).values(article_id=article_id)
            session.execute(found)
