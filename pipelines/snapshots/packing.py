"""Packs one WARC/1.1 record into a gzip member of its own."""

from __future__ import annotations

import base64
import hashlib
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVEL = 6
"""gzip's own default: 9 costs twice the time and saves one byte in a hundred."""
SPECIFICATION = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
DIGEST_BYTES = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}
"""Algorithms of WARC digests, and how long their values are."""
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
RESPONSE_TYPE = "application/http; msgtype=response"
REQUEST_TYPE = "application/http; msgtype=request"


def warc_date(moment: datetime) -> str:
    """Return WARC/1.1's date form, UTC with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def one_spelling(digest: str) -> str:
    """Return a digest in the one spelling by which revisits find their bodies.

    Programs write `sha1` in base32 or hexadecimal, and ArchiveWeb.page itself `sha256` in a response and `sha-256`
    in the revisit of it. One that cannot be read stays as it is.
    """
    name, _, value = digest.partition(":")
    name = name.lower().replace("-", "")
    size = DIGEST_BYTES.get(name, 0)
    try:
        plain = (
            bytes.fromhex(value)
            if len(value) == 2 * size
            else base64.b32decode(_filled(value), casefold=True)
        )
    except ValueError:
        return digest
    if not size or len(plain) != size:
        return digest
    return f"{name}:{base64.b32encode(plain).decode('ascii') if name == 'sha1' else plain.hex()}"


def _filled(value: str) -> str:
    """Return a base32 value with the signs at its end that some leave out."""
    bare = value.rstrip("=")
    return bare + "=" * (-len(bare) % 8)


def digest_of(data: bytes) -> str:
    """Return `sha1:` and the digest in base32, the form of WARC-Block-Digest and WARC-Payload-Digest."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def new_record_id() -> str:
    """Return a WARC-Record-ID that no other record has."""
    return f"<urn:uuid:{uuid4()}>"


def pack(kind: str, record_id: str, fields: Mapping[str, str], block: bytes) -> bytes:
    """Return a whole record as a gzip member.

    Args:
        kind: WARC-Type.
        record_id: WARC-Record-ID with its angle brackets.
        fields: the other named fields, in order; empty ones are left out.
        block: the record's content; its digest and length are added to the fields.
    """
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: {record_id}"]
    lines += [f"{name}: {value}" for name, value in fields.items() if value]
    lines += [f"WARC-Block-Digest: {digest_of(block)}", f"Content-Length: {len(block)}", "", ""]
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    whole = "\r\n".join(lines).encode("utf-8")
    return packer.compress(whole) + packer.compress(block) + packer.compress(b"\r\n\r\n") + packer.flush()
