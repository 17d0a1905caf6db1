"""Everything on a page that is not its article: menus, lists of other articles, comments, clouds, figures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.skins.address import slug
from tests.skins.sources import french
from tests.skins.story import KEYWORDS
from tests.skins.words import Writer

if TYPE_CHECKING:
    from tests.skins.markup import Pen
    from tests.skins.story import Story

_SEARCH = (
    '<form action="spip.php" method="get"><input name="recherche" size="10"> '
    '<input type="submit" value="Rechercher"></form>\n'
)
_AD = (
    "<div><small>Publicit&eacute;</small>"
    '<a href="https://regie.example/"><img src="pub.gif" alt="pub"></a></div>\n'
)
MENU = (
    "OSIRIS",
    "Objectifs",
    "Partenaires",
    "Ressources",
    "Société de l’Information",
    "Politique nationale",
    "Législation et réglementation",
    "Points de vue",
    "Articles de presse",
    "Chiffres clés",
    "Opportunités",
    "Projets",
)
LINKS = (
    "NIC Sénégal",
    "ISOC Sénégal",
    "Commission de protection des données personnelles (CDP)",
    "Sénégal numérique (SENUM SA)",
)
FIGURES = (
    (
        "INTERNET EN CHIFFRES",
        "Bande passante internationale : {n}2 Gbps",
        "4 FAI (Orange, Arc Telecom, Waw Telecom)",
        "{n} 8{n} abonnés à l’internet haut débit",
        "(ARTP, 30 septembre 2023)",
        "Débit médian : {n} Mbps",
        "(Ookla, 31 janvier 2023)",
    ),
    (
        "TÉLÉPHONIE EN CHIFFRES",
        "{n}.{n}0.{n}1 lignes mobiles",
        "Taux de pénétration : 1{n},8 %",
        "(ARTP, 31 décembre 2022)",
    ),
    (
        "Chiffres clés",
        "Noms de domaine .sn : {n} 4{n}",
        "(NIC Sénégal, décembre 2023)",
        "Utilisateurs : {n},{k} % (Internet World Stats 31 décembre 2021)",
    ),
)
NAMES = ("modou92", "Lecteur", "Fatou", "un abonné en colère", "citoyen-221", "Dr Thioub")
COMMENTS = (
    "Merci pour cet article.",
    "C’est toujours la même chose avec cet opérateur !",
    "Source ? Je ne crois pas à ces chiffres.",
)


class Furniture:
    """Writes the furniture of one page."""

    def __init__(self, pen: Pen, story: Story) -> None:
        self._pen = pen
        self._dice = pen.dice
        self._story = story
        self._writer = Writer(pen.dice, story.moment.year)

    def before(self, name: str) -> str:
        """Write a block that stands at the top of the page."""
        pen, skin = self._pen, self._pen.skin
        match name:
            case "banner":
                tag = "h1" if skin.site_h1 else "div"
                logo = pen.link(skin.site_name, "./")
                slogan = (
                    "Observatoire sur les systèmes d’information, les réseaux et les inforoutes au Sénégal"
                )
                return pen.box(pen.line(tag, logo, "site") + pen.line("p", pen.text(slogan)), "header")
            case "menu":
                toggle = pen.line("p", "Show navigation Hide navigation") if skin.order == "new" else ""
                links = [pen.link(label, f"-{slug(label, 40)}-.html") for label in MENU]
                return pen.box(toggle + pen.listing(links), "nav")
            case "ticker":
                titles = " *** ".join(self._writer.title() for _ in range(3))
                return pen.box(pen.line("p", pen.text(f"En bref : {titles}")))
            case "cookies":
                text = "Ce site utilise des cookies pour mesurer son audience. Accepter Refuser"
                return f'<div class="cookies" role="dialog"><p>{pen.text(text)}</p></div>\n'
            case "skip":
                return '<a href="#contenu" class="sr-only">Aller au contenu</a>\n'
            case "today":
                return pen.line("p", pen.text(f"Dakar, le {pen.answered_day}"))
            case "languages":
                return pen.line("p", '<a href="?lang=fr">fr</a> | <a href="?lang=en">en</a>')
            case _:
                return self._small(name)

    def between(self, name: str) -> str:
        """Write a block that stands among the parts of the article."""
        return self._small(name)

    def after(self, name: str) -> str:
        """Write a block that stands below or beside the article."""
        match name:
            case "same_section":
                return self._related("Dans la même rubrique", days=True, intros=self._dice.chance(0.4))
            case "recent":
                return self._related(
                    self._dice.pick(("Articles récents", "A lire aussi", "Derniers articles")),
                    days=True,
                    intros=True,
                )
            case "popular":
                return self._related("Les plus lus", days=False, intros=False)
            case "comments":
                return self._comments()
            case "cloud":
                return self._cloud()
            case "figures":
                heading, *lines = self._dice.pick(FIGURES)
                texts = [self._pen.text(self._writer.fill(line)) for line in lines]
                return self._boxed(heading, "".join(self._pen.line("p", text) for text in texts))
            case "feed":
                return self._feed()
            case _:
                return self._minor(name)

    def footer(self) -> str:
        """Write the foot of the page."""
        pen = self._pen
        lines = [f"2025 {pen.skin.site_name}", "Plan du site - Archives (Batik)", "Suivez-vous"]
        if self._dice.chance(0.3):
            lines.append(f"Page générée le {pen.answered_day}")
        return pen.box("".join(pen.line("p", pen.text(line)) for line in lines), "footer")

    def _minor(self, name: str) -> str:
        pen = self._pen
        match name:
            case "links":
                links = [pen.link(label, "https://lien.example/") for label in LINKS]
                return self._boxed("Liens intéressants", pen.listing(links))
            case "newsletter":
                form = (
                    '<form action="#"><input type="text" name="mail"><input type="submit" value="OK"></form>'
                )
                return self._boxed(
                    "Inscrivez-vous a BATIK", pen.line("p", pen.text("Inscrivez-vous à notre lettre")) + form
                )
            case "submenu":
                return self._boxed(
                    "Archives",
                    pen.listing(
                        [pen.link(f"Année {year}", f"-Annee-{year}-.html") for year in range(2015, 2005, -1)]
                    ),
                )
            case "poll":
                return self._boxed(
                    "Sondage",
                    pen.line("p", pen.text(self._writer.fill("Êtes-vous pour {t} ?")))
                    + pen.listing(["Oui", "Non"]),
                )
            case "pager":
                titles = [f"< {self._writer.title()}", f"{self._writer.title()} >"]
                return pen.line("p", " | ".join(pen.link(title, "article.html") for title in titles))
            case _:
                return self._small(name)

    def _small(self, name: str) -> str:
        pen = self._pen
        match name:
            case "share":
                names = [pen.link(n, f"https://{n}.example/share") for n in ("twitter", "facebook", "rss")]
                return pen.box(" ".join(names) + "\n", "tools")
            case "print":
                return pen.line(
                    "p",
                    pen.link("Imprimer", "spip.php?page=imprimer") + " " + pen.link("Envoyer à un ami", "#"),
                    "tools",
                )
            case "fonts":
                return pen.line("p", pen.text("Imprimer Texte plus petit Texte plus grand"), "tools")
            case "listen":
                return pen.line("p", pen.text("Écouter l’article"), "tools")
            case "views":
                return pen.line("p", pen.text(f"Lu {self._dice.number(40, 9000)} fois"), "tools")
            case "search":
                return _SEARCH
            case _:
                return _AD

    def _cloud(self) -> str:
        dice, pen = self._dice, self._pen
        items = [
            f"{dice.number(3, 2747)}/2747 " + pen.link(name, f"+-{slug(name, 40)}-+.html")
            for name in dice.some(KEYWORDS, dice.number(8, 40))
        ]
        return self._boxed("Navigation par mots clés", pen.listing(items))

    def _boxed(self, heading: str, inner: str) -> str:
        return self._pen.box(self._pen.heading(heading) + inner)

    def _related(self, heading: str, *, days: bool, intros: bool) -> str:
        """List other articles, with their days and the starts of their texts."""
        pen, items = self._pen, []
        for _ in range(self._dice.number(2, 6)):
            day = self._story.moment.date() - timedelta(days=self._dice.number(1, 60))
            item = pen.line(
                "p" if intros else "span", pen.link(self._writer.title(), "autre-article.html"), "item"
            )
            if days:
                item += pen.line("p" if intros else "span", pen.text(french(day)), "date")
            if intros:
                item += pen.line("p", pen.text(self._writer.paragraph(1, 2)[:150].rsplit(" ", 1)[0] + " (…)"))
            items.append(item)
        inner = "".join(items) if intros else pen.listing(items)
        return self._boxed(heading, inner)

    def _comments(self) -> str:
        pen, inner = self._pen, ""
        for _ in range(self._dice.number(0, 3)):
            day = self._story.moment.date() + timedelta(days=self._dice.number(0, 9))
            name = self._dice.pick(NAMES)
            inner += pen.line(
                "p", pen.text(f"Le {french(day)} à 12:3{self._dice.number(0, 9)}, par {name}"), "date"
            )
            inner += pen.line("p", pen.text(self._dice.pick(COMMENTS)))
        inner += (
            pen.line("p", pen.text("Qui êtes-vous ?"))
            + '<form action="#"><textarea name="texte"></textarea></form>'
        )
        heading = self._dice.pick(
            ("Un message, un commentaire ?", "Commentaires", "Vos réactions", "Forum de l’article")
        )
        return pen.box(pen.heading(heading) + inner, "comments")

    def _feed(self) -> str:
        items = []
        for _ in range(self._dice.number(2, 5)):
            day = self._story.moment.date() + timedelta(days=self._dice.number(1, 300))
            items.append(self._pen.text(f"{self._writer.title()} Burkina NTIC ({french(day)})"))
        return self._boxed("Fil d’actu", self._pen.listing(items))
