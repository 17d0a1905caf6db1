"""Finds the body: the run of prose that belongs to the title, without what skins print before, in and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.dates import read_date_line
from osiris_crawler.items import Role
from osiris_crawler.pages.blocks import Node
from osiris_crawler.pages.furniture import is_aside, is_heading, is_keyword_heading, is_line
from osiris_crawler.pages.signs import FURNITURE, ROLE_SIGNS, TAG_SIGNS, Sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.vocabulary import Vocabulary

AFTERWORD = re.compile(
    r"(?:p\.?-? ?s\.?\b|post-?scriptum|notes?\b|ndlr|n\.d\.l\.r|\(?ndlr|\[\d+\]|\d+\. |nb ?:|n\.b\.|\(\d+\)|\*)",
    re.IGNORECASE,
)
MENU_SHARE = 0.6
"""Share of link text from which a line is a menu or tools."""
LINK_LIST = 0.45
"""Share of link text from which a box is a list of links."""
FIRST_RUN = 4
"""How many times longer than the first run of text a later one must be to be taken for the body."""
FEW_LINES = 8
"""Lines below a title among which a page without a sentence has its text."""
FEED_ITEM = re.compile(r"[^(].*\(\d{1,2}(?:er)? \w+ \d{4}\)")
"""« Title of another site (9 avril 2025) », an item of a syndicated feed."""
SOFT = Sign.SHARE | Sign.COUNTER | Sign.FORM | Sign.CAPTION
"""Furniture that stands inside articles without ending them."""


MISLEADING = (Sign.NAVIGATION, Sign.ASIDE, Sign.FOOTER, Sign.FORM, Sign.RELATED, Sign.SHARE, Sign.COUNTER)


def _sign_of_tags(node: Node | None) -> int:
    """The signs of tag names and roles alone, of an element and what is around it."""
    found = 0
    while node is not None:
        found |= TAG_SIGNS.get(node.tag, 0) | ROLE_SIGNS.get(node.attributes.get("role", ""), 0)
        node = node.parent
    return found


class Verdict(Enum):
    """What a box beside the first paragraph is."""

    TEXT = 1
    FURNITURE = 2
    MIXED = 3
    END = 4
    """Furniture in the very box of the text: what follows is furniture too."""


@dataclass(slots=True)
class Region:
    """The blocks of the body, in order."""

    blocks: list[Block]
    first_prose: int
    """Index of the first block of prose after the title; the number of blocks when there is none."""


class BodyFinder:
    """Decides, block by block, what belongs to the body of one page."""

    def __init__(
        self, page: Page, words: Vocabulary, *, title: Block | None, url: str, trust_names: bool = True
    ) -> None:
        self.blocks = page.blocks
        self.words = words
        self.url = url
        self.base = urls.folder(url)
        self.title = title
        self.start = title.index + 1 if title else 0
        self.trust_names = trust_names
        """False looks at tags and roles only: for skins whose class names mislead."""
        self.own = (title.sign if title else 0) | self._of_most_prose()
        """Furniture signs that say nothing here, since title or text carry them."""
        self._verdicts: dict[int, Verdict] = {}
        self._dead = 0
        self._prose = sum(len(b.text) for b in self.blocks[self.start :] if b.prose)
        self._text: Node = page.nodes[0] if page.nodes else Node("html", None, 0, 0, {}, 0)
        self.anchor = self._first_prose()
        if self.anchor is None and self.start:
            self.start = 0  # skins that print the title below the text
            self.anchor = self._first_prose()
            if self.anchor is None and title:
                self.start = title.index + 1

    def _of_most_prose(self) -> int:
        """Signs that most of the text carries (a form around everything, `widget` as the name of every box)."""
        lengths: dict[int, int] = {}
        total = 0
        for block in self.blocks[self.start :]:
            if block.prose:
                total += len(block.text)
                lengths[block.sign] = lengths.get(block.sign, 0) + len(block.text)
        found = 0
        if not any(sign & FURNITURE for sign in lengths):
            return found
        for bit in MISLEADING:
            if sum(length for sign, length in lengths.items() if sign & bit) > 0.7 * total > 0:
                found |= bit
        return found

    def furniture(self, block: Block) -> int:
        """Return the furniture signs of a block that the title does not carry too."""
        if self.trust_names:
            return block.sign & FURNITURE & ~self.own
        return _sign_of_tags(block.node) & FURNITURE & ~self.own

    def _first_prose(self) -> Block | None:
        """The first block after the title that reads as sentences and stands in nothing that is furniture."""
        captions = None
        dead: Node | None = None
        for block in self.blocks[self.start :]:
            if dead is not None and block.index < dead.last:
                continue
            if self._ends_text(block):
                dead = self._around(block)
                if self.title and self.title.inside(dead):
                    break
                continue
            if not block.prose or self.furniture(block) or is_line(block.text):
                continue
            if block.sign & Sign.CAPTION or self._is_teaser(block):
                captions = captions or block
                continue
            return block
        return captions

    def _ends_text(self, block: Block) -> bool:
        """Tell whether a line heads furniture: no text of the article can stand below it in its box."""
        if not is_heading(block.text, self.words) or is_keyword_heading(block.text):
            return False
        return block.link_share < 0.5 and not self._opens_text(block)  # noqa: PLR2004 - a heading, no link

    def _opens_text(self, block: Block) -> bool:
        """Tell whether a line that reads like a heading of furniture is a plain line of text above a paragraph."""
        if block.heading or block.strong or block.tag != "p" or block.index + 1 >= len(self.blocks):
            return False
        below = self.blocks[block.index + 1]
        return below.prose and below.tag == "p" and below.node is block.node and not below.anchors

    def _is_intertitle(self, block: Block) -> bool:
        """Tell whether a heading in the box of the text stands above text without links (« Agenda » in a bulletin)."""
        below = [b for b in self.blocks[block.index + 1 : block.index + 3] if b.node is block.node]
        return (
            bool(below)
            and self._is_text_box(block)
            and not any(b.anchors or self.furniture(b) or self._is_dated(b) for b in below)
        )

    def _is_teaser(self, block: Block) -> bool:
        """Tell whether a paragraph introduces another page: it stands in one box with a link that heads it."""
        place = block.index - 1
        dated = place >= self.start and self._is_dated(self.blocks[place])
        before = self.blocks[place - dated] if place - dated >= self.start else None
        if before is None or before.link_share < 0.8 or not before.anchors:  # noqa: PLR2004 - a link and a sign
            return False
        address = urls.canonical(before.anchors[0].href, self.base)
        if urls.key(address) == urls.key(self.url) or urls.role_of(address) is not Role.ARTICLE:
            return False
        cut = block.text.endswith(("(…)", "(...)", "[…]", "[...]", "…", "..."))
        return (before.heading > 0 or len(before.text) > 15) and (cut or dated)  # noqa: PLR2004 - a title, no tool

    # ------------------------------------------------------------ boxes

    def _box(self, block: Block) -> Node | None:
        """The outermost box around a block that does not hold the first paragraph; None when all boxes do."""
        anchor = self.anchor
        if anchor is None:
            return None
        found: Node | None = None
        node: Node | None = block.node
        while node is not None and not anchor.inside(node):
            if node.last - node.first > 1:  # a box of one line is that line
                found = node
            node = node.parent
        return found

    def _verdict(self, node: Node) -> Verdict:
        known = self._verdicts.get(id(node))
        if known is None:
            known = self._verdicts[id(node)] = self._judge(node)
        return known

    def _judge(self, node: Node) -> Verdict:
        blocks = self.blocks[node.first : node.last]
        if (node.sign if self.trust_names else _sign_of_tags(node)) & FURNITURE & ~self.own:
            return Verdict.FURNITURE
        if node.own_sign & Sign.AUTHOR and node.last - node.first > 1 and self.trust_names:
            return Verdict.FURNITURE  # a box about the author; the line before the source stands alone
        if node.sign & Sign.AFTERWORD and node.link_share < LINK_LIST:
            return Verdict.TEXT
        bad = is_heading(blocks[0].text, self.words) or (node.link_share > LINK_LIST and node.text_length > 0)
        dated = [
            b
            for b in blocks
            if (not b.prose and self._is_dated(b)) or (b.anchors and FEED_ITEM.fullmatch(b.text))
        ]
        if bad:
            wraps_the_text = node.prose * 2 > self._prose and node.link_share <= LINK_LIST and not dated
            return Verdict.MIXED if wraps_the_text else Verdict.FURNITURE
        if (
            dated
            or any(self.furniture(b) for b in blocks)
            or any(is_heading(b.text, self.words) for b in blocks)
        ):
            share = node.prose / node.text_length if node.text_length else 0
            return Verdict.MIXED if share > 0.3 else Verdict.FURNITURE  # noqa: PLR2004 - lists of items with intros
        linked = [b for b in blocks if b.link_share > 0.9]  # noqa: PLR2004 - the link and a sign
        if len(linked) > 1 and len(linked) * 3 > len(blocks):
            return Verdict.MIXED if node.prose else Verdict.FURNITURE
        return Verdict.TEXT

    def _is_dated(self, block: Block) -> bool:
        return len(block.text) < 100 and read_date_line(block.text) is not None  # noqa: PLR2004 - a line

    # ------------------------------------------------------------ blocks

    def prose_of(self, region: Region) -> int:
        """Characters of a region that read as sentences."""
        return sum(len(b.text) for b in region.blocks if b.prose)

    def region(self, header: frozenset[int]) -> Region:
        """Return the body.

        Args:
            header: indexes of blocks that are date lines, keywords and the like.
        """
        if self.anchor is None:
            return Region(self._without_prose(header), len(self.blocks))
        last_header = max(
            (i for i in header if i < self.anchor.index and i >= self.start), default=self.start - 1
        )
        segments: list[list[Block]] = [[]]
        self._text = self._text_box(header)
        tight = self._tight()
        for block in self.blocks[self.start :]:
            if block.index in header or block.index < self._dead:
                continue
            verdict = self._decide(block, last_header, tight)
            if verdict is Verdict.TEXT:
                segments[-1].append(block)
            elif verdict is Verdict.FURNITURE and segments[-1]:
                segments.append([])
            elif verdict is Verdict.END and any(b.prose for s in segments for b in s):
                break
        return Region(self._join(segments), self.anchor.index)

    def _tight(self) -> bool:
        """Tell whether the first paragraph lies in a box of text that does not hold the title."""
        anchor = self.anchor
        return anchor is not None and (self.title is None or not self.title.inside(anchor.node))

    def _decide(self, block: Block, last_header: int, tight: bool) -> Verdict:  # noqa: FBT001 - a fact, no option
        """TEXT takes a block, FURNITURE ends the run of text, MIXED passes over it."""
        assert self.anchor is not None
        signs = self.furniture(block)
        if signs and not self._only_a_name(block):
            return (
                Verdict.MIXED if not signs & ~SOFT or block.index < self.anchor.index else Verdict.FURNITURE
            )
        if block.sign & Sign.CAPTION and block is not self.anchor:
            return Verdict.MIXED
        if block.index < self.anchor.index:
            return self._before(block, last_header, tight=tight)
        box = self._box(block)
        if box is not None:
            verdict = self._descend(box, block)
            if verdict is not Verdict.MIXED:
                return verdict
        return self._plain(block, flat=box is None and not tight)

    def _descend(self, box: Node, block: Block) -> Verdict:
        """Judge the boxes around a block from the outside in, as long as they hold text and furniture both."""
        chain = []
        node: Node | None = block.node
        while node is not None and node is not box.parent:
            chain.append(node)
            node = node.parent
        for inner in reversed(chain):
            verdict = self._verdict(inner)
            if verdict is not Verdict.MIXED:
                return verdict
        return Verdict.MIXED

    def _before(self, block: Block, last_header: int, *, tight: bool) -> Verdict:
        """A block between title and first paragraph: a short first line of the text, or part of the heading."""
        if block.sign & (
            Sign.SUBTITLE | Sign.DATE | Sign.AUTHOR | Sign.KEYWORDS | Sign.CAPTION | Sign.MODIFIED
        ):
            return Verdict.MIXED
        if is_line(block.text) or block.link_share > 0.6 or is_heading(block.text, self.words):  # noqa: PLR2004
            return Verdict.MIXED
        assert self.anchor is not None
        if block.sign & Sign.STANDFIRST:
            return Verdict.TEXT
        if tight:
            return Verdict.TEXT if block.inside(self._text) else Verdict.MIXED
        return Verdict.TEXT if block.index > last_header >= self.start else Verdict.MIXED

    def _text_box(self, header: frozenset[int]) -> Node:
        """The outermost box around the first paragraph without title, date, tools or other heading matter."""
        assert self.anchor is not None
        node = self.anchor.node
        while node.parent and not (self.title and self.title.inside(node.parent)):
            before = self.blocks[node.parent.first : self.anchor.index]
            if any(
                b.index in header or self.furniture(b) or is_line(b.text) or b.link_share > MENU_SHARE
                for b in before
            ):
                break
            node = node.parent
        return node

    def _only_a_name(self, block: Block) -> bool:
        """Tell whether furniture is claimed by one line's own class amid paragraphs that do not claim it."""
        if (
            not self.trust_names
            or block.node.sign & FURNITURE & ~self.own
            or block.index + 1 >= len(self.blocks)
        ):
            return False
        before, after = self.blocks[block.index - 1], self.blocks[block.index + 1]
        return (
            block.link_length == 0
            and after.prose
            and not self.furniture(after)
            and not self.furniture(before)
        )

    def _heads_a_list(self, block: Block) -> bool:
        """Tell whether a short bold line or heading stands above links or dated items, not above a paragraph."""
        if not (block.heading or block.strong) or block.prose or len(block.text) > 60:  # noqa: PLR2004 - a heading
            return False
        below = self.blocks[block.index + 1 : block.index + 4]
        if not below:
            return True
        items = sum(1 for b in below if b.link_share > 0.4 or self._is_dated(b))  # noqa: PLR2004 - mostly a link
        return items * 2 > len(below) and (below[0].link_share > 0.4 or len(below) == 1)  # noqa: PLR2004

    def _plain(self, block: Block, *, flat: bool) -> Verdict:  # noqa: PLR0911 - a list of rules
        """A block that stands right beside the paragraphs of the body."""
        if block.sign & Sign.LINK_OUT or self._is_tools(block):
            return Verdict.MIXED
        if is_aside(block.text) and not any(
            self._is_dated(b) for b in self.blocks[block.index + 1 : block.index + 4]
        ):
            return Verdict.MIXED
        if not flat and (self._opens_text(block) or self._is_intertitle(block)):
            return Verdict.TEXT
        if is_heading(block.text, self.words) or is_aside(block.text) or self._heads_a_list(block):
            if flat or self._is_text_box(block):
                return Verdict.END
            self._dead = self._around(block).last
            return Verdict.FURNITURE
        if is_line(block.text) or block.sign & Sign.CAPTION:
            return Verdict.MIXED
        if block.link_share > 0.9 and block.anchors and self._leads_inside(block):  # noqa: PLR2004 - link and sign
            return Verdict.END if flat else Verdict.FURNITURE if block.heading else Verdict.MIXED
        if flat and not block.prose and self._is_dated(block):
            return Verdict.END
        if block.anchors and FEED_ITEM.fullmatch(block.text):
            return Verdict.END if flat else Verdict.FURNITURE
        return Verdict.TEXT

    @staticmethod
    def _around(block: Block) -> Node:
        """The innermost box that holds more than the block."""
        node = block.node
        while node.last - node.first == 1 and node.parent:
            node = node.parent
        return node

    def _is_text_box(self, block: Block) -> bool:
        """Tell whether a block stands directly in the box of the first paragraph."""
        return self.anchor is not None and block.node is self.anchor.node

    @staticmethod
    def _is_tools(block: Block) -> bool:
        """Tell whether a line is nothing but two or more short links (« Envoyer à un ami · Imprimer »)."""
        if len(block.anchors) < 2 or block.items or any(len(a.text) > 30 for a in block.anchors):  # noqa: PLR2004
            return False
        # links to nowhere (`#`, `javascript:`) count here, as they do not elsewhere
        return sum(len(a.text) for a in block.anchors) > 0.8 * len(block.text)

    def _leads_inside(self, block: Block) -> bool:
        address = urls.canonical(block.anchors[0].href, self.base)
        return urls.site_of(address) == urls.site_of(self.url) and len(block.text) > 15  # noqa: PLR2004 - a title

    def _join(self, segments: list[list[Block]]) -> list[Block]:
        """Take the first run of text, or a far longer one; before it standfirsts, after it postscripts and notes."""
        weights = [self._weight(s) for s in segments]
        first = next((i for i, s in enumerate(segments) if self.anchor in s), 0)
        best = max(range(len(segments)), key=lambda i: weights[i] * (FIRST_RUN if i == first else 1))
        joined = list(segments[best])
        for segment in reversed(segments[:best]):
            joined = [b for b in segment if b.sign & Sign.STANDFIRST or self._same_box(b, joined)] + joined
        for segment in segments[best + 1 :]:
            joined += [b for b in segment if self._is_afterword(b) or self._same_box(b, joined)]
        return joined

    def _is_afterword(self, block: Block) -> bool:
        linked = block.link_share > 0.5 or is_heading(block.text, self.words)  # noqa: PLR2004 - mostly a link
        return bool(block.sign & Sign.AFTERWORD) and not linked

    def _weight(self, run: Sequence[Block]) -> int:
        """Characters of prose of a run; none for a list of items with their dates."""
        items = sum(1 for b in run if self._is_dated(b) or b.link_share > 0.8)  # noqa: PLR2004 - a link and a sign
        prose = [b for b in run if b.prose]
        return 0 if items * 2 >= len(prose) and items else sum(len(b.text) for b in prose)

    @staticmethod
    def _same_box(block: Block, joined: Sequence[Block]) -> bool:
        """Tell whether a block goes on in the very box of the body, after an insert."""
        return any(b.node is block.node and b.prose for b in joined)

    def _without_prose(self, header: frozenset[int]) -> list[Block]:
        """A page without a sentence: short lines that stand where the body should."""
        found: list[Block] = []
        heading = Sign.SUBTITLE | Sign.DATE | Sign.AUTHOR | Sign.KEYWORDS | Sign.CAPTION
        for block in self.blocks[self.start : self.without_prose_end()]:
            if block.index in header or is_line(block.text) or block.sign & heading or block.heading:
                continue
            if self.furniture(block) or block.link_share > 0.5:  # noqa: PLR2004 - mostly a link
                if found:
                    break
                continue
            found.append(block)
        return found

    def without_prose_end(self) -> int:
        """Index of the first heading of furniture after the title, at most a few lines below it."""
        end = min(self.start + FEW_LINES, len(self.blocks))
        for block in self.blocks[self.start : end]:
            if is_heading(block.text, self.words):
                return block.index
        return end


def text_of(blocks: Sequence[Block]) -> str:
    """Join the blocks of a body: paragraphs parted by a blank line, lines and list items by a line break."""
    parts: list[str] = []
    previous: Block | None = None
    for block in blocks:
        if previous is not None:
            parts.append(_between(previous, block))
        parts.append(block.text)
        previous = block
    return "".join(parts)


def _between(previous: Block, block: Block) -> str:
    if block.paragraph == previous.paragraph:
        return "\n" if block.gap < 2 else "\n\n"  # noqa: PLR2004 - two line breaks make an empty line
    if block.tag in {"td", "th"} and previous.tag in {"td", "th"}:
        return " " if block.node.parent is previous.node.parent else "\n"
    if block.tag == "li" and previous.tag == "li":
        return "\n"
    return "\n\n"
