"""Recordings in pywb, in an environment of its own: fifty addresses are what the server sent, byte for byte."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
import venv
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.article import Kind
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.server import SampleSite
from pipelines.snapshots.cdxj import entries_below
from tests.osiris_crawler.cli.process import environment, osiris
from tests.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.snapshots.cdxj import Entry

PYWB = "pywb==2.10.0"
HOME = ROOT / "build" / "services" / PYWB.replace("==", "-")
CONFIG = "collections:\n  osiris:\n    archive_paths: {folder}/\n    index_paths: {folder}/\n"
ADDRESSES = 50
SECONDS = 60.0


class Answer(NamedTuple):
    """What came over the wire."""

    status: int
    body: bytes
    """Without chunk framing, still content-coded."""
    kind: str
    coding: str
    location: str
    """Where a redirect leads, as it says; empty for other answers."""


class Recorded(NamedTuple):
    """An address, what its server sent, and its captures."""

    url: str
    sent: Answer
    entries: list[Entry]


@pytest.fixture(scope="module")
def pywb() -> Path:
    """Install pywb in an environment of its own; it must not share ours."""
    program = HOME / "bin" / "wayback"
    if not program.exists():
        venv.create(HOME, with_pip=True, clear=True)
        pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, PYWB, "setuptools<81"], check=True, timeout=600)
    return program


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Recorded]]:
    """Crawl the sample archive twice, and ask its server for fifty of the same addresses without the program."""
    data = tmp_path_factory.mktemp("data")
    archive = SampleArchive(400)
    moved, gone, here = (article.path for article in archive.published(Kind.ARTICLE)[10:40:10])
    with SampleSite(archive, faults=Faults(redirects={moved: here}, statuses={gone: 404})) as site:
        for more in ((), ("--full", "--limit", "60")):
            code, said = osiris(
                "crawl", "--site", site.url, "--kinds", "all", "--assets", "--data", str(data), *more
            )
            assert code in {0, 3, 4}, said
        captures: dict[str, list[Entry]] = {}
        for entry in entries_below(data / "warc"):
            captures.setdefault(entry.url, []).append(entry)
        found = [Recorded(url, _ask(url), entries) for url, entries in _chosen(captures).items()]
    return data, found


@pytest.fixture(scope="module")
def collection(
    pywb: Path, recorded: tuple[Path, list[Recorded]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Run pywb over the recordings with the index that was kept while recording."""
    folder = tmp_path_factory.mktemp("pywb")
    (folder / "config.yaml").write_text(CONFIG.format(folder=recorded[0] / "warc"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [str(pywb), "--port", str(port), "--bind", "127.0.0.1", "--directory", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/osiris"
    finally:
        server.terminate()
        server.wait(20)


def test_fifty_addresses_are_what_the_server_sent(
    collection: str, recorded: tuple[Path, list[Recorded]]
) -> None:
    """Pages, redirects and where they lead, 404s, images, addresses with a query, and revisits."""
    _, found = recorded
    assert len(found) == ADDRESSES
    wrong = []
    for one in found:
        stamp = f"{max(entry.captured_at for entry in one.entries):%Y%m%d%H%M%S}"
        shown = _ask(f"{collection}/{stamp}id_/{one.url}")
        shown = shown._replace(location=shown.location.removeprefix(f"{collection}/{stamp}id_/"))
        if shown != one.sent:
            wrong.append(
                (one.url, one.sent._replace(body=one.sent.body[:80]), shown._replace(body=shown.body[:80]))
            )
    assert not wrong


def test_the_choice_holds_every_kind(recorded: tuple[Path, list[Recorded]]) -> None:
    """So that the test above says what it claims."""
    _, found = recorded
    kinds = {one.sent.status for one in found}
    assert {200, 302, 404} <= kinds
    assert any(one.sent.kind.startswith("image/") for one in found)
    assert any(urlsplit(one.url).query for one in found)
    assert any(entry.is_revisit for one in found for entry in one.entries)


def _chosen(captures: dict[str, list[Entry]]) -> dict[str, list[Entry]]:
    """Choose addresses of every sort in turn: status, media type, with a query, with a revisit."""
    sorts: dict[tuple[int, str, bool, bool], list[str]] = {}
    for url, entries in sorted(captures.items()):
        again = any(entry.is_revisit for entry in entries)
        sort = (entries[0].status, entries[0].mime, bool(urlsplit(url).query), again)
        sorts.setdefault(sort, []).append(url)
    in_turn = (url for urls in zip_longest(*sorts.values()) for url in urls if url is not None)
    return {url: captures[url] for url in islice(in_turn, ADDRESSES)}


def _ask(url: str) -> Answer:
    """Ask for an address as the crawl does, and take the body as it comes."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        target = url.split(parts.netloc, 1)[1]
        connection.request(
            "GET", target, headers={"Accept-Encoding": "gzip, deflate", "User-Agent": "Mozilla/5.0"}
        )
        answer = connection.getresponse()
        kind, coding = answer.headers.get("Content-Type", ""), answer.headers.get("Content-Encoding", "")
        return Answer(answer.status, answer.read(), kind, coding, answer.headers.get("Location", ""))
    finally:
        connection.close()


def _wait_for(port: int) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(f"pywb does not listen after {SECONDS:.0f} s")
