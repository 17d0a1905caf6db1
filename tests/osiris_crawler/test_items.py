"""The vocabulary of the program."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime

import pytest

from osiris_crawler.items import Article, Kind, Link, Outcome, PressSource, Role, Snapshot, Visit, Warning_

MOMENT = datetime(2024, 10, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("warning", "shown"),
    [
        (Warning_("no_date", "published_on"), "published_on:no_date"),
        (Warning_("mojibake"), "mojibake"),
        (Warning_("dates_differ", "published_on", "1 or 2"), "published_on:dates_differ (1 or 2)"),
    ],
)
def test_a_warning_is_shown_as_in_the_csv(warning: Warning_, shown: str) -> None:
    """Field, code and detail, as far as they are known."""
    assert str(warning) == shown


def test_items_come_whole_from_another_process() -> None:
    """Every field and kind of item, as pickled and as copied."""
    snapshot = Snapshot("A.warc.gz", 17, 300, "sha1:A", MOMENT, revisit=True)
    link = Link("http://presse.example/Un.html", Role.ARTICLE, "Un", ("Presse",), "2024-10-01")
    visit = Visit("http://presse.example/", Role.HOME, Outcome.DONE, MOMENT, links=[link], snapshot=snapshot)
    article = Article(visit, visit.url, Kind.ARTICLE, "Un", "Texte", sources=[PressSource("APS", "APS")])
    article.warnings.append(Warning_("no_date", "published_on"))
    article.article_id = 3
    for found in (pickle.loads(pickle.dumps(article)), copy.deepcopy(article)):
        assert found == article
        assert found.visit.links[0] is not link
