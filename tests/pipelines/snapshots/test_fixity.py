"""Fixity: every kind of damage is named, and nothing else."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipelines.snapshots.cdxj import index_path, write_index
from pipelines.snapshots.exchange import Confirmed, Exchange
from pipelines.snapshots.fixity import Checked, check_file, lost_bodies
from pipelines.snapshots.packing import REVISIT_PROFILE, digest_of, new_record_id, pack
from pipelines.snapshots.run_notes import RUN_FIELD
from pipelines.snapshots.warc_reader import scan
from pipelines.snapshots.warc_writer import WarcWriter

if TYPE_CHECKING:
    from pathlib import Path

    from osiris_crawler.items import Snapshot

MOMENT = datetime(2025, 3, 14, 15, 9, 26, tzinfo=UTC)
NOTES = (
    '{"id": 1, "command": "crawl", "started_at": "2025-03-14T15:00:00+00:00", '
    '"site": {"name": "presse", "url": "http://127.0.0.1/"}}'
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def _written(folder: Path, number: int = 5, *, again: bool = False) -> tuple[Path, list[Snapshot]]:
    writer = WarcWriter(folder, prefix="T", info={}, seen=(lambda _u, _d: MOMENT) if again else None)
    found = [
        writer.write(
            Exchange(f"http://127.0.0.1/{n}", b"GET / HTTP/1.1\r\n\r\n", HEAD, b"page %d " % n * 40,
                     MOMENT + timedelta(seconds=n + 100 * again), 200)
        )
        for n in range(number)
    ]  # fmt: skip
    writer.close()
    return folder / found[0].file, found


def test_a_whole_file_has_no_damage(tmp_path: Path) -> None:
    """All records are counted, all digests hold, the index agrees."""
    path, snapshots = _written(tmp_path)
    checked = check_file(path)
    assert checked.damages == []
    assert checked.records == 1 + 2 * len(snapshots)
    assert sorted(checked.entries) == [snapshot.offset for snapshot in snapshots]


def test_a_flipped_byte_is_named_with_its_address_and_the_rest_is_read(tmp_path: Path) -> None:
    """The damaged record is named; all others are still there."""
    path, snapshots = _written(tmp_path)
    content = bytearray(path.read_bytes())
    content[snapshots[2].offset + snapshots[2].length // 2] ^= 0xFF
    path.write_bytes(content)
    checked = check_file(path)
    assert any(f"record at {snapshots[2].offset}" in damage for damage in checked.damages)
    assert any("http://127.0.0.1/2" in damage for damage in checked.damages)
    assert len(checked.entries) == 4


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    """What the index names and the file no longer holds is damage."""
    path, snapshots = _written(tmp_path)
    path.write_bytes(path.read_bytes()[: snapshots[4].offset + 7])
    assert any("http://127.0.0.1/4" in damage for damage in check_file(path).damages)


def test_a_record_taken_out_of_the_index_is_named(tmp_path: Path) -> None:
    """Each answer in the file has to stand in the index."""
    path, _ = _written(tmp_path)
    lines = index_path(path).read_text().splitlines(keepends=True)
    index_path(path).write_text("".join(lines[1:]))
    assert ["is not in the index" in damage for damage in check_file(path).damages] == [True]


def test_a_missing_index_and_an_empty_file_are_named(tmp_path: Path) -> None:
    """Neither raises."""
    path, _ = _written(tmp_path)
    index_path(path).unlink()
    assert any("has no index" in damage for damage in check_file(path).damages)
    path.write_bytes(b"")
    assert any("no record" in damage for damage in check_file(path).damages)


def _lost(*checked: Checked) -> list[str]:
    return [line for lines in lost_bodies(list(checked)).values() for line in lines]


def test_a_changed_byte_is_found_where_the_record_tells_no_digest(tmp_path: Path) -> None:
    """By the digest that the index has known since the file was taken in; older indexes know none."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Bonjour</html>"
    content = b"filedesc://a.arc 0.0.0.0 20030102030405 text/plain 3\n1 0\n"
    content += b"http://127.0.0.1/ 127.0.0.1 20030102030405 text/html %d\n" % len(block) + block + b"\n"
    path = tmp_path / "a.arc"
    path.write_bytes(content)
    (entry,) = scan(path)
    assert entry.digest == digest_of(b"<html>Bonjour</html>")
    write_index(path, [entry])
    assert check_file(path).damages == []
    path.write_bytes(content.replace(b"Bonjour", b"Bonsoir"))
    (named,) = check_file(path).damages
    assert "the index and the record" in named
    write_index(path, [replace(entry, digest="")])
    assert check_file(path).damages == []


