"""Cells for spreadsheets: formulas made harmless and long texts cut, both reversibly and never silently.

What was changed is named in the column `warnings` as `column:code`; taking away the first character of a cell
so named, or adding the rest that the second file holds, gives the value back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipelines.database.readings import JOINER

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGN = "'"
"""Put before a cell; spreadsheets take it for "this is text"."""
LONGEST = 32_767
"""UTF-16 units that a cell of Excel holds."""
FORMULA, TEXT, CUT = "formula_neutralised", "kept_as_text", "cell_cut"
WARNINGS = "warnings"
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_MONTH = (
    r"(?:janv(?:ier)?|f[ée]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:l(?:et)?)?|ao[ûu]t|sept?(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|d[ée]c(?:embre)?)\.?"
)
_NUMBER_LIKE = re.compile(
    r"[\s\d.,:/%€$£+-]*\d[\s\d.,:/%€$£+-]*|\d+(?:[.,]\d*)?[eE][+-]?\d+|TRUE|FALSE|VRAI|FAUX"
    rf"|\s*\d{{1,2}}[\s./-]*{_MONTH}(?:[\s./-]*\d{{1,4}})?\s*|\s*{_MONTH}[\s./-]*\d{{1,4}}\s*",
    re.IGNORECASE,
)
"""Excel takes `Mai 68` for the first of May 1968; a weekday or `1er` before a date keeps it a text."""


def neutralised(
    header: Sequence[str], row: Sequence[Any], *, texts: frozenset[str] = frozenset()
) -> list[Any]:
    """Return a row whose cells no spreadsheet takes for formulas.

    Args:
        header: the columns.
        row: their values; those that are no text stay.
        texts: columns where a cell that looks like a number or date is kept as text too (a spreadsheet would
            make `12e4567890123456` infinite and 007 seven).
    """
    found, notes = list(row), []
    for place, (name, value) in enumerate(zip(header, row, strict=True)):
        if not isinstance(value, str) or not value or name == WARNINGS:
            continue
        if _FORMULA.match(value):
            notes.append(f"{name}:{FORMULA}")
        elif name in texts and _NUMBER_LIKE.fullmatch(value):
            notes.append(f"{name}:{TEXT}")
        else:
            continue
        found[place] = SIGN + value
    return noted(header, found, notes)


def noted(header: Sequence[str], row: list[Any], notes: list[str]) -> list[Any]:
    """Return a row with notes added to its warnings, where it has that column."""
    if notes and WARNINGS in header:
        place = list(header).index(WARNINGS)
        row[place] = JOINER.join(filter(None, [row[place], *notes]))
    return row


def units(text: str) -> int:
    """Return the length of a text as Excel counts: in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(text: str, longest: int = LONGEST) -> list[str]:
    """Return a text in parts that each fit into a cell; no character and no CRLF is cut through."""
    if len(text) <= longest // 2 or units(text) <= longest:
        return [text]
    found, start, size = [], 0, 0
    for place, character in enumerate(text):
        width = 1 if ord(character) <= 0xFFFF else 2  # noqa: PLR2004 - beyond it UTF-16 needs two
        if size + width > longest:
            end = place - 1 if text[place - 1 : place + 1] == "\r\n" else place
            found.append(text[start:end])
            start, size = end, place - end
        size += width
    return [*found, text[start:]]
