"""Writes exchanges to WARC/1.1 files: one set of files for each run, each record a gzip member of its own."""

from __future__ import annotations

import os
import re
import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

from osiris_crawler.errors import SnapshotError
from osiris_crawler.items import Snapshot
from pipelines.snapshots import kill_points
from pipelines.snapshots.cdxj import REVISIT, Entry, GrowingIndex
from pipelines.snapshots.exchange import Confirmed
from pipelines.snapshots.leftovers import OPEN
from pipelines.snapshots.packing import (
    NOT_MODIFIED_PROFILE,
    REQUEST_TYPE,
    RESPONSE_TYPE,
    REVISIT_PROFILE,
    SPECIFICATION,
    digest_of,
    new_record_id,
    pack,
    warc_date,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipelines.snapshots.exchange import Exchange

_CONTENT_TYPE = re.compile(rb"^content-type[ \t]*:[ \t]*([^;\s]+)", re.IGNORECASE | re.MULTILINE)


class WarcWriter:
    """Writes one run's recordings.

    Files are named by annex C of WARC/1.1 (prefix, time, serial, host) and end in `.open` till closed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str,
        info: Mapping[str, str],
        seen: Callable[[str, str], datetime | None] | None = None,
        max_bytes: int = 1_000_000_000,
    ) -> None:
        """Prepare a writer; the first file is made with the first record.

        Args:
            folder: the `warc/` folder, made when missing.
            prefix: first part of the names; made safe for file names.
            info: fields of the warcinfo record (software, robots, http-header-user-agent …).
            seen: tells when an address was recorded with a payload digest before, or None; such an unchanged
                payload becomes a revisit record.
            max_bytes: a file that has grown beyond it is closed and the next one begun.
        """
        self._folder = folder
        self._prefix = re.sub(r"[^A-Za-z0-9.]+", "_", prefix).strip("_") or "OSIRIS"
        self._host = re.sub(r"[^A-Za-z0-9.]+", "_", socket.gethostname()) or "localhost"
        self._info = dict(info)
        self._seen = seen
        self._max_bytes = max_bytes
        self._serial = 0
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self._index: GrowingIndex | None = None
        self._warcinfo_id = ""

    def write(self, exchange: Exchange) -> Snapshot:
        """Write response (or revisit) and request, flush, and return where the response lies.

        Raises:
            SnapshotError: the bytes could not be written; the file is as it was before.
        """
        try:
            file = self._file or self._open(exchange.captured_at)
            start = file.tell()
        except OSError as error:
            raise SnapshotError(f"{self._folder}: cannot write recordings ({error})") from error
        try:
            snapshot = self._append(file, start, exchange)
        except OSError as error:
            file.truncate(start)
            file.seek(start)
            raise SnapshotError(
                f"{self._path}: the answer of {exchange.url} was not recorded ({error})"
            ) from error
        if file.tell() >= self._max_bytes:
            self.close()
        return snapshot

    def note_end(self, notes: Mapping[str, str], moment: datetime) -> None:
        """Write a metadata record: what is to be known of the run, now that it is over.

        Raises:
            SnapshotError: it could not be written.
        """
        try:
            file = self._file or self._open(moment)
            block = "".join(f"{field}: {value}\r\n" for field, value in notes.items() if value)
            fields = {
                "WARC-Date": warc_date(moment),
                "WARC-Warcinfo-ID": self._warcinfo_id,
                "Content-Type": "application/warc-fields",
            }
            file.write(pack("metadata", new_record_id(), fields, block.encode("utf-8")))
            file.flush()
        except OSError as error:
            raise SnapshotError(f"{self._folder}: the end of the run was not recorded ({error})") from error

    def close(self) -> None:
        """Close the file in hand and give it its final name; the writer can go on with a new file.

        Its bytes are on the disk then, whatever happens to the machine.

        Raises:
            SnapshotError: it could not be closed; the next run does it.
        """
        if self._file is None or self._path is None:
            return
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            if self._index is not None:
                self._index.close()
            kill_points.pass_by(kill_points.ROLL_OVER)
            self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN)))
        except OSError as error:
            self.leave()
            raise SnapshotError(f"{self._folder}: cannot write recordings ({error})") from error
        self._file = self._path = self._index = None

    def leave(self) -> None:
        """Let go of the file in hand as a kill would: the next run cuts it to its whole records and names it."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        self._file = self._path = self._index = None

    def _open(self, moment: datetime) -> BinaryIO:
        """Begin the next file with its warcinfo record."""
        self._folder.mkdir(parents=True, exist_ok=True)
        while True:
            stamp = moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
            name = f"{self._prefix}-{stamp}-{self._serial:05d}-{self._host}.warc.gz"
            self._serial += 1
            if not (self._folder / name).exists() and not (self._folder / f"{name}{OPEN}").exists():
                break
        self._path = self._folder / f"{name}{OPEN}"
        self._file = self._path.open("xb")
        self._index = GrowingIndex(self._folder / name, OPEN)
        self._warcinfo_id = new_record_id()
        info = {"format": "WARC File Format 1.1", "conformsTo": SPECIFICATION, **self._info}
        block = "".join(f"{field}: {value}\r\n" for field, value in info.items() if value)
        fields = {
            "WARC-Date": warc_date(moment),
            "WARC-Filename": name,
            "Content-Type": "application/warc-fields",
        }
        self._file.write(pack("warcinfo", self._warcinfo_id, fields, block.encode("utf-8")))
        self._file.flush()
        return self._file

    def _append(self, file: BinaryIO, start: int, exchange: Exchange) -> Snapshot:
        """Write the pair with one call and describe the response record."""
        assert self._path is not None
        assert self._index is not None
        digest = digest_of(exchange.body)
        before = exchange.confirms or self._before(digest, exchange)
        digest = before.digest if before else digest
        response_id = new_record_id()
        response = self._response(response_id, exchange, digest, before)
        headers = self._headers(exchange, REQUEST_TYPE) | {"WARC-Concurrent-To": response_id}
        pair = response + pack("request", new_record_id(), headers, exchange.request)
        if kill_points.dies_at(kill_points.RECORD_HALF):
            file.write(pair[: len(pair) // 2])
            file.flush()
            kill_points.die()
        file.write(pair)
        file.flush()
        kill_points.pass_by(kill_points.AFTER_FLUSH)
        name = self._path.name.removesuffix(OPEN)
        at, length = exchange.captured_at, len(response)
        found = _CONTENT_TYPE.search(exchange.head)
        mime = REVISIT if before else found[1].decode("latin-1") if found else "unk"
        self._index.add(Entry(exchange.url, mime, exchange.status, digest, length, start, name, at))
        return Snapshot(name, start, length, digest, at, revisit=before is not None)

    def _before(self, digest: str, exchange: Exchange) -> Confirmed | None:
        """Return where the same payload was recorded before; a body that is not whole is always kept."""
        if not exchange.body or exchange.truncated or self._seen is None:
            return None
        at = self._seen(exchange.url, digest)
        return None if at is None else Confirmed(exchange.url, at, digest)

    def _response(self, record_id: str, exchange: Exchange, digest: str, before: Confirmed | None) -> bytes:
        """Pack the response record, or the revisit record of a payload that was recorded before.

        By WARC/1.1 section 6.7.3 the payload of a 304 is the one it confirms, so the digest is that one's.
        """
        fields = self._headers(exchange, RESPONSE_TYPE) | {"WARC-Payload-Digest": digest}
        if before is not None:
            fields |= {
                "WARC-Profile": NOT_MODIFIED_PROFILE if exchange.confirms else REVISIT_PROFILE,
                "WARC-Refers-To-Target-URI": before.url,
                "WARC-Refers-To-Date": warc_date(before.captured_at),
            }
            return pack("revisit", record_id, fields, exchange.archived_head)
        fields["WARC-Truncated"] = exchange.truncated
        return pack("response", record_id, fields, exchange.archived_head + exchange.body)

    def _headers(self, exchange: Exchange, content_type: str) -> dict[str, str]:
        """Return the fields that both records of a pair share."""
        return {
            "WARC-Target-URI": exchange.url,
            "WARC-Date": warc_date(exchange.captured_at),
            "WARC-IP-Address": exchange.ip_address,
            "WARC-Warcinfo-ID": self._warcinfo_id,
            "Content-Type": content_type,
        }
