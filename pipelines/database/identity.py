"""Tells whether a page shows an article that is known already: an article is not its address.

One article is what redirects permanently to the same place, what a canonical link says is one, or an old slug
that begins a new one with the same title and date. Never one: two pages with canonicals of their own, two
entries of one listing, slugs that differ by a number at the end only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, literal_column, select, true

from osiris_crawler import urls
from osiris_crawler.items import Article, Warning_
from pipelines.database import models as m
from pipelines.database.addresses import location
from pipelines.database.folding import digest, essence
from pipelines.database.memory import memory
from pipelines.database.slugs import slugs_agree
from pipelines.database.tables import address, execute, page, revision
from pipelines.database.tables import article as record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.orm import Session

LONGEST_CHAIN = 5
"""Redirects in a row that are followed back."""
DAY = len("2024-10-01")

OWNERS = select(
    address.c.id,
    address.c.location,
    address.c.article_id,
    address.c.declared,
    address.c.first_seen_at,
    address.c.last_seen_at,
).where(address.c.site_id == bindparam("site"), address.c.location.in_(bindparam("places", expanding=True)))
REDIRECTING = (
    select(page.c.location, address.c.article_id)
    .outerjoin(address, (address.c.site_id == page.c.site_id) & (address.c.location == page.c.location))
    .where(
        page.c.site_id == bindparam("site"),
        page.c.redirect_location.in_(bindparam("targets", expanding=True)),
        page.c.redirect_location != literal_column("''"),  # as the partial index has it
        page.c.redirect_permanent.is_(true()),
        page.c.state == m.PageState.MOVED,
    )
    .order_by(page.c.id)
)
SAME_DAY = (
    select(record.c.id, revision.c.title, revision.c.body_hash, revision.c.source_raw)
    .join(revision, revision.c.id == record.c.current_revision_id)
    .where(record.c.site_id == bindparam("site"), record.c.published_on == bindparam("day"))
    .order_by(record.c.id)
)
_here = page.alias("here")
BESIDE = (
    select(page.c.location)
    .join(_here, (_here.c.site_id == page.c.site_id) & (_here.c.path == page.c.path))
    .where(
        _here.c.site_id == bindparam("site"),
        _here.c.location == bindparam("own"),
        page.c.location.in_(bindparam("places", expanding=True)),
        page.c.listing_run_id == _here.c.listing_run_id,
    )
)
ADDRESSES = (
    select(address.c.url, address.c.location, address.c.article_id, address.c.declared)
    .where(address.c.article_id.in_(bindparam("articles", expanding=True)))
    .order_by(address.c.article_id, address.c.id)
)


class MatchHow(StrEnum):
    """By which rule a page was found to be a known article."""

    NEW = "new"
    ADDRESS = "address"
    REDIRECT = "redirect"
    CANONICAL_LINK = "canonical_link"
    SLUG = "slug"


@dataclass(frozen=True, slots=True)
class Match:
    """The known article that a page shows; `article_id` None when it shows a new one."""

    article_id: int | None
    how: MatchHow
    warnings: tuple[Warning_, ...] = ()


def match(session: Session, article: Article, site_id: int) -> Match:
    """Find the article that a page shows: by its addresses, redirects, canonical link, slug."""
    own = location(article.url)
    places = addresses_of(article)
    known = _owners(session, site_id, places)
    if own in known:
        others = {place: owner for place, owner in known.items() if owner != known[own]}
        return Match(known[own], MatchHow.ADDRESS, tuple(_two_owners(others)))
    if not _redirecting(session, site_id, places):
        memory(session).unled = article
    elif found := by_redirect(session, site_id, places):
        return Match(found, MatchHow.REDIRECT)
    if known:
        owner = next(iter(known.values()))
        if _agrees(session, owner, article):
            return Match(owner, MatchHow.CANONICAL_LINK)
        return Match(None, MatchHow.NEW, tuple(_two_owners(known)))
    if found := _by_slug(session, site_id, article):
        return Match(found, MatchHow.SLUG)
    return Match(None, MatchHow.NEW)


def addresses_of(article: Article) -> dict[str, str]:
    """Return location to address of all that is said to be this article, its own first, on this site."""
    site = urls.site_of(article.url)
    found = [article.url, article.visit.url, *article.aliases]
    return {location(url): url for url in dict.fromkeys(found) if urls.site_of(url) == site}


def declares_canonical(article: Article) -> bool:
    """Tell whether the page itself names its canonical address."""
    return bool(article.canonical)


def owned(session: Session, site_id: int, places: Collection[str]) -> dict[str, Any]:
    """Return location to row of `address`, of those places that belong to an article, in their order."""
    met = memory(session).addresses
    if unmet := [place for place in places if (site_id, place) not in met]:
        met.update(dict.fromkeys(((site_id, place) for place in unmet), None))
        rows = execute(session, OWNERS, {"site": site_id, "places": unmet})
        met.update({(site_id, row.location): row for row in rows})
    return {place: row for place in places if (row := met[site_id, place]) is not None}


def _owners(session: Session, site_id: int, places: Collection[str]) -> dict[str, int]:
    return {place: row.article_id for place, row in owned(session, site_id, places).items()}


def by_redirect(session: Session, site_id: int, places: Collection[str]) -> int | None:
    """Return the article one of whose addresses redirects permanently to one of these places."""
    seen, targets = set(places), list(places)
    for _ in range(LONGEST_CHAIN):
        rows = _redirecting(session, site_id, targets)
        for row in rows:
            if row.article_id is not None:
                return int(row.article_id)
        targets = [row.location for row in rows if row.location not in seen]
        seen.update(targets)
        if not targets:
            return None
    return None


def _redirecting(session: Session, site_id: int, targets: Collection[str]) -> Sequence[Any]:
    """Return the pages that redirect permanently to one of these places, with the articles whose addresses they are."""
    return execute(session, REDIRECTING, {"site": site_id, "targets": targets}).all()


def _agrees(session: Session, article_id: int, article: Article) -> bool:
    """Tell whether title or date of a known article are those of the page.

    A canonical link alone is not believed: a cache accident can serve one article under another's address.
    """
    row = session.execute(
        select(m.Revision.title, m.Revision.published_on)
        .join(m.Article, m.Article.current_revision_id == m.Revision.id)
        .where(m.Article.id == article_id)
    ).one()
    same_title = _title(row.title) == _title(article.title)
    return same_title or (bool(article.published_on) and row.published_on == article.published_on)


def _by_slug(session: Session, site_id: int, article: Article) -> int | None:
    """Return the article of the same title and day whose slug begins this one's, or the reverse.

    One dispatch in two newspapers may have one title: another source and another text are another article, and of
    several that fit only the one with the same text is meant.
    """
    alike, addresses = _alike(session, site_id, article)
    declared = declares_canonical(article)
    barred = {row.article_id for row in addresses if declared and row.declared}
    fits = {row.article_id for row in addresses if slugs_agree(row.url, article.url)} - barred
    if not fits:
        return None
    text, source = digest(article.body), essence(article.source_raw)
    same = [
        number
        for number in sorted(fits)
        if alike[number].body_hash == text or not source or essence(alike[number].source_raw) in {source, ""}
    ]
    if len(same) > 1:
        same = [number for number in same if alike[number].body_hash == text]
    return same[0] if len(same) == 1 else None


def doubles(session: Session, site_id: int, article: Article) -> set[str]:
    """Return the locations of known articles of the same title and day, whatever their addresses look like.

    What parts them from this one (a canonical link, a number at the end) was read at an earlier visit: the site
    may have changed its addresses since.
    """
    _, addresses = _alike(session, site_id, article)
    return {row.location for row in addresses} - set(addresses_of(article))


def same_article(session: Session, one: int, other: int) -> bool:
    """Tell whether two stored articles agree in title, text or day, so that a redirect between them is believed.

    A site in trouble redirects many pages to one that has nothing to do with them.
    """
    rows = session.execute(
        select(m.Revision.title, m.Revision.body_hash, m.Revision.published_on)
        .join(m.Article, m.Article.current_revision_id == m.Revision.id)
        .where(m.Article.id.in_([one, other]))
    ).all()
    first, second = rows
    same_day = len(first.published_on) == DAY and first.published_on == second.published_on
    return same_day or _title(first.title) == _title(second.title) or first.body_hash == second.body_hash


def _alike(session: Session, site_id: int, article: Article) -> tuple[dict[int, Any], list[Any]]:
    """Return the articles of the same title and day, and their addresses but of those listed beside this one.

    It is asked twice of each article that is new, with nothing written in between.
    """
    met = memory(session)
    if met.alike is None or met.alike[0] is not article:
        alike = _of_same_title(session, site_id, article)
        met.alike = article, alike, _not_beside(session, site_id, article, alike)
        return met.alike[1:]
    _, alike, addresses = met.alike
    met.alike = None
    return alike, addresses


def _of_same_title(session: Session, site_id: int, article: Article) -> dict[int, Any]:
    """Return the articles of the same title and day."""
    if article.date_precision != "day" or not article.title:
        return {}
    rows = execute(session, SAME_DAY, {"site": site_id, "day": article.published_on})
    title = _title(article.title)
    return {row.id: row for row in rows if _title(row.title) == title}


def _not_beside(session: Session, site_id: int, article: Article, alike: dict[int, Any]) -> list[Any]:
    """Return the addresses of articles, without those of which one is listed beside this page."""
    if not alike:
        return []
    addresses = execute(session, ADDRESSES, {"articles": list(alike)}).all()
    barred = _listed_together(session, site_id, location(article.url), addresses)
    return [row for row in addresses if row.article_id not in barred]


def _listed_together(session: Session, site_id: int, own: str, addresses: Iterable[Any]) -> set[int]:
    """Return the articles that one listing named beside this page, in one run."""
    owners = {row.location: row.article_id for row in addresses}
    rows = execute(session, BESIDE, {"site": site_id, "own": own, "places": list(owners)})
    return {owners[row.location] for row in rows}


@lru_cache(maxsize=512)
def _title(text: str) -> str:
    return essence(text).casefold()


def _two_owners(places: dict[str, int]) -> list[Warning_]:
    return [
        Warning_("address_of_another_article", "url", f"{place} already belongs to another article")
        for place in places
    ]
