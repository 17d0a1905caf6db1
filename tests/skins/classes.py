"""Class and id attributes: what a template author writes, or a builder, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.skins.dice import Dice

# Role of an element -> French names, English names, names of SPIP's templates.
NAMES: dict[str, tuple[str, str, str]] = {
    "page": ("page conteneur cadre global", "wrapper page site-wrap container", "page"),
    "header": ("entete bandeau haut tetiere", "header masthead top site-header", "header nav-header"),
    "site": ("nom-site logo enseigne", "site-title brand logo", "spip_logo_site"),
    "nav": ("menu navigation barre onglets", "nav menu navbar main-nav", "nav clearfix"),
    "main": ("contenu principal centre corps", "content main primary column", "content main"),
    "article": ("article fiche billet", "post article entry story", "article hentry"),
    "head": ("cartouche tete-article intro-titre", "entry-header post-head heading", "cartouche"),
    "crumb": ("fil-ariane chemin ariane vous-etes-ici", "breadcrumb crumbs breadcrumbs trail", "arbo"),
    "title": (
        "titre titre-article gros-titre titre_page",
        "title entry-title headline post-title",
        "entry-title crayon article-titre-{n}",
    ),
    "surtitle": (
        "surtitre sur-titre rubrique-titre",
        "kicker overline eyebrow",
        "surtitre crayon article-surtitre-{n}",
    ),
    "subtitle": (
        "soustitre sous-titre",
        "subtitle subheading deck",
        "soustitre crayon article-soustitre-{n}",
    ),
    "date": ("date date-article publie infos", "date meta posted-on byline", "info-publi"),
    "author": ("auteur signature signe", "author byline credit", "auteur"),
    "keyword": ("mot-cle theme mots etiquette", "tag tags category label", "mots-cles tags"),
    "standfirst": (
        "chapo chapeau accroche",
        "lead intro standfirst summary",
        "chapo surlignable crayon article-chapo-{n}",
    ),
    "body": (
        "texte texte-article corps-article contenu-texte",
        "body entry-content post-body article-text",
        "texte surlignable crayon article-texte-{n}",
    ),
    "para": ("paragraphe par", "para p text", "spip"),
    "source": ("source provenance", "source credit origin", "spip"),
    "postscript": ("ps post-scriptum", "postscript after", "ps crayon article-ps-{n}"),
    "notes": ("notes bas-de-page", "footnotes notes", "notes"),
    "caption": ("legende", "caption", "spip_doc_titre"),
    "image": (
        "image photo illustration",
        "figure media thumb",
        "spip_document_{n} spip_documents spip_documents_center",
    ),
    "tools": ("outils imprimer partage", "tools share social", "social-tags"),
    "side": ("colonne lateral gauche droite extra", "sidebar aside widget-area rail", "aside secondary"),
    "box": ("bloc boite encart cadre-box", "box widget card block", "liste articles"),
    "boxtitle": ("titre-bloc intitule entete-bloc", "widget-title box-head", "h2"),
    "item": ("element lien-liste ligne", "item entry list-item", "item short"),
    "comments": ("forum commentaires reactions", "comments discussion responses", "comments-posts"),
    "footer": ("pied bas pied-page", "footer bottom site-footer", "footer"),
}
SHARED = ("texte", "gras", "petit", "titre", "style1", "style3", "Normal")
UTILITIES = (
    "mt-4",
    "mb-2",
    "text-lg",
    "text-sm",
    "font-bold",
    "flex",
    "gap-2",
    "px-4",
    "py-8",
    "max-w-3xl",
    "mx-auto",
    "text-gray-700",
    "leading-relaxed",
    "md:w-2/3",
    "border-b",
    "uppercase",
    "tracking-wide",
    "col-md-8",
    "row",
)
MODES: dict[str, float] = {
    "french": 18,
    "english": 18,
    "spip": 18,
    "none": 10,
    "token": 10,
    "bem": 8,
    "letters": 5,
    "utility": 8,
    "shared": 5,
}
_ONLY_ONCE = frozenset(
    {"page", "header", "main", "article", "footer", "crumb", "body", "title", "date", "side"}
)


class Vocabulary:
    """Attributes for each role; a template decision, the same for all pages of a skin."""

    def __init__(self, dice: Dice, mode: str | None = None) -> None:
        self.mode = mode or dice.weighted(MODES)
        self._ids = dice.chance(0.35)
        self._attributes = {role: self._attribute(role, dice) for role in NAMES}

    def _attribute(self, role: str, dice: Dice) -> str:
        french, english, spip = NAMES[role]
        match self.mode:
            case "french":
                name = dice.pick(french.split(" "))
            case "english":
                name = dice.pick(english.split(" "))
            case "spip":
                name = spip
            case "token":
                name = dice.pick(("c", "x", "_", "css-")) + format(dice.number(17, 0xFFFF), "x")
            case "bem":
                block, part = dice.pick(english.split(" ")), dice.pick(("inner", "el", "row", "cell"))
                name = f"{block}__{part}--{dice.number(1, 9)}"
            case "letters":
                name = f"bloc-{dice.pick('abcdefghij')}"
            case "utility":
                name = " ".join(dice.some(UTILITIES, dice.number(1, 5)))
            case "shared":
                name = dice.pick(SHARED)
            case _:
                return ""
        if self._ids and role in _ONLY_ONCE and " " not in name and self.mode in {"french", "english"}:
            return f' id="{name}"'
        return f' class="{name}"' if dice.chance(0.85) or self.mode == "spip" else ""

    def of(self, role: str, number: int) -> str:
        """Give the attributes of a role, a blank before them, or nothing; SPIP's hold a number."""
        return self._attributes[role].replace("{n}", str(number))
