"""Makes random pages with their truth, one for each seed.

Development uses seeds 0..999, acceptance 1_000_000 and up. Nobody looks at the pages of the acceptance seeds:
look at a failing one, and its range is spent.
"""

from __future__ import annotations

import unicodedata

from tests.skins.address import article_address
from tests.skins.article import ArticleWriter
from tests.skins.dice import Dice
from tests.skins.frame import page
from tests.skins.furniture import Furniture
from tests.skins.head import article_head
from tests.skins.listing import make_listing
from tests.skins.markup import Pen
from tests.skins.skin import Skin, draw_skin
from tests.skins.story import Newsroom, Story
from tests.skins.truth import Case, Kind, Truth
from tests.skins.turns import below, captured, draw_turns, turned

KINDS: dict[Kind | None, float] = {
    Kind.ARTICLE: 80,
    Kind.BREVE: 4,
    Kind.EDITORIAL: 3,
    Kind.RESOURCE: 5,
    None: 8,
}
DEVELOPMENT = range(1000)
ACCEPTANCE = range(1_000_000, 2_000_000)

__all__ = ["ACCEPTANCE", "DEVELOPMENT", "Case", "make_page"]


def make_page(seed: int, skin_seed: int | None = None, kind: Kind | str | None = "any") -> Case:
    """Make one page; the same seeds give the same bytes on every machine.

    Args:
        seed: Chooses the text, and the skin unless ``skin_seed`` does.
        skin_seed: Chooses the skin, so that several articles can be had in one.
        kind: A kind, None for a page that is no article, or ``any``.
    """
    skin = draw_skin(seed if skin_seed is None else skin_seed)
    dice = Dice(f"page {seed}")
    drawn = dice.weighted(KINDS)
    wanted = drawn if kind == "any" else None if kind is None else Kind(kind)
    if wanted is None:
        return _other_page(seed, skin, dice)
    return _article_page(seed, skin, dice, wanted)


def _other_page(seed: int, skin: Skin, dice: Dice) -> Case:
    story = Newsroom(seed).story(Kind.ARTICLE)
    pen = Pen(skin, dice, story.number)
    listing = make_listing(pen, seed)
    sort = "home" if listing.sort == "home" else "listing"
    html = page(pen, Furniture(pen, story), listing.head, listing.main, sort)
    return Case(html, listing.url, f"{listing.sort} {skin}", Truth(), seed)


def _article_page(seed: int, skin: Skin, dice: Dice, kind: Kind) -> Case:
    turns = draw_turns(seed)
    story = turned(Newsroom(seed).story(kind), turns)
    pen = Pen(skin, dice, story.number)
    url, canonical = article_address(dice, story)
    writer = ArticleWriter(pen, story)
    main = writer.html()
    if kind is Kind.BREVE:
        main += pen.line("p", pen.link("Lire la suite", "https://media.example/suite"))
    html = page(
        pen, Furniture(pen, story), article_head(pen, story, canonical), main, "article", story.language,
        strangers=below(turns, story),
    )  # fmt: skip
    return Case(captured(html, url, turns), url, str(skin), _truth(writer, story, skin, canonical), seed)


def _plain(text: str) -> str:
    """Bring text to the form of the CSV: composed letters, every space a plain one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _other_authors(story: Story, header: str | None) -> tuple[str, ...]:
    """Name the authors that one may write down as well: who signs, or stands in the date line, or nobody."""
    if story.author:
        return (header,) if header else ()
    signed = (story.signature[0], " ".join(story.signature)) if story.signature else ()
    return ("", *signed)


def _truth(writer: ArticleWriter, story: Story, skin: Skin, canonical: str) -> Truth:
    printed, source, marks = writer.printed, story.source, skin.marks
    body = "\n\n".join(_plain(paragraph) for paragraph in writer.body().split("\n\n"))
    dated = skin.shows_date or marks.json_ld == "true" or marks.open_graph == "article" or marks.dublin_core
    return Truth(
        title=_plain(story.title),
        date_iso=story.moment.date().isoformat() if dated else None,
        date_raw=printed.day,
        keywords=story.keywords,
        body=body,
        optional=" ".join(printed.optional),
        source_raw=_plain(source.line) if source else None,
        source_name=source.name if source else None,
        source_date=source.day.isoformat() if source and source.day else None,
        author_line=story.author or printed.header_author,
        author_also=_other_authors(story, printed.header_author),
        breadcrumb=printed.breadcrumb,
        language=story.language,
        kind=story.kind,
        kind_evident=printed.breadcrumb is not None or story.kind is Kind.BREVE,
        canonical=canonical if marks.canonical else None,
    )
