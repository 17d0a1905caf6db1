"""The CDXJ index."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.cdxj import (
    Entry,
    GrowingIndex,
    entries_in_order,
    entry_of,
    index_path,
    line_of,
    read_index,
    sort_key,
    write_index,
)
from pipelines.snapshots.sorting import in_order


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


def test_a_304_is_no_page_to_replay_tools() -> None:
    """Its line stands apart, and is read back all the same."""
    moment = datetime(2025, 3, 14, tzinfo=UTC)
    entry = Entry("http://127.0.0.1/a", "warc/revisit", 304, "sha1:AA", 10, 0, "a.warc.gz", moment)
    assert line_of(entry).startswith("!1,0,0,127)/a 20250314000000 {")
    assert entry_of(line_of(entry)) == entry


def _entry(number: int) -> Entry:
    url = f"http://127.0.0.1/{(number * 7919) % 1000:04d}-é"
    moment = datetime(2025, 3, 14, tzinfo=UTC) + timedelta(seconds=number)
    return Entry(url, "text/html", 200, "sha1:AA", 10, number * 10, "a.warc.gz", moment)


def test_an_index_that_grew_is_that_of_its_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sorted line for line, whether it fits into memory or not, and read in the order of the file."""
    monkeypatch.setattr(in_order, "__kwdefaults__", {"room": 5_000})
    entries = [_entry(number) for number in range(500)]
    index = GrowingIndex(tmp_path / "a.warc.gz", ".open")
    for entry in entries:
        index.add(entry)
    index.close()
    grown = index_path(tmp_path / "a.warc.gz").read_bytes()
    assert grown.decode() == "".join(f"{line}\n" for line in sorted(map(line_of, entries)))
    assert [path.name for path in tmp_path.iterdir()] == ["a.warc.gz.cdxj"]
    write_index(tmp_path / "b.warc.gz", reversed(entries))
    assert index_path(tmp_path / "b.warc.gz").read_bytes() == grown
    assert list(entries_in_order(tmp_path / "a.warc.gz")) == entries == read_index(tmp_path / "a.warc.gz")


def test_a_line_that_cannot_be_written_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk takes some bytes of a line; the index ends where the one before it ends."""

    class FullDisk(io.FileIO):
        full = False

        def write(self, data: Any) -> int:
            return super().write(data[:20] if self.full else data)

    monkeypatch.setattr(Path, "open", lambda self, mode="r", **_: FullDisk(self, mode.replace("b", "")))
    index = GrowingIndex(tmp_path / "a.warc.gz", ".open")
    index.add(_entry(1))
    FullDisk.full = True
    with pytest.raises(OSError, match="space"):
        index.add(_entry(2))
    FullDisk.full = False
    index.add(_entry(3))
    monkeypatch.undo()
    index.close()
    assert [entry.offset for entry in read_index(tmp_path / "a.warc.gz")] == [10, 30]


def test_an_index_that_is_none_is_named(tmp_path: Path) -> None:
    """With the command that makes it anew."""
    index_path(tmp_path / "a.warc.gz").write_text("presse) 2025 {no\n")
    with pytest.raises(SnapshotError, match="osiris verify --index"):
        list(entries_in_order(tmp_path / "a.warc.gz"))


@pytest.mark.parametrize("url", ["http://[::1/", "http://host:99999/ a", "http://\u2100.example/"])
def test_what_is_no_address_has_a_key_all_the_same(url: str) -> None:
    """One word, so that the line of the index can be read."""
    key = sort_key(url)
    assert key
    assert " " not in key
