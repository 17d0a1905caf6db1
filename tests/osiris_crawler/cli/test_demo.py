"""`osiris demo`: everything from the sample archive to the CSV, and again."""

from __future__ import annotations

import csv
import shutil
import socket
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from typer.testing import CliRunner

from osiris_crawler.cli import app
from tests.osiris_crawler.cli.process import osiris, query
from tests.osiris_crawler.cli.recorded import recorded

if TYPE_CHECKING:
    from pathlib import Path


def test_the_demo_runs_and_runs_again(tmp_path: Path) -> None:
    """The CSV has the articles, the closing table is shown, and a second demo changes nothing.

    A database of the user's own settings is left alone.
    """
    elsewhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    code, said = osiris("demo", "--data", str(tmp_path), OSIRIS_DATABASE_URL=elsewhere)
    assert code == 0, said
    assert "Fields filled" in said
    target = tmp_path / "exports" / "articles.csv"
    first = target.read_bytes()
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 400
    assert osiris("demo", "--data", str(tmp_path))[0] == 0
    assert query(tmp_path, "SELECT count(*) FROM site") == [(1,)]
    assert query(tmp_path, "SELECT max(revision) FROM article") == [(1,)]
    assert target.read_bytes().count(b"\n") == first.count(b"\n")
    ((address,),) = query(tmp_path, "SELECT base_url FROM site")
    with closing(socket.create_server(("127.0.0.1", urlsplit(address).port or 0))):
        code, said = osiris("demo", "--data", str(tmp_path))
    assert code == 2
    assert f"{address}: the sample archive of this folder was served there" in said


def test_a_demo_smaller_than_its_special_cases_is_refused(tmp_path: Path) -> None:
    """Exit 2, and how many articles it takes."""
    code, said = osiris("demo", "--articles", "3", "--data", str(tmp_path))
    assert code == 2
    assert "--articles 3: the special cases alone need" in said


def test_an_archive_of_another_site_is_left_alone(tmp_path: Path) -> None:
    """Invented articles never go into it, nor beside recordings that wait for a replay."""
    data = shutil.copytree(recorded().data, tmp_path / "data")
    files = sorted(data.rglob("*"))
    code, said = osiris("demo", "--data", str(data))
    assert code == 2
    assert f"{data}: holds the archive of http://127.0.0.1:" in said
    assert sorted(data.rglob("*")) == files
    (data / "osiris.sqlite3").unlink()
    assert osiris("demo", "--data", str(data))[0] == 2
    assert not (data / "sites").exists()


def test_the_help_names_the_folder_of_the_demo() -> None:
    """Which is not that of the archive."""
    done = CliRunner().invoke(app, ["demo", "--help"], env={"COLUMNS": "200"})
    assert "else data/demo/" in done.stdout
