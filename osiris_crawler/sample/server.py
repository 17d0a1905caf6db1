"""Serves the sample archive over HTTP/1.1 on 127.0.0.1, from a thread or from the command line."""

import argparse
import asyncio
import json
import signal
import socket
import sys
import threading
import time
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.article import NO_CREDIT, Credit, SampleArticle, Skin
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Answer, Responder
from osiris_crawler.sample.states import Naming, States
from osiris_crawler.sample.wire import Request, to_wire

__all__ = ["Request", "SampleSite"]

LOOPBACK = "127.0.0.1"
_LONGEST_HEAD = 65_536


class SampleSite:
    """The served archive, as a context manager.

    ``public_url`` is what pages name as their own address (canonical links, feed, redirects), else ``url``.
    Edits and faults take effect with the next answer.

    Raises:
        OSError: when the port is taken.
    """

    def __init__(self, archive: SampleArchive, port: int = 0, skin: Skin | str | None = None,
                 faults: Faults | None = None, public_url: str | None = None) -> None:  # fmt: skip
        self.archive = archive
        self.faults = faults or Faults()
        self.requests: list[Request] = []
        self._skin = Skin(skin) if skin is not None else None
        self._public_url = public_url
        self.port = port
        self.url = ""
        self._states = States()
        self._lock = threading.RLock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listens and serves from a thread of its own."""
        listener = socket.create_server((LOOPBACK, self.port), backlog=128)
        self.port = listener.getsockname()[1]
        self.url = f"http://{LOOPBACK}:{self.port}/"
        self._responder = Responder(self.archive, self._public_url or self.url, self._skin, self.faults)
        ready = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(listener, ready), name="sample-site", daemon=True
        )
        self._thread.start()
        ready.wait()

    def stop(self) -> None:
        """Closes every connection and ends the thread."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
            self._thread = None

    def _serve(self, listener: socket.socket, ready: threading.Event) -> None:
        asyncio.run(self._run(listener, ready))

    async def _run(self, listener: socket.socket, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._open: set[asyncio.Transport] = set()
        server = await self._loop.create_server(lambda: _Connection(self, self._open), sock=listener)
        ready.set()
        await self._stopping.wait()
        server.close()
        for transport in list(self._open):
            transport.abort()
        await asyncio.sleep(0)

    def answer(self, request: Request) -> Answer:
        """Logs a request and makes its answer."""
        with self._lock:
            self.requests.append(request)
            if request.method not in ("GET", "HEAD"):
                return Answer(405, (("Allow", "GET, HEAD"),))
            answer = self._responder.answer(request.path, request.headers)
            naming = Naming(self.faults.naming)
            return self._states.answer(naming, request.path, request.headers, answer, request.time)

    def paths(self) -> list[str]:
        """Path and query of every request so far, in order."""
        return [request.path for request in self.requests]

    def address(self, article: SampleArticle) -> str:
        """The absolute address of an article on this server."""
        return self.url + article.path[1:]

    def add(
        self,
        title: str,
        day: date,
        body: str = "",
        *,
        keywords: tuple[str, ...] = (),
        credit: Credit = NO_CREDIT,
        skin: Skin | None = None,
    ) -> SampleArticle:
        """Writes a new press article and publishes it."""
        with self._lock:
            article = self.archive.draft(title, day, body, keywords=keywords, credit=credit, skin=skin)
            self.archive.publish(article)
            return article

    def publish(self, article: SampleArticle) -> None:
        """See ``SampleArchive.publish``."""
        with self._lock:
            self.archive.publish(article)

    def trash(self, key: int | str) -> None:
        """See ``SampleArchive.trash``."""
        with self._lock:
            self.archive.trash(key)

    def retitle(self, key: int | str, title: str) -> None:
        """See ``SampleArchive.retitle``."""
        with self._lock:
            self.archive.retitle(key, title)

    def append(self, key: int | str, text: str) -> None:
        """See ``SampleArchive.append``."""
        with self._lock:
            self.archive.append(key, text)

    def readdress(self, key: int | str) -> str:
        """See ``SampleArchive.readdress``."""
        with self._lock:
            return self.archive.readdress(key)

    def roll_year(self) -> None:
        """See ``SampleArchive.roll_year``."""
        with self._lock:
            self.archive.roll_year()


class _Connection(asyncio.Protocol):
    """One kept-alive connection: requests are answered one after the other."""

    def __init__(self, site: SampleSite, open_transports: set[asyncio.Transport]) -> None:
        self._site = site
        self._open = open_transports
        self._buffer = b""
        self._is_waiting = False
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open.add(transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self._open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._next()

    def _next(self) -> None:
        while not self._is_waiting and b"\r\n\r\n" in self._buffer:
            head, rest = self._buffer.split(b"\r\n\r\n", 1)
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
            }
            length = int(headers.get("content-length", "0") or 0)
            if len(rest) < length:
                return
            method, target, _version = (*first.split(" "), "", "")[:3]
            self._buffer = rest[length:]
            self._respond(Request(method, target or "/", headers, time.time()))
        if len(self._buffer) > _LONGEST_HEAD:
            self._transport.close()

    def _respond(self, request: Request) -> None:
        faults = self._site.faults
        path = request.path.partition("?")[0]
        answer = self._site.answer(request)
        if path in faults.dropped_paths:
            self._transport.abort()
            return
        delay = faults.delays.get(path, faults.delay)
        if delay > 0:
            self._is_waiting = True
            asyncio.get_running_loop().call_later(delay, self._send_late, request, answer)
        else:
            self._send(request, answer)

    def _send_late(self, request: Request, answer: Answer) -> None:
        self._is_waiting = False
        if not self._transport.is_closing():
            self._send(request, answer)
            self._next()

    def _send(self, request: Request, answer: Answer) -> None:
        faults = self._site.faults
        wire = to_wire(request, answer, faults)
        is_last = request.headers.get("connection", "").lower() == "close"
        if request.path.partition("?")[0] in faults.truncated_paths:
            wire, is_last = wire[: len(wire) - max(1, len(answer.body) // 3)], True
        self._transport.write(wire)
        if is_last:
            self._transport.close()


def main() -> None:
    """Serves until SIGINT or SIGTERM; prints one line, ``ready URL``, when it listens."""
    parser = argparse.ArgumentParser(prog="python -m osiris_crawler.sample.server", description=__doc__)
    parser.add_argument("--port", type=int, default=8098)
    parser.add_argument("--articles", type=int, default=430)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skin", choices=[skin.value for skin in Skin])
    parser.add_argument(
        "--truth", type=Path, help="write what a crawl should find to this file, a JSON object a line"
    )
    options = parser.parse_args()
    try:
        archive = SampleArchive(options.articles, options.seed)
    except ValueError as error:
        parser.error(f"--articles: {error}")
    if options.truth is not None:
        skin = Skin(options.skin) if options.skin else None
        lines = (json.dumps(article.truth(skin), ensure_ascii=False) for article in archive.articles)
        options.truth.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with SampleSite(archive, options.port, options.skin) as site:
        sys.stdout.write(f"ready {site.url}\n")
        sys.stdout.flush()
        ended.wait()


if __name__ == "__main__":
    main()
