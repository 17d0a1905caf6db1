"""Knows the menus that a site repeats on every page, and takes each apart once.

A menu is an innermost list whose items are links, with counts at most: it makes one block, the same on every page.
"""

from __future__ import annotations

import re

from osiris_crawler.pages.builder import PageBuilder
from osiris_crawler.pages.markup import TAGS, Untidy
from osiris_crawler.pages.tags import Menu
from osiris_crawler.pages.tidy import read_tidy

ITEM = re.compile("<(li[^<>]*)>")
START, END = "<ul", "</ul>"
LONGEST = 20_000
"""Characters of a list that is remembered."""
MOST = 1024
"""Different lists that are remembered."""
ONCE, OTHER = "once", "other"
"""A list that was seen once only, and one that is no menu."""
KNOWN: dict[tuple[str, bool], Menu | str] = {}


def with_menus(html: str, *, images: bool) -> str:
    """Return a page with a single tag for every list that is known as a menu.

    Args:
        html: a page without NUL; the names of these tags begin with one.
        images: links that are pictures count (`PageBuilder`).
    """
    parts: list[str] = []
    done = start = 0
    while (start := html.find(START, start)) >= 0:
        end = html.find(END, start)
        if end < 0:
            break
        start = max(start, html.rfind(START, start, end))  # the innermost
        after = end + len(END)
        if after - start < LONGEST and (menu := _menu_of(html[start:after], images)):
            parts += (html[done:start], _tag_of(menu))
            done = after
        start = after
    return "".join((*parts, html[done:])) if parts else html


def _tag_of(menu: Menu) -> str:
    """Return a tag that stands for a menu, and let it be known."""
    source = f"\0{id(menu):x}"
    TAGS[source] = menu
    return f"<{source}>"


def _menu_of(source: str, images: bool) -> Menu | None:  # noqa: FBT001 - handed on
    """Return the menu that a list is, when it is seen for the second time at least."""
    key = (source, images)
    known = KNOWN.get(key)
    if isinstance(known, Menu):
        return known
    if known is None:
        if len(KNOWN) >= MOST:
            KNOWN.clear()
        KNOWN[key] = ONCE
    elif known is ONCE:
        menu = _taken_apart(source, images)
        KNOWN[key] = menu or OTHER
        return menu
    return None


def _taken_apart(source: str, images: bool) -> Menu | None:  # noqa: FBT001
    """Read a list by itself; None when it does not make one block whose items are all alike."""
    if "-->" in source:
        return None  # the end of a comment that begins before the list
    builder = PageBuilder(images=images)
    try:
        if not read_tidy(f"<html><head></head><body>{source}</body></html>", builder):
            return None  # an end tag may end something around the list
    except Untidy:
        return None
    page = builder.close()
    lists = page.nodes[2:]
    if len(page.blocks) != 1 or len(lists) != 1 or lists[0].tag != "ul":
        return None
    block, signs = page.blocks[0], {TAGS[item].sign for item in ITEM.findall(source)}
    alike = block.items > 1 and len(signs) == 1
    return Menu(lists[0], block, signs.pop()) if alike else None
