"""Folders of texts for tools that take one file a text: names, and the table that describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.exports import csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.database.details import Details
    from pipelines.database.selection import Row
    from pipelines.exports.extract import Extract

COLUMNS = {
    "id": "", "titre": "title", "date": "published_on", "annee": "", "mois": "", "source": "source",
    "auteur": "author_line", "motscles": "keywords", "rubrique": "section", "genre": "kind",
    "langue": "language", "url": "url", "article": "id",
}  # fmt: skip
"""Column of metadata.csv to that of the archive. TXM wants plain letters, and the file's name first."""


def name_of(row: Row) -> str:
    """Return the name of an article's file without ending: `2024-10-01_0123456789abcdef`."""
    return f"{row.published_on or 'sans-date'}_{row.id}"


def metadata(row: Row) -> list[str]:
    """Return the values of `COLUMNS`; line breaks become blanks, since not every tool reads them."""
    own = {"id": name_of(row), "annee": row.published_on[:4], "mois": row.published_on[:7]}
    values = [own[name] if name in own else str(getattr(row, of)) for name, of in COLUMNS.items()]
    return [" ".join(value.split()) for value in values]


def wanted(row: Row) -> bool:
    """Tell whether an article has a text."""
    return bool(row.body)


def texts(extract: Extract, folder: Path) -> Iterator[tuple[Row, Details, str]]:
    """Give each article that has a text with its file's name, and write metadata.csv on the way."""
    with (folder / "metadata.csv").open("wb") as table:
        table.write(csv.line(list(COLUMNS)))
        for row, parts, _ in extract.records():
            if wanted(row):
                table.write(csv.line(metadata(row)))
                yield row, parts, name_of(row)
