"""Finds the keywords: by the shape of their addresses, by the heading they stand under, by the site's own list."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from osiris_crawler import urls
from osiris_crawler.items import Role, Warning_
from osiris_crawler.pages.furniture import (
    COUNT,
    HEADS_OF_KEYWORDS,
    KEYWORD_PREFIX,
    is_heading,
    is_keyword_heading,
)
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.pages.blocks import Anchor, Block, Page
    from osiris_crawler.pages.marks import Marks
    from osiris_crawler.pages.vocabulary import Vocabulary

FIELD = "keywords"
MOST = 12
"""A list of more keyword links is a cloud of the whole site, not the keywords of one article."""
LONGEST = 80
FEW = 5
NEAR = 8
"""Blocks between the end of a text and its keywords."""
NO_KEYWORDS = Sign.COMMENTS | Sign.FORM
LONGEST_HEADING = 40
"""Characters from which a line is no heading of keywords."""
SEVERAL = re.compile(r"\s*[,;•·|]\s*")
KEYWORD_PATH = re.compile(
    r"/(?:tags?|mots?|mots?-cles?|keywords?|themes?|topics?|sujets?|etiquettes?|label)/|[?&]tag=",
    re.IGNORECASE,
)


class Keywords(NamedTuple):
    """Keywords of the article, as printed, and the blocks that hold nothing else."""

    words: tuple[str, ...]
    blocks: frozenset[int]
    warnings: tuple[Warning_, ...]


class Group(NamedTuple):
    """Keyword links that stand together."""

    items: tuple[tuple[str, int], ...]
    """Text and block index of each; none of a cloud of more than `MOST`, which is no article's."""
    blocks: frozenset[int]
    """Indexes of the blocks that hold them, a cloud's too."""
    first: int
    counted: bool
    """True when the links come with weights: a cloud."""


def keyword_groups(page: Page, url: str) -> list[Group]:
    """Return the groups of keyword links of a page, told by SPIP's addresses or `rel=tag`."""
    groups: dict[int, list[tuple[int, list[str]]]] = {}
    counted: set[int] = set()
    base = urls.folder(url)
    for block in page.blocks:
        anchors = block.anchors
        if not anchors or block.sign & NO_KEYWORDS:
            continue
        texts = _keywords_among(anchors, base)
        if texts is not None:
            group = _group(block)
            groups.setdefault(group, []).append((block.index, texts))
            if COUNT.match(block.text):
                counted.add(group)
    return [_gathered(lines, counted=group in counted) for group, lines in groups.items()]


def _gathered(lines: Sequence[tuple[int, list[str]]], *, counted: bool) -> Group:
    """Make a group of what its lines hold."""
    blocks = frozenset([index for index, texts in lines if texts])
    is_cloud = sum([len(texts) for _, texts in lines]) > MOST
    items = () if is_cloud else tuple([(text, index) for index, texts in lines for text in texts])
    return Group(items, blocks, lines[0][0], counted)


def _keywords_among(anchors: Sequence[Anchor], base: str) -> list[str] | None:
    """Return the keywords that a line links to, as far as they tell whether it is a cloud; None without such links."""
    found: list[str] | None = None
    for href, text, rel in anchors:
        if (rel or "/" in href or "+-" in href or "mot" in href) and _is_keyword_link(href, rel, base):
            found = [] if found is None else found
            keyword = text.strip(' "«»')
            if len(keyword) <= LONGEST:
                found.append(keyword)
            if len(found) > MOST:
                break
    return found


@lru_cache(maxsize=4096)
def is_keyword_address(url: str) -> bool:
    """Tell whether an address is that of a keyword (SPIP: mot) by its shape."""
    parts = urlsplit(url)
    name = unquote(parts.path.rsplit("/", 1)[-1])
    bare = re.sub(r"\.html?$", "", name)
    if bare.startswith("+-") and bare.endswith("-+"):
        return True
    if re.fullmatch(r"mot\d+", bare):
        return True
    return bool(re.search(r"(?:^|&)(?:mot\d+|id_mot=\d+)", parts.query))


@lru_cache(maxsize=1024)
def _is_keyword_link(href: str, rel: str, base: str) -> bool:
    """By SPIP's address marks, or `rel=tag` on what is no rubrique (some skins mark those too)."""
    if ("+-" in href or "mot" in href) and is_keyword_address(urls.canonical(href, base)):
        return True
    if "/" in href and KEYWORD_PATH.search(href):
        return True
    if not rel or "tag" not in rel.split():
        return False
    return urls.role_of(urls.canonical(href, base)) not in {Role.SECTION, Role.HOME}


def find_keywords(
    page: Page,
    marks: Marks,
    words: Vocabulary,
    groups: Sequence[Group],
    *,
    header: range,
    title: int,
    end: int,
) -> Keywords:
    """Return the keywords of an article page.

    Args:
        groups: from `keyword_groups`.
        header: indexes of the blocks around the title, where a bare line of the site's list is a keyword.
        title: index of the title.
        end: index after the last block of the body; what stands right below belongs to the article.
    """
    found: dict[str, str] = {}
    blocks: set[int] = set()
    linked = [g for g in groups if _belongs(page, words, g, header, end)]
    if len(linked) > 1:
        linked = [g for g in linked if len(g.items) <= FEW] or linked[:1]
    announced = [*(item for group in linked for item in group.items), *_below_heading(page, words, end)]
    for text, index in announced or _listed(page, words, range(title + 1, header.stop), title):
        blocks.add(index)
        found.setdefault(fold(text), text)
    doubts: tuple[Warning_, ...] = ()
    if not found:
        for text, index in _listed(page, words, range(header.start, title), title):
            blocks.add(index)
            found.setdefault(fold(text), text)
            doubts = (Warning_("keyword_above_title", FIELD, text),)
    if not found:
        for text in marks.keywords[:MOST]:
            found.setdefault(fold(text), text)
    unknown = [text for key, text in found.items() if words.closed and key not in words.keywords]
    warnings = tuple(Warning_("unknown_keyword", FIELD, text) for text in unknown)
    return Keywords(tuple(found.values()), frozenset(blocks), (*warnings, *doubts))


