"""What a list of articles can be narrowed to, and what narrows it now: links with counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pipelines.database.folding import fold
from pipelines.database.spelling import LEVEL

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler.explorer.asking import Asked
    from osiris_crawler.explorer.rendering import Visitor
    from osiris_crawler.explorer.wording import Wording
    from pipelines.database.editions import Edition

FACETS = ("source", "keyword", "section", "kind", "language", "site")
AT_ONCE, MOST = 8, 60
"""Values shown at first, and behind « more »."""
YEAR = 4
MONTHS = 12


class Value(NamedTuple):
    """One value of a field, and where it leads."""

    label: str
    number: int
    address: str
    on: bool
    """It narrows now; the address takes it away."""


class Facet(NamedTuple):
    """The values of a field, the most frequent first."""

    name: str
    values: list[Value]


class Bar(NamedTuple):
    """One year or month of a chart."""

    label: str
    name: str
    """In words."""
    number: int
    height: int
    """Of 100."""
    address: str
    on: bool


class Chart(NamedTuple):
    """Articles by year, or by month of one year."""

    bars: list[Bar]
    year: str
    """Set when the bars are its months."""
    undated: int
    wider: str
    """Address of the chart of all years."""


class Chip(NamedTuple):
    """A value that narrows, and the address without it."""

    name: str
    label: str
    address: str


def facets(visitor: Visitor, session: Session, shown: Edition) -> list[Facet]:
    """Return the fields that divide the selection; one that narrows already shows its other values too."""
    asked = visitor.asked
    whole = visitor.library.counts(session, asked, shown)
    found = []
    for name in FACETS:
        counts = whole[name]
        if getattr(asked.chosen, name):
            counts = visitor.library.counts(session, asked.without(name) if name == "site" else
                                            asked.changed(**{name: ()}), shown, (name,))[name]  # fmt: skip
        values = _sections(asked, counts) if name == "section" else _values(visitor.text, asked, name, counts)
        if len(values) > 1 or any(value.on for value in values):
            found.append(Facet(name, values[:MOST]))
    return found


def _values(text: Wording, asked: Asked, name: str, counts: Counter[str]) -> list[Value]:
    given = getattr(asked.chosen, name)
    chosen = {fold(value) for value in ((given,) if isinstance(given, str) and given else given)}
    found = []
    for value, count in sorted(counts.items(), key=lambda one: (-one[1], fold(one[0]))):
        if not value:
            continue
        on = fold(value) in chosen
        if name == "site":
            other = asked.changed(site="" if on else value)
        elif on:
            other = asked.changed(**{name: tuple(one for one in given if fold(one) != fold(value))})
        else:
            other = asked.changed(**{name: (*given, value)})
        found.append(Value(text.named(name, value), count, other.address(), on))
    return sorted(found, key=lambda value: not value.on)


def _sections(asked: Asked, counts: Counter[str]) -> list[Value]:
    """Return the path of the section that narrows, and the sections right below it."""
    paths = sorted(counts)
    chosen = asked.chosen.section
    at = ""
    if chosen:
        wanted = LEVEL + fold(chosen[-1])
        at = next((path for path in paths if (LEVEL + fold(path)).endswith(wanted)), "")
    roots = sorted({path.split(LEVEL)[0] for path in paths if path}, key=lambda root: -counts[root])
    others: list[str] = []
    if roots and not chosen and counts[roots[0]] * 2 > sum(counts[root] for root in roots):
        at, *others = roots  # the home page that nearly all stand under says nothing: what lies below it does
    found = []
    if chosen:
        for path in chosen:
            label = path.split(LEVEL)[-1]
            count = next(
                (counts[one] for one in paths if (LEVEL + fold(one)).endswith(LEVEL + fold(path))), 0
            )
            found.append(Value(label, count, asked.without("section", path).address(), on=True))
    deeper = len(at.split(LEVEL)) + 1 if at else 1
    below = [
        path
        for path in paths
        if path and len(path.split(LEVEL)) == deeper and path.startswith(at + LEVEL if at else "")
    ]
    below = sorted([*below, *others], key=lambda path: (-counts[path], path))
    found += [
        Value(path.split(LEVEL)[-1], counts[path], asked.changed(section=(path,)).address(), on=False)
        for path in below
    ]
    return found


def chart(visitor: Visitor, session: Session, shown: Edition) -> Chart | None:
    """Return the articles of the selection by year, by month when one year narrows it; None without any date."""
    asked, text = visitor.asked, visitor.text
    chosen = asked.chosen
    if chosen.since or chosen.until:
        months = visitor.library.counts(session, asked.changed(since="", until=""), shown, ("month",))[
            "month"
        ]
    else:
        months = visitor.library.counts(session, asked, shown)["month"]
    years: Counter[str] = Counter()
    for month, count in months.items():
        years[month[:YEAR]] += count
    undated = years.pop("", 0)
    if not years:
        return None
    wider = asked.changed(since="", until="").address()
    year = chosen.since[:YEAR]
    if year and year == chosen.until[:YEAR]:
        names = [(f"{year}-{number:02}", text.month(number)) for number in range(1, MONTHS + 1)]
        counts = {name: months.get(name, 0) for name, _ in names}
        bars = [_bar(asked, name, label[:1].upper(), f"{label} {year}", counts) for name, label in names]
        return Chart(bars, year, months.get(year, 0), wider)
    span = [str(number) for number in range(int(min(years)), int(max(years)) + 1)]
    counts = {name: years.get(name, 0) for name in span}
    return Chart([_bar(asked, name, name, name, counts) for name in span], "", undated, wider)


def _bar(asked: Asked, span: str, label: str, name: str, counts: dict[str, int]) -> Bar:
    most = max(counts.values()) or 1
    height = max(round(counts[span] * 100 / most), 3) if counts[span] else 0
    chosen = asked.chosen
    whole = (chosen.since or span) <= span <= (chosen.until or span)
    on = bool(chosen.since or chosen.until) and whole
    return Bar(label, name, counts[span], height, asked.changed(since=span, until=span).address(), on)


def chips(visitor: Visitor) -> list[Chip]:
    """Return what narrows the archive now."""
    asked, text = visitor.asked, visitor.text
    chosen = asked.chosen
    found = []
    if chosen.query:
        found.append(Chip("query", chosen.query, asked.without("query").address()))
    if chosen.since or chosen.until:
        since, until = text.day(chosen.since), text.day(chosen.until)
        span = since if chosen.since == chosen.until else text("span", since=since or "…", until=until or "…")
        found.append(Chip("date", span, asked.without("since+until").address()))
    if chosen.site:
        found.append(Chip("site", chosen.site, asked.without("site").address()))
    for name in ("source", "keyword", "section", "kind", "language"):
        values = getattr(chosen, name)
        found += [
            Chip(name, text.named(name, value), asked.without(name, value).address()) for value in values
        ]
    if chosen.complete:
        found.append(Chip("complete", text("complete"), asked.without("complete").address()))
    if asked.as_of:
        found.append(Chip("as_of", asked.as_of, asked.without("as_of").address()))
    return found
