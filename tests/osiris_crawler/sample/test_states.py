"""Tests of how the sample site names the states of its pages (`Faults.naming`)."""

from email.utils import formatdate

import pytest

from osiris_crawler.sample.responder import Answer
from osiris_crawler.sample.states import Naming, States

PAGE = Answer(200, (("Content-Type", "text/html"),), b"<p>un texte</p>")
OTHER = Answer(200, (), b"<p>un autre texte</p>")
NOW = 1_700_000_000.0


def _sent(answer: Answer) -> dict[str, str]:
    return dict(answer.headers)


def _asking(answer: Answer) -> dict[str, str]:
    """Return the headers that ask about the state which an answer names."""
    names = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}
    return {names[name]: value for name, value in answer.headers if name in names}


def test_without_a_naming_nothing_is_added() -> None:
    """As SPIP does it; robots.txt, errors and files with names of their own are left alone in any case."""
    states = States()
    assert states.answer(Naming.NONE, "/a", {}, PAGE, NOW) is PAGE
    for target, answer in (
        ("/robots.txt", PAGE),
        ("/a", Answer(404)),
        ("/a", Answer(200, (("ETag", '"x"'),))),
    ):
        assert states.answer(Naming.BOTH, target, {}, answer, NOW) is answer


@pytest.mark.parametrize("naming", [Naming.ETAG, Naming.LAST_MODIFIED, Naming.BOTH])
def test_an_unchanged_page_is_304_and_a_changed_one_is_not(naming: Naming) -> None:
    """Each name alone is enough; a changed page is named otherwise, and in the past."""
    states = States()
    first = states.answer(naming, "/a", {}, PAGE, NOW)
    assert (first.status, first.body) == (200, PAGE.body)
    unchanged = states.answer(naming, "/a", _asking(first), PAGE, NOW + 10)
    assert (unchanged.status, unchanged.body, _asking(unchanged)) == (304, b"", _asking(first))
    changed = states.answer(naming, "/a", _asking(first), OTHER, NOW + 20)
    assert (changed.status, changed.body) == (200, OTHER.body)
    assert _asking(changed) != _asking(first)
    assert _sent(changed).get("Last-Modified") in {None, formatdate(NOW + 18, usegmt=True)}


def test_the_tag_goes_before_the_date() -> None:
    """Another tag is another page, whatever the date says; a weak tag names the same page."""
    states = States()
    first = _sent(states.answer(Naming.BOTH, "/a", {}, PAGE, NOW))
    other = {"if-none-match": '"x"', "if-modified-since": first["Last-Modified"]}
    assert states.answer(Naming.BOTH, "/a", other, PAGE, NOW).status == 200
    weak = {"if-none-match": f'"x", W/{first["ETag"]}'}
    assert states.answer(Naming.BOTH, "/a", weak, PAGE, NOW).status == 304


def test_servers_that_lie() -> None:
    """A tag for each answer, one tag for all of them, 304 with another tag, 304 unasked."""
    states = States()
    changing = states.answer(Naming.CHANGING, "/a", {}, PAGE, NOW)
    assert states.answer(Naming.CHANGING, "/a", _asking(changing), PAGE, NOW).status == 200
    fixed = states.answer(Naming.FIXED, "/a", {}, PAGE, NOW)
    assert states.answer(Naming.FIXED, "/a", _asking(fixed), OTHER, NOW).status == 304
    assert states.answer(Naming.FIXED, "/a", {}, OTHER, NOW).status == 200
    other = states.answer(Naming.OTHER, "/a", _asking(changing), PAGE, NOW)
    assert other.status == 304
    assert _asking(other) != _asking(changing)
    assert states.answer(Naming.UNASKED, "/a", {}, PAGE, NOW).status == 304
