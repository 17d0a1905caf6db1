"""Recorded HTTP messages, taken apart."""

from __future__ import annotations

import gzip
import sys
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest

from pipelines.snapshots import http_message
from pipelines.snapshots.http_message import split_message

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = b"<html>une page</html>"
CHUNKED = b"5;x=y\r\n<html\r\n10\r\n>une page</html>\r\n0\r\n\r\n"


def _message(head: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"", PAGE),
        (b"Content-Encoding: gzip\r\n", gzip.compress(PAGE)),
        (b"Content-Encoding: gzip\r\n", PAGE),
        (b"Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        (b"Content-Encoding: deflate\r\n", zlib.compress(PAGE)[2:-4]),
        (b"Content-Encoding: br\r\n", brotli.compress(PAGE)),
        (b"Content-Encoding: br\r\n", PAGE),
        (b"Content-Encoding: zstd\r\n", zstd.compress(PAGE[:9]) + zstd.compress(PAGE[9:])),
        (b"Content-Encoding: zstd\r\n", PAGE),
        (b"Transfer-Encoding: chunked\r\n", CHUNKED),
        (b"Transfer-Encoding: chunked\r\n", PAGE),
        (b"X-Orig-Transfer-Encoding: chunked\r\n", PAGE),
    ],
    ids=[
        "plain",
        "gzip",
        "gzip-untrue",
        "zlib",
        "deflate",
        "brotli",
        "brotli-untrue",
        "zstd",
        "zstd-untrue",
        "chunked",
        "chunked-untrue",
        "renamed",
    ],
)
def test_the_page_comes_out_of_its_codings(head: bytes, body: bytes) -> None:
    """Framed or not, packed or not, and when the header says what is not true."""
    assert split_message(_message(head, body)).page() == PAGE


@pytest.mark.parametrize(
    ("coding", "packed"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)]
)
def test_a_page_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, coding: str, packed: Callable[[bytes], bytes]
) -> None:
    """A kilobyte can be made to hold a gigabyte."""
    monkeypatch.setattr(http_message, "MOST_BYTES", 1000)
    bomb = _message(f"Content-Encoding: {coding}\r\n".encode(), packed(bytes(100_000)))
    with pytest.raises(ValueError, match="unpacks to more"):
        split_message(bomb).page()


def test_head_and_headers_are_read_as_they_are() -> None:
    """The head keeps every byte; of repeated headers the last counts, folds are joined, LF alone will do."""
    block = b"HTTP/1.0 404 Non\nA: 1\na: 2\nB: x\n  y\n\nbody"
    message = split_message(block)
    assert message.status == 404
    assert message.headers == {"a": "2", "b": "x y"}
    assert message.head + message.body == block


def test_interim_answers_belong_to_the_head() -> None:
    """Some recorders keep what came before the answer in the same record; status and headers are the answer's."""
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    block = early + b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Non\r\nA: 1\r\n\r\nbody"
    message = split_message(block)
    assert (message.status, message.headers, message.body) == (404, {"a": "1"}, b"body")
    assert message.head + message.body == block
    assert split_message(early).status == 103


@pytest.mark.parametrize(
    ("part", "cut_off"), [("0-3/4", False), ("0-3/9", True), ("2-5/6", True), ("", True)]
)
def test_a_part_that_was_asked_for_is_no_whole_page(part: str, cut_off: bool) -> None:  # noqa: FBT001
    """Unless it is all there is."""
    head = f"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {part}\r\n\r\n"
    assert split_message(head.encode() + b"page").is_cut_off is cut_off


def test_what_is_no_answer_has_status_0() -> None:
    """Nothing is raised."""
    assert split_message(b"").status == 0
    assert split_message(b"<html>404 </html>").status == 0


@pytest.mark.parametrize(
    "line", ["HTTP/2 200", "HTTP/2.0 200 ", "h2 200 OK", "h3 200", "ICY 200 OK", "200 OK"]
)
def test_status_lines_of_browsers_and_odd_servers_are_read(line: str) -> None:
    """What exports of browsers (HAR) write for HTTP/2 and 3 is no status line of HTTP/1."""
    assert split_message(f"{line}\r\nA: 1\r\n\r\nbody".encode()).status == 200


@pytest.mark.parametrize(
    ("head", "body", "cut_off"),
    [
        ("Content-Length: 5", b"12345", False),
        ("Content-Length: 5", b"1234", True),
        ("Content-Length: 5", b"1234567", False),
        ("Content-Length: many", b"1", False),
        ("Transfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n\r\n", False),
        ("Transfer-Encoding: chunked", b"3\r\nabc\r\n0;x=1\r\nA: b\r\n\r\n", False),
        ("Transfer-Encoding: chunked", b"3\r\nabc\r\n", True),
        ("Transfer-Encoding: chunked", b"<html>not framed", False),
        ("Content-Type: text/html", b"", False),
    ],
)
def test_a_body_shorter_than_announced_is_cut_off(head: str, body: bytes, cut_off: bool) -> None:  # noqa: FBT001
    """By its length, or since the last chunk is missing; one that a browser has unpacked is longer."""
    assert split_message(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body).is_cut_off is cut_off
