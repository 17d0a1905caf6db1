"""What one fetched page becomes: a visit, and on an article's page the article.

Every response ends as exactly one item, so that a page's outcome and its record are stored in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Sendable:
    """A dataclass with slots and two fields at least that other processes get as its bare values.

    That takes two thirds of the time that dataclasses take by themselves.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """Return the class, and what to call it with."""
        kind: Any = type(self)
        return kind, _values_of(kind)(self)


@cache
def _values_of(kind: Any) -> Callable[[object], tuple[Any, ...]]:
    return attrgetter(*kind.__slots__)


class Kind(StrEnum):
    """What a row of the archive is; rubriques, keyword and author pages, plans and home pages are never rows."""

    ARTICLE = "article"
    """A press article (SPIP: article, below Articles de presse)."""
    RESOURCE = "resource"
    """A study, law or point of view (below Ressources)."""
    BREVE = "breve"
    """A news brief (SPIP: brève, address `+slug+.html`)."""
    BULLETIN = "bulletin"
    """An issue of the Batik newsletter."""
    EDITORIAL = "editorial"
    """An editorial of the Batik newsletter."""
    PAGE = "page"
    """A SPIP article outside the named sections."""


class Role(StrEnum):
    """What an address is to the crawl, told from its shape before anybody asked for it."""

    HOME = "home"
    SECTION = "section"
    """A rubrique, any page of its pagination included."""
    ARTICLE = "article"
    BREVE = "breve"
    SITEMAP = "sitemap"
    FEED = "feed"
    ROBOTS = "robots"
    ASSET = "asset"
    OTHER = "other"
    """Asked for on request only (plan du site, addresses whose shape says nothing)."""


class Outcome(StrEnum):
    """How the visit of one page ended."""

    DONE = "done"
    """Answered and understood."""
    MOVED = "moved"
    """Redirected; `Visit.redirect_to` says where to."""
    FAILED = "failed"
    """No usable answer (5xx, time-out, cut off); comes back later."""
    GONE = "gone"
    """404 or 410."""
    REFUSED = "refused"
    """Answered, but not what the address promised, or refused by a pipeline; `Visit.reason` says why."""
    FORBIDDEN = "forbidden"
    """robots.txt bars the address; it was not asked for."""


@dataclass(slots=True, frozen=True)
class Warning_(Sendable):  # noqa: N801 - `Warning` is a builtin
    """Something about a value that a person should know; `field` may be empty when the page as a whole is meant."""

    code: str
    """Machine word, for example `weekday_mismatch`; listed in docs/data-dictionary.md."""
    field: str = ""
    """Name of the CSV column concerned."""
    detail: str = ""
    """What was seen, for people."""

    def __str__(self) -> str:
        """Return `field:code (detail)`, the form of the CSV column."""
        head = f"{self.field}:{self.code}" if self.field else self.code
        return f"{head} ({self.detail})" if self.detail else head


@dataclass(slots=True, frozen=True)
class Link(Sendable):
    """An address found on a page, with what the page says of it."""

    url: str
    """Absolute, canonical by `urls.canonical`."""
    role: Role
    text: str = ""
    """Anchor text, spaces collapsed."""
    path: tuple[str, ...] = ()
    """Section titles from the top of the site down to (for a section) the section itself or (for an article)
    the section that lists it; without Accueil. Empty when not known."""
    listed_on: str = ""
    """ISO date printed beside an article in a listing; empty when none is."""
    listed_by_sitemap: bool = False
    modified_at: str = ""
    """`lastmod` of a sitemap or the like, as given."""


@dataclass(slots=True, frozen=True)
class Snapshot(Sendable):
    """Where the recorded bytes of a response lie."""

    file: str
    """Name of the WARC file inside the data folder's `warc/`, without any `.open`."""
    offset: int
    """Bytes from the start of the file to the record's gzip member."""
    length: int
    """Length of that member in bytes."""
    digest: str
    """Payload digest as in the record, `sha1:…` (base32)."""
    captured_at: datetime
    """UTC, aware; WARC-Date."""
    revisit: bool = False
    """True when the record holds the head only, since the same body was recorded before."""


@dataclass(slots=True)
class Visit(Sendable):
    """The outcome of asking for one address once."""

    url: str
    """The address asked for."""
    role: Role
    outcome: Outcome
    fetched_at: datetime
    """UTC, aware."""
    page_id: int = 0
    """Row of the frontier; 0 outside a crawl."""
    status: int = 0
    """HTTP status, 0 when there was no answer."""
    reason: str = ""
    """Why the outcome is not `done`; a machine word, then a colon and details if any."""
    redirect_to: str = ""
    permanent: bool = False
    """True for 301 and 308."""
    path: tuple[str, ...] = ()
    """Section titles of the page itself, as its breadcrumb (or else the links that led to it) say."""
    links: list[Link] = field(default_factory=list)
    snapshot: Snapshot | None = None
    retry_after: float | None = None
    """Seconds the server asked to wait (Retry-After)."""
    etag: str = ""
    """As this answer sent it, when it can name the page's state (`validators.of_answer`)."""
    last_modified: str = ""
    """As this answer sent it, likewise."""
    warnings: list[Warning_] = field(default_factory=list)


@dataclass(slots=True)
class PressSource(Sendable):
    """One press source of an article, from its source line."""

    name: str
    """As printed."""
    canonical: str
    """Name in the alias table of the site's profile, or the printed name."""
    date: str = ""
    """ISO; empty when the line has no date or an unreadable one."""


@dataclass(slots=True)
class Article(Sendable):
    """One article as its page shows it; raw values as printed, parsed values beside them.

    The reader fills the raw fields, `pipelines.normalise` the parsed ones.
    """

    visit: Visit
    url: str
    """Canonical address of the article."""
    kind: Kind | None
    """None (with a warning) when neither breadcrumb, address nor section tells."""
    title: str
    body: str
    """Standfirst, text, postscript, notes; paragraphs parted by a blank line."""
    published_raw: str = ""
    """The date line as printed, without what is not the date (author, « Publié le »)."""
    keywords: list[str] = field(default_factory=list)
    breadcrumb: list[str] = field(default_factory=list)
    """From Accueil, without the title; empty in skins without one."""
    source_raw: str = ""
    """The source line as printed."""
    author_line: str = ""
    language: str = ""
    """BCP 47, as the page declares it (`fr`)."""
    canonical: str = ""
    """The page's own canonical link where it is believable; empty in skins without one."""
    aliases: list[str] = field(default_factory=list)
    """Other addresses that the page or the server says are this article (asked address, canonical link)."""
    warnings: list[Warning_] = field(default_factory=list)
    # parsed by pipelines.normalise
    published_on: str = ""
    """ISO: `2024-10-01`, `2024-10` or `2024`; empty with a warning when there is no sure date."""
    date_precision: str = ""
    """`day`, `month`, `year` or empty."""
    sources: list[PressSource] = field(default_factory=list)
    section: tuple[str, ...] = ()
    """Section titles from Accueil: the breadcrumb, else the path by which the crawl reached the page."""
    # set by pipelines.deduplicate
    article_id: int | None = None
    """Row of the article this page shows; None for one not seen before."""
