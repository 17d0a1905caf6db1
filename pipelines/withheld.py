"""Tells which recorded answers show the text of a restricted article: its own pages, lists that quote it, feeds.

Lists, home pages and feeds print the beginning of an article, or all of it. An answer is withheld when a run of
words in it stands in a restricted text and in no other article. The title alone withholds nothing: it is in the
address too.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database import sealing
from pipelines.database import tables as t
from pipelines.database.folding import fold
from pipelines.database.models import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from sqlalchemy.orm import Session

    from pipelines.snapshots.http_message import Message

RUN = 6
"""Words in a row: shorter than the shortest beginning that a list prints."""
_WORD = re.compile(r"\w+")
_PICTURES = re.compile(r"(?:image|audio|video|font)/(?!svg)|application/(?:pdf|zip|octet-stream)")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)|encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE)


class Withheld:
    """What is restricted now, and how its texts are known again; false when nothing is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._keys = _addresses(session)
        self._runs = _runs_of_sealed(session) if self._keys else frozenset()
        self._firsts = {run.partition(" ")[0] for run in self._runs}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def bars(self, url: str) -> bool:
        """Tell whether an address is one of a restricted article, or of a file that only its page named."""
        return urls.key(url) in self._keys

    def quoted(self, message: Message) -> AbstractSet[str]:
        """Return the runs of words of restricted texts that an answer shows."""
        if not self._runs or _PICTURES.match(message.headers.get("content-type", "")):
            return frozenset()
        words = _WORD.findall(fold(shown(message)))
        places = (place for place, word in enumerate(words) if word in self._firsts)
        return self._runs.intersection(" ".join(words[place : place + RUN]) for place in places)

    def telling(self, found: Iterable[str]) -> AbstractSet[str]:
        """Return those runs that no other article holds: formulas and republished texts betray nothing.

        Reads every text of the archive, so ask once about many.
        """
        left = set(found)
        if not left:
            return left
        revision = t.revision.c
        rows = self._session.execute(
            select(revision.title, revision.body)
            .join(t.article, t.article.c.id == revision.article_id)
            .where(t.article.c.status != ArticleStatus.RESTRICTED)
            .execution_options(yield_per=100)
        )
        for row in rows:
            left -= runs(f"{row.title}\n{row.body}")
            if not left:
                break
        rows.close()
        return left


def runs(text: str) -> AbstractSet[str]:
    """Return every run of `RUN` words without case, accents and punctuation; a shorter text has none."""
    words = _WORD.findall(fold(text))
    return {" ".join(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}


def shown(message: Message) -> str:
    """Return the words of an answer, those in attributes, scripts and escaped markup too."""
    text = _text(message.page())
    text = html.unescape(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\\n", " "))
    twice = html.unescape(text)  # feeds hold HTML as text
    return f"{_TAG.sub('', text)}\n{_TAG.sub(' ', twice)}\n{twice}"


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        declared = _CHARSET.search(data, 0, 2048)
        name = (declared[1] or declared[2]).decode() if declared else "cp1252"
        try:
            return data.decode(name, "replace")
        except LookupError:
            return data.decode("cp1252", "replace")


def _addresses(session: Session) -> frozenset[str]:
    """Return `urls.key` of every address of a restricted article, and of the files that its page named first."""
    restricted = (
        select(t.address.c.url, t.address.c.location)
        .join(t.article, t.article.c.id == t.address.c.article_id)
        .where(t.article.c.status == ArticleStatus.RESTRICTED)
        .subquery()
    )
    page, file = t.page, t.page.alias("file")
    files = (
        select(file.c.url)
        .join(page, page.c.id == file.c.from_page_id)
        .where(page.c.location.in_(select(restricted.c.location)), file.c.role == Role.ASSET)
    )
    keys = set(session.execute(select(t.restriction.c.key)).scalars())
    for statement in (select(restricted.c.url), files):
        keys |= {urls.key(url) for url in session.execute(statement).scalars()}
    return frozenset(keys)


def _runs_of_sealed(session: Session) -> frozenset[str]:
    """Return the runs of what restricted articles said and say, without those of their titles."""
    found: set[str] = set()
    titles: set[str] = set()
    for texts in sealing.withheld_texts(session):
        found |= runs(texts.get("body", ""))
        titles |= runs(texts.get("title", ""))
    return frozenset(found - titles)
