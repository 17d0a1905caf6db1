"""Reads the links of a home page or a section: sections below, articles with their dates, every page of the listing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from osiris_crawler import urls
from osiris_crawler.dates import month_of, parse_date, read_date_line, year_of, year_range_of
from osiris_crawler.items import Link, Role
from osiris_crawler.pages.breadcrumb import find_breadcrumb, uncut
from osiris_crawler.pages.document import decode
from osiris_crawler.pages.flatten import flatten
from osiris_crawler.pages.marks import read_marks
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.title import find_title
from osiris_crawler.pages.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from osiris_crawler.items import Warning_
    from osiris_crawler.pages.blocks import Anchor, Block, Node, Page
    from osiris_crawler.pages.breadcrumb import Breadcrumb

BESIDE = Sign.NAVIGATION | Sign.ASIDE | Sign.FOOTER | Sign.RELATED | Sign.COMMENTS | Sign.BREADCRUMB
ASIDE = Sign.ASIDE | Sign.FOOTER | Sign.BREADCRUMB
MOST_PAGES = 5000
"""Pages of one listing; more is a trap, or a parameter that is no offset."""
OTHER_LISTS = re.compile(r"forum|comment|mess|synd|site|evenem|agenda|mot|auteur|docu|image|photo|album|sig|fil",
                         re.IGNORECASE)  # fmt: skip
"""Names in pagination parameters (`debut_forums`) of lists that hold neither articles, brèves nor sections."""
NEXT = re.compile(
    r"(?:page )?(?:suivante?|next|plus anciens?|older)\b.*|[>»›→]+|\d{1,5}|\.\.\.|…", re.IGNORECASE
)
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
    reader = _LinkReader(
        page, urls.canonical(url), urls.canonical(page.base, url) if page.base else url, words
    )
    reader.places[urls.key(urls.without_pagination(url))] = own
    reader.menu = menu
    reader.learn_breadcrumb(crumbs, words)
    links = reader.links(own, home=home)
    return Listing(own, links, reader.pages(own), title, list(decoded.warnings))


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

    def __init__(self, page: Page, url: str, base: str, words: Vocabulary) -> None:
        self.blocks = page.blocks
        self.url = url
        self.base = base
        self.words = words
        self.site = urls.site_of(url)
        self.first_page = urls.without_pagination(url)
        self.places: dict[str, tuple[str, ...]] = {}
        """Path of every section whose place this page shows, by `urls.key`."""
        self.menu: Collection[str] = ()
        self._main = 0
        self._offsets: dict[str, set[int]] = {}

    def learn_breadcrumb(self, crumbs: Breadcrumb, words: Vocabulary) -> None:
        """Take the places of the sections that the breadcrumb links to."""
        above: tuple[str, ...] = ()
        for place, (text, href) in enumerate(zip(crumbs.sections, crumbs.section_urls, strict=False)):
            if place == 0 and words.is_home(text):
                continue
            above = (*above, text)
            if href:
                self.places.setdefault(urls.key(urls.canonical(href, self.base)), above)

    def links(self, own: tuple[str, ...], *, home: bool) -> list[Link]:
        """Return sections and articles, each with its path as far as this page tells it."""
        found: dict[str, Link] = {}
        self._main = self._find_main()
        for block in self.blocks:
            for anchor in block.anchors:
                link = self._link(anchor, block, own, home=home)
                if link is None:
                    continue
                known = found.get(urls.key(link.url))
                found[urls.key(link.url)] = link if known is None else _merged(known, link)
        return list(found.values())

    def _find_main(self) -> int:
        """The signs that the list of this section carries: those of most links with a date, none when undecided.

        A class name such as `menu` or `colonne` does not put a list beside another when it is the only one.
        """
        votes: dict[int, int] = {0: 0}
        for block in self.blocks:
            for anchor in block.anchors:
                address = urls.canonical(anchor.href, self.base)
                if urls.site_of(address) == self.site and urls.role_of(address) is Role.ARTICLE:
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
        if not address or urls.site_of(address) != self.site or VIEWS.search(urlsplit(address).query):
            return None
        if self._note_page(address, anchor, block):
            return None
        first = urls.without_pagination(address)
        crossed = first == address and "debut" in urlsplit(address).query
        if crossed or urls.key(first) == urls.key(self.first_page):
            return None
        role = self._role(first, anchor.text)
        if role is Role.SECTION:
            path = self._place(first, anchor, block, own, home=home)
            return Link(urls.canonical(first), role, anchor.text, path)
        if role in {Role.ARTICLE, Role.BREVE}:
            beside = home or self._is_beside(block)
            listed_on = self._date_beside(block, anchor)
            return Link(urls.canonical(first), role, anchor.text, () if beside else own, listed_on)
        return None

    def _role(self, address: str, text: str) -> Role:
        """By the address; what looks like an article but is called a year, month or named section is a section."""
        role = urls.role_of(address)
        if role is Role.ARTICLE and not urls.number_of(address) and self._is_section_label(text):
            return Role.SECTION
        return role

    def _is_section_label(self, text: str) -> bool:
        if len(text) > 30:  # noqa: PLR2004 - labels are short
            return fold(text) in self.words.sections
        label = fold(text)
        if label in self.words.sections or year_range_of(text):
            return True
        bare = re.sub(r"\W+|annee|archives?|\d{4}", " ", label).strip()
        return (year_of(text) is not None or month_of(text) is not None) and (
            not bare or month_of(bare) is not None
        )

    def _place(
        self, address: str, anchor: Anchor, block: Block, own: tuple[str, ...], *, home: bool
    ) -> tuple[str, ...]:
        """The path of a linked section: where a list, heading or menu puts it, else below this page."""
        key = urls.key(address)
        if key in self.places:
            return self.places[key]
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
        self.places[key] = place
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
                    return self.places.get(key)
                if head.node is not node.parent or not head.anchors or head.heading:
                    return self._called(head.text)
            node = node.parent
        return None

    def _called(self, heading: str) -> tuple[str, ...] | None:
        """The place of the known section whose title heads a list (« Articles de presse » above its years)."""
        wanted = fold(heading)
        for place in self.places.values():
            if place and fold(place[-1]) == wanted:
                return place
        return None

    # ------------------------------------------------------------ dates beside links

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

    # ------------------------------------------------------------ pagination

    def _note_page(self, address: str, anchor: Anchor, block: Block) -> bool:
        """Take note of a link to another page of this listing; False when it is something else."""
        page = urls.pagination_of(address)
        if page is None or urls.key(urls.without_pagination(address)) != urls.key(self.first_page):
            return False
        if OTHER_LISTS.search(page.name.removeprefix("debut")):
            return True
        if not page.name.lower().startswith("debut"):
            in_pager = block.sign & Sign.NAVIGATION or anchor.rel in {"next", "prev"}
            if not (NEXT.fullmatch(anchor.text) or in_pager):
                return True
        self._offsets.setdefault(page.name, set()).add(page.offset)
        return True

    def pages(self, own: tuple[str, ...]) -> list[Link]:
        """Return every other page of this listing, those between the offsets that its control names included."""
        here = urls.pagination_of(self.url)
        found = []
        for name, offsets in self._offsets.items():
            if here and here.name != name:
                continue  # two paginations crossed give every page many addresses
            known = offsets | ({here.offset} if here else set())
            for offset in _all_offsets(known):
                if offset and (here is None or offset != here.offset):
                    address = urls.with_pagination(self.first_page, name, offset)
                    found.append(Link(address, Role.SECTION, "", own))
        return found


def _all_offsets(known: Iterable[int]) -> list[int]:
    """Fill the gaps between the offsets of a pagination control."""
    offsets = sorted(o for o in known if o > 0)
    if not offsets:
        return []
    step = math.gcd(*offsets)
    if step == 0 or offsets[-1] // step > MOST_PAGES:
        return offsets
    return list(range(min(step, offsets[0]), offsets[-1] + 1, step))


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
