"""What the site holds beside press articles: news briefs, bulletins, editorials, resources, plain pages."""

from datetime import date, timedelta

from osiris_crawler.sample.addresses import SlugStyle
from osiris_crawler.sample.article import NO_CREDIT, Kind, Skin
from osiris_crawler.sample.blocks import ArticleText, Block, BlockKind, bullets, paragraph, subhead
from osiris_crawler.sample.credits import house
from osiris_crawler.sample.draft import Desk, Draft
from osiris_crawler.sample.texts import fill, paragraphs, prose, title
from osiris_crawler.sample.typography import MONTHS, capital

SIGNATURE = "Malick Sarabel"
EARLY_BULLETINS_UNTIL = 2001
_CUT_OFF = 20
"""Characters that are missing at the end of a cut teaser."""


def write_beside(desk: Desk) -> None:
    """Everything outside the press rubrics, and the news briefs."""
    _breves(desk)
    _bulletins(desk)
    _editorials(desk)
    _points_of_view(desk)
    _resources(desk)
    _pages(desk)


_TWIN = "Contrôle des appels de nuit : la Régie des liaisons du Fleuve s’explique"
_TWIN_DAY = date(2010, 8, 11)
_MARKET = "Le marché du câble suscite l’appétit des pêcheurs de Mbour"
_FROST = "Coup de froid sur les antennes"
_BREVES = (
    (date(2008, 3, 22), "Rama Toubenel : « L’accès au réseau vient du port »", SlugStyle.NEW, Skin.OLD),
    (date(2009, 8, 20), _MARKET, SlugStyle.NEW, Skin.NEW),
    (date(2009, 8, 26), _MARKET, SlugStyle.NEW, Skin.STOCK),
    (date(2010, 8, 7), "La Régie coupe un câble à Podor", SlugStyle.OLD, Skin.NEW),
    (_TWIN_DAY, _TWIN, SlugStyle.OLD, Skin.NEW),
    (date(2010, 8, 11), "Contrôle des appels de nuit : la suite", SlugStyle.OLD, Skin.OLD),
    (date(2010, 11, 24), _FROST, SlugStyle.OLD, Skin.NEW),
    (date(2011, 1, 24), _FROST, SlugStyle.OLD, Skin.NEW),
)  # fmt: skip
"""Day, title, form of address and skin of each news brief."""


def _breves(desk: Desk) -> None:
    """News briefs: a teaser, whole or cut in a word; one repeats the opening of an article."""
    shared = prose(desk.rng, 3)
    text = ArticleText((paragraph(shared), *paragraphs(desk.rng, 3)))
    desk.special("breve_twin", _TWIN_DAY, _TWIN, slug=SlugStyle.OLD, skin=Skin.NEW, text=text)
    for index, (day, name, slug, skin) in enumerate(_BREVES):
        teaser = shared if name == _TWIN else prose(desk.rng, 2)
        is_cut = index % 2 == 1
        target = "https://gazette.example/suite" if is_cut else "spip.php?article101"
        body = ArticleText((paragraph(teaser[:-_CUT_OFF] if is_cut else teaser), _more(target)))
        desk.add(
            Draft(name, day, desk.tree.press, Kind.BREVE, text=body, variant="breve", slug=slug, skin=skin)
        )


def _more(target: str) -> Block:
    """The link under a teaser; it is furniture, so the plain text does not hold it."""
    return Block(BlockKind.LOST, (f'<p class="suite"><a href="{target}">Lire la suite</a></p>',))


def _bulletins(desk: Desk) -> None:
    """Batik bulletins: contents as lists; two are not dated on the last day of their month."""
    shelf = desk.tree.add("Archives", desk.tree.batik)
    issues = [(21, 2001, 4, None), (127, 2010, 2, None), (140, 2011, 3, None), (151, 2012, 2, None),
              (206, 2016, 9, date(2016, 10, 4)), (212, 2017, 3, None)]  # fmt: skip
    for number, year, month, printed in issues:
        last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        no = "No" if year <= EARLY_BULLETINS_UNTIL else "n°"
        name = f"Batik {no} {number} {capital(MONTHS[month - 1])} {year}"
        contents = [fill(desk.rng, "{T}") for _ in range(4)]
        blocks = (subhead("Sommaire"), bullets(*contents), subhead("Editorial"), *paragraphs(desk.rng, 2),
                  subhead("Actualités"), paragraph(*(f"- {line}" for line in contents[:2])),
                  subhead("Agenda"), paragraph(f"30 mars- 1er avril {year} : les ateliers"))  # fmt: skip
        rubric = desk.tree.child(shelf, f"Année {year}")
        desk.add(Draft(name, printed or last, rubric, Kind.BULLETIN, text=ArticleText(blocks),
                       variant="bulletin" if printed is None else "bulletin_next_month"))  # fmt: skip


