"""What looks wrong about a run's pages and articles, by comparison with what was known before it. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipelines.database.observed import Observed, Pages, Share

UNLIKELY = 0.001
"""A share that would come by chance once in so many runs is no chance."""
BLUR = 0.02
"""Shares of the past count as this much nearer to the middle: no field is filled, or empty, for ever."""
KNOWN_LEAST = 30
"""Fewer articles than this are no past to compare with."""
LEAST_PAGES = 2
LEAST_SHARE = 0.02
CHANGED_LEAST = 5
CHANGED_SHARE = 0.25
FIRST_FILLED = {"title": 0.99, "body": 0.95, "published_on": 0.9}
"""What a first run must fill, when there is no past."""
SIGNS_OF_CHARSET = ("mojibake", "charset_mismatch", "charset_not_declared", "undecodable_bytes")


def symptoms(seen: Observed, *, first: bool = False) -> list[str]:
    """Return what a person should look at, a sentence each with page addresses; empty when all is well."""
    found = [
        *_unanswered(seen),
        *_refused(seen),
        *_lists(seen),
        *_layouts(seen),
        *_lost_fields(seen),
        *_rewritten(seen),
        *(_filled_first(seen) if first else _filled(seen)),
        *_warnings(seen, first=first),
    ]
    return list(found)


def _at(urls: Iterable[str], count: int | None = None) -> str:
    shown = list(urls)
    more = f" and {count - len(shown)} more" if count is not None and count > len(shown) else ""
    return ", ".join(shown) + more


def _pages(pages: Pages) -> str:
    return _at(pages.urls, pages.count)


def _unanswered(seen: Observed) -> Iterator[str]:
    if seen.failed.count:
        yield (
            f"No usable answer from {seen.failed.count} pages; they come back in later runs: "
            f"{_pages(seen.failed)}."
        )
    if seen.not_stored.count:
        yield f"Read as articles and not stored: {seen.not_stored.count} pages: {_pages(seen.not_stored)}."
    away, read = seen.away.count, seen.read
    if away >= CHANGED_LEAST and away > CHANGED_SHARE * (away + read):
        yield f"{away} of {away + read} article pages answer 404 or 410: {_pages(seen.away)}."


def _refused(seen: Observed) -> Iterator[str]:
    total = sum(pages.count for pages in seen.refused.values())
    if total < max(LEAST_PAGES, LEAST_SHARE * seen.visited):
        return
    for reason, pages in sorted(seen.refused.items(), key=lambda one: -one[1].count):
        yield f"{pages.count} pages are not what their address promised ({reason}): {_pages(pages)}."


def _lists(seen: Observed) -> Iterator[str]:
    if seen.lists_lost.count:
        yield f"Lists of the site that named articles before give none now: {_pages(seen.lists_lost)}."
    for (code, _), pages in seen.page_warnings.items():
        if code == "list_shrank":
            details = "; ".join(seen.details[code])
            yield f"Lists of the site lost much of what they named ({details}): {_pages(pages)}."


def _layouts(seen: Observed) -> Iterator[str]:
    for code, text in (("new_layout", "mostly"), ("new_marks", "partly")):
        for (found, _), pages in seen.page_warnings.items():
            least = 1 if code == "new_layout" else max(LEAST_PAGES, LEAST_SHARE * seen.read)
            if found == code and pages.count >= least:
                detail = seen.details[code][0]
                where = _pages(pages)
                yield f"The layout of {pages.count} pages is {text} unknown ({detail}): {where}."


def _lost_fields(seen: Observed) -> Iterator[str]:
    for (code, name), pages in seen.page_warnings.items():
        if code == "no_longer_shown" and pages.count >= max(LEAST_PAGES, LEAST_SHARE * seen.reread):
            share = f"{pages.count} of {seen.reread} articles read again"
            yield f"{share} show no {name} any more: {_pages(pages)}."


def _rewritten(seen: Observed) -> Iterator[str]:
    if seen.changed.count >= max(CHANGED_LEAST, CHANGED_SHARE * seen.reread):
        yield (
            f"{seen.changed.count} of {seen.reread} articles read again differ from what they were: "
            f"{_pages(seen.changed)}."
        )


def _filled_first(seen: Observed) -> Iterator[str]:
    for name, least in FIRST_FILLED.items():
        share = seen.new_filled.get(name)
        if share and share.having < least * share.of - 1:
            yield f"Only {share.having} of {share.of} articles have a {name}."


def _filled(seen: Observed) -> Iterator[str]:
    for name, share in seen.new_filled.items():
        past = seen.past_filled.get(name)
        if past and past.of >= KNOWN_LEAST and share.of - share.having >= LEAST_PAGES:
            usual = _blurred(past)
            if at_most(share.having, share.of, usual) < UNLIKELY:
                shares = f"{share.having} of {share.of} new articles have a {name}"
                yield f"Only {shares}; usual: {100 * usual:.0f} %."


def _warnings(seen: Observed, *, first: bool) -> Iterator[str]:
    for code, share in seen.begun_warnings.items():
        if share.having >= max(LEAST_PAGES, LEAST_SHARE * share.of):
            text = f"The warning {code} is new on {share.having} of {share.of} articles read again"
            yield f"{text}, first at {seen.warned[code]}."
    for code, share in seen.new_warnings.items():
        if share.having < LEAST_PAGES or not _is_odd(code, share, seen, first=first):
            continue
        past = seen.past_warnings.get(code)
        usual = f"; usual: {100 * past.having / past.of:.1f} %" if past and past.of else ""
        text = f"The warning {code} stands on {share.having} of {share.of} new articles{usual}"
        yield f"{text}, first at {seen.warned[code]}."


def _is_odd(code: str, share: Share, seen: Observed, *, first: bool) -> bool:
    """Tell whether new articles carry a warning more often than chance makes likely."""
    known = next((one.of for one in seen.past_filled.values()), 0)
    if first or known < KNOWN_LEAST:
        return code in SIGNS_OF_CHARSET and share.having > LEAST_SHARE * share.of
    past = seen.past_warnings.get(code)
    return at_least(share.having, share.of, _blurred(past) if past else BLUR) < UNLIKELY


def _blurred(share: Share) -> float:
    return min(max(share.having / share.of, BLUR), 1 - BLUR) if share.of else BLUR


def at_most(count: int, of: int, chance: float) -> float:
    """Return the probability of so few hits or fewer among `of` trials (binomial distribution)."""
    return math.fsum(_exactly(hits, of, chance) for hits in range(count + 1))


def at_least(count: int, of: int, chance: float) -> float:
    """Return the probability of so many hits or more among `of` trials."""
    return 1.0 - at_most(count - 1, of, chance) if count > 0 else 1.0


def _exactly(hits: int, of: int, chance: float) -> float:
    ways = math.lgamma(of + 1) - math.lgamma(hits + 1) - math.lgamma(of - hits + 1)
    return math.exp(ways + hits * math.log(chance) + (of - hits) * math.log1p(-chance))