def test_a_changed_byte_in_a_gzip_head_is_found(tmp_path: Path) -> None:
    """No checksum of gzip is over them; in recordings of this program they are alike."""
    writer = WarcWriter(tmp_path, prefix="T", info={RUN_FIELD: NOTES})
    taken = writer.write(Exchange("http://127.0.0.1/", b"GET / HTTP/1.1\r\n\r\n", HEAD, b"page", MOMENT, 200))
    writer.close()
    path = tmp_path / taken.file
    assert check_file(path).damages == []
    content = bytearray(path.read_bytes())
    content[taken.offset + 5] ^= 1
    path.write_bytes(content)
    (named,) = check_file(path).damages
    assert f"the record at {taken.offset} has another gzip head" in named


def test_a_revisit_of_wget_is_whole(tmp_path: Path) -> None:
    """Wget writes the digest of no bytes as the block digest of all its revisits."""
    fields = {
        "WARC-Target-URI": "http://127.0.0.1/0",
        "WARC-Date": "2020-01-02T03:04:05Z",
        "WARC-Profile": REVISIT_PROFILE,
        "WARC-Payload-Digest": digest_of(b"page"),
    }
    member = gzip.decompress(pack("revisit", new_record_id(), fields, b"HTTP/1.1 200 OK\r\n\r\n"))
    told = digest_of(b"HTTP/1.1 200 OK\r\n\r\n").encode()
    path = tmp_path / "a.warc"
    assert told in member
    for digest, damages in ((digest_of(b""), 0), (digest_of(b"other"), 1)):
        path.write_bytes(member.replace(told, digest.encode()))
        write_index(path, scan(path))
        assert len(check_file(path).damages) == damages


def test_a_revisit_whose_body_is_gone_is_named(tmp_path: Path) -> None:
    """A revisit is whole only together with the record of the body."""
    (tmp_path / "b").mkdir()
    first, _ = _written(tmp_path / "a")
    second, _ = _written(tmp_path / "b", again=True)
    both = [check_file(first), check_file(second)]
    assert both[1].damages == []
    assert _lost(*both) == []
    assert len(_lost(both[1])) == 5


def _confirming(folder: Path, *, at: datetime = MOMENT, digest: str = "") -> Path:
    """Record a 304 for the first page of `_written`."""
    confirmed = Confirmed("http://127.0.0.1/0", at, digest or digest_of(b"page 0 " * 40))
    writer = WarcWriter(folder, prefix="N", info={})
    head = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    taken = writer.write(
        Exchange(confirmed.url, b"GET / HTTP/1.1\r\n\r\n", head, b"", MOMENT + timedelta(days=1), 304,
                 confirms=confirmed)
    )  # fmt: skip
    writer.close()
    return folder / taken.file


def test_a_304_needs_the_answer_that_it_confirms(tmp_path: Path) -> None:
    """Its payload is that answer's, so there is none of its own to compare; answer and payload have to be there."""
    whole, _ = _written(tmp_path)
    first = check_file(whole)
    good = check_file(_confirming(tmp_path))
    assert good.damages == []
    assert _lost(first, good) == []
    assert len(_lost(good)) == 2
    (wrong,) = _lost(first, check_file(_confirming(tmp_path, at=MOMENT + timedelta(hours=1))))
    assert "says 304 of an answer that is not there (http://127.0.0.1/0" in wrong
    (lost,) = _lost(first, check_file(_confirming(tmp_path, digest=digest_of(b"x"))))
    assert "repeats a body that is not there" in lost
