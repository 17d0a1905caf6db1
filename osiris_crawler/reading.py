"""One response to one item: what the live crawl and the replay of recordings have in common. Pure."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls, validators
from osiris_crawler.errors import NotAnArticleError, PageError
from osiris_crawler.items import Article, Kind, Link, Outcome, Role, Visit
from osiris_crawler.pages import read
from osiris_crawler.pages.listing import read_listing
from osiris_crawler.pages.sitemap import read_sitemap
from osiris_crawler.pages.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from osiris_crawler.items import Snapshot
    from osiris_crawler.pages import Reading
    from osiris_crawler.sites import Profile

READER_VERSION = "2"
"""Stored with every revision; raised whenever the same page would give other values."""
NOT_WANTED = "not_wanted"
"""Reason of a visit whose page turned out to be of a kind not taken by the run; the kind follows a colon."""
SAYS_ARTICLE = re.compile(rb"<body[^>]*\bpage_article\b", re.IGNORECASE)
PREFIX = 40
"""Letters of a title that a listing shows whole."""
logger = logging.getLogger(__name__)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
PLAN = "page=plan"
"""Part of the address of SPIP's plan du site."""
GONE = frozenset({404, 410})
NAMING_A_STATE = frozenset({200, validators.NOT_MODIFIED})
UNASKED = "not_modified_unasked"
"""Reason of a visit whose answer was 304 although no state was named, or another one than the 304 names."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
A_YEAR = 366 * 86_400.0


class Response(NamedTuple):
    """What a server answered, whoever asked."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Names in lower case; of repeated headers the last."""
    body: bytes
    """Content codings undone."""
    fetched_at: datetime
    snapshot: Snapshot | None = None
    confirmed: bool = False
    """The server answered 304 to the state that is recorded; headers and body are those of the recording."""


class Asked(NamedTuple):
    """Why the page was asked for."""

    role: Role
    path: Sequence[str] = ()
    """Section titles by which the crawl reached it."""
    page_id: int = 0
    menu: Collection[str] = ()
    """`urls.key` of the sections that the home page links to: the menu of every other page."""


def read_response(response: Response, asked: Asked, profile: Profile) -> Article | Visit:
    """Return the item a response is: an article with its visit, or a visit alone."""
    visit = Visit(
        url=response.url,
        role=asked.role,
        outcome=Outcome.DONE,
        fetched_at=response.fetched_at,
        page_id=asked.page_id,
        status=response.status,
        path=tuple(asked.path),
        snapshot=response.snapshot,
    )
    if response.status in REDIRECTS:
        return _redirect(response, visit, profile)
    if not (200 <= response.status < 300 or response.confirmed):  # noqa: PLR2004 - the 2xx range
        return _refused_by_server(response, visit)
    if response.status in NAMING_A_STATE:
        visit.etag, visit.last_modified = validators.of_answer(response.headers, response.fetched_at)
    if asked.role in {Role.SITEMAP, Role.FEED}:
        return _list(response, visit, profile)
    if asked.role in {Role.ASSET, Role.ROBOTS}:
        return visit
    if not _is_html(response):
        return _ended(visit, Outcome.REFUSED, f"not_html: {response.headers.get('content-type', '')}")
    if asked.role is Role.SECTION and urls.is_open_folder(response.url):
        found = _article_in_a_folder(response, visit, profile, asked.menu)
        if found is not None:
            return found
    if asked.role in {Role.HOME, Role.SECTION}:
        return _section(response, visit, profile, asked.menu)
    return _article(response, visit, profile, asked.menu)


