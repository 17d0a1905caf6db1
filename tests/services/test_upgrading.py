"""A database of the oldest schema, full of an archive, is brought to the newest one: on PostgreSQL and SQLite."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, MetaData, Table, create_engine, func, insert, inspect, select

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from pipelines.database import migrating
from pipelines.database.copying import go_on_counting
from pipelines.database.engine import open_database
from pipelines.database.models import Base
from tests.pipelines.database.test_migrating import ours
from tests.services.postgresql import make, programs, server
from tests.services.test_postgresql import osiris

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Engine

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]
ARTICLES = 120
OLDEST = "0001"
BACKENDS = ("postgresql", "sqlite")
OPEN = (
    "import sys; from pathlib import Path; from pipelines.database.engine import open_database\n"
    "open_database(Path(sys.argv[1]), sys.argv[2]).close()"
)
EMPTY = {"warning"}
"""Tables of the oldest schema that the archive leaves empty."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run a server, give the address that a database's name is appended to."""
    with tempfile.TemporaryDirectory(prefix="osiris-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with server(Path(folder)) as found:
            yield found


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    """Serve an archive."""
    with SampleSite(SampleArchive(ARTICLES, variants=False)) as served:
        yield served


@pytest.fixture(scope="module")
def archive(site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl it twice, with a change in between, and verify the recordings."""
    data = tmp_path_factory.mktemp("archive")
    for _ in range(2):
        code, _, said = osiris(*words(site, data), "--full")
        assert code == 0, said
        site.append(site.archive.published()[20].path, "Une précision inventée sur la fibre.")
    code, out, said = osiris("verify", "--data", str(data))
    assert code == 0, out + said
    return data


def words(site: SampleSite, data: Path) -> list[str]:
    """Return the words of a crawl of everything."""
    return ["crawl", "--site", site.url, "--data", str(data), "--kinds", "all"]


def export(data: Path, url: str) -> list[dict[str, Any]]:
    """Return every row and column of the archive."""
    code, out, said = osiris("export", "csv", "-o", "-", "--data", str(data), url=url)
    assert code == 0, said
    return list(csv.DictReader(io.StringIO(out, newline="")))


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Give a plain engine, closed at the end of the block."""
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def counts(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return how many rows stand in each table."""
    tables = {name: Table(name, MetaData()) for name in names}
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in tables.items()
    }


def fill_oldest(engine: Engine, archive: Path) -> dict[str, int]:
    """Make the oldest schema, and put in all of an archive that it has room for; return the rows of each table."""
    filled = {}
    with closing(open_database(archive)) as present, present.read() as reading, engine.begin() as writing:
        migrating.upgrade(writing, OLDEST)
        there = inspect(writing)
        for table in Base.metadata.sorted_tables:
            if not there.has_table(table.name):
                continue
            known = [table.c[column["name"]] for column in there.get_columns(table.name)]
            rows = [dict(row) for row in reading.execute(select(*known)).mappings()]
            old = Table(table.name, MetaData(), *(Column(one.name, one.type) for one in known))
            if rows:
                writing.execute(insert(old), rows)
            go_on_counting(writing, table)
            filled[table.name] = len(rows)
    assert {name for name, rows in filled.items() if not rows} <= EMPTY, filled
    return filled


def up_and_down(url: str, archive: Path) -> dict[str, int]:
    """Take an archive of the oldest schema to the newest and back, a step at a time; return the rows of each table."""
    with opened(url) as engine:
        filled = fill_oldest(engine, archive)
        for revision in reversed(migrating.known()[:-1]):
            with engine.begin() as connection:
                migrating.upgrade(connection, revision)
                assert migrating.current(connection) == revision
                assert counts(connection, filled) == filled
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "include_name": ours}
            )
            assert compare_metadata(context, Base.metadata) == []
        with engine.begin() as connection:
            migrating.downgrade(connection, OLDEST)
            assert counts(connection, filled) == filled
    return filled


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_archive_of_the_oldest_schema(
    address: str, site: SampleSite, archive: Path, tmp_path: Path, backend: str
) -> None:
    """Step by step up, down again to the oldest and up by a command: every row stays, and the exports are equal."""
    shutil.copytree(archive / "warc", tmp_path / "warc")
    file = f"sqlite:///{tmp_path / 'osiris.sqlite3'}"
    url = make(address, "oldest") if backend == "postgresql" else file
    filled = up_and_down(url, archive)
    named = "" if backend == "sqlite" else url
    assert osiris("status", "--data", str(tmp_path), url=named)[0] == 0
    with opened(url) as engine, engine.connect() as connection:
        assert migrating.current(connection) == migrating.HEAD
        assert counts(connection, filled) == filled
    assert export(tmp_path, named) == export(archive, "")
    for query in ("fibre", "-fibre", "title:essai OR réseau"):
        asked = ("export", "csv", "--count", "--query", query)
        assert (
            osiris(*asked, "--data", str(tmp_path), url=named)[:2]
            == osiris(*asked, "--data", str(archive))[:2]
        )
    for command in (("database", "check"), ("verify",)):
        code, out, said = osiris(*command, "--data", str(tmp_path), url=named)
        assert code == 0, out + said
    asked_before = len(site.requests)
    code, _, said = osiris(*words(site, tmp_path), "--recheck", "5", url=named)
    assert code == 0, said
    assert len(site.requests) - asked_before < ARTICLES / 2
    assert len(export(tmp_path, named)) == len(export(archive, ""))


def test_two_first_commands_at_once(address: str, tmp_path: Path) -> None:
    """Several programs that open an old or empty database at the same moment: one brings it up, the others wait."""
    for name, revision in (("empty", None), ("old", OLDEST)):
        url = make(address, f"{name}_at_once")
        if revision:
            with opened(url) as engine, engine.begin() as connection:
                migrating.upgrade(connection, revision)
        started = [
            subprocess.Popen(
                [sys.executable, "-c", OPEN, str(tmp_path / str(number)), url],
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in range(4)
        ]
        for process in started:
            _, said = process.communicate(timeout=60)
            assert (process.returncode, said) == (0, ""), name
