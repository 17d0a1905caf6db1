"""Author lines and source lines as the press archive prints them."""

import random
from datetime import date

from osiris_crawler.sample.article import Credit, SourcePlace
from osiris_crawler.sample.typography import short_day

NO_COMMA_YEARS = (2003, 2004)
"""In the lines of these years the name is followed by the day without a comma."""

_SIGNED = 0.33
"""The share of articles with an author line."""

_EARLY = ("Le Soleil", "Sud Quotidien", "Wal Fadjri", "APS", "Le Quotidien", "Le Matin")
_MIDDLE = (
    "Le Soleil", "Wal Fadjri", "APS", "Le Quotidien", "Nettali", "Xibar", "Ferloo.com", "Leral",
    "Les Afriques", "Pressafrik", "Tract", "L’Observateur",
)  # fmt: skip
_RECENT = (
    "APS", "Agence Ecofin", "Le Soleil", "Seneweb", "Dakaractu", "Dakar Actu", "Enquête", "Financial Afrik",
    "CIO Mag", "Léral", "Afrique ITnews", "Sénégo", "Xalima", "Sud Quotidien", "PressAfrik",
)  # fmt: skip
_NAMES = {2004: _EARLY, 2012: _MIDDLE, 9999: _RECENT}
_AUTHORS = (
    "M. Sarabel", "F. Oulérane", "D. KARANDOU", "N. D. THIOMBÉL", "Rama Toubenel", "Nafi DOGUÉREL",
    "De notre envoyé spécial Ibou Féloupane", "Ondes-du-Sud.org : Khady Mbéringal", "Pape Gorandel",
)  # fmt: skip


def medium(rng: random.Random, year: int) -> str:
    """The name of a newspaper or site that the archive quoted in those years."""
    return rng.choice(next(names for last, names in _NAMES.items() if year <= last))


def house(
    name: str, day: date, author: str | None = None, place: SourcePlace = SourcePlace.PARAGRAPH
) -> Credit:
    """``(Source : NOM, D mois YYYY)``; without the comma in 2003 and 2004."""
    comma = "" if day.year in NO_COMMA_YEARS else ","
    line = f"(Source : {name}{comma} {short_day(day)})"
    return Credit(line, name, day.isoformat(), author, place)


def by_chance(rng: random.Random, day: date) -> Credit:
    """The credit of an ordinary article: house form, an author line before it in one of three."""
    author = rng.choice(_AUTHORS) if rng.random() < _SIGNED else None
    name = medium(rng, day.year)
    place = rng.choices(
        [SourcePlace.PARAGRAPH, SourcePlace.BREAK, SourcePlace.OUTSIDE], [88, 9, 3]
    )[0]  # fmt: skip
    return house(name, day, author, place)
