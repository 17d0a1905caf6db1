"""Stores what a page showed: a new article, a new revision, or only that it was seen again.

Rule (law 4): a change of title, date, body, source or author is a revision; section and keywords keep dated
histories of their own; what another skin does not show is no change; nothing is overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, insert, select, update

from osiris_crawler.errors import DatabaseError
from pipelines.database import histories
from pipelines.database import models as m
from pipelines.database.addresses import location, public_id
from pipelines.database.identity import Match, MatchHow, addresses_of, declares_canonical, match
from pipelines.database.readings import Reading, changes, clean, merged
from pipelines.database.recording import add_snapshot

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.items import Article

__all__ = ["Change", "Match", "MatchHow", "Saved", "match", "save"]
QUIET = {"synchronize_session": False}


class Change(StrEnum):
    """What a visit meant for the archive."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OLDER = "older"
    """The capture is older than what is known; only `first_seen_at` and addresses learnt from it."""


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


def save(session: Session, article: Article, run_id: int) -> Saved:
    """Store an article that the pipelines have made ready; `article.article_id` names the one it is, None a new one.

    Times are those of the capture (`visit.fetched_at`), never the clock's. Storing the same page twice changes
    nothing but `last_seen_at`.

    Raises:
        DatabaseError: two articles of the site would get the same public id.
    """
    run = session.execute(
        select(m.Run.id, m.Run.reader_version, m.Site.id.label("site_id"), m.Site.name)
        .join(m.Site, m.Site.id == m.Run.site_id)
        .where(m.Run.id == run_id)
    ).one()
    reading = clean(article)
    snapshot_id = add_snapshot(
        session, run_id, article.visit.url, article.visit.status, article.visit.snapshot
    )
    if article.article_id is None:
        return _save_new(session, reading, run, snapshot_id)
    return _save_known(session, reading, article.article_id, run, snapshot_id)


def _save_new(session: Session, reading: Reading, run: Any, snapshot_id: int | None) -> Saved:
    key = public_id(run.name, location(reading.article.url))
    if other := session.scalar(select(m.Article.url).where(m.Article.key == key)):
        msg = (
            f"{reading.article.url}: would get the id {key}, which {other} has already. Nothing was stored for it; "
            "report both addresses."
        )
        raise DatabaseError(msg)
    at = reading.captured_at
    article_id = session.execute(
        insert(m.Article).returning(m.Article.id),
        {
            "key": key, "site_id": run.site_id, "url": reading.article.url, "kind": reading.article.kind or "",
            "status": m.ArticleStatus.LIVE, "status_at": at, "first_seen_at": at, "last_seen_at": at,
            "changed_at": at, "revision": 1, "current_revision_id": None, "published_on": reading.published_on,
            "keywords": "", "section": "", "source_name": "", "source": "", "source_date": "", "warnings": "",
        },
    ).scalar_one()  # fmt: skip
    values: dict[str, Any] = {
        "current_revision_id": _add_revision(session, article_id, 1, reading, run, snapshot_id)
    }
    values |= reading.flat_sources()
    values |= histories.add_keywords(session, article_id, reading.keywords, at)
    values |= histories.add_section(session, run.site_id, article_id, reading.section, at)
    values |= histories.add_warnings(session, article_id, run.id, reading.warnings, at)
    _add_addresses(session, reading, article_id, run.site_id)
    _update(session, article_id, values)
    return Saved(Change.NEW, article_id, key, 1)


def _save_known(
    session: Session, reading: Reading, article_id: int, run: Any, snapshot_id: int | None
) -> Saved:
    known = session.execute(
        select(m.Article.__table__, m.Revision.__table__)
        .join(m.Revision, m.Revision.id == m.Article.current_revision_id)
        .where(m.Article.id == article_id)
        .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
    ).one()
    _add_addresses(session, reading, article_id, run.site_id)
    at = reading.captured_at
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
        values |= whole.flat_sources()
    values |= histories.follow(session, run, article_id, reading, known, changed)
    if reading.article.kind and reading.article.kind != known.article_kind:
        values["kind"] = reading.article.kind
    if known.article_status == m.ArticleStatus.GONE:
        values |= {"status": m.ArticleStatus.LIVE, "status_at": at}
    if url := _new_url(session, reading, known, run.site_id):
        values["url"] = url
    _update(session, article_id, values)
    return Saved(Change.CHANGED if changed else Change.UNCHANGED, article_id, known.article_key, number)


