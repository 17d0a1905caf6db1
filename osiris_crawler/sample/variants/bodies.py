"""Special cases of the body: breaks, lists, notes, tables, interviews, stubs, and lines that look like something else."""

# ruff: noqa: E501 - a row of a table or a line of markup stays one line

import random
from dataclasses import dataclass
from datetime import date

from osiris_crawler.sample.blocks import ArticleText, Block, BlockKind, Layout, bullets, paragraph, subhead
from osiris_crawler.sample.draft import Desk
from osiris_crawler.sample.texts import fill, paragraphs, prose, sentence
from osiris_crawler.sample.typography import capital

OLD_LINKS = (
    "spip.php?article130",
    "Le-premier-satellite-des-pecheurs.html",
    "article2068.html",
    "Un-texte-retire.html",
)
"""Links inside bodies that redirect to an article, and one that leads nowhere."""
_LONG = 120
"""Paragraphs of the longest interview."""


@dataclass(frozen=True, slots=True)
class BodyCase:
    """The text of one special case and the day it is printed under."""

    variant: str
    day: date
    text: ArticleText


def write_bodies(desk: Desk) -> None:
    """Every special case of the body."""
    rng = desk.rng
    for case in (*_breaks(rng), *_repetitions(rng), *_structures(rng), *_stubs(rng), *_look_alikes(rng)):
        desk.special(case.variant, case.day, text=case.text)
    for keyword, day in (
        ("Internet", date(2012, 3, 5)),
        ("Télévision/Radio numérique terrestre", date(2014, 3, 6)),
    ):
        text = ArticleText((paragraph(keyword), *paragraphs(rng, 2)))
        desk.special("body_like_keyword", day, text=text, keywords=[])
    name = fill(rng, "{T} à {c} : une nuit sans fil")
    text = ArticleText((paragraph(f"{name} et sans lumière. {prose(rng, 2)}"), *paragraphs(rng, 2)))
    desk.special("title_in_first_words", date(2010, 2, 4), name, text=text)
    text = ArticleText((*paragraphs(rng, 2), paragraph(name), *paragraphs(rng, 2)))
    desk.special("title_in_body", date(2010, 2, 5), name + " (Bis)", text=text)


def _broken(text: str, every: int) -> tuple[str, ...]:
    """The words of a text as lines of ``every`` words, cut in mid-sentence."""
    words = text.split(" ")
    return tuple(" ".join(words[start : start + every]) for start in range(0, len(words), every))


def _breaks(rng: random.Random) -> list[BodyCase]:
    three = [prose(rng, 3) for _ in range(3)]
    start, _, rest = three[0].partition(" ")
    hard = tuple(paragraph(*_broken(part, 9)) for part in three)
    return [
        BodyCase("one_line_breaks", date(2003, 10, 2), ArticleText((paragraph(*three),))),
        BodyCase("one_paragraph", date(2004, 11, 3), ArticleText((paragraph(" ".join(three)),))),
        BodyCase("paragraph_cut", date(2016, 9, 7), ArticleText((paragraph(start + " ;"), paragraph(rest), paragraph(three[1])))),
        BodyCase("hard_breaks", date(1999, 12, 6), ArticleText(hard)),
        BodyCase("hard_breaks", date(2006, 1, 9), ArticleText((paragraph(*_broken(three[1], 11)), paragraph(three[2])))),
        BodyCase("break_paragraphs", date(2007, 9, 24), ArticleText(tuple(map(paragraph, three)), layout=Layout.BREAKS)),
        BodyCase("division_paragraphs", date(2013, 2, 11), ArticleText(tuple(map(paragraph, three)), layout=Layout.DIVISIONS)),
        BodyCase("word_processor", date(2011, 3, 8), ArticleText((Block(BlockKind.WORD, (three[0],)), *map(paragraph, three[1:])))),
        BodyCase("long_body", date(2015, 4, 21), ArticleText(tuple(paragraphs(rng, _LONG)))),
        BodyCase("short_body", date(2008, 5, 20), ArticleText((paragraph(sentence(rng)),))),
        BodyCase("empty_body", date(2019, 5, 14), ArticleText(())),
    ]  # fmt: skip


