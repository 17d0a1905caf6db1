"""When a page is asked for only if it changed, and what a 304 is taken for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.http import Request, Response

from osiris_crawler import settings
from osiris_crawler.downloader.conditions import (
    STORED,
    answer_of,
    confirmed_by,
    is_whole_wanted,
    state_to_ask_about,
)
from osiris_crawler.items import Role, Snapshot
from osiris_crawler.reading import READER_VERSION
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from osiris_crawler.spiders.options import options_from_text
from pipelines.database import runs
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier, FrontierPage
from pipelines.database.validated import Stored
from pipelines.snapshots.exchange import Exchange
from pipelines.snapshots.warc_writer import WarcWriter
from tests.osiris_crawler.cli.process import osiris, query
from tests.pipelines.makers import unwanted, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "http://127.0.0.1:8099/"
URL = f"{SITE}-oct-"
NOW = datetime(2025, 3, 1, 6, tzinfo=UTC)
KNOWN = Stored('"a"', "", "", NOW, READER_VERSION, URL, "a.warc.gz", 0, 10, "sha1:A", NOW)


class Run(SimpleNamespace):
    """A run with a listing that was recorded under a name."""

    page: FrontierPage

    def knows(self, url: str = URL, days: float = 1) -> Stored | None:
        """Return the state that a request would name some days later."""
        context: Any = self
        return state_to_ask_about(context, self.page, url, NOW + timedelta(days=days))


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Record the listing, and begin a later run."""
    head = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "a"\r\n\r\n'
    writer = WarcWriter(tmp_path / "warc", prefix="T", info={})
    snapshot = writer.write(Exchange(URL, b"GET / HTTP/1.1\r\n\r\n", head, b"<p>liste</p>", NOW, 200))
    writer.close()
    database = open_database(tmp_path)
    with database.session() as session:
        site_id = runs.site_id(session, "t", SITE)
        run_id = runs.start(session, site_id, "crawl", {}, NOW, reader_version=READER_VERSION)
        seen = replace(visit(URL, role=Role.SECTION, snapshot=snapshot, etag='"a"'), fetched_at=NOW)
        page_id = Frontier(site_id).finish(session, seen, unwanted, run_id)
    page = FrontierPage(page_id, URL, Role.SECTION, (), 1, 0, "", "")
    yield Run(
        database=database,
        page=page,
        options=options_from_text(site=SITE),
        doubts_304=False,
        data_dir=tmp_path,
    )
    database.close()


def test_a_page_is_asked_by_the_name_of_its_recorded_state(run: Run) -> None:
    """Its bytes are known by place."""
    known = run.knows()
    assert known is not None
    assert known.validators == ('"a"', "")


def test_an_archivist_gets_the_bytes(run: Run) -> None:
    """--full and --url ask for whole pages, and so does a run that met a 304 it cannot believe."""
    for name, value in (("full", True), ("urls", (URL,))):
        options = replace(run.options, **{name: value})
        assert Run(**(vars(run) | {"options": options})).knows() is None
    assert Run(**(vars(run) | {"doubts_304": True})).knows() is None


def test_the_setting_ends_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """OSIRIS_VALIDATORS=no is for a server whose 304 is not to be believed."""
    monkeypatch.setattr(settings, "OSIRIS_VALIDATORS", False)
    assert run.knows() is None


def test_a_state_belongs_to_one_address(run: Run) -> None:
    """The same page under another scheme or host is asked for whole."""
    assert run.knows(URL.replace("127.0.0.1", "localhost")) is None


def test_another_reader_wants_the_page_whole(run: Run) -> None:
    """What an older reader made of it may lack what this one finds."""
    with run.database.session() as session:
        site_id = runs.site_id(session, "t", SITE)
        old = runs.start(session, site_id, "crawl", {}, NOW, reader_version="0")
        seen = replace(
            visit(URL, role=Role.SECTION, etag='"a"', page_id=run.page.id, snapshot=Snapshot(
                "b.warc.gz", 0, 9, "sha1:B", NOW)), fetched_at=NOW
        )  # fmt: skip
        Frontier(site_id).finish(session, seen, unwanted, old)
    assert run.knows() is None


