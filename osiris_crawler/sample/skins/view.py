"""What a skin is handed: one article, one listing, and the frame around every page."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from osiris_crawler.sample.article import SampleArticle, SourcePlace
from osiris_crawler.sample.blocks import Layout, Markup, Tail, link_notes, render, render_notes
from osiris_crawler.sample.pagination import PageLink
from osiris_crawler.sample.typography import cut, entity_laden, printed, with_marks

SITE_NAME = "OSIRIS"
SLOGAN = "Observatoire sur les systèmes d’information, les réseaux et les inforoutes au Sénégal"
LEAF_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Link:
    """A label with its address relative to the root of the site; ``children`` hang below it in menus."""

    label: str
    href: str
    children: tuple["Link", ...] = ()


@dataclass(frozen=True, slots=True)
class Cloud:
    """One entry of the keyword list at the side."""

    label: str
    href: str
    weight: int


@dataclass(frozen=True, eq=False)
class Frame:
    """What stands around every page; made once for each state of the archive, told apart by identity."""

    root: str
    """Absolute address of the site, with the slash at its end."""
    menu: tuple[Link, ...]
    """The sections, two levels."""
    years: tuple[Link, ...]
    """The rubrics below the press section, three levels."""
    cloud: tuple[Cloud, ...]
    calendar: bool = True
    misleading_dates: bool = False
    """Puts times of cache and edit into metadata and at the foot of the text."""


class ListingKind(StrEnum):
    """Which of SPIP's pages a listing is; the values are those of the stock skin's body class."""

    HOME = "sommaire"
    RUBRIC = "rubrique"
    KEYWORD = "mot"
    PLAN = "plan"
    SEARCH = "recherche"
    CALENDAR = "agenda"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in a listing."""

    href: str
    title_html: str
    day: date
    introduction: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists articles, rubrics or both."""

    kind: ListingKind
    title: str
    path: str
    """The address of its first page, relative to the root."""
    crumbs: tuple[Link, ...] = ()
    branches: tuple[Link, ...] = ()
    branch_links: tuple[PageLink, ...] = ()
    entries: tuple[Entry, ...] = ()
    page_links: tuple[PageLink, ...] = ()
    breves: tuple[Entry, ...] = ()
    breve_links: tuple[PageLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page of one article or news brief."""

    article: SampleArticle
    crumbs: tuple[Link, ...]
    keywords: tuple[Link, ...] = ()
    neighbours: tuple[Link, ...] = ()
    comment_form: bool = False

    @property
    def heading(self) -> str:
        """HTML of the whole title."""
        if self.article.title_html is not None:
            return self.article.title_html
        return printed(self.article.title)

    @property
    def leaf(self) -> str:
        """HTML of the title as the breadcrumb and the window show it: cut when it is long."""
        return printed(cut(self.article.title, LEAF_LENGTH))


@dataclass(frozen=True, slots=True)
class Body:
    """HTML of the parts of an article's text; empty where the article has no such part."""

    standfirst: str
    text: str
    outside: str
    postscript: str
    notes: str

    @property
    def whole(self) -> str:
        """All parts in the order of the page."""
        return self.standfirst + self.text + self.outside + self.postscript + self.notes


def body_of(article: SampleArticle, markup: Markup) -> Body:
    """HTML of an article's text with its author and source lines where the article wants them."""
    text = article.text
    lines = credit_lines(article)
    place = article.credit.place
    tail = Tail(lines if place in _IN_TEXT else [], _GLUE.get(place, "").replace("<br>", markup.line_break))
    count = len(text.notes)
    postscript = render(text.postscript, markup, Layout.PARAGRAPHS)
    if place is SourcePlace.POSTSCRIPT:
        postscript += "".join(f"{markup.paragraph}{line}</p>" for line in lines)
    body = Body(
        standfirst=link_notes(render(text.standfirst, markup, Layout.PARAGRAPHS), count),
        text=link_notes(render(text.blocks, markup, text.layout, tail), count),
        outside="".join(f"<div>{line}</div>" for line in lines) if place is SourcePlace.OUTSIDE else "",
        postscript=postscript,
        notes=render_notes(text.notes),
    )
    if article.variant != "entities":
        return body
    return Body(
        *(
            entity_laden(part)
            for part in (body.standfirst, body.text, body.outside, body.postscript, body.notes)
        )
    )


_IN_TEXT = (SourcePlace.PARAGRAPH, SourcePlace.BREAK, SourcePlace.GLUED, SourcePlace.NONE)
_GLUE = {SourcePlace.BREAK: "<br>", SourcePlace.GLUED: " "}


def credit_lines(article: SampleArticle) -> list[str]:
    """HTML of the author line and the source line, those of the two that there are."""
    credit = article.credit
    lines = [printed(credit.author)] if credit.author else []
    if credit.line:
        lines.append(with_marks(credit.marked or credit.line))
    return lines
