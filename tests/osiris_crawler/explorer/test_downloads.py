"""Tests of `osiris_crawler.explorer.downloads` and `recordings`: files, streamed or as they were recorded."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.explorer import downloads
from osiris_crawler.explorer.asking import read as asked_for
from osiris_crawler.explorer.library import Library
from tests.osiris_crawler.explorer.conftest import PAGE
from tests.pipelines.makers import SITE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from tests.pipelines.makers import Archive


def test_the_selection_is_exported(client: TestClient) -> None:
    """The same rows as the page shows, in every format that is offered."""
    table = client.get("/download/csv?q=fibre")
    rows = list(csv.DictReader(io.StringIO(table.text, newline="")))
    assert [row["url"] for row in rows] == [SITE + "plain"]
    assert table.headers["content-disposition"] == 'attachment; filename="articles.csv"'
    lines = client.get("/download/jsonl?language=ar").text.splitlines()
    assert [json.loads(line)["language"] for line in lines] == ["ar"]
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(io.BytesIO(client.get("/download/parquet").content)).num_rows == 5
    for offer in downloads.offered(asked_for([("q", "fibre")])):
        assert client.get(offer.address).status_code == 200


def test_what_cannot_be_downloaded(client: TestClient) -> None:
    """Formats of several files and unknown ones; a search that is none."""
    for name in ("package", "wacz", "nothing", "iramuteq"):
        assert client.get(f"/download/{name}").status_code == 404
    assert client.get("/download/csv?q=%21").status_code == 400
    assert client.get("/download/csv?as_of=never").status_code == 400


def test_a_reader_who_leaves_ends_the_writing(store: Archive) -> None:
    """The thread of a download that nobody takes any more comes to its end, and memory holds a few pieces."""
    library = Library(store.database, store.data_dir)
    written = []

    def endless(_: object, target: io.RawIOBase) -> int:
        while True:
            written.append(target.write(b"x" * downloads.PIECE))

    pieces = downloads._pieces(library, asked_for([]), endless)
    next(pieces)
    time.sleep(0.3)
    assert len(written) <= downloads.WAITING + 2
    pieces.close()  # type: ignore[attr-defined]
    for _ in range(40):
        if not any(thread.name == "download" for thread in threading.enumerate()):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the download still runs")


def test_a_broken_export_cuts_the_file_off(store: Archive) -> None:
    """An error in the middle is an error, not a shorter file."""

    def broken(_: object, target: io.RawIOBase) -> int:
        target.write(b"x" * downloads.PIECE)
        raise OSError("disk")

    pieces = downloads._pieces(Library(store.database, store.data_dir), asked_for([]), broken)
    next(pieces)
    with pytest.raises(OSError, match="disk"):
        next(pieces)


def test_recordings_are_never_pages(client: TestClient) -> None:
    """Plain text in a sandbox, exact bytes and the WARC record as files."""
    place = "/0/run-0001.warc.gz"
    shown = client.get(f"/recording/text{place}")
    assert shown.headers["content-type"] == "text/plain; charset=utf-8"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.content == PAGE
    exact = client.get(f"/recording/bytes{place}")
    assert (exact.content, exact.headers["content-type"]) == (PAGE, "application/octet-stream")
    assert exact.headers["content-disposition"].startswith("attachment")
    whole = client.get(f"/recording/warc{place}")
    assert whole.headers["content-type"] == "application/warc"
    assert whole.content[:2] == b"\x1f\x8b"


def test_only_known_recordings_are_opened(client: TestClient, store: Archive) -> None:
    """No other place, file or form; a file that is gone is an error page."""
    for place in ("text/1/run-0001.warc.gz", "text/0/../osiris.sqlite3", "text/0/%2e%2e/osiris.sqlite3", "html/0/run-0001.warc.gz"):  # fmt: skip  # noqa: E501
        assert client.get(f"/recording/{place}").status_code == 404
    (store.data_dir / "warc" / "run-0001.warc.gz").unlink()
    assert client.get("/recording/text/0/run-0001.warc.gz").status_code == 503
