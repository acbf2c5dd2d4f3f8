"""Dates as newsrooms and databases write them, read without guessing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pandas as pd

from framing.columns import strings

_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august",
           "september", "october", "november", "december"]  # fmt: skip
_MONTH = {month[:length]: i for i, month in enumerate(_MONTHS, 1) for length in (3, len(month))}
_MONTH["sept"] = 9

# Hours east of Greenwich: the names of RFC 2822, and central Europe's.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
          "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "cet": 1, "cest": 2}  # fmt: skip

_ISO = r"\s*\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?\s*"
_WRITTEN = re.compile(
    r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,? )?"
    r"(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<y2>\d{4})(?P<m2>\d\d)(?P<d2>\d\d)"
    r"|(?P<d3>\d{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?(?P<m3>[a-z]{3,9})\.?,?[ -]?(?P<y3>\d{4})"
    r"|(?P<m4>[a-z]{3,9})\.? ?(?P<d4>\d{1,2})(?:st|nd|rd|th)?,? ?(?P<y4>\d{4})"
    r"|(?P<d5>\d{1,2})(?P<mark>[-/.])(?P<m5>\d{1,2})(?P=mark)(?P<y5>\d{4}))"
    r"(?:(?:t|,? (?:at )?)(?P<hour>\d{1,2}):?(?P<minute>\d\d)"
    r"(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r" ?(?P<half>[ap]\.?m\.?)? ?(?P<zone>[a-z]{1,5}|(?:utc|gmt)?[+-]\d\d(?::?\d\d)?)?"
    r"(?: ?\([a-z ]+\))?)?",
    re.ASCII,
)

UNREADABLE = "date unreadable"
AMBIGUOUS = "date ambiguous (day and month could be either way round)"
UNKNOWN_ZONE = "time zone unknown (the time is kept as written)"


def parse_dates(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Read a column of dates of mixed form.

    Understood are ISO 8601 dates and times, `20170207`, `7 February 2017`, `Feb 7, 2017 10:15 am`,
    `Tue, 07 Feb 2017 10:15:00 GMT` and `7/2/2017`. Whether the day or the month comes first in the
    last form is decided for the column by those of its values that can be read in one way only;
    where none decides, or some say one thing and some the other, a value that could be either is
    left out and reported.

    Parameters
    ----------
    values
        Strings, dates, times or `20170207`-like integers; NaN and blank are missing.

    Returns
    -------
    tuple of Series
        The dates (datetime64[us], without a time zone: a time with a zone is turned to UTC, a date
        or a time without one is kept as written; NaT where missing or not read), and for each
        value what was wrong with it (NaN where nothing was). Both on the index of `values`.

    Examples
    --------
    >>> dates, problems = parse_dates(pd.Series([" 7 February 2017", "2017-02-08", "soon"]))
    >>> dates.dt.strftime("%d/%m").tolist(), problems.tolist()
    (['07/02', '08/02', nan], [nan, nan, 'date unreadable'])
    """
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        values = values.dt.tz_convert("UTC").dt.tz_localize(None)
    if pd.api.types.is_datetime64_dtype(values.dtype):
        return _in_calendar(values)

    texts = strings(values)
    codes, written = pd.factorize(texts.mask(texts.str.strip() == ""))
    known = pd.Series(written, dtype="str")
    dates = pd.Series(pd.NaT, known.index, dtype="datetime64[us]")
    problems = pd.Series(np.nan, known.index, dtype="str")

    iso = known.str.fullmatch(_ISO)
    parsed = pd.to_datetime(
        known[iso].str.strip(), format="ISO8601", utc=True, errors="coerce"
    ).dt.tz_localize(None)
    dates[iso], problems[iso] = _in_calendar(parsed)
    problems[iso] = problems[iso].mask(parsed.isna(), UNREADABLE)

    others = known[~iso]
    matches = [_WRITTEN.fullmatch(" ".join(text.lower().split())) for text in others]
    day_first = _day_first(matches)
    read = [_read(match, day_first) for match in matches]
    dates[~iso] = pd.array([date for date, _ in read], dtype="datetime64[us]")
    problems[~iso] = pd.array([problem for _, problem in read], dtype="str")

    return (
        dates.reindex(codes).set_axis(values.index),
        problems.reindex(codes).set_axis(values.index),
    )


def _in_calendar(dates: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The dates in µs, those outside the years 1 to 9999 left out and told."""
    fine = dates.dt.year.between(1, 9999)
    problems = pd.Series(np.nan, dates.index, dtype="str").mask(dates.notna() & ~fine, UNREADABLE)
    return dates.where(fine).dt.as_unit("us"), problems


def _day_first(matches: list[re.Match[str] | None]) -> bool | None:
    """Whether numeric dates put the day first; None where the column does not say."""
    pairs = [(int(m["d5"]), int(m["m5"])) for m in matches if m and m["d5"]]
    day_first = any(a > 12 >= b for a, b in pairs)
    month_first = any(b > 12 >= a for a, b in pairs)
    return None if day_first == month_first else day_first


def _read(match: re.Match[str] | None, day_first: bool | None) -> tuple[datetime | None, object]:
    """The date a match stands for, and what is wrong with it (NaN where nothing is)."""
    if match is None:
        return None, UNREADABLE
    try:
        if match["d5"]:
            day, month, year = int(match["d5"]), int(match["m5"]), int(match["y5"])
            if day <= 12 and month <= 12 and day != month and day_first is None:
                return None, AMBIGUOUS
            if month > 12 or (day <= 12 and day_first is False):
                day, month = month, day
        elif match["d3"] or match["d4"]:
            form = "3" if match["d3"] else "4"
            day, year = int(match["d" + form]), int(match["y" + form])
            month = _MONTH[match["m" + form]]
        else:
            form = "1" if match["y1"] else "2"
            year, month, day = (int(match[part + form]) for part in "ymd")
        date = datetime(year, month, day)
        if match["hour"] is None:
            return date, np.nan
        return _with_time(date, match)
    except (ValueError, KeyError, OverflowError):
        return None, UNREADABLE


def _with_time(date: datetime, match: re.Match[str]) -> tuple[datetime, object]:
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + 12 * match["half"].startswith("p")
    date = date.replace(
        hour=hour,
        minute=int(match["minute"]),
        second=int(match["second"] or 0),
        microsecond=int((match["fraction"] or "0").ljust(6, "0")[:6]),
    )
    zone = match["zone"]
    if zone is None:
        return date, np.nan
    if zone in _ZONES:
        return date - timedelta(hours=_ZONES[zone]), np.nan
    offset = re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d):?(\d\d)?", zone)
    if offset is None:
        return date, UNKNOWN_ZONE
    east = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    aware = date.replace(tzinfo=timezone(east if offset[1] == "+" else -east))
    return aware.astimezone(UTC).replace(tzinfo=None), np.nan
