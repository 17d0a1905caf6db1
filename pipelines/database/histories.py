"""The dated histories that hang on an article: keywords, sections, warnings; and the sources of a revision.

Each function that adds returns the columns of `article` that repeat the present state for exports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from osiris_crawler.items import Warning_
from pipelines.database import tables as t
from pipelines.database.folding import fold
from pipelines.database.identity import owned
from pipelines.database.memory import memory
from pipelines.database.readings import JOINER, Reading, shown
from pipelines.database.recording import END_WARNING, NEW_WARNING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from osiris_crawler.items import PressSource

LEVEL = " > "
OF_ANOTHER = "address_of_another_article"
"""Code of a warning of `identity`, whose detail begins with the address."""
SOURCE = select(t.source.c.id).where(t.source.c.canonical == bindparam("name"))
NEW_SOURCE = insert(t.source)
NEW_REVISION_SOURCE = insert(t.revision_source)
KEYWORD = select(t.keyword.c.id).where(t.keyword.c.name == bindparam("name"))
NEW_KEYWORD = insert(t.keyword)
NEW_ARTICLE_KEYWORD = insert(t.article_keyword)
SECTION = select(t.section.c.id).where(
    t.section.c.site_id == bindparam("site"),
    t.section.c.path == bindparam("titles", type_=t.section.c.path.type),
)
NEW_SECTION = insert(t.section)
NEW_ARTICLE_SECTION = insert(t.article_section)
NEW_FORMER = insert(t.former)
PRESENT_WARNINGS = (
    select(t.warning.c.id, t.warning.c.code, t.warning.c.field, t.warning.c.detail)
    .where(t.warning.c.article_id == bindparam("article"), t.warning.c.until_at.is_(None))
    .order_by(t.warning.c.id)
)


def add_sources(session: Session, revision_id: int, sources: Sequence[PressSource]) -> None:
    """Store the press sources of a revision in the order printed."""
    rows = []
    known = memory(session).sources
    for position, source in enumerate(sources):
        name = source.canonical or source.name
        source_id = known.get(name) or t.execute(session, SOURCE, {"name": name}).scalar()
        if source_id is None:
            source_id = t.insert_one(session, NEW_SOURCE, {"canonical": name, "folded": fold(name)})
        known[name] = source_id
        rows.append(
            {
                "revision_id": revision_id,
                "position": position,
                "source_id": source_id,
                "name": source.name,
                "folded": fold(source.name),
                "date": source.date,
            }
        )
    if rows:
        t.execute(session, NEW_REVISION_SOURCE, rows)


def add_keywords(session: Session, article_id: int, keywords: Sequence[str], at: datetime) -> dict[str, str]:
    """Begin keywords at a time, in the order of the page."""
    rows = []
    known = memory(session).keywords
    for position, name in enumerate(keywords):
        keyword_id = known.get(name) or t.execute(session, KEYWORD, {"name": name}).scalar()
        if keyword_id is None:
            keyword_id = t.insert_one(session, NEW_KEYWORD, {"name": name, "folded": fold(name)})
        known[name] = keyword_id
        row = {"article_id": article_id, "keyword_id": keyword_id, "position": position}
        rows.append(row | {"since_at": at, "until_at": None})
    if rows:
        t.execute(session, NEW_ARTICLE_KEYWORD, rows)
    return {"keywords": JOINER.join(keywords)}


def add_section(
    session: Session, site_id: int, article_id: int, path: tuple[str, ...], at: datetime
) -> dict[str, str]:
    """Begin a section at a time; nothing when the path is empty."""
    if not path:
        return {"section": ""}
    known, own = memory(session).sections, (site_id, path)
    section_id = known.get(own) or t.execute(session, SECTION, {"site": site_id, "titles": path}).scalar()
    if section_id is None:
        folded = LEVEL + LEVEL.join(map(fold, path)) + LEVEL
        values: dict[str, Any] = {"site_id": site_id, "path": path, "folded": folded}
        section_id = t.insert_one(session, NEW_SECTION, values)
    known[own] = section_id
    row = {"article_id": article_id, "section_id": section_id, "since_at": at, "until_at": None}
    t.execute(session, NEW_ARTICLE_SECTION, row)
    return {"section": LEVEL.join(path)}


def add_warnings(
    session: Session,
    article_id: int,
    run_id: int,
    warnings: Iterable[Warning_],
    at: datetime,
    present: Collection[Warning_] = (),
) -> dict[str, str]:
    """Begin warnings at a time; one that is `present` already is not begun again."""
    fresh = [warning for warning in dict.fromkeys(warnings) if warning not in present]
    rows = [
        {
            "article_id": article_id,
            "page_id": None,
            "run_id": run_id,
            "code": warning.code,
            "field": warning.field,
            "detail": warning.detail,
            "since_at": at,
            "until_at": None,
        }
        for warning in fresh
    ]
    if rows:
        t.execute(session, NEW_WARNING, rows)
    return {"warnings": JOINER.join(sorted(map(str, [*present, *fresh])))}


def follow(
    session: Session, run: Any, article_id: int, reading: Reading, known: Any, changed: frozenset[str]
) -> dict[str, str]:
    """Bring section, keywords and warnings up to a newer reading; return the changed columns."""
    at = reading.captured_at
    values: dict[str, str] = {}
    renewed = set(changed)
    if reading.keywords and JOINER.join(reading.keywords) != known.article_keywords:
        renewed.add("keywords")
        _end(session, t.article_keyword, article_id, at)
        values |= add_keywords(session, article_id, reading.keywords, at)
    if reading.section and not _same_section(reading.section, known.article_section):
        renewed.add("section")
        _end(session, t.article_section, article_id, at)
        values |= add_section(session, run.site_id, article_id, reading.section, at)
    if reading.warnings or known.article_warnings:
        values |= _follow_warnings(session, run, article_id, reading, renewed)
    return values


def _same_section(path: tuple[str, ...], known: str) -> bool:
    """Tell whether a path says nothing new: a skin may leave out the first levels."""
    new = LEVEL.join(path)
    return new == known or known.endswith(LEVEL + new)


def _follow_warnings(
    session: Session, run: Any, article_id: int, reading: Reading, renewed: set[str]
) -> dict[str, str]:
    """End the warnings about values that the reading renewed, and begin its own.

    A warning stays as long as the value that it is about. One that only says that this skin does not show a
    value is not taken over.
    """
    fields = set(renewed)
    if "source_raw" in renewed:
        fields |= {"source", "source_name", "source_date"}
    if "published_on" in renewed:
        fields |= {"published_raw", "date_precision"}
    own = [warning for warning in reading.warnings if shown(reading, warning.field)]
    rows = t.execute(session, PRESENT_WARNINGS, {"article": article_id})
    present = {row.id: Warning_(row.code, row.field, row.detail) for row in rows}
    settled = [one for one in {*own, *present.values()} if _is_settled(session, run.site_id, article_id, one)]
    own = [warning for warning in own if warning not in settled]
    ended = [
        row_id
        for row_id, warning in present.items()
        if warning not in own
        and (warning.field in fields or (renewed and not warning.field) or warning in settled)
    ]
    if ended:
        at = reading.captured_at
        t.execute(session, END_WARNING, [{"row_id": row_id, "ended_at": at} for row_id in ended])
    stay = [warning for row_id, warning in present.items() if row_id not in ended]
    return add_warnings(session, article_id, run.id, own, reading.captured_at, stay)


def _is_settled(session: Session, site_id: int, article_id: int, warning: Warning_) -> bool:
    """Tell whether a warning says that an address is another article's which is this one's by now.

    It was said before the two were joined: a page that shows so is what joins them.
    """
    if warning.code != OF_ANOTHER:
        return False
    place = warning.detail.split(" ", 1)[0]
    row = owned(session, site_id, [place]).get(place)
    return row is not None and row.article_id == article_id


def ended(session: Session, article_id: int, field: str, value: str, at: datetime) -> dict[str, Any]:
    """Note a value of `article` that changes without a revision, for looking back; return no columns."""
    t.execute(session, NEW_FORMER, {"article_id": article_id, "field": field, "value": value, "until_at": at})
    return {}


def _end(session: Session, table: Table, article_id: int, at: datetime) -> None:
    standing = (table.c.article_id == article_id) & table.c.until_at.is_(None)
    t.execute(session, update(table).where(standing).values(until_at=at))
