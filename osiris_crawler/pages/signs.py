"""What tag names, roles, classes and identifiers say of an element: hints, never conditions.

Words are those that SPIP skins, other content systems and schema.org use, in French and English. A skin that uses
none of them is still read, by the order and the patterns of its text blocks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Sign:
    """What an element, or one of its ancestors, claims to be: bits of an int.

    Plain ints, since an `IntFlag` makes each `&` ten times slower and a page takes thousands.
    """

    NONE = 0
    NAVIGATION = 1
    ASIDE = 2
    FOOTER = 4
    BANNER = 8
    FORM = 16
    COMMENTS = 32
    RELATED = 64
    SHARE = 128
    HIDDEN = 256
    CONTENT = 512
    AFTERWORD = 1024
    """Postscript and notes."""
    CAPTION = 2048
    BREADCRUMB = 4096
    DATE = 8192
    TITLE = 16384
    KEYWORDS = 32768
    AUTHOR = 65536
    MODIFIED = 131072
    SUBTITLE = 262144
    ARTICLE = 524288
    STANDFIRST = 1048576
    COUNTER = 2097152
    LINK_OUT = 4194304

    @classmethod
    def names(cls, signs: int) -> str:
        """Return the names of the bits that are set, for people debugging."""
        return "|".join(k for k, v in vars(cls).items() if isinstance(v, int) and v and signs & v)


FURNITURE = (
    Sign.NAVIGATION | Sign.ASIDE | Sign.FOOTER | Sign.FORM | Sign.COMMENTS | Sign.RELATED | Sign.SHARE | Sign.HIDDEN
    | Sign.BREADCRUMB | Sign.COUNTER
)  # fmt: skip
"""Signs of what surrounds an article and is no part of it."""

OWN = (
    Sign.DATE | Sign.TITLE | Sign.AUTHOR | Sign.MODIFIED | Sign.SUBTITLE | Sign.CAPTION | Sign.KEYWORDS
    | Sign.STANDFIRST | Sign.LINK_OUT
)  # fmt: skip
"""Signs that say what an element itself is; they reach only the text below it that has no other sign of these."""

TAG_SIGNS = {
    "nav": Sign.NAVIGATION,
    "menu": Sign.NAVIGATION,
    "aside": Sign.ASIDE,
    "footer": Sign.FOOTER,
    "form": Sign.FORM,
    "figcaption": Sign.CAPTION,
    "article": Sign.ARTICLE,
    "time": Sign.DATE,
    "dialog": Sign.HIDDEN,
}
ROLE_SIGNS = {
    "navigation": Sign.NAVIGATION,
    "menu": Sign.NAVIGATION,
    "menubar": Sign.NAVIGATION,
    "complementary": Sign.ASIDE,
    "contentinfo": Sign.FOOTER,
    "banner": Sign.BANNER,
    "search": Sign.FORM,
    "article": Sign.ARTICLE,
    "dialog": Sign.HIDDEN,
    "alert": Sign.HIDDEN,
    "tooltip": Sign.HIDDEN,
}

# one entry a sign: words that stand alone between the separators of a class name (-, _, capitals, digits)
WORDS: dict[int, str] = {
    Sign.NAVIGATION: "nav menu menus navigation navbar pagination pager paginator sommaire burger menubar toolbar "
    "topbar navbox breadcrumbnav langues langue lang languages skip evitement prevnext precedent suivant",
    Sign.ASIDE: "aside sidebar side widget widgets encart encarts colonne laterale lateral rail gauche droite navright "
    "navleft extra secondary complementary chiffres stats statistiques figures promo",
    Sign.FOOTER: "footer pied foot piedpage bottom colophon copyright mentions baspage",
    Sign.BANNER: "banner bandeau masthead entete topheader slogan",
    Sign.FORM: "form formulaire search recherche login newsletter subscribe inscription abonnement formulaires captcha",
    Sign.COMMENTS: "comment comments commentaire commentaires forum forums forml reponses messages discussion disqus "
    "respond reactions reaction petition avis",
    Sign.RELATED: "related similaire similaires similar recents recent lireaussi alire aussi suggestions suggestion "
    "recommended recommandes populaires popular articlesliens connexes connexe latest derniers dernieres voiraussi "
    "listes memerubrique fratrie siblings teaser teasers breves syndic syndication fil rss actus more trending "
    "dossier portfolio documents",
    Sign.SHARE: "share shares sharing partage partager social reseaux addthis addtoany twitter facebook whatsapp "
    "socialshare outils tools actions print imprimer impression textsize fontsize taille zoom boutons buttons "
    "btn follow suivez cookies cookie consent popup modal overlay publicite pub ads ad adsense sponsor banniere",
    Sign.HIDDEN: "hidden offscreen hide invisible visuallyhidden screenreader sr srlonly displaynone",
    Sign.CONTENT: "texte text contenu content body articlebody articletexte entrycontent postcontent corps main "
    "articlecontent storybody contenuarticle textearticle article post story entry prose crayon",
    Sign.AFTERWORD: "ps postscriptum notes note footnotes footnote afterword notesbaspage postscript",
    Sign.CAPTION: "caption legende legend doctitre docdescriptif doccredits figcaption imgcaption wpcaption",
    Sign.BREADCRUMB: "arbo breadcrumb breadcrumbs ariane filariane chemin hierarchie breadcrumblist crumbs filariadne "
    "youarehere vousetesici rootline",
    Sign.DATE: "date published publi publication pubdate datepublished jour datetime time posted infopubli meta "
    "horodatage dateline timestamp entrydate postdate datepubli",
    Sign.MODIFIED: "updated modified modif maj miseajour datemodified lastmod update",
    Sign.TITLE: "titre title headline entrytitle articletitle posttitle titrearticle heading h1 hd",
    Sign.SUBTITLE: "soustitre surtitre subtitle kicker subheadline surtitle overline suptitle",
    Sign.KEYWORDS: "mots tags tag keywords keyword motcle motscles mot motcles cats topics etiquettes categories "
    "category rubrique rubriques themes",
    Sign.AUTHOR: "auteur auteurs author byline vcard authors signature writer redacteur about bio biographie authorbox",
    Sign.STANDFIRST: "chapo chapeau lead standfirst intro introduction excerpt summary dek lede accroche descriptif",
    Sign.COUNTER: "visites hits views counter compteur popularite rating vote votes popularity",
    Sign.LINK_OUT: "hyperlien urlref voirenligne",
    Sign.ARTICLE: "hentry newsarticle blogposting",
}
SIGN_OF_WORD = {word: sign for sign, words in WORDS.items() for word in words.split()}
SIGN_OF_WORD |= {"header": Sign.NONE, "article": Sign.NONE}
SPLIT = re.compile(r"[^a-z0-9]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
SPIP_FIELD = re.compile(
    r"(?:article|rubrique|breve|objet)-(titre|texte|chapo|ps|surtitre|soustitre|intro|descriptif|notes?)\b"
)

INLINE_DOCUMENT = re.compile(r"\bspip_documents?(?:_\w+)?\b")
"""A picture or file with its legend in the middle of a text, as SPIP writes it."""


@lru_cache(maxsize=8192)
def signs_of_names(names: str) -> int:
    """Return the signs in the class names and identifier of an element.

    A name counts as a whole with its separators dropped (`entry-title`), else by its first and last word, so that
    `article-date` is a date and `content-sidebar` a side column.
    """
    found = Sign.NONE
    if INLINE_DOCUMENT.search(names):
        return Sign.CAPTION
    if spip := SPIP_FIELD.search(names):  # what SPIP's editing marks (crayons) say is sure
        return SIGN_OF_WORD.get(spip[1], Sign.CONTENT)
    for name in names.split():
        words = [w for w in SPLIT.split(CAMEL.sub("-", name).lower()) if w]
        if not words:
            continue
        whole = "".join(words)
        sign = SIGN_OF_WORD.get(whole) or SIGN_OF_WORD.get(whole.rstrip("0123456789"))
        if sign is None and len(words) > 1:
            plain = [w.rstrip("0123456789") for w in words]
            sign = (
                SIGN_OF_WORD.get(plain[-1])
                or SIGN_OF_WORD.get("".join(plain[-2:]))
                or SIGN_OF_WORD.get(plain[0])
            )
        if sign:
            found |= sign
    return found


ITEMPROP_SIGNS = {
    "headline": Sign.TITLE,
    "name": Sign.NONE,
    "articlebody": Sign.CONTENT,
    "datepublished": Sign.DATE,
    "datemodified": Sign.MODIFIED,
    "datecreated": Sign.DATE,
    "author": Sign.AUTHOR,
    "keywords": Sign.KEYWORDS,
    "breadcrumb": Sign.BREADCRUMB,
    "description": Sign.STANDFIRST,
    "comment": Sign.COMMENTS,
    "caption": Sign.CAPTION,
}


HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@lru_cache(maxsize=1024)
def sign_of_itemprop(value: str) -> int:
    """Return the sign of a schema.org property name (microdata `itemprop`)."""
    found = Sign.NONE
    for word in value.lower().split():
        found |= ITEMPROP_SIGNS.get(word, Sign.NONE)
    return found


def signs_of(tag: str, attributes: Mapping[str, str]) -> int:
    """Return the signs of an element."""
    get = attributes.get
    names = get("class")
    if identifier := get("id"):
        names = f"{names} {identifier}" if names else identifier
    sign = TAG_SIGNS.get(tag, 0)
    if names:
        sign |= signs_of_names(names)
        if len(attributes) == 1:
            return sign
    return sign | _signs_of_attributes(attributes)


def _signs_of_attributes(attributes: Mapping[str, str]) -> int:
    sign = 0
    for name, value in attributes.items():
        if name == "role":
            sign |= ROLE_SIGNS.get(value, 0)
        elif name == "itemprop":
            sign |= sign_of_itemprop(value)
        elif (
            name == "hidden"
            or (name, value) == ("aria-hidden", "true")
            or (name == "style" and HIDDEN_STYLE.search(value))
        ):
            sign |= Sign.HIDDEN
        elif (name == "aria-label" and "ariane" in value.lower()) or value.lower() == "breadcrumb":
            sign |= Sign.BREADCRUMB
    return sign
