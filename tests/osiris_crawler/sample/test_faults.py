"""Tests of the switches themselves; what each does is tested with the responder and the server."""

from dataclasses import fields
from pathlib import Path

from osiris_crawler.sample.faults import Faults


def test_everything_is_off_by_default_and_not_shared() -> None:
    """Two sets of switches are equal and independent."""
    one, two = Faults(), Faults()
    assert one == two
    one.home_paths.add("/x.html")
    one.delays["/x.html"] = 1.0
    assert two == Faults()


def test_every_switch_is_named_in_a_test() -> None:
    """A new switch needs a test of what it does."""
    own = Path(__file__)
    others = (path for path in own.parent.glob("test_*.py") if path != own)
    tests = "".join(path.read_text(encoding="utf-8") for path in others)
    assert [field.name for field in fields(Faults) if field.name not in tests] == []
