"""Tests of the measure that a reader is held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.skins.adapter import answer_of
from tests.skins.maker import make_page
from tests.skins.measure import body_f1, measure

if TYPE_CHECKING:
    from tests.skins.truth import Truth

SEEDS = range(60)


@dataclass
class Told:
    """A reading made of the truth, to be spoilt by the tests."""

    title: str = ""
    published: str | None = None
    keywords: list[str] = field(default_factory=list)
    body: str = ""
    source_line: str | None = None
    author_line: str | None = None
    breadcrumb: list[str] | None = None
    language: str = "fr"
    kind: str | None = None
    warnings: list[str] = field(default_factory=list)


def told(truth: Truth, **changed: Any) -> Told | None:
    """Say what the truth says, but for the changes."""
    if truth.kind is None:
        return None
    values: dict[str, Any] = {
        "title": truth.title,
        "published": truth.date_iso,
        "keywords": truth.keywords,
        "body": truth.body,
        "source_line": truth.source_raw,
        "author_line": truth.author_line,
        "breadcrumb": truth.breadcrumb,
        "language": truth.language,
        "kind": str(truth.kind),
    }
    return Told(**{**values, **changed})


def reader(**changed: Any) -> Any:
    """Make a reader that knows the truth of every page, but for the changes."""
    truths = {make_page(seed).html: make_page(seed).truth for seed in SEEDS}
    return lambda html, _url: told(truths[html], **changed)


def test_the_truth_measures_as_right() -> None:
    """A reader that tells the truth gets full marks."""
    report = measure(reader(), SEEDS)
    assert all(report.accuracy(name) == 1 for name in report.verdicts)
    assert report.body_mean == 1
    assert report.wrong_silent == 0
    assert not report.refused


def test_a_wrong_value_without_warning_is_counted() -> None:
    """A wrong title is wrong in silence unless a warning names the title."""
    silent = measure(reader(title="autre"), SEEDS)
    warned = measure(reader(title="autre", warnings=["title:doubtful"]), SEEDS)
    other = measure(reader(title="autre", warnings=["body:doubtful"]), SEEDS)
    assert silent.verdicts["title"]["wrong"] == silent.articles == len(silent.failing["title"])
    assert warned.wrong_silent == 0
    assert warned.accuracy("title") == 0
    assert other.wrong_silent == silent.wrong_silent > 0


def test_an_absent_value_is_missing_not_wrong() -> None:
    """An empty date is counted as missing where the page prints one."""
    report = measure(reader(published=None), SEEDS)
    assert report.verdicts["date"]["missing"] > 50
    assert report.verdicts["date"]["wrong"] == 0


def test_an_invented_article_is_counted() -> None:
    """A listing that is read as an article is an invented one."""
    report = measure(lambda _html, _url: Told(title="x", body="y", kind="article"), SEEDS)
    assert len(report.failing["invented"]) == report.others > 0


def test_f1_counts_words_and_forgives_optional_ones() -> None:
    """Half of the words give two thirds; words that may be there cost nothing, whatever the spaces are."""
    assert body_f1("a b", "a\u00a0b") == 1
    assert round(body_f1("a", "a b"), 3) == 0.667
    assert body_f1("a b légende", "a b", "légende") == 1
    assert body_f1("", "") == 1


def test_the_adapter_takes_a_nested_article_and_nothing() -> None:
    """A reading may hold its article, or none."""

    @dataclass
    class Reading:
        article: Told | None
        warnings: list[str] = field(default_factory=list)

    assert answer_of(Reading(Told(title="t", kind="article"))).title == "t"
    assert not answer_of(Reading(None)).is_row
    assert not answer_of(None).is_row
