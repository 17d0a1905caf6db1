"""What should equal the title of a page: its title element, its address, its marks, the end of its breadcrumb."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.pages.breadcrumb import uncut
from osiris_crawler.pages.vocabulary import fold, fold_once

if TYPE_CHECKING:
    from osiris_crawler.pages.blocks import Page
    from osiris_crawler.pages.breadcrumb import Breadcrumb
    from osiris_crawler.pages.marks import Marks

ONE_WORD = 15
"""Characters of a title element that may be the site's name alone."""
SEGMENT = re.compile(r"[\s|](?:(?<=\s)\s*(?:[-–—|·•:>/~]+\s+|\|\s*|(?=\[))|(?<=\|)\s*|(?<=\]\s)\s*)")
"""Signs between blanks, a stroke, and blanks around brackets; the set at its head lets the search leap over letters."""
ARROWS = re.compile(rf"{SEGMENT.pattern}|\s+[«»]+\s+|\s*»\s*")
"""What parts site and title in the title element, guillemets too where they do not quote."""
OLD_CUT, NEW_CUT = range(24, 36), 65
"""Characters of slugs that SPIP may have cut at a word: at 35 in old versions, at 80 in new ones."""
SITE_IN_BRACKETS = re.compile(r"\s*(\[[^\]]{1,120}\])\s+(?=\S)")
IN_SLUGS = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
BLANK_BUT_SLUG = bytes(code if code in IN_SLUGS else ord(" ") for code in range(256))
NUMBERED = re.compile(r"-\d+$")


class Hints(NamedTuple):
    """Folded texts that should equal the title, or begin with it, or be its beginning."""

    tag: str
    segments: tuple[str, ...]
    """What the tag holds between the signs that part title and site, and all of it before or behind each sign."""
    longest: str
    """The longest single segment: the name of the site is one too, and mostly a shorter one."""
    marks: tuple[str, ...]
    leaf: str
    slug: str
    site: str
    all: str
    """Tag, marks and leaf in one text, to look for the beginning of a line."""
    cut: tuple[str, ...]
    """Tag and segments that are cut, as far as they go."""
    bare_slug: str
    """The slug without a number at its end, which SPIP adds where two articles have one title."""
    without_site: bool = False
    """The name of the site stood in brackets, so that the tag is the title, however short."""


def gather_hints(page: Page, marks: Marks, crumbs: Breadcrumb, url: str) -> Hints:
    """Gather the hints of an article page."""
    site = fold(marks.site_name) if marks.site_name else _site_name(page, url)
    written = own_part(page)
    tag = fold(written)
    parts, runs = _parted(written)
    single = [s for part in parts if (s := fold(part).strip()) and s != site]
    segments = tuple(dict.fromkeys((*single, *[fold(run).strip() for run in runs])))
    titles = tuple([f for t in marks.titles if (f := fold(t)) and f != site])
    leaf = fold(uncut(crumbs.leaf)[0])
    slug = made_slug(urls.slug_of(url))
    ends = [uncut(text) for text in (tag, *segments)]
    cut = tuple([bare.rstrip() for bare, is_cut in ends if is_cut and len(bare) > 12])  # noqa: PLR2004 - no mere word
    beginnings = "\n".join((tag, *titles, leaf))
    longest = max(single, key=len, default="")
    return Hints(
        tag,
        segments,
        longest,
        titles,
        leaf,
        slug,
        site,
        beginnings,
        cut,
        NUMBERED.sub("", slug) if slug[-1:].isdigit() else slug,
        written != page.title,
    )


def own_part(page: Page) -> str:
    """The title element without the name of the site in brackets before it, as SPIP's own skins have it up to 3.

    A line of the page that begins with the brackets, too, says that they are part of the title.
    """
    found = SITE_IN_BRACKETS.match(page.title)
    if found is None:
        return page.title
    site = found[1]
    for block in page.blocks:
        if block.text.startswith(site):
            return page.title
    return page.title[found.end() :]


def segments_of(title: str) -> list[str]:
    """Return the parts of a title element; guillemets that quote part nothing."""
    return _parted(title)[0]


