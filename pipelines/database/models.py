"""All tables under one name; who imports this knows the whole schema."""

from pipelines.database.models_article import (
    Address,
    AddressHow,
    Article,
    ArticleKeyword,
    ArticleSection,
    ArticleStatus,
    Keyword,
    Revision,
    RevisionSource,
    Section,
    Source,
    Warning_,
)
from pipelines.database.models_crawl import Page, PageState, Run, Site, Snapshot
from pipelines.database.schema import Base

__all__ = [
    "Address",
    "AddressHow",
    "Article",
    "ArticleKeyword",
    "ArticleSection",
    "ArticleStatus",
    "Base",
    "Keyword",
    "Page",
    "PageState",
    "Revision",
    "RevisionSource",
    "Run",
    "Section",
    "Site",
    "Snapshot",
    "Source",
    "Warning_",
]