def _repetitions(rng: random.Random) -> list[BodyCase]:
    first, second, third = paragraphs(rng, 3)
    glued = fill(rng, "Les usagers dénoncent un « tarif de minuit » {T} divise {c}. ") + prose(rng, 2)
    return [
        BodyCase("standfirst", date(2014, 6, 3), ArticleText((second, third), standfirst=(first,))),
        BodyCase("standfirst_repeated", date(2014, 6, 4), ArticleText((first, second), standfirst=(first,))),
        BodyCase("paragraph_repeated", date(2010, 6, 30), ArticleText((first, second, first, third))),
        BodyCase("glued_subhead", date(2009, 5, 5), ArticleText((paragraph(glued), second))),
        BodyCase(
            "postscript",
            date(2017, 2, 7),
            ArticleText((first, second), postscript=(paragraph(sentence(rng)),)),
        ),
    ]


def _structures(rng: random.Random) -> list[BodyCase]:
    one, two, three = paragraphs(rng, 3)
    things = [fill(rng, "{t}") for _ in range(4)]
    table = Block(
        BlockKind.TABLE, ("Ville\tLignes\tPart", "Louga\t1 200\t3 %", "Podor\t640\t12 %", "Mbour\t88\t1,5 %")
    )
    dialogue = [fill(rng, pattern) for pattern in ("Comment est né {t} ?", "Et {b} ?", "Un dernier mot ?")]
    prefixed = ("Wal Fadjri : Qui paiera ?", "ANA : Depuis quand ?", "Rédaction : Et demain ?")
    bold = paragraph("{{b:Service client offline}}")
    call = paragraph("Le mot « Toxu [1] » a fait le tour de la ville [2], et [ce détournement] amuse encore.")
    notes = ("Se déplacer, en langue locale.", "Relevé imaginaire n° 99, page 12.")
    return [
        BodyCase("subheads", date(2018, 1, 9), ArticleText((one, subhead("DEFENSE D’INTERETS"), two, bold, three))),
        BodyCase("subhead_lines", date(2012, 4, 4), ArticleText((one, paragraph("Un guichet sans file"), two))),
        BodyCase("interview_bare", date(2016, 3, 2), ArticleText(_dialogue(rng, dialogue))),
        BodyCase("interview_prefixed", date(2005, 11, 8), ArticleText(_dialogue(rng, prefixed))),
        BodyCase("footnotes", date(2008, 6, 10), ArticleText((one, call, two), notes=notes)),
        BodyCase("list_marks", date(2013, 7, 16), ArticleText((one, bullets(*things), two))),
        BodyCase("list_dashes", date(2004, 7, 15), ArticleText((one, paragraph(*(f"- {thing} ;" for thing in things)), two))),
        BodyCase("list_dots", date(2021, 7, 15), ArticleText((one, *(paragraph(f"• {capital(thing)}") for thing in things)))),
        BodyCase("list_dots_in_line", date(2021, 9, 15), ArticleText((one, paragraph(" • ".join(["Au menu :", *things]))))),
        BodyCase("list_numbered", date(2009, 9, 16), ArticleText((one, Block(BlockKind.NUMBERED, tuple(things)), two))),
        BodyCase("numbered_heads", date(2002, 5, 21), ArticleText((paragraph("I. Définition"), one, paragraph("Article 1 :"), two))),
        BodyCase("table", date(2015, 9, 1), ArticleText((one, table, two))),
        BodyCase("quotation", date(2017, 9, 5), ArticleText((one, Block(BlockKind.QUOTATION, (prose(rng, 1),)), two))),
        BodyCase("extract", date(2000, 4, 4), ArticleText((paragraph("(...)"), one, two, paragraph("(...)")))),
        BodyCase("extract_odd", date(2001, 4, 3), ArticleText((paragraph("(....)"), one, paragraph("Le reste viendra (…). »")))),
        BodyCase("editor_note", date(2007, 4, 3), ArticleText((one, paragraph("Le prix (Ndlr : celui d’hier) a doublé (ndlr, 100 francs).")))),
        BodyCase("underscores", date(2000, 2, 1), ArticleText((paragraph("_" * 40), paragraph("SOMMAIRE"), one, paragraph("_" * 40), two))),
    ]  # fmt: skip


