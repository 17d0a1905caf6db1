"""Holds a reader against made pages: ``python -m tests.skins.measure --seeds 0-199 [--show]``.

Seeds 0..999 are there to be looked at; of seeds from 1_000_000 on look at the figures only.
"""

from __future__ import annotations

import argparse
import importlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.skins.adapter import Answer, answer_of
from tests.skins.maker import ACCEPTANCE, make_page
from tests.skins.turns import draw_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.skins.truth import Case, Truth

# Field -> CSV columns whose warnings speak of it.
COLUMNS: dict[str, frozenset[str]] = {
    "title": frozenset({"title"}),
    "date": frozenset({"published", "published_on", "published_raw", "date", "date_precision"}),
    "keywords": frozenset({"keywords"}),
    "source": frozenset({"source", "source_raw", "source_line", "source_name", "source_date"}),
    "author": frozenset({"author_line", "author"}),
    "breadcrumb": frozenset({"section", "breadcrumb"}),
    "kind": frozenset({"kind"}),
    "language": frozenset({"language"}),
    "body": frozenset({"body"}),
}
BODY_GOOD = 0.9
"""A body below this F1 counts as a wrong value and its seed as failing."""
_BYLINE = re.compile(r"^(?:par|by)\s+", re.IGNORECASE)


def plain(text: str) -> str:
    """Bring text to composed letters and single plain blanks, so that only characters that matter differ."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def body_f1(read: str, truth: str, optional: str = "") -> float:
    """Give the F1 of the words (parted by blanks) of two bodies; optional words may be there or not."""
    got, wanted = Counter(plain(read).split()), Counter(plain(truth).split())
    surplus = (got - wanted) & Counter(plain(optional).split())
    got -= surplus
    if not got and not wanted:
        return 1.0
    shared = (got & wanted).total()
    return 2 * shared / (got.total() + wanted.total())


def verdict(name: str, answer: Answer, truth: Truth) -> str:
    """Say of one field: ``right``, ``missing``, ``wrong``, or ``wrong_warned``."""
    given, wanted = _values(name, answer, truth)
    right = given == wanted
    if name == "body":
        right = body_f1(answer.body, truth.body, truth.optional) >= BODY_GOOD
    elif name == "author" and not right:
        right = given in map(plain, truth.author_also)
    elif name == "kind" and not truth.kind_evident:
        right = right or not given
    if right:
        return "right"
    if not given:
        return "missing"
    return "wrong_warned" if answer.warned & COLUMNS[name] else "wrong"


def _values(name: str, answer: Answer, truth: Truth) -> tuple[Any, Any]:
    """Bring what was given and what was wanted to one form, so that only differences of meaning remain."""
    match name:
        case "date":
            return answer.date, truth.date_iso or ""
        case "keywords":
            return sorted(map(plain, answer.keywords)), sorted(map(plain, truth.keywords))
        case "source":
            return plain(answer.source).strip("[(.)] "), plain(truth.source_raw or "").strip("[(.)] ")
        case "author":
            given = _BYLINE.sub("", plain(answer.author))
            return given, plain(truth.author_line or "")
        case "breadcrumb":
            return _crumbs(answer.breadcrumb), _crumbs(truth.breadcrumb or ())
        case "kind":
            return answer.kind, str(truth.kind or "")
        case "body":
            return answer.body, truth.body
        case _:
            return plain(getattr(answer, name)), plain(getattr(truth, name))


def _crumbs(labels: Iterable[str]) -> list[str]:
    """Leave Accueil away, which some write down and some do not."""
    return [plain(label) for label in labels if plain(label).casefold() != "accueil"]


@dataclass
class Report:
    """Figures over many pages."""

    articles: int = 0
    others: int = 0
    verdicts: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in COLUMNS})
    failing: dict[str, list[int]] = field(
        default_factory=lambda: {name: [] for name in [*COLUMNS, "invented"]}
    )
    """Seeds whose field is not right; ``invented``: pages that are no article but were read as one."""
    f1: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    """Seeds of articles that the reader took for no article."""

    def accuracy(self, name: str) -> float:
        """Give the share of articles whose field is right."""
        return self.verdicts[name]["right"] / self.articles if self.articles else 1.0

    @property
    def body_mean(self) -> float:
        return sum(self.f1) / len(self.f1) if self.f1 else 1.0

    @property
    def wrong_silent(self) -> float:
        """Give the share of values, of all fields, that are wrong without a warning about that field."""
        wrong = sum(counts["wrong"] for counts in self.verdicts.values()) + len(self.failing["invented"])
        return wrong / max(1, self.articles * len(COLUMNS) + self.others)

    def __str__(self) -> str:
        """Print the figures as a table with the first failing seeds of each field."""
        lines = [f"{self.articles} articles ({len(self.refused)} refused), {self.others} other pages"]
        for name, counts in self.verdicts.items():
            seeds = " ".join(map(str, self.failing[name][:12]))
            said = "  ".join(f"{word} {counts[word]:3}" for word in ("missing", "wrong", "wrong_warned"))
            lines.append(f"{name:11}{self.accuracy(name):7.4f}  {said}  {seeds}")
        lines.append(f"body F1    {self.body_mean:7.4f}")
        lines.append(f"silent     {self.wrong_silent:7.4f}  wrong values without a warning")
        lines.append(f"invented   {len(self.failing['invented']):7}  {self.failing['invented'][:12]}")
        return "\n".join(lines)


def add(report: Report, case: Case, answer: Answer) -> None:
    """Count one page."""
    if case.truth.kind is None:
        report.others += 1
        if answer.is_row:
            report.failing["invented"].append(case.seed)
        return
    report.articles += 1
    if not answer.is_row:
        report.refused.append(case.seed)
    report.f1.append(body_f1(answer.body, case.truth.body, case.truth.optional))
    for name, counts in report.verdicts.items():
        said = verdict(name, answer, case.truth)
        counts[said] += 1
        if said != "right":
            report.failing[name].append(case.seed)


def measure(read: Callable[[bytes, str], Any], seeds: Iterable[int]) -> Report:
    """Read the page of each seed and count what is right.

    Args:
        read: Takes the bytes and address of a page; gives a reading, or raises what it raises for no article.
        seeds: Development 0..999, acceptance from 1_000_000 on.
    """
    report = Report()
    for seed in seeds:
        case = make_page(seed)
        add(report, case, answer_of(read(case.html, case.url)))
    return report


def project_reader() -> Callable[[bytes, str], Any]:
    """Give the project's reader with the words of the site; None stands for a page that is no article."""
    pages = importlib.import_module("osiris_crawler.pages")  # not needed to make pages
    refused = importlib.import_module("osiris_crawler.errors").NotAnArticleError
    profile = importlib.import_module("osiris_crawler.sites").profile_for()

    def read(html: bytes, url: str) -> Any:
        try:
            return pages.read(html, url, words=profile.vocabulary, press_names=profile.press_names)
        except refused:
            return None

    return read


