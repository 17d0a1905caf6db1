"""Tests of `osiris_crawler.explorer.application`: guard, rendering, errors, what a browser is told."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from osiris_crawler.explorer import rendering
from osiris_crawler.explorer.application import application
from osiris_crawler.explorer.library import Library
from pipelines.database.engine import open_database
from pipelines.database.records import save
from tests.pipelines.makers import SITE, article

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from tests.osiris_crawler.explorer.conftest import Read
    from tests.pipelines.makers import Archive

PAGES = (
    "/",
    "/?q=fibre&since=2024&until=2024&source=APS&complete=1",
    "/coverage",
    "/runs",
    "/help",
    "/?q=absent",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_valid_and_reachable_by_keyboard(read: Read, address: str, language: str) -> None:
    """Language, title, one h1, headings in order, a skip link, labels for every field, names for every link."""
    page = read(address + ("&" if "?" in address else "?") + f"lang={language}")
    assert page.get("lang") == language
    assert page.cssselect("title")[0].text.strip(" ·")
    levels = [int(node.tag[1]) for node in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    assert page.cssselect("a.skip")[0].get("href") == "#content"
    labelled = {node.get("for") for node in page.cssselect("label")}
    for field in page.xpath("//input[not(@type='hidden')]|//select"):
        assert field.get("id") in labelled or field.xpath("ancestor::label")
    for link in page.xpath("//a|//button"):
        assert link.text_content().strip()
    for link in page.xpath("//a[starts-with(@href, '/') and not(@hreflang)]/@href"):
        if language == "en" and not link.startswith(("/article/", "/recording/", "/static/", "/?")):
            assert "lang=en" in link


def test_no_page_needs_another_host_or_runs_what_it_holds(client: TestClient) -> None:
    """Everything comes from here; scripts and styles stand in files, none in a page."""
    for address in PAGES:
        answer = client.get(address)
        assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', answer.text) == []
        assert "style=" not in answer.text
        assert not re.search(r"\son\w+=", answer.text)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    for name in ("nosniff", "no-referrer", "DENY"):
        assert name in answer.headers.values()


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8096", 200), ("localhost", 200), ("[::1]:8096", 200), ("LOCALHOST:1", 200), ("evil.example", 421),
     ("127.0.0.1.evil.example", 421), ("127.0.0.1:8096@evil.example", 421), ("", 421)],
)  # fmt: skip
def test_only_this_machine_is_answered(client: TestClient, host: str, status: int) -> None:
    """A name that another site made lead here (DNS rebinding) gets nothing."""
    answer = client.get("/help", headers={"host": host})
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_errors_are_pages(read: Read, client: TestClient) -> None:
    """Unknown places and methods, in the reader's language."""
    assert "Rien ne se trouve" in read("/nothing", 404).text_content()
    assert "There is nothing" in read("/article/0000?lang=en", 404).text_content()
    answer = client.post("/")
    assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert "se lisent seulement" in answer.text


