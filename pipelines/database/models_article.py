"""Tables of the records: articles, their addresses, revisions, and the dated histories that hang on them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pipelines.database.schema import Base


class ArticleStatus(StrEnum):
    """What became of an article on its site, or by decision here."""

    LIVE = "live"
    GONE = "gone"
    RESTRICTED = "restricted"


class AddressHow(StrEnum):
    """Why an address belongs to an article."""

    CANONICAL = "canonical"
    """The article was read under it."""
    CANONICAL_LINK = "canonical_link"
    """The page, asked under another address, named it."""
    ASKED = "asked"
    """Asked for, and answered with a page that names another address as its own."""
    REDIRECT = "redirect"
    """Redirects permanently to an address of the article."""


class Article(Base):
    """One article and its present state.

    The texts joined here repeat what the history tables hold, so that an export is one flat query; they are
    written in the same transaction as those.
    """

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """The public id: the first 16 hexadecimal digits of SHA-256 over "site name, blank, first location"."""
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    url: Mapped[str]
    kind: Mapped[str]
    """Empty when nothing told it."""
    status: Mapped[str]
    status_at: Mapped[datetime]
    """When the status was reached."""
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    """Newest capture that showed the article; only moves forward."""
    changed_at: Mapped[datetime]
    """Capture time of the present revision."""
    revision: Mapped[int]
    """Number of the present revision, from 1."""
    current_revision_id: Mapped[int | None] = mapped_column(index=True)
    published_on: Mapped[str]
    keywords: Mapped[str]
    section: Mapped[str]
    source_name: Mapped[str]
    source: Mapped[str]
    source_date: Mapped[str]
    warnings: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (Index(None, "published_on", "key"), Index(None, "site_id", "published_on"))


class Address(Base):
    """One address under which an article is or was found."""

    __tablename__ = "address"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    location: Mapped[str]
    url: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    how: Mapped[str]
    declared: Mapped[bool]
    """The page itself named this address as its canonical one."""
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("site_id", "location"),)


class Revision(Base):
    """What the site showed of an article from `captured_at` on.

    A change of title, date, body, source or author makes the next one.
    """

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    number: Mapped[int]
    title: Mapped[str]
    published_on: Mapped[str]
    published_raw: Mapped[str]
    date_precision: Mapped[str]
    body: Mapped[str]
    body_hash: Mapped[str]
    """SHA-256 over the body without what differs between skins; see `folding.essence`."""
    source_raw: Mapped[str]
    author_line: Mapped[str]
    language: Mapped[str]
    captured_at: Mapped[datetime]
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    reader_version: Mapped[str]

    __table_args__ = (UniqueConstraint("article_id", "number"), Index(None, "captured_at"))


class Source(Base):
    """A press source by its canonical name."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    canonical: Mapped[str] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(index=True)


class RevisionSource(Base):
    """One source of a revision's source line, in the order printed."""

    __tablename__ = "revision_source"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    name: Mapped[str]
    """As printed."""
    folded: Mapped[str]
    date: Mapped[str]
    """ISO, or empty."""


class Keyword(Base):
    """A keyword (SPIP: mot)."""

    __tablename__ = "keyword"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(index=True)


class ArticleKeyword(Base):
    """An article had a keyword from `since_at` until `until_at` (None: still)."""

    __tablename__ = "article_keyword"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    keyword_id: Mapped[int] = mapped_column(ForeignKey("keyword.id"), index=True)
    position: Mapped[int]
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class Section(Base):
    """A section (rubrique) by its titles from the home page down, as printed at the time."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    path: Mapped[tuple[str, ...]]
    folded: Mapped[str]
    """` > ` around and between the folded titles, so that any title or run of titles is a substring."""

    __table_args__ = (UniqueConstraint("site_id", "path"),)


class ArticleSection(Base):
    """An article stood in a section from `since_at` until `until_at` (None: still)."""

    __tablename__ = "article_section"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class Warning_(Base):  # noqa: N801 - `Warning` is a builtin
    """Something about a value or a page that a person should know; `until_at` None while it holds."""

    __tablename__ = "warning"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    """Set for pages that are no article, and for refused ones."""
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    code: Mapped[str]
    field: Mapped[str]
    detail: Mapped[str]
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_warning_article", "article_id", sqlite_where=text("article_id IS NOT NULL"),
              postgresql_where=text("article_id IS NOT NULL")),
        Index("ix_warning_page", "page_id", sqlite_where=text("page_id IS NOT NULL"),
              postgresql_where=text("page_id IS NOT NULL")),
    )  # fmt: skip
