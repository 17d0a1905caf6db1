"""Recordings of any program, read in order and by offset."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.packing import RESPONSE_TYPE, new_record_id, pack
from pipelines.snapshots.warc_reader import read_date, read_record, records, scan

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html></html>"
VERSION = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
ARC = b"filedesc://a.arc 0.0.0.0 20030101000000 text/plain %d\n%s\n" % (len(VERSION), VERSION)


def _member(number: int) -> bytes:
    fields = {
        "WARC-Target-URI": f"<http://127.0.0.1/{number}>",
        "WARC-Date": f"2020-01-0{number}T00:00:00Z",
        "Content-Type": RESPONSE_TYPE,
    }
    return pack("response", new_record_id(), fields, BLOCK)


@pytest.mark.parametrize("packed", [True, False])
def test_the_record_at_an_offset_is_the_one_of_the_scan(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001
    """Packed by record or not at all; wget's angle brackets around addresses are taken off."""
    path = tmp_path / "a.warc.gz"
    members = [_member(number) for number in (1, 2, 3)]
    path.write_bytes(b"".join(members if packed else map(gzip.decompress, members)))
    entries = scan(path)
    assert [entry.url for entry in entries] == [f"http://127.0.0.1/{number}" for number in (1, 2, 3)]
    assert entries[0].mime == "text/html"
    for entry in entries:
        record = read_record(path, entry.offset, entry.length)
        assert record.url == entry.url
        assert record.block == BLOCK


def test_an_arc_file_is_read_too(tmp_path: Path) -> None:
    """Its header lines stand for the fields of WARC."""
    head = b"http://127.0.0.1/arc 127.0.0.1 20030102030405 text/html %d\n" % len(BLOCK)
    path = tmp_path / "a.arc"
    path.write_bytes(ARC + head + BLOCK + b"\n")
    (entry,) = scan(path)
    assert entry.url == "http://127.0.0.1/arc"
    assert entry.captured_at == datetime(2003, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert read_record(path, entry.offset, entry.length).message().status == 200


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("kept", [30, 100, 250])
def test_a_file_that_ends_in_a_record_is_an_error(tmp_path: Path, kept: int, packed: bool) -> None:  # noqa: FBT001
    """Whether its head or its block is cut, in the first record or a later one."""
    path = tmp_path / "a.warc.gz"
    members = [_member(number) if packed else gzip.decompress(_member(number)) for number in (1, 2)]
    for before in (0, 1):
        path.write_bytes(b"".join(members[:before]) + members[before][:kept])
        with pytest.raises(SnapshotError, match=r"a\.warc\.gz"):
            scan(path)


def test_an_arc_of_heritrix_has_no_empty_line_behind_its_first_record(tmp_path: Path) -> None:
    """Its length counts the last line end; the records behind it are found all the same."""
    head = b"http://127.0.0.1/arc 127.0.0.1 20030102030405 text/html %d\n" % len(BLOCK)
    path = tmp_path / "a.arc"
    path.write_bytes(ARC[:-1] + 2 * (head + BLOCK + b"\n"))
    entries = scan(path)
    assert [entry.url for entry in entries] == ["http://127.0.0.1/arc"] * 2
    for entry in entries:
        assert read_record(path, entry.offset, entry.length).block == BLOCK


def test_an_arc_whose_lengths_are_wrong_is_a_clear_error(tmp_path: Path) -> None:
    """It tells where, and guesses nothing."""
    path = tmp_path / "a.arc"
    path.write_bytes(ARC + b"http://127.0.0.1/arc 127.0.0.1 20030102030405 text/html 3\n" + BLOCK + b"\n")
    with pytest.raises(SnapshotError, match="no ARC record begins at"):
        scan(path)


@pytest.mark.parametrize("content", [b"", b"no recording", b"\x1f\x8b\x08broken"])
def test_what_is_no_recording_is_a_clear_error(tmp_path: Path, content: bytes) -> None:
    """With the name of the file."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(SnapshotError, match=r"x\.warc\.gz"):
        list(records(path))


def test_a_cut_off_record_and_a_missing_file_are_errors(tmp_path: Path) -> None:
    """Neither is read as if it were whole."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(_member(1)[:-30])
    with pytest.raises(SnapshotError):
        list(records(path))
    with pytest.raises(SnapshotError, match="ends before"):
        read_record(path, 0, 5000)
    with pytest.raises(SnapshotError, match="no such file"):
        read_record(tmp_path / "none.warc.gz", 0, 10)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-01-02T03:04:05Z", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2020-01-02T03:04:05.5Z", datetime(2020, 1, 2, 3, 4, 5, 500000, tzinfo=UTC)),
        ("20200102030405", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2020-01", datetime(2020, 1, 1, tzinfo=UTC)),
    ],
)
def test_dates_of_warc_and_arc_are_read(text: str, moment: datetime) -> None:
    """Shorter dates mean their first moment."""
    assert read_date(text) == moment
