"""Finds out which known article a page shows; it drops nothing, since a page seen again is news too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from itemadapter import ItemAdapter

from osiris_crawler.items import Article, Visit
from pipelines.crawl import crawl_of
from pipelines.database.identity import match

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class DeduplicatePipeline:
    """Sets `article_id` by the rules of identity (`database.identity`).

    Stats: `osiris/deduplicate/<how>`, one for each article: new, address, redirect, canonical_link, slug.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline; the open database is taken from the crawler when the first item comes."""
        return cls(crawler)

    def process_item(self, item: Article | Visit) -> Article | Visit:
        """Name the article of a page; visits without an article pass."""
        if not isinstance(item, Article):
            return item
        crawl = crawl_of(self.crawler)
        with crawl.database.read() as session:
            found = match(session, item, crawl.site_id)
        adapter = ItemAdapter(item)
        adapter["article_id"] = found.article_id
        adapter["warnings"] = [*adapter["warnings"], *found.warnings]
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"osiris/deduplicate/{found.how}")
        return item
