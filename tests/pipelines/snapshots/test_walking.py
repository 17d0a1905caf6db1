"""Going through a recording: whole records are found, and on behind what is damaged."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from pipelines.snapshots.walking import Damage, walk

if TYPE_CHECKING:
    from pathlib import Path

ADDRESSES = tuple(f"http://presse.example/{number}.html" for number in range(3))
BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Bonjour</html>"
ARC = b"filedesc://a.arc 0.0.0.0 20030102030405 text/plain 3\n1 0\n"


def _record(number: int, *, says: int = 0, end: str = "\r\n") -> bytes:
    """Return a record; `says` is added to the length that it has."""
    lines = (
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Target-URI: {ADDRESSES[number]}",
        "WARC-Date: 2020-01-02T03:04:05Z",
        f"Content-Length: {len(BLOCK) + says}",
        "",
        "",
    )
    return end.join(lines).encode() + BLOCK + 2 * end.encode()


def _arc(number: int, *, says: int = 0) -> bytes:
    head = f"{ADDRESSES[number]} 127.0.0.1 20030102030405 text/html {len(BLOCK) + says}\n"
    return head.encode() + BLOCK + b"\n"


def _walked(path: Path, content: bytes) -> tuple[list[str], list[Damage]]:
    """Return the addresses of the records found, and the damages."""
    path.write_bytes(content)
    found = list(walk(path))
    return (
        [one.url for one in found if not isinstance(one, Damage)],
        [one for one in found if isinstance(one, Damage)],
    )


@pytest.mark.parametrize("form", ["packed", "plain", "mixed", "line feeds", "nothing between", "padded"])
def test_all_records_are_found(tmp_path: Path, form: str) -> None:
    """Whatever they are packed in, and whatever ends their lines."""
    records = [_record(number, end="\n" if form == "line feeds" else "\r\n") for number in range(3)]
    if form == "packed":
        records = [gzip.compress(record) for record in records]
    elif form == "mixed":
        records[1] = gzip.compress(records[1])
    elif form == "nothing between":
        records = [record.rstrip(b"\r\n") for record in records]
    elif form == "padded":
        records.append(b"\0" * 700)
    assert _walked(tmp_path / "a", b"".join(records)) == (list(ADDRESSES), [])


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("says", [-9, 9])
def test_behind_a_wrong_length_the_next_record_is_found(tmp_path: Path, says: int, packed: bool) -> None:  # noqa: FBT001
    """The record that says another length than it has is named, since nobody knows where it ends."""
    records = [_record(0), _record(1, says=says), _record(2)]
    content = b"".join(gzip.compress(record) if packed else record for record in records)
    found, damages = _walked(tmp_path / "a", content)
    assert found == [ADDRESSES[0], ADDRESSES[2]]
    assert [content[damage.offset : damage.end] for damage in damages] == [
        gzip.compress(records[1]) if packed else records[1]
    ]


def test_behind_damaged_bytes_the_next_record_is_found(tmp_path: Path) -> None:
    """One byte of a packed record was changed."""
    records = [gzip.compress(_record(number)) for number in range(3)]
    records[1] = records[1][:60] + bytes([records[1][60] ^ 255]) + records[1][61:]
    found, damages = _walked(tmp_path / "a", b"".join(records))
    assert found == [ADDRESSES[0], ADDRESSES[2]]
    assert [damage.offset for damage in damages] == [len(records[0])]
    assert "bytes are damaged" in damages[0].reason


def test_a_torn_tail_is_named(tmp_path: Path) -> None:
    """The records before it are there."""
    found, damages = _walked(tmp_path / "a", _record(0) + _record(1)[:-30])
    assert found == [ADDRESSES[0]]
    assert [(damage.offset, damage.reason) for damage in damages] == [(len(_record(0)), "it is cut off")]


def test_several_records_in_one_stream_are_said_to_be(tmp_path: Path) -> None:
    """Also behind records that are packed one by one."""
    content = gzip.compress(_record(0)) + gzip.compress(_record(1) + _record(2))
    found, damages = _walked(tmp_path / "a", content)
    assert found == [ADDRESSES[0]]
    assert [damage.several for damage in damages] == [True]


def test_an_arc_goes_on_behind_a_wrong_length(tmp_path: Path) -> None:
    """At the next line that heads a record."""
    found, damages = _walked(tmp_path / "a", ARC + _arc(0) + _arc(1, says=-20) + _arc(2))
    assert found[1:] == [ADDRESSES[0], ADDRESSES[2]]
    assert [damage.offset for damage in damages] == [len(ARC + _arc(0))]
