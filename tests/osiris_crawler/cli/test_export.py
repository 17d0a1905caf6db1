"""Tests of `osiris export`: its options (`export`) and what they do (`exporting`)."""

from __future__ import annotations

import csv
import gzip
import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler.cli import app
from osiris_crawler.errors import StorageError, UsageError
from pipelines.database import runs
from pipelines.database.engine import Database, open_database
from pipelines.database.records import save
from pipelines.database.selection import COLUMNS
from pipelines.exports import FORMATS
from tests.pipelines.makers import SITE, archive, article, at

if TYPE_CHECKING:
    from typer.testing import Result

ROOT = Path(__file__).parents[3]
RECORDINGS = ("wacz", "bagit")
"""Formats of recordings have tests of their own."""


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


def test_a_filter_that_lets_nothing_through_empties_no_file(data: Path) -> None:
    """A slip of the pen leaves last night's export where its readers find it; -o means what it says."""
    assert run("csv", "--data", data).exit_code == 0
    target = data / "exports" / "articles.csv"
    before = target.read_bytes()
    result = run("csv", "--data", data, "--keyword", "absent")
    assert isinstance(result.exception, UsageError)
    assert "stays as it is" in str(result.exception)
    assert target.read_bytes() == before
    assert run("csv", "--data", data, "--keyword", "absent", "-o", target).exit_code == 0
    assert target.read_bytes() != before


def test_every_format_gives_the_same_bytes_twice(data: Path) -> None:
    """Nothing in a file or folder comes from the clock; each stands where the documentation says."""
    for form in FORMATS:
        if form.name in RECORDINGS:
            continue
        first = run(form.name, "--data", data)
        assert first.exit_code == 0, (form.name, first.output, first.exception)
        made = content(data / "exports")
        assert f"exports/{form.file_name}" in first.stderr.replace("\n", "")
        assert run(form.name, "--data", data).exit_code == 0
        assert content(data / "exports") == made, form.name


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_changed_since_the_last_export(data: Path) -> None:
    """New, changed and deleted rows are marked; then nothing; another name begins anew."""

    def changes(*more: str) -> dict[str, str]:
        lines = run("csv", "--since-export", "team", "-o", "-", "--data", data, *more).stdout_bytes.decode()
        return {row["id"]: row["change"] for row in csv.DictReader(io.StringIO(lines, newline=""))}

    assert set(changes().values()) == {"new"}
    assert changes() == {}
    assert "Nothing changed" in run("csv", "--since-export", "team", "-o", "-", "--data", data).stderr
    database = open_database(data)
    with database.session() as session:
        save(session, article(SITE + "a", hours=5), 1)
        save(session, article(SITE + "b", hours=5, published_on="2023-05-01", title="Tout autre"), 1)
        key = save(session, article(SITE + "c", hours=5), 1).key
    database.close()
    found = changes()
    assert sorted(found.values()) == ["changed", "new"]
    assert found[key] == "new"
    assert sorted(changes("--since", "2024").values()) == ["deleted"]
    other = run("jsonl", "--since-export", "other", "-o", "-", "--data", data).stdout
    assert [json.loads(line)["change"] for line in other.splitlines()] == ["new"] * 3


def test_a_failed_export_forgets_nothing(data: Path) -> None:
    """What did not come out comes out the next time."""
    failed = run("csv", "--since-export", "team", "-o", data, "--data", data)
    assert isinstance(failed.exception, StorageError)
    assert run("csv", "--since-export", "team", "-o", "-", "--data", data).stdout.count(",new") == 2


def test_gzip_packs_the_same_bytes(data: Path) -> None:
    """The file is the plain one, packed without name and time."""
    run("csv", "--data", data)
    run("csv", "--gzip", "--data", data)
    packed = (data / "exports" / "articles.csv.gz").read_bytes()
    assert gzip.decompress(packed) == (data / "exports" / "articles.csv").read_bytes()
    assert packed[4:8] == bytes(4)


def test_the_last_good_package_stays(data: Path) -> None:
    """After an unhealthy run the package is not replaced, unless asked for."""
    run("package", "--data", data)
    database = open_database(data)
    with database.session() as session:
        save(session, article(SITE + "c", hours=5), 1)
        runs.finish(session, 1, at(6), "unhealthy", 3, {})
    database.close()
    before = content(data / "exports")
    kept = run("package", "--data", data)
    assert kept.exit_code == 0
    assert "stays as it is: run 1 ended unhealthy" in kept.stderr.replace("\n", " ")
    assert content(data / "exports") == before
    run("package", "--any-health", "--data", data)
    assert content(data / "exports") != before


def test_a_folder_that_is_not_ours_is_not_replaced(data: Path) -> None:
    """Somebody's own files are never taken away."""
    mine = data / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("x")
    result = run("txm", "-o", mine, "--data", data)
    assert isinstance(result.exception, StorageError)
    assert "not made by an export" in str(result.exception)
    assert (mine / "thesis.txt").exists()


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet", "xlsx", "package", "excel"])
def test_kill_leaves_the_export_before(data: Path, name: str) -> None:
    """A process killed in the middle of an export leaves the previous one whole."""
    assert run(name, "--data", data).exit_code == 0
    before = content(data / "exports")
    database = open_database(data)
    with database.session() as session:
        save(session, article(SITE + "c", hours=5), 1)
    database.close()
    program = (
        "import os, signal, sys\n"
        "from pipelines.exports.extract import Extract\n"
        "whole = Extract.batches\n"
        "def killed(self, **given):\n"
        "    yield from whole(self, **given)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "Extract.batches = killed\n"
        "from pipelines.exports import arrow_rows\n"
        "direct = arrow_rows.read\n"
        "def killed_too(*given):\n"
        "    yield from direct(*given)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "arrow_rows.read = killed_too\n"
        "from osiris_crawler.cli import main\n"
        "sys.argv = ['osiris', 'export', sys.argv[1], '--data', sys.argv[2]]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, name, str(data)], cwd=ROOT, check=False, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    after = content(data / "exports")
    assert {path: after[path] for path in before} == before
    assert run(name, "--data", data).exit_code == 0


def test_a_full_disk_is_told(data: Path) -> None:
    """The file before stays; the message says what, where and what next."""
    database = open_database(data)
    with database.session() as session:
        save(session, article(SITE + "c", body="x" * 400_000), 1)
    database.close()
    run("csv", "--data", data)
    before = content(data / "exports")
    limit = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "from osiris_crawler.cli import main\n"
        "sys.argv = ['osiris', 'export', 'csv', '--data', sys.argv[1]]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", limit, str(data)], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stderr
    assert "cannot be written (File too large)" in done.stderr
    assert content(data / "exports") == before


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
        (["csv", "--until", "2023-02-29"], "not a date of the calendar"),
        (["csv", "--since", "2024-05", "--until", "2023"], "lies after --until 2023"),
        (["csv", "--kind", "photo"], "no such kind"),
        (["csv", "--columns", "titre"], "there is no such column"),
        (["csv", "--columns", "title,url,title"], "is named twice"),
        (["csv", "--bodies", "maybe"], "write yes or no"),
        (["csv", "--as-of", "hier"], "neither a date nor a run"),
        (["csv", "--since-export", "../x"], "a name is made of"),
        (["csv", "--since-export", "x", "--columns", "title"], "needs the column id"),
        (["ris", "--gzip"], "has no such option"),
        (["excel", "-o", "-"], "more than one file"),
        (["package", "--table", "xls"], "choose csv or parquet"),
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
