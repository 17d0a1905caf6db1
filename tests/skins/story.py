"""Invented articles before any skin: what a newsroom would hand to the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from tests.skins.dice import Dice
from tests.skins.phrases import MONTHS, ORGS, PEOPLE
from tests.skins.sources import AUTHORS, Source, french, make_source
from tests.skins.truth import Kind
from tests.skins.words import Writer, capital

KEYWORDS = tuple(Path(__file__).with_name("keywords.txt").read_text(encoding="utf-8").split("\n")[:-1])
LAST_ARCHIVE_YEAR = 2024


class Form(StrEnum):
    """What a block of the text is."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUESTION = "question"
    ITEMS = "items"
    TABLE = "table"
    QUOTE = "quote"
    IMAGE = "image"


@dataclass(frozen=True)
class Block:
    """One block of the text; ``lines`` are items, rows (cells parted by tabs), or one text."""

    form: Form
    lines: tuple[str, ...]


@dataclass
class Story:
    """One article."""

    kind: Kind
    number: int
    moment: datetime
    title: str
    language: str = "fr"
    surtitle: str | None = None
    subtitle: str | None = None
    standfirst: str | None = None
    blocks: list[Block] = field(default_factory=list)
    author: str | None = None
    source: Source | None = None
    signature: tuple[str, ...] = ()
    """Lines that sign an editorial."""
    postscript: str | None = None
    source_in_postscript: bool = False
    notes: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    """Breadcrumb labels from Accueil to the section."""
    source_first: bool = False
    """The source line heads the text."""
    broken_title: bool = False
    """The title stands on two lines."""
    broken_lines: bool = False
    """Hard line breaks inside the sentences, as in texts typed before 2006."""


def section_path(kind: Kind, moment: datetime, dice: Dice) -> list[str]:
    """Give the breadcrumb of a kind and day, in the forms of site VARIANTS section 2."""
    year = moment.year
    match kind:
        case Kind.RESOURCE:
            return ["Accueil", "Ressources", "Points de vue", str(year)]
        case Kind.EDITORIAL:
            return ["Accueil", "Batik", "Archives des éditoriaux", f"Année {year}"]
        case Kind.BREVE:
            return ["Accueil", "Articles de presse"]
        case Kind.ARTICLE:
            month = capital(MONTHS[moment.month - 1]) + (f" {year}" if year > 2012 else "")
            root = [] if year > LAST_ARCHIVE_YEAR else [f"Archives 1999-{dice.pick((2024, 2025))}"]
            deeper = [f"Sud NTIC n° 9 vendredi {french(moment)}"] if year == 2002 and dice.chance(0.2) else []
            return ["Accueil", "Articles de presse", *root, f"Année {year}", month, *deeper]


