"""The verdict at the end of a run: whether its result can be trusted, and what to look at when not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osiris_crawler.errors import OsirisError


class Verdict(StrEnum):
    """How a run ended; docs/runbook.md says what to do about each."""

    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    """Done, but something is missing or was not understood."""
    STOPPED = "stopped"
    """Ended before its end; the same command goes on."""
    FAILED = "failed"
    """Ended by an error."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run is judged by."""

    stop_reason: str
    """Scrapy's reason of the end; `finished` for a queue that ran empty."""
    halted: str = ""
    """Why the run ended before its queue was empty (quota, hours), as a sentence."""
    left: int = 0
    """Pages still due."""
    asked: int = 0
    stored: int = 0
    """Articles of the site in the database, of this and earlier runs."""
    signs: tuple[str, ...] = ()
    """What looks wrong about the run's pages and articles, from `osiris_crawler.symptoms`."""
    notes: tuple[str, ...] = ()
    """What a person may want to know although nothing is wrong, from the same module."""
    only_given: bool = False
    """The run asked for addresses of --url only."""
    every_kind: bool = False
    """The run wanted articles of all kinds."""
    months: str = ""
    """The months that the run was limited to, as the options write them."""
    no_month: bool = False
    """None of these months is in the archive: no article of theirs is stored, and no list names one."""
    error: OsirisError | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """The verdict with its reasons, for people."""

    verdict: Verdict
    exit_code: int
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What is no reason for a person to look; told after a run that came to its end."""


def judge(facts: Facts) -> Health:
    """Return the verdict on a run and the exit code of the contract (DESIGN.md, exit codes)."""
    if facts.error is not None:
        return Health(Verdict.FAILED, facts.error.exit_code, (str(facts.error),))
    if facts.stop_reason == "shutdown":
        return Health(
            Verdict.STOPPED, 4, ("Stopped by a signal. The same command goes on where it stopped.",)
        )
    if facts.halted:
        return Health(Verdict.STOPPED, 4, (facts.halted,))
    if facts.stop_reason != "finished":
        reason = facts.stop_reason or "the process was ended"
        return Health(Verdict.FAILED, 1, (f"The run broke off ({reason}); see its log.",))
    if facts.left:
        due = "1 page is still due" if facts.left == 1 else f"{facts.left:,} pages are still due"
        return Health(Verdict.STOPPED, 4, (f"{due}. The same command goes on there.",))
    reasons = tuple(_complaints(facts))
    verdict, code = (Verdict.UNHEALTHY, 3) if reasons else (Verdict.HEALTHY, 0)
    notes = facts.notes
    if facts.no_month and facts.stored:
        notes = (f"No month of the archive lies in {facts.months}, so that no article was asked for.", *notes)
    return Health(verdict, code, reasons, notes)


def _complaints(facts: Facts) -> list[str]:
    """Return what is wrong with a run that reached its end."""
    found = []
    if not facts.stored and not facts.only_given:
        found.append("No article was found." if facts.signs else _nothing(facts))
    return [*found, *facts.signs]


def _nothing(facts: Facts) -> str:
    """Say what may be the reason of an empty archive."""
    if facts.months:
        return f"No article was found with {facts.months}: no list of the site may reach these months."
    look = "No article was found. Look at the menu of the site: its sections may have other names than its profile says"
    if facts.every_kind:
        return f"{look}, or its pages lie under another address than --site names."
    return f"{look} (osiris crawl --kinds all takes every section)."
