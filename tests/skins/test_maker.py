"""Tests of the maker of random skins."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from itertools import pairwise
from typing import Any

import lxml.html
import pytest

from tests.skins.maker import make_page
from tests.skins.markup import INLINE
from tests.skins.skin import draw_skin
from tests.skins.story import KEYWORDS
from tests.skins.truth import Case, Kind
from tests.skins.turns import Turns, draw_turns

SEEDS = range(400)


def lines(case: Case) -> list[str]:
    """Give the lines that a browser would show, blanks as single plain ones."""
    encoding = "cp1252" if case.skin.endswith("cp1252") else "utf-8"
    parser = lxml.html.HTMLParser(encoding=encoding, remove_comments=True)
    pieces: list[str] = []

    def walk(element: Any) -> None:
        if element.tag in {"script", "style", "head"}:
            return
        mark = "" if element.tag in INLINE | {"sup"} else "\0"
        pieces.append(mark + (element.text or ""))
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        pieces.append(mark)

    walk(lxml.html.document_fromstring(case.html, parser=parser))
    return [" ".join(line.split()) for line in "".join(pieces).split("\0") if line.strip()]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Make the pages that several tests look at."""
    return [make_page(seed) for seed in SEEDS]


def test_same_seed_gives_same_bytes() -> None:
    """A seed gives the same page on every machine and version of Python; a new maker means a new digest."""
    digest = hashlib.sha256(b"".join(make_page(seed).html for seed in range(50))).hexdigest()
    assert digest[:16] == "432d542b5359f84f"


def test_printed_values_stand_on_the_page(cases: list[Case]) -> None:
    """Title and source are lines of their page; keywords and paragraphs stand on it letter for letter."""
    for case in cases:
        truth, shown = case.truth, lines(case)
        if truth.kind is None:
            continue
        joined = {*shown, *map(" ".join, pairwise(shown))}  # a title may be broken into two lines
        assert truth.title in joined, case.seed
        assert truth.source_raw is None or truth.source_raw in shown, case.seed
        assert truth.date_raw is None or any(truth.date_raw in line for line in shown), case.seed
        assert all(any(name in line for line in shown) for name in truth.keywords), case.seed
        squeezed = "".join(shown).replace(" ", "")
        for paragraph in truth.body.split("\n\n"):
            assert paragraph.replace(" ", "") in squeezed, (case.seed, paragraph)


def test_printed_day_and_iso_day_agree(cases: list[Case]) -> None:
    """The raw date holds the year and day of the ISO date; without a visible date it is absent."""
    for case in cases:
        truth = case.truth
        if truth.date_raw and truth.date_iso:
            assert truth.date_iso[:4] in truth.date_raw
            assert str(int(truth.date_iso[8:])) in truth.date_raw


def test_two_pages_of_one_skin_share_decisions() -> None:
    """The same skin seed gives the same template to different articles."""
    one, two = make_page(1, skin_seed=7, kind=Kind.ARTICLE), make_page(2, skin_seed=7, kind=Kind.ARTICLE)
    assert one.skin == two.skin
    assert one.truth.title != two.truth.title


def test_every_kind_and_order_occurs() -> None:
    """Among a few hundred seeds every kind of page, frame and order of blocks occurs."""
    kinds = Counter(make_page(seed).truth.kind for seed in range(300))
    assert set(kinds) == {*Kind, None}
    assert kinds[Kind.ARTICLE] > 200
    skins = [draw_skin(seed) for seed in range(300)]
    assert {skin.order for skin in skins} == {"new", "old", "stock", "late", "above", "magazine"}
    assert {skin.frame for skin in skins} == {"html5", "div", "table", "spip", "bare", "utility"}


def test_pages_that_are_no_article_have_no_truth(cases: list[Case]) -> None:
    """Home, listings and missing pages have no kind, title or body."""
    for case in (make_page(seed, kind=None) for seed in range(30)):
        assert case.truth.kind is None
        assert not case.truth.title
        assert not case.truth.body
    assert len(cases) == len(SEEDS)


def test_keywords_are_of_the_closed_list() -> None:
    """The 78 keywords of the site are there and articles take theirs from them."""
    assert len(KEYWORDS) == 78
    assert "Fintech" in KEYWORDS


def test_making_a_page_is_fast() -> None:
    """A page takes a few milliseconds, so that every test run can hold hundreds."""
    started = time.perf_counter()
    for seed in range(50):
        make_page(seed)
    assert (time.perf_counter() - started) / 50 < 0.02


def test_every_turn_is_taken() -> None:
    """Among a few hundred seeds every turn occurs, and most pages take none."""
    drawn = [draw_turns(seed) for seed in range(400)]
    assert {turns.capture for turns in drawn} == {"", "wayback", "saved", "httrack"}
    for name in ("broken_title", "source_first", "strangers", "invitation", "tiny"):
        assert 4 < sum(getattr(turns, name) for turns in drawn) < 60, name
    assert sum(turns == Turns() for turns in drawn) > 200


def test_a_capture_keeps_what_the_page_shows(cases: list[Case]) -> None:
    """Archives and browsers change addresses and add comments; a capture is still bytes of the skin's charset."""
    kept = [case for case in cases if draw_turns(case.seed).capture and case.truth.kind]
    assert any(b"/web/20240605101112/http" in case.html for case in kept)
    assert any(case.html.startswith(b"<!-- saved from url=") for case in kept)
    assert any(b"Mirrored from" in case.html for case in kept)
