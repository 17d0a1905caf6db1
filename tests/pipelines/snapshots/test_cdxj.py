"""The CDXJ index."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.snapshots.cdxj import Entry, entry_of, line_of, sort_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Presse.example/Un-Article.html", "example,presse)/un-article.html"),
        ("https://presse.example/?b=2&a=1", "example,presse)/?a=1&b=2"),
        ("http://127.0.0.1:8099/", "1,0,0,127:8099)/"),
        ("http://presse.example:80", "example,presse)/"),
    ],
)
def test_the_key_is_that_of_replay_tools(url: str, key: str) -> None:
    """Host from its end, small letters, no www, parameters sorted."""
    assert sort_key(url) == key


def test_a_line_gives_its_entry_back() -> None:
    """The exact moment included, which the 14 digits do not hold."""
    moment = datetime(2025, 3, 14, 15, 9, 26, 535897, tzinfo=UTC)
    entry = Entry("http://127.0.0.1/é", "text/html", 200, "sha1:AA", 10, 0, "a.warc.gz", moment)
    line = line_of(entry)
    assert line.startswith("1,0,0,127)/é 20250314150926 {")
    assert entry_of(line) == entry
