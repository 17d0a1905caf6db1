"""Reads and writes the files in which people keep their decisions: restrictions and corrections by hand."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from osiris_crawler import urls
from osiris_crawler.errors import StorageError
from osiris_crawler.items import Kind
from pipelines.database.editions import CORRECTABLE
from pipelines.database.folding import fold
from pipelines.database.readings import JOINER, storable
from pipelines.database.spelling import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESTRICTIONS = "restrictions.jsonl"
CORRECTIONS = ("corrections.csv", "corrections.jsonl")
FILES = (RESTRICTIONS, *CORRECTIONS)
NEEDED = ("url", "field", "reason", "who", "when")
_PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_FRENCH_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})(?: \d\d?:\d\d(?::\d\d)?)?")
"""As the French Excel saves a date that it took from `2026-03-01`."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Why, by whom and since when the text of an address is withheld."""

    url: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that a person put right."""

    key: str
    """Address as `urls.key` has it."""
    field: str
    value: str | None
    """None takes earlier corrections of the field back."""
    reason: str
    who: str
    at: datetime

    @property
    def folded(self) -> str:
        """The value for filters, with what joins around each of several."""
        if self.value is None:
            return ""
        if self.field == "section":
            return LEVEL + LEVEL.join(map(fold, self.value.split(LEVEL.strip()))) + LEVEL
        return JOINER + JOINER.join(map(fold, self.value.split(JOINER))) + JOINER


def restrictions(folder: Path) -> dict[str, Restriction]:
    """Return what is restricted now, by `urls.key`; a later line about an address replaces an earlier one.

    Raises:
        StorageError: the file cannot be read, or a line is not understood.
    """
    found: dict[str, Restriction] = {}
    path = folder / RESTRICTIONS
    for place, one in _lines(path):
        key = _key(one, place)
        match one.get("action"):
            case "restrict":
                found[key] = Restriction(
                    one["url"], _said(one, "reason", place), str(one.get("who", "")), _when(one, "at", place)
                )
            case "lift":
                found.pop(key, None)
            case other:
                raise _wrong(place, f"action {other!r} is neither restrict nor lift")
    return found


def add_restriction(folder: Path, line: dict[str, str]) -> None:
    """Append one line to the file, on the disk before this returns.

    Raises:
        StorageError: it cannot be written.
    """
    path = folder / RESTRICTIONS
    try:
        with path.open("ab") as file:
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(
            f"{path}: cannot be written ({error.strerror}). Nothing was restricted."
        ) from error


def corrections(folder: Path) -> list[Correction]:
    """Return every correction, in the order of the files.

    Raises:
        StorageError: a file cannot be read, or a line is not understood.
    """
    found = []
    for name in CORRECTIONS:
        path = folder / name
        for place, one in _table(path) if name.endswith(".csv") else _lines(path):
            for column in NEEDED:
                _said(one, column, place)
            value = _value(one, place)
            at = _when(one, "when", place)
            found.append(Correction(_key(one, place), one["field"], value, one["reason"], one["who"], at))
    return found


def _value(one: dict[str, Any], place: str) -> str | None:
    field, value = one["field"], one.get("value", "")
    if field not in CORRECTABLE:
        raise _wrong(place, f"field {field!r} cannot be corrected; choose from {', '.join(CORRECTABLE)}")
    if "value" not in one:
        raise _wrong(
            place, "value is missing; null takes an earlier correction back, an empty text empties the field"
        )
    if value is None:
        return None
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str) for part in parts):
        raise _wrong(place, f"value {value!r} is neither a text nor a list of texts nor null")
    text = (LEVEL if field == "section" else JOINER).join(parts)
    _check(field, text, place)
    return text


def _check(field: str, text: str, place: str) -> None:
    """Refuse what the column of a field cannot hold.

    Raises:
        StorageError: it is such a value.
    """
    match field:
        case "published_on" if text and not _is_date(text):
            raise _wrong(place, f"{text!r} is no date; write 2024, 2024-10 or 2024-10-01")
        case "source_date" if text and not all(map(_is_date, text.split(JOINER))):
            raise _wrong(place, f"{text!r} is no date; write 2024-10-01, and several joined by {JOINER!r}")
        case "kind" if text not in {"", *Kind}:
            raise _wrong(place, f"{text!r} is no kind; choose from {', '.join(Kind)}")
        case "language" if text and not _LANGUAGE.fullmatch(text):
            raise _wrong(place, f"{text!r} is no language code; write fr, en or pt-BR")


def _is_date(text: str) -> bool:
    if not _PARTIAL_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(_read(path).split("\n"), 1):  # not splitlines: texts may hold U+2028
        place = f"{path}, line {number}"
        if not line.strip():
            continue
        try:
            one = json.loads(line)
        except ValueError as error:
            raise _wrong(place, f"is not JSON ({error})") from error
        if not isinstance(one, dict):
            raise _wrong(place, "is no JSON object")
        yield place, {name: _storable(value) for name, value in one.items()}


def _storable(value: Any) -> Any:
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return storable(value) if isinstance(value, str) else value


def _table(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    text = _read(path)
    french = _semicolons(text)
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if french else ",", restval="", restkey=""
    )
    lacking = [name for name in (*NEEDED, "value") if name not in (reader.fieldnames or ())]
    if text.strip() and lacking:
        raise _wrong(f"{path}, line 1", f"the header lacks {', '.join(lacking)}")
    try:
        for one in reader:
            place = f"{path}, line {reader.line_num}"
            if one.pop("", None) is not None:
                raise _wrong(place, "has more cells than the header; put a text with commas between quotes")
            cells = {name: _iso(name, one, value) for name, value in one.items()} if french else one
            yield place, {name: storable(value) for name, value in cells.items()}
    except csv.Error as error:
        raise _wrong(f"{path}, line {reader.line_num}", str(error)) from error


def _iso(name: str, one: dict[str, str], value: str) -> str:
    """Return a date as ISO 8601 where a French spreadsheet wrote it anew."""
    is_date = name == "when" or (name == "value" and one["field"] in {"published_on", "source_date"})
    found = _FRENCH_DATE.fullmatch(value) if is_date else None
    return f"{found[3]}-{found[2]}-{found[1]}" if found else value


def _semicolons(text: str) -> bool:
    """Tell whether a spreadsheet of a French machine wrote the table."""
    head = text.split("\n", maxsplit=1)[0]
    return ";" in head and "," not in head


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _wrong(f"{path}, line {line}", "is not UTF-8; in Excel save it as « CSV UTF-8 »") from error
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> StorageError:
    """Return the error of a file that cannot be read."""
    return StorageError(f"{path}: cannot be read ({error}). Put it right; nothing is exported without it.")


def _key(one: dict[str, Any], place: str) -> str:
    address = urls.canonical(_said(one, "url", place))
    if not address:
        raise _wrong(place, f"{one['url']!r} is no web address")
    return urls.key(address)


def _said(one: dict[str, Any], name: str, place: str) -> str:
    value = one.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(place, f"{name} is missing")
    return value


def _when(one: dict[str, Any], name: str, place: str) -> datetime:
    value = _said(one, name, place)
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _wrong(
            place, f"{name} {value!r} is no date; write 2026-03-01 or 2026-03-01T06:00:00Z"
        ) from error


def _wrong(place: str, what: str) -> StorageError:
    return StorageError(
        f"{place}: {what}. Correct the line, then run the command again; nothing was changed."
    )
