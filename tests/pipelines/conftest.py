"""Fixtures of the storage tests: an open database in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipelines.database.engine import Database, open_database
from tests.pipelines.makers import Archive, archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Open a new database, and close it after the test."""
    database = open_database(tmp_path / "data")
    yield database
    database.close()


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Archive:
    """Give a database with one site and one run."""
    return archive(database, tmp_path / "data")
