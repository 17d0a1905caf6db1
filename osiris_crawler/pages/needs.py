"""What a page needs to be seen as it was: images, stylesheets, scripts, and the documents it links to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lxml.etree
import lxml.html

from osiris_crawler import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""", re.IGNORECASE)
_PLACES = {"img": ("src", "data-src"), "source": ("src",), "script": ("src",), "video": ("poster", "src"),
           "audio": ("src",), "embed": ("src",), "object": ("data",), "input": ("src",)}  # fmt: skip
_SHEETS = frozenset({"stylesheet", "icon", "shortcut", "apple-touch-icon", "preload"})


def needs_of_page(html: bytes, url: str, charset: str | None = None) -> list[str]:
    """Return the addresses that a page needs, each once, in order; also of other sites.

    Args:
        html: the page.
        url: its address.
        charset: as the server declares it.
    """
    try:
        parser = lxml.html.HTMLParser(encoding=charset)
        root = lxml.html.document_fromstring(html, parser=parser)
    except (lxml.etree.LxmlError, LookupError, ValueError):
        return []
    first = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    base = urls.canonical(first, url) if first else url
    return _absolute(_of_elements(root), base or url)


def needs_of_stylesheet(css: bytes, url: str) -> list[str]:
    """Return the images, fonts and stylesheets that a stylesheet names."""
    return _absolute(_of_css(css.decode("utf-8", "replace")), url)


def _of_elements(root: lxml.html.HtmlElement) -> Iterator[str]:
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        for name in _PLACES.get(tag, ()):
            yield element.get(name) or ""
        for part in (element.get("srcset") or "").split(","):
            yield part.split()[0] if part.split() else ""
        if tag == "link" and _SHEETS & set((element.get("rel") or "").lower().split()):
            yield element.get("href") or ""
        if tag == "a" and urls.ASSET.search((element.get("href") or "").split("?")[0]):
            yield element.get("href") or ""
        if "url(" in (element.get("style") or ""):
            yield from _of_css(element.get("style") or "")
        if tag == "style" and element.text:
            yield from _of_css(element.text)


def _of_css(text: str) -> Iterator[str]:
    for found in _CSS.finditer(text):
        yield found[1] or found[2]


def _absolute(found: Iterator[str], base: str) -> list[str]:
    given = (address.strip() for address in found)
    whole = (
        urls.canonical(address, base) for address in given if address and not address.startswith("data:")
    )
    return [address for address in dict.fromkeys(whole) if address]