def _parted(title: str) -> tuple[list[str], list[str]]:
    """The parts of a title element, and all before or behind each sign where there is more than one.

    Titles hold such signs themselves (« Podor : la fibre arrive - La Presse »).
    """
    signs = [
        sign.span() for sign in (SEGMENT if "«" in title or "»" not in title else ARROWS).finditer(title)
    ]
    parts, begin = [], 0
    for start, end in signs:
        parts.append(title[begin:start])
        begin = end
    parts.append(title[begin:])
    if len(signs) < 2:  # noqa: PLR2004 - then they are the parts
        return parts, []
    return parts, [title[:start] for start, _ in signs] + [title[end:] for _, end in signs]


def _site_name(page: Page, url: str) -> str:
    """The text of the first link to the home page is the name of the site, in most skins."""
    base = urls.folder(url)
    for block in page.blocks[:12]:
        for anchor in block.anchors:
            if urls.role_of(urls.canonical(anchor.href, base)) is Role.HOME:
                text = fold(anchor.text)
                if text not in {"accueil", "home", "sommaire"}:
                    return text
    return ""


@lru_cache(maxsize=1024)
def made_slug(text: str) -> str:
    """Return a text as SPIP makes an address of it: letters and figures, parted by `-`, lower case."""
    return b"-".join(fold_once(text).encode("ascii", "replace").translate(BLANK_BUT_SLUG).split()).decode()


def agreement(text: str, hints: Hints) -> float:
    """Weigh the hints that a folded line agrees with: 3 and more say that it is the title."""
    if text == hints.site and text not in hints.segments:
        return -2.0
    weight = 0.0
    if text and hints.tag:
        weight += _with_tag(text, hints)
    for mark in hints.marks[:2]:
        if _same(text, mark):
            weight += 2.0
    if hints.leaf and _same(text, hints.leaf):
        weight += 3.0
    if hints.slug:
        weight += _with_slug(text, hints.slug, hints.bare_slug)
    return weight


def is_complete(text: str, hints: Hints) -> bool:
    """Tell whether a hint equals a folded line as a whole, so that nothing is missing of it."""
    if text in (hints.tag, hints.leaf) or text in hints.segments or text in hints.marks:
        return True
    cut = len(hints.bare_slug) in OLD_CUT or len(hints.bare_slug) > NEW_CUT
    return bool(hints.slug) and not cut and made_slug(text) in {hints.slug, hints.bare_slug}


def _with_tag(text: str, hints: Hints) -> float:
    if text == hints.tag or text in hints.segments:
        whole = text == hints.tag and (len(text) > ONE_WORD or hints.without_site)
        most = text != hints.tag and len(text) * 2 > len(hints.tag)
        return 3.5 if whole or most or text == hints.longest != hints.tag else 1.5
    if len(text) > 8 and (hints.tag.startswith(text) or hints.tag.endswith(text)):  # noqa: PLR2004 - no mere word
        return 3.0
    if hints.cut and text.startswith(hints.cut):
        return 3.0
    return 1.0 if len(text) > 20 and text in hints.tag else 0.0  # noqa: PLR2004 - a sentence, no word


def _with_slug(text: str, slug: str, bare: str) -> float:
    first = text[:1]
    if first != slug[0] and first.isalnum() and first.isascii():
        return 0.0
    made = made_slug(text)
    if not made:
        return 0.0
    if made in {slug, bare}:
        return 5.0 if len(made) > 5 else 2.0  # noqa: PLR2004 - a short slug says less
    if len(bare) > 10 and made.startswith(bare):  # noqa: PLR2004 - SPIP cuts slugs at 35 or 80 characters
        return 5.0
    if len(made) > 14 and bare.startswith(made):  # noqa: PLR2004 - three words
        return 3.0  # the first line of a title
    shared = 0
    for a, b in zip(made, bare, strict=False):
        if a != b:
            break
        shared += 1
    return 2.0 if shared > 14 and shared * 2 > min(len(made), len(bare)) else 0.0  # noqa: PLR2004 - three words


def _same(text: str, hint: str) -> bool:
    if text == hint:
        return True
    short, long = (text, hint) if len(text) <= len(hint) else (hint, text)
    return len(short) > 15 and long.startswith(short.rstrip(" .…"))  # noqa: PLR2004 - cut, not another text
