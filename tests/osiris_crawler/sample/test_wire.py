"""Tests of answers as bytes."""

import gzip

import pytest

from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Answer
from osiris_crawler.sample.wire import Request, to_wire

_PAGE = Answer(200, (("Content-Type", "text/html"),), b"x" * 5000)


def _request(method: str = "GET", **headers: str) -> Request:
    return Request(method, "/", {name.replace("_", "-"): value for name, value in headers.items()}, 0.0)


def test_a_page_has_its_length_and_the_time_of_the_request() -> None:
    """Date and Last-Modified are the time of the answer, and nothing else depends on the clock."""
    head, _, body = to_wire(_request(), _PAGE, Faults()).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 200 OK"
    assert "Date: Thu, 01 Jan 1970 00:00:00 GMT" in lines
    assert "Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT" in lines
    assert "Content-Length: 5000" in lines
    assert body == _PAGE.body


def test_chunks() -> None:
    """Two chunks and the end, no length."""
    head, _, body = to_wire(_request(), _PAGE, Faults(chunked=True)).partition(b"\r\n\r\n")
    assert b"Content-Length" not in head
    assert body == b"1000\r\n" + b"x" * 4096 + b"\r\n388\r\n" + b"x" * 904 + b"\r\n0\r\n\r\n"


def test_gzip_only_for_those_who_accept_it() -> None:
    """The same bytes each time."""
    faults = Faults(compress=True)
    packed = to_wire(_request(accept_encoding="gzip, deflate"), _PAGE, faults)
    assert gzip.decompress(packed.partition(b"\r\n\r\n")[2]) == _PAGE.body
    assert packed == to_wire(_request(accept_encoding="gzip, deflate"), _PAGE, faults)
    assert to_wire(_request(), _PAGE, faults).endswith(_PAGE.body)


def test_garbled_bodies_say_gzip_and_are_none() -> None:
    """No client can unpack them."""
    head, _, body = to_wire(_request(), _PAGE, Faults(garbled=True)).partition(b"\r\n\r\n")
    assert b"Content-Encoding: gzip" in head
    assert body == _PAGE.body


@pytest.mark.parametrize("answer", [Answer(304, (("ETag", '"x"'),)), Answer(404, (), b"rien")])
def test_only_pages_are_said_to_be_modified_now(answer: Answer) -> None:
    """Errors and 304 carry no Last-Modified of their own; 304 has no length either."""
    wire = to_wire(_request(connection="close"), answer, Faults())
    assert b"Last-Modified" not in wire
    assert (b"Content-Length" in wire) == (answer.status == 404)
    assert b"Connection: close" in wire
