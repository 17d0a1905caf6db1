"""Private addresses; the bytes themselves are held by the recorder's tests."""

from __future__ import annotations

import pytest

from osiris_crawler.downloader.wire import is_private


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1"]
)
def test_addresses_that_no_public_site_has(address: str) -> None:
    """Loopback, local networks and the address of a cloud's metadata."""
    assert is_private(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", ""])
def test_other_addresses(address: str) -> None:
    """Public ones, and none at all."""
    assert not is_private(address)
