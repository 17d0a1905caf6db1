"""Tests of addresses that archives and proxies wrap."""

from __future__ import annotations

import pytest

from osiris_crawler import urls
from osiris_crawler.url_wrappings import archived_at, unwrapped, without_index

PAGE = "http://www.osiris.sn/A.html"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (f"https://web.archive.org/web/20100101000000/{PAGE}", PAGE),
        (f"https://web.archive.org/web/20100101000000id_/{PAGE}", PAGE),
        (f"/web/20100101000000/{PAGE}", PAGE),
        ("/web/20100101000000/http:/www.osiris.sn/A.html", PAGE),
        (f"http://archive.example/coll/20100101mp_/{PAGE}?a=1", f"{PAGE}?a=1"),
        ("http://webcache.googleusercontent.com/search?q=cache:aB-c:www.osiris.sn/A.html+x&hl=fr", PAGE),
        (
            "https://www-osiris-sn.translate.goog/A.html?_x_tr_sl=fr&_x_tr_tl=en",
            "https://www.osiris.sn/A.html",
        ),
        ("https://a--b-sn.translate.goog/s.php?article1&_x_tr_sl=fr", "https://a-b.sn/s.php?article1"),
        ("https://a-sn.translate.goog/s.php?_x_tr_sl=fr&page=2", "https://a.sn/s.php?page=2"),
        (
            "http://share.example/?u=http://www.osiris.sn/A.html",
            "http://share.example/?u=http://www.osiris.sn/A.html",
        ),
        ("A.html", "A.html"),
    ],
)
def test_the_wrapping_is_taken_off(written: str, address: str) -> None:
    """What is behind a time, a cache or a translation is the address; an address in a parameter is a parameter."""
    assert unwrapped(written) == address


@pytest.mark.parametrize(
    ("url", "moment"),
    [
        (f"https://web.archive.org/web/20100102030405id_/{PAGE}", "2010-01-02T03:04:05+00:00"),
        (f"/web/20100102/{PAGE}", "2010-01-02T00:00:00+00:00"),
        (f"/web/2010/{PAGE}", ""),
        (f"/web/20101302000000/{PAGE}", ""),
        (f"/newest/{PAGE}", ""),
        (PAGE, ""),
    ],
)
def test_an_archive_tells_when_it_captured_the_page(url: str, moment: str) -> None:
    """Only what names a day of the calendar is a time."""
    found = archived_at(url)
    assert (found.isoformat() if found else "") == moment


def test_links_of_an_archived_page_are_those_of_the_page() -> None:
    """Spelling, key and role are those of the page itself."""
    link = urls.canonical("/web/20100101000000/http://www.osiris.sn/-Juin-.html", PAGE)
    assert link == "http://www.osiris.sn/-Juin-.html"
    assert urls.key(f"https://web.archive.org/web/2010/{PAGE}") == urls.key(PAGE)


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("http://presse.example/index.html", "http://presse.example/"),
        ("http://presse.example/a/index.php", "http://presse.example/a/"),
        ("http://presse.example/mon-index.html", "http://presse.example/mon-index.html"),
        ("http://presse.example/index.php?a=1", "http://presse.example/index.php?a=1"),
        ("http://index.html", "http://index.html"),
    ],
)
def test_an_index_is_its_folder(url: str, folder: str) -> None:
    """Without a query, and only by that name."""
    assert without_index(url) == folder
