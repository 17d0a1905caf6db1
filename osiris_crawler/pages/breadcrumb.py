"""Finds the breadcrumb: the sections from Accueil down to the page, whole where the page prints them whole."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.marks import Marks
    from osiris_crawler.pages.vocabulary import Vocabulary

SEPARATORS = re.compile(r"\s*(?:>+|»|›|→|⟩|▸|►|\||/|\\|::|·|•|–|—| - )\s*")
LEAD = re.compile(
    r"(?:vous [êe]tes? (?:ici|dans)(?= ?[:>])|vous [êe]tes? ici|you are here|navigation|chemin"
    r"|fil d['’]ariane|o[ùu] suis-je)\s*[:?>]*\s*",
    re.IGNORECASE,
)
PARTS_OF_LEAD = ("vou", "you", "nav", "chem", "l d", "-je")
"""Each form of `LEAD` has one of them."""
CUT = re.compile(r"\s*(?:\(…\)|\(\.\.\.\)|\[…\]|\[\.\.\.\]|…|\.\.\.)$")
CUT_ENDS = frozenset("…).]\n")
LEADING = " \n>»›→|/:•·-"
"""Signs before the first crumb, and the blanks that lines hold."""
BETWEEN = " >»›→⟩▸►|/\\•·–—&"
"""What parts two links where no crumb stands between them."""
MENU = re.compile(
    r"contact|plan(?: du site)?|recherche|mentions legales|se connecter|espace prive|admin|credits|rss|liens"
    r"|en resume|forum|agenda|newsletter|a propos|qui sommes-nous ?\??|statistiques.*|connexion"
)
NO_SECTION = frozenset({Role.OTHER, Role.FEED, Role.ASSET})
OF_ONE_ARTICLE = "id_article="
"""What links to an article have in SPIP's own addresses: to print it, to send it."""
SOMEWHERE = "http://site.invalid/"
LONGEST_CRUMB = 60
MOST_CRUMBS = 12
LONGEST = 700


class Breadcrumb(NamedTuple):
    """The crumbs from Accueil down, and the last item when it is the page itself."""

    sections: tuple[str, ...]
    """From Accueil (included when printed) to the section of the page."""
    leaf: str = ""
    """The last item, cut as printed; empty when the breadcrumb ends with the section."""
    first: int = -1
    """Index of its first and, exclusive, last block; -1 when it comes from JSON-LD."""
    last: int = -1
    section_urls: tuple[str, ...] = ()
    """Addresses of `sections`, as written; empty strings where a crumb is no link."""


def path_lines(page: Page, words: Vocabulary) -> Iterator[Block]:
    """Yield the lines that may be a breadcrumb or begin one; that most are none is told at little cost."""
    heads, begins_at_home = words.heads_of_home, words.begins_at_home.match
    for block in page.blocks:
        text, anchors = block.text, block.anchors
        if len(text) > LONGEST:
            continue
        head = text[:3].lower()
        plain = (
            head.isascii() and head[0].isalnum()
        )  # then the line begins with a label of home or not at all
        if (
            block.sign & Sign.BREADCRUMB
            or ((not plain or head.startswith(heads)) and begins_at_home(text))
            or (len(anchors) > 1 and _is_chain(text))
            or (anchors and text.startswith(anchors[0].text) and _leads_home(anchors[0].href))
        ):
            yield block


def find_breadcrumb(
    page: Page, marks: Marks, words: Vocabulary, lines: Iterable[Block] | None = None
) -> Breadcrumb:
    """Return the breadcrumb of a page; without sections when none is found.

    Args:
        lines: `path_lines` of the page.
    """
    best: Breadcrumb | None = None
    for block in path_lines(page, words) if lines is None else lines:
        found = _from_block(block, words) or _from_run(page.blocks, block, words)
        if found and (
            best is None or len(found.sections) > len(best.sections) or block.sign & Sign.BREADCRUMB
        ):
            best = found
            if block.sign & Sign.BREADCRUMB:
                break
        if best and block.index > best.last + 60:
            break
    if best:
        return best
    if len(marks.breadcrumb) > 1:
        return Breadcrumb(tuple(marks.breadcrumb[:-1]), marks.breadcrumb[-1])
    return Breadcrumb(())


