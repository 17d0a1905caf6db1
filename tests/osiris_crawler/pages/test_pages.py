"""Reads every page fixture and holds each field against what a person expects; cases.py explains them."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import pytest

from osiris_crawler.items import Kind
from tests.osiris_crawler.pages.cases import ERROR, EXPECTED, ORIGINS, Case, cases, reading, write

CASES = cases()
FIELDS = [(case, field) for case in CASES for field in case.expectation or {}]
UNREAD: dict[str, str] = {}
"""Cases that the reader gets wrong so far, with what is wrong; one that it gets right must be struck off."""
META = {"url", "fetched_at", "status", "headers", "sha256", "origin", "why"}


@cache
def _read(case: Case) -> dict[str, Any]:
    return reading(case)


def _wrong_so_far(case: Case, field: str) -> bool:
    return case.name in UNREAD and field in {"section", "kind"}


@pytest.mark.parametrize(
    ("case", "field"),
    [
        pytest.param(
            case, field, id=f"{case.name}-{field}",
            marks=[pytest.mark.xfail(reason=UNREAD[case.name])] if _wrong_so_far(case, field) else [],
        )
        for case, field in FIELDS
    ],
)  # fmt: skip
def test_field(case: Case, field: str) -> None:
    """The field is read as a person expects it."""
    assert case.expectation is not None
    assert _read(case).get(field) == case.expectation[field], case.meta["why"]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case_is_complete(case: Case) -> None:
    """A case says where it came from and why it is there, and its page is the one that was saved."""
    meta = case.meta
    assert set(meta) >= META
    assert meta["origin"] in ORIGINS
    assert meta["why"].endswith(".")
    assert meta["sha256"] == hashlib.sha256(case.page).hexdigest()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case_has_an_expectation(case: Case) -> None:
    """A case without one gets what the reader gives now, and fails until a person has read it."""
    if case.expectation is None:
        now = reading(case)
        write(case.folder / (ERROR if set(now) == {"outcome", "reason"} else EXPECTED), now)
        pytest.fail(f"{case.name} had no expectation; what the reader gives now was written. Correct it.")


def test_every_kind_has_a_plain_case() -> None:
    """Each kind of row, the listing and the error page have a case named plain."""
    plain = {case.name.split("/")[0] for case in CASES if case.name.endswith("/plain")}
    assert plain >= {kind.value for kind in Kind} | {"section", "error"}


def test_every_field_that_may_be_missing_is_missing_somewhere() -> None:
    """Some article shows no author, no source, no keyword, no section, no date, no text."""
    empty = {field for case, field in FIELDS if case.expectation and not case.expectation[field]}
    assert empty >= {"author_line", "source", "keywords", "section", "published_on", "body"}
