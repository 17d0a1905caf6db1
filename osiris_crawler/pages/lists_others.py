"""Tells a page that lists articles from one that is an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.pages.furniture import is_heading
from osiris_crawler.pages.keyword import KEYWORD_PATH
from osiris_crawler.pages.opening import is_dated
from osiris_crawler.pages.signs import Sign

if TYPE_CHECKING:
    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.opening import Opening
    from osiris_crawler.pages.title import Title

LISTED = 3
"""Items from which a page without a text of its own is a listing."""
CUTS = ("(…)", "(...)", "[…]", "[...]")


def lists_others(page: Page, url: str, opening: Opening, title: Title, *, dated: bool) -> bool:
    """Tell whether links to other articles, each with its date or introduction, stand where the text should.

    One paragraph above a list whose items have their dates introduces a section.

    Args:
        page: the page.
        url: its address.
        opening: where its text begins, if it has any.
        title: its title.
        dated: a date line stands with the title; then only a title that nothing confirms can be a listing's.
    """
    if dated and title.agreed:
        return False
    seen = _Seen()
    own, base = urls.key(url), urls.folder(url)
    for block in page.blocks[opening.start if title.agreed or dated else 0 :]:
        if opening.furniture(block) & ~Sign.RELATED:
            continue
        if seen.is_text(block) or (seen.texts and is_heading(block.text, opening.words)):
            return False
        if is_item(block, base, own):
            seen.items += max(1, block.items)
        enough = seen.items >= LISTED or (seen.items > 1 and not title.agreed)
        if enough and (not seen.texts or seen.dates >= LISTED):
            return True
    unmarked = title.block is None or title.block.heading == 0
    return seen.items > 0 and not seen.texts and opening.anchor is None and unmarked


class _Seen:
    """What has been seen so far, from the title down."""

    def __init__(self) -> None:
        self.items = 0
        self.dates = 0
        """Date lines below the first item."""
        self.texts = 0
        """Paragraphs above the first item."""
        self._previous: Block | None = None

    def is_text(self, block: Block) -> bool:
        """Take note of a block; tell whether it makes a text of what is above it: two paragraphs do."""
        before, self._previous = self._previous, block
        if block.prose and before is not None and before.prose and before.paragraph != block.paragraph:
            return True
        if self.items:
            self.dates += is_dated(block)
        elif block.prose and not block.text.endswith(CUTS):
            self.texts += 1
        return self.texts > 1


def is_item(block: Block, base: str, own: str) -> bool:
    """Tell whether a line is a link to another article, by its title.

    Args:
        block: the line.
        base: address that its links are resolved against.
        own: `urls.key` of the page.
    """
    if block.link_share < 0.8 or not block.anchors or len(block.text) < 15:  # noqa: PLR2004 - a title as link
        return False
    if KEYWORD_PATH.search(block.anchors[0].href):
        return False
    address = urls.canonical(block.anchors[0].href, base)
    return urls.key(address) != own and urls.role_of(address) in {Role.ARTICLE, Role.BREVE}
