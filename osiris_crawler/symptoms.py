"""What looks wrong about a run's pages and articles, by comparison with what was known before it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.chances import at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipelines.database.observed import Observed, Share
    from pipelines.database.visited import Pages

UNLIKELY = 0.001
"""A share that would come by chance once in so many runs is no chance."""
BLUR = 0.02
"""Shares of the past count as this much nearer to the middle: no field is filled, or empty, for ever."""
KNOWN_LEAST = 30
"""Fewer articles than this are no past to compare with."""
LEAST_PAGES = 2
LEAST_SHARE = 0.02
SOFT_LEAST = 3
"""A soft 404 or two are dead links; so many, and LEAST_SHARE of a run's articles, are an outage."""
CHANGED_LEAST = 5
CHANGED_SHARE = 0.25
FIELD_SHARE = 0.1
"""Share of articles read again whose title, date, source or author may differ, without a word of the sitemap."""
ALIKE_LEAST = 3
"""So many articles do not get the same new title in one night."""
QUIET_DAYS = 14
FIRST_FILLED = {"title": 0.99, "body": 0.95, "published_on": 0.9}
"""What a first run must fill, when there is no past."""
SIGNS_OF_CHARSET = ("mojibake", "charset_mismatch", "undecodable_bytes")
"""Warnings that are wrong with a site from the first run on."""
UNDECLARED = "charset_not_declared"
"""The way of many old sites, whose pages read well: an alarm only when it begins."""
LIST_SIGNS = {
    "list_shrank": "Lists of the site lost much of what they named",
    "pages_lost": "Lists of the site name their further pages no more",
    "lists_others": "Lists of the site name what belongs to other lists",
    "endless_list": "Lists of the site go on without end, and were left",
}


def symptoms(seen: Observed, *, first: bool = False) -> list[str]:
    """Return what a person should look at, a sentence each with page addresses; empty when all is well."""
    found = [
        *_unanswered(seen),
        *_refused(seen),
        *_missing(seen),
        *_barred(seen),
        *_lists(seen),
        *_unsaid(seen),
        *_layouts(seen),
        *_lost_fields(seen),
        *_rewritten(seen),
        *(_filled_first(seen) if first else _filled(seen)),
        *_warnings(seen, first=first),
        *_quiet(seen),
    ]
    return list(found)


def are_changes_doubtful(seen: Observed) -> bool:
    """Tell whether a sentence names changes of known articles that the site's editors may not have made."""
    return any((*_lost_fields(seen), *_rewritten(seen), *_begun(seen)))


def remarks(seen: Observed, *, first: bool = False) -> list[str]:
    """Return what a person may want to know, and what is no reason for an alarm."""
    found = []
    share = seen.new_warnings.get(UNDECLARED)
    if share and (first or _known(seen) < KNOWN_LEAST) and share.having > LEAST_SHARE * share.of:
        found.append(
            f"{share.having} of {share.of} articles declare no character set and are no UTF-8: they are read as "
            f"Windows-1252, and that counts as usual for this site, first at {seen.warned[UNDECLARED]}."
        )
    if same := seen.page_warnings.get(("same_list", "")):
        found.append(f"{same.count} lists have more addresses, which are not followed: {_pages(same)}.")
    if seen.changes.returned.count:
        found.append(
            f"{seen.changes.returned.count} articles are again what they were before an accident of the site: "
            f"{_pages(seen.changes.returned)}."
        )
    return found


def _at(urls: Iterable[str], count: int | None = None) -> str:
    shown = list(urls)
    more = f" and {count - len(shown)} more" if count is not None and count > len(shown) else ""
    return ", ".join(shown) + more


def _pages(pages: Pages) -> str:
    return _at(pages.urls, pages.count)


def _why(pages: Pages) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in pages.reasons.most_common())


def _unanswered(seen: Observed) -> Iterator[str]:
    pages = seen.pages
    if pages.home.count:
        yield f"The home page could not be read ({_why(pages.home)}): {_pages(pages.home)}."
    if pages.failed.count:
        yield (
            f"No usable answer from {pages.failed.count} of {pages.asked} pages ({_why(pages.failed)}); they come "
            f"back in later runs: {_pages(pages.failed)}."
        )
    if pages.not_stored.count:
        yield f"Read as articles and not stored: {pages.not_stored.count} pages: {_pages(pages.not_stored)}."
    away = pages.away.count
    if away >= CHANGED_LEAST and away > CHANGED_SHARE * pages.articles:
        yield f"{away} of {pages.articles} article pages answer 404 or 410: {_pages(pages.away)}."


def _refused(seen: Observed) -> Iterator[str]:
    pages = seen.pages
    least = max(SOFT_LEAST, LEAST_SHARE * pages.articles)
    if pages.soft.count >= least:
        yield (
            f"{pages.soft.count} of {pages.articles} article pages are not what their address promised, but the "
            f"home page, an error page or a login ({_why(pages.soft)}): {_pages(pages.soft)}."
        )
    if pages.elsewhere.count >= max(SOFT_LEAST, FIELD_SHARE * pages.articles):
        yield (
            f"{pages.elsewhere.count} of {pages.articles} article pages redirect to where no article is: "
            f"{_pages(pages.elsewhere)}."
        )
    for reason, refused in sorted(pages.refused.items(), key=lambda one: -one[1].count):
        yield f"{refused.count} pages are not what their address promised ({reason}): {_pages(refused)}."


def _missing(seen: Observed) -> Iterator[str]:
    missing = seen.pages.missing
    if missing.count:
        yield (
            f"{missing.count} articles that the site lists are missing ({_why(missing)}): {_pages(missing)}. "
            "osiris status names them all."
        )


