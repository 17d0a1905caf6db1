"""How many articles of a filter have each value of a field: what a search can be narrowed to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func, literal, select, union_all

from pipelines.database import tables as t
from pipelines.database.hits import joined
from pipelines.database.readings import JOINER
from pipelines.database.spelling import LEVEL

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from pipelines.database.editions import Edition
    from pipelines.database.filtering import Filter

FIELDS = ("month", "source", "keyword", "section", "kind", "language", "status", "site")
TOTAL = "total"
TOGETHER = (("month", "section"), ("kind", "language", "status", "site", "source"), ("keyword",))
"""Fields that are counted in one go: their values repeat together, and each go sorts all articles."""
SEVERAL = frozenset({"source", "keyword"})
"""Fields with several values, joined."""
COLUMN = {"source": "source", "keyword": "keywords"}


def facets(
    session: Session, chosen: Filter, shown: Edition, fields: tuple[str, ...] = FIELDS
) -> dict[str, Counter[str]]:
    """Return the counts by field and value, corrections applied; `total` under an empty value is their number.

    `month` is `YYYY-MM`, `YYYY` or empty; `section` counts every path from the top down (`Accueil`,
    `Accueil > Articles de presse`, …).
    """
    conditions = chosen.where(shown, session)
    columns = {name: _column(shown, name) for name in fields}
    named = [column.label(name) for name, column in columns.items()]
    chosen_rows = select(literal(1).label(TOTAL), *named).select_from(
        joined(shown, [*conditions, *columns.values()])
    )
    articles = chosen_rows.where(*conditions).cte("articles").prefix_with("MATERIALIZED")
    answer: dict[str, Counter[str]] = {name: Counter() for name in (TOTAL, *fields)}
    groups = [tuple(name for name in group if name in fields) for group in TOGETHER]
    groups = [group for group in groups if group]
    whole = _names_with_joiners(session)
    sites = {str(row.id): row.name for row in session.execute(select(t.site.c.id, t.site.c.name))}
    for row in session.connection().execute(union_all(*_counted(articles, groups))):
        group = groups[row[0]] if row[0] >= 0 else ()
        if not group:
            answer[TOTAL][""] += row[1]
        for name, value in zip(group, row[2:], strict=False):
            for one in _values(name, sites[value] if name == "site" else value or "", whole):
                answer[name][one] += row[1]
    return answer


def _counted(articles: Any, groups: list[tuple[str, ...]]) -> list[Any]:
    """Return statements of equal width: number of the group, count, values of its fields."""
    width = max(map(len, groups), default=0)
    nothing = [literal("")] * width
    found = [select(literal(-1), func.count(), *nothing).select_from(articles)]
    for number, group in enumerate(groups):
        values = [articles.c[name] for name in group]
        row = [literal(number), func.count(), *values, *nothing[len(values) :]]
        found.append(select(*row).select_from(articles).group_by(*values))
    return found


def _column(shown: Edition, name: str) -> ColumnElement[Any]:
    if name == "month":
        return func.substr(shown.column("published_on"), 1, 7)
    if name == "site":
        return cast(t.article.c.site_id, Text)
    return shown.column(COLUMN.get(name, name))


def _names_with_joiners(session: Session) -> list[str]:
    """Return the names that hold what joins names, longest first: they are not to be parted."""
    names = (t.keyword.c.name, t.source.c.canonical)
    found = [
        one for name in names for one in session.execute(select(name).where(name.contains(JOINER))).scalars()
    ]
    return sorted(found, key=len, reverse=True)


def _values(name: str, value: str, whole: list[str]) -> list[str]:
    if name in SEVERAL:
        for one in whole:
            value = value.replace(one, one.replace(JOINER, "\0"))
        return [one.replace("\0", JOINER) for one in dict.fromkeys(value.split(JOINER))]
    if name == "section" and value:
        titles = value.split(LEVEL)
        return [LEVEL.join(titles[: depth + 1]) for depth in range(len(titles))]
    return [value]
