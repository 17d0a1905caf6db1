"""Tables of what people decided about articles, and of what is worked out from the texts."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipelines.database.schema import Base


class Ledger(Base):
    """A file of decisions in the data folder, as it was when these tables were last filled from it."""

    __tablename__ = "ledger"

    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    """SHA-256 of the file; empty when there was none."""


class Correction(Base):
    """One value corrected by hand; the value read stays in its own table."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    """In the order of the file: of two corrections made at one moment the later line holds."""
    key: Mapped[str]
    """Address of the article as `urls.key` has it."""
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    """None while no article is stored under the address."""
    field: Mapped[str]
    value: Mapped[str | None]
    """None takes earlier corrections of the field back."""
    folded: Mapped[str]
    """For filters; keywords, sources and section titles with ` > ` or `; ` around each."""
    reason: Mapped[str]
    who: Mapped[str]
    made_at: Mapped[datetime]

    __table_args__ = (Index(None, "article_id", "field", "made_at", "id"), Index(None, "key"))


class Restriction(Base):
    """An address whose text is withheld now; the file of the data folder holds the whole story."""

    __tablename__ = "restriction"

    key: Mapped[str] = mapped_column(primary_key=True)
    """Address as `urls.key` has it."""
    reason: Mapped[str]
    who: Mapped[str]
    since_at: Mapped[datetime]


class Sealed(Base):
    """The texts of a restricted article, packed so that nothing that searches the database finds them."""

    __tablename__ = "sealed"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(primary_key=True)
    """0 for the texts that stand at the article itself."""
    content: Mapped[bytes]
    """zlib over JSON: column to text."""


class Former(Base):
    """A value of `article` that changed without a revision, and until when it held: kind, url or status."""

    __tablename__ = "former"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    field: Mapped[str]
    value: Mapped[str]
    until_at: Mapped[datetime]

    __table_args__ = (Index(None, "article_id", "field", "until_at"),)


class Compared(Base):
    """A revision whose text was compared with those of its time, to find republications."""

    __tablename__ = "compared"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    method: Mapped[int]
    """Version of the comparison."""


class Likeness(Base):
    """Two revisions of different articles whose texts are mostly the same."""

    __tablename__ = "likeness"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    """The smaller number of the two."""
    other_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True, index=True)
    share: Mapped[int]
    """Of the shorter text that stands in the longer one, in percent."""
