"""The script that saves a page as a case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from tests.fixtures.save import main

if TYPE_CHECKING:
    from pathlib import Path

WHY = "Shows how a page is saved."


def test_a_page_is_saved_from_an_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page, its origin and what the reader gives now are written; a second time nothing is touched."""
    site = SampleSite(SampleArchive(), 0)
    site.start()
    try:
        path = next(a.path for a in site.archive.articles if a.is_published and a.kind == "article")
        arguments = ["article/new", f"{site.url.rstrip('/')}{path}", "--why", WHY, "--pages", str(tmp_path)]
        assert main([*arguments, "--origin", "handmade"]) == 0
        assert main(arguments) == 1
    finally:
        site.stop()
    meta = json.loads((tmp_path / "article/new/meta.json").read_text(encoding="utf-8"))
    assert (meta["origin"], meta["why"], meta["status"]) == ("handmade", WHY, 200)
    assert json.loads((tmp_path / "article/new/expected.json").read_text(encoding="utf-8"))["title"]
    said = capsys.readouterr()
    assert "correct" in said.out
    assert "is there already" in said.err


def test_a_page_is_saved_from_a_recording(tmp_path: Path) -> None:
    """A recorded answer becomes a case; one that is no article gets an error.json."""
    file, url = tmp_path / "a.warc", "http://127.0.0.1:1/rien.html"
    block = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nrien"
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-04-10T06:00:00Z\r\n"
    rest = (
        f"WARC-Record-ID: <urn:x:1>\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    file.write_bytes(f"{head}{rest}".encode() + block + b"\r\n\r\n")
    assert main(["error/new", url, "--warc", str(file), "--why", WHY, "--pages", str(tmp_path)]) == 0
    assert (tmp_path / "error/new/page.html").read_bytes() == b"rien"
    error = json.loads((tmp_path / "error/new/error.json").read_text(encoding="utf-8"))
    assert error == {"outcome": "gone", "reason": "http_404"}
    with pytest.raises(SystemExit, match="no response of"):
        main(["error/other", f"{url}x", "--warc", str(file), "--why", WHY, "--pages", str(tmp_path)])
