"""Special cases of where and when: odd days, dossiers, keywords, back-dated and repeated articles, hidden ones."""

from dataclasses import replace
from datetime import date

from osiris_crawler.sample.article import Status
from osiris_crawler.sample.blocks import ArticleText, paragraph
from osiris_crawler.sample.credits import house
from osiris_crawler.sample.draft import Desk
from osiris_crawler.sample.texts import paragraphs, sentence

DOSSIER = "Sud NTIC n° 9 vendredi 18 janvier 2002"
"""A rubric below a month, named like the supplement of a newspaper."""
HIDDEN_TITLE = "BROUILLON"
"""How the title of everything begins that a crawl must never see."""


def write_filing(desk: Desk) -> None:
    """Every special case of place, day and number."""
    _days(desk)
    _keywords(desk)
    _same_event(desk)
    _republished(desk)
    dossier = desk.tree.add(DOSSIER, desk.tree.month(2002, 1))
    for _ in range(6):
        desk.special("dossier", date(2002, 1, 18)).rubric = dossier
    for day in (date(2010, 4, 8), date(2003, 8, 19), date(2001, 6, 12)):
        desk.special("back_dated", day, late=True)
    for day in (date(2025, 1, 14), date(2025, 4, 22)):
        desk.special("running_year", day)
    _hidden(desk)


def _days(desk: Desk) -> None:
    for day in (date(2015, 2, 1), date(2024, 10, 1), date(2011, 5, 1)):
        desk.special("first_day", day)
    desk.special("leap_day", date(2012, 2, 29))
    desk.special("sunday", date(2006, 10, 15))
    desk.special("first_of_archive", date(1999, 8, 31))
    desk.special("older_than_site", date(1997, 7, 19)).rubric = desk.tree.month(1999, 8)
    desk.special("day_outside_rubric", date(2024, 9, 30)).rubric = desk.tree.month(2024, 10)
    for month in (12, 1):
        desk.special("month_label_turn", date(2012 if month == 12 else 2013, month, 10))  # noqa: PLR2004 - December


def _keywords(desk: Desk) -> None:
    desk.special("keyword_none", date(2009, 8, 18), keywords=[])
    desk.special("keyword_none", date(2018, 8, 14), keywords=[])
    desk.special(
        "keyword_two", date(2014, 8, 19), keywords=["Internet", "Télévision/Radio numérique terrestre"]
    )
    desk.special("keyword_two", date(2020, 8, 18), keywords=["Fintech", "TIC pour l’éducation"])
    desk.special("keyword_unknown", date(2016, 8, 16), keywords=["Téléphonie rurale imaginaire"])
    desk.special("keyword_slash", date(2017, 8, 15), keywords=["Fracture numérique/Solidarité numérique"])


def _same_event(desk: Desk) -> None:
    """One event in four newspapers of a day: four articles, not one."""
    day = date(2007, 9, 24)
    event = "Le réseau du fleuve coupé : {}"
    shared = paragraph(sentence(desk.rng))
    for name, angle in (("Le Soleil", "la Régie promet"), ("Wal Fadjri", "les usagers grondent"),
                        ("Le Quotidien", "les raisons d’une panne"), ("Sud Quotidien", "qui va payer ?")):  # fmt: skip
        text = ArticleText((shared, *paragraphs(desk.rng, 2)))
        desk.special("same_event", day, event.format(angle), credit=house(name, day), text=text)


def _republished(desk: Desk) -> None:
    """The same text again: a day later under the same title, under another title, and twice on one day."""
    text = ArticleText(tuple(paragraphs(desk.rng, 4)))
    days = (date(2020, 2, 4), date(2020, 2, 5), date(2020, 2, 6))
    for day in days[:2]:
        desk.special(
            "republished", day, "La carte des antennes est à jour", text=text, credit=house("APS", day)
        )
    desk.special(
        "same_body",
        days[2],
        "Antennes : une carte à jour",
        text=replace(text),
        credit=house("Seneweb", days[2]),
    )
    text = ArticleText(tuple(paragraphs(desk.rng, 3)))
    for _ in range(2):
        desk.special(
            "printed_twice", days[0], "Avis aux abonnés du Sine", text=text, credit=house("APS", days[0])
        )


def _hidden(desk: Desk) -> None:
    """Drafts among shown articles, one alone in its rubric, and one in a month that nothing else is filed under."""
    for number in range(6):
        desk.special(
            "hidden", date(2025, 2, 3 + number), f"{HIDDEN_TITLE} {number} sur le câble", status=Status.HIDDEN
        )
    alone = desk.special(
        "hidden", date(2025, 3, 3), f"{HIDDEN_TITLE} seul de sa rubrique", status=Status.HIDDEN
    )
    alone.rubric = desk.tree.add("Rubrique sans article publié", desk.tree.press)
    desk.special(
        "hidden", date(2031, 1, 15), f"{HIDDEN_TITLE} postdaté", status=Status.HIDDEN
    ).rubric = desk.tree.month(2025, 4)
