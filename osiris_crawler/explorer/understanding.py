"""What an address asks for and nobody can give: said in the reader's language, with what is possible."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osiris_crawler.explorer.wording import Wording


class Wrong(StrEnum):
    """What cannot be understood; the texts lie in the table `wrong` of each language."""

    DATE = "date"
    SPAN = "span"
    WORDS = "words"
    CHOICE = "choice"
    PLACE = "place"
    AS_OF = "as_of"
    ADDRESS = "address"
    FORMAT = "format"


class MisunderstoodError(UsageError):
    """Raised for an address that cannot be answered; the page about it has status 400."""

    def __init__(
        self, wrong: Wrong, value: str = "", *, possible: Iterable[str] = (), group: str = ""
    ) -> None:
        """Remember what is wrong.

        Args:
            wrong: what cannot be understood.
            value: as it was asked.
            possible: the values that there are.
            group: of the words for these values, such as `kind`.
        """
        super().__init__(f"{wrong}: {value}")
        self._wrong = wrong
        self._value = value
        self._possible = tuple(possible)
        self._group = group

    def said(self, text: Wording) -> str:
        """Return the sentence for the reader."""
        words = (text.named(self._group, one) for one in self._possible)
        possible = [
            one if one == word else f"{one} ({word})" for one, word in zip(self._possible, words, strict=True)
        ]
        sentence: str = text.table("wrong")[self._wrong]
        return sentence.format(value=self._value, possible=", ".join(possible))