def _add_revision(
    session: Session, article_id: int, number: int, reading: Reading, run: Any, snapshot_id: int | None
) -> int:
    revision_id = session.execute(
        insert(m.Revision).returning(m.Revision.id),
        {
            "article_id": article_id, "number": number, "captured_at": reading.captured_at,
            "snapshot_id": snapshot_id, "run_id": run.id, "reader_version": run.reader_version,
            **reading.revision_columns(),
        },
    ).scalar_one()  # fmt: skip
    histories.add_sources(session, revision_id, reading.sources)
    return int(revision_id)


def _add_addresses(session: Session, reading: Reading, article_id: int, site_id: int) -> None:
    """Record new addresses of an article, and when known ones were seen; an address never changes its article."""
    article, at = reading.article, reading.captured_at
    places = addresses_of(article)
    own, asked = location(article.url), location(article.visit.url)
    declared = declares_canonical(article)
    known = {
        row.location: row
        for row in session.execute(
            select(m.Address.id, m.Address.location, m.Address.article_id, m.Address.declared,
                   m.Address.first_seen_at, m.Address.last_seen_at)
            .where(m.Address.site_id == site_id, m.Address.location.in_(list(places)))
        )
    }  # fmt: skip
    fresh = []
    for place, url in (places | _redirecting(session, site_id, own)).items():
        row = known.get(place)
        if row is None:
            fresh.append({
                "site_id": site_id, "location": place, "url": url, "article_id": article_id,
                "how": _how(place, own, asked, places, declared=declared),
                "declared": declared and place == own, "first_seen_at": at, "last_seen_at": at,
            })  # fmt: skip
        elif row.article_id == article_id:
            _touch_address(session, row, at, declared=declared and place == own)
    if fresh:
        session.execute(insert(m.Address), fresh)


def _how(place: str, own: str, asked: str, places: dict[str, str], *, declared: bool) -> m.AddressHow:
    if place not in places:
        return m.AddressHow.REDIRECT
    if place == own:
        return m.AddressHow.CANONICAL_LINK if declared and own != asked else m.AddressHow.CANONICAL
    return m.AddressHow.ASKED if place == asked else m.AddressHow.CANONICAL_LINK


def _redirecting(session: Session, site_id: int, own: str) -> dict[str, str]:
    """Return location to address of the pages that redirect permanently to an article and belong to none yet."""
    rows = session.execute(
        select(m.Page.location, m.Page.url).where(
            m.Page.site_id == site_id,
            m.Page.redirect_location == own,
            m.Page.redirect_location != "",
            m.Page.redirect_permanent,
            m.Page.state == m.PageState.MOVED,
            ~select(m.Address.id)
            .where(m.Address.site_id == site_id, m.Address.location == m.Page.location)
            .exists(),
        )
    )
    return {row.location: row.url for row in rows}


def _touch_address(session: Session, row: Any, at: datetime, *, declared: bool) -> None:
    values: dict[str, Any] = {}
    if at > row.last_seen_at:
        values["last_seen_at"] = at
    if at < row.first_seen_at:
        values["first_seen_at"] = at
    if declared and not row.declared:
        values["declared"] = True
    if values:
        session.execute(
            update(m.Address).where(m.Address.id == row.id).values(**values), execution_options=QUIET
        )


def _new_url(session: Session, reading: Reading, known: Any, site_id: int) -> str | None:
    """Return the address an article now goes by, None while the one it has still serves.

    It changes when the old one redirects, when the old one itself names another, or for a longer slug (SPIP's
    newer ones are longer); so two addresses that both answer do not take turns.
    """
    new, present = reading.article.url, known.article_url
    own, old = location(new), location(present)
    if own == old:
        return None
    moved = session.scalar(
        select(m.Page.id).where(
            m.Page.site_id == site_id, m.Page.location == old, m.Page.state == m.PageState.MOVED
        )
    )
    if moved is not None or location(reading.article.visit.url) == old or len(own) > len(old):
        return new
    return None


def _update(session: Session, article_id: int, values: dict[str, Any]) -> None:
    session.execute(
        update(m.Article).where(m.Article.id == article_id).values(**values), execution_options=QUIET
    )
