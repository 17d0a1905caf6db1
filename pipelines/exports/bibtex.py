"""BibTeX and BibLaTeX in UTF-8: what LaTeX would take for a command is escaped, letters stay letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bibtexparser import writer
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from pipelines.exports.citing import Citation, citations, one_line, wanted

if TYPE_CHECKING:
    from typing import BinaryIO

    from pipelines.exports.extract import Extract

COMMANDS = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "%#&$_"},
    }
)

__all__ = ["entry", "wanted", "write"]


def write(extract: Extract, target: BinaryIO) -> int:
    """Write one entry an article; return how many there were."""
    number = 0
    for number, one in enumerate(citations(extract), 1):  # noqa: B007 - the last number is the answer
        library = Library([entry(one)])
        text = writer.write(library)
        target.write(text.strip().encode() + b"\n\n")
    return number


def entry(one: Citation) -> Entry:
    """Return an entry: `@article` with `entrysubtype = newspaper`, `@online` for what the site published.

    Year and month are for BibTeX; `date` (ISO 8601, as far as known) and `urldate` for BibLaTeX. Title and
    author stand in double braces: no style changes their case or takes the author line apart.
    """
    fields = {
        "title": f"{{{escaped(one.title)}}}",
        "author": f"{{{escaped(one.author)}}}" if one.author else "",
        "journal" if one.press else "organization": escaped(one.publication),
        "entrysubtype": "newspaper" if one.press else "",
        "date": "-".join(one.date),
        "year": one.date[0] if one.date else "",
        "month": str(int(one.date[1])) if len(one.date) > 1 else "",
        "url": one.url.translate({ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"}),
        "urldate": one.accessed,
        "langid": {"fr": "french", "en": "english"}.get(one.language, one.language),
        "keywords": escaped(", ".join(one.keywords)),
        "note": escaped(f"{one.snapshot} {one.digest}") if one.snapshot else "",
    }
    kept = [Field(name, f"{{{value}}}") for name, value in fields.items() if value]
    return Entry("article" if one.press else "online", f"osiris-{one.id}", kept)


def escaped(text: str) -> str:
    """Return a text on one line, with what LaTeX acts upon written as commands; braces come in pairs."""
    return one_line(text).translate(COMMANDS)
