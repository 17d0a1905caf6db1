"""Special cases of the address: collisions, numbers that are ids or are not, moved articles, numeric addresses."""

# ruff: noqa: E501 - a row of a table or a line of markup stays one line

from datetime import date

from osiris_crawler.sample.addresses import SlugStyle
from osiris_crawler.sample.article import Skin
from osiris_crawler.sample.draft import Desk

LIKE_A_YEAR = 2012
"""An id that looks like a year when it stands at the end of an address."""
MOVED_NUMERIC = 2068
LEFT_NUMERIC = 2822

NUMBERS_AT_END = (
    (date(2005, 2, 15), "Un bénéfice de la Régie : 146 millions"),
    (date(2008, 2, 19), "Téléphonie : un plan de 2003"),
    (date(2010, 11, 9), "Coup de filet de la brigade des 23"),
    (date(2004, 5, 18), "Les gérants apprennent les 13-5"),
)  # fmt: skip
"""Days and titles whose old address ends in a number that is no id."""


def write_addresses(desk: Desk) -> None:
    """Every special case of the address."""
    for day, title in NUMBERS_AT_END:
        desk.special("number_at_end", day, title, slug=SlugStyle.OLD)
    desk.special(
        "number_at_end", date(2023, 9, 12), "Le satellite du fleuve volera en 2026", slug=SlugStyle.NEW
    )
    for day in (date(2007, 1, 5), date(2007, 1, 5), date(2007, 5, 27)):
        desk.special(
            "collision_old", day, "Un nouveau plan de numérotation pour le fleuve", slug=SlugStyle.OLD
        )
    for day in (date(2013, 11, 12), date(2018, 11, 13)):
        desk.special("collision_new", day, "Le Cayor réélu au conseil des câbles", slug=SlugStyle.NEW)
    for day, number in ((date(2005, 9, 20), None), (date(2005, 9, 21), LIKE_A_YEAR)):
        desk.special("id_like_year", day, "Initiées à la soudure", slug=SlugStyle.OLD, number=number)
    for day in (date(2011, 6, 14), date(2011, 11, 30)):
        desk.special("slug_prefix", day, "Redevance sur les noms", slug=SlugStyle.OLD)
    desk.special(
        "slug_prefix",
        date(2011, 6, 15),
        "Redevance sur les noms de domaine : l’avis des hébergeurs",
        slug=SlugStyle.NEW,
    )
    desk.special(
        "moved",
        date(2007, 10, 9),
        "Le premier satellite des pêcheurs sera mis à l’eau en 2008",
        slug=SlugStyle.BOTH,
    )
    desk.special(
        "moved",
        date(2023, 6, 14),
        "Transfert d’argent au Saloum : les tontines font jeu égal",
        slug=SlugStyle.BOTH,
    )
    desk.special("numeric_moved", date(2005, 11, 8), "Téléphonie du Baol : bonjour la Régie", slug=SlugStyle.NUMERIC_THEN_NEW,
                 number=MOVED_NUMERIC)  # fmt: skip
    desk.special(
        "numeric",
        date(2007, 5, 22),
        "Satellite des pêcheurs, acte II",
        slug=SlugStyle.NUMERIC,
        number=LEFT_NUMERIC,
    )
    desk.special("old_slug_late", date(2023, 6, 13), "La cheffe de la Régie s’explique et annonce des tarifs", slug=SlugStyle.OLD,
                 skin=Skin.OLD)  # fmt: skip
    desk.special("case_matters", date(2006, 9, 19), "DAKAR CODE", slug=SlugStyle.OLD)
    desk.special("case_matters", date(2014, 9, 16), "Dakar code", slug=SlugStyle.NEW)
