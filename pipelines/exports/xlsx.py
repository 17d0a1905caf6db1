"""A workbook of Excel: typed cells, real dates, frozen header; long cells go on in the sheet `rest`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from osiris_crawler.errors import UsageError
from pipelines.exports import parts
from pipelines.exports.cells import neutralised
from pipelines.exports.excel import DATES, MOMENTS, REST_HEADER, cut

if TYPE_CHECKING:
    from typing import BinaryIO

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from pipelines.exports.extract import Extract

MOST_ROWS = 1_048_575
"""Of a sheet, without the header."""
WIDTHS = {
    "id": 18, "url": 40, "title": 60, "published_on": 12, "published_raw": 24, "keywords": 30, "section": 40,
    "source": 20, "body": 60, "first_seen_at": 19, "last_seen_at": 19, "changed_at": 19,
}  # fmt: skip
"""In characters; a date that is wider than its column shows as #####."""
NO_DATE = datetime(1999, 1, 1, tzinfo=UTC)
"""Of the file's properties, when the archive is empty."""
_DAY = re.compile(r"(?:19|2\d)\d\d-\d\d-\d\d")


def write(extract: Extract, target: BinaryIO) -> int:
    """Write the workbook; return how many rows there were. Rows are kept on the disk, not in memory.

    Raises:
        UsageError: more rows than a sheet of Excel holds.
    """
    with parts.scratch() as folder:
        options = {"constant_memory": True, "strings_to_urls": False, "tmpdir": str(folder)}
        return _written(extract, xlsxwriter.Workbook(target, options))


def _written(extract: Extract, book: xlsxwriter.Workbook) -> int:
    book.set_properties({"created": (extract.newest() or NO_DATE).replace(tzinfo=None), "title": "Articles"})
    looks = {
        "head": book.add_format({"bold": True}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
    }
    header = extract.header
    sheet, rest = book.add_worksheet("articles"), book.add_worksheet("rest")
    _head(sheet, header, looks["head"])
    _head(rest, REST_HEADER, looks["head"])
    sheet.autofilter(0, 0, 0, len(header) - 1)
    number = further = 0
    for batch in extract.table():
        for values in batch:
            number += 1
            if number > MOST_ROWS:
                raise UsageError(f"Excel holds {MOST_ROWS:,} rows a sheet. Narrow by --since and --until.")
            key = str(values[header.index("id")]) if "id" in header else ""
            row, long = cut(header, neutralised(header, values), key)
            for column, (name, value) in enumerate(zip(header, row, strict=True)):
                _cell(sheet, number, column, name, value, looks)
            for piece in long:
                further += 1
                for column, value in enumerate(neutralised(REST_HEADER, piece)):
                    _cell(rest, further, column, "", value, looks)
    book.close()
    return number


def _head(sheet: Worksheet, names: Any, bold: Format) -> None:
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDTHS.get(name, 14))
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)


def _cell(sheet: Worksheet, row: int, column: int, name: str, value: Any, looks: dict[str, Format]) -> None:
    """Write one cell: days and moments as dates, numbers as numbers, all else as text."""
    if value is None or value == "":
        return
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif name in DATES and _DAY.fullmatch(value):
        sheet.write_datetime(row, column, datetime.fromisoformat(value), looks["day"])
    elif name in MOMENTS:
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
        sheet.write_datetime(row, column, moment, looks["moment"])
    else:
        sheet.write_string(row, column, value)
