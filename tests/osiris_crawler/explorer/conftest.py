"""Fixtures of the explorer's tests: an archive of hostile and ordinary articles, and a client."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path  # noqa: TC003 - pytest reads the annotations
from typing import Any

import html5lib
import pytest
from lxml import html
from starlette.testclient import TestClient

from osiris_crawler.explorer.application import application
from osiris_crawler.items import Kind, PressSource, Snapshot, Warning_
from pipelines.database.engine import open_database
from pipelines.database.records import save
from tests.pipelines.makers import SITE, Archive, archive, article, at, visit

HOSTILE = "<script>alert(1)</script> \"'&amp; « Ω » 🎉 =1+1"
SECRET = "Zanzibar mérite le silence"
TEXT = "Un premier paragraphe.\n\nL’électricité\nen N lignes."
PAGE = "<html><script>alert('old')</script><p>Le cœur du réseau</p></html>".encode()

Read = Callable[..., Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    """Give an archive of five articles: plain and revised, hostile, Arabic, restricted, and one of a month."""
    folder = tmp_path / "data"
    made = archive(open_database(folder), folder)
    recorded = record(folder)
    with made.database.session() as session:

        def put(name: str, **values: Any) -> None:
            save(session, article(SITE + name, **values), made.run_id)

        put(
            "plain", title="La fibre au cœur du réseau", body=TEXT.replace("N", "deux"),
            visit=visit(SITE + "plain", snapshot=recorded), keywords=["Fibre", "Réseaux & Cie"],
            warnings=[Warning_("weekday_mismatch", "published_on", "lundi")],
        )  # fmt: skip
        put("plain", hours=30, title="La fibre au cœur des réseaux", body=TEXT.replace("N", "trois"))
        put("hostile", title=HOSTILE, body=HOSTILE, keywords=[HOSTILE], author_line=HOSTILE, source_raw=HOSTILE,
            sources=[PressSource(HOSTILE, HOSTILE, "")])  # fmt: skip
        put("arabe", title="الألياف في دكار", body="نص قصير", language="ar", published_on="2023-05-02")
        put("secret", title=f"Secret {SECRET}", body=SECRET, source_raw=SECRET, author_line=SECRET)
        put("mois", title="Sans jour", published_on="2022-03", date_precision="month", published_raw="mars 2022",
            kind=Kind.RESOURCE, sources=[], source_raw="", section=("Accueil", "Ressources", "Études"))  # fmt: skip
    made.database.close()
    line = '{"url": "%ssecret", "action": "restrict", "reason": "plainte", "who": "AD", "at": "2025-03-02"}\n'
    (folder / "restrictions.jsonl").write_text(line % SITE)
    made.database = open_database(folder)
    yield made
    made.database.close()


def record(folder: Path) -> Snapshot:
    """Write one recording; return where it lies."""
    (folder / "warc").mkdir(parents=True, exist_ok=True)
    file = folder / "warc" / "run-0001.warc.gz"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {SITE}plain\r\nWARC-Date: 2025-03-01T06:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    packed = gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)
    file.write_bytes(packed)
    return Snapshot(file.name, 0, len(packed), "sha1:AAAA", at(0))


@pytest.fixture
def client(store: Archive) -> Iterator[TestClient]:
    """Give a client of the explorer."""
    app = application(store.database, store.data_dir)
    with TestClient(app, base_url="http://127.0.0.1:8096", raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def read(client: TestClient) -> Read:
    """Give what asks for a page, insists that it is valid HTML, and returns it parsed."""

    def ask(address: str, status: int = 200, **headers: str) -> Any:
        answer = client.get(address, headers=headers)
        assert answer.status_code == status, answer.text[:500]
        html5lib.HTMLParser(strict=True).parse(answer.text)
        found = html.fromstring(answer.text)
        ids: Any = found.xpath("//@id")
        assert len(ids) == len(set(ids))
        return found

    return ask


@pytest.fixture
def keys(client: TestClient) -> dict[str, str]:
    """Give the public id of each article by its name."""
    lines = client.get("/download/csv").text.splitlines()
    return {
        row.split(",")[2].removeprefix(SITE): row.split(",")[0]
        for row in lines
        if row.split(",")[1:2] == ["press"]
    }
