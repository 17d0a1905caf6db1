"""`osiris crawl --dry-run`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.cli.estimate import show_estimate
from osiris_crawler.errors import UsageError
from osiris_crawler.items import Link, Role
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text

if TYPE_CHECKING:
    from pathlib import Path

SITE = "http://127.0.0.1:8099/"


def test_it_counts_what_the_frontier_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pages that this scope wants and nobody has read, articles among them."""
    options = options_from_text(site=SITE, data_dir=tmp_path)
    context = open_context(options)
    month = ("Articles de presse", "Année 2025", "Mai 2025")
    links = [Link(f"{SITE}{name}.html", Role.ARTICLE, path=month) for name in "abc"]
    links += [Link(SITE, Role.HOME), Link(f"{SITE}r.html", Role.ARTICLE, path=("Ressources",))]
    with context.database.session() as session:
        context.frontier.add(session, links, None, context.assess, seen_at=datetime.now(UTC))
    context.close()
    show_estimate(options)
    assert "4 pages are known and not read yet, 3 of them articles" in capsys.readouterr().out


def test_without_an_archive_it_says_so(tmp_path: Path) -> None:
    """Nothing is made."""
    with pytest.raises(UsageError, match="no archive"):
        show_estimate(options_from_text(site=SITE, data_dir=tmp_path / "none"))
    assert not (tmp_path / "none").exists()
