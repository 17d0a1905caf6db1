"""Recorded HTTP messages, taken apart."""

from __future__ import annotations

import gzip
import zlib

import pytest

from pipelines.snapshots.http_message import split_message

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
        (b"Transfer-Encoding: chunked\r\n", CHUNKED),
        (b"Transfer-Encoding: chunked\r\n", PAGE),
        (b"X-Orig-Transfer-Encoding: chunked\r\n", PAGE),
    ],
    ids=["plain", "gzip", "gzip-untrue", "zlib", "deflate", "chunked", "chunked-untrue", "renamed"],
)
def test_the_page_comes_out_of_its_codings(head: bytes, body: bytes) -> None:
    """Framed or not, packed or not, and when the header says what is not true."""
    assert split_message(_message(head, body)).page() == PAGE


def test_head_and_headers_are_read_as_they_are() -> None:
    """The head keeps every byte; of repeated headers the last counts, folds are joined, LF alone will do."""
    block = b"HTTP/1.0 404 Non\nA: 1\na: 2\nB: x\n  y\n\nbody"
    message = split_message(block)
    assert message.status == 404
    assert message.headers == {"a": "2", "b": "x y"}
    assert message.head + message.body == block


def test_what_is_no_answer_has_status_0() -> None:
    """Nothing is raised."""
    assert split_message(b"").status == 0
