"""Tests of `osiris export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler.cli import app
from osiris_crawler.errors import UsageError
from pipelines.database.engine import Database, open_database
from pipelines.database.records import save
from pipelines.database.selection import COLUMNS
from tests.pipelines.makers import SITE, archive, article

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a data folder with two articles."""
    database: Database = open_database(tmp_path)
    made = archive(database, tmp_path)
    with database.session() as session:
        save(session, article(SITE + "a"), made.run_id)
        save(session, article(SITE + "b", published_on="2023-05-01", title="Autre"), made.run_id)
    database.close()
    return tmp_path


def run(*arguments: str | Path) -> Result:
    """Run the command; errors made for people come out as they are."""
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


def test_csv_goes_to_the_exports_folder(data: Path) -> None:
    """Without -o the file is exports/articles.csv, twice the same; the number of rows is told on stderr."""
    first = run("csv", "--data", data)
    assert first.exit_code == 0, first.output
    content = (data / "exports" / "articles.csv").read_bytes()
    assert content.decode().splitlines()[0] == ",".join(COLUMNS)
    assert content.count(b"\r\n") == 3
    assert "2 articles in" in first.stderr
    run("csv", "--data", data)
    assert (data / "exports" / "articles.csv").read_bytes() == content


def test_csv_goes_where_it_is_told(data: Path) -> None:
    """-o names a file; - is standard output and holds nothing but the CSV."""
    run("csv", "--data", data, "-o", data / "mine.csv")
    piped = run("csv", "--data", data, "-o", "-")
    assert piped.exit_code == 0
    assert piped.stdout_bytes == (data / "mine.csv").read_bytes()


def test_filters_and_count(data: Path) -> None:
    """Filters narrow the rows, and --count only tells how many."""
    assert run("csv", "--data", data, "--count").stdout == "2\n"
    assert run("--data", data, "--count", "--since", "2024").stdout == "1\n"
    chosen = run(
        "csv", "--data", data, "-o", "-", "--until", "2023-05", "--kind", "article,breve", "--complete"
    )
    assert SITE + "b" in chosen.stdout
    assert SITE + "a" not in chosen.stdout


def test_a_filter_that_lets_nothing_through(data: Path) -> None:
    """The header comes out, the exit code is 0, and stderr says where to look."""
    result = run("csv", "--data", data, "-o", "-", "--keyword", "absent")
    assert (result.exit_code, result.stdout_bytes.decode()) == (0, ",".join(COLUMNS) + "\r\n")
    assert "osiris status" in result.stderr


def test_formats_are_listed() -> None:
    """--list needs no archive."""
    result = run("--list")
    assert result.exit_code == 0
    assert result.stdout.startswith("csv  ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["docx"], "there is no such format. Choose from csv"),
        ([], "Which format"),
        (["csv", "--since", "hier"], "not a date"),
        (["csv", "--kind", "photo"], "no such kind"),
    ],
)
def test_wrong_use_is_told(data: Path, arguments: list[str], said: str) -> None:
    """The error is one of usage (exit code 2), and nothing is written."""
    result = run(*arguments, "--data", data)
    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)
    assert not (data / "exports").exists()


def test_no_archive_is_told(tmp_path: Path) -> None:
    """An empty folder stays empty."""
    result = run("csv", "--data", tmp_path)
    assert isinstance(result.exception, UsageError)
    assert list(tmp_path.iterdir()) == []
