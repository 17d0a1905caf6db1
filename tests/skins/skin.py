"""A skin: the decisions of one invented template, drawn from a seed and kept for all its pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.skins.classes import Vocabulary
from tests.skins.daylines import DayLine
from tests.skins.dice import Dice
from tests.skins.style import Letters, Marks, TextStyle

NEW = ("crumb", "surtitle", "title", "subtitle", "date", "keyword", "standfirst", "body", "ps", "notes")
OLD = (
    "section",
    "surtitle",
    "title",
    "subtitle",
    "date",
    "tools",
    "standfirst",
    "body",
    "ps",
    "notes",
    "keyword_box",
)
STOCK = ("crumb", "surtitle", "title", "subtitle", "date", "standfirst", "body", "ps", "notes", "keyword_box")
LATE = ("crumb", "surtitle", "title", "subtitle", "standfirst", "body", "ps", "notes", "date", "keyword_box")
ABOVE = (
    "crumb",
    "date",
    "surtitle",
    "title",
    "subtitle",
    "tools",
    "standfirst",
    "body",
    "notes",
    "ps",
    "keyword_box",
)
MAGAZINE = ("tools", "crumb", "keyword", "title", "standfirst", "date", "body", "ps", "notes")
ORDERS: dict[str, float] = {"new": 32, "old": 24, "stock": 26, "late": 4, "above": 6, "magazine": 8}
SLOTS = {"new": NEW, "old": OLD, "stock": STOCK, "late": LATE, "above": ABOVE, "magazine": MAGAZINE}

FRAMES: dict[str, float] = {"html5": 26, "div": 30, "table": 18, "spip": 12, "bare": 5, "utility": 9}
TITLE_TAGS: dict[str, dict[str, float]] = {
    "html5": {"h1": 70, "h2": 15, "div": 5, "h3": 3, "p": 2},
    "div": {"h1": 45, "h2": 22, "h3": 8, "h4": 3, "div": 10, "span": 4, "p+strong": 4},
    "table": {"h1": 10, "h2": 8, "font+b": 26, "span": 12, "strong": 12, "td": 16, "p+strong": 8, "h3": 8},
    "spip": {"h1": 70, "h2": 20, "h3": 5, "div": 5},
    "bare": {"h1": 50, "h2": 20, "center+b": 20, "font+b": 10},
    "utility": {"h1": 60, "h2": 20, "div": 15, "p": 5},
}
BEFORE = ("banner", "menu", "search", "ticker", "ad", "cookies", "skip", "fonts", "languages", "today")
BETWEEN = ("share", "print", "fonts", "listen", "ad", "views")
AFTER = (
    "share",
    "same_section",
    "recent",
    "comments",
    "newsletter",
    "figures",
    "feed",
    "cloud",
    "links",
    "popular",
    "print",
    "ad",
    "pager",
)
SIDE = (
    "cloud",
    "feed",
    "figures",
    "recent",
    "links",
    "newsletter",
    "search",
    "popular",
    "submenu",
    "ad",
    "poll",
)


@dataclass(frozen=True)
class Skin:
    """One invented template."""

    seed: int
    frame: str
    order: str
    words: Vocabulary
    marks: Marks
    letters: Letters
    text: TextStyle
    day: DayLine
    title_tag: str
    box_tag: str
    site_name: str
    site_h1: bool
    head_form: str
    """Form of the ``<title>`` element."""
    crumb_form: str
    crumb_mark: str
    crumb_label: str
    crumb_leaf: str
    keyword_form: str
    section_line: bool
    header_author: bool
    title_link: bool
    modified_last: bool
    modified_label: str
    grouping: str
    """How the slots stand: ``flat``, ``head`` (title and date wrapped), ``each``, ``rows``."""
    shows_date: bool
    before: list[str] = field(default_factory=list)
    between: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    side: list[str] = field(default_factory=list)
    side_first: bool = False

    def __str__(self) -> str:
        """Name the decisions that failing pages may share."""
        text, marks = self.text, self.marks
        return (
            f"{self.frame}/{self.order}/{self.grouping} class={self.words.mode} title={self.title_tag}"
            f" p={text.paragraphs} tail={text.tail} day={self.day.form if self.shows_date else 'hidden'}"
            f" crumb={self.crumb_form}{self.crumb_mark}{self.crumb_leaf} keyword={self.keyword_form}"
            f" ld={marks.json_ld} og={marks.open_graph} time={marks.time_tag} {self.letters.charset}"
        )


def draw_skin(seed: int) -> Skin:
    """Draw the skin of this seed."""
    dice = Dice(f"skin {seed}")
    frame = dice.weighted(FRAMES)
    order = dice.weighted(ORDERS)
    title_tag = dice.weighted(TITLE_TAGS[frame])
    marks = Marks.draw(dice, frame)
    shows_date = dice.chance(0.975) or "lying" in {marks.json_ld, marks.time_tag}
    grouping = dice.weighted({"flat": 40, "head": 35, "each": 25})
    if frame == "table":
        grouping = "rows" if title_tag == "td" else dice.pick(("flat", "flat", "each", "rows"))
    return Skin(
        seed=seed,
        frame=frame,
        order=order,
        words=Vocabulary(dice, "spip" if frame == "spip" else "utility" if frame == "utility" else None),
        marks=marks,
        letters=Letters.draw(dice, frame),
        text=TextStyle.draw(dice, frame),
        day=DayLine.draw(dice),
        title_tag=title_tag,
        box_tag=dice.pick(
            ("h2", "h3", "h4", "div", "strong", "p")
            if frame != "table"
            else ("b", "font", "h4", "p", "strong")
        ),
        site_name=dice.pick(
            ("OSIRIS", "Osiris.sn", "Osiris, l’observatoire", "OSIRIS : Observatoire des inforoutes")
        ),
        site_h1=dice.chance(0.25),
        head_form=dice.weighted(
            {
                "{t} - {s}": 34,
                "{s} - {t}": 12,
                "{t} | {s}": 14,
                "{c} - {s}": 14,
                "{s}": 12,
                "{t}": 8,
                "": 2,
                "{s} : {t}": 4,
            }
        ),
        crumb_form=dice.weighted({"links": 50, "list": 22, "plain": 14, "list_marked": 8, "none": 6}),
        crumb_mark=dice.weighted({">": 50, "»": 18, "›": 14, "/": 8, "|": 4, "→": 3, "::": 3}),
        crumb_label=dice.weighted(
            {"": 66, "Vous êtes ici : ": 24, "Vous êtes dans : ": 5, "Navigation : ": 5}
        ),
        crumb_leaf=dice.weighted({"cut": 40, "whole": 36, "none": 24}),
        keyword_form=dice.weighted({"line": 40, "link": 40, "labelled": 20}),
        section_line=dice.chance(0.4),
        header_author=dice.chance(0.12),
        title_link=dice.chance(0.06),
        modified_last=dice.chance(0.5),
        modified_label=dice.pick(("Mis à jour le ", "Dernière mise à jour : ", "Dernière modification le ")),
        grouping=grouping,
        shows_date=shows_date,
        before=["banner", "menu", *dice.some(BEFORE[2:] if shows_date else BEFORE[2:-1], dice.number(0, 4))],
        between=dice.some(BETWEEN, dice.weighted({0: 60, 1: 30, 2: 10})),
        after=dice.some(AFTER, dice.number(0, 5)),
        side=dice.some(SIDE, dice.number(0, 5)),
        side_first=dice.chance(0.4),
    )
