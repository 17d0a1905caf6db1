"""Records and digests as they are written."""

from __future__ import annotations

import hashlib

import pytest

from pipelines.snapshots.packing import digest_of, one_spelling

SHA1 = digest_of(b"")
SHA256 = f"sha256:{hashlib.sha256(b'').hexdigest()}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (SHA1, SHA1),
        (SHA1.lower(), SHA1),
        (f"sha1:{hashlib.sha1(b'', usedforsecurity=False).hexdigest()}", SHA1),
        (f"SHA-1:{hashlib.sha1(b'', usedforsecurity=False).hexdigest().upper()}", SHA1),
        (SHA256.replace("sha256", "sha-256"), SHA256),
        ("sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ", SHA256),
        ("sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ====", SHA256),
        ("", ""),
        ("xxh3:abcd", "xxh3:abcd"),
        ("sha1:not one", "sha1:not one"),
        ("sha1:é", "sha1:é"),
    ],
)
def test_a_digest_has_one_spelling(written: str, read: str) -> None:
    """Whatever program wrote it; what cannot be read stays."""
    assert one_spelling(written) == read
