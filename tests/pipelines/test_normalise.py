"""Raw values to parsed ones."""

from __future__ import annotations

import random
from typing import Any

import pytest

from osiris_crawler.items import Warning_
from pipelines import normalise as normalising
from pipelines.normalise import NormalisePipeline, clean, normalise
from tests.pipelines.makers import article, visit
from tests.pipelines.test_validate import Stats


def _normalised(**values: Any) -> Any:
    made = article(**values)
    normalise(made, {"Dakaractu": "Dakar Actu"})
    return made


def test_dates_and_sources_are_parsed_and_kept_as_printed() -> None:
    """The parsed value stands beside the raw one; the alias table gives the canonical name."""
    found = _normalised(
        published_raw="mardi 1er octobre 2024", source_raw="(Source : Dakaractu, 30 septembre 2024)"
    )
    assert (found.published_on, found.date_precision) == ("2024-10-01", "day")
    assert found.published_raw == "mardi 1er octobre 2024"
    (source,) = found.sources
    assert (source.name, source.canonical, source.date) == ("Dakaractu", "Dakar Actu", "2024-09-30")


def test_a_date_that_is_doubted_stays_empty() -> None:
    """Where the reader saw two dates, none of them becomes the date."""
    doubt = Warning_("dates_differ", "published_on", "1 or 2")
    found = _normalised(published_raw="mardi 1er octobre 2024", warnings=[doubt])
    assert (found.published_on, found.warnings) == ("", [doubt])


def test_an_impossible_date_is_refused_with_a_warning() -> None:
    """No day is invented for 31 June."""
    found = _normalised(published_raw="31 juin 2024")
    assert found.published_on == ""
    assert [w.code for w in found.warnings if w.field == "published_on"] == ["unreadable_date"]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("L\u2019\u00c9tat\u00a0: \u00ab\u202foui\u202f\u00bb", "L\u2019\u00c9tat : \u00ab oui \u00bb"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("un\r\n\r\n\r\n\r\ndeux  trois ", "un\n\ndeux trois"),
        ("a\x00b\x07", "ab"),
    ],
)
def test_one_spelling_of_characters_and_spaces(text: str, cleaned: str) -> None:
    """Every kind of space is one plain space, NFC, without control characters; all else stays as printed."""
    assert clean(text)[0] == cleaned


def test_texts_of_plain_lines_are_cleaned_like_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take a shorter way to the same text."""
    chance = random.Random(7)
    signs = [
        "a",
        "é",
        "e\u0301",
        " ",
        "\n",
        "\n\n",
        "\n\n\n",
        "\u00a0",
        "\t",
        "\x00",
        "\r\n",
        "\u2028",
        "’",
        "\U0001f600",
    ]
    texts = [
        "".join(chance.choices(signs, weights=[9, 9, *[1] * 12], k=chance.randrange(12))) for _ in range(5000)
    ]
    shorter = [clean(text) for text in texts]
    assert sum(map(normalising._has_plain_lines, texts)) > 500
    monkeypatch.setattr(normalising, "_has_plain_lines", lambda _: False)
    assert [clean(text) for text in texts] == shorter


def test_the_section_is_the_breadcrumb_or_else_the_path_of_the_crawl() -> None:
    """A skin without a breadcrumb leaves the way the crawl came."""
    assert _normalised(breadcrumb=["Accueil", "Dossiers"]).section == ("Accueil", "Dossiers")
    path = ("Articles de presse", "Année 2024")
    assert _normalised(breadcrumb=[], visit=visit(path=path)).section == ("Accueil", *path)


def test_the_pipeline_counts_and_passes_visits() -> None:
    """Articles are normalised and counted; a visit passes untouched."""
    stats = Stats()
    pipeline = NormalisePipeline({}, stats)
    bare = visit()
    assert pipeline.process_item(bare) is bare
    pipeline.process_item(article(published_raw="31 juin 2024"))
    assert stats.counts["osiris/normalise/articles"] == 1
    assert stats.counts["osiris/normalise/warnings/unreadable_date"] == 1
