"""Addresses: one spelling for each page, and what an address says of the page behind it.

SPIP's marks are those of its `propres` addresses (rubrique `-slug-`, brève `+slug+`, keyword `+-slug-+`, author
`_slug_`, site `@slug@`) and of the numeric ones (`spip.php?articleN`, `articleN.html`, `page=article&id_article=N`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from osiris_crawler.items import Role
from osiris_crawler.url_paths import SAFE, path_of
from osiris_crawler.url_wrappings import unwrapped

DROPPED_PARAMETERS = re.compile(
    r"(?:PHPSESSID|sid|session(?:_?id)?|spip_session|var_\w+|utm_\w+|fbclid|gclid|mc_[ce]id|_ga|lang|recherche|"
    r"retour|redirect|url|connect|cs|calcul|recalcul|couleur|taille|format|imprim\w*|print|id_forum|id_message|"
    r"valider|hl|highlight|ref|source|share|replytocom|amp|cache|nocache|timestamp|_)",
    re.IGNORECASE,
)
"""Parameters that change the view or carry a session, never the page; the whole name must match."""
SPIP_OBJECT = re.compile(r"(article|rubrique|breve|mot|auteur|site|secteur)(\d+)$", re.IGNORECASE)
SPIP_ID = re.compile(r"id_(article|rubrique|breve|mot|auteur|syndic)$", re.IGNORECASE)
ROLE_OF_OBJECT = {
    "article": Role.ARTICLE, "rubrique": Role.SECTION, "secteur": Role.SECTION, "breve": Role.BREVE,
}  # fmt: skip
SCRIPTS = {"spip.php", "index.php", "spip.php3", "index.php3", "page.php", "page.php3", ""}
ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|pdf|docx?|xlsx?|pptx?|od[tsp]|zip|rar|gz|mp[34]|avi|flv|swf|css|js|woff2?|ttf|"
    r"rtf|txt|epub|kml|ics|ogg|wav)$",
    re.IGNORECASE,
)
SITEMAP = re.compile(r"sitemap[\w-]*\.xml(?:\.gz)?", re.IGNORECASE)
FEED = re.compile(r"(?:rss|feed|atom|backend[\w-]*)(?:\.xml|\.php3?)?", re.IGNORECASE)
PAGE_SUFFIX = re.compile(r"\.(?:html?|php3?)$", re.IGNORECASE)
INTERNAL_FOLDERS = ("ecrire", "prive", "local", "plugins", "plugins-dist", "squelettes", "squelettes-dist", "lib",
                    "tmp", "config", "extensions")  # fmt: skip
PAGINATION_NAMES = re.compile(
    r"(?:debut\w*|page|paged?|pg|p|start|offset|from|limitstart|num|no_page)", re.IGNORECASE
)
DEFAULT_PORTS = {"http": 80, "https": 443}
PLAIN_NAME = re.compile(r"[A-Za-z0-9_+,@-][A-Za-z0-9_+,.@-]*")
"""A name in the folder of the page: most links of a SPIP page, and nothing to be done about them."""
PLAIN_ADDRESS = re.compile(
    r"https?://(?![^/]+\.translate\.goog/)[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?!0|80/|443/)\d{1,4})?/(?:[A-Za-z0-9_+,@-]+/)*"
    r"((?:[A-Za-z0-9_+,@-][A-Za-z0-9_+,.@-]*)?)"
)
"""An address that is canonical as it stands."""


class Pagination(NamedTuple):
    """The pagination parameter of an address."""

    name: str
    offset: int


@lru_cache(maxsize=4096)
def canonical(url: str, base: str = "") -> str:
    """Return the one absolute spelling of an address, or an empty string when it is no http(s) address.

    Lower-case scheme and host, no default port, no fragment, no session or view parameter, dot segments resolved,
    percent-encoding only where RFC 3986 wants it. The path keeps its case and its `,ID`: both are part of a slug.
    """
    if base and PLAIN_NAME.fullmatch(url) and url not in SCRIPTS:
        above = _above(base)
        return above and above + url
    if (plain := PLAIN_ADDRESS.fullmatch(url)) and plain[1] not in SCRIPTS:
        return url
    return _canonical(url, base)


@lru_cache(maxsize=1024)
def _above(base: str) -> str:
    """Return the canonical folder that plain names are resolved against; empty when there is none."""
    return _canonical("a", base)[:-1]


def _canonical(url: str, base: str) -> str:
    url, base = unwrapped(url.strip()), unwrapped(base)
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").rstrip(".")
    if scheme not in DEFAULT_PORTS or not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port in {None, DEFAULT_PORTS[scheme]} else f"{host}:{port}"
    path = path_of(parts.path) or "/"
    query = _significant(parts.query)
    if not query and path.rsplit("/", 1)[-1] in SCRIPTS:
        path = path[: path.rfind("/") + 1]
    return urlunsplit((scheme, netloc, path, query, ""))


def _significant(query: str) -> str:
    if not query:
        return ""
    kept: list[tuple[str, str]] = []
    for pair in query.replace("&amp;", "&").split("&"):
        name, _, value = pair.partition("=")
        name = unquote(name)
        if not name or DROPPED_PARAMETERS.fullmatch(name):
            continue
        if name.lower().startswith("debut") and value in {"", "0"}:
            continue
        if name.lower() == "page" and value == "sommaire":
            continue
        kept.append((name, pair))
    # the object comes first in SPIP's own addresses; the rest has no order that matters
    kept.sort(key=lambda item: (not SPIP_OBJECT.match(item[0]), item[0] != "page", item[0]))
    return quote("&".join(dict.fromkeys(pair for _, pair in kept)), safe=SAFE)


def site_of(url: str) -> str:
    """Return the site of an address: its host without `www.`, and its port where it is not the default one."""
    return _site_of("/".join(url.split("/", 3)[:3]))  # the path says nothing, and differs from page to page


@lru_cache(maxsize=256)
def _site_of(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".").removeprefix("www.")
    try:
        port = parts.port
    except ValueError:
        return ""
    return f"{host}:{port}" if port and port != DEFAULT_PORTS.get(parts.scheme.lower()) else host


def folder(url: str) -> str:
    """Return the address up to its last `/`: what links of a page without `base` and without `?` alone resolve against.

    Pages of one folder share it, so that the caches of this module serve a whole site.
    """
    bare = url.split("?", 1)[0]
    return bare[: bare.rfind("/") + 1]


@lru_cache(maxsize=4096)
def key(url: str) -> str:
    """Return what makes two addresses one: site, path with its case, significant query; never the scheme."""
    address = canonical(url)
    return site_of(address) + address[address.index("/", len("https://")) :] if address else site_of(url)


def slug_of(url: str) -> str:
    """Return the last part of the path, decoded, without `.html` and without SPIP's marks; empty for numeric forms."""
    plain = PLAIN_ADDRESS.fullmatch(url)
    name = plain[1] if plain and plain[1] else unquote(urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1])
    name = PAGE_SUFFIX.sub("", name) if "." in name else name
    if name.lower() in {"spip", "index", "page", "article"} or SPIP_OBJECT.match(name) or name.isdigit():
        return ""
    return name.strip("-+_@")


