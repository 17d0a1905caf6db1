"""The figures that are kept with a run."""

from __future__ import annotations

from osiris_crawler.figures import figures
from pipelines.database.coverage import Tally
from pipelines.database.observed import Observed, Share
from pipelines.database.visited import Pages, Visited


def test_what_a_verdict_rests_on_is_kept() -> None:
    """Found against expected, shares of fields beside those of the past, warnings by kind, errors, layouts."""
    seen = Observed(
        pages=Visited(asked=60, read=50, articles=52, failed=Pages(2), refused={"no_title": Pages(1)}),
        reread=45,
        new_filled={"title": Share(8, 8), "source": Share(6, 8)},
        past_filled={"title": Share(400, 400), "source": Share(380, 400)},
        new_warnings={"mojibake": Share(2, 8)},
        begun_warnings={"mojibake": Share(1, 45)},
        page_warnings={("new_layout", ""): Pages(3)},
    )
    kept = figures(seen, Tally(listed=410, stored=408, missing=2))
    expected = {
        "expected": 410, "found": 408, "missing": 2, "asked": 60, "failed": 2, "refused": 1, "reread": 45,
        "new": 8, "filled/source": 75.0, "usual/source": 95.0, "warnings/mojibake": 3, "unknown_layouts": 3,
    }  # fmt: skip
    assert (
        expected.items()
        <= {name.removeprefix("osiris/health/"): value for name, value in kept.items()}.items()
    )
