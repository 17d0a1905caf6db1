"""What commands say to people: hints that can be pasted as they stand, lines and tables that nothing breaks."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMAND = re.compile(
    r"\bosiris (?:crawl|replay|export(?: csv)?|search|explore|snapshot|verify|status|schedule|restrict"
    r"|database (?:upgrade|check|copy|backup|restore))\b(?!(?: csv)? --data\b)(?!, process )"
)
"""A command of ours in a text, unless it names its folder already, or who holds a lock."""
ENDLESS = 100_000
"""Columns of a table that no terminal limits."""


def pasteable(text: str, data: Path | None) -> str:
    """Return a text whose commands work on the same archive when they are pasted.

    Args:
        text: for people.
        data: what --data was given; None when it was not, so that the environment names the folder next time, too.
    """
    if data is None:
        return text
    option = f" --data {shlex.quote(str(data))}"
    return _COMMAND.sub(lambda found: found[0] + option, text)


def asked_folder(words: Sequence[str]) -> Path | None:
    """Return what --data names in a command line, None when it is not there."""
    found = None
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--data" and following:
            found = Path(following)
        elif word.startswith("--data="):
            found = Path(word.removeprefix("--data="))
    return found


class Sayer(Console):
    """A console for one archive: its hints name the folder, and it breaks neither lines nor cells.

    What is too long for a terminal goes on in its next line, so that a path can be copied; in a pipe a line is a
    line.
    """

    def __init__(self, data: Path | None = None, **kwargs: Any) -> None:
        """Begin to speak of the archive that --data names; all else is as for `Console`."""
        super().__init__(**kwargs)
        self._data = data

    def print(self, *objects: Any, **kwargs: Any) -> None:
        """Print as `Console` does, texts with whole hints, and all of it unbroken."""
        for thing in objects:
            if isinstance(thing, Table):
                self._print_table(thing)
            elif isinstance(thing, str):
                super().print(pasteable(thing, self._data), **{"soft_wrap": True, **kwargs})
            else:
                super().print(thing, **kwargs)
        if not objects:
            super().print(**kwargs)

    def say(self, text: str) -> None:
        """Print a line as it is, without colours for numbers or signs of markup."""
        self.print(text, markup=False, highlight=False)

    def _print_table(self, table: Table) -> None:
        endless = self.options.update(width=ENDLESS)
        table.width = Measurement.get(self, endless, table).maximum
        super().print(table, width=table.width, crop=False, no_wrap=True, overflow="ignore")
