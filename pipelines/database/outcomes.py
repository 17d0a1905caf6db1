"""What each outcome of a visit makes of its page, and how long a failed page rests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, assert_never

from osiris_crawler import urls
from osiris_crawler.items import Outcome, Visit
from pipelines.database.addresses import location
from pipelines.database.listed import SOFT
from pipelines.database.models import PageState

if TYPE_CHECKING:
    from datetime import datetime

PAUSES = (
    timedelta(seconds=20),
    timedelta(minutes=2),
    timedelta(hours=6),
    timedelta(hours=20),
    timedelta(days=3),
    timedelta(days=7),
)
"""How long a page rests after its first, second, … failure in a row: two more tries in a run, then later."""


OUTCOME_COLUMNS = (
    "state",
    "attempts",
    "next_at",
    "reason",
    "redirect_location",
    "redirect_to",
    "redirect_permanent",
    "missing_since_at",
)


def outcome_columns(visit: Visit, attempts: int, missing_since_at: datetime | None) -> dict[str, Any]:
    """Return the columns of `page` that a visit's outcome sets, each named `new_<column>`.

    Args:
        visit: the end of the visit.
        attempts: visits in a row before it that brought nothing.
        missing_since_at: first of the answers 404 or 410 in a row before it.
    """
    values: dict[str, Any] = {
        "attempts": 0,
        "next_at": None,
        "reason": visit.reason,
        "redirect_location": "",
        "redirect_to": "",
        "redirect_permanent": False,
        "missing_since_at": None,
    }
    match visit.outcome:
        case Outcome.DONE:
            values["state"] = PageState.DONE
        case Outcome.MOVED:
            same = urls.site_of(visit.redirect_to) == urls.site_of(visit.url)
            values |= {
                "state": PageState.MOVED,
                "redirect_to": visit.redirect_to,
                "redirect_location": location(visit.redirect_to) if same else "",
                "redirect_permanent": visit.permanent,
            }
        case Outcome.FAILED:
            pause = PAUSES[min(attempts, len(PAUSES) - 1)]
            values |= {
                "state": PageState.FAILED,
                "attempts": attempts + 1,
                "next_at": visit.fetched_at + max(pause, timedelta(seconds=visit.retry_after or 0)),
                "missing_since_at": missing_since_at,  # an outage says nothing of the page
            }
        case Outcome.GONE:
            values |= {"state": PageState.GONE, "attempts": attempts + 1}
            values["missing_since_at"] = missing_since_at or visit.fetched_at
        case Outcome.REFUSED:
            values |= {"state": PageState.REFUSED, "attempts": attempts + 1}
            if visit.reason in SOFT:  # the site's accident: it says no more of the page than an outage
                values["missing_since_at"] = missing_since_at
        case Outcome.FORBIDDEN:
            values["state"] = PageState.FORBIDDEN
        case _:
            assert_never(visit.outcome)
    return {f"new_{name}": values[name] for name in OUTCOME_COLUMNS}
