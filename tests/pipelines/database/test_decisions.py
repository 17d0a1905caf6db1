"""Tests of `pipelines.database.decisions`: the files as people and spreadsheets write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import StorageError
from pipelines.database import decisions

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://press.example/a"
HEADER = "url,field,value,reason,who,when\n"
LINE = f"{URL},title,Un titre,erreur,A. Diop,2026-03-01\n"


def table(folder: Path, content: str | bytes) -> list[decisions.Correction]:
    """Read `corrections.csv`."""
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "corrections.csv").write_bytes(data)
    return decisions.corrections(folder)


def test_a_table_of_a_french_spreadsheet_is_read(tmp_path: Path) -> None:
    """With BOM, semicolons, CRLF, and dates as Excel writes them anew."""
    (one, two) = table(
        tmp_path,
        "\ufeffurl;field;value;reason;who;when\r\n"
        f"{URL};published_on;01/10/2024;papier;A. Diop;01/03/2026\r\n"
        f'{URL};title;"Un, deux ; ""trois""";coquille;A. Diop;01/03/2026 06:30\r\n',
    )
    assert (one.value, f"{one.at:%Y-%m-%d}") == ("2024-10-01", "2026-03-01")
    assert (two.value, f"{two.at:%Y-%m-%d}") == ('Un, deux ; "trois"', "2026-03-01")


def test_cells_may_hold_lines(tmp_path: Path) -> None:
    """A corrected text has paragraphs; the line that is named is the last of its row."""
    text = f'{URL},body,"Un\n\nDeux\u2028Trois",x,y,2026-03-01\n'
    assert table(tmp_path, HEADER + text)[0].value == "Un\n\nDeux\u2028Trois"
    with pytest.raises(StorageError, match="line 5: who is missing"):
        table(tmp_path, HEADER + text + f"{URL},title,x,y,,2026-03-01\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("adresse,champ\n1,2\n", "line 1: the header lacks url, field, reason, who, when, value"),
        (HEADER.replace(",value", "") + f"{URL},title,x,y,2026-03-01\n", "line 1: the header lacks value"),
        (HEADER + LINE + f"{URL},title,Un, deux,x,y,2026-03-01\n", "line 3: has more cells than the header"),
        (HEADER + LINE + LINE.replace(",2026-03-01", ""), "line 3: when is missing"),
        ((HEADER + LINE).replace("titre", "été").encode("cp1252"), "line 2: is not UTF-8"),
        (HEADER + LINE.replace("2026-03-01", "01/03/2026"), "line 2: when '01/03/2026' is no date"),
    ],
)
def test_a_row_that_is_not_understood_is_named(tmp_path: Path, content: str | bytes, said: str) -> None:
    """File, line, and what is wrong; American and French dates are not guessed apart between commas."""
    with pytest.raises(StorageError, match=rf"corrections.csv, {said}"):
        table(tmp_path, content)


def test_an_empty_table_corrects_nothing(tmp_path: Path) -> None:
    """Nor does one with a header only, or none at all."""
    assert table(tmp_path, "") == table(tmp_path, HEADER) == []


def test_json_lines_hold_any_text(tmp_path: Path) -> None:
    """Separators inside a text part no lines; halves of pairs, which no database keeps, are left out."""
    line = {
        "url": URL,
        "field": "title",
        "value": "a\u2028b\x85c",
        "reason": "r\u2029",
        "who": "w",
        "when": "2026-03-01",
    }
    broken = json.dumps(line).replace("a", r"\ud800a", 1)
    path = tmp_path / "corrections.jsonl"
    path.write_text(
        json.dumps(line, ensure_ascii=False) + "\r\n\n" + broken + "\n", encoding="utf-8", newline=""
    )
    assert [one.value for one in decisions.corrections(tmp_path)] == ["a\u2028b\x85c"] * 2
    decisions.add_restriction(
        tmp_path,
        {"url": URL, "action": "restrict", "reason": "deux\u2028lignes", "who": "w", "at": "2026-03-01"},
    )
    assert [one.reason for one in decisions.restrictions(tmp_path).values()] == ["deux\u2028lignes"]


def test_a_value_must_be_there_and_null_takes_back(tmp_path: Path) -> None:
    """A line without a value is a slip, not an empty text."""
    line = {"url": URL, "field": "title", "reason": "r", "who": "w", "when": "2026-03-01"}
    path = tmp_path / "corrections.jsonl"
    path.write_text(json.dumps(line) + "\n")
    with pytest.raises(StorageError, match="line 1: value is missing"):
        decisions.corrections(tmp_path)
    path.write_text("".join(json.dumps(line | {"value": value}) + "\n" for value in (None, "")))
    assert [one.value for one in decisions.corrections(tmp_path)] == [None, ""]
