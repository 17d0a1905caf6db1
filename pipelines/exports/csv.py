"""The CSV of the archive: UTF-8 without BOM, a header row, RFC 4180 with CRLF, columns in a fixed order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipelines.exports.cells import neutralised

if TYPE_CHECKING:
    from typing import BinaryIO

    from pipelines.exports.extract import Extract

_NEEDS_QUOTES = re.compile(rb'[",\r\n]').search
END = b"\r\n"


def write(extract: Extract, target: BinaryIO) -> int:
    """Write the header and the rows; return how many rows there were.

    Texts go from the database to the file as bytes: reading them, and quoting by the standard library's
    writer, would take more than half of the time. NUL, which no reader of CSV takes, is in no text:
    `database.readings.clean` leaves it out.
    """
    header = extract.header
    target.write(line(header))
    number = 0
    plain = not extract.options.neutralise
    for batch in extract.table(as_bytes=plain):
        rows: Any = batch if plain else (neutralised(header, row) for row in batch)
        target.write(b"".join([line(row) for row in rows]))
        number += len(batch)
    return number


def line(row: tuple[Any, ...] | list[Any]) -> bytes:
    """Return a row by RFC 4180: only cells with a quote, a comma or a line break are quoted."""
    return b",".join([_cell(value) for value in row]) + END


def _cell(value: bytes | str | int | None) -> bytes:
    if isinstance(value, str):
        value = value.encode()
    elif not isinstance(value, bytes):
        return b"" if value is None else b"%d" % value
    return b'"' + value.replace(b'"', b'""') + b'"' if _NEEDS_QUOTES(value) else value
