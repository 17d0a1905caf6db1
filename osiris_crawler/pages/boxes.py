"""Judges the boxes beside the first paragraph: does the text of the article go on in them?"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from osiris_crawler.pages.furniture import heads_comments, is_heading
from osiris_crawler.pages.opening import LITTLE_PROSE, is_dated
from osiris_crawler.pages.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from osiris_crawler.pages.blocks import Block, Node
    from osiris_crawler.pages.opening import Opening

LINK_LIST = 0.45
"""Share of link text from which a box is a list of links."""
FEED_ITEM = re.compile(r"[^(].*\(\d{1,2}(?:er)? \w+ \d{4}\)")
"""« Title of another site (9 avril 2025) », an item of a syndicated feed."""


class Verdict(Enum):
    """What a block or box is."""

    TEXT = 1
    FURNITURE = 2
    """Ends the run of text."""
    MIXED = 3
    """A box that holds both; a block that is passed over."""
    END = 4
    """Furniture in the very box of the text: what follows is furniture too."""


class Boxes:
    """The boxes of one page, each judged once."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.blocks = opening.blocks
        self._verdicts: dict[int, Verdict] = {}
        self._with_form = frozenset(_boxes_with_forms(opening))

    def outermost(self, block: Block) -> Node | None:
        """Return the outermost box around a block without the first paragraph; None when all boxes hold that."""
        anchor = self.opening.anchor
        if anchor is None:
            return None
        found: Node | None = None
        node: Node | None = block.node
        while node is not None and not anchor.inside(node):
            if node.last - node.first > 1:  # a box of one line is that line
                found = node
            node = node.parent
        return found

    def verdict_on(self, block: Block, box: Node) -> Verdict:
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

    def _verdict(self, node: Node) -> Verdict:
        known = self._verdicts.get(id(node))
        if known is None:
            known = self._verdicts[id(node)] = self._judge(node)
        return known

    def _judge(self, node: Node) -> Verdict:
        blocks = self.blocks[node.first : node.last]
        if self._is_sure_furniture(node, blocks):
            return Verdict.FURNITURE
        if node.sign & Sign.AFTERWORD and node.link_share < LINK_LIST:
            return Verdict.TEXT
        bad = _heads_furniture(blocks[0], self.opening) or (
            node.link_share > LINK_LIST and node.text_length > 0
        )
        dated = [
            b for b in blocks if (not b.prose and is_dated(b)) or (b.anchors and FEED_ITEM.fullmatch(b.text))
        ]
        if bad:
            wraps_the_text = (
                node.prose * 2 > self.opening.prose and node.link_share <= LINK_LIST and not dated
            )
            return Verdict.MIXED if wraps_the_text else Verdict.FURNITURE
        if (
            dated
            or any(self.opening.furniture(b) for b in blocks)
            or any(is_heading(b.text, self.opening.words) for b in blocks)
        ):
            share = node.prose / node.text_length if node.text_length else 0
            items = len(dated) > 1 and node.prose * 2 < self.opening.prose
            mixed = (share > 0.3 and not items) or self._begins_with_text(blocks)  # noqa: PLR2004 - lists of items with intros
            return Verdict.MIXED if mixed else Verdict.FURNITURE
        linked = [b for b in blocks if b.link_share > 0.9]  # noqa: PLR2004 - the link and a sign
        if len(linked) > 1 and len(linked) * 3 > len(blocks):
            return Verdict.MIXED if node.prose else Verdict.FURNITURE
        return Verdict.TEXT

    def _is_sure_furniture(self, node: Node, blocks: Sequence[Block]) -> bool:
        """By its own signs, a form in it, or the shape of its lines."""
        if self.opening.sign_of(node):
            return True
        if node.own_sign & Sign.AUTHOR and node.last - node.first > 1 and self.opening.trust_names:
            return True  # a box about the author; the line before the source stands alone
        return (id(node) in self._with_form and node.prose < LITTLE_PROSE) or _is_feed(blocks)

    def _begins_with_text(self, blocks: Sequence[Block]) -> bool:
        """Tell whether a paragraph stands above the first link, date or heading of furniture of a box."""
        for block in blocks:
            if block.prose:
                return not self.opening.furniture(block) and not is_dated(block)
            if block.anchors or is_dated(block) or is_heading(block.text, self.opening.words):
                return False
        return False


def _is_feed(blocks: Sequence[Block]) -> bool:
    """Tell whether a short bold line or heading stands above nothing but items with the names of other sites."""
    head, items = blocks[0], blocks[1:]
    headed = (head.strong or head.heading > 0) and not head.prose
    return headed and bool(items) and all(FEED_ITEM.fullmatch(item.text) for item in items)


def _heads_furniture(block: Block, opening: Opening) -> bool:
    return is_heading(block.text, opening.words) or (not block.anchors and heads_comments(block.text))


def _boxes_with_forms(opening: Opening) -> Iterator[int]:
    """Yield the boxes around a form that do not hold the first paragraph, by their `id`."""
    for form in opening.forms:
        node: Node | None = form
        while node is not None and not (opening.anchor and opening.anchor.inside(node)):
            yield id(node)
            node = node.parent
