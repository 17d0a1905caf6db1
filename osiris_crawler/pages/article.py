"""Reads an article page: every field from several signs, a warning wherever they do not agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import tee
from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.dates import month_of, year_of, year_range_of
from osiris_crawler.errors import NotAnArticleError
from osiris_crawler.items import Kind, Role, Warning_
from osiris_crawler.pages.body import Region, find_body
from osiris_crawler.pages.breadcrumb import Breadcrumb, find_breadcrumb, nearer_breadcrumb, path_lines, uncut
from osiris_crawler.pages.credit import author_of, find_credits
from osiris_crawler.pages.document import decode
from osiris_crawler.pages.error_page import is_no_html
from osiris_crawler.pages.flatten import flatten
from osiris_crawler.pages.keyword import find_keywords, keyword_groups
from osiris_crawler.pages.kind import not_an_article
from osiris_crawler.pages.language import language_of
from osiris_crawler.pages.marks import read_marks
from osiris_crawler.pages.opening import Opening
from osiris_crawler.pages.paragraphs import text_of
from osiris_crawler.pages.published import find_published
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.title import find_title
from osiris_crawler.pages.vocabulary import Vocabulary, fold
from osiris_crawler.source_line import parse_source_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osiris_crawler.dates import ParsedDate
    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.marks import Marks
    from osiris_crawler.source_line import SourceLine

DEFAULT_WORDS = Vocabulary()
NO_SOURCE = frozenset(Kind) - {Kind.ARTICLE}
"""Kinds that have no source line by nature; only its absence on a press article is worth a warning."""
SECTION_LINE = 5
"""Lines above a title among which the old skin prints the name of the section."""


@dataclass(slots=True)
class Reading:
    """What an article page says; an absent value is empty and has a warning that tells why."""

    url: str
    """Address of the article: the canonical link where it is believable, else the address asked for."""
    title: str
    body: str
    published: ParsedDate | None
    published_raw: str
    source: SourceLine | None
    author_line: str
    keywords: list[str]
    breadcrumb: list[str]
    """From Accueil, without the title."""
    language: str
    kind: Kind | None
    canonical: str = ""
    """The page's own canonical link, where it names an article of the same site."""
    aliases: list[str] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)

    @property
    def source_line(self) -> str:
        """The source line as printed; empty when there is none."""
        return self.source.raw if self.source else ""


def read(
    html: bytes,
    url: str,
    *,
    charset: str | None = None,
    words: Vocabulary = DEFAULT_WORDS,
    press_names: Mapping[str, str] | None = None,
    captured_on: str = "",
) -> Reading:
    """Read an article page.

    Args:
        html: the page, content codings undone.
        url: the address it was asked under.
        charset: the charset of the Content-Type header.
        words: keywords, section names and furniture of the site.
        press_names: spelling of a press name to its canonical name.
        captured_on: ISO day of the capture, when known.

    Raises:
        NotAnArticleError: the page is a home page, a listing, an error page or empty.
    """
    decoded = decode(html, charset)
    if is_no_html(decoded.text):
        raise NotAnArticleError(url, "not_html")
    page = flatten(decoded.text)
    if not page.blocks:
        raise NotAnArticleError(url, "empty_page")
    marks = read_marks(page, url)
    lines, again = tee(path_lines(page, words))
    crumbs = find_breadcrumb(page, marks, words, lines)
    title = find_title(page, marks, crumbs, url)
    crumbs = _believable(crumbs, title.text, page)
    if title.block and not crumbs.leaf:
        crumbs = nearer_breadcrumb(page, crumbs, words, title.text, again) or crumbs
    opening = Opening(page, words, title=title.block, url=url)
    published = find_published(
        page, marks, title=title.block, body_start=opening.end_of_heading, sections=crumbs.sections,
        captured_on=captured_on, own_signs=opening.own,
    )  # fmt: skip
    if reason := not_an_article(page, marks, url, opening, title, published):
        raise NotAnArticleError(url, reason)
    groups = keyword_groups(page, url)
    crumb_blocks = frozenset(range(crumbs.first, crumbs.last)) if crumbs.first >= 0 else frozenset()
    not_body = published.lines.union(crumb_blocks, *[group.blocks for group in groups])
    region = _region(opening, not_body)
    header = _header(page, title.block, crumbs, region)
    end = region.blocks[-1].index + 1 if region.blocks else header.stop
    at = title.block.index if title.block else 0
    keywords = find_keywords(page, marks, words, groups, header=header, title=at, end=end)
    region.blocks = [b for b in region.blocks if b.index not in keywords.blocks]
    region.blocks = [*_credit_head(page, region, at), *region.blocks, *_credit_tail(page, region)]
    credit = find_credits(region.blocks, press_names, words)
    body = text_of(credit.blocks)
    author = credit.author or published.author or _byline(page, header)
    kind, kind_warnings = _kind(url, _sections(crumbs, page, title.block, words), title.text, words)
    address, canonical, address_warnings = _address(url, marks)
    warnings = [
        *decoded.warnings, *title.warnings, *published.warnings, *keywords.warnings, *credit.warnings,
        *kind_warnings, *address_warnings,
    ]  # fmt: skip
    if kind in NO_SOURCE:
        warnings = [w for w in warnings if w.code != "no_source_line"]
    if not body:
        warnings.append(Warning_("empty_body", "body"))
    return Reading(
        url=address,
        title=title.text,
        body=body,
        published=published.date,
        published_raw=published.raw,
        source=credit.source,
        author_line=author,
        keywords=list(keywords.words),
        breadcrumb=list(crumbs.sections),
        language=marks.language or language_of(f"{title.text} {body}"),
        kind=kind,
        canonical=canonical,
        aliases=[] if urls.key(address) == urls.key(url) else [urls.canonical(url)],
        warnings=warnings,
    )


