"""Tests of `osiris database`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from osiris_crawler.cli import app
from pipelines.database.engine import open_database
from pipelines.database.migrating import HEAD
from pipelines.database.records import save
from tests.pipelines.makers import archive, article

if TYPE_CHECKING:
    from pathlib import Path


def test_upgrade_and_check(tmp_path: Path) -> None:
    """A sound database is told so; a damaged one is exit code 3 with a line for each damage."""
    database = open_database(tmp_path)
    made = archive(database, tmp_path)
    with database.session() as session:
        save(session, article(), made.run_id)
    runner = CliRunner()
    assert f"schema {HEAD}" in runner.invoke(app, ["database", "upgrade", "--data", str(tmp_path)]).stdout
    assert "no problem found" in runner.invoke(app, ["database", "check", "--data", str(tmp_path)]).stdout
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE article SET section = 'x'")
    database.close()
    result = runner.invoke(app, ["database", "check", "--data", str(tmp_path)])
    assert result.exit_code == 3
    assert "its section differs from its history" in result.stdout
