"""One run at a time in a PostgreSQL database, whatever data folders use it: on a real server."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, text

from osiris_crawler.errors import DatabaseError, LockedError
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from pipelines.database.engine import open_database
from pipelines.database.holding import RUN, WRITING
from tests.osiris_crawler.cli.process import osiris, start
from tests.services.postgresql import make, programs, server

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]
ARTICLES = 120
HOLDERS = "SELECT pid, application_name FROM pg_stat_activity WHERE application_name LIKE '%@%'"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run a server, give the address that a database's name is appended to."""
    with tempfile.TemporaryDirectory(prefix="osiris-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with server(Path(folder)) as found:
            yield found


@pytest.fixture
def site() -> Iterator[SampleSite]:
    """Serve an archive."""
    with SampleSite(SampleArchive(ARTICLES, variants=False)) as served:
        yield served


def ask(url: str, statement: str, **values: Any) -> list[Any]:
    """Ask a database over a connection of its own."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = list(connection.execute(text(statement), values))
    engine.dispose()
    return found


def words(site: SampleSite, data: Path) -> list[str]:
    """Return the words of a crawl of everything."""
    return ["crawl", "--site", site.url, "--data", str(data), "--kinds", "all"]


@contextmanager
def under_way(site: SampleSite, data: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """Run a crawl that has asked for some pages; it is over at the end of the block."""
    before = len(site.requests)
    with start(*words(site, data), "--delay", "0.05", OSIRIS_DATABASE_URL=url) as process:
        try:
            until = time.monotonic() + 60
            while len(site.requests) < before + 20:
                assert process.poll() is None, process.communicate()[1]
                assert time.monotonic() < until
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


def whole(url: str) -> None:
    """Hold the archive to one row for each article."""
    assert ask(url, "SELECT count(*), count(DISTINCT url) FROM article") == [(ARTICLES, ARTICLES)]


def test_another_folder_waits_for_its_turn(address: str, site: SampleSite, tmp_path: Path) -> None:
    """Crawl, replay and copy into a database that a crawl of another folder holds end with 75 and name it."""
    url = make(address, "two_folders")
    others = {
        "crawl": (words(site, tmp_path / "two"), {"OSIRIS_DATABASE_URL": url}),
        "replay": (["replay", "--data", str(tmp_path / "one copied")], {"OSIRIS_DATABASE_URL": url}),
        "copy": (["database", "copy", url, "--data", str(tmp_path / "lite")], {}),
    }
    assert osiris(*words(site, tmp_path / "lite"), "--limit", "5")[0] == 4
    with under_way(site, tmp_path / "one", url) as first:
        shutil.copytree(tmp_path / "one" / "warc", tmp_path / "one copied" / "warc")
        asked = len(site.requests)
        for name, (command, settings) in others.items():
            code, said = osiris(*command, **settings)
            assert code == 75, (name, said)
            assert f"osiris crawl, process {first.pid} on " in said
            assert ", since 20" in said
            assert "Traceback" not in said
        assert first.poll() is None
        assert len(site.requests) > asked, "the first went on meanwhile"
        assert ask(url, "SELECT count(*) FROM run") == [(1,)]
        _, said = first.communicate(timeout=120)
        assert first.returncode == 0, said
    whole(url)
    assert ask(url, HOLDERS) == []
    code, said = osiris(*words(site, tmp_path / "two"), OSIRIS_DATABASE_URL=url)
    assert code == 0, said


def test_a_killed_run_leaves_no_lock(address: str, site: SampleSite, tmp_path: Path) -> None:
    """The server lets go of it with the process: the same command at once, from either folder, goes on."""
    url = make(address, "killed")
    for folder in ("one", "two", "one"):
        with under_way(site, tmp_path / folder, url):
            pass
    code, said = osiris(*words(site, tmp_path / "one"), OSIRIS_DATABASE_URL=url)
    assert code == 0, said
    whole(url)


def test_a_lost_connection_ends_the_run(address: str, site: SampleSite, tmp_path: Path) -> None:
    """A run whose lock is gone asks and writes nothing more, says so, and can be continued."""
    url = make(address, "lost")
    pages = "SELECT id, state, last_visit_at FROM page ORDER BY id"
    with under_way(site, tmp_path, url) as process:
        (holder,) = ask(url, HOLDERS)
        assert f" {process.pid}@" in holder.application_name
        assert ask(url, "SELECT pg_terminate_backend(:pid)", pid=holder.pid) == [(True,)]
        time.sleep(0.2)
        asked, known = len(site.requests), ask(url, pages)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 1, said
    assert "the connection that held the database for this run is lost" in said
    assert "Traceback" not in said
    assert len(site.requests) == asked
    assert ask(url, pages) == known
    code, said = osiris(*words(site, tmp_path), OSIRIS_DATABASE_URL=url)
    assert code == 0, said
    whole(url)


def test_a_server_that_goes_away(address: str, site: SampleSite, tmp_path: Path) -> None:
    """A run that loses every connection ends within seconds, with a sentence."""
    url = make(address, "away")
    everyone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'away'"
    with under_way(site, tmp_path, url) as process:
        ask(address + "postgres", everyone)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 1, said
    assert "Traceback" not in said
    code, said = osiris(*words(site, tmp_path), OSIRIS_DATABASE_URL=url)
    assert code == 0, said
    whole(url)


def test_nothing_of_the_run_before_is_committed_later(address: str, tmp_path: Path) -> None:
    """Who takes over waits for the last transaction of a run that lost its lock, and none can follow."""
    url = make(address, "fence")
    old = open_database(tmp_path, url, holder="osiris crawl")
    site_row = text("INSERT INTO site (name, base_url) VALUES (:name, :name)")
    try:
        with pytest.raises(LockedError, match="osiris crawl, process"):
            open_database(tmp_path, url, holder="osiris replay")
        open_database(tmp_path, url).close()  # a reader needs no lock
        with old.session() as session:
            session.execute(site_row, {"name": "committed"})
            ask(
                url,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%@%'",
            )
            taken = "SELECT pg_try_advisory_lock(:family, :which)"
            assert ask(url, taken, **WRITING) == [(False,)]
            assert ask(url, taken, **RUN) == [(True,)]
        new = open_database(tmp_path, url, holder="osiris crawl")
        with pytest.raises(DatabaseError, match="is lost"), old.session() as session:
            session.execute(site_row, {"name": "never"})
        with new.session() as session:
            assert session.scalars(text("SELECT name FROM site")).all() == ["committed"]
        new.close()
    finally:
        old.close()


def test_the_lock_outlives_the_pool(address: str, tmp_path: Path) -> None:
    """Connections that go back to the pool, or are closed, leave it with its own connection."""
    url = make(address, "pool")
    database = open_database(tmp_path, url, holder="osiris crawl")
    for _ in range(3):
        with database.session() as session:
            session.execute(text("SELECT 1"))
        with database.read() as session:
            session.execute(text("SELECT 1"))
    database.engine.dispose()
    with pytest.raises(LockedError):
        open_database(tmp_path, url, holder="osiris crawl")
    database.close()
    open_database(tmp_path, url, holder="osiris crawl").close()