def _believable(crumbs: Breadcrumb, title: str, page: Page) -> Breadcrumb:
    """Take a last item that is the title, cut or not, for what it is; else the run of links may be a menu."""
    if not crumbs.leaf or not title:
        return crumbs
    leaf, whole = fold(uncut(crumbs.leaf)[0]), fold(title)
    if whole.startswith(leaf):
        return crumbs
    leaf, whole = _letters(leaf), _letters(whole)
    if whole.startswith(leaf) or leaf.startswith(whole) or leaf[:15] == whole[:15]:
        return crumbs
    label = month_of(crumbs.leaf) or year_of(crumbs.leaf) or year_range_of(crumbs.leaf)
    marked = crumbs.first < 0 or page.blocks[crumbs.first].sign & Sign.BREADCRUMB
    if (label and len(crumbs.leaf) < 30) or (marked and len(crumbs.leaf) < 40):  # noqa: PLR2004 - labels are short
        return crumbs._replace(leaf="", sections=(*crumbs.sections, crumbs.leaf))
    if marked or len(crumbs.sections) > 2:  # noqa: PLR2004 - home and two sections are no chance
        return crumbs
    return Breadcrumb(())


def _letters(text: str) -> str:
    """Return letters and figures only."""
    return "".join(filter(str.isalnum, text))


def _region(opening: Opening, not_body: frozenset[int]) -> Region:
    """The body; by tags alone when class names leave no sentence."""
    region = find_body(opening, not_body)
    if not region.prose:
        wider = find_body(opening.without_names(), not_body)
        if wider.prose:
            return wider
    return region


def _credit_head(page: Page, region: Region, title: int) -> list[Block]:
    """The source line right above the body, below the title."""
    if not region.blocks:
        return []
    first = region.blocks[0].index
    above = page.blocks[max(title + 1, first - 2) : first]
    return [block for block in above if len(block.text) < 200 and parse_source_line(block.text)][:1]  # noqa: PLR2004


def _credit_tail(page: Page, region: Region) -> list[Block]:
    """The source line, with the author above it, in a box of its own right below the body, whatever its class says."""
    if not region.blocks:
        return []
    last = region.blocks[-1].index
    tail: list[Block] = []
    for block in page.blocks[last + 1 : last + 4]:
        if len(block.text) > 200 or block.heading or block.sign & (Sign.COMMENTS | Sign.RELATED):  # noqa: PLR2004
            break
        tail.append(block)
        if parse_source_line(block.text):
            return tail
        if not author_of(block):
            break
    return []


def _header(page: Page, title: Block | None, crumbs: Breadcrumb, region: Region) -> range:
    """The blocks around the title, up to the first sentence of the body."""
    at = title.index if title else 0
    first = max(crumbs.last if 0 <= crumbs.last <= at else 0, at - 4)
    stop = next((b.index for b in region.blocks if b.prose and b.index > at), min(at + 8, len(page.blocks)))
    return range(first, stop)


def _byline(page: Page, header: range) -> str:
    """The author named between title and body, in a block of its own."""
    for block in page.blocks[header.start : min(header.stop, header.start + 14)]:
        if _is_byline(block) and (name := author_of(block)):
            return name.removeprefix("par ").removeprefix("Par ").removeprefix("By ").strip()
    return ""


def _is_byline(block: Block) -> bool:
    return bool(block.sign & Sign.AUTHOR) or block.text[:4].lower().startswith(("par ", "by "))


def _sections(crumbs: Breadcrumb, page: Page, title: Block | None, words: Vocabulary) -> tuple[str, ...]:
    """The breadcrumb, else the line above the title that names a section, as the old skin of the site prints it.

    Not one that holds kinds told apart by their titles: Batik has bulletins and editorials.
    """
    if crumbs.sections or title is None:
        return crumbs.sections
    mixed = {kind for _, kind in words.title_marks}
    for block in page.blocks[max(0, title.index - SECTION_LINE) : title.index]:
        kind = words.sections.get(fold(block.text))
        if kind and kind not in mixed and not block.items and not block.link_length:
            return (block.text,)
    return ()


def _kind(
    url: str, sections: tuple[str, ...], title: str, words: Vocabulary
) -> tuple[Kind | None, tuple[Warning_, ...]]:
    """By the breadcrumb, else by the mark of the address or title; the crawl adds the section it came from."""
    if urls.role_of(url) is Role.BREVE:
        return Kind.BREVE, ()
    for mark, kind in words.title_marks:
        if mark.match(title):
            return kind, ()
    if kind_of_path := words.kind_of_path(sections):
        return kind_of_path, ()
    if len(sections) > 1 and words.sections:
        return Kind.PAGE, ()
    return None, (Warning_("kind_not_known", "kind"),)


def _address(url: str, marks: Marks) -> tuple[str, str, tuple[Warning_, ...]]:
    """Return the article's address and its believable canonical link.

    The address is the canonical link where it points to an article of the same site, else the address asked for.
    """
    asked = urls.canonical(url)
    other = marks.canonical
    if not other:
        return asked, "", ()
    if urls.site_of(other) != urls.site_of(asked):
        return asked, "", (Warning_("foreign_canonical", "url", other),)
    if urls.role_of(other) not in {Role.ARTICLE, Role.BREVE}:
        in_folders = urls.is_open_folder(asked) and urls.is_open_folder(other)
        if not in_folders:
            return asked, "", (Warning_("canonical_is_no_article", "url", other),)
    return (asked if urls.key(other) == urls.key(asked) else other), other, ()
