"""The bytes of one request and its answer."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.snapshots.exchange import Exchange


def _exchange(head: bytes) -> Exchange:
    return Exchange("http://127.0.0.1/", b"", head, b"", datetime.now(UTC), 200)


def test_transfer_encoding_is_renamed_where_it_is_a_header() -> None:
    """Only the header's name changes, in the case it was sent, and not inside a value."""
    head = b"HTTP/1.1 200 OK\r\nX-Note: Transfer-Encoding: no\r\ntransfer-encoding : chunked\r\n\r\n"
    renamed = (
        b"HTTP/1.1 200 OK\r\nX-Note: Transfer-Encoding: no\r\nX-Orig-transfer-encoding : chunked\r\n\r\n"
    )
    assert _exchange(head).archived_head == renamed


def test_other_heads_stay_byte_for_byte() -> None:
    """Case, repeats, folds and bare line feeds are kept."""
    head = b"HTTP/1.0 200 fine\nset-COOKIE: a\nset-COOKIE: b\nX-Fold: one\n  two\n\n"
    assert _exchange(head).archived_head == head
