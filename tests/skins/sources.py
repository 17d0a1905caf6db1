"""Source and author lines of press articles, in every form of the site and in the ones invented for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.skins.phrases import MONTHS

if TYPE_CHECKING:
    from tests.skins.dice import Dice

MEDIA = (
    "APS",
    "Le Soleil",
    "Wal Fadjri",
    "Le Quotidien",
    "Sud Quotidien",
    "Nettali",
    "Agence Ecofin",
    "Dakar Actu",
    "Dakaractu",
    "Leral",
    "Léral",
    "Xibar",
    "Ferloo.com",
    "CIO Mag",
    "Enquête",
    "Tract",
    "RFi",
    "Afrique ITnews",
    "Financial Afrik",
    "Sénégal Médias",
    "RadioSansfrontiere",
    "Xalima",
    "Les Afriques",
    "Pressafrik",
    "APA",
    "La Dépêche de Podor",
    "L’Écho du Sine",
    "Jeune Baol",
    "Le Matin du Fleuve",
    "Walo Info",
    "Gazette 221",
)
SITES = ("www.walo-info.example", "http://www.echodusine.example", "https://jeunebaol.example/actu")
AUTHORS = (
    "M. Gaye",
    "I. Ndour",
    "A. Mbaye",
    "Basile Ndong",
    "Souleymane Tine",
    "K. DIENG",
    "A. B. SARR",
    "ABDOU KARIM LY",
    "D. FALL NIANG",
    "Mareme DIOP",
    "De notre envoyé spécial Sadio Diatta",
    "Walo-info.example : Willy Correa",
    "Pana",
    "Amie Colle SENE (Correspondante)",
    "Fatou Kiné Ndaw",
    "B. Dia et F. Sow",
)
# Form of the line -> how often. {0} name, {1} day.
FORMS: dict[str, float] = {
    "(Source : {0}, {1})": 62,
    "(Source : {0} {1})": 10,
    "(Source :{0}, {1})": 3,
    "(Source: {0}, {1})": 3,
    "(Souce : {0}, {1})": 1,
    "(Source : {0})": 2,
    "[Source : {0}, {1}]": 1,
    "Source : {0}, {1}": 3,
    "(source : {0}, {1})": 1,
    "(Source : {0}, {1}).": 1,
    "(Sources : {0}, {1})": 1,
}


@dataclass(frozen=True)
class Source:
    """A source line as printed, and what a person takes from it."""

    line: str
    name: str
    day: date | None


def french(day: date) -> str:
    """Write a day as the site does: ``1er octobre 2024``."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def _printed_day(dice: Dice, day: date) -> tuple[str, date]:
    """Print the day of a source line, now and then misspelt, abbreviated, with a zero or as a range."""
    form = dice.weighted(
        {"plain": 88, "lost": 2, "swapped": 1, "capital": 2, "zero": 2, "range": 2, "short": 2}
    )
    month = MONTHS[day.month - 1]
    if form == "range" and day.day < 27:
        return f"{day.day}-{day.day + 1} {month} {day.year}", day
    if form == "lost" and len(month) > 4:
        month = month[:1] + month[2:]
    elif form == "swapped" and len(month) > 4:
        month = month[:1] + month[2] + month[1] + month[3:]
    elif form == "capital":
        month = month.capitalize()
    elif form == "short" and len(month) > 5:
        month = month[:4] + "."
    number = f"{day.day:02d}" if form == "zero" else str(day.day)
    return f"{'1er' if day.day == 1 else number} {month} {day.year}", day


def make_source(dice: Dice, published: date) -> Source:
    """Make a source line for an article of this day; its own day is mostly the same one."""
    form = dice.weighted(FORMS)
    if published.year in (2003, 2004) and dice.chance(0.8):
        form = "(Source : {0} {1})"
    day = published - timedelta(days=dice.number(1, 3)) if dice.chance(0.1) else published
    printed, first = _printed_day(dice, day)
    names = [dice.pick(MEDIA)]
    label = names[0]
    if dice.chance(0.03):
        names = dice.some(MEDIA, 2)
        label = dice.pick((" et ", " / ", " & ")).join(names)
    elif dice.chance(0.03):
        names = [dice.pick(SITES)]
        label = names[0]
    dated = "{1}" in form
    return Source(form.format(label, printed), "; ".join(names), first if dated else None)
