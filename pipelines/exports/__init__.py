"""From the database to what users take away: one small module for each family of formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.exports import csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

    from pipelines.database.selection import Row


@dataclass(frozen=True)
class Format:
    """A format that `osiris export` writes."""

    name: str
    suffix: str
    """Of the file below the data folder's `exports/`."""
    explains: str
    """One line for `osiris export --list`."""
    write: Callable[[Iterable[Row], BinaryIO], int]
    """Writes the rows; returns how many there were."""


FORMATS = (
    Format(
        "csv",
        ".csv",
        "one row an article, UTF-8, RFC 4180, columns in an order that never changes: pandas, R, DuckDB",
        csv.write,
    ),
)
"""Every format, in the order in which `--list` shows them."""


def by_name(name: str) -> Format | None:
    """Return the format of a name, None when there is none."""
    return next((known for known in FORMATS if known.name == name), None)
