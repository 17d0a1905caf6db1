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
from pipelines.database.models_crawl import Page, PageState, Recording, Run, Site, Snapshot
from pipelines.database.models_decision import (
    Compared,
    Correction,
    Former,
    Ledger,
    Likeness,
    Restriction,
    Sealed,
)
from pipelines.database.models_watch import DayUse, LayoutMark, Manners
from pipelines.database.schema import Base

__all__ = [
    "Address",
    "AddressHow",
    "Article",
    "ArticleKeyword",
    "ArticleSection",
    "ArticleStatus",
    "Base",
    "Compared",
    "Correction",
    "DayUse",
    "Former",
    "Keyword",
    "LayoutMark",
    "Ledger",
    "Likeness",
    "Manners",
    "Page",
    "PageState",
    "Recording",
    "Restriction",
    "Revision",
    "RevisionSource",
    "Run",
    "Sealed",
    "Section",
    "Site",
    "Snapshot",
    "Source",
    "Warning_",
]
