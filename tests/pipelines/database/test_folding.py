"""Tests of `pipelines.database.folding`."""

from __future__ import annotations

import pytest

from pipelines.database.folding import digest, essence, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Économie  numérique", "ECONOMIE NUMERIQUE"),
        ("l’été", "L'ETE"),
        ("cœur", "coeur"),
        ("a\u00a0b", "a b"),
        ("Æsop", "aesop"),
    ],
)
def test_fold_makes_equal_what_people_type(one: str, other: str) -> None:
    """Case, accents, ligatures, apostrophes and spaces make no difference."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("« L’accord », dit-il.", '"L\'accord", dit-il.'),
        ("un\n\ndeux", "un deux"),
        ("un\u00a0: deux", "un: deux"),
        ("2007 – 2008", "2007-2008"),
        ("fin…", "fin..."),
        ("e\u0301te\u0301", "été"),
        ("mot\u00ad\u200bmot", "motmot"),
    ],
)
def test_essence_ignores_what_skins_print_differently(one: str, other: str) -> None:
    """Quotes, spaces, line breaks, dashes and dots are the skin's, not the text's."""
    assert essence(one) == essence(other)
    assert digest(one) == digest(other)


@pytest.mark.parametrize(("one", "other"), [("été", "ete"), ("Fin", "fin"), ("a, b", "a b"), ("12", "1 3")])
def test_essence_keeps_what_an_editor_may_correct(one: str, other: str) -> None:
    """Accents, case, punctuation and figures count."""
    assert digest(one) != digest(other)


def test_essence_keeps_what_a_text_says() -> None:
    """Every other sign stays, case and accents too."""
    assert essence("Été 2024 : 12,5 % (sic) [a/b] €") == "Été2024:12,5%(sic)[a/b]€"
