"""Finds the breadcrumb: the sections from Accueil down to the page, whole where the page prints them whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.pages.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.marks import Marks
    from osiris_crawler.pages.vocabulary import Vocabulary

SEPARATORS = re.compile(r"\s*(?:>+|»|›|→|⟩|▸|►|\||/|\\|::|·|•|–|—| - )\s*")
LEAD = re.compile(r"(?:vous (?:[êe]tes|[êe]te) ici|you are here|navigation|chemin|fil d['’]ariane|o[ùu] suis-je)\s*[:?>]*\s*",
                  re.IGNORECASE)  # fmt: skip
CUT = re.compile(r"\s*(?:\(…\)|\(\.\.\.\)|\[…\]|\[\.\.\.\]|…|\.\.\.)$")
MOST_CRUMBS = 12


class Breadcrumb(NamedTuple):
    """The crumbs from Accueil down, and the last item when it is the page itself."""

    sections: tuple[str, ...]
    """From Accueil (included when printed) to the section of the page."""
    leaf: str = ""
    """The last item, cut as printed; empty when the breadcrumb ends with the section."""
    first: int = -1
    """Index of its first and, exclusive, last block; -1 when it comes from JSON-LD."""
    last: int = -1
    section_urls: tuple[str, ...] = ()
    """Addresses of `sections`, as written; empty strings where a crumb is no link."""


def find_breadcrumb(page: Page, marks: Marks, words: Vocabulary) -> Breadcrumb:
    """Return the breadcrumb of a page; without sections when none is found."""
    best: Breadcrumb | None = None
    for block in page.blocks:
        found = None
        text = block.text
        if len(text) > 20 and (">" in text or "»" in text or "›" in text or block.sign & Sign.BREADCRUMB
                               or block.anchors and words.is_home(block.anchors[0].text)):  # fmt: skip
            found = _from_block(block, words)
        if found is None and (len(text) < 40 and words.is_home(LEAD.sub("", text).strip(" >»›/|:"))):
            found = _from_run(page.blocks, block.index, words)
            if found and len(found.sections) < 2 and not block.sign & Sign.BREADCRUMB:  # noqa: PLR2004 - any two lines
                found = None
        if found and (best is None or len(found.sections) > len(best.sections) or block.sign & Sign.BREADCRUMB):
            best = found
            if block.sign & Sign.BREADCRUMB:
                break
        if best and block.index > best.last + 60:
            break
    if best:
        return best
    if len(marks.breadcrumb) > 1:
        return Breadcrumb(tuple(marks.breadcrumb[:-1]), marks.breadcrumb[-1])
    return Breadcrumb(())


def _from_block(block: Block, words: Vocabulary) -> Breadcrumb | None:
    """Read a breadcrumb that is one line: links parted by signs, or bare text parted by one sign."""
    text = LEAD.sub("", block.text, count=1) if LEAD.match(block.text) else block.text
    anchors = [a for a in block.anchors if a.text]
    if anchors and words.is_home(anchors[0].text) and text.startswith(anchors[0].text):
        crumbs, position = [], 0
        for anchor in anchors:
            place = text.find(anchor.text, position)
            between = text[position:place] if place >= 0 else "x"
            if crumbs and SEPARATORS.sub("", between, count=1).strip():
                # a crumb that is no link stands between two links
                crumbs += [(part, "") for part in SEPARATORS.split(between) if part.strip()]
            crumbs.append((anchor.text, anchor.href))
            position = place + len(anchor.text)
        leaf = SEPARATORS.sub("", text[position:], count=1).strip()
        return _checked(crumbs, leaf, block.index, block.index + 1)
    first = SEPARATORS.search(text)
    if first and words.is_home(text[: first.start()]) and first[0].strip():
        parts = [part.strip() for part in text.split(first[0].strip())]
        if len(parts) > 1 and all(parts):
            href = {a.text: a.href for a in anchors}
            crumbs = [(part, href.get(part, "")) for part in parts[:-1]]
            return _checked(crumbs, parts[-1], block.index, block.index + 1)
    return None


def _from_run(blocks: Sequence[Block], index: int, words: Vocabulary) -> Breadcrumb | None:
    """Read a breadcrumb whose items are blocks of their own: list items, cells, boxes of one container."""
    first = blocks[index]
    parent = first.node.parent if first.node.last - first.node.first == 1 and first.node.parent else first.node
    crumbs: list[tuple[str, str]] = []
    leaf, end = "", index
    for block in blocks[index : index + 2 * MOST_CRUMBS]:
        if not block.inside(parent) or block.heading or block.prose:
            break
        text = LEAD.sub("", block.text).strip()
        text = SEPARATORS.sub("", text, count=1) if SEPARATORS.match(text) else text
        text = SEPARATORS.sub("", text[-3:]).join((text[:-3], "")) if SEPARATORS.search(text[-3:]) else text
        end = block.index + 1
        if not text.strip():
            continue
        if leaf:
            return None
        if block.anchors and block.link_share > 0.7:  # noqa: PLR2004 - the crumb, with its separator at most
            crumbs.append((block.anchors[0].text, block.anchors[0].href))
        elif crumbs:
            leaf = text
        else:
            crumbs.append((text, ""))
    if not crumbs or not (leaf or first.sign & Sign.BREADCRUMB or _goes_down(crumbs)):
        return None  # a menu begins with Accueil too, but goes on with links only
    return _checked(crumbs, leaf, index, end)


def _goes_down(crumbs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the links are of rubriques, each below the one before: only then a list of links is a path."""
    return len(crumbs) > 2 and any(re.search(r"\d{4}", text) for text, _ in crumbs)  # noqa: PLR2004 - home, one, two


def _checked(crumbs: list[tuple[str, str]], leaf: str, first: int, last: int) -> Breadcrumb | None:
    if not leaf and crumbs and urls.role_of(urls.canonical(crumbs[-1][1], "http://x/")) is Role.ARTICLE and crumbs[-1][1]:
        leaf = crumbs.pop()[0]
    if not crumbs or len(crumbs) > MOST_CRUMBS or any(len(text) > 160 for text, _ in crumbs):  # noqa: PLR2004
        return None
    if len(crumbs) == 1 and not leaf:
        return None
    return Breadcrumb(tuple(t for t, _ in crumbs), leaf, first, last, tuple(h for _, h in crumbs))


def uncut(leaf: str) -> tuple[str, bool]:
    """Return a leaf without its truncation mark, and whether it had one."""
    bare = CUT.sub("", leaf)
    return bare, bare != leaf
