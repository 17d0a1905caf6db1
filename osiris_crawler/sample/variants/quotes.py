"""Special cases of characters: quotation marks in every style, encoding loss, entities, signs that look like addresses."""

# ruff: noqa: E501 - a row of a table or a line of markup stays one line

from datetime import date

from osiris_crawler.sample.article import Skin
from osiris_crawler.sample.blocks import ArticleText, paragraph
from osiris_crawler.sample.draft import Desk
from osiris_crawler.sample.texts import paragraphs, prose

STYLES = ("« {} »", '"{}"', "“{}”", "”{}”", "“{}“", "‘{}’", "‘’{}’’", "’’{}’’", "‘‘{}’’", '"{} »', "» {} «")
"""Pairs of quotation marks that the archive prints, balanced or not; the last one is SPIP's inverted pair."""

NOISE = (
    "I’lnternet arrive, II arrive, AAprès tant d’attente, par l’électro-nique et le cour du métier.",
    "Le 4èmeopérateur de M.Sarabel, en 1997et après, coûte 14.320. 055 francs (OMD)sur deux ans.",
    "Il a parlé d`actifs, d‘être et de L’’Autorité ; le réseau alph@net veut l’@lphabétiser.",
    "Voir http://wo.encyclopedie.example/. Ou écrire à la rédaction.",
)
"""Lines as scanners, old encodings and tired editors left them."""


def write_quotes(desk: Desk) -> None:
    """Every special case of characters."""
    rng = desk.rng
    said = "Le réseau tient bon"
    lines = [paragraph(f"La régie répond : {style.format(said)}, sans plus.") for style in STYLES]
    desk.special("quote_styles", date(2011, 1, 18), text=ArticleText(tuple(lines)))
    desk.special("quote_unbalanced", date(2005, 3, 31), text=ArticleText((paragraph('Le projet "Pirogue » plaît.'),
                 paragraph("Il faut organiser » l’atelier « parce que le temps presse."), *paragraphs(rng, 2))))  # fmt: skip
    for number, line in enumerate(NOISE):
        text = ArticleText((paragraph(line), *paragraphs(rng, 2)))
        desk.special("noise", date(2001 + 2 * number, 2, 13), text=text)
    desk.special("entities", date(2002, 9, 17), "L’Etat & les « autoroutes » de l’été",
                 title_html="L&#8217;Etat &amp; les &laquo;&nbsp;autoroutes&nbsp;&raquo; de l&#8217;&eacute;t&eacute;",
                 text=ArticleText((paragraph("L’opérateur a créé « un service » – 50 € & rien d’autre."), *paragraphs(rng, 2))))  # fmt: skip
    desk.special("emoji", date(2022, 3, 15), "Un lancement 🚀 suivi de près 👍",
                 text=ArticleText((paragraph("Le lancement 🚀 est sûr 👍🏽, dit 𝔘ne voix."), *paragraphs(rng, 2))))  # fmt: skip
    desk.special("spaces", date(2014, 1, 21), text=ArticleText((paragraph("Un\u202fmillion et\u2009demi\u00a0de lignes."),
                 *paragraphs(rng, 2))))  # fmt: skip
    for skin in Skin:
        text = ArticleText(
            (
                paragraph("La société « Pirogue » veut naître.", "Le projet « Filet » aussi."),
                paragraph(prose(rng)),
            )
        )
        desk.special("straight_quotes_by_skin", date(2005, 5, 24), text=text, straight_quotes=True, skin=skin)
