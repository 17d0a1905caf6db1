"""Builds the pages of the sample site from its catalogue: articles, listings, and the calendar and search."""

import re
from collections.abc import Mapping
from typing import assert_never

from osiris_crawler.sample.article import Kind, SampleArticle, Skin
from osiris_crawler.sample.catalogue import Catalogue, Keyword
from osiris_crawler.sample.pagination import paginate
from osiris_crawler.sample.skins import new, old, stock
from osiris_crawler.sample.skins.view import ArticlePage, Entry, Frame, Link, Listing, ListingKind
from osiris_crawler.sample.tree import Rubric
from osiris_crawler.sample.typography import cut, printed

INTRODUCTION_LENGTH = 300
_STEP = 10

Query = Mapping[str, str]


class Pages:
    """The pages of one state of the archive, in one frame.

    ``forced`` serves every page in one skin; None lets each page have its own.
    """

    def __init__(self, catalogue: Catalogue, frame: Frame, forced: Skin | None, hidden_months: frozenset[str],
                 *, empty_listings: bool = False) -> None:  # fmt: skip
        self._catalogue = catalogue
        self._frame = frame
        self._forced = forced
        self._hidden = hidden_months
        self._empty = empty_listings
        self._words = {keyword.name: Link(keyword.name, keyword.path[1:]) for keyword in catalogue.keywords}

    def article(self, article: SampleArticle) -> str:
        """The page of an article or news brief."""
        if article.kind is Kind.BREVE:
            crumbs: tuple[Link, ...] = (Link("Accueil", ""), _link(article.rubric))
            neighbours: list[SampleArticle] = []
        else:
            crumbs = (Link("Accueil", ""), *(_link(rubric) for rubric in article.rubric.trail))
            neighbours = self._catalogue.in_rubric(article.rubric)[:3]
        page = ArticlePage(
            article,
            crumbs,
            tuple(self._words[word] for word in article.keywords if word in self._words),
            tuple(Link(other.title, other.path[1:]) for other in neighbours if other is not article),
            comment_form=article.kind is Kind.BREVE and article.id % 2 == 1,
        )
        match self._forced or article.skin:
            case Skin.NEW:
                return new.article(page, self._frame)
            case Skin.OLD:
                return old.article(page, self._frame)
            case Skin.STOCK:
                return stock.article(page, self._frame)
            case never:
                assert_never(never)

    def home(self, query: Query) -> str:
        """The home page: the newest articles, paginated through the whole site."""
        entries, pages = paginate(
            self._catalogue.newest, "debut_articles", _STEP, query.get("debut_articles")
        )
        listing = Listing(
            ListingKind.HOME,
            "OSIRIS",
            "",
            entries=self._entries(entries),
            page_links=tuple(pages.links("./")),
        )
        return self._listing(listing, Skin.NEW)

    def rubric(self, rubric: Rubric, query: Query) -> str:
        """The page of a rubric: the rubrics below it, its articles, and on a section its news briefs."""
        catalogue, href = self._catalogue, rubric.path[1:]
        articles, pages = paginate(
            catalogue.in_rubric(rubric), rubric.parameter, rubric.step, query.get(rubric.parameter)
        )  # fmt: skip
        briefs = [breve for breve in catalogue.breves if breve.rubric is rubric]
        breves, breve_pages = paginate(briefs, "debut_breves", 5, query.get("debut_breves"))
        listing = Listing(
            ListingKind.RUBRIC, rubric.title, href,
            crumbs=(Link("Accueil", ""), *(_link(above) for above in rubric.trail[:-1])),
            branches=tuple(branches(catalogue, rubric, 2, self._hidden)),
            entries=self._entries(articles), page_links=tuple(pages.links(href)),
            breves=self._entries(breves), breve_links=tuple(breve_pages.links(href)),
        )  # fmt: skip
        return self._listing(listing, (Skin.OLD, Skin.STOCK, Skin.NEW, Skin.NEW, Skin.NEW)[rubric.number % 5])

    def keyword(self, keyword: Keyword, query: Query) -> str:
        """The page of a keyword, with two paginations that keep each other's offset and so cross."""
        href = keyword.path[1:]
        articles = self._catalogue.by_keyword.get(keyword.name, [])
        rubrics = list(dict.fromkeys(article.rubric for article in articles))
        shown, pages = paginate(articles, "debut_articles", _STEP, query.get("debut_articles"))
        below, below_pages = paginate(rubrics, "debut_rubriques", _STEP, query.get("debut_rubriques"))
        listing = Listing(
            ListingKind.KEYWORD, keyword.name, href,
            crumbs=(Link("Accueil", ""), Link("Mots clés", "spip.php?page=plan")),
            branches=tuple(_link(rubric) for rubric in below if rubric.month not in self._hidden),
            branch_links=tuple(below_pages.links(href, _kept(query, "debut_articles"))),
            entries=self._entries(shown),
            page_links=tuple(pages.links(href, _kept(query, "debut_rubriques"))),
        )  # fmt: skip
        return self._listing(listing, Skin.STOCK if keyword.number % 2 else Skin.NEW)

    def plan(self) -> str:
        """The site map for readers: all rubrics."""
        links = tuple(
            Link(rubric.title, rubric.path[1:], tuple(branches(self._catalogue, rubric, 4, self._hidden)))
            for rubric in self._catalogue.tree.top
        )
        listing = Listing(
            ListingKind.PLAN, "Plan du site", "spip.php?page=plan", (Link("Accueil", ""),), links
        )
        return self._listing(listing, Skin.STOCK)

    def search(self, query: Query) -> str:
        """Search results, whose links carry ``var_recherche``."""
        word = query.get("recherche", "").casefold()
        found = [article for article in self._catalogue.newest if word in article.title.casefold()]
        shown, pages = paginate(found, "debut_articles", _STEP, query.get("debut_articles"))
        entries = tuple(
            Entry(f"{entry.href}?var_recherche=reseau", entry.title_html, entry.day, entry.introduction)
            for entry in self._entries(shown)
        )
        href = "spip.php?page=recherche&amp;recherche=reseau"
        listing = Listing(ListingKind.SEARCH, "Résultats", href, (Link("Accueil", ""),), (), (), entries,
                          tuple(pages.links(href)))  # fmt: skip
        return self._listing(listing, Skin.STOCK)

    def calendar(self, query: Query) -> str:
        """A month of a calendar that goes on for ever in both directions."""
        match = re.fullmatch(r"(\d{4})-(\d\d)", query.get("date", ""))
        count = int(match.group(1)) * 12 + int(match.group(2)) - 1 if match else 2025 * 12
        around = [divmod(number, 12) for number in (count - 1, count + 1)]
        links = tuple(
            Link(
                f"{month + 1:02}/{year % 10000:04}",
                f"spip.php?page=agenda&amp;date={year % 10000:04}-{month + 1:02}",
            )
            for year, month in around
        )
        listing = Listing(
            ListingKind.CALENDAR, "Agenda", "spip.php?page=agenda", (Link("Accueil", ""),), links
        )
        return self._listing(listing, Skin.NEW)

    def _listing(self, listing: Listing, own: Skin) -> str:
        match self._forced or own:
            case Skin.NEW:
                return new.listing(listing, self._frame)
            case Skin.OLD:
                return old.listing(listing, self._frame)
            case Skin.STOCK:
                return stock.listing(listing, self._frame)
            case never:
                assert_never(never)

    def _entries(self, articles: list[SampleArticle]) -> tuple[Entry, ...]:
        if self._empty:
            return ()
        return tuple(
            Entry(
                article.path[1:],
                article.title_html or printed(article.title),
                article.day,
                introduction(article),
            )
            for article in articles
        )


def introduction(article: SampleArticle) -> str:
    """The opening of a text as listings show it, cut with ``(…)``."""
    return cut(article.body.replace("\n\n", " ").replace("\n", " "), INTRODUCTION_LENGTH)


def branches(catalogue: Catalogue, rubric: Rubric, depth: int, hidden_months: frozenset[str]) -> list[Link]:
    """The rubrics below one, ``depth`` levels of them."""
    if depth == 0:
        return []
    return [
        Link(child.title, child.path[1:], tuple(branches(catalogue, child, depth - 1, hidden_months)))
        for child in catalogue.children(rubric)
        if child.month not in hidden_months
    ]


def _link(rubric: Rubric) -> Link:
    return Link(rubric.title, rubric.path[1:])


def _kept(query: Query, parameter: str) -> str:
    value = query.get(parameter, "")
    return f"{parameter}={value}" if value.isdecimal() else ""
