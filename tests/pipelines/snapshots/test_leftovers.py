"""Files that a killed run left open."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipelines.snapshots import cdxj
from pipelines.snapshots.exchange import Exchange
from pipelines.snapshots.leftovers import Leftover, close_leftovers
from pipelines.snapshots.warc_writer import WarcWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMBERS = [gzip.compress(b"record %d " % number * 50, mtime=0) for number in range(3)]
WHOLE = b"".join(MEMBERS)


@pytest.mark.parametrize("cut", [1, 9, len(MEMBERS[2]) - 1])
def test_a_torn_tail_is_cut_back_to_the_last_whole_member(tmp_path: Path, cut: int) -> None:
    """Whatever is missing of the last member, the ones before it stay and the file gets its name."""
    (tmp_path / "a.warc.gz.open").write_bytes(WHOLE[:-cut])
    kept = len(MEMBERS[0]) + len(MEMBERS[1])
    assert close_leftovers(tmp_path) == [Leftover("a.warc.gz", kept, len(MEMBERS[2]) - cut)]
    assert (tmp_path / "a.warc.gz").read_bytes() == MEMBERS[0] + MEMBERS[1]
    assert not list(tmp_path.glob("*.open"))


def test_a_whole_file_is_renamed_as_it_is(tmp_path: Path) -> None:
    """A file that lacks nothing keeps every byte."""
    (tmp_path / "a.warc.gz.open").write_bytes(WHOLE)
    assert close_leftovers(tmp_path) == [Leftover("a.warc.gz", len(WHOLE), 0)]
    assert (tmp_path / "a.warc.gz").read_bytes() == WHOLE


def test_bytes_that_are_no_member_are_cut_off(tmp_path: Path) -> None:
    """Zeros behind the last member, as a power cut leaves them, go."""
    (tmp_path / "a.warc.gz.open").write_bytes(WHOLE + bytes(700))
    assert close_leftovers(tmp_path) == [Leftover("a.warc.gz", len(WHOLE), 700)]


def test_a_file_without_a_whole_member_is_removed(tmp_path: Path) -> None:
    """An empty recording would only puzzle readers."""
    (tmp_path / "a.warc.gz.open").write_bytes(MEMBERS[0][:10])
    (tmp_path / "b.warc.gz").write_bytes(WHOLE)
    assert close_leftovers(tmp_path) == [Leftover("", 0, 10)]
    assert [path.name for path in tmp_path.iterdir()] == ["b.warc.gz"]


def test_a_kill_while_the_index_is_put_in_order_loses_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index that is half in order goes, and the one made from the bytes says what the whole one would say."""

    class Killed(BaseException):
        pass

    def killed(lines: Iterator[bytes], _folder: Path) -> Iterator[bytes]:
        yield next(lines)
        raise Killed

    writer = WarcWriter(tmp_path, prefix="OSIRIS", info={})
    moment = datetime(2025, 3, 14, tzinfo=UTC)
    for number in (2, 3, 1):
        url = f"http://127.0.0.1/{number}"
        writer.write(
            Exchange(url, b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"body", moment, 200)
        )
    grown = next(tmp_path.glob("*.cdxj.open")).read_text().splitlines()
    monkeypatch.setattr(cdxj, "in_order", killed)
    with pytest.raises(Killed):
        writer.close()
    monkeypatch.undo()
    assert list(tmp_path.glob("*.cdxj.sorted.open"))
    close_leftovers(tmp_path)
    warc, index = sorted(tmp_path.iterdir())
    assert index.name == f"{warc.name}.cdxj"
    assert index.read_text().splitlines() == sorted(grown)
