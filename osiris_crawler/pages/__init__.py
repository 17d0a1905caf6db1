"""HTML to values: pure functions, no Scrapy, no clock, no input or output."""

from osiris_crawler.pages.article import Reading, read

__all__ = ["Reading", "read"]
