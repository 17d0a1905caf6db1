"""What the explorer says, in French and English, with dates and numbers as each language writes them."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("fr", "en")
"""The first one is the default."""

OTHER_NAMES = {"language": "language_name"}
"""Groups whose own name is that of a single text."""


class Wording:
    """The texts of one language; call it with the name of a text and the values of its places."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = _table(f"{language}.toml")
        self._codes = _table("warnings.toml")

    def __call__(self, name: str, **values: Any) -> str:
        """Return a text; `count` chooses between singular and plural (`name` and `name_many`)."""
        count = values.get("count")
        if count is not None:
            single = count == 1 or (self.language == "fr" and count == 0)
            name = name if single else f"{name}_many"
            values["count"] = self.number(count)
        text: str = self._texts[name]
        return text.format(**values) if values else text

    def table(self, name: str) -> Any:
        """Return a text that is a list."""
        return self._texts[name]

    def number(self, value: int) -> str:
        """Return a number with its thousands parted: `1 234` in French, `1,234` in English."""
        return f"{value:,}" if self.language == "en" else f"{value:,}".replace(",", "\u202f")

    def named(self, group: str, value: str) -> str:
        """Return the word for a value of a closed set, such as a kind; the value itself when there is none."""
        known = self._texts.get(OTHER_NAMES.get(group, group))
        return str(known.get(value, value)) if isinstance(known, dict) else value

    def day(self, value: str) -> str:
        """Return an ISO date as far as it is known in words: `1er octobre 2024`, `octobre 2024`, `2024`."""
        parts = value.split("-")
        if not value or not all(part.isdigit() for part in parts):
            return value
        months: list[str] = self._texts["months"]
        match [int(part) for part in parts]:
            case [year, month, day]:
                number = "1er" if day == 1 and self.language == "fr" else str(day)
                return f"{number} {months[month - 1]} {year}"
            case [year, month]:
                return f"{months[month - 1]} {year}"
            case _:
                return value

    def weekday(self, value: str) -> str:
        """Return the name of the day of a whole ISO date; empty for any other."""
        try:
            number = datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).weekday()
        except ValueError:
            return ""
        name: str = self._texts["weekdays"][number]
        return name

    def month(self, number: int) -> str:
        """Return the name of a month, from 1."""
        name: str = self._texts["months"][number - 1]
        return name

    def moment(self, value: datetime | str) -> str:
        """Return a moment in UTC: `3 mars 2026, 06:00 UTC`."""
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        moment = moment.astimezone(UTC)
        return f"{self.day(f'{moment:%Y-%m-%d}')}, {moment:%H:%M} UTC"

    def warning(self, code: str) -> str:
        """Return what a warning code means; empty for an unknown one."""
        known: Mapping[str, str] = self._codes.get(code, {})
        return known.get(self.language, "")


@cache
def wording(language: str) -> Wording:
    """Return the texts of a language, of the default one when there are none."""
    return Wording(language if language in LANGUAGES else LANGUAGES[0])


def preferred(asked: str, accept: str) -> str:
    """Return the language to answer in.

    Args:
        asked: what the address says (`?lang=en`), first of all.
        accept: the header Accept-Language.
    """
    if asked in LANGUAGES:
        return asked
    weighed = []
    for place, part in enumerate(accept[:200].split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            share = float(weight or 1)
        except ValueError:
            continue
        language = name.strip().lower().split("-")[0]
        if language in LANGUAGES and share > 0:
            weighed.append((-share, place, language))
    return min(weighed)[2] if weighed else LANGUAGES[0]


@cache
def _table(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath("texts", name).read_text(encoding="utf-8")
    return tomllib.loads(text)
