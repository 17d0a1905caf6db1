"""Tests of `osiris_crawler.validators`: which names of a page's state are used, and how."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from osiris_crawler.validators import Validators, conditions, confirms, freshened, of_answer, same

NOW = datetime(2025, 3, 1, 6, 0, 10, tzinfo=UTC)
DATE, EARLIER = "Sat, 01 Mar 2025 06:00:10 GMT", "Sat, 01 Mar 2025 06:00:09 GMT"


@pytest.mark.parametrize("etag", ['"a-1"', 'W/"a-1"', '""', '"é\x80"'])
def test_entity_tags_are_kept_as_sent(etag: str) -> None:
    """Quotation marks and the sign of a weak tag belong to it."""
    assert of_answer({"etag": etag}, NOW).etag == etag


@pytest.mark.parametrize(
    "etag", ["a-1", '"a', "'a'", 'w/"a"', '"a b"', '"a"b"', '"a", "b"', f'"{"a" * 1000}"']
)
def test_what_is_no_entity_tag_is_not_used(etag: str) -> None:
    """A server that breaks the grammar of RFC 9110 section 8.8.3 is asked for the whole page."""
    assert of_answer({"etag": etag}, NOW) == Validators()


@pytest.mark.parametrize(
    ("modified", "date", "used"),
    [
        (EARLIER, DATE, True),
        (DATE, DATE, False),
        ("Sat, 01 Mar 2025 07:00:00 GMT", DATE, False),
        (EARLIER, "", True),
        (DATE, "yesterday", False),
        ("Saturday, 01-Mar-25 06:00:09 GMT", DATE, True),
        ("2025-03-01T06:00:00Z", DATE, False),
        ("Sat, 01 Mar 2025 06:00:09", DATE, False),
        ("Sat, 99 Mar 2025 06:00:09 GMT", DATE, False),
        ("0", DATE, False),
    ],
)
def test_last_modified_names_a_state_when_it_lies_before_the_answer(
    modified: str, date: str, *, used: bool
) -> None:
    """SPIP sends the time of the answer; within one second a page may change twice."""
    found = of_answer({"last-modified": modified, "date": date}, NOW)
    assert found.last_modified == (modified if used else "")


def test_conditions_name_what_is_known() -> None:
    """Both fields where both are known, none where nothing is; byte for byte as they came."""
    assert conditions(Validators()) == {}
    both = conditions(Validators('W/"\xe9"', EARLIER))
    assert both == {"If-None-Match": b'W/"\xe9"', "If-Modified-Since": EARLIER.encode()}
    assert conditions(Validators("", EARLIER)) == {"If-Modified-Since": EARLIER.encode()}


@pytest.mark.parametrize(
    ("sent", "asked", "fits"),
    [
        ('"a"', '"a"', True),
        ('"a"', 'W/"a"', True),
        ('"a"', '"a-gzip"', True),
        ('"a"', '"a;gzip"', True),
        ('"a--gzip"', '"a"', True),
        ("", '"a"', True),
        ('"b"', "", True),
        ('"b"', '"a"', False),
    ],
)
def test_a_304_for_another_state_confirms_nothing(sent: str, asked: str, *, fits: bool) -> None:
    """Tags are compared weakly, and without the coding that some servers append."""
    assert confirms({"etag": sent} if sent else {}, Validators(asked)) is fits


def test_the_same_name_twice() -> None:
    """A tag counts before a date; one name against none is not the same."""
    assert same(Validators('"a"', EARLIER), Validators('W/"a"', DATE))
    assert not same(Validators('"a"', EARLIER), Validators('"b"', EARLIER))
    assert not same(Validators('"a"', EARLIER), Validators("", EARLIER))
    assert same(Validators("", EARLIER), Validators("", EARLIER))
    assert not same(Validators(), Validators())


def test_a_304_brings_headers_up_to_date() -> None:
    """What describes the stored body stays; the stored names of the state go."""
    stored = {
        "content-type": "text/html; charset=utf-8",
        "content-length": "9",
        "etag": '"a"',
        "x-cache": "old",
    }
    confirming = {"content-type": "text/plain", "date": DATE, "x-cache": "new", "connection": "close"}
    assert freshened(stored, confirming) == {
        "content-type": "text/html; charset=utf-8", "content-length": "9", "date": DATE, "x-cache": "new",
    }  # fmt: skip
    assert freshened(stored, {"etag": '"b"'})["etag"] == '"b"'
