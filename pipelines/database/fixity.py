"""What the database knows of the recordings: where answers lie, and when each file was last found whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from pipelines.database import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

POINTERS = select(
    t.snapshot.c.offset, t.snapshot.c.length, t.snapshot.c.digest, t.snapshot.c.url
).where(t.snapshot.c.file == bindparam("of_file"))  # fmt: skip


def files(session: Session) -> set[str]:
    """Return the files that the database points into or knows of."""
    return pointed(session) | set(session.execute(select(t.recording.c.file)).scalars())


def pointed(session: Session) -> set[str]:
    """Return the files in which recorded answers lie."""
    return set(session.execute(select(t.snapshot.c.file).distinct()).scalars())


def offsets(session: Session, file: str) -> set[int]:
    """Return where recorded answers lie in a file."""
    return set(session.execute(select(t.snapshot.c.offset).where(t.snapshot.c.file == file)).scalars())


def pointer_damages(session: Session, file: str, there: Mapping[int, Any], *, own: bool) -> list[str]:
    """Name what the database and a file say differently.

    Args:
        session: any session.
        file: name of the file.
        there: by offset, the entries of what can be read in the file.
        own: every answer in the file has to be known to the database.
    """
    found = []
    known = set()
    for row in t.execute(session, POINTERS, {"of_file": file}):
        known.add(row.offset)
        entry = there.get(row.offset)
        if entry is None:
            found.append(
                f"{file}: the database points to {row.offset} ({row.url}), where nothing can be read"
            )
        elif entry.length != row.length or (entry.digest and row.digest and entry.digest != row.digest):
            found.append(f"{file}: the database and the record at {row.offset} ({row.url}) differ")
    if own:
        found += [
            f"{file}: the record at {offset} ({entry.url}) is not in the database; osiris replay stores it"
            for offset, entry in sorted(there.items())
            if offset not in known
        ]
    return found


def note_verified(
    session: Session, file: str, *, origin: str, size: int, records: int, at: datetime, damage: str
) -> None:
    """Write the end of a verification; `verified_at` is when all was well last."""
    values = {"size": size, "records": records, "damage": damage} | ({} if damage else {"verified_at": at})
    known = session.execute(select(t.recording.c.id).where(t.recording.c.file == file)).scalar()
    if known is not None:
        session.connection().execute(update(t.recording).where(t.recording.c.id == known).values(**values))
        return
    new = {"file": file, "origin": origin, "added_at": at, "verified_at": None}
    session.connection().execute(insert(t.recording), new | values)


def verified(session: Session) -> Sequence[Any]:
    """Return all files with when they were last found whole."""
    return session.execute(select(t.recording).order_by(t.recording.c.file)).all()
