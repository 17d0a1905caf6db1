"""The table at the end of a crawl; the figures themselves are checked after a real crawl."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

from osiris_crawler.cli.closing import show_closing
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.run import finish_run

if TYPE_CHECKING:
    from pathlib import Path


def test_an_empty_archive_says_what_to_look_at(tmp_path: Path) -> None:
    """Zero articles are never a silent end."""
    context = open_context(options_from_text(site="http://127.0.0.1:8099/", data_dir=tmp_path))
    finish_run(context, "finished", {})
    said = io.StringIO()
    show_closing(context, Console(file=said, width=200))
    context.close()
    assert "No article is stored yet." in said.getvalue()
    assert "osiris export" not in said.getvalue()
    assert "unhealthy" in said.getvalue()
    assert "No article was found" in said.getvalue()
