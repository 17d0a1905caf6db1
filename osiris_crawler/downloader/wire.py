"""Listens on Twisted's HTTP client, so that request and header block are known as they went over the wire.

It leans on private names of Scrapy 2.19 and Twisted; the tests of the recorder hold them.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from twisted.internet.defer import Deferred, fail
from twisted.web._newclient import STATUS

from osiris_crawler import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from scrapy import Request
    from scrapy.http import Response
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request as TxRequest
    from twisted.web.client import Response as TxResponse
    from twisted.web.iweb import IResponse

WIRE = "osiris_wire"
"""Name of the `Wire` in `request.meta`."""


class PrivateAddressError(Exception):
    """Raised by the connection before a request is sent: the host's name leads to a private address."""


@dataclass(slots=True)
class Wire:
    """What one request and its answer looked like on the wire."""

    started_at: datetime
    request: bytearray = field(default_factory=bytearray)
    head: bytearray = field(default_factory=bytearray)
    """Of the final answer; interim answers (1xx) are forgotten."""
    ip_address: str = ""


class _Tee:
    """A transport that notes what is written to it."""

    def __init__(self, transport: Any, sink: bytearray) -> None:
        self._transport = transport
        self._sink = sink

    def write(self, data: bytes) -> None:
        self._sink += data
        self._transport.write(data)

    def writeSequence(self, pieces: Iterable[bytes]) -> None:  # noqa: N802 - Twisted's name
        data = b"".join(pieces)
        self._sink += data
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _WireParser(_LenientHTTPClientParser):
    """Notes each line of the header block before it is read, with the line end it had."""

    wire: Wire

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        if self.state == STATUS:
            self.wire.head.clear()
        self.wire.head += line + b"\n"
        super().lineReceived(line)


class _WireProtocol(_LenientHTTP11ClientProtocol):
    """Notes what is sent and received for each request of a connection."""

    private_allowed = False

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        transport: Any = self.transport
        peer = str(getattr(transport.getPeer(), "host", ""))
        if not self.private_allowed and is_private(peer):
            transport.loseConnection()
            return fail(PrivateAddressError(f"{peer} is a private address, and the site is a public one"))
        wire = Wire(clock.now(), ip_address=peer)
        write: Callable[[Any], Deferred[None]] = request.writeTo
        noted: Any = request
        noted.writeTo = lambda to: write(_Tee(to, wire.request))
        answer = super().request(request)
        parser: Any = self._parser
        parser.__class__ = _WireParser
        parser.wire = wire
        return answer.addCallback(_attach, wire)


def _attach(response: IResponse, wire: Wire) -> IResponse:
    response.osiris_wire = wire
    return response


class WireFactory(_LenientHTTP11ClientFactory):
    """Builds connections that are listened on; `private_allowed` comes from the site that is crawled."""

    def __init__(self, *args: Any, private_allowed: bool) -> None:
        super().__init__(*args)  # type: ignore[no-untyped-call]
        self._private_allowed = private_allowed

    def buildProtocol(self, addr: IAddress | None) -> _WireProtocol:  # noqa: ARG002, N802 - Twisted's name
        """Build a connection (Twisted calls it)."""
        protocol = _WireProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
        protocol.private_allowed = self._private_allowed
        return protocol


class WireAgent(_ScrapyAgent):
    """Hands the wire of each answer to the Scrapy request, before the body is read."""

    def _cb_bodyready(self, txresponse: TxResponse, request: Request) -> Any:
        request.meta[WIRE] = getattr(txresponse, WIRE)
        return super()._cb_bodyready(txresponse, request)


def is_private(address: str) -> bool:
    """Tell whether an IP address is one that only a local network or this machine can reach."""
    try:
        return not ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def headers_of(response: Response) -> dict[str, str]:
    """Return the headers with names in lower case; of repeated ones the last."""
    return {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }
