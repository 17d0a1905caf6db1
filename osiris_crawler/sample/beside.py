"""What the site holds beside press articles: news briefs, bulletins, editorials, points of view, laws, plain pages."""

from datetime import date, timedelta

from osiris_crawler.sample.addresses import SlugStyle
from osiris_crawler.sample.article import NO_CREDIT, Kind, Skin
from osiris_crawler.sample.blocks import ArticleText, Block, BlockKind, bullets, paragraph, subhead
from osiris_crawler.sample.credits import house
from osiris_crawler.sample.draft import Desk, Draft
from osiris_crawler.sample.texts import fill, paragraphs, prose, title
from osiris_crawler.sample.typography import MONTHS, capital

SIGNATURE = "Malick Sarabel"


def write_beside(desk: Desk) -> None:
    """Everything outside the press rubrics, and the news briefs."""
    _breves(desk)
    _bulletins(desk)
    _editorials(desk)
    _points_of_view(desk)
    _resources(desk)
    _pages(desk)


def _breves(desk: Desk) -> None:
    """News briefs: a teaser and ``Lire la suite``; the first repeats the opening of an article."""
    days = [date(2008, 3, 22), date(2009, 8, 20), date(2009, 8, 26), date(2010, 8, 7), date(2010, 8, 11),
            date(2010, 8, 11), date(2010, 11, 24), date(2011, 1, 24)]  # fmt: skip
    shared = prose(desk.rng, 3)
    twin = "Contrôle des appels de nuit : la Régie des liaisons du Fleuve s’explique"
    desk.press(twin, days[4], "breve_twin", slug=SlugStyle.OLD, skin=Skin.NEW, keywords=["Téléphonie"],
               credit=house("Nettali", days[4]), text=ArticleText((paragraph(shared), *paragraphs(desk.rng, 3))))  # fmt: skip
    for index, day in enumerate(days):
        teaser = shared if index == 4 else prose(desk.rng, 2)
        name = twin if index == 4 else title(desk.rng)
        target = "https://gazette.example/suite" if index % 3 == 2 else "spip.php?article101"
        text = ArticleText((paragraph(teaser[: -20 if index % 2 else None]), _more(target)))
        slug = SlugStyle.OLD if index % 2 == 0 else SlugStyle.NEW
        skin = Skin.OLD if index in (0, 5) else Skin.NEW
        desk.add(
            Draft(name, day, desk.tree.press, Kind.BREVE, text=text, variant="breve", slug=slug, skin=skin)
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
        no = "No" if number < 100 else "n°"
        name = f"Batik {no} {number} {capital(MONTHS[month - 1])} {year}"
        contents = [fill(desk.rng, "{T}") for _ in range(4)]
        blocks = (subhead("Sommaire"), bullets(*contents), subhead("Editorial"), *paragraphs(desk.rng, 2),
                  subhead("Actualités"), paragraph(*(f"- {line}" for line in contents[:2])),
                  subhead("Agenda"), paragraph("30 mars- 1er avril : rencontre des ateliers, " + str(year)))  # fmt: skip
        rubric = desk.tree.child(shelf, f"Année {year}")
        desk.add(Draft(name, printed or last, rubric, Kind.BULLETIN, text=ArticleText(blocks),
                       variant="bulletin" if printed is None else "bulletin_next_month"))  # fmt: skip


def _editorials(desk: Desk) -> None:
    """Editorials of the bulletin: signed, without a source line; one title was shortened after publication."""
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
        desk.add(Draft(title(desk.rng), day, desk.tree.child(shelf, str(year)), Kind.RESOURCE,
                       ["Point de vue"] if index % 6 == 0 else [], credit, variant="point_of_view"))  # fmt: skip
    english = ("From shared lines to shared code : a note from the river", "The invented agency has drawn a map of every "
               "mast along the river.", "Nobody was asked to pay for it, and nobody did.")  # fmt: skip
    desk.add(Draft(english[0], date(2006, 2, 10), desk.tree.child(shelf, "2006"), Kind.RESOURCE, language="en",
                   text=ArticleText((paragraph(english[1]), paragraph(english[2]))), variant="english"))  # fmt: skip


def _resources(desk: Desk) -> None:
    """Laws, studies and a letter with underscores, as the resources section holds them."""
    law = desk.tree.add("Législation et réglementation", desk.tree.resources)
    studies = desk.tree.add("Etudes et recherches", desk.tree.resources, parameter="debut_art", step=5)
    articles = [
        Block(BlockKind.PARAGRAPH, (f"Article {number} :", prose(desk.rng, 2))) for number in range(1, 6)
    ]
    desk.add(Draft("Loi imaginaire n° 2008-99 sur le partage des pylônes", date(2008, 1, 25), law, Kind.RESOURCE,
                   text=ArticleText((paragraph("I. Définition"), *articles)), variant="law", slug=SlugStyle.OLD))  # fmt: skip
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
