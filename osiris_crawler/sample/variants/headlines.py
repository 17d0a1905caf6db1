"""Special cases of the title: lengths, signs, figures, dates, markup, and titles that are cut in the breadcrumb."""

# ruff: noqa: E501 - a row of a table or a line of markup stays one line

from datetime import date

from osiris_crawler.sample.draft import Desk

_LONGEST = (
    "Tontines sans guichet entre les deux rives du fleuve : des boutiquiers tiennent seuls un marché de plusieurs "
    "milliards que ni banques ni opérateurs ne voient. A qui profite- t-il ? Enquête à Podor"
)
"""As long as the longest of the real site, with the blank that it has before its hyphen."""
_BEFORE_QUOTE = "Malick Sarabel, Administrateur de la Coopérative imaginaire Filet 2000 : "
_BEFORE_COLON = "Rencontre annuelle des cybers de quartier et des radios de la vallée Sud"

TITLES = (
    ("title_short", date(2013, 5, 22), "Allô, Bakel ?"),
    ("title_long", date(2012, 2, 16), _LONGEST),
    ("title_cut", date(2024, 10, 3), "Le port de Mbour et une coopérative s’entendent sur un entrepôt de serveurs tenu par ses usagers"),
    ("title_cut_at_quote", date(2010, 1, 26), _BEFORE_QUOTE + "« L’encre ne reviendra plus sur les quais »"),
    ("title_cut_at_colon", date(2011, 2, 22), _BEFORE_COLON + " : ce que les participants en disent"),
    ("title_two_colons", date(2015, 5, 19), "Bascule des antennes : le cas de Louga : suivez le guide"),
    ("title_dots", date(2002, 3, 12), "Télécabines : 2.310 bancs..."),
    ("title_dots_quote", date(2015, 3, 6), "Rama Toubenel, juriste : « On peut le croire, mais... »"),
    ("title_number_end", date(2007, 5, 15), "Les câbles de la discorde (2)"),
    ("title_figure_first", date(1999, 11, 16), "163 millions pour un standard"),
    ("title_quote_first", date(2009, 2, 17), "« Nous voulons des preuves », disent les abonnés du Baol"),
    ("title_exclamation", date(2017, 5, 16), "Fatick a son cyber !"),
    ("title_slash", date(2016, 5, 17), "Sédhiou/Fin des guichets : les boutiques prennent le relais"),
    ("title_percent", date(2018, 5, 15), "Couverture à 100 % : la carte & le terrain"),
    ("title_number_sign", date(2006, 5, 16), "Avis n° 13 : l’annuaire devient annuaire.org"),
    ("title_straight_quotes", date(2008, 3, 18), 'Trois questions à Nafi Doguérel : "Il faut tout reprendre..."'),
    ("title_odd_quotes", date(2014, 3, 18), "‘’Le fleuve est notre câble’’, dit un piroguier"),
    ("title_misspelt", date(2004, 3, 16), "Le bout du tunel pour les télécentes de Thiès"),
    ("title_two_headlines", date(2019, 3, 19), "Panne de lampe à Mbour Deux ateliers fermés Les pêcheurs réclament une prise"),
    ("title_digits", date(2020, 12, 31), "2020"),
    ("title_of_signs", date(2016, 12, 6), "???"),
    ("title_with_date", date(2009, 6, 16), "Le mardi 2 juin 2009, une journée sans téléphone"),
    ("title_with_month", date(2013, 6, 18), "Juin 2013 : le mois de tous les câbles"),
    ("title_like_breadcrumb", date(2018, 6, 19), "Accueil : un guichet de plus"),
)  # fmt: skip
"""Variant, day and title."""

MARKED = (
    ("title_markup", date(2012, 6, 19), "Le journal Filet passe à la 4e vague", "Le journal <i>Filet</i> passe à la 4<sup>e</sup> vague"),
    ("title_markup", date(2022, 6, 21), "Un réseau très sûr", "Un réseau <strong>très</strong> sûr"),
)  # fmt: skip
"""Variant, day, title as read, title as HTML."""

MONTHLY = "Revue de presse"
"""A title that three articles of one month share."""


def write_headlines(desk: Desk) -> None:
    """Every special case of the title."""
    for variant, day, title in TITLES:
        desk.special(variant, day, title)
    for variant, day, title, html in MARKED:
        desk.special(variant, day, title, title_html=html)
    for number in (5, 6, 7):
        desk.special("same_title", date(2003, 3, number), MONTHLY)
    desk.special(
        "title_edited", date(2012, 1, 24), "Bakel Linguère !", slug_title="Bakel Linguère : toutes nos lignes"
    )
