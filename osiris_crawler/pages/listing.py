"""Reads the links of a home page or a section: sections below, articles with their dates, every page of the listing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from osiris_crawler import urls
from osiris_crawler.dates import parse_date, read_date_line
from osiris_crawler.items import Link, Role
from osiris_crawler.pages.breadcrumb import find_breadcrumb, uncut
from osiris_crawler.pages.document import decode
from osiris_crawler.pages.flatten import flatten
from osiris_crawler.pages.kind import is_home_page
from osiris_crawler.pages.marks import read_marks
from osiris_crawler.pages.paging import Paging
from osiris_crawler.pages.places import BESIDE, Places, is_section_label
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.title import find_title
from osiris_crawler.pages.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from osiris_crawler.items import Warning_
    from osiris_crawler.pages.blocks import Anchor, Block
    from osiris_crawler.pages.breadcrumb import Breadcrumb

ASIDE = Sign.ASIDE | Sign.FOOTER | Sign.BREADCRUMB
VIEWS = re.compile(
    r"(?:^|&)(?:date|annee|mois|jour|year|month|day|tri|sort|order|view|vue|calendrier|archives?)=",
    re.IGNORECASE,
)
DEFAULT_WORDS = Vocabulary()


@dataclass(slots=True)
class Listing:
    """What a home page or section shows."""

    path: tuple[str, ...]
    """Titles from the top section down to this page, by its breadcrumb and heading; empty when it has neither."""
    links: list[Link] = field(default_factory=list)
    """Sections, articles and brèves; every address once, without the pages of this listing."""
    pages: list[Link] = field(default_factory=list)
    """The other pages of this listing, by every pagination it has."""
    title: str = ""
    warnings: list[Warning_] = field(default_factory=list)
    is_home: bool = False
    """The home page stands under the address of a section (an accident of a cache)."""


def read_listing(
    html: bytes,
    url: str,
    *,
    charset: str | None = None,
    words: Vocabulary = DEFAULT_WORDS,
    path: Sequence[str] = (),
    menu: Collection[str] = (),
) -> Listing:
    """Read a home page or section.

    Args:
        html: the page, content codings undone.
        url: the address it was asked under.
        charset: the charset of the Content-Type header.
        words: section names of the site.
        path: section titles by which the crawl reached the page, for skins without a breadcrumb.
        menu: `urls.key` of the sections that the home page links to; on other pages they are the site's menu.
    """
    decoded = decode(html, charset)
    page = flatten(decoded.text, images=True)
    marks = read_marks(page, url)
    crumbs = find_breadcrumb(page, marks, words)
    title = find_title(page, marks, crumbs, url).text
    home = urls.role_of(urls.without_pagination(url)) is Role.HOME
    own = () if home else _own_path(crumbs, title, words) or tuple(path)
    address, base = urls.canonical(url), urls.canonical(page.base, url) if page.base else urls.canonical(url)
    places = Places(page.blocks, base, words, menu)
    places.known[urls.key(urls.without_pagination(url))] = own
    places.learn(crumbs)
    reader = _LinkReader(page.blocks, address, places)
    links = reader.links(own, home=home)
    strange = not home and not crumbs.sections and not crumbs.leaf and is_home_page(page, marks, url)
    return Listing(own, links, reader.paging.pages(own), title, list(decoded.warnings), strange)


def _own_path(crumbs: Breadcrumb, title: str, words: Vocabulary) -> tuple[str, ...]:
    """The breadcrumb without Accueil, ended by the section itself, whole where the heading has it whole."""
    sections = [s for i, s in enumerate(crumbs.sections) if i or not words.is_home(s)]
    leaf, cut = uncut(crumbs.leaf)
    if leaf:
        whole = title if cut and fold(title).startswith(fold(leaf)) else crumbs.leaf
        return (*sections, whole)
    if sections and title and fold(sections[-1]) != fold(title):
        return (*sections, title)
    return tuple(sections)


class _LinkReader:
    """Gathers the links of one page."""

    def __init__(self, blocks: Sequence[Block], url: str, places: Places) -> None:
        self.blocks = blocks
        self.places = places
        self.base = places.base
        self.site = urls.site_of(url)
        self.paging = Paging(url)
        self._main = 0
        self._all_end_so = any(
            anchor.href.rstrip().endswith("-/")
            and urls.role_of(urls.canonical(anchor.href, self.base)) is Role.SECTION
            for block in blocks
            for anchor in block.anchors
        )
        """The site ends all its addresses in `/`: its sections carry a mark, what has none is an article."""

    def links(self, own: tuple[str, ...], *, home: bool) -> list[Link]:
        """Return sections and articles, each with its path as far as this page tells it."""
        found: dict[str, Link] = {}
        self._main = self._find_main()
        for block in self.blocks:
            for anchor in block.anchors:
                link = self._link(anchor, block, own, home=home)
                if link is None:
                    continue
                key = urls.key(link.url)
                known = found.get(key)
                found[key] = link if known is None else _merged(known, link)
        return list(found.values())

    def _find_main(self) -> int:
        """The signs that the list of this section carries: those of most links with a date, none when undecided.

        A class name such as `menu` or `colonne` does not put a list beside another when it is the only one.
        """
        votes: dict[int, int] = {0: 0}
        for block in self.blocks:
            for anchor in block.anchors:
                address = urls.canonical(anchor.href, self.base)
                if urls.site_of(address) == self.site and self._role_of(address) is Role.ARTICLE:
                    sign = block.sign & BESIDE
                    votes[sign] = (
                        votes.get(sign, 0) + (2 if self._date_beside(block, anchor) else 0) + (sign == 0)
                    )
        return max(votes, key=lambda sign: (votes[sign], sign == 0))

    def _is_beside(self, block: Block) -> bool:
        """Tell whether a link stands beside the list of this section."""
        sign = block.sign & BESIDE
        return sign not in {self._main, 0} or (sign == 0 and self._main != 0 and bool(block.sign & ASIDE))

    def _link(self, anchor: Anchor, block: Block, own: tuple[str, ...], *, home: bool) -> Link | None:
        address = urls.canonical(anchor.href, self.base)
        if not address or urls.site_of(address) != self.site:
            return None
        query = urlsplit(address).query if "?" in address else ""
        if (query and VIEWS.search(query)) or self.paging.takes(address, anchor, block):
            return None
        first = urls.without_pagination(address)
        crossed = first == address and "debut" in query
        if crossed or urls.key(first) == self.paging.first_key:
            return None
        role = self._role(first, anchor.text)
        if role is Role.SECTION:
            path = self.places.place(first, anchor, block, own, home=home)
            return Link(urls.canonical(first), role, anchor.text, path)
        if role in {Role.ARTICLE, Role.BREVE}:
            beside = home or self._is_beside(block)
            listed_on = self._date_beside(block, anchor)
            return Link(urls.canonical(first), role, anchor.text, () if beside else own, listed_on)
        return None

    def _role(self, address: str, text: str) -> Role:
        """By the address; what looks like an article but is called a year, month or named section is a section."""
        role = self._role_of(address)
        if role is Role.ARTICLE and not urls.number_of(address) and is_section_label(text, self.places.words):
            return Role.SECTION
        return role

    def _role_of(self, address: str) -> Role:
        role = urls.role_of(address)
        if role is Role.SECTION and self._all_end_so and urls.is_open_folder(address):
            return Role.ARTICLE
        return role

    def _date_beside(self, block: Block, anchor: Anchor) -> str:
        """ISO day printed with a link: on its line, or on one of the lines around it before the next link."""
        rest = block.text.replace(anchor.text, " ", 1).strip(" -–—|,·:()")
        if rest and len(rest) < 100 and (iso := _day(rest)):  # noqa: PLR2004 - a line
            return iso
        for step in (range(block.index + 1, block.index + 4), range(block.index - 1, block.index - 3, -1)):
            for index in step:
                if not 0 <= index < len(self.blocks):
                    break
                near = self.blocks[index]
                if near.anchors and near.link_share > 0.8:  # noqa: PLR2004 - the next item
                    break
                if len(near.text) < 100 and (iso := _day(near.text)):  # noqa: PLR2004 - a line
                    return iso
        return ""


def _day(text: str) -> str:
    line = read_date_line(text)
    date = line.date if line else parse_date(text)
    return date.iso if date else ""


def _merged(known: Link, link: Link) -> Link:
    """Two links to one address: the longer text and path, and any date."""
    return replace(
        known,
        text=max(known.text, link.text, key=len),
        path=max(known.path, link.path, key=len),
        listed_on=known.listed_on or link.listed_on,
    )
