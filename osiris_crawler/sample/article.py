"""One article of the sample archive: what the server prints of it, and the truth that a crawl is held to."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from osiris_crawler.sample.blocks import ArticleText, Block
from osiris_crawler.sample.texts import written
from osiris_crawler.sample.tree import Rubric


class Skin(StrEnum):
    """The look that a page is served in."""

    NEW = "new"
    OLD = "old"
    STOCK = "stock"


class Kind(StrEnum):
    """What an entry of the archive is; the values are those of the CSV column."""

    ARTICLE = "article"
    RESOURCE = "resource"
    BREVE = "breve"
    BULLETIN = "bulletin"
    EDITORIAL = "editorial"
    PAGE = "page"


class Status(StrEnum):
    """Whether the site shows an article."""

    PUBLISHED = "published"
    HIDDEN = "hidden"


class SourcePlace(StrEnum):
    """Where on the page the source line stands."""

    PARAGRAPH = "paragraph"
    """A paragraph of its own at the end of the text: the normal case."""
    BREAK = "break"
    """Behind the last sentence, after a ``<br>``."""
    GLUED = "glued"
    """Behind the last sentence, after a blank."""
    POSTSCRIPT = "postscript"
    """In the postscript of the page."""
    OUTSIDE = "outside"
    """In an element of its own behind the text."""
    NONE = "none"
    """The page has none, or it stands in the title."""


@dataclass(frozen=True, slots=True)
class Credit:
    """The lines behind the text, as printed, and what they say."""

    line: str | None = None
    """The source line as printed, spaces plain; None when the page has none."""
    name: str | None = None
    """The name or names in it as printed, several joined by ``; ``."""
    day: str | None = None
    """Its day as ISO text, the first one of a range; None when it has none."""
    author: str | None = None
    """The line right before it that names a person or an agency."""
    place: SourcePlace = SourcePlace.PARAGRAPH
    marked: str | None = None
    """The line with inline marks (``typography.with_marks``), when tags cut through it."""


_SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
NO_CREDIT = Credit(place=SourcePlace.NONE)


@dataclass(slots=True)
class SampleArticle:
    """An invented article; everything but ``text`` and ``seed`` is truth to hold a crawl to."""

    id: int
    """The number in SPIP; news briefs count by themselves, so the same number may occur twice."""
    path: str
    """The canonical path on the site, percent-encoded, with a slash in front."""
    title: str
    published_on: str
    """The day on the date line, as ISO text."""
    rubric: Rubric
    keywords: list[str] = field(default_factory=list)
    kind: Kind = Kind.ARTICLE
    credit: Credit = NO_CREDIT
    old_paths: list[str] = field(default_factory=list)
    """Earlier paths that answer with a permanent redirect."""
    language: str = "fr"
    skin: Skin = Skin.NEW
    status: Status = Status.PUBLISHED
    variant: str = ""
    """The name of the special case, empty for an ordinary article."""
    seed: str = ""
    """Makes the text of an ordinary article when it is asked for."""
    fixed_text: ArticleText | None = None
    title_html: str | None = None
    """The title as HTML, where it holds tags or entities."""
    straight_quotes: bool = False
    """The older skin prints this text with straight quotes and one line break less."""
    signature: str = ""
    """Author names shown under the title of an editorial by the stock skin."""
    modified: int = 0
    """Counts edits since the archive was made; 0 means never edited."""

    @property
    def text(self) -> ArticleText:
        """The text as blocks."""
        return self.fixed_text if self.fixed_text is not None else written(self.seed)

    @property
    def body(self) -> str:
        """The expected body in the article's own skin: paragraphs parted by a blank line, no credit."""
        return self.body_in(self.skin)

    def body_in(self, skin: Skin) -> str:
        """The expected body in a skin; the older one prints some articles with other quotes and breaks."""
        body = self.text.plain()
        if self.straight_quotes and skin is Skin.OLD:
            body = _SINGLE_BREAK.sub(" ", body.replace("« ", '"').replace(" »", '"'))
        return body

    @property
    def section(self) -> list[str]:
        """The titles of the breadcrumb from ``Accueil`` on, without the article's own title."""
        return ["Accueil", *(rubric.title for rubric in self.rubric.trail)]

    @property
    def day(self) -> date:
        """The day on the date line."""
        return date.fromisoformat(self.published_on)

    @property
    def source_line(self) -> str | None:
        """The source line as printed."""
        return self.credit.line

    @property
    def source_name(self) -> str | None:
        """The name or names in the source line as printed, joined by ``; ``."""
        return self.credit.name

    @property
    def source_date(self) -> str | None:
        """The day in the source line as ISO text."""
        return self.credit.day

    @property
    def author_line(self) -> str | None:
        """The author line as printed."""
        return self.credit.author

    @property
    def is_published(self) -> bool:
        """Whether the site shows it."""
        return self.status is Status.PUBLISHED

    def truth(self, skin: Skin | None = None) -> dict[str, object]:
        """What a crawl should find, as plain values; ``skin`` when the whole site is served in one."""
        return {
            "id": self.id,
            "path": self.path,
            "old_paths": list(self.old_paths),
            "title": self.title,
            "published_on": self.published_on,
            "keywords": list(self.keywords),
            "section": self.section,
            "kind": str(self.kind),
            "body": self.body_in(skin or self.skin),
            "source_line": self.source_line,
            "source_name": self.source_name,
            "source_date": self.source_date,
            "author_line": self.author_line,
            "language": self.language,
            "skin": str(skin or self.skin),
            "status": str(self.status),
            "variant": self.variant,
        }

    def add(self, block: Block) -> None:
        """Puts a block behind the last one of the text."""
        self.fixed_text = replace(self.text, blocks=(*self.text.blocks, block))
