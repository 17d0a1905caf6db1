"""The verdict at the end of a run."""

from __future__ import annotations

import pytest

from osiris_crawler.errors import DatabaseError, SiteRefusedError
from osiris_crawler.health import Facts, Verdict, judge


@pytest.mark.parametrize(
    ("facts", "verdict", "code"),
    [
        (Facts("finished", stored=10, asked=20), Verdict.HEALTHY, 0),
        (Facts("finished", stored=0, asked=3), Verdict.UNHEALTHY, 3),
        (Facts("finished", stored=0, asked=1, only_given=True), Verdict.HEALTHY, 0),
        (Facts("finished", stored=10, signs=("Lists of the site are empty.",)), Verdict.UNHEALTHY, 3),
        (Facts("finished", stored=10, halted="The quota is used up."), Verdict.STOPPED, 4),
        (Facts("finished", stored=10, left=5), Verdict.STOPPED, 4),
        (Facts("shutdown", stored=10, left=5), Verdict.STOPPED, 4),
        (Facts("site_refused", error=SiteRefusedError("barred")), Verdict.FAILED, 5),
        (Facts("storage_failed", error=DatabaseError("disk full")), Verdict.FAILED, 1),
        (Facts(""), Verdict.FAILED, 1),
    ],
)
def test_verdict_and_exit_code(facts: Facts, verdict: Verdict, code: int) -> None:
    """By the contract's exit codes; whatever is not healthy says why."""
    health = judge(facts)
    assert (health.verdict, health.exit_code) == (verdict, code)
    assert bool(health.reasons) == (verdict is not Verdict.HEALTHY)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (Facts("finished"), "osiris crawl --kinds all"),
        (Facts("finished", every_kind=True), "another address than --site names"),
        (Facts("finished", months="--since 2024-01"), "with --since 2024-01: no list"),
    ],
)
def test_an_empty_archive_is_explained_by_what_was_asked(facts: Facts, says: str) -> None:
    """Nobody is told to try what was tried."""
    (reason,) = judge(facts).reasons
    assert says in reason
    assert ("--kinds all" in reason) == (not facts.every_kind and not facts.months)


@pytest.mark.parametrize(("left", "says"), [(1, "1 page is still due"), (1200, "1,200 pages are still due")])
def test_what_is_left_is_counted_as_people_do(left: int, says: str) -> None:
    """One page is one page."""
    assert judge(Facts("finished", stored=1, left=left)).reasons[0].startswith(says)


def test_months_that_the_archive_lacks_are_noted() -> None:
    """The run is healthy, but not without a word; an empty archive says it as its reason."""
    health = judge(Facts("finished", stored=9, months="--since 1980-01", no_month=True))
    assert health.verdict is Verdict.HEALTHY
    assert "No month of the archive lies in --since 1980-01" in health.notes[0]
    assert not judge(Facts("finished", months="--since 1980-01", no_month=True)).notes
