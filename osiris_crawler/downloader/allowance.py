"""How much and when a site may be asked: requests a day, and the hours of the day, in the site's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from osiris_crawler.errors import UsageError

_WINDOW = re.compile(r"(\d{1,2})(?::([0-5]\d))?\s*-\s*(\d{1,2})(?::([0-5]\d))?")
_HOURS = 24


@dataclass(frozen=True)
class Window:
    """Hours of the day in which a site may be asked; one that begins after it ends goes over midnight."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Window | None:
        """Read `22:00-06:00` or `22-6`; empty text means the whole day.

        Raises:
            UsageError: it cannot be understood.
        """
        if not text.strip():
            return None
        found = _WINDOW.fullmatch(text.strip())
        if found is None or int(found[1]) > _HOURS or int(found[3]) > _HOURS:
            raise UsageError(f"OSIRIS_WINDOW {text}: write the hours as 22:00-06:00")
        begin = time(int(found[1]) % _HOURS, int(found[2] or 0))
        end = time(int(found[3]) % _HOURS, int(found[4] or 0))
        return cls(begin, end) if begin != end else None

    def holds(self, moment: time) -> bool:
        """Tell whether the window is open at this time of the day."""
        if self.begin < self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end

    @property
    def seconds(self) -> int:
        """How long it is open each day."""
        begin, end = (at.hour * 3600 + at.minute * 60 for at in (self.begin, self.end))
        return (end - begin) % (24 * 3600)

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True)
class Allowance:
    """The daily quota and the window of one site."""

    quota: int | None
    """Requests a day, robots.txt included; None for no limit."""
    window: Window | None
    zone: ZoneInfo

    @classmethod
    def of(cls, quota: int, window: str, zone: str) -> Allowance:
        """Build it from settings; a quota of 0 means none.

        Raises:
            UsageError: window or zone cannot be understood.
        """
        try:
            place = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise UsageError(f"time zone {zone}: not known here; correct the site's profile") from error
        return cls(quota if quota > 0 else None, Window.parse(window), place)

    def day(self, now: datetime) -> str:
        """Return the day that a request made now counts for."""
        return now.astimezone(self.zone).date().isoformat()

    def refusal(self, now: datetime, used: int) -> str:
        """Return why nothing may be asked now, as a sentence; empty when something may.

        Args:
            now: aware.
            used: requests made on this day so far.
        """
        local = now.astimezone(self.zone)
        if self.window and not self.window.holds(local.time()):
            return (
                f"The hours in which this site may be asked are {self.window} ({self.zone.key}), "
                f"and it is {local:%H:%M} there. The same command goes on when they begin."
            )
        if self.quota is not None and used >= self.quota:
            begin = datetime.combine(local.date() + timedelta(days=1), time(), self.zone)
            return (
                f"The quota of {self.quota:,} requests a day is used up. "
                f"The same command goes on from {begin:%Y-%m-%d %H:%M} ({self.zone.key})."
            )
        return ""
