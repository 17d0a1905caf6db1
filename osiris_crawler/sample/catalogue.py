"""The published entries of the sample archive by address, number, rubric and keyword."""

from collections import defaultdict
from dataclasses import dataclass

from osiris_crawler.sample.article import Kind, SampleArticle
from osiris_crawler.sample.tree import Rubric, Tree


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of the site with its number of articles there and the path of its page."""

    number: int
    name: str
    weight: int
    path: str


class Catalogue:
    """What the site looks up for an answer; lists hold the newest first, as listings show them."""

    def __init__(
        self, articles: list[SampleArticle], tree: Tree, keywords: list[Keyword], version: int
    ) -> None:
        self.version = version
        self.tree = tree
        self.keywords = keywords
        self.by_path: dict[str, SampleArticle] = {}
        self.moved: dict[str, SampleArticle] = {}
        self.by_number: dict[int, SampleArticle] = {}
        self.breves_by_number: dict[int, SampleArticle] = {}
        self.by_keyword: dict[str, list[SampleArticle]] = defaultdict(list)
        self.keyword_paths = {keyword.path: keyword for keyword in keywords}
        self._by_rubric: dict[int, list[SampleArticle]] = defaultdict(list)
        shown = [article for article in articles if article.is_published]
        shown.sort(key=lambda article: (article.published_on, article.id), reverse=True)
        self.newest = [article for article in shown if article.kind is not Kind.BREVE]
        self.breves = [article for article in shown if article.kind is Kind.BREVE]
        for article in shown:
            self.by_path[article.path] = article
            self.moved.update(dict.fromkeys(article.old_paths, article))
        for article in self.breves:
            self.breves_by_number[article.id] = article
        for article in self.newest:
            self.by_number[article.id] = article
            self._by_rubric[article.rubric.number].append(article)
            for keyword in article.keywords:
                self.by_keyword[keyword].append(article)
        self._alive = {above.number for number in self._by_rubric for above in self._rubric(number).trail}
        self._alive |= {above.number for article in self.breves for above in article.rubric.trail}

    def _rubric(self, number: int) -> Rubric:
        return self.tree.rubrics[number - 1]

    def in_rubric(self, rubric: Rubric) -> list[SampleArticle]:
        """The articles filed right under a rubric, newest first."""
        return self._by_rubric.get(rubric.number, [])

    def is_alive(self, rubric: Rubric) -> bool:
        """Whether anything is published in or below a rubric; SPIP shows no other ones."""
        return rubric.number in self._alive

    def children(self, rubric: Rubric) -> list[Rubric]:
        """The rubrics below one that are shown, the newest year and month first."""
        shown = [child for child in rubric.children if self.is_alive(child)]
        return sorted(shown, key=_newest_first)

    def listing_addresses(self, top: Rubric | None = None) -> list[str]:
        """Every listing page of the shown rubrics (of ``top`` and below, or all), offsets as queries.

        A crawl that asks each once, and nothing else beside articles, has walked the whole navigation.
        """
        addresses = []
        for rubric in self.tree.rubrics:
            if not self.is_alive(rubric) or (top is not None and top not in rubric.trail):
                continue
            addresses.append(rubric.path)
            offsets = range(rubric.step, len(self.in_rubric(rubric)), rubric.step)
            addresses += [f"{rubric.path}?{rubric.parameter}={offset}" for offset in offsets]
        return addresses

    def of_year(self, year: int) -> list[SampleArticle]:
        """The articles whose date line says that year."""
        return [article for article in self.newest if article.published_on.startswith(f"{year}-")]


def _newest_first(rubric: Rubric) -> int:
    key = (rubric.month or rubric.title[-4:]).replace("-", "")
    return -int(key) if key.isdigit() else 0
