"""Finds the keywords: by the shape of their addresses, by the heading they stand under, by the site's own list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls
from osiris_crawler.items import Warning_
from osiris_crawler.pages.furniture import COUNT, KEYWORD_PREFIX, is_heading, is_keyword_heading
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.marks import Marks
    from osiris_crawler.pages.vocabulary import Vocabulary

FIELD = "keywords"
MOST = 12
"""A list of more keyword links is a cloud of the whole site, not the keywords of one article."""
LONGEST = 80
CLOUD = Sign.COMMENTS | Sign.RELATED | Sign.FORM
SEVERAL = re.compile(r"\s*[,;•·|]\s*")


class Keywords(NamedTuple):
    """Keywords of the article, as printed, and the blocks that hold nothing else."""

    words: tuple[str, ...]
    blocks: frozenset[int]
    warnings: tuple[Warning_, ...]


def find_keywords(page: Page, marks: Marks, words: Vocabulary, url: str, *, header: range) -> Keywords:
    """Return the keywords of an article page.

    Args:
        header: indexes of the blocks between title and body, where a bare line of the site's list is a keyword.
    """
    found: dict[str, str] = {}
    blocks: set[int] = set()
    for group in (_linked(page, url), _below_heading(page, words), _listed(page, words, header)):
        for text, index in group:
            blocks.add(index)
            found.setdefault(fold(text), words.keywords.get(fold(text), text))
    if not found:
        for text in marks.keywords[:MOST]:
            found.setdefault(fold(text), words.keywords.get(fold(text), text))
    unknown = [text for key, text in found.items() if words.keywords and key not in words.keywords]
    warnings = tuple(Warning_("unknown_keyword", FIELD, text) for text in unknown)
    return Keywords(tuple(found.values()), frozenset(blocks), warnings)


def _linked(page: Page, url: str) -> list[tuple[str, int]]:
    """Keyword links, by SPIP's addresses or `rel=tag`; lists that hold a whole cloud are left out."""
    groups: dict[int, list[tuple[str, int]]] = {}
    counted: set[int] = set()
    for block in page.blocks:
        if not block.anchors or block.sign & CLOUD & ~Sign.RELATED:
            continue
        for anchor in block.anchors:
            if "tag" in anchor.rel.split() or ("+-" in anchor.href or "mot" in anchor.href) and _is_keyword(anchor.href, url):
                group = _group(block)
                groups.setdefault(group, []).append((anchor.text, block.index))
                if COUNT.match(block.text):
                    counted.add(group)
    return [
        item
        for group, items in groups.items()
        if len(items) <= MOST and group not in counted
        for item in items
        if len(item[0]) <= LONGEST
    ]


def _is_keyword(href: str, url: str) -> bool:
    return urls.is_keyword_address(urls.canonical(href, url))


def _group(block: Block) -> int:
    """Identify the list that a link stands in: the outermost box that holds little else than links."""
    node = block.node
    while node.parent and node.parent.link_share > 0.6 and node.parent.tag not in {"body", "html"}:  # noqa: PLR2004
        node = node.parent
    return id(node)


def _below_heading(page: Page, words: Vocabulary) -> list[tuple[str, int]]:
    """Short lines under « Mots clés » or behind « Mots-clés : », up to the next heading or sentence."""
    found: list[tuple[str, int]] = []
    for block in page.blocks:
        if len(block.text) > 2 * LONGEST + 40 or block.sign & Sign.COMMENTS:
            continue
        if prefix := KEYWORD_PREFIX.match(block.text):
            rest = block.text[prefix.end() :].strip(" .")
            if rest and not block.prose:
                found += [(text, block.index) for text in _split(rest, block, words)]
                continue
        if is_keyword_heading(block.text):
            below = _run_below(page.blocks, block, words)
            if len(below) <= MOST:
                found += below
    return found


def _run_below(blocks: Sequence[Block], heading: Block, words: Vocabulary) -> list[tuple[str, int]]:
    run: list[tuple[str, int]] = []
    for block in blocks[heading.index + 1 : heading.index + MOST + 3]:
        text = block.text
        if len(text) > LONGEST or block.prose or block.heading or is_heading(text, words) or COUNT.match(text):
            if COUNT.match(text):
                return []
            break
        known = fold(text) in words.keywords
        if not known and not (block.anchors and block.link_share > 0.6):  # noqa: PLR2004 - the link and a sign
            parts = _split(text, block, words)
            if not (len(parts) > 1 and all(fold(p) in words.keywords for p in parts)):
                break
            run += [(part, block.index) for part in parts]
            continue
        run.append((text.strip(" ,;•·|-"), block.index))
    return run


def _split(text: str, block: Block, words: Vocabulary) -> list[str]:
    """Part a line of several keywords; a `/` belongs to a keyword, and so does what the site's list holds whole."""
    if block.anchors:
        return [a.text for a in block.anchors if len(a.text) <= LONGEST]
    if fold(text) in words.keywords:
        return [text]
    return [part for part in SEVERAL.split(text) if part and len(part) <= LONGEST]


def _listed(page: Page, words: Vocabulary, header: range) -> list[tuple[str, int]]:
    """Bare lines between title and body that the site's list of keywords holds."""
    found = []
    for index in header:
        block = page.blocks[index]
        if len(block.text) > 2 * LONGEST or block.prose:
            continue
        parts = [block.text] if fold(block.text) in words.keywords else SEVERAL.split(block.text)
        if parts and all(fold(part) in words.keywords for part in parts):
            found += [(part, index) for part in parts]
    return found
