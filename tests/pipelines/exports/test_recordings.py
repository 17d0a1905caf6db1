"""Which recordings leave with an export."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import UsageError
from pipelines.database.filtering import Filter
from pipelines.exports.recordings import SELECTION, Parcel, parcel, write_selection
from pipelines.snapshots.cdxj import write_index
from pipelines.snapshots.warc_reader import read_record, scan
from tests.pipelines.exports.packed import extract

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_filter_whole_files_leave(tmp_path: Path) -> None:
    """As they lie in the folder."""
    with extract(tmp_path) as asked:
        found = parcel(asked)
    assert [path.name for path in found.whole] == ["a.warc.gz", "b.warc.gz"]
    assert found.chosen == ()


def test_with_a_filter_the_records_of_its_articles_leave(tmp_path: Path) -> None:
    """In a file of their own, each whole."""
    with extract(tmp_path, Filter(query="Bonsoir")) as asked:
        found = parcel(asked)
        target = io.BytesIO()
        (entry,) = write_selection(found, target)
    path = tmp_path / SELECTION
    path.write_bytes(target.getvalue())
    assert entry.filename == SELECTION
    assert b"Bonsoir" in read_record(path, entry.offset, entry.length).block


def test_a_file_that_is_not_packed_leaves_as_it_is_or_record_by_record(tmp_path: Path) -> None:
    """A bag takes it whole, with its requests; in a package each record is packed, and ends as records do."""
    with extract(tmp_path) as asked:
        packed = tmp_path / "data" / "warc" / "a.warc.gz"
        content = gzip.decompress(packed.read_bytes())
        packed.unlink()
        plain = packed.with_name("a.warc")
        plain.write_bytes(content)
        write_index(plain, scan(plain))
        asked.damaged = lambda _: None  # the file that the database names is away
        assert plain in parcel(asked, (".warc.gz", ".warc")).whole
        found = parcel(asked)
        target = io.BytesIO()
        list(write_selection(found, target))
    assert plain not in found.whole
    assert gzip.decompress(target.getvalue()) in content
    assert gzip.decompress(target.getvalue()).endswith(b"\r\n\r\n")


def test_records_of_an_arc_file_are_packed_the_same_twice(tmp_path: Path) -> None:
    """They get the names of WARC records, made from where they lie."""
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Bonjour.</p>"
    line = f"http://presse.example/a 127.0.0.1 20200501120000 text/html {len(body)}\n".encode()
    head = b"1 0 Inventee\nURL IP-address Archive-date Content-type Archive-length\n"
    version = f"filedesc://a.arc 0.0.0.0 20200501120000 text/plain {len(head)}\n".encode() + head + b"\n"
    (tmp_path / "a.arc").write_bytes(version + line + body + b"\n")
    (entry,) = scan(tmp_path / "a.arc")
    targets = io.BytesIO(), io.BytesIO()
    for target in targets:
        list(write_selection(Parcel(tmp_path, (), (entry,)), target))
    assert targets[0].getvalue() == targets[1].getvalue()
    assert b"Bonjour." in gzip.decompress(targets[0].getvalue())


def test_without_recordings_it_is_said(tmp_path: Path) -> None:
    """There is nothing to pack."""
    with extract(tmp_path) as asked:
        for path in (tmp_path / "data" / "warc").iterdir():
            path.unlink()
        with pytest.raises(UsageError, match="no recordings"):
            parcel(asked)
