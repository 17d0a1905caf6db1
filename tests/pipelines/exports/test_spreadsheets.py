"""Tests of `excel`, `xlsx` and `cells`: what a spreadsheet shows can be turned back into what the database holds."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.database.editions import edition
from pipelines.database.filtering import Filter
from pipelines.database.selection import COLUMNS
from pipelines.exports import excel
from pipelines.exports.cells import neutralised
from pipelines.exports.extract import Extract, Options
from tests.pipelines.exports.exporting import exported, fill, stored

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def both(store: Archive) -> tuple[bytes, bytes]:
    """Return the table and the second file."""
    table, rest = io.BytesIO(), io.BytesIO()
    with store.database.read() as session:
        excel.write(Extract(session, Filter(), edition(session)), table, rest)
    return table.getvalue(), rest.getvalue()


def lines(data: bytes) -> list[list[str]]:
    """Read CSV as the French Excel does."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def restored(header: list[str], row: list[Any], rest: dict[tuple[str, str], str]) -> list[Any]:
    """Undo what `warnings` names."""
    values = list(row)
    notes = str(values[header.index("warnings")] or "").split("; ")
    kept = []
    for note in notes:
        name, _, code = note.partition(":")
        if code == "cell_cut":
            values[header.index(name)] += rest[values[0].lstrip("'"), name]
        if code in {"formula_neutralised", "kept_as_text"}:
            values[header.index(name)] = values[header.index(name)][1:]
        if code not in {"formula_neutralised", "kept_as_text", "cell_cut"}:
            kept.append(note)
    values[header.index("warnings")] = "; ".join(kept)
    return values


def parts_by_cell(rows: list[list[Any]]) -> dict[tuple[str, str], str]:
    """Join the rows of the second file."""
    found: dict[tuple[str, str], str] = {}
    for key, name, _, text in rows:
        found[str(key), str(name)] = found.get((str(key), str(name)), "") + str(text)
    return found


def test_excel_csv_can_be_turned_back(store: Archive) -> None:
    """Dates, formulas, numbers kept as text and cut cells give the database's values again."""
    fill(store)
    table, rest = map(lines, both(store))
    assert table[0] == list(COLUMNS)
    assert rest[0] == list(excel.REST_HEADER)
    pieces = parts_by_cell(rest[1:])
    for row, expected in zip(table[1:], stored(store), strict=True):
        assert max(len(cell.encode("utf-16-le")) // 2 for cell in row) <= 32_767
        assert not any(cell[:1] in set("=+-@\t\r\n") for cell in row if cell)
        found = restored(table[0], row, pieces)
        wanted = [str(excel.spelled(name, value)) for name, value in expected._asdict().items()]
        assert found == wanted


def test_dates_as_the_french_excel_reads_them() -> None:
    """A month stays a month; a moment has no letters."""
    assert excel.spelled("published_on", "2024-10-01") == "01/10/2024"
    assert excel.spelled("published_on", "2024-10") == "2024-10-XX"
    assert excel.spelled("published_on", "2024") == "2024"
    assert excel.spelled("source_date", "2024-10-01; 2024-10") == "01/10/2024; 2024-10-XX"
    assert excel.spelled("changed_at", "2025-03-01T06:00:00Z") == "01/03/2025 06:00:00"
    assert excel.spelled("title", "2024-10-01") == "2024-10-01"


def test_openpyxl_reads_the_workbook(store: Archive) -> None:
    """Texts are texts, days and moments are dates, and the rest sheet completes long cells."""
    openpyxl = pytest.importorskip("openpyxl")
    fill(store)
    book = openpyxl.load_workbook(io.BytesIO(exported(store, "xlsx")))
    rows = [[_unescaped(cell.value) for cell in row] for row in book["articles"].iter_rows()]
    rest = [[_unescaped(cell.value) for cell in row] for row in book["rest"].iter_rows()]
    pieces = parts_by_cell(rest[1:])
    assert rows[0] == list(COLUMNS)
    for row, expected in zip(rows[1:], stored(store), strict=True):
        found = restored(rows[0], ["" if value is None else value for value in row], pieces)
        for name, value, wanted in zip(COLUMNS, found, expected, strict=True):
            assert _as_text(name, value) == wanted, name
    kinds = {cell.data_type for row in book["articles"].iter_rows() for cell in row}
    assert "f" not in kinds


def _unescaped(value: Any) -> Any:
    """Undo `_x000D_`, the workbook's way to write what XML cannot hold."""
    from openpyxl.utils.escape import unescape

    return unescape(value) if isinstance(value, str) else value


def _as_text(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if name in excel.DATES else "%Y-%m-%dT%H:%M:%SZ")
    return value


def test_neutralised_csv_names_its_cells(store: Archive) -> None:
    """--neutralise is the same in plain CSV, and never silent."""
    fill(store)
    data = exported(store, "csv", options=Options(neutralise=True)).decode()
    rows = list(csv.reader(io.StringIO(data, newline="")))
    for row, expected in zip(rows[1:], stored(store), strict=True):
        assert restored(rows[0], row, {}) == [str(value) for value in expected]
    assert "title:formula_neutralised" in data


@pytest.mark.parametrize(
    ("text", "changed"),
    [("Mai 68", True), ("octobre 2024", True), ("9 novembre 2024", True), ("3-déc-09", True), ("sept. 2004", True),
     ("1/2", True), ("007", True), ("50 %", True), ("samedi 9 novembre 2024", False), ("1er août 1999", False),
     ("Mars attaque", False), ("Marseille 2024", False), ("Octobre 2024 : bilan", False), ("5G", False)],
)  # fmt: skip
def test_what_excel_would_take_for_a_date_or_number_stays_text(text: str, changed: bool) -> None:  # noqa: FBT001
    """Titles such as `Mai 68` keep their words, and `warnings` says how."""
    title, warnings = neutralised(["title", "warnings"], [text, ""], texts=frozenset({"title"}))
    assert (title, warnings) == (("'" + text, "title:kept_as_text") if changed else (text, ""))


def test_no_date_is_wider_than_its_column(store: Archive) -> None:
    """Excel would show ##### in its place."""
    fill(store)
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(exported(store, "xlsx"))).worksheets[0]
    widths = {
        number: one.width
        for one in sheet.column_dimensions.values()
        for number in range(one.min, one.max + 1)
    }
    for number, (name, value) in enumerate(
        zip(*sheet.iter_rows(max_row=2, values_only=True), strict=True), 1
    ):
        if isinstance(value, datetime):
            assert widths[number] >= len("01/10/2024 06:00:00" if name.endswith("_at") else "01/10/2024"), (
                name
            )
