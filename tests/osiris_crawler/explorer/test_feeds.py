"""Tests of `osiris_crawler.explorer.feeds`: Atom and OpenSearch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_feed_and_opensearch(client: TestClient) -> None:
    """Well-formed XML; the feed holds the newest of a search, the description leads to the search."""
    feed = etree.fromstring(client.get("/feed.atom?q=fibre").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [node.findtext(f"{atom}title") for node in feed.iter(f"{atom}entry")] == [
        "La fibre au cœur des réseaux"
    ]
    assert feed.findtext(f"{atom}updated") == "2025-03-02T12:00:00Z"
    etree.fromstring(client.get("/feed.atom").content)
    described = etree.fromstring(client.get("/opensearch.xml").content)
    assert "http://127.0.0.1:8096/?q={searchTerms}" in [node.get("template") for node in described]
