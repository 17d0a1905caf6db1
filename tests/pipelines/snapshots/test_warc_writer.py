"""Recordings as WARC/1.1 files."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.cdxj import read_index
from pipelines.snapshots.exchange import Confirmed, Exchange
from pipelines.snapshots.packing import digest_of, warc_date
from pipelines.snapshots.warc_writer import WarcWriter

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2025, 3, 14, 15, 9, 26, 535897, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 Tr\xe8s bien\r\nset-cookie: a\r\nSet-Cookie: b\r\nX-Fold: one\r\n\ttwo\r\n\r\n"
REQUEST = b"GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def _exchange(url: str = "http://127.0.0.1/x?y=1", body: bytes = b"body", **more: Any) -> Exchange:
    return Exchange(url, REQUEST, HEAD, body, MOMENT, 200, **{"ip_address": "127.0.0.1", **more})


def _writer(folder: Path, **more: Any) -> WarcWriter:
    return WarcWriter(folder, prefix="OSIRIS-127.0.0.1:8099", info={"software": "osiris-crawler/0"}, **more)


def _records(path: Path) -> list[Any]:
    with path.open("rb") as file:
        found = []
        for record in ArchiveIterator(file):
            record.text = record.content_stream().read()
            found.append(record)
        return found


def test_a_pair_is_written_with_its_links_and_digests(tmp_path: Path) -> None:
    """Response and request name each other, the address, the date and the server; all digests hold."""
    writer = _writer(tmp_path)
    snapshot = writer.write(_exchange())
    writer.close()
    info, response, request = _records(tmp_path / snapshot.file)
    headers = response.rec_headers
    assert [r.rec_type for r in (info, response, request)] == ["warcinfo", "response", "request"]
    assert {r.rec_headers.protocol for r in (info, response, request)} == {"WARC/1.1"}
    assert headers.get_header("WARC-Target-URI") == "http://127.0.0.1/x?y=1"
    assert headers.get_header("WARC-Date") == warc_date(MOMENT) == "2025-03-14T15:09:26.535897Z"
    assert headers.get_header("WARC-IP-Address") == "127.0.0.1"
    assert headers.get_header("WARC-Warcinfo-ID") == info.rec_headers.get_header("WARC-Record-ID")
    assert headers.get_header("WARC-Payload-Digest") == snapshot.digest == digest_of(b"body")
    assert headers.get_header("WARC-Block-Digest")
    assert request.rec_headers.get_header("WARC-Concurrent-To") == headers.get_header("WARC-Record-ID")
    assert b"software: osiris-crawler/0" in info.text
    assert _check(tmp_path / snapshot.file) == 0


def _check(path: Path) -> int:
    """Return the exit code of `warcio check`."""

    class Options:
        inputs = (str(path),)
        verbose = False

    checker = Checker(Options)
    checker.process_all()
    return int(checker.exit_value)


def test_the_head_is_kept_byte_for_byte(tmp_path: Path) -> None:
    """What lies at the snapshot's offset is the block as received, and its length ends the member."""
    import gzip

    writer = _writer(tmp_path)
    snapshot = writer.write(_exchange(body=b"\x1f\x8b coded"))
    writer.close()
    content = (tmp_path / snapshot.file).read_bytes()
    member = gzip.decompress(content[snapshot.offset : snapshot.offset + snapshot.length])
    assert member.endswith(HEAD + b"\x1f\x8b coded" + b"\r\n\r\n")
    assert member.startswith(b"WARC/1.1\r\n")


def test_file_names_follow_annex_c_and_are_open_while_written(tmp_path: Path) -> None:
    """Prefix, time, serial and host; `.open` until the file is closed."""
    writer = _writer(tmp_path)
    snapshot = writer.write(_exchange())
    assert re.fullmatch(r"OSIRIS_127\.0\.0\.1_8099-20250314150926-00000-[\w.]+\.warc\.gz", snapshot.file)
    assert _names(tmp_path) == {f"{snapshot.file}.cdxj.open", f"{snapshot.file}.open"}
    writer.close()
    assert _names(tmp_path) == {snapshot.file, f"{snapshot.file}.cdxj"}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_full_file_is_followed_by_the_next(tmp_path: Path) -> None:
    """Beyond the size limit a new file begins, with its own warcinfo."""
    writer = _writer(tmp_path, max_bytes=100)
    files = [writer.write(_exchange()).file for _ in range(3)]
    writer.close()
    assert len(set(files)) == 3
    assert all(_records(tmp_path / name)[0].rec_type == "warcinfo" for name in files)


