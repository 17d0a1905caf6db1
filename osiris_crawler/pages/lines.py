"""Makes blocks of the texts of a page: lines, paragraphs, runs of list items that are links."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osiris_crawler.pages.blocks import Anchor, Block, Node, Page, Piece

if TYPE_CHECKING:
    from osiris_crawler.pages.tags import Tag

SHORT, LONG = 25, 140
"""Characters: fewer are a label rather than a line of prose; more are prose whatever they end with."""
LABEL = 40
"""Characters that a line of prose has at least."""
SENTENCE = 6
"""Blanks that a short sentence has at least."""
COUNTS = "0123456789/()[] •·|,-–»›>:"
"""What stands beside the link in an item of a menu or keyword cloud."""
SENTENCE_ENDS = ".!?…»”\"’':;)"
LONG_LINK = 200
"""Characters of a link that is not remembered."""
new_anchor = tuple.__new__
"""Three times as fast as the constructor of a named tuple; a page has a hundred links."""


def anchor_of(tag: Tag, text: str) -> Anchor | None:
    """Return a link; None when it has no words."""
    text = " ".join(text.split())
    return new_anchor(Anchor, (tag.href, text, tag.rel)) if text else None


known_anchor = lru_cache(maxsize=1024)(anchor_of)
"""`anchor_of`, remembered: a site repeats its menus on every page."""


class LineBuilder:
    """Gathers texts, links and bold runs until a line ends, and makes a block of it.

    Its methods are called some hundred times a page: they keep to plain attributes and early returns.
    """

    def __init__(self) -> None:
        self.page = Page()
        self.buffer: list[str] = []
        """Texts since the last line ended."""
        self._blocks = self.page.blocks
        self._node = Node("html", None, 0, 0, {}, 0)
        self._tag = ""
        self._sign = 0
        self._heading = 0
        self._anchors: list[Anchor] = []
        self._pieces: list[Piece] = []
        self._link: tuple[int, Tag] | None = None
        """Where in the buffer the link under way begins, and its tag."""
        self._linked = 0
        self._bold_from = -1
        """Where in the buffer the bold run under way begins; -1 when none is."""
        self._bold = 0
        self._gap = 0
        """Line breaks since the last block."""
        self._paragraph = 0
        """Index of the first block of the paragraph under way."""
        self._run: list[str] = []
        """Texts of the list items that the last block holds."""
        self._run_node: Node | None = None
        self._begins_run = False

    def _flush(self) -> None:
        """End a paragraph."""
        if self.buffer:
            self._line()
        if len(self._blocks) - self._paragraph > 1:
            self._join_lines()
        self._paragraph = len(self._blocks)
        self._gap = 0

    def _join_lines(self) -> None:
        """Lines that break inside sentences are prose when the paragraph as a whole is; bold ones above it head it."""
        lines = self._blocks[self._paragraph :]
        while lines and lines[0].strong:
            del lines[0]
        whole = " ".join(line.text for line in lines)
        if len(whole) >= LABEL and _is_prose(whole, sum(line.link_length for line in lines)):
            for line in lines:
                if not line.prose and len(line.text) >= SHORT and not line.heading:
                    line.prose = True
                    line.node.prose += len(line.text)

    def _line(self) -> None:
        """Close the line under way; links and bold runs that are still open go on in the next one."""
        buffer = self.buffer
        if self._link is not None:
            self._close_link()
            self._link = (0, self._link[1])
        if self._bold_from >= 0:
            self._close_bold()
            self._bold_from = 0
        text = buffer[0] if len(buffer) == 1 else "".join(buffer)
        buffer.clear()
        single = (
            text.isprintable() and "  " not in text
        )  # no white space but single blanks: a third of the time
        text = text.strip() if single else " ".join(text.split())
        if text and not (self._tag == "li" and self._joins_run(text)):
            self._add_block(text)
        if self._anchors:
            self._anchors = []
        if self._pieces:
            self._pieces = []
        self._bold = self._linked = 0

    def _add_block(self, text: str) -> None:
        node = self._node
        length = len(text)
        if self._run:
            self._end_run()
        block = Block(len(self._blocks), node, text, self._tag, self._sign)
        self._blocks.append(block)
        block.paragraph = self._paragraph
        if self._gap:
            block.gap, self._gap = self._gap, 0
        node.text_length += length
        if self._heading:
            block.heading = self._heading
        if self._anchors:
            block.anchors = self._anchors
            block.link_length = linked = min(self._linked, length)
            node.link_length += linked
            if self._begins_run:
                block.items, self._begins_run = 1, False
                self._run, self._run_node = [text], node
        if self._pieces:
            block.pieces = self._pieces
        if self._bold and self._bold >= length - 2:
            block.strong = True
        if length >= LABEL and not self._heading and _is_prose(text, block.link_length):
            block.prose = True
            node.prose += length

    def _joins_run(self, text: str) -> bool:
        """Add a list item that is a link, with a count or bullet at most, to the one before: menus are one block."""
        if len(self._anchors) != 1 or self._gap or self._pieces or not self._linked:
            return False
        if self._linked != len(text) and text.replace(self._anchors[0].text, "", 1).strip(COUNTS):
            return False
        if not self._run or self._run_node is not self._node or self._blocks[-1].sign != self._sign:
            self._begins_run = True
            return False
        self._join_run(text, self._anchors[0])
        return True

    def _join_run(self, text: str, anchor: Anchor) -> None:
        block = self._blocks[-1]
        self._run.append(text)
        block.items += 1
        block.anchors.append(anchor)  # type: ignore[attr-defined]
        length = len(text) + 1
        block.link_length += length
        node = self._node
        node.text_length += length
        node.link_length += length

    def _end_run(self) -> None:
        """Give the block of a run its text."""
        self._blocks[-1].text = "\n".join(self._run)
        self._run = []
        self._run_node = None

    def close(self) -> Page:
        """End the last paragraph and return the page."""
        self._flush()
        if self._run:
            self._end_run()
        return self.page

    def _close_link(self) -> None:
        """Note the link under way as far as the line goes."""
        assert self._link is not None
        start, tag = self._link
        if anchor := anchor_of(tag, "".join(self.buffer[start:])):
            if tag.leads:
                self._linked += len(anchor.text)
            self._anchors.append(anchor)

    def _close_bold(self) -> None:
        self._bold += len("".join(self.buffer[self._bold_from :]).strip())


def _is_prose(text: str, linked: int) -> bool:
    """Tell whether a text reads as sentences: few links, and long or ended as sentences end."""
    if linked * 2 > len(text):
        return False
    return len(text) > LONG or (text[-1] in SENTENCE_ENDS and text.count(" ") >= SENTENCE)
