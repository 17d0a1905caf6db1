"""Copied recordings: packed anew record by record, without what is damaged."""

from __future__ import annotations

import gzip
import sys
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.mending import mend
from pipelines.snapshots.warc_reader import records, scan
from tests.pipelines.snapshots.test_walking import ADDRESSES, _record

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = b"".join(_record(number) for number in range(3))


def _mended(path: Path, content: bytes) -> tuple[str, list[str]]:
    """Return what was left out, and the addresses in the mended file; nothing else is left in the folder."""
    path.write_bytes(content)
    mended = mend(path, "given.warc.gz")
    assert list(path.parent.iterdir()) == [path]
    assert mended.entries == scan(path)
    return mended.left_out, [entry.url for entry in mended.entries]


def test_a_sound_file_stays_as_it_is(tmp_path: Path) -> None:
    """To the byte, packed or not."""
    for content in (PLAIN, gzip.compress(_record(0)) + gzip.compress(_record(1))):
        assert _mended(tmp_path / "a", content)[0] == ""
        assert (tmp_path / "a").read_bytes() == content


@pytest.mark.parametrize(
    "form", ["gzip", "two streams", "a stream behind a record", "zstd", "dictionary", "mixed"]
)
def test_streams_are_packed_by_record(tmp_path: Path, form: str) -> None:
    """The records keep every byte."""
    one, two, three = (_record(number) for number in range(3))
    words = zstd.train_dict([_record(number % 3) + bytes([number]) for number in range(99)], 400)
    front = b"\x5d\x2a\x4d\x18" + len(words.dict_content).to_bytes(4, "little") + words.dict_content
    content = {
        "gzip": gzip.compress(PLAIN),
        "two streams": gzip.compress(one + two) + gzip.compress(three),
        "a stream behind a record": gzip.compress(one) + gzip.compress(two + three),
        "zstd": zstd.compress(one) + zstd.compress(two + three),
        "dictionary": front + zstd.compress(PLAIN, zstd_dict=words),
        "mixed": gzip.compress(one) + two + three,
    }[form]
    assert _mended(tmp_path / "a", content) == ("", list(ADDRESSES))
    assert gzip.decompress((tmp_path / "a").read_bytes()) == PLAIN
    assert len(list(records(tmp_path / "a"))) == 3


@pytest.mark.parametrize("form", ["by record", "plain", "one stream", "zstd"])
def test_what_is_cut_off_is_left_out_and_named(tmp_path: Path, form: str) -> None:
    """The whole records before it are taken."""
    content = {
        "by record": b"".join(gzip.compress(_record(number)) for number in range(3)),
        "plain": PLAIN,
        "one stream": gzip.compress(PLAIN, 0),
        "zstd": b"".join(zstd.compress(_record(number)) for number in range(3)),
    }[form]
    said, found = _mended(tmp_path / "a", content[:-70])
    assert found == list(ADDRESSES[:2])
    assert said.startswith("given.warc.gz: the record at ")
    assert "its 2 whole records were taken" in said


def test_a_page_without_a_date_is_left_out_and_named(tmp_path: Path) -> None:
    """It has no place in time."""
    content = _record(0) + _record(1).replace(b"WARC-Date: 2020-01-02T03:04:05Z\r\n", b"") + _record(2)
    said, found = _mended(tmp_path / "a", content)
    assert found == [ADDRESSES[0], ADDRESSES[2]]
    assert "no WARC-Date" in said


@pytest.mark.parametrize("content", [b"", b"WARC/1.0\r\n", b"\x1f\x8bbroken", b"\x28\xb5\x2f\xfdbroken"])
def test_a_file_without_a_whole_answer_is_an_error(tmp_path: Path, content: bytes) -> None:
    """That names the file as people know it."""
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(SnapshotError, match=r"^given\.warc\.gz: "):
        mend(tmp_path / "a", "given.warc.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