def _show(read: Callable[[bytes, str], Any], seed: int) -> str:
    """Print one development page beside what was read."""
    case = make_page(seed)
    answer = answer_of(read(case.html, case.url))
    lines = [f"--- seed {seed} {case.url}", case.skin, str(draw_turns(seed)), f"warnings: {answer.warnings}"]
    for name in COLUMNS:
        said = verdict(name, answer, case.truth)
        given, wanted = _values(name, answer, case.truth)
        lines.append(
            f"{name}: {said}" + ("" if said == "right" else f"\n  read   {given!r}\n  truth  {wanted!r}")
        )
    return "\n".join(lines)


def main() -> None:
    """Measure the project's reader from the command line."""
    read = project_reader()

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0-199", help="first-last, both included")
    parser.add_argument("--show", action="store_true", help="print the first failing pages, field by field")
    parser.add_argument("--html", type=int, help="write the page of this seed to standard output instead")
    options = parser.parse_args()
    if options.html is not None and options.html >= ACCEPTANCE[0]:
        parser.error("pages of acceptance seeds are not to be looked at")
    if options.html is not None:
        print(make_page(options.html).html.decode("utf-8", "replace"))  # noqa: T201
        return
    first, _, last = options.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    report = measure(read, seeds)
    print(report)  # noqa: T201
    if options.show:
        if seeds[-1] >= ACCEPTANCE[0]:
            parser.error("pages of acceptance seeds are not to be looked at")
        wrong = sorted({seed for listed in report.failing.values() for seed in listed})
        for seed in wrong[:10]:
            print(_show(read, seed))  # noqa: T201


if __name__ == "__main__":
    main()
