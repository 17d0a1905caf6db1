"""Tests of `osiris search`: what a user types and sees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler.cli import app
from osiris_crawler.errors import UsageError
from pipelines.database.engine import open_database
from pipelines.database.records import save
from tests.pipelines.makers import SITE, archive, article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.pipelines.makers import Archive


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Archive]:
    """Give an archive of three articles."""
    store = archive(open_database(tmp_path / "data"), tmp_path / "data")
    with store.database.session() as session:
        for name, title in {
            "a": "La fibre à Orange",
            "b": "Les fibres",
            "c": "Le « haut débit » [bold]",
        }.items():
            save(session, article(SITE + name, title=title, body="L’électricité du cœur."), store.run_id)
    yield store
    store.database.close()


def run(store: Archive, *words: str) -> str:
    """Run the command; return what it prints."""
    found = CliRunner().invoke(app, ["search", *words, "--data", str(store.data_dir)], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


def test_words_are_found(filled: Archive) -> None:
    """Title, date, source, passage and address; how many in all."""
    output = run(filled, "fibre", "-orange")
    assert "Les fibres  2024-10-01 · Le Courrier" in output
    assert "L’électricité du cœur." in output
    assert SITE + "b" in output
    assert "1 article" in output
    assert "1 article" in run(filled, "haut débit", "coeur")
    assert "[bold]" in run(filled, '"haut débit"')
    assert "0 articles" in run(filled, "fibre cable")


def test_filters_and_pages(filled: Archive) -> None:
    """The filters of exports narrow; the next page begins where it is said."""
    assert "0 articles" in run(filled, "fibre", "--since", "2025")
    first = json.loads(run(filled, "electricite", "--limit", "2", "--json"))
    assert (first["total"], len(first["articles"])) == (3, 2)
    assert "L’[électricité]" in first["articles"][0]["passage"]
    rest = json.loads(run(filled, "electricite", "--json", "--after", first["next"]))
    assert len(rest["articles"]) == 1
    assert rest["next"] is None
    assert "More: the same with --after" in run(filled, "--limit", "1", "--sort", "newest")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["!!!"], "holds no word"),
        (["--nonsense"], "no such option"),
        (["a", "--sort", "best"], "choose from"),
    ],
)
def test_what_is_not_understood_is_said(filled: Archive, words: list[str], said: str) -> None:
    """No search without a word, no option that does not exist."""
    with pytest.raises(UsageError, match=said):
        run(filled, *words)
