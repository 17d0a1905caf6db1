"""Takes an address out of what archives and proxies wrap around it: a page seen through them is the same page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import unquote

ARCHIVED = re.compile(r"/(\d{4,14}|newest)(?:[a-z]{2}_|\*)?/(https?:)/{1,2}(?=[\w-])", re.IGNORECASE)
"""The address behind a time: web.archive.org, pywb, arquivo.pt, archive.today (« /web/20100101000000id_/http://… »)."""
CACHED = re.compile(
    r"https?://webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]+:)?([^+&\s]+)", re.IGNORECASE
)
TRANSLATED = re.compile(r"(https?)://([a-z0-9-]+)\.translate\.goog(?=[/?#]|$)", re.IGNORECASE)
TRANSLATION = re.compile(r"[?&]_x_tr_\w+=[^&#]*")
INDEX = re.compile(r"(?<=[^/]/)index\.(?:html?|php)$")
TELLING = ("/http", ".translate.goog", "webcache.google")


def unwrapped(url: str) -> str:
    """Return the address that was archived, cached or translated; any other address as it stands.

    Args:
        url: absolute or not, as a link has it.
    """
    if not any(sign in url for sign in TELLING):
        return url
    if found := ARCHIVED.search(url):
        return f"{found[2]}//{url[found.end() :]}"
    if found := CACHED.match(url):
        address = unquote(found[1])
        return address if address.startswith("http") else f"http://{address}"
    if found := TRANSLATED.match(url):
        host = found[2].replace("--", "\0").replace("-", ".").replace("\0", "-")
        rest = TRANSLATION.sub("", url[found.end() :])
        return f"{found[1]}://{host}{rest.replace('&', '?', 1) if '?' not in rest else rest}"
    return url


def archived_at(url: str) -> datetime | None:
    """Return the time at which an archive captured the page, from its address; None where that tells no day."""
    found = ARCHIVED.search(url)
    if found is None or not found[1].isdigit() or len(found[1]) < len("YYYYMMDD"):
        return None
    try:
        return datetime.strptime(found[1].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def without_index(url: str) -> str:
    """Return the address of the folder for that of its `index.html`; any other address as it stands."""
    return INDEX.sub("", url)
