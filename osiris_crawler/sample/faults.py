"""What can go wrong on the sample site, and which of its habits a test may change; all off by default."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """Switches that hold from the moment they are set, also while serving; paths begin with a slash."""

    unavailable: bool = False
    """Everything but robots.txt answers 503."""
    unavailable_next: int = 0
    """So many requests from now on answer 503; counts down by itself."""
    unavailable_paths: set[str] = field(default_factory=set)
    """These answer 503."""
    unavailable_status: int = 503
    """The status of the three above; 429 is what a loaded SPIP tells robots."""
    retry_after: str | None = "1"
    """The Retry-After header of such answers: seconds, an HTTP date, or None."""
    statuses: dict[str, int] = field(default_factory=dict)
    """Paths that answer this status with an error page."""
    redirects: dict[str, str] = field(default_factory=dict)
    """Paths that answer 302 to this location: another host, a private address, themselves."""
    home_everywhere: bool = False
    """Every page address answers 200 with the home page: a cache accident."""
    home_paths: set[str] = field(default_factory=set)
    """These answer 200 with the home page."""
    challenge: bool = False
    """Every page is a check of the visitor's browser, with status 200."""
    robots_status: int = 200
    robots_extra: str = ""
    """More lines of robots.txt, below the usual ones."""
    crawl_delay: str | None = "1"
    """The Crawl-delay of robots.txt, or None."""
    hidden_months: set[str] = field(default_factory=set)
    """Months (``2024-10``) that no menu, listing or sitemap links to; their pages still answer."""
    hidden_in_menu: set[str] = field(default_factory=set)
    """Months that no menu or listing links to, and the sitemap does."""
    hidden_in_sitemap: set[str] = field(default_factory=set)
    """Months that the sitemap leaves out, and the menus do not."""
    rewrite: Callable[[str, str], str] | None = None
    """Gets path and HTML of each page, and returns the HTML to send: any other accident of a skin."""
    sitemap: bool = True
    """False: sitemap.xml answers 404."""
    feed: bool = True
    """False: the feed answers 404."""
    empty_listings: bool = False
    """Listings show no articles, with status 200."""
    delay: float = 0.0
    """Seconds before each answer."""
    delays: dict[str, float] = field(default_factory=dict)
    """Seconds before the answer of a path."""
    undeclared_cp1252: bool = False
    """HTML in Windows-1252 without a charset in the header or the page."""
    misdeclared_latin1: bool = False
    """HTML in Latin-1 that header and page call UTF-8."""
    garbled: bool = False
    """Says that every body but robots.txt is gzip, and sends none."""
    renamed_classes: float = 0.0
    """The share of pages (0 to 1, chosen by their path) whose class names and ids are meaningless."""
    misleading_dates: bool = False
    """Times of cache and edit in the metadata, and « Mis à jour » under the text."""
    truncated_paths: set[str] = field(default_factory=set)
    """The connection ends in the middle of these bodies."""
    dropped_paths: set[str] = field(default_factory=set)
    """The connection ends before any answer to these."""
    compress: bool = False
    """Answers with gzip to clients that accept it."""
    chunked: bool = False
    """Sends bodies in chunks, without a length."""
    naming: str = ""
    """How pages name their states (``states.Naming``): by ETag, Last-Modified, both, not at all, or falsely."""
    cookies: bool = False
    """Sets two cookies with each page, so that a header is repeated."""
    calendar: bool = True
    """Links to a calendar without an end."""
