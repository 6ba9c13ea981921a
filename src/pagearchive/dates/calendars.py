"""Years that are not counted from the birth of Christ."""

from __future__ import annotations

from datetime import date

_NEW_YEAR_1400 = date(2021, 3, 21).toordinal()


def _solar_days(year: int, month: int, day: int) -> int:
    """Days of the Iranian calendar since a fixed day, by its cycle of 33 years (exact from 1244 to 1472)."""
    shifted = year + 1595
    leap_days = shifted // 33 * 8 + (shifted % 33 + 3) // 4
    before = (month - 1) * 31 if month < 7 else 186 + (month - 7) * 30
    return 365 * shifted + leap_days + before + day


def from_solar(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """A day of the Iranian (solar Hijri) calendar as year, month and day of the Gregorian one; None: no such day."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30) and 1244 <= year <= 1472):
        return None
    days = _solar_days(year, month, day)
    if days >= _solar_days(year + 1, 1, 1):  # 30 Esfand of a common year
        return None
    found = date.fromordinal(_NEW_YEAR_1400 + days - _solar_days(1400, 1, 1))
    return found.year, found.month, found.day


def to_common_era(year: int, month: int, day: int, language: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date as printed: months from 101 are Iranian, years around 2560 Buddhist."""
    if month > 100:
        return from_solar(year if year > 99 else 1300 + year, month - 100, day)
    if 1244 <= year <= 1472 and language.startswith("fa"):
        return from_solar(year, month, day)
    return (year - 543 if 2533 <= year <= 2643 else year), month, day
