"""Tests of the special cases of place, day and number."""

from osiris_crawler.sample.archive import Kind, SampleArchive
from osiris_crawler.sample.variants.filing import DOSSIER, HIDDEN_TITLE


def test_odd_days(archive: SampleArchive) -> None:
    """A 29 February, a first of a month, a text older than the site, a day outside its rubric."""
    assert archive.of_variant("leap_day")[0].published_on == "2012-02-29"
    assert all(a.day.day == 1 for a in archive.of_variant("first_day"))
    assert archive.of_variant("older_than_site")[0].published_on == "1997-07-19"
    outside = archive.of_variant("day_outside_rubric")[0]
    assert (outside.day.month, outside.section[-1]) == (9, "Octobre 2024")


def test_month_labels_turn_in_2013(archive: SampleArchive) -> None:
    """Without the year before, with it after."""
    assert [a.section[-1] for a in archive.of_variant("month_label_turn")] == ["Décembre", "Janvier 2013"]


def test_dossier_below_a_month(archive: SampleArchive) -> None:
    """Six articles are one rubric deeper."""
    articles = archive.of_variant("dossier")
    assert len(articles) == 6
    assert all(a.section[-2:] == ["Janvier", DOSSIER] for a in articles)


def test_numbers_of_keywords(archive: SampleArchive) -> None:
    """None, one, two, and one that the list does not know."""
    assert {len(a.keywords) for a in archive.published(Kind.ARTICLE)} == {0, 1, 2}
    assert all(len(a.keywords) == 2 for a in archive.of_variant("keyword_two"))
    assert archive.of_variant("keyword_unknown")[0].keywords == ["Téléphonie rurale imaginaire"]


def test_same_event_is_four_articles(archive: SampleArchive) -> None:
    """One day, one event, four papers."""
    articles = archive.of_variant("same_event")
    assert len({a.source_name for a in articles}) == 4
    assert len({a.published_on for a in articles}) == 1


def test_republished_texts(archive: SampleArchive) -> None:
    """Equal bodies under equal and other titles, on one day and on others."""
    again = archive.of_variant("republished")
    other = archive.of_variant("same_body")[0]
    assert len({a.body for a in (*again, other)}) == 1
    assert again[0].title == again[1].title != other.title
    assert len({a.published_on for a in archive.of_variant("printed_twice")}) == 1


def test_back_dated_articles_have_high_numbers(archive: SampleArchive) -> None:
    """They are old by their day and new by their number."""
    highest = max(a.id for a in archive.published(Kind.ARTICLE) if not a.variant)
    assert all(a.id > highest for a in archive.of_variant("back_dated"))


def test_hidden_articles_are_named_as_such(archive: SampleArchive) -> None:
    """Whatever a crawl must not see can be told by its title."""
    assert all(a.title.startswith(HIDDEN_TITLE) for a in archive.hidden())
    assert not any(a.title.startswith(HIDDEN_TITLE) for a in archive.published())
