"""Tests of `pipelines.database.addresses`."""

from __future__ import annotations

import hashlib

from pipelines.database.addresses import location, public_id


def test_a_location_is_path_and_significant_query() -> None:
    """Scheme, www, port and fragment are dropped; case, `,ID` and query stay."""
    for address in (
        "https://www.press.example/Un-Accord,12.html",
        "http://press.example:80/Un-Accord,12.html#forum",
    ):
        assert location(address) == "/Un-Accord,12.html"
    assert location("http://127.0.0.1:8099/spip/spip.php?article12") == "/spip/spip.php?article12"


def test_the_public_id_can_be_computed_by_anybody() -> None:
    """It is the documented hash, and differs between sites."""
    expected = hashlib.sha256(b"osiris /un-accord.html").hexdigest()[:16]
    assert public_id("osiris", "/un-accord.html") == expected
    assert public_id("other", "/un-accord.html") != expected