def test_a_known_payload_becomes_a_revisit(tmp_path: Path) -> None:
    """The revisit keeps the new head and names where the payload lies."""
    writer = _writer(tmp_path, seen=lambda _url, _digest: MOMENT)
    snapshot = writer.write(_exchange())
    writer.close()
    _, revisit, _ = _records(tmp_path / snapshot.file)
    headers = revisit.rec_headers
    assert revisit.rec_type == "revisit"
    assert headers.get_header("WARC-Refers-To-Target-URI") == "http://127.0.0.1/x?y=1"
    assert headers.get_header("WARC-Refers-To-Date") == warc_date(MOMENT)
    assert headers.get_header("WARC-Profile").endswith("1.1/revisit/identical-payload-digest")
    assert headers.get_header("WARC-Payload-Digest") == digest_of(b"body")
    assert _check(tmp_path / snapshot.file) == 0


def test_a_304_that_confirms_is_a_revisit_of_its_own_profile(tmp_path: Path) -> None:
    """WARC/1.1 section 6.7.3: the head as sent, the payload and date of the answer that it confirms."""
    head = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'
    confirmed = Confirmed("http://127.0.0.1/x?y=1", MOMENT, digest_of(b"body"))
    writer = _writer(tmp_path, seen=lambda _url, _digest: MOMENT)
    snapshot = writer.write(replace(_exchange(body=b"", confirms=confirmed), head=head, status=304))
    plain = writer.write(replace(_exchange(body=b""), head=head, status=304))
    writer.close()
    _, revisit, _, response, _ = _records(tmp_path / snapshot.file)
    headers = revisit.rec_headers
    assert (revisit.rec_type, revisit.http_headers.get_statuscode()) == ("revisit", "304")
    assert headers.get_header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert headers.get_header("WARC-Refers-To-Target-URI") == confirmed.url
    assert headers.get_header("WARC-Refers-To-Date") == warc_date(MOMENT)
    assert headers.get_header("WARC-Payload-Digest") == snapshot.digest == confirmed.digest
    assert snapshot.revisit
    assert (response.rec_type, plain.revisit, plain.digest) == ("response", False, digest_of(b""))
    first, second = read_index(tmp_path / snapshot.file)
    assert (first.mime, first.status, first.digest) == ("warc/revisit", 304, confirmed.digest)
    assert (second.mime, second.status) == ("unk", 304)


def test_an_answer_cut_off_says_so(tmp_path: Path) -> None:
    """WARC-Truncated marks a body that is not whole."""
    writer = _writer(tmp_path)
    snapshot = writer.write(_exchange(truncated="disconnect"))
    writer.close()
    assert _records(tmp_path / snapshot.file)[1].rec_headers.get_header("WARC-Truncated") == "disconnect"


def test_a_write_that_fails_leaves_whole_records_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a full disk the file ends where the last whole pair ends, and the next pair is readable."""
    writer = _writer(tmp_path)
    writer.write(_exchange())
    with monkeypatch.context() as patch:
        patch.setattr(WarcWriter, "_response", _full_disk)
        with pytest.raises(SnapshotError, match="was not recorded"):
            writer.write(_exchange())
    snapshot = writer.write(_exchange("http://127.0.0.1/after"))
    writer.close()
    targets = [r.rec_headers.get_header("WARC-Target-URI") for r in _records(tmp_path / snapshot.file)]
    assert targets == [None, *["http://127.0.0.1/x?y=1"] * 2, *["http://127.0.0.1/after"] * 2]


def _full_disk(writer: WarcWriter, *_: object) -> bytes:
    assert isinstance(writer._file, io.BufferedWriter)
    writer._file.write(b"half a record")
    raise OSError(28, "No space left on device")