def read_any(response: Response, asked: Asked, profile: Profile, *, cut_off: bool = False) -> Article | Visit:
    """Return the item of any answer: one cut off, or that breaks the reader, ends as a bare visit.

    Args:
        response: what the server answered.
        asked: why it was asked.
        profile: of the site.
        cut_off: the connection ended before the body did.
    """
    visit = Visit(
        response.url, asked.role, Outcome.FAILED, response.fetched_at, asked.page_id, response.status,
        path=tuple(asked.path), snapshot=response.snapshot,
    )  # fmt: skip
    if cut_off:
        return _ended(visit, Outcome.FAILED, "cut_off")
    try:
        return read_response(response, asked, profile)
    except PageError as error:
        return _ended(visit, Outcome.REFUSED, error.reason)
    except Exception as error:
        logger.exception("%s: the reader broke", response.url)
        return _ended(visit, Outcome.REFUSED, f"reader:{type(error).__name__}")


def only_taken(item: Article | Visit, takes: Callable[[Kind | None], bool]) -> Article | Visit:
    """Return the item, or of an article whose kind the run does not take the visit alone."""
    if isinstance(item, Article) and not takes(item.kind):
        return _ended(item.visit, Outcome.REFUSED, f"{NOT_WANTED}:{item.kind}")
    return item


def _ended(visit: Visit, outcome: Outcome, reason: str) -> Visit:
    visit.outcome, visit.reason = outcome, reason
    return visit


def _is_html(response: Response) -> bool:
    kind = response.headers.get("content-type", "").lower()
    if not kind or "html" in kind or "xml" in kind:
        return True
    return kind.startswith("text/plain") and b"<html" in response.body[:2000].lower()


def _charset(response: Response) -> str | None:
    found = CHARSET.search(response.headers.get("content-type", ""))
    return found[1] if found else None


def _redirect(response: Response, visit: Visit, profile: Profile) -> Visit:
    target = urls.canonical(response.headers.get("location", ""), response.url)
    if not target:
        return _ended(visit, Outcome.FAILED, "redirect_without_location")
    if not profile.owns(target):
        return _ended(visit, Outcome.REFUSED, f"leaves_site: {target}")
    if urls.key(target) == urls.key(response.url) and target == urls.canonical(response.url):
        return _ended(visit, Outcome.FAILED, "redirects_to_itself")
    if urls.role_of(target) is Role.HOME and visit.role is not Role.HOME:
        return _ended(visit, Outcome.REFUSED, "redirects_to_home_page")
    visit.redirect_to = target
    visit.permanent = response.status in PERMANENT
    return _ended(visit, Outcome.MOVED, "")