def _dialogue(rng: random.Random, questions: tuple[str, ...] | list[str]) -> tuple[Block, ...]:
    return tuple(paragraph(part) for question in questions for part in (question, prose(rng, 2)))


def _stubs(rng: random.Random) -> list[BodyCase]:
    one, two, three = (block.lines[0] for block in paragraphs(rng, 3))
    embed = Block(
        BlockKind.LOST,
        ('<div class="embed"><iframe src="https://video.example/1" title="video"></iframe></div>',),
    )
    table = "Consulter {{a:IMG/pdf/tableau.pdf|le tableau ici}}."
    return [
        BodyCase("image", date(2008, 10, 7), ArticleText((paragraph("{{img:IMG/png/image-181x200.png|image 181 x 200}}" + one), paragraph(two)))),
        BodyCase("image", date(2013, 10, 8), ArticleText((paragraph("{{img:IMG/png/image-376x299.png|}}"), paragraph(two)))),
        BodyCase("image_words", date(2009, 10, 6), ArticleText((paragraph("image 376 x 299 " + one), paragraph(two)))),
        BodyCase("embed_lost", date(2018, 10, 9), ArticleText((paragraph(one), paragraph("Les images, postées sur Twitter :"), embed, paragraph(two)))),
        BodyCase("table_lost", date(2010, 10, 5), ArticleText((paragraph(one), paragraph(table), paragraph(three)))),
        *(
            BodyCase("old_link", date(2012 + number, 11, 6), ArticleText((paragraph(one), paragraph(f"Lire {{{{a:{link}|ce rappel}}}}."))))
            for number, link in enumerate(OLD_LINKS)
        ),
        BodyCase("other_host", date(2019, 11, 5), ArticleText((paragraph(one), paragraph("Voir {{a:http://www.osiris.example/Un-texte.html|l’autre site}}.")))),
    ]  # fmt: skip


def _look_alikes(rng: random.Random) -> list[BodyCase]:
    one, two = (block.lines[0] for block in paragraphs(rng, 2))
    return [
        BodyCase("agency_lead", date(2016, 1, 12), ArticleText((paragraph(f"(Cio mag) – {one}"), paragraph(two)))),
        BodyCase("agency_lead", date(2006, 8, 8), ArticleText((paragraph(f"Dakar, 8 août (APS) - {one}"), paragraph(two)))),
        BodyCase("date_first", date(2009, 4, 14), ArticleText((paragraph("jeudi 09 avril 2009"), paragraph(one), paragraph(two)))),
        BodyCase("dates_in_body", date(2005, 10, 18), ArticleText((paragraph("Le vendredi 6 septembre 2007, puis le 1-er octobre 2003, "
                 "le 27 aout et du 30 mars- 1er avril 2012, rien ; le mardi septembre dernier non plus."), paragraph(two)))),
        BodyCase("breadcrumb_like", date(2020, 6, 9), ArticleText((paragraph("Menu > Réglages > Réseau : tout est là."), paragraph(one)))),
        BodyCase("furniture_like", date(2021, 6, 8), ArticleText((paragraph("Fil d’actu"), paragraph(one), paragraph("Mots clés"), paragraph(two)))),
    ]  # fmt: skip
