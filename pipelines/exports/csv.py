"""The CSV of the archive: UTF-8 without BOM, a header row, RFC 4180 with CRLF, columns in a fixed order."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pipelines.database.selection import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from pipelines.database.selection import Row


def write(rows: Iterable[Row], target: BinaryIO) -> int:
    """Write the header and the rows; return how many rows there were.

    NUL is left out, as no reader of CSV takes it; the database holds none (`database.readings.clean`).
    """
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        number = 0
        for row in rows:
            writer.writerow(row)
            number += 1
        text.flush()
        return number
    finally:
        text.detach()  # the target belongs to the caller
