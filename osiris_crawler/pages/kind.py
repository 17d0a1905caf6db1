"""Tells an article's page from home pages, listings and error pages, whatever the address promised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.pages.keyword import KEYWORD_PATH
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.vocabulary import fold

if TYPE_CHECKING:
    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.marks import Marks
    from osiris_crawler.pages.opening import Opening
    from osiris_crawler.pages.published import Published
    from osiris_crawler.pages.title import Title

SPIP_PAGE = re.compile(
    r"\b(?:page|type|sommaire)[_-]?(sommaire|rubrique|mot|auteur|plan|recherche|404|login|site|secteur"
    r"|home|accueil)\b"
)
ERROR = re.compile(
    r"\b404\b|\berreur\b.{0,30}\b(?:40[0-9]|50[0-9])\b|page (?:introuvable|non trouvee|inexistante)|not found"
    r"|page inconnue|document introuvable|n'existe pas|access denied|acces (?:refuse|interdit)|forbidden"
    r"|service unavailable|checking your browser|verify you are human|just a moment|attention required"
    r"|en maintenance|site en travaux|bad gateway|internal server error"
)
NO_PAGE = re.compile(
    r"\b404\b|page (?:introuvable|non trouvee|inexistante)|document introuvable|page not found"
)
LISTED = 3
"""Items from which a page without a text of its own is a listing."""


def not_an_article(
    page: Page, marks: Marks, url: str, opening: Opening, title: Title, published: Published
) -> str:
    """Return why a page is no article, as a machine word; an empty text when it is one."""
    if marked := _is_marked(page, marks, url):
        return marked
    if not title.text:
        return "no_title"
    if not published.lines and ERROR.search(said := fold(f"{page.title} {title.text}"[:300])):
        prose = sum(len(b.text) for b in page.blocks[opening.start :] if b.prose and not opening.furniture(b))
        if NO_PAGE.search(said) or prose < 800:  # noqa: PLR2004 - an error page says little
            return "error_page"
    if _lists_others(page, url, opening, title, dated=bool(published.lines)):
        return "listing"
    return ""


def _is_marked(page: Page, marks: Marks, url: str) -> str:
    """The page says itself what it is: SPIP's body class, a canonical link to the home page, SPIP's address marks."""
    found = SPIP_PAGE.search(page.body_names.lower())
    if found and "page_article" not in page.body_names:
        return {
            "sommaire": "home_page",
            "home": "home_page",
            "accueil": "home_page",
            "404": "error_page",
        }.get(found[1], "listing")
    role = urls.role_of(urls.canonical(url))
    if role is Role.HOME:
        return "home_page"
    if role is Role.OTHER and "id_article=" in url:
        return ""  # a print view: recordings made by others hold them
    if role in {Role.OTHER, Role.FEED, Role.SITEMAP, Role.ROBOTS, Role.ASSET}:
        return "not_an_article_address"
    if role is Role.SECTION and _has_marks(url):
        return "listing"
    if marks.canonical and urls.site_of(marks.canonical) == urls.site_of(url):
        canonical_role = urls.role_of(marks.canonical)
        if canonical_role is Role.HOME:
            return "home_page"
        if canonical_role is Role.SECTION and _has_marks(marks.canonical):
            return "listing"
    return ""


def _has_marks(url: str) -> bool:
    name = re.sub(r"\.html?$", "", url.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1])
    return (
        (name.startswith("-") and name.endswith("-"))
        or bool(re.fullmatch(r"rubrique\d+", name))
        or "?rubrique" in url
    )


def _lists_others(page: Page, url: str, opening: Opening, title: Title, *, dated: bool) -> bool:
    """Tell whether links to other articles, each with its date or introduction, stand where the text should.

    Args:
        dated: a date line stands with the title; then only a title that nothing confirms can be a listing's.
    """
    if dated and title.agreed:
        return False
    items = 0
    previous: Block | None = None
    own, base = urls.key(url), urls.folder(url)
    for block in page.blocks[opening.start if title.agreed or dated else 0 :]:
        if opening.furniture(block) & ~Sign.RELATED:
            continue
        if block.prose and previous is not None and previous.prose and previous.paragraph != block.paragraph:
            return False  # two paragraphs in a row are a text
        previous = block
        if _is_item(block, base, own):
            items += max(1, block.items)
        elif block.prose and items == 0 and not block.text.endswith(CUTS):
            return False  # the text comes first: what follows are links beside an article
        if items >= LISTED or (items > 1 and not title.agreed):
            return True
    return items > 0 and opening.anchor is None and (title.block is None or title.block.heading == 0)


CUTS = ("(…)", "(...)", "[…]", "[...]")


def _is_item(block: Block, base: str, own: str) -> bool:
    if block.link_share < 0.8 or not block.anchors or len(block.text) < 15:  # noqa: PLR2004 - a title as link
        return False
    if KEYWORD_PATH.search(block.anchors[0].href):
        return False
    address = urls.canonical(block.anchors[0].href, base)
    return urls.key(address) != own and urls.role_of(address) in {Role.ARTICLE, Role.BREVE}
