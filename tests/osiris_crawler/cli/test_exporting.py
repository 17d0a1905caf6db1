"""Tests of `osiris_crawler.cli.exporting`: counts, standard output, columns that come along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler.cli import app
from osiris_crawler.errors import DatabaseError
from pipelines.database import engine
from pipelines.database.engine import open_database
from pipelines.database.records import save
from pipelines.exports import FORMATS
from tests.osiris_crawler.cli.test_export import RECORDINGS, run
from tests.pipelines.makers import SITE, archive, article

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a data folder with two articles."""
    database = open_database(tmp_path)
    made = archive(database, tmp_path)
    with database.session() as session:
        save(session, article(SITE + "a"), made.run_id)
        save(session, article(SITE + "b", published_on="2023-05-01", title="Autre"), made.run_id)
    database.close()
    return tmp_path


def test_count_tells_what_would_come_out(data: Path) -> None:
    """References and texts leave some articles out; after an export of a name only what changed is counted."""
    database = open_database(data)
    with database.session() as session:
        save(session, article(SITE + "c", body="***"), 1)
        save(session, article(SITE + "d", body=""), 1)
    database.close()
    run_restrict = ["restrict", SITE + "a", "--reason", "x", "--data", str(data)]
    assert CliRunner().invoke(app, run_restrict).exit_code == 0
    for form in FORMATS:
        if form.name not in RECORDINGS:
            told = run(form.name, "--count", "--data", data).stdout
            written = run(form.name, "--data", data)
            assert f"{told.strip()} article" in written.stderr, form.name
    assert run("csv", "--since-export", "x", "--count", "--data", data).stdout == "4\n"
    run("csv", "--since-export", "x", "--data", data)
    assert run("csv", "--since-export", "x", "--count", "--data", data).stdout == "0\n"


def test_changed_cells_are_told_whatever_the_columns(data: Path) -> None:
    """Neutralising is never silent: `warnings` comes along, and the id by which the second file is read."""
    run("excel", "--columns", "title", "--data", data)
    head = (data / "exports" / "articles.excel.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert head == "title;id;warnings"
    piped = run("csv", "--neutralise", "--columns", "title", "--data", data, "-o", "-").stdout
    assert piped.splitlines()[0] == "title,warnings"
    assert run("csv", "--columns", "title", "--data", data, "-o", "-").stdout.splitlines()[0] == "title"


def test_standard_output_gets_the_bytes_of_the_file(data: Path) -> None:
    """A workbook, too, which cannot be written to a pipe from front to back."""
    for name in ("csv", "jsonl", "parquet", "xlsx", "ris", "gexf"):
        piped = run(name, "--data", data, "-o", "-").stdout_bytes
        run(name, "--data", data, "-o", data / "file")
        assert piped == (data / "file").read_bytes(), name


def test_an_archive_that_may_only_be_read_is_exported(
    data: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere, and republications that were never looked for are said to be missing."""
    target: Path = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setattr(engine, "_may_write", lambda _: False)
    for name in ("csv", "jsonl", "parquet", "xlsx", "ris"):
        done = run(name, "--data", data, "-o", target / name)
        assert done.exit_code == 0, (name, done.exception)
        assert ("2 texts were never compared" in done.stderr) == (name in {"jsonl", "parquet"})
    assert isinstance(run("csv", "--republications", "--data", data, "-o", "-").exception, DatabaseError)
