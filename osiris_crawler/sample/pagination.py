"""Pagination as SPIP does it: offsets in the query, first pages, an ellipsis and the last one."""

from dataclasses import dataclass
from typing import TypeVar

FULL_BAR = 10
"""Up to this many pages are all linked; beyond, SPIP leaves a gap before the last."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class PageLink:
    """One entry of the bar: an offset with the label of its page, or a gap."""

    label: str
    href: str
    is_current: bool = False
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where a listing page stands in its listing."""

    parameter: str
    step: int
    total: int
    offset: int

    @property
    def pages(self) -> int:
        """How many pages the listing has."""
        return max(1, -(-self.total // self.step))

    @property
    def page(self) -> int:
        """The number of this page, from 1."""
        return self.offset // self.step + 1

    def links(self, href: str, others: str = "") -> list[PageLink]:
        """The bar; ``others`` is the query of another pagination on the same page, which SPIP keeps."""
        if self.pages == 1:
            return []
        shown = range(1, self.pages + 1)
        if self.pages > FULL_BAR:
            first = max(1, min(self.page - FULL_BAR // 2, self.pages - FULL_BAR))
            shown = range(first, first + FULL_BAR)
        links = [self._link(number, href, others) for number in shown]
        if shown[0] > 1:
            links = [self._link(1, href, others), PageLink("...", "", is_gap=True), *links]
        if shown[-1] < self.pages:
            links += [PageLink("...", "", is_gap=True), self._link(self.pages, href, others)]
        return links

    def _link(self, number: int, href: str, others: str) -> PageLink:
        query = "&amp;".join(
            part
            for part in (others, f"{self.parameter}={(number - 1) * self.step}" if number > 1 else "")
            if part
        )
        joined = f"{href}{'&amp;' if '?' in href else '?'}{query}" if query else href
        return PageLink(str(number), f"{joined}#pagination_articles", is_current=number == self.page)


def paginate(
    entries: list[Entry], parameter: str, step: int, asked: str | None
) -> tuple[list[Entry], Pagination]:
    """The entries of the page that an offset asks for; past the end it is the last page, as SPIP answers."""
    offset = int(asked) if asked and asked.isdecimal() else 0
    last = max(0, (len(entries) - 1) // step * step)
    offset = min(offset // step * step, last)
    return entries[offset : offset + step], Pagination(parameter, step, len(entries), offset)
