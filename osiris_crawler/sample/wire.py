"""Requests as logged and answers as bytes on the wire: HTTP/1.1 with length, chunks or gzip."""

import gzip
from email.utils import formatdate
from http import HTTPStatus
from typing import NamedTuple

from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Answer

_NO_BODY = (204, 304)
_CHUNK = 4096


class Request(NamedTuple):
    """One line of the request log."""

    method: str
    path: str
    """Path and query as sent."""
    headers: dict[str, str]
    """With lower-case names."""
    time: float
    """Seconds since the epoch."""


def to_wire(request: Request, answer: Answer, faults: Faults) -> bytes:
    """The bytes of an answer as sent, with the time of the answer as Date and, on pages, as Last-Modified."""
    now = formatdate(request.time, usegmt=True)
    body, headers = answer.body, [("Server", "sample"), ("Date", now), *answer.headers]
    if not any(name == "Last-Modified" for name, _ in headers) and answer.status == HTTPStatus.OK:
        headers.append(("Last-Modified", now))
    if faults.compress and body and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    elif faults.garbled and body and request.path != "/robots.txt":
        headers.append(("Content-Encoding", "gzip"))
    if faults.chunked and answer.status not in _NO_BODY:
        headers.append(("Transfer-Encoding", "chunked"))
        pieces = [body[start : start + _CHUNK] for start in range(0, len(body), _CHUNK)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    elif answer.status not in _NO_BODY:
        headers.append(("Content-Length", str(len(body))))
    is_last = request.headers.get("connection", "").lower() == "close"
    headers.append(("Connection", "close" if is_last else "keep-alive"))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n{lines}\r\n"
    return head.encode("latin-1") + (b"" if request.method == "HEAD" else body)
