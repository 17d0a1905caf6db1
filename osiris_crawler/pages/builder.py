"""Makes a page of its tags and texts, while they are read: a tree of Python objects would cost more time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from osiris_crawler.pages import tags
from osiris_crawler.pages.blocks import Block, Node, Piece
from osiris_crawler.pages.lines import LONG_LINK, LineBuilder, anchor_of, known_anchor
from osiris_crawler.pages.markup import Untidy
from osiris_crawler.pages.signs import OWN

if TYPE_CHECKING:
    from osiris_crawler.pages.link_runs import Run
    from osiris_crawler.pages.tags import Steps, Tag


class PageBuilder(LineBuilder):
    """Takes the tags and texts of a page in order, with the ends of all elements.

    Args:
        images: take a link that is a picture for the words of the picture.
    """

    starts: ClassVar[Steps]
    """What to do at the start of an element, by the kind of its tag."""
    ends: ClassVar[Steps]

    def __init__(self, *, images: bool = False) -> None:
        super().__init__()
        self.images = images
        self._stack: list[Any] = []
        """What ends of elements go back to: tag and signs, link or bold run around, a place in the buffer."""

    # ------------------------------------------------------------ the head

    def start_root(self, tag: Tag) -> None:
        """Take note of what `html` or `body` says of the page, and hold the rest."""
        get = tag.attributes.get
        if tag.name == "body":
            self.page.body_names = f"{get('class', '')} {get('id', '')}".strip()
        else:
            self.page.language = get("lang") or get("xml:lang") or ""
        self.start_container(tag)

    def take_meta(self, tag: Tag) -> None:
        """Take note of a `meta`, `link` or `base`."""
        page = self.page
        if tag.name == "meta":
            page.metas.append(dict(tag.attributes))
        elif tag.name == "link":
            page.links.append(dict(tag.attributes))
        else:
            page.base = page.base or tag.href

    def texts(self, tag: Tag, text: str) -> None:
        """Take the whole text of a title (the first counts) or of a JSON-LD script."""
        if tag.name == "script":
            self.page.scripts.append(text)
        elif not self.page.title:
            self.page.title = " ".join(text.split())

    # ------------------------------------------------------------ elements

    def start_leaf(self, tag: Tag) -> None:
        """Begin a paragraph."""
        if self.buffer or self._gap:
            self._flush()
        self._stack.append((self._tag, self._sign))
        self._tag = tag.name
        own = tag.sign
        if own:
            self._sign = (self._sign & ~OWN | own) if own & OWN else self._sign | own
        if tag.heading:
            self._heading = tag.heading

    def end_leaf(self, tag: Tag) -> None:  # noqa: ARG002 - all ends are called alike
        """End a paragraph."""
        if self.buffer or self._gap:
            self._flush()
        self._tag, self._sign = self._stack.pop()
        self._heading = 0

    def start_container(self, tag: Tag) -> None:
        """Begin a box."""
        if self.buffer or self._gap:
            self._flush()
        sign = self._sign
        self._stack.append((self._tag, sign))
        own = tag.sign if tag.kind != tags.ROOT else 0
        if own:
            self._sign = sign = (sign & ~OWN | own) if own & OWN else sign | own
        self._tag = tag.name
        self._node = node = Node(tag.name, self._node, sign, own, tag.attributes, len(self._blocks))
        self.page.nodes.append(node)

    def end_container(self, tag: Tag) -> None:  # noqa: ARG002
        """End a box, and count its text for the one around it."""
        if self.buffer or self._gap:
            self._flush()
        self._tag, self._sign = self._stack.pop()
        node = self._node
        node.last = len(self._blocks)
        parent = node.parent
        if parent:
            parent.text_length += node.text_length
            parent.link_length += node.link_length
            parent.prose += node.prose
            self._node = parent

    def skip_hidden(self, tag: Tag) -> None:  # noqa: ARG002
        """End the paragraph before something that is not shown."""
        if self.buffer or self._gap:
            self._flush()

    def take_rule(self, tag: Tag) -> None:  # noqa: ARG002
        """End the paragraph before a line across the page."""
        if self.buffer or self._gap:
            self._flush()
        self._heading = 0

    def start_piece(self, tag: Tag) -> None:  # noqa: ARG002
        """Begin words that say what they are."""
        self._stack.append(len(self.buffer))

    def end_piece(self, tag: Tag) -> None:
        """End words that say what they are."""
        get = tag.attributes.get
        text = " ".join("".join(self.buffer[self._stack.pop() :]).split())
        value = get("datetime") or get("content") or get("title") or ""
        if text or value:
            self._pieces.append(Piece(tag.sign, text, value))

    def take_image(self, tag: Tag) -> None:
        """Take what a picture says, or a blank; fields of forms are pictures, too."""
        said = None
        if tag.name == "input" and tag.attributes.get("type", "").strip().lower() == "password":
            self.page.asks_password = True
        if self._heading or (self.images and self._link):  # a title or, in a menu, a link may be a picture
            said = tag.attributes.get("alt") or (
                self._link[1].attributes.get("title") if self._link else None
            )
        self.buffer.append(f" {said} " if said else " ")

    def take_menu(self, menu: Any) -> None:
        """Take a list of links that is known (`tags.Menu`), as if its items came one by one."""
        if self._link is not None or self._bold_from >= 0 or self._heading:
            raise Untidy
        self.start_container(menu)
        if self._anchors or self._pieces:
            raise Untidy
        if self._run:
            self._end_run()
        own, sign, model, node = menu.item_sign, self._sign, menu.block, self._node
        if own:
            sign = (sign & ~OWN | own) if own & OWN else sign | own
        block = Block(len(self._blocks), node, model.text, model.tag, sign)
        block.anchors, block.items, block.link_length = model.anchors, model.items, model.link_length
        block.prose, block.strong = model.prose, model.strong
        self._blocks.append(block)
        self._paragraph = len(self._blocks)
        node.text_length, node.link_length = menu.node.text_length, menu.node.link_length
        node.prose = menu.node.prose
        self.end_container(menu)

    # ------------------------------------------------------------ links and bold runs

    def link(self, tag: Tag, text: str) -> None:
        """Take a link without elements inside."""
        if self.buffer or not text.isspace():
            self.buffer.append(text)
            anchor = known_anchor(tag, text) if len(text) < LONG_LINK else anchor_of(tag, text)
            if anchor:
                if tag.leads:
                    self._linked += len(anchor.text)
                self._anchors.append(anchor)

    def run(self, run: Run) -> None:
        """Take links side by side that are known, as if they came one by one."""
        self.buffer.append(run.text)
        self._anchors += run.anchors
        self._linked += run.linked

    def start_link(self, tag: Tag) -> None:
        """Begin a link."""
        self._stack.append(self._link)
        self._link = (len(self.buffer), tag)

    def end_link(self, tag: Tag) -> None:  # noqa: ARG002
        """End a link."""
        self._close_link()
        self._link = self._stack.pop()

    def start_bold(self, tag: Tag) -> None:  # noqa: ARG002
        """Begin a bold run, or go on in one."""
        self._stack.append(self._bold_from)
        if self._bold_from < 0:
            self._bold_from = len(self.buffer)

    def end_bold(self, tag: Tag) -> None:  # noqa: ARG002
        """End a bold run, unless it goes on."""
        if self._stack.pop() < 0:
            self._close_bold()
            self._bold_from = -1

    # ------------------------------------------------------------ lines

    def take_break(self, tag: Tag) -> None:  # noqa: ARG002
        """A `<br>`: the line so far becomes a block of its own, of the same paragraph."""
        if self.buffer:
            self._line()
        self._gap += 1

    def item(self, leaf: Tag, tag: Tag, text: str) -> None:
        """Take a list item that holds a link and nothing else."""
        if self.buffer or self._gap:
            self._flush()
        if self._run_node is self._node and not self._anchors and not self._pieces and tag.leads:
            own, sign = leaf.sign, self._sign
            if own:
                sign = (sign & ~OWN | own) if own & OWN else sign | own
            if sign == self._blocks[-1].sign and self._link is None and self._bold_from < 0:
                self._bold = self._linked = self._heading = 0
                anchor = known_anchor(tag, text) if len(text) < LONG_LINK else anchor_of(tag, text)
                if anchor:
                    self._join_run(anchor.text, anchor)
                return
        self.start_leaf(leaf)
        self.link(tag, text)
        self.end_leaf(leaf)

    def comment(self, text: Any) -> None:
        """Comments are no text."""


def _nothing(builder: PageBuilder, tag: Tag) -> None:
    """Do nothing."""


PageBuilder.starts = tags.steps(
    {
        tags.LINK: PageBuilder.start_link,
        tags.LEAF: PageBuilder.start_leaf,
        tags.CONTAINER: PageBuilder.start_container,
        tags.BOLD: PageBuilder.start_bold,
        tags.PIECE: PageBuilder.start_piece,
        tags.BREAK: PageBuilder.take_break,
        tags.IMAGE: PageBuilder.take_image,
        tags.RULE: PageBuilder.take_rule,
        tags.META: PageBuilder.take_meta,
        tags.MENU: PageBuilder.take_menu,
        tags.ROOT: PageBuilder.start_root,
        tags.HIDDEN: PageBuilder.skip_hidden,
    },
    _nothing,
)
PageBuilder.ends = tags.steps(
    {
        tags.LINK: PageBuilder.end_link,
        tags.LEAF: PageBuilder.end_leaf,
        tags.CONTAINER: PageBuilder.end_container,
        tags.BOLD: PageBuilder.end_bold,
        tags.PIECE: PageBuilder.end_piece,
        tags.ROOT: PageBuilder.end_container,
    },
    _nothing,
)
