"""What one transaction has met already, so that a batch of pages does not ask for the same rows again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MEMORY = "osiris_memory"
"""Name in `Session.info`."""


@dataclass(slots=True)
class Memory:
    """Numbers and rows by what they were asked for; all of them found or made in the same transaction.

    It ends with the session, and a session is one transaction (`engine.Database`), so that nothing of another
    writer and nothing that was rolled back is ever remembered.
    """

    runs: dict[int, Any] = field(default_factory=dict)
    keywords: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    sections: dict[tuple[int, tuple[str, ...]], int] = field(default_factory=dict)
    snapshots: dict[tuple[str, int], int] = field(default_factory=dict)
    addresses: dict[tuple[int, str], Any] = field(default_factory=dict)
    """Site and location to the row of `address`, None where there is none; who writes one forgets it here."""
    alike: tuple[Any, dict[int, Any], list[Any]] | None = None
    """The article asked for last, those of its title and day, and their addresses (`identity`); used once."""
    unled: Any = None
    """The article to none of whose addresses any page redirects, asked for last (`identity`)."""
    unindexed: list[int] | None = None
    """Revisions added while the index of words is put off (`full_text.put_off`); None while it is not."""
    withholds: bool | None = None
    """Whether any address at all is restricted; None before it was asked."""


def memory(session: Session) -> Memory:
    """Return what the session's transaction has met."""
    found = session.info.get(MEMORY)
    if found is None:
        found = session.info[MEMORY] = Memory()
    return found
