"""Tests of `osiris restrict`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler.cli import app
from osiris_crawler.errors import UsageError
from pipelines.database.engine import open_database
from pipelines.database.records import save
from tests.pipelines.makers import SITE, archive, article

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a data folder with one article."""
    database = open_database(tmp_path)
    made = archive(database, tmp_path)
    with database.session() as session:
        save(session, article(SITE + "a", body="texte à taire"), made.run_id)
    database.close()
    return tmp_path


def run(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_restrict_and_lift(data: Path) -> None:
    """The text leaves the export and comes back; both decisions stand in the file; --list shows what holds."""
    before = run("export", "csv", "-o", "-", "--data", data).stdout
    done = run("restrict", SITE + "a", "--reason", "droit à l’oubli", "--who", "A. Diop", "--data", data)
    assert (done.exit_code, "withheld" in done.stdout) == (0, True)
    without = run("export", "csv", "-o", "-", "--data", data).stdout
    assert "texte à taire" not in without
    assert ",restricted," in without
    assert "droit à l’oubli" in run("restrict", "--list", "--data", data).stdout
    assert "restricted since" in run("status", "--article", SITE + "a", "--data", data).stdout
    refused = run("restrict", SITE + "a", "--lift", "--data", data)
    assert f'osiris restrict {SITE}a --lift --reason "…"' in str(refused.exception)
    lifted = run("restrict", SITE + "a", "--reason", "accord", "--lift", "--data", data)
    assert lifted.exit_code == 0
    assert run("export", "csv", "-o", "-", "--data", data).stdout == before
    lines = (data / "restrictions.jsonl").read_text().splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["restrict", "lift"]
    assert "Nothing is restricted" in run("restrict", "--list", "--data", data).stdout


def test_an_address_that_is_not_stored_yet(data: Path) -> None:
    """It is withheld when it comes."""
    done = run("restrict", SITE + "later", "--reason", "x", "--data", data)
    assert "when it comes" in done.stdout


def test_those_who_take_changes_only_learn_of_every_decision(data: Path) -> None:
    """A takedown, its end and a correction come out as changes; then nothing more."""

    def changes() -> list[tuple[str, str]]:
        said = run("export", "jsonl", "--since-export", "team", "-o", "-", "--data", data).stdout
        return [(one["change"], one["body"]) for one in map(json.loads, said.splitlines())]

    assert changes() == [("new", "texte à taire")]
    run("restrict", SITE + "a", "--reason", "x", "--data", data)
    assert changes() == [("changed", "")]
    assert changes() == []
    run("restrict", SITE + "a", "--reason", "x", "--lift", "--data", data)
    assert changes() == [("changed", "texte à taire")]
    lines = ("url,field,value,reason,who,when", f"{SITE}a,body,texte corrigé,x,y,2026-03-01")
    (data / "corrections.csv").write_text("\n".join(lines), encoding="utf-8")
    assert changes() == [("changed", "texte corrigé")]
    assert changes() == []


def test_copies_that_are_not_withheld_are_named(data: Path) -> None:
    """Another newspaper's copy, or a print version, still gives the text away: people decide."""
    database = open_database(data)
    with database.session() as session:
        save(session, article(SITE + "copy", body="Texte  à taire"), 1)
        save(session, article(SITE + "copie", body="texte à taire"), 1)
    database.close()
    said = run("restrict", SITE + "a", "--reason", "x", "--data", data).stdout
    assert f"The same text stands in {SITE}copie, which is not withheld" in said
    assert SITE + "copy" not in said
    assert "same text" not in run("restrict", SITE + "copie", "--reason", "x", "--data", data).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name the web address"),
        ([SITE + "a"], "say why"),
        ([SITE + "a", "--reason", " "], "say why the text is withheld"),
        ([SITE + "a", "--reason", "x", "--lift"], "is not restricted"),
        ([SITE + "a", "--lift"], "is not restricted"),
    ],
)
def test_wrong_use_is_told(data: Path, arguments: list[str], said: str) -> None:
    """Nothing is written then."""
    result = run("restrict", *arguments, "--data", data)
    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)
    assert not (data / "restrictions.jsonl").exists()
