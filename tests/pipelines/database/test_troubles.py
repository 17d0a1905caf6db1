"""What a database refuses, said so that a person can act."""

from __future__ import annotations

import sqlite3

import pytest

from osiris_crawler.errors import DatabaseError
from pipelines.database.troubles import KNOWN, explain


@pytest.mark.parametrize("words", KNOWN)
def test_known_troubles_say_what_to_do(words: str) -> None:
    """The place, the advice and the database's own words are in the message."""
    with pytest.raises(DatabaseError) as said, explain("data/osiris.sqlite3"):
        raise sqlite3.OperationalError(words)
    assert str(said.value).startswith(f"data/osiris.sqlite3: {KNOWN[words]}")
    assert words in str(said.value)


def test_unknown_troubles_are_named() -> None:
    """What nobody foresaw keeps its name; nothing of the work was kept."""
    with pytest.raises(DatabaseError, match="IntegrityError: strange"), explain("data"):
        raise sqlite3.IntegrityError("strange")


def test_mistakes_of_the_program_pass() -> None:
    """An error that is not the database's is not dressed up as one."""
    with pytest.raises(KeyError), explain("data"):
        raise KeyError("x")
