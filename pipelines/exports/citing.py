"""What a citation of an article says, for every format of reference managers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from osiris_crawler.items import Kind
from pipelines.database.models import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.database.details import Details
    from pipelines.database.selection import Row
    from pipelines.exports.extract import Extract


@dataclass(frozen=True, slots=True)
class Citation:
    """One article as bibliographies name it; empty for what is not known."""

    id: str
    press: bool
    """A newspaper article; False for what the site itself published."""
    title: str
    author: str
    """The author line as printed, without « Par »: it may name several, and is not taken apart."""
    publication: str
    """The press source; the site for what it published itself; empty when no source is named."""
    date: tuple[str, ...]
    """Year, month and day, as far as they are known."""
    url: str
    accessed: str
    """ISO day of the newest capture that showed the article."""
    language: str
    keywords: tuple[str, ...]
    snapshot: str
    """Where the recorded bytes lie: `warc/FILE#OFFSET`; empty without a recording."""
    digest: str


def citations(extract: Extract) -> Iterator[Citation]:
    """Give each article that can be cited."""
    for row, parts, _ in extract.records():
        if wanted(row):
            yield citation(row, parts)


def wanted(row: Row) -> bool:
    """Tell whether an article can be cited: restricted ones have no title left."""
    return row.status != ArticleStatus.RESTRICTED


def citation(row: Row, parts: Details) -> Citation:
    """Return the citation of an article."""
    press = row.kind in {Kind.ARTICLE, ""}
    names = [source["canonical"] for source in parts.sources if source["canonical"]]
    return Citation(
        id=row.id,
        press=press,
        title=row.title,
        author=row.author_line.removeprefix("Par ").removeprefix("par "),
        publication=", ".join(name for name in names if name) if press else row.site,
        date=tuple(row.published_on.split("-")) if row.published_on else (),
        url=row.url,
        accessed=row.last_seen_at[:10],
        language=row.language,
        keywords=tuple(parts.keywords),
        snapshot=f"warc/{row.snapshot_file}#{row.snapshot_offset}" if row.snapshot_file else "",
        digest=row.snapshot_digest,
    )


def one_line(text: str) -> str:
    """Return a text without line breaks, control characters and runs of blanks."""
    plain = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())
