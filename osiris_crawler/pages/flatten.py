"""HTML text to a `Page`, in one pass of lxml's parser.

The blocks are built from parser events: a tree of Python objects would cost more time than all that is read from it.
"""

from __future__ import annotations

import contextlib
from typing import Any

from lxml import etree

from osiris_crawler.pages.blocks import Anchor, Block, Node, Page, Piece
from osiris_crawler.pages.signs import OWN, TAG_SIGNS, Sign, signs_of

INLINE, CONTAINER, LEAF, SKIP, HEAD, LINK, BOLD, VOID = range(8)
KIND_OF_TAG: dict[str, int] = dict.fromkeys(
    "div td th dl ul ol blockquote pre section article header footer nav aside main table tr tbody thead tfoot "
    "form fieldset figure figcaption center body details dir menu html dialog hgroup search frameset".split(),
    CONTAINER,
)
KIND_OF_TAG |= dict.fromkeys(
    "p h1 h2 h3 h4 h5 h6 li dt dd caption address legend summary marquee hr".split(), LEAF
)
KIND_OF_TAG |= dict.fromkeys(
    "style template select option textarea iframe object embed svg canvas audio video map noscript noframes math "
    "applet datalist button meter progress".split(),
    SKIP,
)
KIND_OF_TAG |= dict.fromkeys("meta link title script base".split(), HEAD)
KIND_OF_TAG |= {"br": VOID, "img": VOID, "input": VOID, "a": LINK, "b": BOLD, "strong": BOLD}
SHORT, LONG = 25, 140
"""Characters: fewer are a label rather than a line of prose; more are prose whatever they end with."""
ROOTS = frozenset(["html", "body"])
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
UNWANTED = "\x00\u00ad\u200b\u200e\u200f\u2060\ufeff"
"""NUL and the characters that print nothing: zero-width spaces, soft hyphens, direction marks."""
new_anchor = tuple.__new__
"""Three times as fast as the constructor of a named tuple; a page has a hundred links."""
COUNTS = "0123456789/()[] •·|,-–»›>:"
"""What stands beside the link in an item of a menu or keyword cloud."""
SENTENCE_ENDS = ".!?…»”\"’':;)"


