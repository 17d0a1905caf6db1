"""Knows the menu of a site: the sections that its home page named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database.models import Page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def known_menu(session: Session, site_id: int) -> frozenset[str]:
    """Return `urls.key` of the sections that the home page named in earlier runs."""
    mine = Page.site_id == site_id
    home = select(Page.id).where(mine, Page.role == Role.HOME)
    sections = select(Page.url).where(mine, Page.role == Role.SECTION, Page.from_page_id.in_(home))
    return frozenset(urls.key(url) for url in session.scalars(sections))
