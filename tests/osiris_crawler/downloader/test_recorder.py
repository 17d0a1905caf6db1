"""What the recorder keeps of odd answers; also the contract with private names of Scrapy and Twisted."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.osiris_crawler.downloader.rawserver import RawServer

if TYPE_CHECKING:
    from pathlib import Path

PAGE = b"<html><body>un corps de page</body></html>"
CODED = gzip.compress(PAGE, mtime=0)
HALF = len(CODED) // 2
LENGTH = b"Content-Length: %d\r\n" % len(PAGE)
CASES: dict[str, tuple[bytes, bytes, bytes]] = {
    # path: head as sent, what follows on the wire, body as recorded
    "/plain": (b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n", PAGE, PAGE),
    "/chunked": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n",
        b"%x;name=value\r\n%s\r\n" % (HALF, CODED[:HALF])
        + b"%x\r\n%s\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(CODED) - HALF, CODED[HALF:]),
        CODED,
    ),
    "/cookies": (b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n" + LENGTH + b"\r\n", PAGE, PAGE),
    "/case": (b"HTTP/1.1 200 T\xe8s bien\r\nX-oDD-CaSe:  two blanks \r\n" + LENGTH + b"\r\n", PAGE, PAGE),
    "/folded": (b"HTTP/1.1 200 OK\r\nX-Fold: one\r\n\t two\r\n   three\r\n" + LENGTH + b"\r\n", PAGE, PAGE),
    "/colonless": (b"HTTP/1.1 200 OK\r\nno colon here\r\n" + LENGTH + b"\r\n", PAGE, PAGE),
    "/linefeeds": (b"HTTP/1.1 200 OK\nX-A: b\nContent-Length: %d\n\n" % len(PAGE), PAGE, PAGE),
    "/no-reason": (b"HTTP/1.1 200\r\n" + LENGTH + b"\r\n", PAGE, PAGE),
    "/304": (b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n', b"", b""),
    "/204": (b"HTTP/1.1 204 No Content\r\n\r\n", b"", b""),
    "/302": (b"HTTP/1.1 302 Found\r\nLocation: /plain\r\nContent-Length: 0\r\n\r\n", b"", b""),
    "/404": (b"HTTP/1.1 404 Not Found\r\n" + LENGTH + b"\r\n", PAGE, PAGE),
    "/old": (b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", PAGE, PAGE),
    "/query?a=1&b=%20": (b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n", PAGE, PAGE),
}
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
CASES["/interim"] = CASES["/plain"]
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], RawServer]:
    """Record every case once, over as few connections as the answers allow."""
    data = tmp_path_factory.mktemp("recorder")
    answers = {path: head + wire for path, (head, wire, _) in CASES.items()}
    answers["/interim"] = EARLY + answers["/interim"]
    answers["/cut"] = CUT + PAGE
    answers["/dropped"] = b""
    with RawServer(answers, closing={"/old", "/cut", "/dropped"}) as server:
        seen = record(data, server.url, [*CASES, "/cut", "/dropped"])
    return data / "warc", seen, server


def record(data: Path, url: str, paths: list[str], *more: str) -> dict[str, Any]:
    """Ask paths in a process of its own; return what its spider saw."""
    runner = "tests.osiris_crawler.downloader.record_run"
    command = [sys.executable, "-m", runner, str(data), url, ",".join(paths)]
    done = subprocess.run([*command, *more], capture_output=True, check=True, text=True, timeout=60)
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def block(folder: Path, place: dict[str, Any]) -> tuple[bytes, bytes]:
    """Return WARC headers and block of the record at a place."""
    with (folder / place["file"]).open("rb") as file:
        file.seek(place["offset"])
        member = gzip.decompress(file.read(place["length"]))
    headers, _, rest = member.partition(b"\r\n\r\n")
    return headers, rest.removesuffix(b"\r\n\r\n")


@pytest.mark.parametrize("path", CASES)
def test_head_and_body_are_kept_as_sent(run: tuple[Path, dict[str, Any], RawServer], path: str) -> None:
    """The header block is identical but for Transfer-Encoding's name; the body has no chunk framing."""
    head, _, body = CASES[path]
    _, kept = block(run[0], run[1][path])
    assert kept == head.replace(b"Transfer-Encoding", b"X-Orig-Transfer-Encoding") + body


def test_the_request_is_kept_as_sent(run: tuple[Path, dict[str, Any], RawServer]) -> None:
    """The request record behind each response holds the bytes that reached the server."""
    folder, seen, server = run
    place = seen["/query?a=1&b=%20"]
    content = (folder / place["file"]).read_bytes()[place["offset"] + place["length"] :]
    member = zlib.decompressobj(31).decompress(content)
    headers, _, rest = member.partition(b"\r\n\r\n")
    assert b"WARC-Type: request" in headers
    assert rest.removesuffix(b"\r\n\r\n") in server.requests
    assert b"WARC-IP-Address: 127.0.0.1" in headers
    assert b"User-Agent: osiris-mirror/" in rest


def test_the_answer_goes_on_decoded(run: tuple[Path, dict[str, Any], RawServer]) -> None:
    """Recording takes the coded body, the spider still gets the page."""
    assert run[1]["/chunked"]["body"] == PAGE.decode()


def test_an_answer_cut_off_is_kept_and_marked(run: tuple[Path, dict[str, Any], RawServer]) -> None:
    """What came before the connection ended is recorded as truncated, and the response is flagged."""
    place = run[1]["/cut"]
    headers, kept = block(run[0], place)
    assert kept == CUT + PAGE
    assert b"WARC-Truncated: disconnect" in headers
    assert "dataloss" in place["flags"]


def test_no_answer_is_an_error_and_no_record(run: tuple[Path, dict[str, Any], RawServer]) -> None:
    """A connection that ends before any byte reaches the errback."""
    assert run[1]["/dropped"]["error"] == "DownloadFailedError"


def test_a_private_address_is_not_asked_for_a_public_site(tmp_path: Path) -> None:
    """When the site is a public one, a name that leads to this machine gets no request at all."""
    with RawServer({"/plain": b"".join(CASES["/plain"][:2])}, closing=set()) as server:
        seen = record(tmp_path, server.url, ["/plain"], "PUBLIC")
        assert "error" in seen["/plain"]
        assert server.requests == []
