"""Reads sitemaps and feeds: the site's own lists, independent of its navigation (sitemaps.org, RSS 2.0, RFC 4287)."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from osiris_crawler import urls
from osiris_crawler.items import Link, Role, Warning_

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP_MAGIC = b"\x1f\x8b"
PIECE = 64 * 1024
"""Bytes that are parsed at once."""
LARGEST = 200 * 1024 * 1024
"""Bytes after unpacking; sitemaps.org allows 50 MB."""
MODIFIED = ("lastmod", "pubDate", "updated")
"""What tells the last change: of sitemaps, RSS and Atom."""


@dataclass(slots=True)
class Sitemap:
    """A sitemap, sitemap index or feed."""

    links: list[Link] = field(default_factory=list)
    """Articles and brèves, in order, each once."""
    sections: list[Link] = field(default_factory=list)
    """Rubriques it names; their place in the tree is not told."""
    sitemaps: list[str] = field(default_factory=list)
    """Addresses of further sitemaps (sitemap index)."""
    years: list[str] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """Read a sitemap (urlset or index, gzip or not), an RSS or an Atom feed; broken XML is read as far as it goes.

    Args:
        body: the file, content codings undone.
        url: its address, to resolve relative ones and to leave out other sites.
    """
    result = Sitemap()
    if body.startswith(GZIP_MAGIC):
        try:
            body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, LARGEST)
        except (zlib.error, gzip.BadGzipFile) as error:
            result.warnings.append(Warning_("unreadable_sitemap", "", str(error)))
            return result
    seen: set[str] = set()
    try:
        for element in _entries(body.strip()):
            _take(element, url, result, seen)
    except (etree.XMLSyntaxError, ValueError) as error:
        result.warnings.append(Warning_("unreadable_sitemap", "", str(error)))
    return result


def _entries(body: bytes) -> Iterator[etree._Element]:
    """Give each entry once it is read, and forget it then: the tree of 50,000 would take 50 MB.

    Raises:
        ValueError: no XML at all.
    """
    parser = etree.XMLPullParser(
        ("end",), tag=("{*}url", "{*}sitemap", "{*}item", "{*}entry"), recover=True, resolve_entities=False,
        no_network=True, huge_tree=False,
    )  # fmt: skip
    for at in range(0, len(body), PIECE):
        parser.feed(body[at : at + PIECE])
        yield from _read(parser)
    root = parser.close() if body else None
    yield from _read(parser)
    if root is None:
        raise ValueError("no XML")


def _read(parser: Any) -> Iterator[etree._Element]:
    """Give the entries whose end was fed to the parser."""
    for _, element in parser.read_events():
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _take(element: etree._Element, url: str, result: Sitemap, seen: set[str]) -> None:
    """Put what an entry names where it belongs, unless it lies elsewhere or came before."""
    kind, said = etree.QName(element).localname, _said(element)
    address = urls.canonical(_address_of(element, kind, said), url)
    if not address or urls.site_of(address) != urls.site_of(url) or urls.key(address) in seen:
        return
    seen.add(urls.key(address))
    if kind == "sitemap":
        result.sitemaps.append(address)
        return
    modified = next(filter(None, map(said.get, MODIFIED)), "")
    role = urls.role_of(address)
    link = Link(
        address, role, " ".join(said.get("title", "").split()),
        listed_by_sitemap=kind == "url", modified_at=modified.strip(),
    )  # fmt: skip
    if role in {Role.ARTICLE, Role.BREVE}:
        result.links.append(link)
    elif role is Role.SECTION:
        result.sections.append(link)


def _said(element: etree._Element) -> dict[str, str]:
    """Return the text of each part of an entry, the first of a name; in one pass, since there may be 50,000."""
    said: dict[str, str] = {}
    for child in element.iterchildren("*"):
        said.setdefault(child.tag.rpartition("}")[2], child.text or "")
    return said


def _address_of(element: etree._Element, kind: str, said: dict[str, str]) -> str:
    if kind in {"url", "sitemap"}:
        return said.get("loc", "").strip()
    if kind == "item":
        return (said.get("link") or said.get("guid") or "").strip()
    for link in element.findall("{*}link"):
        if link.get("rel", "alternate") == "alternate":
            return str(link.get("href") or "")
    return ""
