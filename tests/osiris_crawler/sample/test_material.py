"""Tests of the sentence material."""

from osiris_crawler.sample import material


def test_every_table_has_enough_to_choose_from() -> None:
    """No table is empty or repeats itself."""
    tables = [value for name, value in vars(material).items() if name.isupper()]
    assert len(tables) >= 12
    for table in tables:
        assert len(table) >= 5
        assert len(set(table)) == len(table)
