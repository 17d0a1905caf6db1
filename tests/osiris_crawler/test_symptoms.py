"""What a run's facts say to a person; and what is no reason to say anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from osiris_crawler.symptoms import are_changes_doubtful, remarks, symptoms
from pipelines.database.changed import Changes
from pipelines.database.differences import Difference, Lacking
from pipelines.database.observed import Observed, Quiet, Share
from pipelines.database.visited import Pages, Visited

RUNBOOK = Path(__file__).parents[2] / "docs" / "runbook.md"


def pages(count: int, *reasons: str) -> Pages:
    """Return some pages."""
    found = Pages()
    for number in range(count):
        found.add(f"http://press.example/p{number}", reasons[number % len(reasons)] if reasons else "")
    return found


def night(**values: Any) -> Observed:
    """Return an ordinary night, with its pages changed."""
    return Observed(
        pages=Visited(asked=66, read=58, articles=60, **values),
        reread=50,
        changes=Changes(reread=50),
        new_filled={"title": Share(8, 8), "source": Share(7, 8)},
        past_filled={"title": Share(400, 400), "source": Share(380, 400)},
    )


def with_warnings(code: str, name: str, count: int, detail: str = "") -> Observed:
    """Return a night on which pages carry a warning."""
    seen = night()
    seen.page_warnings[code, name] = pages(count)
    seen.details[code] = [detail]
    return seen


def with_changes(**values: Any) -> Observed:
    """Return a night with changes."""
    seen = night()
    seen.changes = Changes(reread=50, **values)
    return seen


def with_values(**values: Any) -> Observed:
    """Return a night with other facts."""
    seen = night()
    for name, value in values.items():
        setattr(seen, name, value)
    return seen


MONTH = Difference(Lacking.NAVIGATION, "2024-10", tuple(f"http://press.example/{n}" for n in "abc"), True)  # noqa: FBT003
ALARMS = {
    "home page": (night(home=pages(1, "error_page")), "The home page could not be read (1 error_page)"),
    "no answer": (night(failed=pages(3, "http_503", "cut_off")), "2 http_503, 1 cut_off"),
    "not stored": (night(not_stored=pages(1)), "not stored"),
    "many away": (night(away=pages(20)), "20 of 60 article pages answer 404 or 410"),
    "soft 404s": (night(soft=pages(3, "home_page")), "3 of 60 article pages are not what their address"),
    "sent elsewhere": (night(elsewhere=pages(9)), "9 of 60 article pages redirect to where no article is"),
    "unreadable": (night(refused={"no_title": pages(1)}), "1 pages are not what their address promised (no_title)"),
    "missing": (night(missing=pages(2, "http_500")), "2 articles that the site lists are missing (2 http_500)"),
    "barred": (night(barred=pages(1)), "robots.txt forbids 1 articles that the site lists"),
    "barred, stored": (night(barred_stored=pages(1)), "robots.txt forbids 1 articles that are stored"),
    "barred lists": (night(barred_lists=pages(1)), "robots.txt forbids 1 lists"),
    "lists away": (night(lists_lost=pages(1, "http_404")), "give none now (1 http_404)"),
    "lists shrunk": (with_warnings("list_shrank", "", 1, "9 before, 2 now"), "lost much of what they named (9 before"),
    "further pages": (with_warnings("pages_lost", "", 1, "25 before"), "name their further pages no more (25 before)"),
    "others": (with_warnings("lists_others", "", 1, "9 of 10"), "name what belongs to other lists (9 of 10)"),
    "a calendar": (with_warnings("endless_list", "", 2, "25 in a row"), "go on without end, and were left (25 in"),
    "a month lacks": (with_values(differing=[MONTH]), "3 articles of 2024-10 that the navigation lacks"),
    "names that lie": (with_warnings("changed_unsaid", "", 1, '"a"'), 'names them as before ("a")'),
    "new skin": (with_warnings("new_layout", "", 1, "p.new"), "mostly unknown (p.new)"),
    "new classes": (with_warnings("new_marks", "", 3, "p.new"), "partly unknown (p.new)"),
    "no keywords": (with_warnings("no_longer_shown", "keywords", 9), "9 of 50 articles read again show no keywords"),
    "English": (with_warnings("language_changed", "language", 9, "fr before, en now"), "(fr before, en now)"),
    "titles": (with_changes(fields={"title": pages(5)}), "5 of 50 articles read again differ in their title"),
    "bodies": (with_changes(fields={"body": pages(13)}), "13 of 50 articles read again differ in their body"),
    "cut": (with_changes(cut=pages(2)), "2 texts lost more than half"),
    "one title": (with_changes(titles={"Le site": pages(3)}), "3 articles got the same new title (Le site)"),
    "one day": (with_changes(days={"2025-01-01": pages(3)}), "the same new date (2025-01-01)"),
    "fewer sources": (with_values(new_filled={"source": Share(2, 9)}), "Only 2 of 9 new articles have a source"),
    "mojibake": (
        with_values(begun_warnings={"mojibake": Share(2, 50)}, warned={"mojibake": "http://press.example/m"}),
        "The warning mojibake is new on 2 of 50 articles read again, first at http://press.example/m",
    ),
    "silence": (with_values(quiet=Quiet(30, 4, "2025-05-01")), "No new article was found for 30 days"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALARMS)
def test_every_fault_is_named(name: str) -> None:
    """In one sentence, and in no other fault's words."""
    seen, said = ALARMS[name]
    found = symptoms(seen)
    assert len(found) == 1
    assert said in found[0]


