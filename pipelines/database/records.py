"""Stores what a page showed: a new article, a new revision, or only that it was seen again.

A change of title, date, body, source or author is a revision; section and keywords keep dated histories of
their own; what another skin does not show is no change; nothing is overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, bindparam, insert, select, update

from osiris_crawler.errors import DatabaseError
from osiris_crawler.url_views import is_view
from pipelines.database import aliases, histories, joining, sealing
from pipelines.database import tables as t
from pipelines.database.addresses import location, public_id
from pipelines.database.identity import Match, MatchHow, match
from pipelines.database.memory import memory
from pipelines.database.models import ArticleStatus
from pipelines.database.readings import Reading, changes, clean, merged
from pipelines.database.recording import add_snapshot

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler.items import Article

__all__ = ["Change", "Match", "MatchHow", "Saved", "match", "save"]
RUN = (
    select(t.run.c.id, t.run.c.reader_version, t.site.c.id.label("site_id"), t.site.c.name)
    .join(t.site, t.site.c.id == t.run.c.site_id)
    .where(t.run.c.id == bindparam("run"))
)
BY_KEY = select(t.article.c.url).where(t.article.c.key == bindparam("id"))
PRESENT = (
    select(t.article, t.revision)
    .join(t.revision, t.revision.c.id == t.article.c.current_revision_id)
    .where(t.article.c.id == bindparam("article"))
    .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
)
NEW_REVISION = insert(t.revision)
CHANGED = update(t.article).where(t.article.c.id == bindparam("row_id"))
RECORDED = (
    update(t.revision).where(t.revision.c.id == bindparam("row_id")).values(snapshot_id=bindparam("snapshot"))
)


class Change(StrEnum):
    """What a visit meant for the archive."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OLDER = "older"
    """The capture is older than what is known; only `first_seen_at` and addresses learnt from it."""


class RunOfSave(NamedTuple):
    """What storing needs to know of a run."""

    id: int
    reader_version: str
    site_id: int
    name: str
    """Of the site."""
    withheld: bool = False
    """The article is restricted: its texts are packed away."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The end of storing one page."""

    change: Change
    article_id: int
    """Row of the article."""
    key: str
    """Its public id."""
    revision: int
    """Number of its present revision."""


def save(session: Session, article: Article, run_id: int, *, reader_version: str | None = None) -> Saved:
    """Store an article that the pipelines made ready; `article.article_id` names which one, None a new one.

    Times are those of the capture (`visit.fetched_at`), never the clock's. Storing the same page twice
    changes nothing but `last_seen_at`.

    Args:
        session: a write session.
        article: what the pipelines made of the page.
        run_id: the run that asked for it.
        reader_version: of the reader at work, where that is not the run's own (a replay).

    Raises:
        DatabaseError: two articles of the site would get the same public id.
    """
    runs: dict[int, RunOfSave] = memory(session).runs
    run = runs.get(run_id) or runs.setdefault(
        run_id, RunOfSave._make((*t.execute(session, RUN, {"run": run_id}).one(), False))
    )
    if reader_version is not None:
        run = run._replace(reader_version=reader_version)
    reading = clean(article)
    visit = article.visit
    snapshot_id = add_snapshot(session, run_id, visit.url, visit.status, visit.snapshot)
    article_id = joining.said_one(session, run.site_id, article) or article.article_id
    if sealing.is_withheld(session, article):
        run = run._replace(withheld=True)
    if article_id is None:
        joining.ask_again(session, run.site_id, article, run_id)
        return _save_new(session, reading, run, snapshot_id)
    return _save_known(session, reading, article_id, run, snapshot_id)


def _save_new(session: Session, reading: Reading, run: Any, snapshot_id: int | None) -> Saved:
    article, at = reading.article, reading.captured_at
    key = public_id(run.name, location(article.url))
    flat = dict.fromkeys(("keywords", "section", "source_name", "source", "source_date", "warnings"), "")
    times = dict.fromkeys(("status_at", "first_seen_at", "last_seen_at", "changed_at"), at)
    row = {
        "key": key,
        "site_id": run.site_id,
        "url": article.url,
        "kind": article.kind or "",
        "status": ArticleStatus.LIVE,
        "revision": 1,
        "current_revision_id": None,
        "published_on": reading.published_on,
        "language": reading.language,
    }
    article_id = t.insert_new(session, t.article, row | flat | times)
    if article_id is None:
        other = t.execute(session, BY_KEY, {"id": key}).scalar()
        msg = (
            f"{article.url}: would get the id {key}, which {other} has already. Nothing was stored for it; "
            "report both addresses to the authors of the program."
        )
        raise DatabaseError(msg)
    revision_id = _add_revision(session, article_id, 1, reading, run, snapshot_id)
    values: dict[str, Any] = {"current_revision_id": revision_id} | reading.flat_sources()
    values |= histories.add_keywords(session, article_id, reading.keywords, at)
    values |= histories.add_section(session, run.site_id, article_id, reading.section, at)
    noted = sealing.veiled(reading) if run.withheld else reading
    values |= histories.add_warnings(session, article_id, run.id, noted.warnings, at)
    if run.withheld:
        values |= sealing.begin(session, article_id, at)
    aliases.add(session, article, article_id, run.site_id)
    _update(session, article_id, values)
    return Saved(Change.NEW, article_id, key, 1)


