"""The whole way on a real PostgreSQL: the same archive as on SQLite, and clear refusals."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from osiris_crawler.errors import DatabaseError, UsageError
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from pipelines.database.engine import open_database
from tests.osiris_crawler.cli.process import environment
from tests.services.postgresql import make, programs, server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]
OF_THE_RUN = {
    "first_seen_at",
    "last_seen_at",
    "changed_at",
    "snapshot_offset",
    "snapshot_digest",
    "snapshot_file",
}
"""Columns that two crawls of one site do not share."""
QUESTIONS = (
    (),
    ("--query", "fibre"),
    ("--keyword", "infrastructures"),
    ("--section", "Articles de presse"),
    ("--source", "APS", "--since", "2000-01"),
    ("--complete",),
    ("--as-of", "2100-01-01"),
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run a server, give the address that a database's name is appended to."""
    with tempfile.TemporaryDirectory(prefix="osiris-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with server(Path(folder)) as found:
            yield found


def osiris(*arguments: str, url: str = "") -> tuple[int, str, str]:
    """Run the program on a database; return exit code and both outputs."""
    settings = {"OSIRIS_DATABASE_URL": url} if url else {}
    done = subprocess.run(
        [sys.executable, "-m", "osiris_crawler", *arguments], env=environment(**settings),
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def rows(data: Path, url: str, *narrowed: str) -> list[dict[str, Any]]:
    """Export a choice of articles, without what belongs to the run."""
    code, out, said = osiris("export", "csv", "-o", "-", "--data", str(data), *narrowed, url=url)
    assert code == 0, said
    found = list(csv.DictReader(io.StringIO(out, newline="")))
    return [{name: value for name, value in row.items() if name not in OF_THE_RUN} for row in found]


def test_two_crawls_into_postgresql_give_what_sqlite_gives(address: str, tmp_path: Path) -> None:
    """New revisions, every filter, an earlier state, restrictions, checks and a replay: the same on both."""
    kept = {"": tmp_path / "lite", make(address, "archive"): tmp_path / "post"}
    with SampleSite(SampleArchive(120, variants=False)) as site:
        for round_ in range(2):
            for url, data in kept.items():
                crawl = ("crawl", "--site", site.url, "--kinds", "all", "--full", "--data", str(data))
                code, _, said = osiris(*crawl, url=url)
                assert code == 0, said
            if not round_:
                press = site.archive.published()
                site.append(press[20].path, "Une précision inventée sur la fibre.")
                site.retitle(press[21].path, "Un titre inventé pour corriger l’autre")
        restricted = site.url.rstrip("/") + press[22].path
    assert not (tmp_path / "post" / "osiris.sqlite3").exists()
    for url, data in kept.items():
        code, _, said = osiris("restrict", restricted, "--reason", "essai", "--data", str(data), url=url)
        assert code == 0, said
    for question in QUESTIONS:
        here, there = (rows(data, url, *question) for url, data in kept.items())
        assert here, question
        assert here == there, question
    for command in (
        ("status", "--warnings"),
        ("replay", "--diff"),
        ("replay",),
        ("export", "--count", "csv"),
    ):
        told = [osiris(*command, "--data", str(data), url=url) for url, data in kept.items()]
        assert told[0][:2] == told[1][:2], command
    for command in (("database", "check"), ("verify",)):
        assert [osiris(*command, "--data", str(data), url=url)[0] for url, data in kept.items()] == [0, 0]
    here, there = (rows(data, url) for url, data in kept.items())
    assert here == there


def test_what_cannot_be_used_is_refused(address: str, tmp_path: Path) -> None:
    """A server that is not there, a database that is not, one that sorts by a language, another product."""
    with pytest.raises(DatabaseError, match="does not answer"):
        open_database(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(DatabaseError, match="refuses the connection"):
        open_database(tmp_path, address + "missing")
    by_language = make(
        address, "language", "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'fr' LOCALE 'C.UTF-8'"
    )
    with pytest.raises(DatabaseError, match="LOCALE 'C'"):
        open_database(tmp_path, by_language)
    with pytest.raises(UsageError, match="not supported"):
        open_database(tmp_path, "mysql://nobody@127.0.0.1/none")


def test_a_reading_session_sees_one_state(address: str, tmp_path: Path) -> None:
    """What is committed while somebody reads does not show, and a reader cannot write."""
    database = open_database(tmp_path, make(address, "reading"))
    count = text("SELECT count(*) FROM site")
    try:
        with database.read() as session:
            assert session.scalar(count) == 0
            with database.session() as writer:
                writer.execute(text("INSERT INTO site (name, base_url) VALUES ('a', 'http://127.0.0.1/')"))
            assert session.scalar(count) == 0
        with database.read() as session:
            assert session.scalar(count) == 1
        with pytest.raises(DatabaseError, match="read-only"), database.read() as session:
            session.execute(text("DELETE FROM site"))
    finally:
        database.close()