class Newsroom:
    """Writes one article."""

    def __init__(self, seed: int) -> None:
        self._dice = dice = Dice(f"story {seed}")
        year = dice.number(1999, 2025)
        hour = dice.pick((0, 8, 9, 10, 11, 14, 16, 18))
        month = dice.number(1, 4 if year > LAST_ARCHIVE_YEAR else 12)
        day = 1 if dice.chance(0.08) else dice.number(1, 28)
        self._moment = datetime(year, month, day, hour, dice.number(0, 59))  # noqa: DTZ001 - the site prints local days
        self._writer = Writer(dice, year)
        self._straight = dice.chance(0.15)
        self._english = False

    def _prose(self, text: str) -> str:
        return text.replace("’", "'") if self._straight else text

    def _paragraph(self, low: int = 1, high: int = 4) -> str:
        if self._english:
            return self._writer.english_paragraph()
        return self._prose(self._writer.paragraph(low, high))

    def story(self, kind: Kind) -> Story:
        """Write the whole article."""
        dice, writer = self._dice, self._writer
        self._english = kind is Kind.RESOURCE and dice.chance(0.3)
        title = writer.english_title() if self._english else writer.title()
        if kind is Kind.ARTICLE and dice.chance(0.02):
            title += f" (La Dépêche de Podor, {french(self._moment)})"
        story = Story(kind, dice.number(200, 48000), self._moment, title, "en" if self._english else "fr")
        story.path = section_path(kind, self._moment, dice)
        if kind is Kind.BREVE:
            story.blocks = [Block(Form.PARAGRAPH, (self._paragraph(2, 3),))]
            return story
        story.keywords = self._keywords(kind)
        story.blocks = self._text()
        if not self._english:
            self._extras(story)
        if kind is Kind.EDITORIAL:
            story.signature = (dice.pick(PEOPLE), f"Président de {dice.pick(ORGS)}")
        elif dice.chance(0.93 if kind is Kind.ARTICLE else 0.2):
            story.source = make_source(dice, self._moment.date())
            story.author = dice.pick(AUTHORS) if dice.chance(0.38) else None
            story.source_in_postscript = bool(story.postscript) and not story.author and dice.chance(0.3)
        return story

    def _keywords(self, kind: Kind) -> list[str]:
        if kind is Kind.EDITORIAL:
            return self._dice.pick(([], ["Editorial"]))
        if kind is Kind.RESOURCE:
            return ["Point de vue"] if self._dice.chance(0.3) else []
        return self._dice.some(KEYWORDS, self._dice.weighted({1: 92, 0: 4, 2: 4}))

    def _extras(self, story: Story) -> None:
        """Add what only some articles have around their text."""
        dice, writer = self._dice, self._writer
        if dice.chance(0.14):
            story.surtitle = dice.pick(
                ("Télécommunications", "Internet", "Société", "Dossier du mois", "Entretien")
            )
        if dice.chance(0.12):
            story.subtitle = capital(writer.fill("{t} au cœur des débats à {c}"))
        if dice.chance(0.25):
            story.standfirst = self._paragraph(2, 3)
        if dice.chance(0.1):
            story.postscript = self._prose(dice.pick(("Post-scriptum : ", "", "NDLR : ")) + writer.sentence())
        if dice.chance(0.1):
            self._footnotes(story)
        story.broken_lines = self._moment.year < 2007 and dice.chance(0.15)

    def _footnotes(self, story: Story) -> None:
        for index, block in enumerate(story.blocks):
            if block.form is Form.PARAGRAPH and len(block.lines[0]) > 60 and len(story.notes) < 3:
                story.notes.append(self._prose(self._writer.sentence()))
                words = block.lines[0].split(" ")
                words.insert(len(words) // 2 + 1, f"[{len(story.notes)}]")
                story.blocks[index] = Block(Form.PARAGRAPH, (" ".join(words),))

    def _text(self) -> list[Block]:
        """Write the blocks of the text; the number of paragraphs follows the site: most have four to ten."""
        dice = self._dice
        low, high = dice.weighted({(1, 1): 8, (2, 4): 25, (5, 9): 40, (10, 18): 20, (19, 40): 7})
        blocks = [Block(Form.PARAGRAPH, (self._paragraph(),)) for _ in range(dice.number(low, high))]
        if self._english:
            return blocks
        if dice.chance(0.06):
            blocks = self._interview(blocks)
        if dice.chance(0.04):
            mark = Block(Form.PARAGRAPH, (dice.pick(("(...)", "(…)", "(....)")),))
            blocks = [mark, *blocks, mark]
        likely: dict[Form, float] = {
            Form.SUBHEAD: 0.2,
            Form.ITEMS: 0.12,
            Form.TABLE: 0.05,
            Form.QUOTE: 0.06,
            Form.IMAGE: 0.15,
        }
        for form, likelihood in likely.items():
            if dice.chance(likelihood):
                self._insert(blocks, form)
        if len(blocks) > 2 and dice.chance(0.04):  # a credit in mid-text belongs to the text
            credit = dice.pick(("(Source : ARTP, 30 septembre 2023)", "Source : enquête des auteurs, 2009"))
            blocks.insert(dice.number(1, len(blocks) - 1), Block(Form.PARAGRAPH, (credit,)))
        return blocks

    def _interview(self, blocks: list[Block]) -> list[Block]:
        name = self._dice.pick(("", "", "Walo Info : ", "Rédaction : "))
        mixed: list[Block] = []
        for block in blocks:
            question = self._prose(
                self._writer.fill(
                    self._dice.pick(
                        (
                            "Que répondez-vous à {o} ?",
                            "Comment comptez-vous financer {t} ?",
                            "Et {t}, où en est-on ?",
                        )
                    )
                )
            )
            mixed += [Block(Form.QUESTION, (name + question,)), block]
        return mixed

    def _insert(self, blocks: list[Block], form: Form) -> None:
        """Put one or more blocks of another form among the paragraphs, never last where it would be odd."""
        dice, fill = self._dice, self._writer.fill
        times = dice.number(1, 3) if form is Form.SUBHEAD else 1
        for _ in range(times):
            match form:
                case Form.SUBHEAD:
                    text = capital(fill("{t}"))
                    lines: tuple[str, ...] = (text.upper() if dice.chance(0.3) else text,)
                case Form.ITEMS:
                    lines = tuple(fill("{t} ;") for _ in range(dice.number(2, 5)))
                case Form.TABLE:
                    rows = [fill("{c}\t{n} %\t{n}.{n}0") for _ in range(dice.number(2, 6))]
                    lines = ("Ville\tTaux\tAbonnés", *rows)
                case Form.QUOTE:
                    lines = (capital(fill("{s}. {L}, {s}.")),)
                case _:
                    lines = (fill("{p}, {r}"),)
            low = 0 if form is Form.IMAGE else 1
            place = dice.number(min(low, len(blocks) - 1), len(blocks) - 1)
            blocks.insert(place, Block(form, tuple(map(self._prose, lines))))