def nearer_breadcrumb(
    page: Page, found: Breadcrumb, words: Vocabulary, title: str, lines: Iterable[Block]
) -> Breadcrumb | None:
    """Return another path of the page whose last item is its title: then what was found first is a menu."""
    wanted = fold(title)
    for block in lines:
        if found.first <= block.index < found.last:
            continue
        other = _from_block(block, words) or _from_run(page.blocks, block, words)
        leaf = fold(uncut(other.leaf)[0]) if other else ""
        if other and leaf and wanted.startswith(leaf) and len(other.sections) > 1:
            return other
    return None


def _is_chain(text: str) -> bool:
    return ">" in text or "»" in text or "›" in text or "→" in text


def _leads_home(href: str) -> bool:
    if OF_ONE_ARTICLE in href:  # on each page another one, not worth remembering
        return False
    return _is_address_of_home(href)


@lru_cache(maxsize=4096)
def _is_address_of_home(href: str) -> bool:
    return urls.role_of(urls.canonical(href, SOMEWHERE)) is Role.HOME


def _is_home(text: str, href: str, words: Vocabulary) -> bool:
    if href.endswith(("page=accueil", "page=sommaire")):
        return True
    return words.is_home(text) or (bool(href) and _leads_home(href))


def _may_be(block: Block, text: str, words: Vocabulary) -> bool:
    """Tell whether a line looks like a path: it begins at home, or is marked as one, or chains sections by `>`."""
    anchors = block.anchors
    if block.sign & Sign.BREADCRUMB or words.is_home(SEPARATORS.split(text, maxsplit=1)[0].strip()):
        return True
    if not anchors:
        return False
    if text.startswith(anchors[0].text) and _is_home(anchors[0].text, anchors[0].href, words):
        return True
    return (
        len(anchors) > 1
        and _is_chain(text)
        and all(urls.role_of(urls.canonical(a.href, SOMEWHERE)) in {Role.SECTION, Role.HOME} for a in anchors)
    )


def _from_block(block: Block, words: Vocabulary) -> Breadcrumb | None:
    """Read a breadcrumb that is one line: links parted by signs, or bare text parted by one sign."""
    if block.items:
        return None
    if len(block.text) < 8:  # noqa: PLR2004 - two crumbs
        return None
    text = LEAD.sub("", block.text, count=1) if LEAD.match(block.text) else block.text
    text = text.lstrip(LEADING)
    if len(text) < 8 or not _may_be(block, text, words):  # noqa: PLR2004 - two crumbs
        return None
    anchors = [a for a in block.anchors if a.text]
    if not SEPARATORS.search(text) and len(anchors) < 4:  # noqa: PLR2004 - signs may be pictures
        return None
    if anchors and text.startswith(anchors[0].text):
        crumbs: list[tuple[str, str]] = []
        position = 0
        for anchor in anchors:
            place = text.find(anchor.text, position)
            between = text[position:place] if place >= 0 else "x"
            if crumbs and between.strip(BETWEEN):  # a crumb that is no link may stand between two links
                crumbs += [(part.strip(), "") for part in SEPARATORS.split(between) if part.strip(" &")]
            crumbs.append((anchor.text, anchor.href))
            position = place + len(anchor.text)
        leaf = text[position:].lstrip(LEADING).strip(" >»›")
        return _checked(crumbs, leaf, block.index, block.index + 1, words)
    first = SEPARATORS.search(text)
    if first and first[0].strip():
        parts = _quotes_joined([part.strip() for part in text.split(first[0].strip())], first[0].strip())
        if len(parts) > 1 and all(parts):
            href = {a.text: a.href for a in anchors}
            crumbs = [(part, href.get(part, "")) for part in parts[:-1]]
            return _checked(crumbs, parts[-1], block.index, block.index + 1, words)
    return None


def _quotes_joined(parts: list[str], sign: str) -> list[str]:
    """Put together again what was parted inside or behind a quotation, where crumbs are parted by `»`."""
    joined: list[str] = []
    for part in parts:
        if joined and sign == "»" and joined[-1].count("«") > joined[-1].count("»"):
            joined[-1] = f"{joined[-1]} » {part}".strip()
        else:
            joined.append(part)
    return joined


