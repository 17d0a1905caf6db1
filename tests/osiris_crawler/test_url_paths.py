"""Tests of how the path of an address is spelt."""

from __future__ import annotations

import pytest

from osiris_crawler.url_paths import path_of


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("/a/b.html", "/a/b.html"),
        ("/a/../b/./c", "/b/c"),
        ("/../../c", "/c"),
        ("/a/b/..", "/a/"),
        ("/a/.", "/a/"),
        ("/a//../b", "/a/b"),
        ("/a/%2E%2e/c", "/c"),
        ("/a/...b/.c", "/a/...b/.c"),
        ("/été%7e/a b%2f", "/%C3%A9t%C3%A9~/a%20b%2F"),
        ("/%2Bslug%2c106%2B.html", "/+slug,106+.html"),
        ("", ""),
    ],
)
def test_a_path_has_one_spelling(written: str, spelt: str) -> None:
    """Dot segments are resolved, codes are in capitals and stand only where they are needed."""
    assert path_of(written) == spelt
    assert path_of(spelt) == spelt
