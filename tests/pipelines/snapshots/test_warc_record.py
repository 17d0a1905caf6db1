"""One record: heads as programs write them."""

from __future__ import annotations

import pytest

from pipelines.snapshots.warc_record import info_fields, parse_record

BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>"
HEAD = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://presse.example/\r\nContent-Length: {}\r\n\r\n"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\r\n", "\n"),
        ("WARC-Type: response", "warc-type:RESPONSE"),
        ("URI: http", "URI:\r\n http"),
        ("http://presse.example/", "<http://presse.example/>"),
    ],
)
def test_the_head_is_read_in_every_spelling(old: str, new: str) -> None:
    """Line feeds alone, other cases, folded lines, angle brackets: the block is where the head ends."""
    head = HEAD.format(len(BLOCK)).replace(old, new).encode()
    record = parse_record(head + BLOCK + b"\r\n\r\n", 7, 9)
    assert (record.kind, record.url, record.block) == ("response", "http://presse.example/", BLOCK)
    assert (record.offset, record.length) == (7, 9)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (HEAD.format(len(BLOCK) + 1).encode() + BLOCK, "cut off"),
        (HEAD.format("many").encode() + BLOCK, "how long"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "head is cut off"),
        (b"<html></html>", "no WARC or ARC record"),
    ],
)
def test_what_is_not_whole_is_an_error(data: bytes, says: str) -> None:
    """In words that tell why."""
    with pytest.raises(ValueError, match=says):
        parse_record(data, 0, len(data))


def test_the_fields_of_a_warcinfo_are_read() -> None:
    """Names in lower case; lines without a colon are none."""
    assert info_fields(b"Software: x/1\r\n\r\nnothing\r\n") == {"software": "x/1"}


@pytest.mark.parametrize(("kind", "status"), [("text/html", 200), ("application/http;msgtype=response", 0)])
def test_a_response_that_is_a_bare_page_is_one(kind: str, status: int) -> None:
    """Some converters write pages without a head, with the media type of the page on the record."""
    head = HEAD.format(4).replace("WARC-Type", f"Content-Type: {kind}\r\nWARC-Type")
    message = parse_record(head.encode() + b"<p/>", 0, 0).message()
    assert message.status == status
    assert message.body == (b"<p/>" if status else b"")
