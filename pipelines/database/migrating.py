"""Brings a database to this program's schema by Alembic, in one transaction, run from any folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from osiris_crawler.errors import DatabaseError
from pipelines.database import holding

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0005"
"""Newest revision in `migrations/versions`; named here so that an up-to-date database needs no Alembic."""
FOLDER = Path(__file__).with_name("migrations")


def bring_up_to_date(connection: Connection, place: str) -> str | None:
    """Migrate to `HEAD`; return the revision found before, None for an empty database.

    Raises:
        DatabaseError: the database is of a newer program, or of something else. It stays as it was.
    """
    with connection.begin():
        found = current(connection)
        if found == HEAD:
            return found
        if connection.dialect.name == "postgresql":  # SQLite's transaction is one that writes already
            connection.execute(text("SELECT pg_advisory_xact_lock(:family, :which)"), holding.MIGRATING)
            found = current(connection)  # what another program, which had the lock, has made of it
            if found == HEAD:
                return found
        if found is None and (tables := inspect(connection).get_table_names()):
            msg = (
                f"{place}: holds tables that are not of this program ({', '.join(sorted(tables)[:3])}). "
                "Name another folder by --data; nothing was changed."
            )
            raise DatabaseError(msg)
        if found is not None and found not in known():
            msg = (
                f"{place}: made by a newer version of osiris-crawler (schema {found}; this one knows up to "
                f"{HEAD}). Update the program, then run the command again; nothing was changed."
            )
            raise DatabaseError(msg)
        upgrade(connection)
        return found


def current(connection: Connection) -> str | None:
    """Return the revision of the database; None when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Migrate upwards on an open connection; the caller commits."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that only a migration should cost

    command.upgrade(config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Migrate downwards on an open connection; the caller commits."""
    from alembic import command  # noqa: PLC0415 - as above

    command.downgrade(config(connection), revision)


def known() -> list[str]:
    """Return all revisions that this program knows, newest first."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    return [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's settings, made in the program: there is no alembic.ini."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings
