"""Gzip members as they are unpacked: all that zlib reads, and its errors."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.snapshots.unpacking import MOST_AT_ONCE, unpack

TEXT = b"Un mot de la page.\r\n" * 400
MEMBER = gzip.compress(TEXT, mtime=0)


@pytest.mark.parametrize("text", [b"", b"a", TEXT, b"a" * (MOST_AT_ONCE + 1)])
def test_a_member_gives_what_was_packed(text: bytes) -> None:
    """Of any length, also those that are not unpacked at once."""
    assert unpack(gzip.compress(text)) == text


@pytest.mark.parametrize(
    "behind", [b"\r\n", b"garbage", bytes(8), b"\xff\xff\xff\xff", (1).to_bytes(4, "little"), MEMBER]
)
def test_bytes_behind_it_do_not_count(behind: bytes) -> None:
    """They stand where a member tells its length."""
    assert unpack(MEMBER + behind) == TEXT


@given(st.integers(0, len(MEMBER) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_as_zlib_finds_it(at: int, flip: int) -> None:
    """No damage passes that zlib would refuse, none is found where it finds none."""
    damaged = bytes([*MEMBER[:at], MEMBER[at] ^ flip, *MEMBER[at + 1 :]])
    try:
        expected = zlib.decompress(damaged, zlib.MAX_WBITS | 16)
    except zlib.error:
        with pytest.raises(zlib.error):
            unpack(damaged)
    else:
        assert unpack(damaged) == expected


@pytest.mark.parametrize("cut", [0, 1, 2, 10, len(MEMBER) // 2, len(MEMBER) - 1])
def test_what_is_cut_off_is_an_error(cut: int) -> None:
    """Wherever it ends."""
    with pytest.raises(zlib.error):
        unpack(MEMBER[:cut])