def _save_known(
    session: Session, reading: Reading, article_id: int, run: Any, snapshot_id: int | None
) -> Saved:
    if run.withheld:
        sealing.seal(session, article_id, reading.captured_at)
    known = t.execute(session, PRESENT, {"article": article_id}).one()
    if known.article_status == ArticleStatus.RESTRICTED:
        known, run = sealing.opened(session, known), run._replace(withheld=True)
    aliases.add(session, reading.article, article_id, run.site_id)
    at = reading.captured_at
    if is_view(reading.article.url) and not is_view(known.article_url):  # it shows less, and in other words
        return Saved(Change.UNCHANGED, article_id, known.article_key, known.article_revision)
    if at < known.article_last_seen_at:
        if at < known.article_first_seen_at:
            _update(session, article_id, {"first_seen_at": at})
        return Saved(Change.OLDER, article_id, known.article_key, known.article_revision)
    changed = changes(reading, known)
    number = known.article_revision
    values: dict[str, Any] = {"last_seen_at": at}
    if changed:
        number += 1
        whole = merged(session, reading, known)
        values["current_revision_id"] = _add_revision(session, article_id, number, whole, run, snapshot_id)
        values |= {"revision": number, "changed_at": at, "published_on": whole.published_on}
        values["language"] = whole.language
        values |= whole.flat_sources()
    elif known.revision_snapshot_id is None and snapshot_id is not None:  # its recording was lost
        t.execute(session, RECORDED, {"row_id": known.revision_id, "snapshot": snapshot_id})
    noted = sealing.veiled(reading) if run.withheld else reading
    values |= histories.follow(session, run, article_id, noted, known, changed)
    if run.withheld:
        values["warnings"] = ""
    values |= _without_revision(session, reading, article_id, known, run)
    _update(session, article_id, values)
    return Saved(Change.CHANGED if changed else Change.UNCHANGED, article_id, known.article_key, number)


def _without_revision(
    session: Session, reading: Reading, article_id: int, known: Any, run: Any
) -> dict[str, Any]:
    """Return kind, status and address where they changed; what they were is noted for looking back."""
    values: dict[str, Any] = {}
    at = reading.captured_at
    kind = reading.article.kind
    if kind and kind != known.article_kind:
        values |= histories.ended(session, article_id, "kind", known.article_kind, at) | {"kind": kind}
    if known.article_status == ArticleStatus.GONE:
        values |= histories.ended(session, article_id, "status", ArticleStatus.GONE, at)
        values |= {"status": ArticleStatus.LIVE, "status_at": at}
    if url := aliases.new_url(session, reading.article, known.article_url, run.site_id):
        values |= histories.ended(session, article_id, "url", known.article_url, at) | {"url": url}
    return values


def _add_revision(
    session: Session, article_id: int, number: int, reading: Reading, run: Any, snapshot_id: int | None
) -> int:
    plain = sealing.veiled(reading) if run.withheld else reading
    row = plain.revision_columns() | {
        "article_id": article_id,
        "number": number,
        "captured_at": reading.captured_at,
        "snapshot_id": snapshot_id,
        "run_id": run.id,
        "reader_version": run.reader_version,
    }
    revision_id = t.insert_one(session, NEW_REVISION, row)
    if (unindexed := memory(session).unindexed) is not None:
        unindexed.append(revision_id)
    if run.withheld:
        sealing.keep(session, article_id, revision_id, sealing.texts_of(reading))
    histories.add_sources(session, revision_id, reading.sources)
    return revision_id


def _update(session: Session, article_id: int, values: dict[str, Any]) -> None:
    t.execute(session, CHANGED, values | {"row_id": article_id})
