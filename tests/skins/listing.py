"""Pages that are no article (home, sections, keywords, search, missing pages) in the skins of articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.skins.address import HOSTS, slug
from tests.skins.head import charset_mark, head_title
from tests.skins.phrases import MONTHS
from tests.skins.sources import french
from tests.skins.story import KEYWORDS, Newsroom
from tests.skins.truth import Kind
from tests.skins.words import Writer, capital

if TYPE_CHECKING:
    from tests.skins.markup import Pen

SORTS: dict[str, float] = {
    "home": 20,
    "section": 32,
    "keyword": 18,
    "missing": 14,
    "search": 8,
    "plan": 8,
}


@dataclass(frozen=True)
class Listing:
    """A page that is no article."""

    sort: str
    url: str
    head: str
    main: str


def make_listing(pen: Pen, seed: int) -> Listing:
    """Write the head and main part of a page that is no article."""
    dice = pen.dice
    sort = dice.weighted(SORTS)
    host = dice.pick(HOSTS)
    moment = Newsroom(seed).story(Kind.ARTICLE).moment
    writer = Writer(dice, moment.year)
    month = capital(MONTHS[moment.month - 1])
    name = dice.pick(KEYWORDS)
    title, path = {
        "home": ("", dice.pick(("", "spip.php", "spip.php?article99999"))),
        "section": (
            f"{month} {moment.year}",
            f"-{slug(month, 20)}-{moment.year}-.html{dice.pick(('', '?debut_articles=10'))}",
        ),
        "keyword": (name, f"+-{slug(name, 40)}-+.html"),
        "missing": ("Page introuvable", f"{slug(writer.title(), 34)}.html"),
        "search": ("Résultats de la recherche", "spip.php?page=recherche&recherche=fibre"),
        "plan": ("Plan du site", "spip.php?page=plan"),
    }[sort]
    heading = pen.line(pen.skin.title_tag, pen.text(title), "title") if title else ""
    crumb = "" if sort in {"home", "missing"} else pen.line("p", pen.text(f"Accueil > {title}"), "crumb")
    head = charset_mark(pen) + head_title(pen, title or pen.skin.site_name, title)
    return Listing(sort, host + path, head, crumb + heading + _content(pen, sort, writer, seed))


def _content(pen: Pen, sort: str, writer: Writer, seed: int) -> str:
    dice = pen.dice
    if sort == "missing":
        reason = "Erreur 404. La page que vous cherchez n’existe pas ou n’existe plus."
        return pen.line("p", pen.text(reason)) + pen.line("p", pen.link("Retour à l’accueil", "./"))
    if sort == "plan":
        links = [pen.link(f"Année {year}", f"-Annee-{year}-.html") for year in range(1999, 2025)]
        return pen.listing(links)
    day = Newsroom(seed).story(Kind.ARTICLE).moment.date()
    items = [pen.line("p", pen.text(writer.paragraph(2, 5)), "para")] if dice.chance(0.25) else []
    for _ in range(dice.number(2, 10)):
        title = writer.title()
        item = pen.line("h3", pen.link(title, f"{slug(title, 34)}.html"), "item")
        item += pen.line("p", pen.text(french(day)), "date")
        if dice.chance(0.8):
            item += pen.line("p", pen.text(writer.paragraph(2, 4)[:200].rsplit(" ", 1)[0] + " (…)"), "para")
        items.append(pen.box(item, "item"))
        day -= timedelta(days=dice.number(0, 9))
    pages = (
        " | ".join(pen.link(str(n), f"?debut_articles={n}") for n in (0, 10, 20)) if dice.chance(0.6) else ""
    )
    return "".join(items) + (pen.line("p", pages) if pages else "")