@pytest.mark.parametrize(
    ("role", "days", "modified", "whole"),
    [
        (Role.SECTION, 6.9, "", False),
        (Role.SECTION, 7, "", True),
        (Role.HOME, 7, "", True),
        (Role.SITEMAP, 7, "", True),
        (Role.ARTICLE, 7, "", False),
        (Role.ARTICLE, 89.9, "", False),
        (Role.ARTICLE, 90, "", True),
        (Role.ASSET, 90, "", True),
        (Role.ARTICLE, -1, "", True),
        (Role.ARTICLE, 7, "2025-03-02T06:00:00Z", True),
        (Role.ARTICLE, 7, "2025-02-01T06:00:00Z", False),
    ],
)
def test_a_page_is_seen_whole_from_time_to_time(
    role: Role, days: float, modified: str, *, whole: bool
) -> None:
    """Lists weekly, other pages every 90 days, what the sitemap calls modified at once, and when a clock went back."""
    known = replace(KNOWN, modified_at=modified)
    assert is_whole_wanted(known, role, NOW + timedelta(days=days)) is whole


def _response(run: Run, status: int, **headers: str) -> tuple[Response, Request]:
    known = run.knows()
    request = Request(URL, meta={STORED: known})
    return Response(URL, status, headers=headers, request=request), request


def test_a_304_stands_for_what_is_recorded(run: Run) -> None:
    """The reader gets the recorded body, with the headers brought up to date."""
    context: Any = run
    response, request = _response(run, 304, ETag='W/"a"', Date="Sun, 02 Mar 2025 06:00:00 GMT")
    confirmed = confirmed_by(response, request, context)
    assert confirmed is not None
    assert (confirmed.url, confirmed.captured_at) == (URL, NOW)
    taken = Snapshot("b.warc.gz", 5, 9, confirmed.digest, NOW + timedelta(days=1), revisit=True)
    answer = answer_of(response, taken, context)
    assert (answer.status, answer.body, answer.confirmed) == (304, b"<p>liste</p>", True)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["etag"] == 'W/"a"'
    assert answer.fetched_at == taken.captured_at


def test_a_304_for_another_state_is_not_believed(run: Run) -> None:
    """The run asks for whole pages from then on; other answers are what they are."""
    context: Any = run
    assert confirmed_by(*_response(run, 200, ETag='"b"'), context) is None
    assert run.doubts_304 is False
    response, request = _response(run, 304, ETag='"b"')
    assert confirmed_by(response, request, context) is None
    assert run.doubts_304 is True
    assert not answer_of(response, Snapshot("b.warc.gz", 5, 9, "", NOW), context).confirmed


def test_the_second_run_gets_304_and_loses_nothing(tmp_path: Path) -> None:
    """Its lists answer 304 in a few hundred bytes each; a replay of both runs makes the same archive."""
    data, copy = tmp_path / "data", tmp_path / "copy"
    with SampleSite(SampleArchive(24, variants=False)) as site:
        site.faults.naming = "both"
        for _ in range(2):
            code, said = osiris("crawl", "--site", site.url, "--kinds", "all", "--data", str(data))
            assert code == 0, said
    second = query(
        data, "SELECT status, count(*), max(length) FROM snapshot WHERE run_id = 2 GROUP BY status"
    )
    assert {row[0]: row[1] for row in second}.get(304, 0) >= 3
    assert max(row[2] for row in second if row[0] == 304) < 800
    assert query(data, "SELECT count(*) FROM article WHERE revision > 1") == [(0,)]
    assert "answered 304" in said
    (copy / "warc").mkdir(parents=True)
    for path in (data / "warc").glob("*.warc.gz"):
        (copy / "warc" / path.name).write_bytes(path.read_bytes())
    assert osiris("replay", "--data", str(copy), "--workers", "1")[0] == 0
    columns = "location, state, etag, last_modified, last_status, last_visit_at, shows_articles"
    state = f"SELECT {columns} FROM page ORDER BY 1"
    assert query(copy, state) == query(data, state)
    for folder in (data, copy):
        osiris("export", "csv", "--data", str(folder), "-o", str(folder / "out.csv"))
    assert (copy / "out.csv").read_bytes() == (data / "out.csv").read_bytes()
    assert osiris("verify", "--data", str(data))[0] == 0
