"""Finds the other pages of a listing, those that its pagination control leaves out included."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.items import Link, Role
from osiris_crawler.pages.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osiris_crawler.pages.blocks import Anchor, Block

MOST_PAGES = 5000
"""Pages of one listing; more is a trap, or a parameter that is no offset."""
OTHER_LISTS = re.compile(r"forum|comment|mess|synd|site|evenem|agenda|mot|auteur|docu|image|photo|album|sig|fil",
                         re.IGNORECASE)  # fmt: skip
"""Names in pagination parameters (`debut_forums`) of lists that hold neither articles, brèves nor sections."""
NEXT = re.compile(
    r"(?:page )?(?:suivante?|next|plus anciens?|older)\b.*|[>»›→]+|\d{1,5}|\.\.\.|…", re.IGNORECASE
)


class Paging:
    """The paginations of one listing.

    Args:
        url: canonical address of the page at hand.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.first_page = urls.without_pagination(url)
        self.first_key = urls.key(self.first_page)
        self._offsets: dict[str, set[int]] = {}

    def takes(self, address: str, anchor: Anchor, block: Block) -> bool:
        """Take note of a link to another page of this listing; return False when it is something else."""
        page = urls.pagination_of(address)
        if page is None or urls.key(urls.without_pagination(address)) != self.first_key:
            return False
        if OTHER_LISTS.search(page.name.removeprefix("debut")):
            return True
        if not page.name.lower().startswith("debut"):
            in_pager = block.sign & Sign.NAVIGATION or anchor.rel in {"next", "prev"}
            if not (NEXT.fullmatch(anchor.text) or in_pager):
                return True
        self._offsets.setdefault(page.name, set()).add(page.offset)
        return True

    def pages(self, path: tuple[str, ...]) -> list[Link]:
        """Return every other page of this listing, those between the offsets that its control names included.

        Args:
            path: titles of the sections down to the listing.
        """
        here = urls.pagination_of(self.url)
        found = []
        for name, offsets in self._offsets.items():
            if here and here.name != name:
                continue  # two paginations crossed give every page many addresses
            known = offsets | ({here.offset} if here else set())
            for offset in _all_offsets(known):
                if offset and (here is None or offset != here.offset):
                    address = urls.with_pagination(self.first_page, name, offset)
                    found.append(Link(address, Role.SECTION, "", path))
        return found


def _all_offsets(known: Iterable[int]) -> list[int]:
    """Fill the gaps between the offsets of a pagination control."""
    offsets = sorted(o for o in known if o > 0)
    if not offsets:
        return []
    step = math.gcd(*offsets)
    if step == 0 or offsets[-1] // step > MOST_PAGES:
        return offsets
    first = (
        offsets[0] if step == 1 else min(step, offsets[0])
    )  # pages by number begin where the control begins
    return list(range(first, offsets[-1] + 1, step))
