"""Turns what a database driver raises into a DatabaseError that says what, where and what next."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from osiris_crawler.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = {
    "database is locked": (
        "another program is writing to the database and did not finish in time. "
        "Wait for it (`osiris status` shows the runs) or end it, then run the command again."
    ),
    "readonly database": (
        "the database cannot be written. Check owner and rights of the file and its folder."
    ),
    "file is not a database": (
        "the file is no SQLite database. Move it away, or name another folder by --data; it was not changed."
    ),
    "malformed": (
        "the database is damaged. Keep the file and restore the last backup; the recordings are whole."
    ),
    "unable to open database file": (
        "the file cannot be opened or made. Check that the folder exists and that you may write in it."
    ),
    "disk is full": "the disk is full. Nothing is lost: free some space, then run the same command again.",
    "connection refused": (
        "the database server does not answer. Start it, or correct the address in OSIRIS_DATABASE_URL."
    ),
    "connection failed": (
        "the database server refuses the connection. Correct OSIRIS_DATABASE_URL, or the rights of its user."
    ),
    "no space left": "the disk is full. Nothing is lost: free some space, then run the same command again.",
    "disk i/o error": "the disk could not be read or written. Check the disk and its space, then run again.",
}
"""What the driver says to what a person can do."""


@contextmanager
def explain(place: str) -> Iterator[None]:
    """Raise DatabaseError for what the database refuses inside the block; mistakes of the program pass."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise DatabaseError(f"{place}: {_advice(error)}") from error


def _advice(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = str(cause)
    for words, advice in KNOWN.items():
        if words in said.lower():
            return f"{advice} ({said})"
    return f"the database refused the work and nothing of it was kept: {type(error).__name__}: {said}"
