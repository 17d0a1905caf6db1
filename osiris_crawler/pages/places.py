"""Tells where in the tree of sections a linked section stands: by breadcrumb, lists, headings, labels and menu."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.dates import month_of, year_of, year_range_of
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from osiris_crawler.pages.blocks import Anchor, Block, Node
    from osiris_crawler.pages.breadcrumb import Breadcrumb
    from osiris_crawler.pages.vocabulary import Vocabulary

BESIDE = Sign.NAVIGATION | Sign.ASIDE | Sign.FOOTER | Sign.RELATED | Sign.COMMENTS | Sign.BREADCRUMB
"""Signs of what stands beside the list of a section."""
COUNT = re.compile(r" ?[(\[]\d+(?: \w+)?[)\]]$")
"""The number of its articles behind the title of a section."""


def is_section_label(text: str, words: Vocabulary) -> bool:
    """Tell whether a link is called a year, a month or a section that the site's profile names."""
    if len(text) > 30:  # noqa: PLR2004 - labels are short
        return fold(text) in words.sections
    label = fold(text)
    if label in words.sections or year_range_of(text):
        return True
    if month_of(text) is not None:
        return True
    bare = re.sub(r"\W+|annee|archives?|\d{4}", " ", COUNT.sub("", label)).strip()
    return year_of(text) is not None and not bare


class Places:
    """The places of the sections that one page links to.

    Args:
        blocks: of the page.
        base: address that its links are resolved against.
        menu: `urls.key` of the sections that the home page links to; on other pages they are the site's menu.
    """

    def __init__(
        self, blocks: Sequence[Block], base: str, words: Vocabulary, menu: Collection[str] = ()
    ) -> None:
        self.blocks = blocks
        self.base = base
        self.words = words
        self.menu = menu
        self.known: dict[str, tuple[str, ...]] = {}
        """Path of every section whose place this page shows, by `urls.key`."""

    def learn(self, crumbs: Breadcrumb) -> None:
        """Take the places of the sections that the breadcrumb links to."""
        above: tuple[str, ...] = ()
        for place, (text, href) in enumerate(zip(crumbs.sections, crumbs.section_urls, strict=False)):
            if place == 0 and self.words.is_home(text):
                continue
            above = (*above, text)
            if href:
                self.known.setdefault(urls.key(urls.canonical(href, self.base)), above)

    def place(
        self, address: str, anchor: Anchor, block: Block, own: tuple[str, ...], *, home: bool
    ) -> tuple[str, ...]:
        """Return the path of a linked section: where a list, heading or menu puts it, else below this page.

        Args:
            own: path of the page at hand.
            home: the page is the home page.
        """
        key = urls.key(address)
        if key in self.known:
            return self.known[key]
        above = self._list_parent(block)
        label = self._label(address, anchor.text)
        if above is not None:
            place = (*above, label)
        elif home or not own:
            place = (label,)
        elif key in self.menu or (
            block.sign & BESIDE and not self.menu and not self._continues(anchor.text, own)
        ):
            return ()
        else:
            place = (*own, label)
        self.known[key] = place
        return place

    def _label(self, address: str, text: str) -> str:
        """The text of a link; the address's own words where only they name a section (« La presse »)."""
        words = urls.slug_of(address).replace("-", " ")
        return words if fold(text) not in self.words.sections and fold(words) in self.words.sections else text

    def _continues(self, text: str, own: tuple[str, ...]) -> bool:
        """Tell whether a label follows from the page's own place: months below a year, years below an archive."""
        if not own:
            return False
        if month_of(text) and len(text) < 20:  # noqa: PLR2004 - a label
            return year_of(own[-1]) is not None and (year_of(text) in {None, year_of(own[-1])})
        named = year_of(text) is not None or year_range_of(text) is not None
        return named and year_of(own[-1]) is None and len(text) < 30  # noqa: PLR2004 - a label

    def _list_parent(self, block: Block) -> tuple[str, ...] | None:
        """The place of the section whose list item holds the list that this block stands in."""
        node: Node | None = block.node
        while node is not None and node.parent is not None:
            if node.tag in {"ul", "ol", "dl", "menu", "dir"} and node.first:
                head = self.blocks[node.first - 1]
                nested = head.node is node.parent and head.tag == "li" and head.anchors
                if nested and head.link_share > 0.6:  # noqa: PLR2004 - the link and a sign
                    key = urls.key(urls.canonical(head.anchors[-1].href, self.base))
                    return self.known.get(key)
                if head.node is not node.parent or not head.anchors or head.heading:
                    return self._called(head.text)
            node = node.parent
        return None

    def _called(self, heading: str) -> tuple[str, ...] | None:
        """The place of the known section whose title heads a list (« Articles de presse » above its years)."""
        wanted = fold(heading)
        for place in self.known.values():
            if place and fold(place[-1]) == wanted:
                return place
        return None
