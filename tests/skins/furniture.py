"""Everything on a page that is not its article: menus, lists of other articles, comments, clouds, figures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.skins.address import slug
from tests.skins.dice import Dice
from tests.skins.labels import COMMENTS, FIGURES, HEADINGS, LINES, LINKS, MENU, READERS
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
_MAIL = '<form action="#"><input type="text" name="mail"><input type="submit" value="OK"></form>\n'
_COMMENT_FORM = '<form action="#"><textarea name="texte"></textarea></form>\n'
_SLOGAN = "Observatoire sur les systèmes d’information, les réseaux et les inforoutes au Sénégal"
_COOKIES = "Ce site utilise des cookies pour mesurer son audience. Accepter Refuser"


class Furniture:
    """Writes the furniture of one page; what blocks are called is a decision of the skin."""

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
                logo = pen.link(skin.site_name, "./")
                tag = "h1" if skin.site_h1 else "div"
                return pen.box(pen.line(tag, logo, "site") + pen.line("p", pen.text(_SLOGAN)), "header")
            case "menu":
                return self._menu()
            case "ticker":
                titles = " *** ".join(self._writer.title() for _ in range(3))
                return pen.box(pen.line("p", pen.text(f"En bref : {titles}")))
            case "cookies":
                return f'<div class="cookies" role="dialog"><p>{pen.text(_COOKIES)}</p></div>\n'
            case "skip":
                return '<a href="#contenu" class="sr-only">Aller au contenu</a><br>\n'
            case "today":
                return pen.line("p", pen.text(f"Dakar, le {pen.answered_day}"))
            case "languages":
                return pen.line("p", '<a href="?lang=fr">fr</a> | <a href="?lang=en">en</a>')
            case _:
                return self.between(name)

    def between(self, name: str) -> str:
        """Write a block that stands among the parts of the article, or anywhere else."""
        pen = self._pen
        match name:
            case "share":
                names = self._label(LINES, name).split(" ")
                return pen.box(
                    " ".join(pen.link(label, "https://part.example/") for label in names) + "\n", "tools"
                )
            case "print":
                names = self._label(LINES, name).split("|")
                return pen.line("p", " ".join(pen.link(label, "?page=imprimer") for label in names), "tools")
            case "fonts" | "listen" | "views":
                plain = self._label(LINES, name).replace("{n}", str(self._dice.number(4, 99)))
                return pen.line("p", pen.text(plain), "tools")
            case "search":
                return _SEARCH
            case _:
                return _AD

    def after(self, name: str) -> str:
        """Write a block that stands below or beside the article."""
        match name:
            case "same_section" | "recent" | "popular":
                intros = name == "recent" or (name == "same_section" and self._dice.chance(0.4))
                return self._related(name, days=name != "popular", intros=intros)
            case "comments":
                return self._comments()
            case "cloud":
                return self._cloud()
            case "figures":
                return self._figures()
            case "feed":
                return self._feed()
            case "pager":
                titles = [f"< {self._writer.title()}", f"{self._writer.title()} >"]
                return self._pen.line(
                    "p", " | ".join(self._pen.link(title, "article.html") for title in titles)
                )
            case _:
                return self._boxed(name, self._content(name)) if name in HEADINGS else self.between(name)

    def footer(self) -> str:
        """Write the foot of the page."""
        pen = self._pen
        lines = [f"2025 {pen.skin.site_name}", "Plan du site - Archives (Batik)", "Suivez-vous"]
        if self._dice.chance(0.3):
            lines.append(f"Page générée le {pen.answered_day}")
        return pen.box("".join(pen.line("p", pen.text(line)) for line in lines), "footer")

    def _label(self, table: dict[str, tuple[str, ...]], name: str) -> str:
        """Name a block as the skin does on all its pages."""
        return Dice(f"label {self._pen.skin.seed} {name}").pick(table[name])

    def _boxed(self, name: str, inner: str, role: str = "box") -> str:
        return self._pen.box(self._pen.heading(self._label(HEADINGS, name)) + inner, role)

    def _menu(self) -> str:
        pen, skin = self._pen, self._pen.skin
        toggle = pen.line("p", "Show navigation Hide navigation") if skin.order == "new" else ""
        choice = Dice(f"menu {skin.seed}")
        labels = MENU[:13] if skin.order == "new" else choice.some(MENU, choice.number(4, 14))
        links = [pen.link(label, f"-{slug(label, 40)}-.html") for label in labels]
        if skin.order != "new" and choice.chance(0.3):
            return pen.box(toggle + " | ".join(links) + "\n", "nav")
        return pen.box(toggle + pen.listing(links), "nav")

    def _content(self, name: str) -> str:
        pen = self._pen
        match name:
            case "links":
                return pen.listing([pen.link(label, "https://lien.example/") for label in LINKS])
            case "newsletter":
                return pen.line("p", pen.text(self._label(LINES, name))) + _MAIL
            case "submenu":
                years = range(2015, 2005, -1)
                return pen.listing([pen.link(f"Année {year}", f"-Annee-{year}-.html") for year in years])
            case _:
                question = self._writer.fill("Êtes-vous pour {t} ?")
                return pen.line("p", pen.text(question)) + pen.listing(["Oui", "Non"])

    def _figures(self) -> str:
        """Write a block of figures; below a source line it may stand without a heading, as once."""
        pen = self._pen
        heading, *lines = self._dice.pick(FIGURES)
        inner = "".join(pen.line("p", pen.text(self._writer.fill(line))) for line in lines)
        story = self._story
        ended = story.source and not story.postscript and not story.notes
        bare = ended and self._dice.chance(0.3)
        return pen.box(inner if bare else pen.heading(heading) + inner)

    def _cloud(self) -> str:
        dice, pen = self._dice, self._pen
        form = Dice(f"cloud {pen.skin.seed}").pick(("{n}/2747 {k}", "{k}", "{k} ({n})"))
        items = [
            form.format(n=dice.number(3, 2747), k=pen.link(name, f"+-{slug(name, 40)}-+.html"))
            for name in dice.some(KEYWORDS, dice.number(8, 40))
        ]
        return self._boxed("cloud", pen.listing(items))

    def _related(self, name: str, *, days: bool, intros: bool) -> str:
        """List other articles, with their days and the starts of their texts."""
        pen, items = self._pen, []
        tag = "p" if intros else "span"
        for _ in range(self._dice.number(2, 6)):
            day = self._story.moment.date() - timedelta(days=self._dice.number(1, 60))
            item = pen.line(tag, pen.link(self._writer.title(), "autre-article.html"), "item")
            if days:
                item += pen.line(tag, pen.text(french(day)), "date")
            if intros:
                start = self._writer.paragraph(1, 2)[:150].rsplit(" ", 1)[0]
                item += pen.line("p", pen.text(start + " (…)"))
            items.append(item)
        return self._boxed(name, "".join(items) if intros else pen.listing(items))

    def _comments(self) -> str:
        pen, inner = self._pen, ""
        for _ in range(self._dice.number(0, 3)):
            day = self._story.moment.date() + timedelta(days=self._dice.number(0, 9))
            head = f"Le {french(day)} à 12:3{self._dice.number(0, 9)}, par {self._dice.pick(READERS)}"
            inner += pen.line("p", pen.text(head), "date")
            inner += pen.line("p", pen.text(self._dice.pick(COMMENTS)))
        inner += pen.line("p", pen.text("Qui êtes-vous ?")) + _COMMENT_FORM
        return self._boxed("comments", inner, "comments")

    def _feed(self) -> str:
        items = []
        for _ in range(self._dice.number(2, 5)):
            day = self._story.moment.date() + timedelta(days=self._dice.number(1, 300))
            items.append(self._pen.text(f"{self._writer.title()} Burkina NTIC ({french(day)})"))
        return self._boxed("feed", self._pen.listing(items))
