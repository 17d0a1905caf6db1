"""The sample archive: invented articles with the truth about each, deterministic, editable while served."""

import random
from datetime import date
from importlib import resources

from osiris_crawler.sample.addresses import Addresses, SlugStyle
from osiris_crawler.sample.article import NO_CREDIT, Credit, Kind, SampleArticle, Skin, Status
from osiris_crawler.sample.beside import write_beside
from osiris_crawler.sample.blocks import ArticleText, paragraph
from osiris_crawler.sample.catalogue import Catalogue, Keyword
from osiris_crawler.sample.draft import Desk, Draft, skin_by_chance, slug_style
from osiris_crawler.sample.ordinary import write_exact_months, write_ordinary
from osiris_crawler.sample.tree import Tree
from osiris_crawler.sample.variants import write_variants

__all__ = ["Credit", "Kind", "SampleArchive", "SampleArticle", "Skin", "Status", "read_keywords"]


def read_keywords() -> dict[str, int]:
    """The keyword list of the site with the number of articles under each."""
    text = resources.files("osiris_crawler.sample").joinpath("keywords.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line)
    return {name: int(weight) for name, weight in pairs}


class SampleArchive:
    """The invented archive; two of the same number and seed are equal to the byte.

    ``articles`` counts the published entries of all kinds; hidden ones come on top.
    ``variants=False`` leaves the special cases and the exact months out, so that any number will do.

    Raises:
        ValueError: when the special cases alone are more than ``articles``.
    """

    def __init__(self, articles: int = 430, seed: int = 1, *, variants: bool = True) -> None:
        self.seed = seed
        self._addresses = Addresses()
        self._rng = random.Random(seed)
        self.tree = Tree(self._addresses)
        weights = read_keywords()
        desk = Desk(self._rng, self.tree, list(weights), list(weights.values()))
        if variants:
            write_exact_months(desk)
            write_variants(desk)
            write_beside(desk)
        missing = articles - sum(draft.status is Status.PUBLISHED for draft in desk.drafts)
        if missing < 0:
            raise ValueError(
                f"the special cases alone need {articles - missing} articles; ask for as many or more"
            )
        write_ordinary(desk, missing)
        self.articles: list[SampleArticle] = []
        self.version = 0
        self._catalogue: Catalogue | None = None
        self._number(desk.drafts)
        used = (word for article in self.articles for word in article.keywords)
        names = list(dict.fromkeys([*weights, *used]))
        self.keywords = [
            Keyword(number, name, weights.get(name, 0), self._addresses.keyword(name, number))
            for number, name in enumerate(names, 1)
        ]

    def _number(self, drafts: list[Draft]) -> None:
        """Numbers in the order of days, late entries last; news briefs count by themselves."""
        reserved = {draft.number for draft in drafts if draft.number is not None}
        drafts = sorted(drafts, key=lambda draft: (draft.late, draft.day))
        number, breve = 100, 100
        for draft in drafts:
            if draft.kind is Kind.BREVE:
                breve += 1
                self._make(draft, breve)
            elif draft.number is not None:
                self._make(draft, draft.number)
            else:
                number += 1
                while number in reserved:
                    number += 1
                self._make(draft, number)
        self.articles.sort(key=lambda article: (article.kind is Kind.BREVE, article.id))

    def _make(self, draft: Draft, number: int) -> SampleArticle:
        style = draft.slug or slug_style(self._rng, draft.day)
        skin = draft.skin or skin_by_chance(self._rng)
        slug_title = draft.slug_title or draft.title
        old_paths: list[str] = []
        if draft.kind is Kind.BREVE:
            path = self._addresses.breve(style, slug_title, number)
        else:
            path, old_paths = self._addresses.article(style, slug_title, number)
        article = SampleArticle(
            id=number, path=path, title=draft.title, published_on=draft.day.isoformat(), rubric=draft.rubric,
            keywords=draft.keywords, kind=draft.kind, credit=draft.credit, old_paths=old_paths,
            language=draft.language, skin=skin, status=draft.status, variant=draft.variant,
            seed=f"{self.seed}/{draft.kind}/{number}", fixed_text=draft.text, title_html=draft.title_html,
            straight_quotes=draft.straight_quotes, signature=draft.signature,
        )  # fmt: skip
        self.articles.append(article)
        return article

    @property
    def catalogue(self) -> Catalogue:
        """The published articles by address, number, rubric and keyword; made anew after an edit."""
        if self._catalogue is None or self._catalogue.version != self.version:
            self._catalogue = Catalogue(self.articles, self.tree, self.keywords, self.version)
        return self._catalogue

    def published(self, *kinds: Kind) -> list[SampleArticle]:
        """What the site shows, of the kinds named or of all."""
        return [
            article
            for article in self.articles
            if article.is_published and (not kinds or article.kind in kinds)
        ]

    def hidden(self) -> list[SampleArticle]:
        """What a crawl must never see."""
        return [article for article in self.articles if not article.is_published]

    def of_variant(self, name: str) -> list[SampleArticle]:
        """The articles of a special case."""
        return [article for article in self.articles if article.variant == name]

    def find(self, key: int | str) -> SampleArticle:
        """The article of a number, or the entry of a path.

        Raises:
            KeyError: when there is none.
        """
        for article in self.articles:
            if key == article.path or (key == article.id and article.kind is not Kind.BREVE):
                return article
        raise KeyError(key)

    def draft(
        self,
        title: str,
        day: date,
        body: str = "",
        *,
        keywords: tuple[str, ...] = (),
        credit: Credit = NO_CREDIT,
        skin: Skin | None = None,
    ) -> SampleArticle:
        """A new press article that is not published yet; hand it to ``publish``."""
        rubric = self.tree.month(day.year, day.month)
        draft = Draft(title, day, rubric, Kind.ARTICLE, list(keywords), credit, skin=skin)
        draft.slug, draft.status = SlugStyle.NEW, Status.HIDDEN
        if body:
            draft.text = ArticleText(tuple(paragraph(part) for part in body.split("\n\n")))
        article = self._make(draft, max((article.id for article in self.articles), default=100) + 1)
        self._edited(None)
        return article

    def publish(self, article: SampleArticle) -> None:
        """Shows an article that was hidden."""
        article.status = Status.PUBLISHED
        self._edited(article)

    def trash(self, key: int | str) -> None:
        """Hides an article, as an editor does who bins it."""
        article = self.find(key)
        article.status = Status.HIDDEN
        self._edited(article)

    def retitle(self, key: int | str, title: str) -> None:
        """Changes a title; the address stays, as in SPIP."""
        article = self.find(key)
        article.title, article.title_html = title, None
        self._edited(article)

    def append(self, key: int | str, text: str) -> None:
        """Puts a paragraph behind the text of an article."""
        article = self.find(key)
        article.add(paragraph(text))
        self._edited(article)

    def readdress(self, key: int | str) -> str:
        """Gives an article an address in the new form; the earlier one redirects. Returns the new path."""
        article = self.find(key)
        article.old_paths.append(article.path)
        article.path = self._addresses.article(SlugStyle.NEW, article.title, article.id)[0]
        self._edited(article)
        return article.path

    def roll_year(self) -> None:
        """The January roll: labels, addresses and the breadcrumbs of a whole year change."""
        self.tree.roll()
        self._edited(None)

    def _edited(self, article: SampleArticle | None) -> None:
        self.version += 1
        if article is not None:
            article.modified = self.version
