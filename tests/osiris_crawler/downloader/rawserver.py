"""A server that sends the bytes it was given, on 127.0.0.1."""

from __future__ import annotations

import socket
import threading
from typing import Self


class RawServer:
    """Answers each path with raw bytes; a connection is closed after answers that need it."""

    def __init__(self, answers: dict[str, bytes], closing: set[str]) -> None:
        self.answers = answers
        self.closing = closing
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            data = b""
            while chunk := connection.recv(65536):
                data += chunk
                if not data.endswith(b"\r\n\r\n"):
                    continue
                self.requests.append(data)
                path = data.split(b" ", 2)[1].decode()
                data = b""
                for piece in (self.answers[path][:7], self.answers[path][7:]):
                    connection.sendall(piece)
                if path in self.closing:
                    return