ORDINARY = {
    "nothing": night(),
    "dead links": night(away=pages(4), soft=pages(2, "home_page")),
    "a few articles sent to other sites": night(elsewhere=pages(2)),
    "lists barred, and a sitemap that names all": with_values(
        checked=True, pages=Visited(articles=60, barred_lists=pages(3))
    ),
    "a page with a class of its own": with_warnings("new_marks", "", 1),
    "keywords taken from one article": with_warnings("no_longer_shown", "keywords", 1),
    "edits": with_changes(fields={"title": pages(4), "body": pages(9)}, cut=pages(1)),
    "some articles without a source": with_values(new_filled={"source": Share(6, 8)}),
    "a fortnight's holiday": with_values(quiet=Quiet(14, 3, "2025-08-01")),
    "a site that writes seldom": with_values(quiet=Quiet(50, 30, "2025-08-01")),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_what_is_ordinary_raises_no_alarm(name: str) -> None:
    """Editors work, links die, holidays come."""
    assert symptoms(ORDINARY[name]) == []


def test_a_first_run_is_held_against_what_every_archive_has() -> None:
    """There is no past yet."""
    seen = with_values(new_filled={"title": Share(400, 400), "published_on": Share(100, 400)}, past_filled={})
    assert symptoms(seen, first=True) == ["Only 100 of 400 articles have a published_on."]


@pytest.mark.parametrize(
    "code", ["charset_not_declared", "mojibake", "charset_mismatch", "undecodable_bytes"]
)
def test_what_a_first_run_says_of_character_sets(code: str) -> None:
    """A site that never declares one is noted; what reads badly is an alarm at once, and both are when they begin."""
    where = {code: "http://press.example/a"}
    new = with_values(new_warnings={code: Share(400, 400)}, past_filled={}, warned=where)
    noted = code == "charset_not_declared"
    assert [len(symptoms(new, first=True)), len(remarks(new, first=True))] == ([0, 1] if noted else [1, 0])
    few = with_values(new_warnings={code: Share(1, 400)}, past_filled={}, warned=where)
    assert symptoms(few, first=True) == remarks(few, first=True) == []
    usual = {"new_warnings": {code: Share(8, 8)}, "past_warnings": {code: Share(400, 400)}, "warned": where}
    assert symptoms(with_values(**usual)) == remarks(with_values(**usual)) == []
    begun = with_values(begun_warnings={code: Share(9, 50)}, new_warnings={code: Share(8, 8)}, warned=where)
    assert len(symptoms(begun)) == 2
    assert all(code in sentence for sentence in symptoms(begun))
    assert remarks(begun) == []


DOUBTFUL = ("no keywords", "English", "titles", "bodies", "cut", "one title", "one day", "mojibake")


@pytest.mark.parametrize("name", ALARMS)
def test_changes_that_are_named_are_doubtful(name: str) -> None:
    """Those of known articles: the next run asks for them again; a new skin or a dead link says nothing of them."""
    assert are_changes_doubtful(ALARMS[name][0]) == (name in DOUBTFUL)


def test_lists_under_more_addresses_are_a_remark() -> None:
    """They cost a request each, and hide nothing."""
    seen = with_warnings("same_list", "", 2)
    assert symptoms(seen) == []
    assert remarks(seen)[0].startswith("2 lists have more addresses, which are not followed: http")


def test_what_is_right_again_is_a_remark() -> None:
    """A person who was told of the accident is told of its end."""
    seen = with_changes(returned=pages(4))
    assert symptoms(seen) == []
    assert remarks(seen)[0].startswith(
        "4 articles are again what they were before an accident of the site: http"
    )


def test_every_reason_has_its_row_in_the_runbook() -> None:
    """What asks for action says there what to do; words in capitals stand for what differs."""
    part = RUNBOOK.read_text(encoding="utf-8").split("## Reasons of an unhealthy run")[1].split("\n## ")[0]
    rows = [re.split(r"\b[A-Z]{1,}\b|…", row) for row in re.findall(r"`([^`]+)`", part)]
    patterns = [".+".join(map(re.escape, row)) for row in rows]
    for seen, _ in ALARMS.values():
        said = symptoms(seen)[0]
        assert any(re.match(pattern, said) for pattern in patterns), said