def _belongs(page: Page, words: Vocabulary, group: Group, header: range, end: int) -> bool:
    """Tell whether a group of links is of this article and no cloud of the site."""
    if group.counted or not group.items:
        return False
    before = [b for b in page.blocks[max(0, group.first - 2) : group.first] if not b.anchors]
    if before and is_keyword_heading(before[-1].text):
        return True
    if group.first in header:
        return not (before and is_heading(before[-1].text, words))
    if KEYWORD_PREFIX.match(page.blocks[group.first].text):
        return True
    if before and (is_heading(before[-1].text, words) or before[-1].heading or before[-1].strong):
        return False
    return len(group.items) <= FEW and header.start <= group.first <= end + NEAR


def _group(block: Block) -> int:
    """Identify the list that a link stands in: the outermost box that holds little else than links."""
    node = block.node
    while node.parent and node.parent.link_share > 0.6 and node.parent.tag not in {"body", "html"}:  # noqa: PLR2004
        node = node.parent
    return id(node)


def _below_heading(page: Page, words: Vocabulary, end: int) -> list[tuple[str, int]]:
    """Short lines under « Mots clés » or behind « Mots-clés : », up to the next heading or sentence."""
    found: list[tuple[str, int]] = []
    for block in page.blocks:
        text = block.text
        if len(text) >= LONGEST_HEADING and (":" not in text or len(text) > 2 * LONGEST + 40):
            continue
        head = text[:3].lower()
        if block.sign & Sign.COMMENTS or (
            head not in HEADS_OF_KEYWORDS and head.isascii() and head.isalnum()
        ):
            continue
        announced = _announced(text)
        if announced > 0:
            rest = text[announced:].strip(" .")
            if rest and not block.prose and block.index <= end + NEAR:
                found += [(part, block.index) for part in _split(rest, block, words)]
                continue
        if announced and is_keyword_heading(text):
            below = _run_below(page.blocks, block, words)
            if len(below) <= MOST:
                found += below
    return found


@lru_cache(maxsize=1024)
def _announced(text: str) -> int:
    """Return where the keywords begin on a line that announces them; -1 for a heading alone, 0 for other lines."""
    prefix = KEYWORD_PREFIX.match(text)
    return prefix.end() if prefix else -int(is_keyword_heading(text))


def _run_below(blocks: Sequence[Block], heading: Block, words: Vocabulary) -> list[tuple[str, int]]:
    run: list[tuple[str, int]] = []
    for block in blocks[heading.index + 1 : heading.index + MOST + 3]:
        text = block.text
        if (
            len(text) > LONGEST
            or block.prose
            or block.heading
            or is_heading(text, words)
            or COUNT.match(text)
        ):
            if COUNT.match(text):
                return []
            break
        known = fold(text) in words.keywords
        if run and bool(block.anchors) != bool(blocks[run[0][1]].anchors):
            break  # links and bare lines are not one list
        if not known and not (block.anchors and block.link_share > 0.6 and _leads_to_keyword(block)):  # noqa: PLR2004
            parts = _split(text, block, words)
            if not (len(parts) > 1 and all(fold(p) in words.keywords for p in parts)):
                break
            run += [(part, block.index) for part in parts]
            continue
        if len(block.anchors) > 1 and not known:
            run += [(anchor.text, block.index) for anchor in block.anchors]
            continue
        run.append(((text if known else block.anchors[0].text).strip(" ,;•·|-"), block.index))
    return run


def _leads_to_keyword(block: Block) -> bool:
    """Tell whether a link below the heading can be one of a keyword: no article, no section, not the home page."""
    anchor = block.anchors[0]
    if "tag" in anchor.rel.split() or KEYWORD_PATH.search(anchor.href):
        return True
    address = urls.canonical(anchor.href, "http://site.invalid/")
    return is_keyword_address(address)


def _split(text: str, block: Block, words: Vocabulary) -> list[str]:
    """Part a line of several keywords; a `/` belongs to a keyword, and so does what the site's list holds whole."""
    if block.anchors and block.link_share > 0.6:  # noqa: PLR2004 - links and the signs between them
        return [a.text for a in block.anchors if len(a.text) <= LONGEST]
    if fold(text) in words.keywords:
        return [text]
    return [part for part in SEVERAL.split(text) if part and len(part) <= LONGEST]


def _listed(page: Page, words: Vocabulary, header: range, title: int) -> list[tuple[str, int]]:
    """Bare lines around the title that the site's list of keywords holds; links above it are those of a menu.

    A line in the very box of the first paragraph, apart from the title, is the first line of the text.
    """
    found = []
    text = page.blocks[header.stop].node if header.stop < len(page.blocks) else None
    if text is not None and text.first <= title < text.last:
        text = None
    for index in header:
        block = page.blocks[index]
        if block.node is text and not block.anchors and not block.sign & Sign.KEYWORDS:
            continue
        if (
            len(block.text) > 2 * LONGEST
            or block.prose
            or (index < title and (block.anchors or block.strong))
        ):
            continue
        parts = [block.text] if fold(block.text) in words.keywords else SEVERAL.split(block.text)
        if parts and all(fold(part) in words.keywords for part in parts):
            found += [(part, index) for part in parts]
    return found
