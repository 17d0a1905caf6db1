"""What all tables share: the declarative base, names of constraints, and the column types."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import DateTime, MetaData, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, since a migration can only change what has one."""


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; a naive one is refused, because nobody could say later which zone it meant."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, without a zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"{value!r}: a time without a zone cannot be stored"
            raise ValueError(msg)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment as an aware one."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TitlePath(TypeDecorator[tuple[str, ...]]):
    """Section titles from the top down, kept as JSON text: equal paths are equal text in every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the titles as a JSON list."""
        return None if value is None else _text(tuple(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002
        """Return the titles."""
        return None if value is None else _titles(value)


@lru_cache(maxsize=4096)
def _text(titles: tuple[str, ...]) -> str:
    return json.dumps(titles, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def _titles(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


class Base(DeclarativeBase):
    """Base of all models; times are `UtcTime`."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime, str: Text, tuple[str, ...]: TitlePath}