class _Target:
    """Receives the parser's events and builds the page.

    `start`, `end` and `data` are called some thousand times a page: they keep to plain attributes and early returns.
    """

    def __init__(self, *, images: bool) -> None:
        self.page = Page()
        self.images = images
        self._blocks = self.page.blocks
        self._stack: list[Any] = []
        self._buffer: list[str] = []
        self._anchors: list[Anchor] = []
        self._pieces: list[Piece] = []
        self._node = Node("html", None, 0, 0, {}, 0)
        self._tag = ""
        self._sign = 0
        self._skipped = 0
        self._heading = 0
        self._bold = 0
        self._linked = 0
        self._link: tuple[int, dict[str, str]] | None = None
        self._bold_from = -1
        self._collect: list[str] | None = None
        self._gap = 0
        self._begins_run = False
        self._paragraph = 0

    def start(self, tag: Any, attributes: Any) -> None:  # noqa: C901, PLR0912 - one dispatch, called for each tag
        if self._skipped:
            self._skipped += 1
            return
        kind = KIND_OF_TAG.get(tag, INLINE)
        if kind == LEAF:
            if self._buffer or self._gap:
                self._flush()
            self._stack.append((self._tag, self._sign))
            self._tag = tag
            if attributes:
                own = signs_of(tag, attributes)
                if own:
                    self._own(own)
            if tag in HEADINGS:
                self._heading = HEADINGS[tag]
        elif kind == LINK:
            self._stack.append(self._link)
            self._link = (len(self._buffer), attributes)
        elif kind == INLINE:
            if attributes or tag == "time":
                self._start_piece(tag, attributes)
            else:
                self._stack.append(None)
        elif kind == CONTAINER:
            self._start_container(tag, attributes)
        elif kind == BOLD:
            self._stack.append(self._bold_from)
            if self._bold_from < 0:
                self._bold_from = len(self._buffer)
        elif kind == VOID:
            if tag == "br":
                self._break_line()
            elif (self._heading or (self.images and self._link)) and (said := self._said_by(attributes)):
                self._buffer.append(f" {said} ")  # a title or, in a menu, a link that is a picture
            else:
                self._buffer.append(" ")
            self._stack.append(None)
        elif kind == HEAD:
            self._start_head(tag, attributes)
        else:
            self._skipped = 1

    def _own(self, own: int) -> None:
        """Take the signs of an element that is being entered into account."""
        if own & Sign.HIDDEN and not own & Sign.CONTENT:
            self._tag, self._sign = self._stack.pop()
            self._skipped = 1
        elif own & OWN:
            self._sign = self._sign & ~OWN | own
        else:
            self._sign |= own

    def _start_container(self, tag: str, attributes: dict[str, str]) -> None:
        if self._buffer or self._gap:
            self._flush()
        parent = self._node
        sign = self._sign
        own = 0
        if tag in ROOTS:
            self._start_root(tag, attributes)
        elif attributes or tag in TAG_SIGNS:
            own = signs_of(tag, attributes)
            if own:
                if own & Sign.HIDDEN and not own & Sign.CONTENT:
                    self._skipped = 1
                    return
                sign = (sign & ~OWN | own) if own & OWN else sign | own
        self._stack.append((self._tag, self._sign))
        self._tag = tag
        self._sign = sign
        self._node = node = Node(tag, parent, sign, own, attributes, len(self._blocks))
        self.page.nodes.append(node)

    def _start_root(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "body":
            self.page.body_names = f"{attributes.get('class', '')} {attributes.get('id', '')}".strip()
        else:
            self.page.language = attributes.get("lang") or attributes.get("xml:lang") or ""

    def _start_piece(self, tag: str, attributes: dict[str, str]) -> None:
        sign = signs_of(tag, attributes)
        if sign & Sign.HIDDEN:
            self._skipped = 1
        elif sign & OWN or tag == "abbr":
            value = attributes.get("datetime") or attributes.get("content") or attributes.get("title") or ""
            self._stack.append((len(self._buffer), sign, value))
        else:
            self._stack.append(None)

    def _start_head(self, tag: str, attributes: dict[str, str]) -> None:
        page = self.page
        if tag == "meta":
            page.metas.append(dict(attributes))
        elif tag == "link":
            page.links.append(dict(attributes))
        elif tag == "base":
            page.base = page.base or attributes.get("href", "")
        elif (tag == "title" and not page.title) or attributes.get(
            "type", ""
        ).lower() == "application/ld+json":
            self._collect = []
            self._stack.append(tag)
            return
        elif tag != "title":
            self._skipped = 1
            return
        self._stack.append(None)

    def data(self, data: Any) -> None:
        text: str = data
        if self._skipped:
            return
        if self._buffer or not text.isspace():
            if self._collect is None:
                self._buffer.append(text)
            else:
                self._collect.append(text)

    def end(self, tag: Any) -> None:  # noqa: C901 - one dispatch, called for each tag
        if self._skipped:
            self._skipped -= 1
            return
        if not self._stack:
            return
        opened = self._stack.pop()
        kind = KIND_OF_TAG.get(tag, INLINE)
        if kind == LINK:
            self._end_link()
            self._link = opened
        elif kind == LEAF:
            if self._buffer or self._gap:
                self._flush()
            self._tag, self._sign = opened
            self._heading = 0
        elif kind == BOLD:
            if opened < 0:
                self._end_bold()
                self._bold_from = -1
        elif opened is None:
            return
        elif kind == CONTAINER:
            self._end_container(opened)
        elif kind == HEAD:
            self._end_head(opened)
        else:
            start, sign, value = opened
            text = " ".join("".join(self._buffer[start:]).split())
            if text or value:
                self._pieces.append(Piece(sign, text, value))

    def _end_container(self, opened: tuple[str, int]) -> None:
        if self._buffer or self._gap:
            self._flush()
        self._tag, self._sign = opened
        node = self._node
        node.last = len(self._blocks)
        parent = node.parent
        if parent:
            parent.text_length += node.text_length
            parent.link_length += node.link_length
            parent.prose += node.prose
            self._node = parent

    def _end_head(self, tag: str) -> None:
        text = "".join(self._collect or ())
        self._collect = None
        if tag == "title":
            self.page.title = " ".join(text.split())
        else:
            self.page.scripts.append(text)

    def _end_link(self) -> None:
        if self._link is None:
            return
        start, attributes = self._link
        buffer = self._buffer
        text = " ".join((buffer[start] if len(buffer) == start + 1 else "".join(buffer[start:])).split())
        if text:
            href = attributes.get("href", "")
            if href and href[0] != "#":
                self._linked += len(text)
            self._anchors.append(new_anchor(Anchor, (href, text, attributes.get("rel", ""))))

    def _end_bold(self) -> None:
        self._bold += len("".join(self._buffer[self._bold_from :]).strip())

    def _said_by(self, picture: dict[str, str]) -> str:
        """What a picture stands for: its `alt`, else the `title` of the link around it."""
        return picture.get("alt") or (self._link[1].get("title", "") if self._link else "")

    def _break_line(self) -> None:
        """A `<br>`: the line so far becomes a block of its own, of the same paragraph."""
        if self._buffer:
            self._line()
        self._gap += 1

    def _flush(self) -> None:
        """End a paragraph."""
        if self._buffer:
            self._line()
        if len(self._blocks) - self._paragraph > 1:
            self._join_lines()
        self._paragraph = len(self._blocks)
        self._gap = 0

    def _join_lines(self) -> None:
        """Lines that break inside sentences are prose when the paragraph as a whole is."""
        lines = self._blocks[self._paragraph :]
        whole = " ".join(line.text for line in lines)
        if len(whole) >= 40 and _is_prose(whole, sum(line.link_length for line in lines)):  # noqa: PLR2004 - labels
            for line in lines:
                if not line.prose and len(line.text) >= SHORT and not line.heading:
                    line.prose = True
                    line.node.prose += len(line.text)

    def _line(self) -> None:  # noqa: C901 - one step, called for each line
        """Close the line under way; links and bold runs that are still open go on in the next one."""
        buffer = self._buffer
        if self._link is not None:
            self._end_link()
            self._link = (0, self._link[1])
        if self._bold_from >= 0:
            self._end_bold()
            self._bold_from = 0
        text = " ".join((buffer[0] if len(buffer) == 1 else "".join(buffer)).split())
        buffer.clear()
        if text and not self._joins_run(text):
            node = self._node
            length = len(text)
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
                block.link_length = linked = min(length, self._linked)
                node.link_length += linked
                if self._begins_run:
                    block.items, self._begins_run = 1, False
            if self._pieces:
                block.pieces = self._pieces
            if self._bold and self._bold >= length - 2:
                block.strong = True
            if length >= 40 and not self._heading and _is_prose(text, block.link_length):  # noqa: PLR2004 - labels
                block.prose = True
                node.prose += length
        if self._anchors:
            self._anchors = []
        if self._pieces:
            self._pieces = []
        self._bold = self._linked = 0

    def _joins_run(self, text: str) -> bool:
        """Add a list item that is a link, with a count or bullet at most, to the one before: menus are one block."""
        if self._tag != "li" or len(self._anchors) != 1 or self._gap or self._pieces or not self._linked:
            return False
        if self._linked != len(text) and text.replace(self._anchors[0].text, "", 1).strip(COUNTS):
            return False
        block = self._blocks[-1] if self._blocks else None
        if block is None or not block.items or block.node is not self._node or block.sign != self._sign:
            self._begins_run = True
            return False
        length = len(text) + 1
        block.text = f"{block.text}\n{text}"
        block.items += 1
        if block.items == 2:  # noqa: PLR2004 - the first to join
            block.anchors = list(block.anchors)
        block.anchors += self._anchors  # type: ignore[operator]
        block.link_length += length
        self._node.text_length += length
        self._node.link_length += length
        return True

    def comment(self, text: Any) -> None:
        """Comments are no text."""

    def close(self) -> Page:
        self._flush()
        return self.page


def _is_prose(text: str, linked: int) -> bool:
    """Tell whether a text reads as sentences: few links, and long or ended as sentences end."""
    if linked * 2 > len(text):
        return False
    return len(text) > LONG or (text[-1] in SENTENCE_ENDS and text.count(" ") > 5)  # noqa: PLR2004 - a short sentence


def flatten(text: str, *, images: bool = False) -> Page:
    """Take a page apart. Never raises on broken HTML: what cannot be parsed gives an empty page.

    Args:
        text: the page.
        images: take a link that is a picture for the words of the picture, as menus of old skins want it.
    """
    if any(character in text for character in UNWANTED):
        text = text.translate(dict.fromkeys(map(ord, UNWANTED)))
    content = text.encode("utf-8", "replace")
    if not content.strip():
        return Page()
    target = _Target(images=images)
    parser = etree.HTMLParser(target=target, encoding="utf-8", recover=True, huge_tree=True)
    with contextlib.suppress(etree.XMLSyntaxError):
        etree.fromstring(content, parser)
    return target.close()
