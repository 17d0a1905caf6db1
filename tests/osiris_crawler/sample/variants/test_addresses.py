"""Tests of the special cases of the address."""

import re

from osiris_crawler.sample.archive import Kind, SampleArchive, Skin


def test_collisions_in_both_forms(archive: SampleArchive) -> None:
    """``,ID`` in the old form, ``-ID`` in the new one, also between articles of one day."""
    old = archive.of_variant("collision_old")
    assert [a.path.endswith(f",{a.id}.html") for a in old] == [False, True, True]
    assert old[0].published_on == old[1].published_on
    new = archive.of_variant("collision_new")
    assert [a.path.endswith(f"-{a.id}.html") for a in new] == [False, True]


def test_numbers_at_the_end_of_an_address(archive: SampleArchive) -> None:
    """Most are no id; one id looks like a year."""
    ends = {
        a.path.rpartition("-")[2].removesuffix(".html"): a.id for a in archive.of_variant("number_at_end")
    }
    assert {"146", "2003", "23", "5", "2026"} == set(ends)
    assert any(a.path.endswith(",2012.html") for a in archive.of_variant("id_like_year"))


def test_old_slug_is_a_prefix_of_another_article(archive: SampleArchive) -> None:
    """Without its number, the one address begins the other, and they are not one article."""
    paths = [a.path for a in archive.of_variant("slug_prefix")]
    assert any(re.fullmatch(r"/Redevance-sur-les-noms,\d+\.html", path) for path in paths)
    assert any(path.startswith("/redevance-sur-les-noms-") for path in paths)


def test_moved_and_numeric(archive: SampleArchive) -> None:
    """Moved articles remember the old form or the numeric one; one is numeric still."""
    assert all(a.old_paths for a in archive.of_variant("moved"))
    assert archive.of_variant("numeric_moved")[0].old_paths == ["/article2068.html"]
    assert archive.of_variant("numeric")[0].path == "/article2822.html"


def test_old_address_and_old_skin_do_not_follow_the_year(archive: SampleArchive) -> None:
    """An article of 2023 has an old-style slug and the older skin; all skins occur early and late."""
    late = archive.of_variant("old_slug_late")[0]
    assert (late.day.year, late.skin, late.path[1].isupper()) == (2023, Skin.OLD, True)
    for years in (range(1999, 2012), range(2018, 2026)):
        assert {a.skin for a in archive.published(Kind.ARTICLE) if a.day.year in years} == set(Skin)


def test_case_matters(archive: SampleArchive) -> None:
    """Two addresses differ by case only."""
    first, second = (a.path for a in archive.of_variant("case_matters"))
    assert first != second
    assert first.lower() == second.lower()