def _barred(seen: Observed) -> Iterator[str]:
    pages = seen.pages
    for what, barred in (
        ("articles that the site lists, and which are missing", pages.barred),
        ("articles that are stored, and can no longer be followed", pages.barred_stored),
        ("lists of the site, which may name articles", pages.barred_lists),
    ):
        if barred.count and not (seen.checked and barred is pages.barred_lists):
            yield f"robots.txt forbids {barred.count} {what}: {_pages(barred)}."


def _lists(seen: Observed) -> Iterator[str]:
    lost = seen.pages.lists_lost
    if lost.count:
        yield f"Lists of the site that named articles before give none now ({_why(lost)}): {_pages(lost)}."
    for (code, _), pages in seen.page_warnings.items():
        if code in LIST_SIGNS:
            details = "; ".join(seen.details[code])
            yield f"{LIST_SIGNS[code]} ({details}): {_pages(pages)}."
    for one in seen.differing:
        where = "the navigation" if one.lacking_in == "navigation" else "the sitemap or plan du site"
        count = len(one.urls)
        yield (
            f"Lists of the site differ: {count} articles of {one.month} that {where} lacks: "
            f"{_at(one.urls[:LIST_NAMED], count)}."
        )


LIST_NAMED = 5


def _unsaid(seen: Observed) -> Iterator[str]:
    for (code, _), pages in seen.page_warnings.items():
        if code == "changed_unsaid":
            name = seen.details[code][0]
            yield (
                f"{pages.count} pages changed although the server names them as before ({name}), so its 304 may hide "
                f"changes: {_pages(pages)}."
            )


def _layouts(seen: Observed) -> Iterator[str]:
    for code, text in (("new_layout", "mostly"), ("new_marks", "partly")):
        for (found, _), pages in seen.page_warnings.items():
            least = 1 if code == "new_layout" else max(LEAST_PAGES, LEAST_SHARE * seen.pages.read)
            if found == code and pages.count >= least:
                detail = seen.details[code][0]
                where = _pages(pages)
                yield f"The layout of {pages.count} pages is {text} unknown ({detail}): {where}."


def _lost_fields(seen: Observed) -> Iterator[str]:
    for (code, name), pages in seen.page_warnings.items():
        if pages.count < max(LEAST_PAGES, LEAST_SHARE * seen.reread):
            continue
        share = f"{pages.count} of {seen.reread} articles read again"
        if code == "no_longer_shown":
            yield f"{share} show no {name} any more: {_pages(pages)}."
        elif code == "language_changed":
            yield f"{share} are in another language ({seen.details[code][0]}): {_pages(pages)}."


def _rewritten(seen: Observed) -> Iterator[str]:
    changes = seen.changes
    for name, pages in changes.fields.items():
        share = CHANGED_SHARE if name == "body" else FIELD_SHARE
        if pages.count >= max(CHANGED_LEAST, share * changes.reread):
            yield (
                f"{pages.count} of {changes.reread} articles read again differ in their {name} from what they were: "
                f"{_pages(pages)}."
            )
    if changes.cut.count >= max(LEAST_PAGES, LEAST_SHARE * changes.reread):
        yield f"{changes.cut.count} texts lost more than half: {_pages(changes.cut)}."
    for what, alike in (("title", changes.titles), ("date", changes.days)):
        for value, pages in alike.items():
            if pages.count >= ALIKE_LEAST:
                yield f"{pages.count} articles got the same new {what} ({value or 'none'}): {_pages(pages)}."


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


def _begun(seen: Observed) -> Iterator[str]:
    for code, share in seen.begun_warnings.items():
        if share.having >= max(LEAST_PAGES, LEAST_SHARE * share.of):
            text = f"The warning {code} is new on {share.having} of {share.of} articles read again"
            yield f"{text}, first at {seen.warned[code]}."


def _warnings(seen: Observed, *, first: bool) -> Iterator[str]:
    yield from _begun(seen)
    for code, share in seen.new_warnings.items():
        if share.having < LEAST_PAGES or not _is_odd(code, share, seen, first=first):
            continue
        past = seen.past_warnings.get(code)
        usual = f"; usual: {100 * past.having / past.of:.1f} %" if past and past.of else ""
        text = f"The warning {code} stands on {share.having} of {share.of} new articles{usual}"
        yield f"{text}, first at {seen.warned[code]}."


def _is_odd(code: str, share: Share, seen: Observed, *, first: bool) -> bool:
    """Tell whether new articles carry a warning more often than chance makes likely."""
    if first or _known(seen) < KNOWN_LEAST:
        return code in SIGNS_OF_CHARSET and share.having > LEAST_SHARE * share.of
    past = seen.past_warnings.get(code)
    return at_least(share.having, share.of, _blurred(past) if past else BLUR) < UNLIKELY


def _known(seen: Observed) -> int:
    """Return how many articles were known before."""
    return next((one.of for one in seen.past_filled.values()), 0)


def _blurred(share: Share) -> float:
    return min(max(share.having / share.of, BLUR), 1 - BLUR) if share.of else BLUR


def _quiet(seen: Observed) -> Iterator[str]:
    quiet = seen.quiet
    if quiet is not None and quiet.days > max(QUIET_DAYS, 2 * quiet.longest):
        yield (
            f"No new article was found for {quiet.days} days, since {quiet.since}; the longest pause before was "
            f"{quiet.longest}. Look whether the site writes on, and whether its lists show it."
        )
