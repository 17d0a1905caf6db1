"""Measures the own date tables against dateparser, on the same strings, in the same run.

Run it from the root of the project: `python -m benchmarks.dates [--rounds N]`.
Prints microseconds a call, uncached, and the ratio; ends with 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import dateparser

from osiris_crawler.dates import parse_date, read_date_line
from osiris_crawler.source_line import parse_source_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_MICROSECONDS = 10.0
LEAST_RATIO = 100.0
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
BLOCK = "Une phrase de longueur moyenne, avec 12 mots et un chiffre, comme une page en compte des centaines."


def printed_dates(count: int) -> list[str]:
    """Returns that many different publication dates as the site prints them."""
    days = (date(1999, 1, 1) + timedelta(days=number) for number in range(count))
    return [
        f"{WEEKDAYS[day.weekday()]} {'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
        for day in days
    ]


def microseconds(read: Callable[[str], object], texts: Sequence[str], rounds: int) -> float:
    """Returns the best mean time of a call over a few rounds, which is the least disturbed one."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - start)
    return best / len(texts) * 1e6


def main() -> int:
    """Prints the table and says whether both targets are met."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    rounds: int = options.parse_args().rounds
    texts = printed_dates(9000)  # more than the cache holds
    own = microseconds(parse_date.__wrapped__, texts, rounds)
    few = [text.replace("1er", "1") for text in texts[:400]]  # dateparser cannot read « 1er »
    other = microseconds(lambda text: dateparser.parse(text, languages=["fr"]), few, rounds)
    wrong = [text for text in texts if (found := parse_date(text)) is None or found.warnings]
    rows = {
        "parse_date, uncached": own,
        "parse_date, cached": microseconds(parse_date, texts[:1000], rounds),
        "dateparser, languages=['fr']": other,
        "read_date_line on a date line": microseconds(read_date_line, texts, rounds),
        "read_date_line on other blocks": microseconds(read_date_line, [BLOCK] * 5000, rounds),
        "parse_source_line on a source line": microseconds(
            parse_source_line,
            [f"(Source : Le Clairon, {text.split(' ', 1)[1]})" for text in texts[:3000]],
            rounds,
        ),
        "parse_source_line on other blocks": microseconds(parse_source_line, [BLOCK] * 5000, rounds),
    }
    for name, value in rows.items():
        print(f"{name:38}{value:10.2f} µs a call")
    print(f"{'ratio, dateparser to own table':38}{other / own:10.0f}")
    print(f"{'dates not read, of ' + str(len(texts)):38}{len(wrong):10}")
    return int(own > MOST_MICROSECONDS or other / own < LEAST_RATIO or bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