def _refused_by_server(response: Response, visit: Visit) -> Visit:
    visit.retry_after = retry_after(response.headers.get("retry-after", ""), response.fetched_at)
    if response.status in GONE:
        return _ended(visit, Outcome.GONE, f"http_{response.status}")
    if response.status == validators.NOT_MODIFIED:
        return _ended(visit, Outcome.FAILED, UNASKED)
    return _ended(visit, Outcome.FAILED, f"http_{response.status}")


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds a Retry-After header asks for, a year at most; RFC 9110 section 10.2.3: seconds or a date."""
    value = value.strip()
    try:
        if value.isdecimal():
            return min(float(value), A_YEAR)
        return min(max(0.0, (parsedate_to_datetime(value) - now).total_seconds()), A_YEAR) if value else None
    except (ValueError, TypeError):
        return None


def _list(response: Response, visit: Visit, profile: Profile) -> Visit:
    if visit.role is Role.SITEMAP and "html" in response.headers.get("content-type", "").lower():
        if PLAN not in response.url:  # the home page or an error page, under the sitemap's address
            return _ended(visit, Outcome.REFUSED, "not_a_sitemap")
        return _plan(response, visit, profile)
    sitemap = read_sitemap(response.body, response.url)
    visit.warnings += sitemap.warnings
    if sitemap.warnings and not sitemap.links:
        return _ended(visit, Outcome.REFUSED, "not_a_sitemap")
    visit.links += [*sitemap.links, *sitemap.sections]
    visit.links += [Link(url, Role.SITEMAP) for url in sitemap.sitemaps]
    return visit


def _plan(response: Response, visit: Visit, profile: Profile) -> Visit:
    """Read a plan du site as a list beside the navigation; only below a named section it tells where things lie."""
    listing = read_listing(response.body, response.url, charset=_charset(response), words=profile.vocabulary)
    for link in listing.links:
        placed = link.role is Role.SECTION and profile.vocabulary.kind_of_path(link.path) is not None
        visit.links.append(replace(link, path=link.path if placed else (), listed_by_sitemap=True))
    if not visit.links:
        return _ended(visit, Outcome.REFUSED, "not_a_sitemap")
    return visit


def _section(response: Response, visit: Visit, profile: Profile, menu: Collection[str]) -> Visit:
    listing = read_listing(
        response.body,
        response.url,
        charset=_charset(response),
        words=profile.vocabulary,
        path=visit.path,
        menu=menu,
    )
    if listing.is_home and visit.role is not Role.HOME:
        return _ended(visit, Outcome.REFUSED, "home_page")
    visit.path = listing.path
    visit.links += [*listing.pages, *listing.links]
    visit.warnings += listing.warnings
    return visit


def _article(response: Response, visit: Visit, profile: Profile, menu: Collection[str]) -> Article | Visit:
    try:
        reading = read(
            response.body,
            response.url,
            charset=_charset(response),
            words=profile.vocabulary,
            press_names=profile.press_names,
            captured_on=response.fetched_at.date().isoformat(),
        )
    except NotAnArticleError as error:
        if error.reason == "listing" and visit.role is not Role.BREVE:
            visit.role = Role.SECTION  # an address without SPIP's marks that turned out to be a rubrique
            return _section(response, visit, profile, menu)
        return _ended(visit, Outcome.REFUSED, error.reason)
    return article_of(reading, visit, profile)


def _article_in_a_folder(
    response: Response, visit: Visit, profile: Profile, menu: Collection[str]
) -> Article | None:
    """Return the article that a page asked for as a section is beyond doubt; its address leaves it open.

    Its links are kept as a section's would be, but for where they lie: nothing is lost if it is a section too.
    """
    own = replace(visit, role=Role.ARTICLE, links=[], warnings=[])
    found = _article(response, own, profile, menu)
    if not isinstance(found, Article):
        return None
    signs = (found.source_raw, found.keywords, found.author_line)
    if not (SAYS_ARTICLE.search(response.body) or (found.published_raw and any(signs))):
        return None
    listed = _section(response, replace(visit, links=[], warnings=[]), profile, menu)
    own.links += [replace(link, path=()) for link in listed.links]
    if own.path and fold(own.path[-1])[:PREFIX] == fold(found.title)[:PREFIX]:
        own.path = own.path[:-1]  # its own title, by which the listing named it
        led_by(found, own.path, profile)
    return found


def article_of(reading: Reading, visit: Visit, profile: Profile) -> Article:
    """Make the item of a reading."""
    article = Article(
        visit=visit,
        url=reading.url,
        kind=reading.kind,
        title=reading.title,
        body=reading.body,
        published_raw=reading.published_raw,
        keywords=list(reading.keywords),
        breadcrumb=list(reading.breadcrumb),
        source_raw=reading.source_line,
        author_line=reading.author_line,
        language=reading.language,
        canonical=reading.canonical,
        aliases=list(reading.aliases),
        warnings=list(reading.warnings),
    )
    led_by(article, visit.path, profile)
    return article


def led_by(article: Article, path: Sequence[str], profile: Profile) -> None:
    """Let the section that led to a page tell the kind where the page does not."""
    article.visit.path = tuple(path)
    if article.kind is None and path:
        article.kind = profile.vocabulary.kind_of_path(path) or Kind.PAGE
        article.warnings = [w for w in article.warnings if w.code != "kind_not_known"]
        if article.kind is not Kind.ARTICLE:  # the others have no source line by nature
            article.warnings = [w for w in article.warnings if w.code != "no_source_line"]
