"""Special cases of the author and source lines: the forms seen on the real site, and forms it may well have."""

# ruff: noqa: E501 - a row of a table or a line of markup stays one line

from dataclasses import dataclass, replace
from datetime import date

from osiris_crawler.sample.article import NO_CREDIT, Credit, SourcePlace
from osiris_crawler.sample.blocks import ArticleText, paragraph
from osiris_crawler.sample.credits import house
from osiris_crawler.sample.draft import Desk
from osiris_crawler.sample.texts import paragraphs, prose


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the source line: its variant name, the line as printed, and what it says."""

    variant: str
    line: str
    name: str
    day: str | None
    """The day in the line as ISO text, None when it has none."""
    page_day: str = ""
    """The day on the date line, when it is not the day of the source."""
    marked: str | None = None
    place: SourcePlace = SourcePlace.PARAGRAPH


SEEN = (
    Form("source_house", "(Source : APS, 8 août 2006)", "APS", "2006-08-08"),
    Form("source_no_comma", "(Source : Le Quotidien 18 février 2004)", "Le Quotidien", "2004-02-18"),
    Form("source_no_comma", "(Source : Wal Fadjri 15 janvier 2003)", "Wal Fadjri", "2003-01-15"),
    Form("source_no_space", "(Source :Sénégal Médias, 19 juin 2010)", "Sénégal Médias", "2010-06-19"),
    Form("source_month_misspelt", "(Source : Les Afriques, 12 otobre 2015)", "Les Afriques", "2015-10-12"),
    Form("source_first_day", "(Source : APS, 1er octobre 2024)", "APS", "2024-10-01"),
    Form("source_domain", "(Source : Ferloo.com, 14 juillet 2008)", "Ferloo.com", "2008-07-14"),
    Form("source_odd_case", "(Source : RFi, 14 août 2017)", "RFi", "2017-08-14"),
    Form("source_run_together", "(Source : RadioSansfrontiere, 16 avril 2009)", "RadioSansfrontiere", "2009-04-16"),
    Form("source_name_misspelt", "(Source : Afrique ITtnews, 27 juillet 2015)", "Afrique ITtnews", "2015-07-27"),
    Form("source_alias", "(Source : Dakaractu, 9 mai 2014)", "Dakaractu", "2014-05-09"),
    Form("source_alias", "(Source : Dakar Actu, 12 mai 2014)", "Dakar Actu", "2014-05-12"),
    Form("source_alias", "(Source : Léral, 13 mai 2014)", "Léral", "2014-05-13"),
    Form("source_common_word", "(Source : Tract, 6 décembre 2006)", "Tract", "2006-12-06"),
    Form("source_common_word", "(Source : Enquête, 4 février 2013)", "Enquête", "2013-02-04"),
)  # fmt: skip
"""Forms of the real site."""

NOT_SEEN = (
    Form("source_two_names", "(Source : Le Soleil et APS, 3 mai 2012)", "Le Soleil; APS", "2012-05-03"),
    Form("source_plural", "(Sources : Sud Quotidien / Le Quotidien, 4 mai 2011)", "Sud Quotidien; Le Quotidien", "2011-05-04"),
    Form("source_link", "(Source : Le Soleil, 5 juin 2013)", "Le Soleil", "2013-06-05",
         marked="(Source : {{a:http://soleil.example/une|Le Soleil}}, 5 juin 2013)"),
    Form("source_url", "(Source : http://www.gazette.example/une, 6 juin 2013)", "http://www.gazette.example/une", "2013-06-06"),
    Form("source_no_date", "(Source : Nettali)", "Nettali", None, "2009-11-17"),
    Form("source_range", "(Source : Le Soleil, 12-13 mai 2011)", "Le Soleil", "2011-05-12"),
    Form("source_range_months", "(Source : Le Matin, du 30 avril au 2 mai 2010)", "Le Matin", "2010-04-30"),
    Form("source_month_short", "(Source : APS, 3 janv. 2012)", "APS", "2012-01-03"),
    Form("source_month_capital", "(Source : Le Soleil, 17 Février 2012)", "Le Soleil", "2012-02-17"),
    Form("source_month_only", "(Source : CIO Mag, novembre 2014)", "CIO Mag", "2014-11", "2014-11-20"),
    Form("source_digits", "(Source : Seneweb, 05/09/2018)", "Seneweb", "2018-09-05"),
    Form("source_zero", "(Source : Seneweb, 07 septembre 2018)", "Seneweb", "2018-09-07"),
    Form("source_colon_tight", "(Source: Xalima, 10 juillet 2014)", "Xalima", "2014-07-10"),
    Form("source_square", "[Source : Xibar, 15 septembre 2010]", "Xibar", "2010-09-15"),
    Form("source_unclosed", "(Source : Pressafrik, 30 novembre 2011", "Pressafrik", "2011-11-30"),
    Form("source_full_stop", "(Source : Sénégo, 2 mars 2020).", "Sénégo", "2020-03-02"),
    Form("source_no_brackets", "Source : Financial Afrik, 21 avril 2021", "Financial Afrik", "2021-04-21"),
    Form("source_capitals", "(SOURCE : LE SOLEIL, 22 avril 2021)", "LE SOLEIL", "2021-04-22"),
    Form("source_letter_lost", "(Souce : Agence Ecofin, 23 avril 2021)", "Agence Ecofin", "2021-04-23"),
    Form("source_split", "(Source : Le Soleil, 8 mars 2007)", "Le Soleil", "2007-03-08",
         marked="({{b:Source}} : {{i:Le Soleil}}, 8 mars 2007)"),
    Form("source_split", "(Source : Sud Quotidien, 1er février 2008)", "Sud Quotidien", "2008-02-01",
         marked="(Source : {{i:Sud Quotidien}}, 1{{sup:er}} février 2008)"),
    Form("source_break", "(Source : Leral, 27 février 2013)", "Leral", "2013-02-27", place=SourcePlace.BREAK),
    Form("source_glued", "(Source : Xalima, 28 février 2013)", "Xalima", "2013-02-28", place=SourcePlace.GLUED),
    Form("source_postscript", "(Source : APS, 7 octobre 2024)", "APS", "2024-10-07", place=SourcePlace.POSTSCRIPT),
    Form("source_outside", "(Source : APS, 8 octobre 2024)", "APS", "2024-10-08", place=SourcePlace.OUTSIDE),
    Form("source_other_day", "(Source : Le Soleil, 3 avril 2008)", "Le Soleil", "2008-04-03", "2008-04-05"),
)  # fmt: skip
"""Forms that no stored page showed, invented for the tests."""

AUTHORS = ("M. Sarabel", "A. A. KARANDOU", "DJIBI FÉLOUPANE", "D. SARR TILÉMAN", "Rama DOGUÉREL",
           "De notre envoyé spécial Ibou Féloupane", "Ondes-du-Sud.org : Khady Mbéringal")  # fmt: skip


def write_sources(desk: Desk) -> None:
    """Every form of the source line and author line, and the pages that have none."""
    for form in (*SEEN, *NOT_SEEN):
        day = date.fromisoformat(form.page_day or form.day or "")
        credit = Credit(form.line, form.name, form.day, None, form.place, form.marked)
        desk.special(form.variant, day, credit=credit, text=_closed(desk))
    for index, author in enumerate(AUTHORS):
        day = date(2006 + index, 9, 11 + index)
        place = SourcePlace.BREAK if index % 3 == 2 else SourcePlace.PARAGRAPH  # noqa: PLR2004 - every third
        desk.special("author", day, credit=house("Le Soleil", day, author, place), text=_closed(desk))
    day = date(2004, 4, 30)
    desk.special("agency_line", day, credit=house("Le Quotidien", day, "Pana"), text=_closed(desk))
    _without(desk)
    _false_friends(desk)


def _closed(desk: Desk) -> ArticleText:
    """Plain paragraphs, so that what stands last is the credit and nothing else is special."""
    return ArticleText(tuple(paragraphs(desk.rng, 3)))


def _without(desk: Desk) -> None:
    desk.special(
        "source_none", date(2010, 12, 8), "Signature d’un décret imaginaire n° 2010-9524", credit=NO_CREDIT
    )
    desk.special(
        "source_none", date(2005, 7, 12), "La proximité fait baisser les prix des cabines", credit=NO_CREDIT
    )
    desk.special("source_in_title", date(2000, 9, 6), "Un serveur pour les pêcheurs de Mbour (Le Soleil, 6 septembre 2000)",
                 credit=NO_CREDIT)  # fmt: skip
    desk.special(
        "source_in_title",
        date(2003, 5, 9),
        "Bulletin imaginaire n° 13 : des câbles et des hommes",
        credit=NO_CREDIT,
    )


def _false_friends(desk: Desk) -> None:
    first, last = paragraphs(desk.rng, 2)
    day = date(2012, 10, 16)
    inner = "(Source : Le Soleil, 3 mars 2004)"
    text = ArticleText((first, paragraph(inner), last))
    desk.special("source_two_lines", day, credit=house("Seneweb", day), text=text)
    sentence = "La couverture atteint 98 % (Source : ministère inventé, 2010), ce que les usagers contestent."
    text = ArticleText((first, paragraph(sentence), paragraph(prose(desk.rng, 2))))
    desk.special("source_in_sentence", date(2011, 10, 17), credit=NO_CREDIT, text=text)
    desk.special("source_in_sentence", day, credit=house("Nettali", day), text=replace(text))
    open_end = paragraph(prose(desk.rng, 2).rstrip(".»”’"))
    desk.special("last_stop_missing", day, credit=house("Xalima", day), text=ArticleText((first, open_end)))
    quoted = paragraph('« Rien n’est plus sûr », écrivait un lecteur ("Le Soleil" du 3 novembre 2001).')
    desk.special("source_quoted", day, credit=house("Le Quotidien", day), text=ArticleText((first, quoted)))
