"""Tests of `pipelines.database.checking`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipelines.database.checking import problems
from pipelines.database.records import save
from tests.pipelines.makers import article

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def test_a_sound_database_has_no_problem(store: Archive) -> None:
    """What the program itself wrote is consistent."""
    with store.database.session() as session:
        save(session, article(), store.run_id)
        save(session, article(hours=5, keywords=["Radio", "Fintech"], section=("Autre",)), store.run_id)
    assert problems(store.database) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("DELETE FROM run", "names a row of run that does not exist"),
        ("UPDATE article SET current_revision_id = NULL", "has no present revision"),
        ("UPDATE article SET keywords = 'x'", "its keywords differ"),
        ("DELETE FROM article_section", "its section differs"),
    ],
)
def test_each_damage_is_named(store: Archive, damage: str, said: str) -> None:
    """Lost rows and texts that no longer agree are told, a line each."""
    with store.database.session() as session:
        save(session, article(), store.run_id)
    with store.database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        connection.rollback()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(damage)
        raw.execute("PRAGMA foreign_keys = ON")
    assert said in "\n".join(problems(store.database))
