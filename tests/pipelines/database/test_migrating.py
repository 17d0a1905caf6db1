"""Tests of `pipelines.database.migrating`: the migrations and the models say the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from pipelines.database import full_text, migrating
from pipelines.database.models import Base

if TYPE_CHECKING:
    from pipelines.database.engine import Database

ROOT = Path(__file__).parents[3]


def schema(database: Database) -> list[str]:
    """Return every statement that made the database."""
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        return [row[0] for row in rows]


def ours(name: str | None, kind: str, _: object) -> bool:
    """Leave out the tables that SQLite keeps for the index of words."""
    return kind != "table" or name not in full_text.SHADOWS


def test_the_migrated_schema_is_that_of_the_models(database: Database) -> None:
    """No table, column, type, index or constraint differs."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        assert compare_metadata(context, Base.metadata) == []
        known = {*Base.metadata.tables, "alembic_version", *full_text.SHADOWS}
        assert set(inspect(connection).get_table_names()) == known


def test_the_head_is_the_newest_migration() -> None:
    """The constant that spares opening Alembic is kept up to date."""
    assert migrating.known()[0] == migrating.HEAD


def test_down_and_up_again(database: Database) -> None:
    """A downgrade removes everything, an upgrade makes the same schema again."""
    before = schema(database)
    with database.engine.begin() as connection:
        migrating.downgrade(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        migrating.upgrade(connection)
    assert schema(database) == before


def test_every_constraint_has_a_name() -> None:
    """A migration on SQLite can only change what has a name."""
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"


def test_migrations_are_found_from_any_folder(tmp_path: Path) -> None:
    """A program started elsewhere makes the same database, without warnings."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path; from pipelines.database.engine import open_database\n"
        "open_database(Path('new % folder')).close()\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=tmp_path, check=True)
    assert (tmp_path / "new % folder" / "osiris.sqlite3").exists()
