"""The addresses of an article: recorded when first seen, never given from one article to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, literal_column, select, true, update

from osiris_crawler.url_views import is_view
from pipelines.database import tables as t
from pipelines.database.addresses import location
from pipelines.database.identity import addresses_of, declares_canonical, owned
from pipelines.database.memory import memory
from pipelines.database.models import AddressHow, PageState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.items import Article

NEW = insert(t.address)
CHANGED = update(t.address).where(t.address.c.id == bindparam("row_id"))
REDIRECTING_HERE = select(t.page.c.location, t.page.c.url).where(
    t.page.c.site_id == bindparam("site"),
    t.page.c.redirect_location == bindparam("target"),
    t.page.c.redirect_location != literal_column("''"),  # as the partial index has it
    t.page.c.redirect_permanent.is_(true()),
    t.page.c.state == PageState.MOVED,
    ~select(t.address.c.id)
    .where(t.address.c.site_id == t.page.c.site_id, t.address.c.location == t.page.c.location)
    .exists(),
)
MOVED = select(t.page.c.id).where(
    t.page.c.site_id == bindparam("site"),
    t.page.c.location == bindparam("place"),
    t.page.c.state == PageState.MOVED,
)


def add(session: Session, article: Article, article_id: int, site_id: int) -> None:
    """Record new addresses of an article, those that redirect to it too, and when known ones were seen."""
    at = article.visit.fetched_at
    places = addresses_of(article)
    own, asked = location(article.url), location(article.visit.url)
    declared = declares_canonical(article)
    known = owned(session, site_id, places)
    redirecting: Iterable[Any] = ()
    if memory(session).unled is not article:
        redirecting = t.execute(session, REDIRECTING_HERE, {"site": site_id, "target": own})
    fresh = []
    for place, url in (places | {row.location: row.url for row in redirecting}).items():
        row = known.get(place)
        if row is None:
            how = _how(place, own, asked, places, declared=declared)
            new = {"site_id": site_id, "location": place, "url": url, "article_id": article_id, "how": how}
            times = {"first_seen_at": at, "last_seen_at": at}
            fresh.append(new | times | {"declared": declared and place == own})
        elif row.article_id == article_id:
            _touch(session, row, at, declared=declared and place == own)
    if fresh:
        t.execute(session, NEW, fresh)
    _forget(session, site_id, [*places, *(row["location"] for row in fresh)])


def _forget(session: Session, site_id: int, places: Iterable[str]) -> None:
    met = memory(session).addresses
    for place in places:
        met.pop((site_id, place), None)


def _how(place: str, own: str, asked: str, places: dict[str, str], *, declared: bool) -> AddressHow:
    if place not in places:
        return AddressHow.REDIRECT
    if place == own:
        return AddressHow.CANONICAL_LINK if declared and own != asked else AddressHow.CANONICAL
    return AddressHow.ASKED if place == asked else AddressHow.CANONICAL_LINK


def _touch(session: Session, row: Any, at: datetime, *, declared: bool) -> None:
    values: dict[str, Any] = {}
    if at > row.last_seen_at:
        values["last_seen_at"] = at
    if at < row.first_seen_at:
        values["first_seen_at"] = at
    if declared and not row.declared:
        values["declared"] = True
    if values:
        t.execute(session, CHANGED, values | {"row_id": row.id})


def new_url(session: Session, article: Article, present: str, site_id: int) -> str | None:
    """Return the address an article now goes by, None while the `present` one still serves.

    It changes when the old one redirects, when the old one itself names another, or for a longer slug (SPIP's
    newer ones are longer); so two addresses that both answer do not take turns. A print view never stays it.
    """
    own, old = location(article.url), location(present)
    if own == old or is_view(article.url):
        return None
    if is_view(present):
        return article.url
    moved = t.execute(session, MOVED, {"site": site_id, "place": old}).first()
    if moved is not None or location(article.visit.url) == old or len(own) > len(old):
        return article.url
    return None
