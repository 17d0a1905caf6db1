"""Invented French press prose, seeded: names, sentences and titles; no real text, no real person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.skins.phrases import (
    DAYS,
    ENGLISH,
    ENGLISH_TITLES,
    LINKERS,
    ORGS,
    PEOPLE,
    PLACES,
    PLURALS,
    QUOTES,
    ROLES,
    SAYINGS,
    SENTENCES,
    THINGS,
    TITLES,
    VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.skins.dice import Dice

_SLOT = re.compile(r"\{(\w)\}")


def capital(text: str) -> str:
    """Give the text a capital first letter and leave the rest."""
    return text[:1].upper() + text[1:]


class Writer:
    """Writes sentences, paragraphs and titles; ``year`` is the year that most dates in the prose name."""

    def __init__(self, dice: Dice, year: int) -> None:
        self._dice = dice
        self._year = year
        pick = dice.pick
        self._slots: dict[str, Callable[[], str]] = {
            "o": lambda: pick(ORGS),
            "O": lambda: capital(pick(ORGS)),
            "p": lambda: pick(PEOPLE),
            "r": lambda: pick(ROLES),
            "c": lambda: pick(PLACES),
            "t": lambda: pick(THINGS),
            "T": lambda: capital(pick(THINGS)),
            "v": lambda: pick(VERBS),
            "w": lambda: pick(PLURALS),
            "s": lambda: self.fill(pick(SAYINGS)),
            "d": lambda: self.fill(pick(DAYS)),
            "L": lambda: pick(LINKERS),
            "Q": lambda: capital(self.fill(pick(QUOTES))),
            "n": lambda: str(dice.number(11, 99)),
            "k": lambda: str(dice.number(2, 9)),
            "y": lambda: str(year - dice.number(0, 4)),
        }

    def fill(self, template: str) -> str:
        """Replace each ``{x}`` of a template by an invented name, thing or figure."""
        filled = _SLOT.sub(lambda slot: self._slots[slot.group(1)](), template)
        return filled.replace(" de le ", " du ").replace(" à le ", " au ").replace(" que un", " qu’un")

    def sentence(self) -> str:
        return self.fill(self._dice.pick(SENTENCES))

    def paragraph(self, low: int = 1, high: int = 4) -> str:
        return " ".join(self.sentence() for _ in range(self._dice.number(low, high)))

    def english_paragraph(self) -> str:
        return " ".join(self.fill(self._dice.pick(ENGLISH)) for _ in range(self._dice.number(2, 4)))

    def title(self) -> str:
        return capital(self.fill(self._dice.pick(TITLES)))

    def english_title(self) -> str:
        return self.fill(self._dice.pick(ENGLISH_TITLES))
