"""What each outcome makes of a page."""

from __future__ import annotations

from datetime import timedelta

from osiris_crawler.items import Outcome
from pipelines.database.models import PageState
from pipelines.database.outcomes import PAUSES, outcome_columns
from tests.pipelines.makers import SITE, at, visit


def test_every_outcome_has_a_state() -> None:
    """The state of a page follows from the outcome alone."""
    states = {outcome: outcome_columns(visit(outcome=outcome), 0, None)["new_state"] for outcome in Outcome}
    assert states[Outcome.DONE] is PageState.DONE
    assert [state.value for state in states.values()] == [outcome.value for outcome in states]


def test_pauses_grow_and_are_at_least_what_the_server_asks() -> None:
    """A page that fails rests longer each time; Retry-After can only lengthen that."""
    waits = [outcome_columns(visit(outcome=Outcome.FAILED), n, None)["new_next_at"] - at(0) for n in range(8)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (PAUSES[0], PAUSES[-1])
    asked = visit(outcome=Outcome.FAILED, retry_after=300.0)
    assert outcome_columns(asked, 0, None)["new_next_at"] == at(0) + timedelta(seconds=300)


def test_missing_counts_from_the_first_404_and_an_accident_says_nothing() -> None:
    """A 404 keeps the time of the first one; a failure or the home page in its place changes nothing."""
    gone = visit(outcome=Outcome.GONE, hours=48)
    assert outcome_columns(gone, 0, None)["new_missing_since_at"] == at(48)
    assert outcome_columns(gone, 0, at(1))["new_missing_since_at"] == at(1)
    assert outcome_columns(visit(outcome=Outcome.FAILED), 0, at(1))["new_missing_since_at"] == at(1)
    assert outcome_columns(visit(), 0, at(1))["new_missing_since_at"] is None
    for reason, kept in (("home_page", at(1)), ("redirects_to_home_page", at(1)), ("no_title", None)):
        seen = visit(outcome=Outcome.REFUSED, reason=reason)
        assert outcome_columns(seen, 0, at(1))["new_missing_since_at"] == kept


def test_visits_in_a_row_without_an_article_are_counted() -> None:
    """What failed, was away or was refused counts; what was read well begins anew."""
    for outcome in (Outcome.FAILED, Outcome.GONE, Outcome.REFUSED):
        assert outcome_columns(visit(outcome=outcome), 2, None)["new_attempts"] == 3
    assert outcome_columns(visit(), 2, None)["new_attempts"] == 0


def test_a_redirect_elsewhere_has_no_place_here() -> None:
    """The target is kept as an address; only one on the same site is a page of the frontier."""
    here = visit(outcome=Outcome.MOVED, redirect_to=f"{SITE}B.html", permanent=True)
    there = visit(outcome=Outcome.MOVED, redirect_to="https://elsewhere.example/")
    assert outcome_columns(here, 0, None)["new_redirect_location"]
    assert outcome_columns(there, 0, None)["new_redirect_location"] == ""
    assert outcome_columns(there, 0, None)["new_redirect_to"] == "https://elsewhere.example/"
