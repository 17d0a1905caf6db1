"""Finds the body: the run of prose that belongs to the title, without what skins print before, in and after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.pages.boxes import FEED_ITEM, Boxes, Verdict
from osiris_crawler.pages.credit import begins_afterword
from osiris_crawler.pages.furniture import (
    LONGEST_HEADING,
    LONGEST_LINE,
    SHARE_ADDRESS,
    heads_comments,
    is_aside,
    is_heading,
    is_line,
)
from osiris_crawler.pages.opening import HEADING, SOFT, around, is_dated
from osiris_crawler.pages.runs import alike, joined
from osiris_crawler.pages.signs import FURNITURE, Sign
from osiris_crawler.source_line import announces_source

if TYPE_CHECKING:
    from osiris_crawler.pages.blocks import Block, Node
    from osiris_crawler.pages.opening import Opening

LONGEST_POINTER = 200
LONGEST_CREDIT = 200
BOXES_AROUND = 3
"""Boxes around each paragraph, in what page builders make."""
MENU_SHARE = 0.6
"""Share of link text from which a line is a menu or tools."""


@dataclass(slots=True)
class Region:
    """The blocks of the body, in order."""

    blocks: list[Block]

    @property
    def prose(self) -> int:
        """Characters that read as sentences."""
        return sum(len(b.text) for b in self.blocks if b.prose)


def find_body(opening: Opening, header: frozenset[int]) -> Region:
    """Return the body of an article.

    Args:
        opening: where it begins; without a sentence, short lines that stand where the body should are taken.
        header: indexes of blocks that are date lines, keywords and the like.
    """
    if opening.anchor is None:
        return Region(_without_prose(opening, header))
    return Region(_BodyFinder(opening, opening.anchor, header).blocks_of_text())


def _without_prose(opening: Opening, header: frozenset[int]) -> list[Block]:
    """A page without a sentence: short lines that stand where the body should."""
    found: list[Block] = []
    for block in opening.blocks[opening.start : opening.end_without_prose()]:
        if block.index in header or is_line(block.text) or block.sign & HEADING or block.heading:
            continue
        aside = opening.furniture(block) or is_heading(block.text, opening.words)
        if aside or block.link_share > 0.5:  # noqa: PLR2004 - mostly a link
            if found:
                break
            continue
        found.append(block)
    return found


class _BodyFinder:
    """Decides, block by block, what belongs to the body of one page."""

    def __init__(self, opening: Opening, anchor: Block, header: frozenset[int]) -> None:
        self.opening = opening
        self.blocks = opening.blocks
        self.words = opening.words
        self.anchor = anchor
        self.header = header
        self.boxes = Boxes(opening)
        self._dead = 0
        """Index of the first block after a box that furniture has ended."""
        self._notes: Node | None = None
        """The box of the notes behind the article."""
        start = opening.start
        self._last_header = max((i for i in header if start <= i < anchor.index), default=start - 1)
        title = opening.title
        self._tight = title is None or not title.inside(anchor.node)
        """True when the first paragraph lies in a box of text that does not hold the title."""
        self._end = self._end_of_article()
        """Index of the first block after the element that says it is the article."""

    def blocks_of_text(self) -> list[Block]:
        """Return the blocks of the body."""
        runs: list[list[Block]] = [[]]
        header = self.header
        for block in self.blocks[self.opening.start :]:
            if block.index < self._dead or block.index in header:
                continue
            verdict = self._decide(block)
            if verdict is Verdict.TEXT:
                runs[-1].append(block)
                if len(block.text) <= LONGEST_CREDIT and self._closes(block):
                    self._end = min(self._end, block.index + 1)
            elif verdict is Verdict.FURNITURE and runs[-1]:
                runs.append([])
            elif verdict is Verdict.END and any(b.prose for run in runs for b in run):
                break
        return joined(runs, self.anchor, self.words)

    def _opens_comments(self, block: Block) -> bool:
        """Tell whether a line, no prose, stands above the comments: no text follows, whatever its boxes say."""
        if block.anchors or self._is_text_box(block):
            return False
        return len(block.text) < LONGEST_HEADING and heads_comments(block.text)

    def _is_afterword(self, block: Block) -> bool:
        """Tell whether a block behind the article is a postscript or note, or stands in one box with its label."""
        if block.sign & Sign.AFTERWORD or block.node is self._notes:
            return True
        if not block.link_length and begins_afterword(block.text):
            self._notes = block.node if block.node.last - block.node.first > 1 else around(block)
            return True
        return False

    def _closes(self, block: Block) -> bool:
        """Tell whether a short line is a source line at the end of the box of the text: other boxes hold none of it."""
        at = block.index + 1
        if at <= self.anchor.index + 1 or at >= len(self.blocks):
            return False
        node, after = block.node, self.blocks[at].node
        if after in (node, self.anchor.node) or node.first <= at < node.last:
            return False
        return not alike(after, node, BOXES_AROUND) and announces_source(block.text)

    def _end_of_article(self) -> int:
        """The end of the innermost `article` around title and first paragraph; of the page when there is none."""
        node: Node | None = self.anchor.node
        title = self.opening.title
        while node is not None and title is not None and not self.anchor.sign & Sign.STANDFIRST:
            if (node.tag == "article" or node.attributes.get("role") == "article") and title.inside(node):
                return node.last
            node = node.parent
        return len(self.blocks)

    def _decide(self, block: Block) -> Verdict:
        """TEXT takes a block, FURNITURE ends the run of text, MIXED passes over it."""
        index, anchor = block.index, self.anchor
        if not block.prose and index > anchor.index and self._opens_comments(block):
            self._dead = len(self.blocks)
            return Verdict.FURNITURE
        if index >= self._end and not self._is_afterword(block):
            return Verdict.FURNITURE
        signs = self.opening.furniture(block)
        if signs and not self._only_a_name(block):
            return Verdict.MIXED if not signs & ~SOFT or index < anchor.index else Verdict.FURNITURE
        if block.sign & Sign.CAPTION and block is not anchor:
            return Verdict.MIXED
        if index < anchor.index:
            return self._before(block)
        box = self.boxes.outermost(block) if block.node is not anchor.node else None
        if box is not None:
            verdict = self.boxes.verdict_on(block, box)
            if verdict is not Verdict.MIXED:
                return verdict
        return self._plain(block, flat=box is None and not self._tight)

    def _before(self, block: Block) -> Verdict:
        """A block between title and first paragraph: a short first line of the text, or part of the heading."""
        if block.sign & HEADING:
            return Verdict.MIXED
        if is_line(block.text) or block.link_share > 0.6 or is_heading(block.text, self.words):  # noqa: PLR2004
            return Verdict.MIXED
        if block.sign & Sign.STANDFIRST:
            return Verdict.TEXT
        if self._tight:
            return Verdict.TEXT if block.inside(self._text_box) else Verdict.MIXED
        return Verdict.TEXT if block.index > self._last_header >= self.opening.start else Verdict.MIXED

    @cached_property
    def _text_box(self) -> Node:
        """The outermost box around the first paragraph without title, date, tools or other heading matter."""
        node = self.anchor.node
        while node.parent and not (self.opening.title and self.opening.title.inside(node.parent)):
            before = self.blocks[node.parent.first : self.anchor.index]
            if any(
                b.index in self.header
                or self.opening.furniture(b)
                or is_line(b.text)
                or b.link_share > MENU_SHARE
                for b in before
            ):
                break
            node = node.parent
        return node

    def _only_a_name(self, block: Block) -> bool:
        """Tell whether furniture is claimed by one line's own class amid paragraphs that do not claim it."""
        if (
            not self.opening.trust_names
            or block.node.sign & FURNITURE & ~self.opening.own
            or block.index + 1 >= len(self.blocks)
        ):
            return False
        before, after = self.blocks[block.index - 1], self.blocks[block.index + 1]
        return (
            block.link_length == 0
            and after.prose
            and not self.opening.furniture(after)
            and not self.opening.furniture(before)
        )

    def _heads_a_list(self, block: Block) -> bool:
        """Tell whether a short bold line or heading stands above links or dated items, not above a paragraph."""
        if not (block.heading or block.strong) or block.prose or len(block.text) > 60:  # noqa: PLR2004 - a heading
            return False
        below = self.blocks[block.index + 1 : block.index + 4]
        if not below:
            return True
        items = sum(1 for b in below if b.link_share > 0.4 or is_dated(b))  # noqa: PLR2004 - mostly a link
        return items * 2 > len(below) and (below[0].link_share > 0.4 or len(below) == 1)  # noqa: PLR2004

    def _plain(self, block: Block, *, flat: bool) -> Verdict:
        """A block that stands right beside the paragraphs of the body."""
        text = block.text
        if block.sign & Sign.LINK_OUT or (
            block.anchors and (self._is_tools(block) or self._points_elsewhere(block))
        ):
            return Verdict.MIXED
        line = len(text) <= LONGEST_LINE or not block.prose or block.anchors or block.sign & Sign.CAPTION
        if not (line or is_heading(text, self.words)):
            return Verdict.TEXT  # as most blocks are: nothing below is said of a paragraph
        aside = is_aside(text)
        if aside and not any(is_dated(b) for b in self.blocks[block.index + 1 : block.index + 4]):
            return Verdict.MIXED
        heads = aside or is_heading(text, self.words) or self._heads_a_list(block)
        verdict = Verdict.FURNITURE if heads else self._line(block, flat=flat)
        if verdict is Verdict.TEXT or (
            not flat and (self.opening.opens_text(block) or self._is_intertitle(block))
        ):
            return Verdict.TEXT
        if heads:
            if flat or self._is_text_box(block):
                return Verdict.END
            self._dead = around(block).last
        return verdict

    def _line(self, block: Block, *, flat: bool) -> Verdict:
        """A block that heads nothing: by its words, its link or its date."""
        if is_line(block.text) or block.sign & Sign.CAPTION:
            return Verdict.MIXED
        anchors = block.anchors
        if anchors and block.link_share > 0.9 and self._leads_inside(block):  # noqa: PLR2004 - link and sign
            return Verdict.END if flat else Verdict.FURNITURE if block.heading else Verdict.MIXED
        if not block.prose and (flat or not self._is_text_box(block)) and is_dated(block):
            return Verdict.END if flat else Verdict.MIXED
        if anchors and FEED_ITEM.fullmatch(block.text):
            return Verdict.END if flat else Verdict.FURNITURE
        return Verdict.TEXT

    def _is_intertitle(self, block: Block) -> bool:
        """Tell whether a heading in the box of the text stands above text without links (« Agenda » in a bulletin)."""
        below = [b for b in self.blocks[block.index + 1 : block.index + 3] if b.node is block.node]
        return (
            bool(below)
            and self._is_text_box(block)
            and not any(b.anchors or self.opening.furniture(b) or is_dated(b) for b in below)
        )

    def _is_text_box(self, block: Block) -> bool:
        """Tell whether a block stands directly in the box of the first paragraph."""
        return block.node is self.anchor.node

    def _points_elsewhere(self, block: Block) -> bool:
        """Tell whether a line beside the text is a link to another one, announced as such (« Lire aussi : … »)."""
        if not block.anchors or len(block.text) > LONGEST_POINTER or self._is_text_box(block):
            return False
        before, _, after = block.text.partition(block.anchors[0].text)
        return is_aside(before) and len(after) < len(block.text) / 2

    @staticmethod
    def _is_tools(block: Block) -> bool:
        """Tell whether a line is nothing but two or more short links (« Envoyer à un ami · Imprimer »)."""
        if len(block.anchors) < 2 or block.items or any(len(a.text) > 30 for a in block.anchors):  # noqa: PLR2004
            return False
        if not block.prose and all(SHARE_ADDRESS.search(a.href) for a in block.anchors[:2]):
            return True
        # links to nowhere (`#`, `javascript:`) count here, as they do not elsewhere
        blanks = block.text.count(" ")
        return sum(len(a.text) for a in block.anchors) > 0.8 * (len(block.text) - blanks)

    def _leads_inside(self, block: Block) -> bool:
        address = urls.canonical(block.anchors[0].href, self.opening.base)
        return urls.site_of(address) == urls.site_of(self.opening.url) and len(block.text) > 15  # noqa: PLR2004 - a title
