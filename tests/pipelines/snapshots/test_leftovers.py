"""Files that a killed run left open."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from pipelines.snapshots.leftovers import Leftover, close_leftovers

if TYPE_CHECKING:
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
