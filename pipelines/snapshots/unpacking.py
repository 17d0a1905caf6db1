"""Unpacks one gzip member that lies in memory: what a replay does for every record."""

from __future__ import annotations

import zlib

import deflate

MOST_AT_ONCE = 1 << 22
"""Bytes up to which the length that a member tells of itself is believed before it is unpacked."""
TOLD = 4
"""Bytes of that length at its end (RFC 1952, section 2.3.1, ISIZE)."""


def unpack(member: bytes) -> bytes:
    """Return what a gzip member holds; bytes behind it do not count.

    libdeflate takes a third of zlib's time, and checks length and CRC as zlib does. What it refuses goes to zlib, which
    says what is wrong.

    Raises:
        zlib.error: it is no gzip member, damaged or cut off.
    """
    size = int.from_bytes(member[-TOLD:], "little")
    if 0 < size <= MOST_AT_ONCE:
        try:
            return bytes(deflate.gzip_decompress(member, size))
        except deflate.DeflateError:  # also where bytes behind it were taken for its length
            pass
    return zlib.decompress(member, zlib.MAX_WBITS | 16)