def test_what_breaks_tells_no_secret(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, store: Archive
) -> None:
    """An unexpected error is a page without its cause; a database that cannot be read says what to do."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("inner details")

    monkeypatch.setattr("pipelines.database.coverage.months", broken)
    answer = client.get("/coverage")
    assert answer.status_code == 500
    assert "inner details" not in answer.text
    store.database.engine.dispose()
    with closing(sqlite3.connect(store.data_dir / "osiris.sqlite3")) as file:
        file.execute("ALTER TABLE page RENAME TO other")
    assert client.get("/runs").status_code == 200
    assert client.get("/coverage").status_code == 500


def test_languages(client: TestClient) -> None:
    """The address decides, then the browser, then French; caches know."""
    assert 'lang="fr"' in client.get("/help").text
    answer = client.get("/help", headers={"accept-language": "de, en;q=0.8, fr;q=0.5"})
    assert answer.headers["content-language"] == "en"
    assert answer.headers["vary"] == "Accept-Language"
    assert 'lang="fr"' in client.get("/help?lang=fr", headers={"accept-language": "en"}).text


def test_an_unchanged_archive_is_not_read_twice(client: TestClient, store: Archive) -> None:
    """304 for the copy a browser has; a commit makes it old."""
    first = client.get("/")
    tag = first.headers["etag"]
    again = client.get("/", headers={"if-none-match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/?lang=en", headers={"if-none-match": tag}).status_code == 200
    with closing(open_database(store.data_dir)) as database, database.session() as session:
        save(session, article(SITE + "neu", title="Tout neuf"), store.run_id)
    changed = client.get("/", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert "Tout neuf" in changed.text
    assert "6 articles" in changed.text


def test_head_sends_no_body(client: TestClient) -> None:
    """The headers are those of GET."""
    for address in ("/", "/coverage", "/download/csv", "/feed.atom"):
        answer = client.head(address)
        assert (answer.status_code, answer.content) == (200, b"")


def test_pages_answer_while_a_crawl_writes(client: TestClient, store: Archive) -> None:
    """A writer holds its transaction; readers see the state before it, and wait for nothing."""
    with closing(open_database(store.data_dir)) as database, database.session() as session:
        save(session, article(SITE + "neu", title="Tout neuf"), store.run_id)
        answer = client.get("/")
        assert answer.status_code == 200
        assert "Tout neuf" not in answer.text


def test_the_explorer_cannot_write(store: Archive) -> None:
    """Its connections refuse every change."""
    library = Library(store.database, store.data_dir)
    with library.read() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(text("DELETE FROM article"))


def test_counts_are_remembered_until_the_archive_changes(
    store: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same selection is counted once; memory holds a limited number."""
    from osiris_crawler.explorer import library as module
    from osiris_crawler.explorer.asking import read as asked_for

    made = []

    def counted(*given: object) -> dict[str, object]:
        made.append(given)
        return {}

    monkeypatch.setattr(module, "facets", counted)
    monkeypatch.setattr(module, "COUNTS_KEPT", 2)
    library = Library(store.database, store.data_dir)
    with library.read() as session:
        for query in ("a", "a", "b", "c", "b", "a"):
            asked = asked_for([("q", query)])
            library.counts(session, asked, library.edition(session, asked))
    assert len(made) == 4
    assert len(library._counts) == 2


def test_static_files_are_served(client: TestClient) -> None:
    """Style, script and mark; nothing beside them."""
    for name in ("explorer.css", "explorer.js", "mark.svg"):
        assert client.get(f"/static/{name}").status_code == 200
    for name in ("../application.py", "%2e%2e/application.py", "", "x"):
        assert client.get(f"/static/{name}").status_code == 404


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    """Every page works before the first crawl."""
    from starlette.testclient import TestClient

    with closing(open_database(tmp_path / "new")) as database:
        app = application(database, tmp_path / "new")
        with TestClient(app, base_url="http://localhost") as client:
            assert "L’archive est vide" in client.get("/").text
            assert "Aucune collecte" in client.get("/runs").text
            for address in ("/coverage", "/feed.atom", "/download/csv", "/download/jsonl"):
                assert client.get(address).status_code == 200


def test_coverage_and_runs(read: Read) -> None:
    """Years by month lead to their articles; runs and warnings are explained."""
    page = read("/coverage")
    cells = {node.get("aria-label"): node.get("href") for node in page.cssselect(".calendar td a")}
    assert cells["octobre 2024 : 3 articles"] == "/?since=2024-10&until=2024-10"
    assert "5" in page.cssselect(".figures dd")[0].text
    runs = read("/runs").text_content()
    assert "crawl" in runs
    assert "Le jour de la semaine imprimé" in runs


def test_templates_escape_everything() -> None:
    """No template turns escaping off."""
    for path in (rendering.FOLDER / "templates").iterdir():
        assert "| safe" not in path.read_text(encoding="utf-8")
        assert "autoescape" not in path.read_text(encoding="utf-8")


def test_a_run_tells_why_it_was_not_healthy(store: Archive, read: Read) -> None:
    """Verdict, exit code, duration and reasons."""
    with closing(open_database(store.data_dir)) as database, database.session() as session:
        stats = json.dumps({"osiris/run/reasons": "few articles\nno dates"})
        session.execute(
            text(
                "UPDATE run SET verdict='unhealthy', exit_code=3, stats=:stats, ended_at='2025-03-01 07:02:03'"
            ),
            {"stats": stats},
        )
    shown = read("/runs").text_content()
    for part in ("à examiner", "1:02:03", "few articles", "no dates"):
        assert part in shown
