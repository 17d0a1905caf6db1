"""Tells an article's page from home pages, listings and error pages, whatever the address promised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.pages.error_page import is_error_page
from osiris_crawler.pages.lists_others import lists_others
from osiris_crawler.pages.login_page import is_login_page
from osiris_crawler.url_views import is_view

if TYPE_CHECKING:
    from osiris_crawler.pages.blocks import Page
    from osiris_crawler.pages.marks import Marks
    from osiris_crawler.pages.opening import Opening
    from osiris_crawler.pages.published import Published
    from osiris_crawler.pages.title import Title

SPIP_PAGE = re.compile(
    r"\b(?:page|type|sommaire)[_-]?(sommaire|rubrique|mot|auteur|plan|recherche|404|login|site|secteur"
    r"|home|accueil)\b"
)


def not_an_article(
    page: Page, marks: Marks, url: str, opening: Opening, title: Title, published: Published
) -> str:
    """Return why a page is no article, as a machine word; an empty text when it is one."""
    if marked := _is_marked(page, marks, url):
        return marked
    if not title.text:
        return "no_title"
    if not published.lines and is_error_page(page, opening, title):
        return "error_page"
    if is_login_page(page, opening, title, dated=bool(published.lines)):
        return "login_page"
    if lists_others(page, url, opening, title, dated=bool(published.lines)):
        return "listing"
    return ""


def _is_marked(page: Page, marks: Marks, url: str) -> str:
    """The page says itself what it is: SPIP's body class, a canonical link to the home page, SPIP's address marks."""
    found = SPIP_PAGE.search(page.body_names.lower()) if page.body_names else None
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
    if is_view(url):
        return ""
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


def is_home_page(page: Page, marks: Marks, url: str) -> bool:
    """Tell whether a page calls itself the home page, by SPIP's body class or its canonical link."""
    found = SPIP_PAGE.search(page.body_names.lower())
    if found and found[1] in {"sommaire", "home", "accueil"}:
        return True
    same = bool(marks.canonical) and urls.site_of(marks.canonical) == urls.site_of(url)
    return same and urls.role_of(marks.canonical) is Role.HOME


def _has_marks(url: str) -> bool:
    name = re.sub(r"\.html?$", "", url.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1])
    return (
        (name.startswith("-") and name.endswith("-"))
        or bool(re.fullmatch(r"rubrique\d+", name))
        or "?rubrique" in url
    )
