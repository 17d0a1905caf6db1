"""What holds for every test: nobody outside this machine is asked, and nobody's own settings count."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

for _name in [
    name for name in os.environ if name.startswith("OSIRIS_") and not name.startswith("OSIRIS_TEST_")
]:
    del os.environ[_name]  # before osiris_crawler.settings reads them

_CONNECT, _CONNECT_EX, _GETADDRINFO = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


class OutsideError(AssertionError):
    """A test tried to reach another machine."""


def _check(host: Any) -> None:
    """Pass the loopback range and what is no host at all."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost", "::1", "0.0.0.0", socket.gethostname()} or str(name).startswith(
        "127."
    ):
        return
    raise OutsideError(f"a test tried to reach {name}; tests ask nobody but 127.0.0.1")


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Refuse sockets and look-ups that leave this machine, for the whole session."""

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _check(address[0])
        _CONNECT(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _check(address[0])
        return _CONNECT_EX(self, address)

    def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
        _check(host)
        return _GETADDRINFO(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield
