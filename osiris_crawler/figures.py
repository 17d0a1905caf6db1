"""The figures that a run is judged by, as they are kept with it and shown by `osiris status`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.database.coverage import Tally
    from pipelines.database.observed import Observed

PREFIX = "osiris/health/"
"""Beginning of their names in `run.stats`."""


def figures(seen: Observed, tally: Tally) -> dict[str, int | float]:
    """Return name to number: articles expected and found, what failed, fields filled, warnings, layouts.

    `filled/<field>` and `usual/<field>` are percentages: of the run's new articles, and of all before.
    """
    pages = seen.pages
    found: dict[str, int | float] = {
        "expected": tally.listed,
        "found": tally.stored,
        "missing": tally.missing,
        "gone": tally.gone,
        "asked": pages.asked,
        "articles": pages.articles,
        "read": pages.read,
        "reread": seen.reread,
        "failed": pages.failed.count,
        "away": pages.away.count,
        "soft_404": pages.soft.count,
        "refused": sum(one.count for one in pages.refused.values()),
        "forbidden": pages.barred.count + pages.barred_stored.count + pages.barred_lists.count,
        "changed": max((one.count for one in seen.changes.fields.values()), default=0),
        "unknown_layouts": sum(
            one.count for (code, _), one in seen.page_warnings.items() if code in {"new_layout", "new_marks"}
        ),
    }
    new = max((share.of for share in seen.new_filled.values()), default=0)
    found["new"] = new
    found |= {f"filled/{name}": _percent(one.having, one.of) for name, one in seen.new_filled.items()}
    found |= {f"usual/{name}": _percent(one.having, one.of) for name, one in seen.past_filled.items()}
    for code in sorted({*seen.new_warnings, *seen.begun_warnings}):
        both = [one.having for one in (seen.new_warnings.get(code), seen.begun_warnings.get(code)) if one]
        found[f"warnings/{code}"] = sum(both)
    return {PREFIX + name: value for name, value in found.items()}


def _percent(having: int, of: int) -> float:
    return round(100 * having / of, 1) if of else 0.0
