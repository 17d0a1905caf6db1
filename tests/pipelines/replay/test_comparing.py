"""What two databases say differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.database.engine import open_database
from pipelines.database.records import save
from pipelines.replay.comparing import compare
from tests.pipelines.makers import SITE, archive, article

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.database.engine import Database


def _filled(folder: Path, *articles: tuple[str, str]) -> Database:
    database = open_database(folder)
    store = archive(database, folder)
    with database.session() as session:
        for name, title in articles:
            save(session, article(SITE + name, title=title), store.run_id)
    return database


def test_changes_are_counted_by_field_and_year(tmp_path: Path) -> None:
    """Articles that appear or vanish count too; when and where something was captured does not."""
    before = _filled(tmp_path / "a", ("a.html", "Un"), ("b.html", "Deux"), ("c.html", "Trois"))
    after = _filled(tmp_path / "b", ("a.html", "Un"), ("b.html", "Deux bis"), ("d.html", "Quatre"))
    with before.read() as old, after.read() as new:
        found = compare(old, new)
        same = compare(old, old)
    assert (found.before, found.after) == (3, 3)
    assert (found.changed, found.appeared, found.vanished) == (1, 1, 1)
    assert found.fields == {"title": 1}
    assert found.years == {"2024": 3}
    assert found.share == 100.0
    assert (same.share, same.fields) == (0.0, {})
    before.close()
    after.close()
