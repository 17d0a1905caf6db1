"""Writes exchanges to WARC/1.1 files: one set of files for each run, each record a gzip member of its own."""

from __future__ import annotations

import io
import re
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from osiris_crawler.errors import SnapshotError
from osiris_crawler.items import Snapshot
from pipelines.snapshots.leftovers import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from warcio.recordbuilder import RecordBuilder

    from pipelines.snapshots.exchange import Exchange


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """A header block that is written as it came; truthy, or warcio would leave it out."""

    def __init__(self, raw: bytes) -> None:
        super().__init__("", [])
        self.headers_buff = raw

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Keep the bytes."""

    def __bool__(self) -> bool:
        return True


def warc_date(moment: datetime) -> str:
    """Return WARC/1.1's date form, UTC with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_digest(body: bytes) -> str:
    """Return the WARC-Payload-Digest (`sha1:` and base32) of a content-coded, de-chunked body."""
    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


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
        seen: Callable[[str], tuple[str, datetime] | None] | None = None,
        max_bytes: int = 1_000_000_000,
    ) -> None:
        """Prepare a writer; the first file is made with the first record.

        Args:
            folder: the `warc/` folder, made when missing.
            prefix: first part of the names; made safe for file names.
            info: fields of the warcinfo record (software, robots, http-header-user-agent …).
            seen: tells where a payload digest was recorded before (target address, capture time), or None;
                such a payload becomes a revisit record.
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
            file.flush()
        except OSError as error:
            file.truncate(start)
            file.seek(start)
            raise SnapshotError(
                f"{self._path}: the answer of {exchange.url} was not recorded ({error})"
            ) from error
        if file.tell() >= self._max_bytes:
            self.close()
        return snapshot

    def close(self) -> None:
        """Close the file in hand and give it its final name; the writer can go on with a new file."""
        if self._file is None or self._path is None:
            return
        self._file.close()
        self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN)))
        self._file = self._path = None

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
        writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        info = {"format": "WARC File Format 1.1", "conformsTo": _SPECIFICATION, **self._info}
        record = writer.create_warcinfo_record(name, info)
        record.rec_headers.replace_header("WARC-Date", warc_date(moment))
        self._warcinfo_id = record.rec_headers.get_header("WARC-Record-ID")
        writer.write_record(record)
        self._file.flush()
        return self._file

    def _append(self, file: BinaryIO, start: int, exchange: Exchange) -> Snapshot:
        """Write the pair and describe the response record."""
        assert self._path is not None
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        digest = payload_digest(exchange.body)
        response = self._response(writer, exchange, digest)
        writer.write_record(response)
        length = file.tell() - start
        headers = self._headers(exchange) | {
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        }
        request = writer.create_warc_record(
            exchange.url, "request", warc_headers_dict=headers, http_headers=_Head(exchange.request)
        )
        writer.write_record(request)
        name = self._path.name.removesuffix(OPEN)
        return Snapshot(name, start, length, digest, exchange.captured_at)

    def _response(self, writer: RecordBuilder, exchange: Exchange, digest: str) -> Any:
        """Build the response record, or the revisit record of a payload that was recorded before."""
        headers = self._headers(exchange)
        head = _Head(exchange.archived_head)
        before = self._seen(digest) if self._seen and exchange.body else None
        if before is not None:
            uri, moment = before
            return writer.create_revisit_record(
                exchange.url, digest, uri, warc_date(moment), http_headers=head, warc_headers_dict=headers
            )
        if exchange.truncated:
            headers["WARC-Truncated"] = exchange.truncated
        headers["WARC-Payload-Digest"] = digest
        return writer.create_warc_record(
            exchange.url,
            "response",
            payload=io.BytesIO(exchange.body),
            length=len(exchange.body),
            warc_headers_dict=headers,
            http_headers=head,
        )

    def _headers(self, exchange: Exchange) -> dict[str, str]:
        """Return the WARC headers that both records of a pair share."""
        headers = {"WARC-Date": warc_date(exchange.captured_at), "WARC-Warcinfo-ID": self._warcinfo_id}
        if exchange.ip_address:
            headers["WARC-IP-Address"] = exchange.ip_address
        return headers


_SPECIFICATION = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
