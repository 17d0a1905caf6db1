"""Addresses under which a site shows an article a second time: to print it, on a phone, as plain text. Pure."""

from __future__ import annotations

import re

from osiris_crawler import urls
from osiris_crawler.items import Role

SERVICE = re.compile(r"[?&]page=(?!article|impr|print|amp|mobile|texte|pdf)", re.IGNORECASE)
"""Pages about an article that are none: its forum, its form for messages."""


def is_view(url: str) -> bool:
    """Tell whether an address is that of another view of an article, by its shape; recordings of others hold them."""
    return "id_article=" in url and urls.role_of(url) is Role.OTHER and not SERVICE.search(url)
