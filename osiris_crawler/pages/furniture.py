"""Headings and lines that French and English press sites print around an article, as data."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from osiris_crawler.pages.vocabulary import fold

if TYPE_CHECKING:
    from osiris_crawler.pages.vocabulary import Vocabulary

# Headings of blocks that follow (or interrupt) an article: what stands below them is not its text.
HEADINGS = """
sur le meme theme
dans la meme rubrique|dans cette rubrique|dans la rubrique|du meme auteur|articles recents|articles similaires
articles les plus recents|articles lies|articles connexes|articles populaires|autres articles|derniers articles
nouveaux articles|les plus lus|les plus commentes|les plus recents|derniere minute|dernieres nouvelles|a la une
en direct|en bref|depeches|dernieres depeches|breves|fil d'actu|fil info|fil d'actualite|le fil|actualites|actualite
liens interessants|liens utiles|sur le web|sur la toile|sites favoris|navigation par mots cles|nuage de mots
inscrivez-vous a batik|newsletter|lettre d'information|abonnez-vous|inscription|s'abonner|restez informes
suivez-vous|suivez-nous|nous suivre|retrouvez-nous|restez informe|revue du web|revue de presse
commentaires|vos commentaires|laisser un commentaire|reagir|reagissez|reactions|vos reactions|forum|messages
un message, un commentaire ?|repondre a cet article|commenter cet article|commenter|ajouter un commentaire
qui etes-vous ?|votre message|votre commentaire|poster un message|participez a la discussion|forum de l'article
internet en chiffres|telephonie en chiffres|chiffres cles|en chiffres|bande passante internationale|sondage
plan du site|mentions legales|rechercher|se connecter|connexion|resultats de la recherche
portfolio|documents joints|documents a telecharger|pieces jointes|galerie|diaporama|album photo|telecharger
related articles|related|related posts|recent posts|latest news|more news
comments|leave a comment|leave a reply|tags|categories|archives|most read|popular posts|you may also like|follow us
meme rubrique|dossiers|agenda|evenements|meteo|blogroll|nos partenaires|partenaires|vous aimerez aussi
a decouvrir aussi|a decouvrir|articles suggeres|cela peut vous interesser|ailleurs sur le web|dernieres breves
recommande pour vous|nos autres titres|ailleurs|tous les themes|themes du site|top 5|top 10|populaires|les plus vus
autres articles de cette rubrique|du meme mois|forum de l'article|lettre d'info|la question du mois|au hasard
"""
# Headings of an insert inside an article: what follows its links is text again.
INSERTS = frozenset(
    "a lire aussi|lire aussi|voir aussi|a lire|a lire egalement|lire egalement|sur le meme sujet|read also|read more|"
    "a voir aussi|pour aller plus loin|en savoir plus".split("|")
)
FIRST_OF_INSERTS = frozenset({*(heading[0] for heading in INSERTS), *" :.>-"})
"""The plain characters, in lower case, with which such a line may begin."""
FURNITURE_HEADINGS = frozenset(
    h.strip() for line in HEADINGS.splitlines() for h in line.split("|") if h.strip()
)

COMMENT_HEADINGS = frozenset(
    "commentaires|vos commentaires|laisser un commentaire|reagir|reagissez|reactions|vos reactions|forum|messages|"
    "un message, un commentaire ?|commenter cet article|ajouter un commentaire|poster un message|"
    "participez a la discussion|forum de l'article|comments|leave a comment|leave a reply".split("|")
)
"""Headings below which there is no text any more, in whatever boxes."""
KEYWORD_HEADINGS = frozenset(
    "mots cles|mots-cles|mot cle|mot-cle|motscles|tags|tag|keywords|keyword|themes|thematiques|thematique|theme|"
    "etiquettes|etiquette|sujets|sujet|classe dans|classe sous|mots cles associes|mots-cles associes|topics|"
    "mots cles de l'article|mots-cles de l'article|tagged|filed under|indexation|descripteurs|"
    "rubriques associees".split("|")
)
KEYWORD_PREFIX = re.compile(
    r"(?:mots?[- ]cl[ée]s?|tags?|keywords?|th[èe]mes?|th[ée]matiques?|[ée]tiquettes?|sujets?|topics?"
    r"|class[ée] (?:dans|sous)|index[ée] sous)\s*:\s*",
    re.IGNORECASE,
)
HEADS_OF_KEYWORDS = frozenset(heading[:3] for heading in KEYWORD_HEADINGS)
"""How a line in plain letters begins that announces keywords; `KEYWORD_PREFIX` begins as the headings do."""

# Lines that stand alone beside an article: tools, counters, licences.
LINE = re.compile(
    r"(?:(?:version )?imprim\w*(?: pdf)?(?: e-?mail)?"
    r"|imprimer (?:cet article|cette page|l['’]article)|print(?:er)?(?: version| this page)?|pdf|e-?mail"
    r"|envoyer(?: [àa] un ami| par .{0,12})?|texte plus (?:petit|grand)|taille du texte.{0,20}|a[-+]( a[-+])*"
    r"|partager.{0,40}|tweet(?:er)?|facebook|twitter|rss|whatsapp|linkedin|share(?: on .{0,12})?"
    r"|(?:\d+ ?)+(?:commentaires?|r[ée]actions?|visites?|vues?|lectures?|comments?|partages?|messages?|likes?)(?: \S+)?"
    r"|(?:lu|vu|visites?|vues?|popularit[ée]|lectures?|hits?) ?:? ?[\d ., ]+(?: fois| %)?"
    r"|(?:aucun|pas de|no) (?:commentaires?|comments?|r[ée]action).{0,20}|retour.{0,30}|haut de page|\^ ?haut|top"
    r"|©.*|\(c\) .*|copyright.*|tous droits r[ée]serv[ée]s.{0,40}|all rights reserved.{0,40}|.{0,40}\bSPIP\b.{0,40}"
    r"|show navigation hide navigation|(?:twitter ?|facebook ?|rss ?|linkedin ?|whatsapp ?)+"
    r"|publicit[ée]s?|annonces?|- ?pub(?:licit[ée])? ?-|advertisement"
    r"|imprimer texte plus petit texte plus grand|lire la suite.{0,5}|suite.{0,4}|en savoir plus.{0,5}|read more.{0,5}"
    r"|r[ée]pondre(?: [àa] .{0,20})?|commenter.{0,20}|r[ée]agir.{0,25}|suivre.{0,30}|t[ée]l[ée]charger.{0,40}"
    r"|temps de lecture ?:?.{0,12}|lecture ?:? ?\d+ min.{0,8}|\d+ min(?:utes?)? de lecture|[àa]? ?lire en \d+.{0,10}"
    r"|article suivant.{0,120}|article pr[ée]c[ée]dent.{0,120}|[«<‹←] ?(?:article )?pr[ée]c[ée]dent.{0,100}"
    r"|suivant ?[»>›→].{0,100}|voir en ligne ?:.*|via .{0,60}https?://.*|suivez-(?:nous|vous).{0,20}"
    r"|toutes les versions de cet article.{0,60}|(?:cet )?article (?:a [ée]t[ée] )?lu \d+ fois"
    r"|\[\([^()\]]{0,40}\|.{0,60}"
    r"|plan du site.{0,60}|se connecter.{0,20})",
    re.IGNORECASE,
)
SHARE_ADDRESS = re.compile(
    r"(?:facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:share|intent|home\?status)|linkedin\.com/share"
    r"|wa\.me/|whatsapp:|api\.whatsapp|t\.me/share|pinterest\.\w+/pin|mailto:\?|plus\.google|viadeo|delicious|digg)",
    re.IGNORECASE,
)
"""Where links lead that hand a page on, on every site alike."""
COMMENTS = re.compile(
    r"\(?\d+\)? (?:commentaires?|comments?|messages?|r[ée]actions?|r[ée]ponses?).{0,20}", re.IGNORECASE
)
"""The number of comments: a heading, where it stands above anything."""
COUNT = re.compile(r"\d+\s*/\s*\d+\s")
"""Entry of a keyword cloud with weights, `2747/2747 Fintech`."""
FIGURES = re.compile(r"bande passante(?: internationale)? ?:", re.IGNORECASE)


HEADS = frozenset(heading[:3] for heading in FURNITURE_HEADINGS | KEYWORD_HEADINGS)
LONGEST_HEADING, LONGEST_LINE = 80, 160
AROUND_HEADING = " :.…>»›|-–—•*[]()"


def is_heading(text: str, words: Vocabulary | None = None) -> bool:
    """Tell whether a line, as a whole, is the heading of a block of furniture."""
    if len(text) > LONGEST_HEADING and text[LONGEST_HEADING - 10 : LONGEST_HEADING].strip(AROUND_HEADING):
        return False
    head = text[:3].lower()
    plain = len(head) == 3 and head.isascii() and head.isalnum()  # noqa: PLR2004 - then it is its own folding
    if plain and head not in HEADS and (words is None or head not in words.heads_of_furniture):
        return False
    return _is_heading(text, words)


@lru_cache(maxsize=1024)
def _is_heading(text: str, words: Vocabulary | None) -> bool:
    folded = fold(text[:LONGEST_HEADING]).strip(AROUND_HEADING)
    if folded in FURNITURE_HEADINGS or folded in KEYWORD_HEADINGS:
        return True
    return words is not None and folded in words.furniture


def heads_comments(text: str) -> bool:
    """Tell whether a line stands above the comments: by its words, or as their number."""
    return len(text) <= LONGEST_HEADING // 2 and _heads_comments(text)


@lru_cache(maxsize=1024)
def _heads_comments(text: str) -> bool:
    return (
        fold(text).strip(AROUND_HEADING) in COMMENT_HEADINGS or COMMENTS.fullmatch(text.strip()) is not None
    )


def is_aside(text: str) -> bool:
    """Tell whether a line heads an insert of links inside the text."""
    if len(text) >= 40:  # noqa: PLR2004 - no heading
        return False
    first = text[:1]
    if first.isascii() and first.lower() not in FIRST_OF_INSERTS:
        return False
    return fold(text).strip(" :.…>»-–—") in INSERTS


def is_line(text: str) -> bool:
    """Tell whether a line, as a whole, is a tool, a counter or the like."""
    return len(text) <= LONGEST_LINE and _is_line(text)


@lru_cache(maxsize=1024)
def _is_line(text: str) -> bool:
    bare = text.strip(" |·•[]()-–—")
    return (
        not bare
        or LINE.fullmatch(bare) is not None
        or COUNT.match(text) is not None
        or FIGURES.match(text) is not None
    )


def is_keyword_heading(text: str) -> bool:
    """Tell whether a line announces the keywords of the article."""
    return len(text) < 40 and fold(text).strip(" :.>-–—") in KEYWORD_HEADINGS  # noqa: PLR2004 - a heading
