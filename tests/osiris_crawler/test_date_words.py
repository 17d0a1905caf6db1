"""Tests of plain letters, month and weekday words, and single slips of the pen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osiris_crawler.date_words import (
    FRENCH_MONTHS,
    MONTH_WORDS,
    fold,
    misspelt_month,
    misspelt_weekday,
    one_slip,
    tidy,
)

QUICK = settings(max_examples=300, deadline=None, database=None, derandomize=True)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1ᵉʳ\u00a0août\u2009 2004", "1er aout 2004"),
        ("fe\u0301vrier", "fevrier"),
        ("DÉCEMBRE", "decembre"),
        ("l\u2019été \u2013 ici", "l'ete - ici"),
        ("\ufeffmar\u00ads", "mars"),
    ],
)
def test_folds_to_plain_letters(printed: str, expected: str) -> None:
    """Accents in either form, every space, dash and apostrophe, and invisible signs become plain."""
    assert fold(tidy(printed)) == expected


@QUICK
@given(st.text(max_size=60))
def test_folding_keeps_every_place(text: str) -> None:
    """A place in the folded text is the same place in the tidy text."""
    assert len(fold(tidy(text))) == len(tidy(text))


@pytest.mark.parametrize(
    ("word", "name", "slip"),
    [
        ("otobre", "octobre", "lost"),
        ("octobr", "octobre", "lost"),
        ("ocotbre", "octobre", "swapped"),
        ("occtobre", "octobre", "doubled"),
        ("octrobre", "octobre", "added"),
        ("ovtobre", "octobre", "wrong"),
        ("octobre", "octobre", None),
        ("oobre", "octobre", None),
        ("", "octobre", None),
    ],
)
def test_names_one_slip(word: str, name: str, slip: str | None) -> None:
    """One letter lost, doubled, added, wrong or swapped is told from more than one slip."""
    assert one_slip(word, name) == slip


def test_every_letter_lost_or_swapped_of_a_long_month_is_found() -> None:
    """For names of five letters and more, any lost letter and any swapped pair leads back to the month."""
    for number, name in enumerate(FRENCH_MONTHS, 1):
        if len(name) < 5:
            continue
        lost = [name[:place] + name[place + 1 :] for place in range(len(name))]
        swapped = [
            name[:place] + name[place + 1] + name[place] + name[place + 2 :] for place in range(len(name) - 1)
        ]
        for word in {*lost, *swapped} - set(MONTH_WORDS):
            assert misspelt_month(word, sure_context=False) == number, word


@pytest.mark.parametrize(
    "word", ["mali", "mari", "marc", "juif", "gout", "marche", "auguste", "mardi", "x", "lundi"]
)
def test_other_words_are_no_months(word: str) -> None:
    """Without a day beside it, no name of four letters or fewer is guessed, and no English one."""
    assert misspelt_month(word, sure_context=False) is None


@pytest.mark.parametrize(
    ("word", "month"), [("jiun", 6), ("aot", 8), ("mras", 3), ("mas", None), ("jui", None)]
)
def test_short_months_need_a_sure_context_and_no_rival(word: str, month: int | None) -> None:
    """Between day and year a short name may be misspelt; where two months are as near there is none."""
    assert misspelt_month(word, sure_context=True) == month


@pytest.mark.parametrize(("word", "day"), [("mradi", 1), ("venderdi", 4), ("dakar", None), ("lundi", None)])
def test_finds_misspelt_weekdays(word: str, day: int | None) -> None:
    """A weekday with one slip is known again; a right one is not misspelt."""
    assert misspelt_weekday(word) == day