def number_of(url: str) -> int | None:
    """Return SPIP's number of the object behind a numeric address (`spip.php?article12`, `article12.html`, `/12`)."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if found := SPIP_OBJECT.match(name):
            return int(found[2])
        if SPIP_ID.match(name) and value.isdigit():
            return int(value)
    name = re.sub(r"\.html?$", "", parts.path.rsplit("/", 1)[-1])
    found = SPIP_OBJECT.match(name)
    if found:
        return int(found[2])
    return int(name) if name.isdigit() and len(name) < 9 else None  # noqa: PLR2004 - longer ones are no SPIP numbers


@lru_cache(maxsize=4096)
def role_of(url: str) -> Role:
    """Tell from the address alone what it is to the crawl; what has no mark of its own counts as an article."""
    parts = None if PLAIN_ADDRESS.fullmatch(url) else urlsplit(url)
    path = unquote(parts.path) if parts else url[url.index("/", len("https://")) :]
    if path in {"", "/"} and not (parts and parts.query):
        return Role.HOME
    folders, _, name = path.lstrip("/").rpartition("/")
    if parts and parts.query and (by_query := _role_of_query(parts)):
        return by_query
    if name == "robots.txt":
        return Role.ROBOTS
    if SITEMAP.fullmatch(name):
        return Role.SITEMAP
    if FEED.fullmatch(name):
        return Role.FEED
    if folders.split("/", 1)[0].lower() in INTERNAL_FOLDERS:
        return Role.OTHER
    if folders.startswith("IMG") or ASSET.search(name):
        return Role.ASSET
    return _role_of_name(name, folders)


def _role_of_query(parts: SplitResult) -> Role | None:
    fields = parse_qsl(parts.query, keep_blank_values=True)
    if not fields:
        return None
    named = {name.lower(): value for name, value in fields}
    template = named.get("page", "").lower()
    if "action" in named or template.isdigit():
        return Role.OTHER if "action" in named else None
    if template.startswith(("backend", "rss", "atom")):
        return Role.FEED
    if template == "sitemap.xml":
        return Role.SITEMAP
    for name, _ in fields:
        if found := SPIP_OBJECT.match(name):
            return ROLE_OF_OBJECT.get(found[1].lower(), Role.OTHER) if not template else Role.OTHER
    script = parts.path.rsplit("/", 1)[-1].lower()
    for name in named:
        if (found := SPIP_ID.match(name)) and (template in {"", found[1]}):
            # article.php3?id_article=12 of SPIP 1.x, page=article&id_article=12 of later ones
            fits = template == found[1] or script.startswith((found[1], "spip", "index"))
            return ROLE_OF_OBJECT.get(found[1], Role.OTHER) if fits else Role.OTHER
    return Role.OTHER if template or script in SCRIPTS - {""} else None


def _role_of_name(name: str, folders: str) -> Role:
    bare = PAGE_SUFFIX.sub("", name)
    if not bare:
        # `/-Slug-/`, `/article12/`: the mark counts; without one it is a rubrique of tree-like addresses
        above, _, last = folders.rpartition("/")
        marked = _role_of_name(last, above) if last else Role.HOME
        return Role.SECTION if marked is Role.ARTICLE and not SPIP_OBJECT.match(last) else marked
    if found := SPIP_OBJECT.match(bare):
        return ROLE_OF_OBJECT.get(found[1].lower(), Role.OTHER)
    marks = (bare[0], bare[-1])
    if len(bare) > 2:  # noqa: PLR2004 - two marks and at least one letter
        if bare.startswith("+-") and bare.endswith("-+"):
            return Role.OTHER
        if marks == ("-", "-"):
            return Role.SECTION
        if marks == ("+", "+"):
            return Role.BREVE
        if marks in {("_", "_"), ("@", "@")}:
            return Role.OTHER
    return Role.ARTICLE


def is_open_folder(url: str) -> bool:
    """Tell whether an address ends in `/` without any mark of SPIP's.

    A rubrique of tree-like addresses looks so, and an article of a site that ends all its addresses in `/`.
    """
    parts = urlsplit(url)
    if parts.query or not parts.path.endswith("/") or role_of(url) is not Role.SECTION:
        return False
    return role_of(url.rstrip("/")) is Role.ARTICLE


@lru_cache(maxsize=4096)
def pagination_of(url: str) -> Pagination | None:
    """Return the pagination parameter of an address; None when there is none, or more than one (crossed)."""
    if "?" not in url:
        return None
    found = [
        Pagination(name, int(value))
        for name, value in parse_qsl(urlsplit(url).query)
        if value.isdigit() and len(value) < 7 and PAGINATION_NAMES.fullmatch(name)  # noqa: PLR2004 - no date, no time
    ]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def without_pagination(url: str) -> str:
    """Return the address of a listing's first page."""
    if "?" not in url:
        return url
    parts = urlsplit(url)
    pairs = [
        pair
        for pair in parts.query.split("&")
        if not (PAGINATION_NAMES.fullmatch(pair.partition("=")[0]) and pair.partition("=")[2].isdigit())
    ]
    return urlunsplit(parts._replace(query="&".join(p for p in pairs if p)))


def with_pagination(url: str, name: str, offset: int) -> str:
    """Return the address of one page of a listing."""
    first = without_pagination(url)
    return (
        canonical(f"{first}{'&' if urlsplit(first).query else '?'}{name}={offset}")
        if offset
        else canonical(first)
    )
