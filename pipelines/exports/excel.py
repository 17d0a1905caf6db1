"""CSV as the French Excel opens it by a double click: UTF-8 with BOM, semicolons, CRLF, dates as 01/10/2024.

Two files: the table, and `…-rest.csv` with what of long cells Excel cannot hold.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from pipelines.database.readings import JOINER
from pipelines.exports.cells import CUT, neutralised, noted, parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from pipelines.exports.extract import Extract

DATES = frozenset({"published_on", "source_date"})
MOMENTS = frozenset({"first_seen_at", "last_seen_at", "changed_at"})
REST_HEADER = ("id", "column", "part", "text")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)Z")
_NEEDS_QUOTES = re.compile(r'[";\r\n]').search


def write(extract: Extract, target: BinaryIO, rest: BinaryIO) -> int:
    """Write the table and the rest of its long cells; return how many rows the table has."""
    header = extract.header
    texts = frozenset(header) - DATES - MOMENTS
    for file, names in ((target, header), (rest, REST_HEADER)):
        file.write(codecs.BOM_UTF8 + _line(names))
    number = 0
    for batch in extract.table():
        for values in batch:
            row = [spelled(name, value) for name, value in zip(header, values, strict=True)]
            row = neutralised(header, row, texts=texts)
            row, long = cut(header, row, str(values[header.index("id")]) if "id" in header else "")
            target.write(_line(row))
            rest.writelines(_line(neutralised(REST_HEADER, piece)) for piece in long)
        number += len(batch)
    return number


def spelled(name: str, value: Any) -> Any:
    """Return a value as the French Excel reads it.

    A month becomes `2024-10-XX` (EDTF): Excel would take `2024-10` for the first of October.
    """
    if not isinstance(value, str) or not value:
        return value
    if name in DATES:
        return JOINER.join(map(_day, value.split(JOINER)))
    if name in MOMENTS and (found := _MOMENT.fullmatch(value)):
        return f"{found[3]}/{found[2]}/{found[1]} {found[4]}"
    return value


def _day(iso: str) -> str:
    pieces = iso.split("-")
    if len(pieces) == 3:  # noqa: PLR2004 - year, month, day
        return "/".join(reversed(pieces))
    return f"{iso}-XX" if len(pieces) == 2 else iso  # noqa: PLR2004


def cut(header: Sequence[str], row: list[Any], key: str) -> tuple[list[Any], list[list[Any]]]:
    """Return a row whose cells Excel can hold, and rows of the second file with the rest of the long ones."""
    rest: list[list[Any]] = []
    notes = []
    for place, (name, value) in enumerate(zip(header, row, strict=True)):
        if not isinstance(value, str):
            continue
        pieces = parts(value)
        if len(pieces) > 1:
            row[place] = pieces[0]
            notes.append(f"{name}:{CUT}")
            rest.extend([key, name, number, piece] for number, piece in enumerate(pieces[1:], 2))
    return noted(header, row, notes), rest


def _line(row: Sequence[Any]) -> bytes:
    return (";".join(map(_cell, row)) + "\r\n").encode()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES(text) else text
