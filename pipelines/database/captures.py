"""Finds the recorded answers of an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the dataclass shows it
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import bindparam, select

from osiris_crawler import urls
from osiris_crawler.url_wrappings import without_index
from pipelines.database import tables as t
from pipelines.database.models import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

OF_ADDRESSES = (
    select(t.snapshot)
    .where(t.snapshot.c.url.in_(bindparam("addresses", expanding=True)))
    .order_by(t.snapshot.c.captured_at, t.snapshot.c.id)
)
BODY = (
    select(t.snapshot)
    .where(t.snapshot.c.digest == bindparam("wanted"), t.snapshot.c.revisit.is_(False))
    .order_by(t.snapshot.c.url != bindparam("address"), t.snapshot.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Capture:
    """One recorded answer."""

    url: str
    file: str
    offset: int
    length: int
    digest: str
    status: int
    captured_at: datetime
    revisit: bool


def captures(session: Session, url: str) -> list[Capture]:
    """Return all recorded answers of an address, oldest first; http and https, with and without www, are one.

    For an `index.html` that was never recorded they are those of its folder.
    """
    return _found(session, _spellings(url)) or _found(session, _spellings(without_index(url)))


def captures_of_article(session: Session, url: str) -> list[Capture]:
    """Return all recorded answers under any address of the article that an address belongs to."""
    place = urls.key(url)[len(urls.site_of(url)) :]
    article = select(t.address.c.article_id).where(t.address.c.location == place)
    addresses = session.execute(select(t.address.c.url).where(t.address.c.article_id.in_(article))).scalars()
    return _found(session, [spelling for address in addresses for spelling in _spellings(address)])


def is_withheld(session: Session, url: str) -> bool:
    """Tell whether an address belongs to an article whose text was restricted (takedown)."""
    places = [urls.key(spelling)[len(urls.site_of(spelling)) :] for spelling in _spellings(url)]
    states = session.execute(
        select(t.article.c.status)
        .join(t.address, t.address.c.article_id == t.article.c.id)
        .where(t.address.c.location.in_(places))
    ).scalars()
    return ArticleStatus.RESTRICTED in set(states)


def body_of(session: Session, capture: Capture) -> Capture | None:
    """Return the record that holds the body of a capture: itself, or for a revisit an earlier one."""
    if not capture.revisit:
        return capture
    if not capture.digest:
        return None
    row = t.execute(session, BODY, {"wanted": capture.digest, "address": capture.url}).first()
    return None if row is None else _capture(row)


def at_or_before(found: list[Capture], moment: datetime | None) -> Capture | None:
    """Return the newest capture, or the newest that is not after a moment."""
    fitting = [one for one in found if moment is None or one.captured_at <= moment]
    return fitting[-1] if fitting else None


def _found(session: Session, addresses: Iterable[str]) -> list[Capture]:
    rows = t.execute(session, OF_ADDRESSES, {"addresses": list(dict.fromkeys(addresses))})
    return [_capture(row) for row in rows]


def _capture(row: object) -> Capture:
    return Capture(*(getattr(row, name) for name in Capture.__dataclass_fields__))


def _spellings(url: str) -> list[str]:
    """Return an address as given and in the one spelling, under both schemes, with and without www."""
    found = []
    for address in dict.fromkeys((urls.canonical(url), url)):
        if not address:
            continue
        parts = urlsplit(address)
        bare = parts.netloc.removeprefix("www.")
        found += [
            urlunsplit((scheme, host, parts.path or "/", parts.query, ""))
            for scheme in ("http", "https")
            for host in (bare, f"www.{bare}")
        ]
    return list(dict.fromkeys(found))