def _from_run(  # noqa: C901 - one walk over the items
    blocks: Sequence[Block], first: Block, words: Vocabulary
) -> Breadcrumb | None:
    """Read a breadcrumb whose items are blocks of their own: list items, cells, boxes of one container."""
    marked = bool(first.sign & Sign.BREADCRUMB)
    if first.heading or (first.prose and not marked):
        return None  # ends a run, and so begins none
    bare = _without_lead(first.text.partition("\n")[0]).lstrip(LEADING).strip(" >»›/|:")
    href = first.anchors[0].href if first.anchors and first.link_share > 0.6 else ""  # noqa: PLR2004 - the crumb
    before = blocks[first.index - 1] if first.index else None
    begins = before is None or not before.sign & Sign.BREADCRUMB
    if len(bare) > LONGEST_CRUMB or not (
        words.is_home(bare) or (marked and begins) or (href and _is_home(bare, href, words))
    ):
        return None
    alone = first.node.last - first.node.first == 1 and not first.items
    parent = first.node.parent if alone and first.node.parent else first.node
    crumbs: list[tuple[str, str]] = []
    leaf, end = "", first.index
    for block in blocks[first.index : first.index + 2 * MOST_CRUMBS]:
        if not block.inside(parent) or block.heading or (block.prose and not marked):
            break
        text = _without_lead(block.text).lstrip(LEADING).strip(" >»›→⟩▸►/|\\·•")
        end = block.index + 1
        if not text:
            continue
        if leaf:
            return None
        if block.items:
            crumbs += [(anchor.text, anchor.href) for anchor in block.anchors]
        elif block.anchors and (block.link_share > 0.7 or text == block.anchors[0].text):  # noqa: PLR2004 - and a sign
            crumbs.append((block.anchors[0].text, block.anchors[0].href))
        elif crumbs:
            leaf = text
        elif not marked or words.is_home(text):
            crumbs.append((text, ""))
    if not crumbs or (len(crumbs) < 2 and not marked) or not (leaf or marked or _goes_down(crumbs)):  # noqa: PLR2004
        return None  # a menu begins with Accueil too, but goes on with links only
    return _checked(crumbs, leaf, first.index, end, words)


def _without_lead(text: str) -> str:
    """The text without « Vous êtes ici » and the like; few letters tell that most lines have none of them."""
    small = text.lower()
    for part in PARTS_OF_LEAD:
        if part in small:
            return LEAD.sub("", text)
    return text


def _goes_down(crumbs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the links are of rubriques, each below the one before: only then a list of links is a path."""
    return len(crumbs) > 2 and any(re.search(r"\d{4}", text) for text, _ in crumbs)  # noqa: PLR2004 - home, one, two


def _checked(
    crumbs: list[tuple[str, str]], leaf: str, first: int, last: int, words: Vocabulary
) -> Breadcrumb | None:
    """Make a breadcrumb of crumbs that lead from home through sections; None for menus and tools."""
    while len(crumbs) > 1 and _is_no_section(crumbs[0], words) and _is_no_section(crumbs[1], words):
        crumbs.pop(1)
    roles = [urls.role_of(urls.canonical(href, SOMEWHERE)) if href else None for _, href in crumbs]
    if not leaf and roles and roles[-1] is Role.ARTICLE:
        leaf = crumbs.pop()[0]
    texts = [text for text, _ in crumbs]
    tools = not NO_SECTION.isdisjoint(roles[1:]) or any(map(_is_tool, texts))
    if not crumbs or tools or len(crumbs) > MOST_CRUMBS or max(map(len, texts)) > 160:  # noqa: PLR2004
        return None
    if len(crumbs) == 1 and not leaf:
        return None
    return Breadcrumb(tuple(texts), leaf, first, last, tuple([href for _, href in crumbs]))


def _is_no_section(crumb: tuple[str, str], words: Vocabulary) -> bool:
    text, href = crumb
    return _is_home(text, href, words) or not text.strip(" &")


@lru_cache(maxsize=1024)
def _is_tool(label: str) -> bool:
    return MENU.fullmatch(fold(label)) is not None


def uncut(leaf: str) -> tuple[str, bool]:
    """Return a leaf without its truncation mark, and whether it had one."""
    if leaf[-1:] not in CUT_ENDS:
        return leaf, False
    bare = CUT.sub("", leaf)
    return bare, bare != leaf