def _editorials(desk: Desk) -> None:
    """Editorials of the bulletin: signed, without a source line; one title was shortened later."""
    shelf = desk.tree.add("Archives des éditoriaux", desk.tree.batik)
    days = [date(1999, 8, 31), date(2002, 6, 30), date(2005, 3, 31), date(2009, 1, 31), date(2012, 1, 31),
            date(2016, 5, 31), date(2020, 4, 30)]  # fmt: skip
    for index, day in enumerate(days):
        name = "Une ancre, une toile !" if index == 1 else fill(desk.rng, "{T} : le mot de la rédaction")
        signed = paragraph(SIGNATURE, "Président d’une association inventée")
        keywords = ["Editorial"] if index % 2 else []
        desk.add(Draft(name, day, desk.tree.child(shelf, f"Année {day.year}"), Kind.EDITORIAL, keywords,
                       text=ArticleText((*paragraphs(desk.rng, 3), signed)),
                       variant="editorial" if index != 1 else "title_edited", signature=SIGNATURE,
                       slug_title="Une ancre, une toile : tout savoir" if index == 1 else ""))  # fmt: skip


def _points_of_view(desk: Desk) -> None:
    """Opinion pieces under a bare year; 2007 has fourteen, so its listing has a second page of four."""
    shelf = desk.tree.add("Points de vue", desk.tree.resources)
    years = [2000, 2002, 2004, 2006, *[2007] * 14, 2010, 2015, 2019, 2023, 2025]
    for index, year in enumerate(years):
        day = date(year, 1 + index % 4, 1 + (index * 7) % 27)
        credit = house("Sud Quotidien", day) if index % 5 == 0 else NO_CREDIT
        keywords = ["Point de vue"] if index % 6 == 0 else []
        rubric = desk.tree.child(shelf, str(year))
        name = title(desk.rng)
        desk.add(Draft(name, day, rubric, Kind.RESOURCE, keywords, credit, variant="point_of_view"))
    english = ArticleText(tuple(paragraph(line) for line in _ENGLISH))
    name = "From shared lines to shared code : a note from the river"
    rubric = desk.tree.child(shelf, "2006")
    desk.add(
        Draft(name, date(2006, 2, 10), rubric, Kind.RESOURCE, language="en", text=english, variant="english")
    )


_ENGLISH = (
    "The invented agency has drawn a map of every mast along the river.",
    "Nobody was asked to pay for it, and nobody did.",
)


def _resources(desk: Desk) -> None:
    """Laws, studies and a letter with underscores, as the resources section holds them."""
    law = desk.tree.add("Législation et réglementation", desk.tree.resources)
    studies = desk.tree.add("Etudes et recherches", desk.tree.resources, parameter="debut_art", step=5)
    articles = [
        Block(BlockKind.PARAGRAPH, (f"Article {number} :", prose(desk.rng, 2))) for number in range(1, 6)
    ]
    name = "Loi imaginaire n° 2008-99 sur le partage des pylônes"
    text = ArticleText((paragraph("I. Définition"), *articles))
    desk.add(Draft(name, date(2008, 1, 25), law, Kind.RESOURCE, text=text, variant="law", slug=SlugStyle.OLD))
    for index in range(7):
        desk.add(
            Draft(fill(desk.rng, "Étude sur {t} à {c}"), date(2010 + 2 * index, 6, 5), studies, Kind.RESOURCE)
        )


def _pages(desk: Desk) -> None:
    """Pages of the site itself, whose day says little."""
    places = [("Objectifs", desk.tree.osiris), ("Partenaires", desk.tree.osiris),
              ("Le Sénégal numérique", desk.tree.figures), ("Principaux tarifs", desk.tree.figures),
              ("Projets", desk.tree.chances)]  # fmt: skip
    for name, parent in places:
        rubric = desk.tree.add(name, parent)
        desk.add(Draft(name, date(2008, 9, 1), rubric, Kind.PAGE, variant="page"))
