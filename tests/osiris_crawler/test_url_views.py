"""Tests of `osiris_crawler.url_views`."""

from __future__ import annotations

import pytest

from osiris_crawler.url_views import is_view


@pytest.mark.parametrize(
    ("address", "view"),
    [
        ("spip.php?page=impression&id_article=12", True),
        ("spip.php?page=article_pdf&id_article=12", True),
        ("spip.php?page=forum&id_article=12", False),
        ("spip.php?page=article&id_article=12", False),
        ("article.php3?id_article=12", False),
        ("un-accord.html", False),
    ],
)
def test_views_are_known_by_their_addresses(address: str, view: bool) -> None:  # noqa: FBT001
    """The article's own page is none, nor is what stands beside it."""
    assert is_view(f"https://www.press.example/{address}") is view
