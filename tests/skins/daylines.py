"""The date line of an article in the forms that French skins print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.skins.phrases import MONTHS
from tests.skins.words import capital

if TYPE_CHECKING:
    from datetime import datetime

    from tests.skins.dice import Dice

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Form of the day -> how often a skin has it.
DAY_FORMS: dict[str, float] = {
    "long": 60,
    "no_weekday": 12,
    "capital": 5,
    "upper": 3,
    "slashes": 6,
    "dots": 2,
    "short": 4,
    "zero": 4,
    "iso": 1,
    "one_without_er": 3,
}
BEFORE: dict[str, float] = {
    "": 58,
    "Publié le ": 14,
    "Mis en ligne le ": 5,
    "Date : ": 2,
    "Posté le ": 2,
    "Article publié le ": 2,
    "Paru le ": 2,
    "Dakar, le ": 1,
    "Le ": 3,
    "Publication : ": 2,
    "publié le ": 2,
}
HOURS: dict[str, float] = {
    "": 80,
    " à {h}h{m}min": 4,
    " à {h}h{m}": 5,
    " - {h}:{m}": 4,
    ", {h}:{m}": 2,
    " à {h} h {m}": 2,
}


@dataclass(frozen=True)
class DayLine:
    """How one skin prints the day: a template decision, the same for all its pages."""

    form: str
    before: str
    hour: str
    er: str
    """Mark of day one: ``er`` or a superscript, as HTML."""

    @classmethod
    def draw(cls, dice: Dice) -> DayLine:
        form = dice.weighted(DAY_FORMS)
        before = dice.weighted(BEFORE)
        if form in {"capital", "upper"}:
            before = ""
        return cls(form, before, dice.weighted(HOURS), dice.weighted({"er": 80, "<sup>er</sup>": 20}))

    def day(self, moment: datetime, language: str) -> str:
        """Print the day alone, as plain text."""
        number = "1er" if moment.day == 1 else str(moment.day)
        month, weekday = MONTHS[moment.month - 1], WEEKDAYS[moment.weekday()]
        if language == "en" and self.form in {"long", "no_weekday"}:
            name = ENGLISH_DAYS[moment.weekday()] + " " if self.form == "long" else ""
            return f"{name}{moment.day} {ENGLISH_MONTHS[moment.month - 1]} {moment.year}"
        long = f"{weekday} {number} {month} {moment.year}"
        forms = {
            "no_weekday": f"{number} {month} {moment.year}",
            "capital": capital(long),
            "upper": long.upper(),
            "slashes": f"{moment.day:02d}/{moment.month:02d}/{moment.year}",
            "dots": f"{moment.day:02d}.{moment.month:02d}.{moment.year}",
            "iso": f"{moment.year}-{moment.month:02d}-{moment.day:02d}",
            "short": f"{moment.day} {SHORT_MONTHS[moment.month - 1]} {moment.year}",
            "zero": f"{weekday} {moment.day:02d} {month} {moment.year}",
            "one_without_er": f"{moment.day} {month} {moment.year}",
        }
        return forms.get(self.form, long)

    def time(self, moment: datetime) -> str:
        """Print the hour as this skin does, or nothing."""
        return self.hour.format(h=f"{moment.hour:02d}", m=f"{moment.minute:02d}")
