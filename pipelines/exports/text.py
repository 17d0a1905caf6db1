"""A folder of plain texts, one file an article, by year, with metadata.csv beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.exports.corpus import texts, wanted

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.exports.extract import Extract

__all__ = ["wanted", "write"]


def write(extract: Extract, folder: Path) -> int:
    """Write title, a blank line and the body of each article that has a text; return how many there were."""
    number = 0
    for number, (row, _, name) in enumerate(texts(extract, folder), 1):  # noqa: B007
        place = folder / "texts" / (row.published_on[:4] or "sans-date")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.txt").write_bytes(f"{row.title}\n\n{row.body}\n".encode())
    return number
