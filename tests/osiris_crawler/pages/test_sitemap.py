"""Sitemaps and feeds."""

from __future__ import annotations

import gzip

import pytest

from osiris_crawler.pages.sitemap import read_sitemap

SITE = "https://www.osiris.sn/"
MAP = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{SITE}</loc></url>
<url><loc>{SITE}A.html</loc><lastmod>2025-04-09T10:00:00Z</lastmod></url>
<url><loc>{SITE}A.html</loc></url>
<url><loc>{SITE}-Articles-de-presse-.html</loc></url>
<url><loc>https://elsewhere.example/B.html</loc></url>
</urlset>""".encode()


@pytest.mark.parametrize("body", [MAP, gzip.compress(MAP)], ids=["plain", "gzip"])
def test_a_sitemap_names_articles_once(body: bytes) -> None:
    """Articles of the site come once, with their date; other sites and the home page do not."""
    found = read_sitemap(body, f"{SITE}sitemap.xml")
    assert [(link.url, link.modified_at) for link in found.links] == [
        (f"{SITE}A.html", "2025-04-09T10:00:00Z")
    ]
    assert [link.url for link in found.sections] == [f"{SITE}-Articles-de-presse-.html"]
    assert found.links[0].listed_by_sitemap
    assert found.warnings == []


def test_an_index_names_sitemaps() -> None:
    """The files of a sitemap index are to be asked next."""
    body = f"<sitemapindex><sitemap><loc>{SITE}sitemap.xml?annee=2024</loc></sitemap></sitemapindex>"
    assert read_sitemap(body.encode(), f"{SITE}sitemap.xml").sitemaps == [f"{SITE}sitemap.xml?annee=2024"]


@pytest.mark.parametrize("body", [b"", b"\x1f\x8bbroken", b"just text"])
def test_what_is_no_sitemap_is_noted(body: bytes) -> None:
    """Nothing is taken from it, and a warning says so."""
    found = read_sitemap(body, f"{SITE}sitemap.xml")
    assert found.links == []
    assert [warning.code for warning in found.warnings] == ["unreadable_sitemap"]


def test_a_torn_sitemap_is_read_as_far_as_it_goes() -> None:
    """Also behind an address that is no XML, in the order of the file."""
    entries = "".join(f"<url><loc>{SITE}Article-{number}.html</loc></url>" for number in (3, 1, 2))
    body = f"<urlset><url><loc>{SITE}spip.php?page=a&b</loc></url>{entries}<url><lo".encode()
    found = read_sitemap(body, f"{SITE}sitemap.xml")
    assert [link.url for link in found.links] == [f"{SITE}Article-{number}.html" for number in (3, 1, 2)]
