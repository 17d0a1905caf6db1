"""Takes a recorded HTTP message apart: head as it came, headers, and the page behind its codings."""

from __future__ import annotations

import io
import re
import sys
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import brotli
from warcio.bufferedreaders import ChunkedDataReader

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Mapping

INTERIM = (b"100", b"102", b"103")
"""Statuses of answers that another one follows (RFC 9110, section 15.2)."""
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"(?:\w+(?:/\d+(?:\.\d+)?)?[ \t]+)?(\d{3})(?![^\s])")
"""Status lines of HTTP/1 and HTTP/2, and as browsers and their exports have them: « h2 200 OK », « 200 OK »."""
_CHUNK = re.compile(rb"[ \t]*[0-9a-fA-F]{1,8}[ \t]*(?:;[^\r\n]*)?\r?\n")
PART = 206
_RANGE = re.compile(r"bytes[ \t]+(\d+)-(\d+)/(\d+)", re.IGNORECASE)
_LAST_CHUNK = re.compile(rb"(?:^|\n)0+[ \t]*(?:;[^\r\n]*)?\r?\n(?:[^\r\n]+\r?\n)*(?:\r?\n)?$")
_TRAILERS = 1 << 13
MOST_BYTES = 256 * 1024 * 1024
"""A page that unpacks to more is an attack or no page."""
_TOO_MUCH = "unpacks to more than 256 MiB"
_PIECE = 1 << 16


@dataclass(slots=True, frozen=True)
class Message:
    """One HTTP answer as a record holds it."""

    status: int
    """0 when the status line cannot be read."""
    headers: Mapping[str, str]
    """Names in lower case; of repeated headers the last, folded lines joined by a blank."""
    head: bytes
    """Status line and headers with the blank line, as recorded."""
    body: bytes
    """As recorded: content-coded; in foreign recordings perhaps still in chunks."""

    @property
    def unframed(self) -> bytes:
        """The body without chunk framing, when the header says chunked and the bytes bear it out."""
        chunked = "chunked" in self.headers.get("transfer-encoding", "").lower()
        if not chunked or not _CHUNK.match(self.body):
            return self.body
        reader = ChunkedDataReader(io.BytesIO(self.body), raise_exceptions=False)
        return b"".join(iter(lambda: reader.read(_PIECE), b""))

    @property
    def is_cut_off(self) -> bool:
        """True when less came than the head announces, or chunks without the last one, or the part asked for (206)."""
        if self.status == PART:
            part = _RANGE.match(self.headers.get("content-range", ""))
            return part is None or (int(part[1]), int(part[2]) + 1) != (0, int(part[3]))
        length = self.headers.get("content-length", "")
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            return _CHUNK.match(self.body) is not None and not _LAST_CHUNK.search(self.body[-_TRAILERS:])
        return length.isascii() and length.isdigit() and len(self.body) < int(length)

    def page(self) -> bytes:
        """Return the body with content codings undone; one that is not what it says stays as it is.

        Raises:
            ValueError: it unpacks to more than 256 MiB.
        """
        data = self.unframed
        for coding in reversed(self.headers.get("content-encoding", "").lower().split(",")):
            data = _decoded(data, coding.strip())
        return data


def split_message(block: bytes) -> Message:
    """Read the block of a response or revisit record; interim answers before the real one belong to its head."""
    begin, end = 0, _head_end(block, 0)
    while (
        (status := _STATUS.match(block, begin, end))
        and status[1] in INTERIM
        and block[end : end + 5] == b"HTTP/"
    ):
        begin, end = end, _head_end(block, end)
    head = block[:end]
    headers: dict[str, str] = {}
    name = ""
    for line in head[begin:].decode("latin-1").replace("\r\n", "\n").split("\n")[1:]:
        if line[:1] in {" ", "\t"} and name:
            headers[name] = f"{headers[name]} {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower() if colon else ""
        if name:
            headers[name] = value.strip()
    return Message(int(status[1]) if status else 0, headers, head, block[end:])


def _head_end(block: bytes, begin: int) -> int:
    found = _BLANK_LINE.search(block, begin)
    return found.end() if found else len(block)


def _decoded(data: bytes, coding: str) -> bytes:
    match coding:
        case "gzip" | "x-gzip":
            return _inflated(data, zlib.MAX_WBITS | 16)
        case "deflate":
            zlib_head = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0  # noqa: PLR2004
            return _inflated(data, zlib.MAX_WBITS if zlib_head else -zlib.MAX_WBITS)
        case "br":
            return _unbrotlied(data)
        case "zstd":
            return _unzstd(data)
        case _:
            return data


def _unbrotlied(data: bytes) -> bytes:
    """Unpack Brotli, as browsers record it; what is cut off gives what came, what is not packed stays."""
    unpacker = brotli.Decompressor()
    try:
        page: bytes = unpacker.process(data, output_buffer_limit=MOST_BYTES)
    except brotli.error:
        return data
    if len(page) >= MOST_BYTES:
        raise ValueError(_TOO_MUCH)
    return page


def _unzstd(data: bytes) -> bytes:
    """Unpack Zstandard by the same rule; a page may be several frames."""
    pieces: list[bytes] = []
    total, rest = 0, data
    while rest:
        unpacker = zstd.ZstdDecompressor()
        try:
            pieces.append(unpacker.decompress(rest, MOST_BYTES - total))
        except zstd.ZstdError:
            return b"".join(pieces) if pieces else data
        total += len(pieces[-1])
        if total >= MOST_BYTES:
            raise ValueError(_TOO_MUCH)
        rest = unpacker.unused_data
    return b"".join(pieces)


def _inflated(data: bytes, window: int) -> bytes:
    """Unpack gzip or deflate; what is cut off gives what came, what is not packed stays."""
    pieces: list[bytes] = []
    total = 0
    while data:
        unpacker = zlib.decompressobj(window)
        try:
            pieces.append(unpacker.decompress(data, MOST_BYTES - total))
        except zlib.error:
            return b"".join(pieces) if pieces else data
        total += len(pieces[-1])
        if unpacker.unconsumed_tail:
            raise ValueError(_TOO_MUCH)
        data = unpacker.unused_data
        if window < zlib.MAX_WBITS:
            break
    return b"".join(pieces)
