"""Sentences about what cannot be understood."""

from __future__ import annotations

import pytest

from osiris_crawler.explorer.understanding import MisunderstoodError, Wrong
from osiris_crawler.explorer.wording import LANGUAGES, wording


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_wrong_has_its_sentence(language: str) -> None:
    """With the value as it was asked, whatever signs it holds."""
    for wrong in Wrong:
        said = MisunderstoodError(wrong, "{x}", possible=("article",), group="kind").said(wording(language))
        assert said.endswith(".")
        assert ("{x}" in said) == (wrong is not Wrong.ADDRESS)
    assert sorted(wording(language).table("wrong")) == sorted(Wrong)
