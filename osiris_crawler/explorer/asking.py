"""What an address of the explorer asks for: the one filter, an order, a place in the list, a language."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from osiris_crawler.errors import UsageError
from osiris_crawler.explorer.understanding import MisunderstoodError, Wrong
from osiris_crawler.items import Kind
from pipelines.database.filtering import Filter
from pipelines.database.hits import Mark, Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum

SINGLE = ("since", "until", "site", "query")
SEVERAL = ("keyword", "source", "section", "kind", "language")
SHORT = {"query": "q"}
"""Fields of the filter whose name in addresses is another."""
MOST_VALUES = 20
MOST_SIGNS = 300
YES = "1"


@dataclass(frozen=True)
class Asked:
    """An address taken apart; `address` puts it together again."""

    chosen: Filter = field(default_factory=Filter)
    order: Order | None = None
    """None: by relevance when words are searched, else the newest first."""
    after: Mark | None = None
    before: Mark | None = None
    as_of: str = ""
    lang: str = ""
    """Only when the address names it."""

    @property
    def sorted_by(self) -> Order:
        """The order that holds."""
        return self.order or (Order.RELEVANCE if self.chosen.query else Order.NEWEST)

    @property
    def narrowed(self) -> bool:
        """Whether anything at all narrows the archive."""
        return self.chosen != Filter() or bool(self.as_of)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the names and values of the filter and the language, as addresses and forms carry them."""
        found = [(SHORT.get(name, name), value) for name in SINGLE if (value := getattr(self.chosen, name))]
        found += [(name, value) for name in SEVERAL for value in getattr(self.chosen, name)]
        if self.chosen.complete:
            found.append(("complete", YES))
        if self.as_of:
            found.append(("as_of", self.as_of))
        if self.order is not None:
            found.append(("sort", self.order.value))
        if self.lang:
            found.append(("lang", self.lang))
        return found

    def address(self, path: str = "/", **more: Any) -> str:
        """Return the address of a page with this filter; `more` are further values, empty ones left out."""
        pairs = self.pairs() + [(name, str(value)) for name, value in more.items() if value]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def plain(self, path: str) -> str:
        """Return the address of a page that heeds nothing but the language."""
        return f"{path}?{urlencode({'lang': self.lang})}" if self.lang else path

    def changed(self, **values: Any) -> Asked:
        """Return the same with other values of the filter, at the beginning of the list."""
        return replace(self, chosen=replace(self.chosen, **values), after=None, before=None)

    def sorted(self, order: Order) -> Asked:
        """Return the same in another order."""
        return replace(self, order=order, after=None, before=None)

    def at_place(self, *, after: Mark | None = None, before: Mark | None = None) -> str:
        """Return the address of a page of the list."""
        return self.address(after=after or "", before=before or "")

    def without(self, name: str, value: str = "") -> Asked:
        """Return the same without a value of the filter."""
        if name == "as_of":
            return replace(self, as_of="", after=None, before=None)
        if name in SEVERAL:
            rest = tuple(one for one in getattr(self.chosen, name) if one != value)
            return self.changed(**{name: rest})
        empty = Filter()
        return self.changed(**{one: getattr(empty, one) for one in name.split("+")})


def read(given: Iterable[tuple[str, str]]) -> Asked:
    """Read the query of an address; unknown names are passed over, empty fields of forms too.

    Raises:
        MisunderstoodError: a value is not understood.
    """
    values: dict[str, list[str]] = {}
    for name, value in given:
        text = value.replace("\0", "").strip()[: MOST_SIGNS * 4]
        if text and len(values.setdefault(name, [])) < MOST_VALUES:
            values[name].append(text)
    last = {name: found[-1] for name, found in values.items() if found}
    return Asked(
        _filter(values),
        Order(_one_of(Order, last["sort"], "order")) if "sort" in last else None,
        _place(last.get("after", "")),
        _place(last.get("before", "")),
        last.get("as_of", ""),
        last.get("lang", "") if last.get("lang") in {"fr", "en"} else "",
    )


def _filter(values: dict[str, list[str]]) -> Filter:
    """Return the filter; each value is tried alone first, to tell which one is wrong."""
    known = {one.name for one in fields(Filter)}
    chosen: dict[str, Any] = {}
    for name in known:
        found = values.get(SHORT.get(name, name), [])
        if name in SEVERAL:
            chosen[name] = tuple(dict.fromkeys(found))
        elif name in SINGLE and found:
            chosen[name] = found[-1]
    chosen["kind"] = tuple(_one_of(Kind, kind, "kind") for kind in chosen["kind"])
    chosen["complete"] = bool(values.get("complete"))
    for name, wrong in (("since", Wrong.DATE), ("until", Wrong.DATE), ("query", Wrong.WORDS)):
        with _explained(wrong, chosen.get(name, "")):
            Filter(**{name: chosen.get(name, "")})
    with _explained(Wrong.SPAN, f"{chosen.get('since')} – {chosen.get('until')}"):
        return Filter(**chosen)


def _one_of(known: type[StrEnum], value: str, group: str) -> str:
    if value not in set(known):
        raise MisunderstoodError(Wrong.CHOICE, value, possible=known, group=group)
    return value


def _place(text: str) -> Mark | None:
    if not text:
        return None
    with _explained(Wrong.PLACE, text[:60]):
        return Mark.read(text)


@contextmanager
def _explained(wrong: Wrong, value: str) -> Iterator[None]:
    """Turn what the archive's own parts say in English, of the options of commands, into a sentence for readers."""
    try:
        yield
    except UsageError as error:
        raise MisunderstoodError(wrong, value) from error
