"""Tests of `osiris_crawler.explorer.wording`: both languages say everything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from osiris_crawler.explorer.wording import LANGUAGES, _table, preferred, wording
from osiris_crawler.items import Kind
from pipelines.database.models import ArticleStatus

ROOT = Path(__file__).parents[3]
FR, EN = wording("fr"), wording("en")


def shape(texts: dict[str, Any]) -> Any:
    """Return the names, and the places of each text."""
    return {
        name: sorted(re.findall(r"{(\w+)}", value)) if isinstance(value, str)
        else sorted(value) if isinstance(value, dict) else len(value)
        for name, value in texts.items()
    }  # fmt: skip


def test_both_languages_have_the_same_texts() -> None:
    """The same names, places and tables."""
    french, english = (shape(_table(f"{language}.toml")) for language in LANGUAGES)
    assert french == english


def test_every_warning_code_is_explained_in_both() -> None:
    """The codes of the data dictionary, its English word for word."""
    text = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    part = text[text.index("## Warning codes") : text.index("## Reasons")]
    codes = dict(re.findall(r"(?m)^\| `([a-z_0-9]+)` \| (.*?) \|$", part))
    known = _table("warnings.toml")
    assert sorted(known) == sorted(codes)
    for code, meaning in codes.items():
        assert known[code]["en"] == meaning.replace("`", "")
        assert known[code]["fr"]


def test_every_text_of_a_template_exists() -> None:
    """And every text is used somewhere."""
    folder = ROOT / "osiris_crawler" / "explorer"
    source = "".join(
        path.read_text(encoding="utf-8") for path in [*folder.glob("templates/*"), *folder.glob("*.py")]
    )
    for name in re.findall(r"\bt\('([a-z_]+)'", source):
        assert name in _table("fr.toml"), name
    for name in _table("fr.toml"):
        assert re.search(rf"['\"]{re.sub('_many$', '', name)}['\"]", source) or name.startswith("error_"), (
            name
        )


def test_dates_as_each_language_writes_them() -> None:
    """As far as they are known; what is no date stays."""
    assert [FR.day(day) for day in ("2024-10-01", "2024-10-12", "2024-10", "2024", "", "x")] == [
        "1er octobre 2024", "12 octobre 2024", "octobre 2024", "2024", "", "x",
    ]  # fmt: skip
    assert EN.day("2024-10-01") == "1 October 2024"
    assert (FR.weekday("2024-10-01"), EN.weekday("2024-10")) == ("mardi", "")
    assert FR.moment("2025-03-01T06:00:00Z") == "1er mars 2025, 06:00 UTC"


def test_numbers_and_plurals() -> None:
    """Thousands parted, zero singular in French."""
    assert [FR("found", count=number) for number in (0, 1, 2, 1234)] == [
        "0 article", "1 article", "2 articles", "1\u202f234 articles",
    ]  # fmt: skip
    assert EN("found", count=0) == "0 articles"
    assert EN("found", count=1234) == "1,234 articles"


def test_closed_sets_have_words() -> None:
    """Every kind and status; other values stay."""
    for language in (FR, EN):
        for kind in Kind:
            assert language.named("kind", kind) or kind == ""
        assert language.named("status", ArticleStatus.GONE) != "gone"
        assert language.named("language", "wo") != "wo"
        assert language.named("source", "APS") == "APS"


@pytest.mark.parametrize(
    ("asked", "accept", "language"),
    [("en", "fr", "en"), ("", "", "fr"), ("", "en-GB,en;q=0.9", "en"), ("", "de", "fr"),
     ("xx", "en;q=0,fr;q=0.1", "fr"), ("", "fr;q=x, en", "en"), ("", "fr;q=0.4,en;q=0.5", "en")],
)  # fmt: skip
def test_the_preferred_language(asked: str, accept: str, language: str) -> None:
    """The address first, then the browser's weights, then French."""
    assert preferred(asked, accept) == language
