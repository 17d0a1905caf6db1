"""Finds where the text of an article begins, and which class names say nothing on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.dates import read_date_line
from osiris_crawler.items import Role
from osiris_crawler.pages.furniture import is_aside, is_heading, is_keyword_heading, is_line
from osiris_crawler.pages.signs import FURNITURE, ROLE_SIGNS, TAG_SIGNS, Sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from osiris_crawler.pages.blocks import Block, Node, Page
    from osiris_crawler.pages.vocabulary import Vocabulary

FEW_LINES = 8
"""Lines below a title among which a page without a sentence has its text."""
ABOVE_TITLE = 4
"""Lines above a title, itself included, among which its date stands."""
FEW_BLANKS = 3
"""Blanks that the shortest sentence has at least."""
SOFT = Sign.SHARE | Sign.COUNTER | Sign.FORM | Sign.CAPTION
"""Furniture that stands inside articles without ending them."""
HEADING = Sign.SUBTITLE | Sign.DATE | Sign.AUTHOR | Sign.KEYWORDS | Sign.CAPTION | Sign.MODIFIED
"""Signs of what stands between title and text and belongs to neither."""
LITTLE_PROSE = 250
"""Characters of sentences that stand around a form at most: an invitation, and no text."""
NEVER_TEXT = Sign.NAVIGATION | Sign.ASIDE | Sign.FOOTER
"""Elements (`nav`, `aside`, `footer`) that hold no article, as much text as they hold."""
MISLEADING = (Sign.NAVIGATION, Sign.ASIDE, Sign.FOOTER, Sign.FORM, Sign.RELATED, Sign.SHARE, Sign.COUNTER)


def _sign_of_tags(node: Node | None) -> int:
    """The signs of tag names and roles alone, of an element and what is around it."""
    found = 0
    while node is not None:
        found |= TAG_SIGNS.get(node.tag, 0) | ROLE_SIGNS.get(node.attributes.get("role", ""), 0)
        node = node.parent
    return found


def _of_most(prose: Sequence[Block]) -> int:
    """Signs that most of the text carries (a form around everything, `widget` as the name of every box)."""
    claimed = 0
    for block in prose:
        claimed |= block.sign
    if not claimed & FURNITURE:
        return 0
    barred: dict[Node, int] = {}
    for block in prose:
        if block.node not in barred:
            barred[block.node] = _sign_of_tags(block.node) & NEVER_TEXT
    prose = [block for block in prose if not barred[block.node]]
    total = sum([len(block.text) for block in prose])
    found = 0
    for bit in MISLEADING:
        if claimed & bit and sum([len(block.text) for block in prose if block.sign & bit]) > 0.7 * total > 0:
            found |= bit
    return found


def _is_short_sentence(block: Block) -> bool:
    """Tell whether a line is a sentence of a few words, and not a heading, date or name."""
    text = block.text
    plain = not (block.heading or block.strong or block.link_length or block.sign & HEADING)
    return plain and text[-1] in ".!?…»" and text.count(" ") >= FEW_BLANKS and not is_dated(block)


def is_dated(block: Block) -> bool:
    """Tell whether a block is the line that dates an item of a list, or a page."""
    return len(block.text) < 100 and read_date_line(block.text) is not None  # noqa: PLR2004 - a line


def around(block: Block) -> Node:
    """Return the innermost box that holds more than the block."""
    node = block.node
    while node.last - node.first == 1 and node.parent:
        node = node.parent
    return node


class Opening:
    """The first paragraph of one article (`anchor`), and what the page says of what stands around it."""

    def __init__(
        self, page: Page, words: Vocabulary, *, title: Block | None, url: str, trust_names: bool = True
    ) -> None:
        self.page = page
        self.blocks = page.blocks
        self.words = words
        self.url = url
        self.base = urls.folder(url)
        self.title = title
        self.start = title.index + 1 if title else 0
        """Index of the first block that can be text."""
        self.trust_names = trust_names
        """False looks at tags and roles only: for skins whose class names mislead."""
        prose = [block for block in self.blocks[self.start :] if block.prose]
        self.own = (title.sign if title else 0) | _of_most(prose)
        """Furniture signs that say nothing here, since title or text carry them."""
        self.telling = FURNITURE & ~self.own
        self.forms = [node for node in page.nodes if node.tag == "form"]
        self._invitations = [*self._boxes_of_forms()]
        """Boxes with a form and little else below the title."""
        self.prose = sum([len(block.text) for block in prose])
        """Characters below the title that read as sentences."""
        self.anchor = self._first_prose()
        self.anchor = self._short_text() or self.anchor
        if self.anchor is None and self.start:
            self.start = 0  # skins that print the title below the text
            self.anchor = self._first_prose()
            if self.anchor is None and title:
                self.start = title.index + 1

    def without_names(self) -> Opening:
        """Return the same page seen by its tags and roles alone."""
        return Opening(self.page, self.words, title=self.title, url=self.url, trust_names=False)

    @property
    def end_of_heading(self) -> int:
        """Index of the first block of text; in a page without a sentence, of the first heading of furniture."""
        return self.anchor.index if self.anchor else self.end_without_prose()

    def furniture(self, block: Block) -> int:
        """Return the furniture signs of a block that the title does not carry too."""
        return (block.sign if self.trust_names else _sign_of_tags(block.node)) & self.telling

    def _boxes_of_forms(self) -> Iterator[Node]:
        for form in self.forms:
            box = form.parent
            if box and 0 < box.prose < LITTLE_PROSE and box.first >= self.start:
                yield box

    def _first_prose(self) -> Block | None:
        """The first block after the title that reads as sentences and stands in nothing that is furniture."""
        captions = None
        dead: Node | None = None
        for block in self.blocks[self.start :]:
            if dead is not None and block.index < dead.last:
                continue
            if self._ends_text(block):
                dead = around(block)
                if self.title and self.title.inside(dead):
                    break
                continue
            if not block.prose or self.furniture(block) or is_line(block.text) or is_dated(block):
                continue
            if any(map(block.inside, self._invitations)):
                continue
            if block.sign & Sign.CAPTION or self._is_teaser(block):
                captions = captions or block
                continue
            return block
        return captions

    def _short_text(self) -> Block | None:
        """A short sentence right below the title that furniture parts from the first paragraph of the page."""
        end = self.anchor.index if self.anchor else self.end_without_prose()
        for block in self.blocks[self.start : end]:
            if self._is_break(block):
                return None
            if _is_short_sentence(block) and not (self.furniture(block) or is_line(block.text)):
                if self.anchor and not self._is_parted(block, self.anchor):
                    return None
                block.prose = True
                return block
        return None

    def _is_parted(self, block: Block, later: Block) -> bool:
        """Tell whether a paragraph is of something else than a line above it: a list, a comment, a footer."""
        between = self.blocks[block.index + 1 : later.index]
        if any(map(self._is_break, between)) or self._article_ends_between(block, later):
            return True
        near_title = self.blocks[max(0, self.start - ABOVE_TITLE) : block.index]
        return any(map(is_dated, between)) and any(map(is_dated, near_title))

    def _article_ends_between(self, block: Block, later: Block) -> bool:
        """Tell whether an `article` element holds title and block, but not what stands later."""
        node: Node | None = block.node
        while node is not None and not later.inside(node):
            if node.tag == "article" and self.title is not None and self.title.inside(node):
                return True
            node = node.parent
        return False

    def _is_break(self, block: Block) -> bool:
        """Tell whether a block shows that the article has ended, or has not begun."""
        if self._ends_text(block) or is_aside(block.text) or (block.items > 1 and block.link_share > 0.8):  # noqa: PLR2004 - a list of links
            return True
        return bool(self.furniture(block) & ~SOFT) or (block.heading > 0 and block.link_share > 0.8)  # noqa: PLR2004

    def _ends_text(self, block: Block) -> bool:
        """Tell whether a line heads furniture: no text of the article can stand below it in its box."""
        if not is_heading(block.text, self.words) or is_keyword_heading(block.text):
            return False
        return block.link_share < 0.5 and not self.opens_text(block)  # noqa: PLR2004 - a heading, no link

    def opens_text(self, block: Block) -> bool:
        """Tell whether a line that reads like a heading of furniture is a plain line of text above a paragraph."""
        if block.heading or block.strong or block.tag != "p" or block.index + 1 >= len(self.blocks):
            return False
        below = self.blocks[block.index + 1]
        return below.prose and below.tag == "p" and below.node is block.node and not below.anchors

    def _is_teaser(self, block: Block) -> bool:
        """Tell whether a paragraph introduces another page: it stands in one box with a link that heads it."""
        place = block.index - 1
        dated = place >= self.start and is_dated(self.blocks[place])
        before = self.blocks[place - dated] if place - dated >= self.start else None
        if before is None or before.link_share < 0.8 or not before.anchors:  # noqa: PLR2004 - a link and a sign
            return False
        address = urls.canonical(before.anchors[0].href, self.base)
        if urls.key(address) == urls.key(self.url) or urls.role_of(address) is not Role.ARTICLE:
            return False
        cut = block.text.endswith(("(…)", "(...)", "[…]", "[...]", "…", "..."))
        return (before.heading > 0 or len(before.text) > 15) and (cut or dated)  # noqa: PLR2004 - a title, no tool

    def end_without_prose(self) -> int:
        """Return the index of the first heading of furniture after the title, at most a few lines below it."""
        end = min(self.start + FEW_LINES, len(self.blocks))
        for block in self.blocks[self.start : end]:
            if is_heading(block.text, self.words) and not is_keyword_heading(block.text):
                return block.index
        return end

    def sign_of(self, node: Node) -> int:
        """Return the furniture signs of a box that say something here."""
        return (node.sign if self.trust_names else _sign_of_tags(node)) & self.telling
