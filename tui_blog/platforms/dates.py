"""Dates as feeds write them: RFC 5322, RFC 3339, and whatever else is found in the wild (feeds.md §10)."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from tui_blog.model.text import fold

CEILING = 120
"""Characters that are looked at; no date is longer."""

# Months as they begin in English, German, French, Spanish, Italian, Portuguese, Dutch, the Nordic languages,
# Hungarian, Polish, Turkish, Russian and Greek; accents folded, four letters where three are not enough.
_MONTH_NAMES = """
jan ene gen sty oca янв ιαν
feb fev lut sub фев φεβ
mar mrz mrt мар μαρ
apr avr abr kwi nis апр απρ
may mai mag mei maj маи мая μαι
jun juin giu cze haz июн ιουν
jul juil lug lip tem июл ιουλ
aug aou ago sie agu авг αυγ
sep set wrz eyl szep сен σεπ
oct okt ott out paz eki окт οκτ
nov lis kas ноя νοε
dec dez des dic gru ara дек δεκ
"""
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), start=1)
    for name in names.split()
}

# Hours from UTC. Single letters are left out: the military zones were specified the wrong way round
# (RFC 5322 §4.3), so they count as UTC like every unknown name.
_ZONES = {"AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8}
_ZONES |= {"PDT": -7, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "EEST": 3}
_ZONES |= {"MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}

# RFC 5322 as nearly every feed writes it; read without a search for what else it might be.
_STANDARD = re.compile(
    r"(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC|Z|([+-]\d\d)(\d\d))",
    re.ASCII,
)
_COMMENT = re.compile(r"\([^()]*\)")
_EPOCH = re.compile(r"(\d{10})(?:\.\d+|\d{3})?")
_COMPACT = re.compile(r"(\d{8})(\d{6})")
_ORDINAL_DAY = re.compile(r"(\d{4})-(\d{3})(?!\d)")
_YEAR_FIRST = re.compile(r"\b(\d{4})\s*[-/.年년]\s*(\d{1,2})(?:\s*[-/.月월]\s*(\d{1,2}))?")
_YEAR_LAST = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\b")
_YEAR_ALONE = re.compile(r"\d{4}")
_CLOCK = re.compile(
    r"T?(?<!\d)(\d{1,2})(?::|\s?[時时点시]\s?)(\d{1,2})(?!\d)(?:(?::|\s?[分분]\s?)(\d{1,2})(?:[.,]\d+)?)?"
    r"(?:\s*(a\.?m|p\.?m)\b\.?)?",
    re.IGNORECASE,
)
_AFTERNOON = re.compile(r"오후|午後|下午")
_OFFSET = re.compile(r"[+\-−]+(\d{1,2}):?(\d{2})?(?!\d)")
_ZONE_NAME = re.compile(r"\b[A-Z]{3,4}\b")


def parse_date(text: str) -> datetime | None:
    """Read a date as leniently as its sense allows; aware, with the offset that was written (else UTC).

    None where nothing can be read, and for the dates that programs write when nobody set one
    (years before 1900, 9999, the Unix epoch). Never raises.

    >>> parse_date("Tue, 03 Jun 2008 13:05:30 +0200").isoformat()
    '2008-06-03T13:05:30+02:00'
    """
    text = text[:CEILING].strip()
    if "(" in text:
        text = _COMMENT.sub(" ", text).strip()
    if not text:
        return None
    for read in (_read_standard, _read_iso, _read_epoch, _read_loosely):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return None if _was_never_set(found) else found
    return None


def _was_never_set(date: datetime) -> bool:
    if 1971 < date.year < 9999:
        return False
    since_epoch = date - datetime(1970, 1, 1, tzinfo=UTC)
    return date.year < 1900 or date.year == 9999 or timedelta(0) <= since_epoch < timedelta(seconds=2)


def _read_standard(text: str) -> datetime | None:
    found = _STANDARD.fullmatch(text)
    month = _MONTHS.get(found[2].lower()) if found else None
    if found is None or month is None:
        return None
    day, year, hour, minute, second = map(int, found.group(1, 3, 4, 5, 6))
    return datetime(year, month, day, hour, minute, second, tzinfo=_offset(found[7], found[8]))


@lru_cache(maxsize=64)
def _offset(hours: str | None, minutes: str | None) -> tzinfo:
    """The zone of "+01" and "00"; UTC where none is written. Beyond 14 hours it is none (ValueError)."""
    if hours is None or minutes is None:
        return UTC
    away = timedelta(hours=abs(int(hours)), minutes=int(minutes))
    if away > timedelta(hours=14):
        raise ValueError(hours)
    return timezone(-away if hours[0] == "-" else away)


def _read_epoch(text: str) -> datetime | None:
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _read_iso(text: str) -> datetime | None:
    if not text[:4].isdigit() or _EPOCH.fullmatch(text):
        return None
    if ordinal := _ORDINAL_DAY.fullmatch(text):
        return datetime(int(ordinal[1]), 1, 1, tzinfo=UTC) + timedelta(days=int(ordinal[2]) - 1)
    if compact := _COMPACT.fullmatch(text):
        text = f"{compact[1]}T{compact[2]}"
    date = datetime.fromisoformat(text.upper())
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _read_loosely(text: str) -> datetime | None:
    """Take the clock and the zone out of the text, and read the day from what remains."""
    clock = _CLOCK.search(text)
    if clock is None:
        return _day(text, UTC)
    zone, after = _zone(text[clock.end() :])
    day = _day(f"{text[: clock.start()]} {after}", zone)
    return day and day + _time_of_day(clock, bool(_AFTERNOON.search(text)))


def _time_of_day(clock: re.Match[str], afternoon: bool) -> timedelta:
    """Midnight may be written 24:00 and a leap second :60, so the time is a duration, not a `time`."""
    hours, minutes, half = int(clock[1]), int(clock[2]), (clock[4] or "").lower()
    if hours > 24 or minutes > 59:
        raise ValueError(clock[0])
    if (half.startswith("p") or afternoon) and hours < 12:
        hours += 12
    if half.startswith("a") and hours == 12:
        hours = 0
    return timedelta(hours=hours, minutes=minutes, seconds=int(clock[3] or 0))


def _zone(text: str) -> tuple[tzinfo, str]:
    """Find the zone in what follows the clock; return it, and the text without it."""
    if offset := _OFFSET.search(text):
        away = timedelta(hours=int(offset[1]), minutes=int(offset[2] or 0))
        rest = text[: offset.start()] + text[offset.end() :]
        if away > timedelta(hours=14):
            return UTC, rest
        return timezone(-away if offset[0][0] != "+" else away), rest
    for name in _ZONE_NAME.finditer(text):
        if name[0] in _ZONES:
            return timezone(timedelta(hours=_ZONES[name[0]])), text[: name.start()] + text[name.end() :]
    return UTC, text


def _day(text: str, zone: tzinfo) -> datetime | None:
    if found := _YEAR_FIRST.search(text):
        return datetime(int(found[1]), int(found[2]), int(found[3] or 1), tzinfo=zone)
    if found := _YEAR_LAST.search(text):
        day, month = _day_and_month(int(found[1]), found[2], int(found[3]))
        return datetime(_full_year(found[4]), month, day, tzinfo=zone)
    if _YEAR_ALONE.fullmatch(text.strip()):
        return datetime(int(text), 1, 1, tzinfo=zone)
    return _day_by_name(text, zone)


def _day_and_month(first: int, separator: str, second: int) -> tuple[int, int]:
    """Only slashes are ever written month first (in the United States)."""
    month_first = second > 12 or (separator == "/" and first <= 12)
    return (second, first) if month_first else (first, second)


def _day_by_name(text: str, zone: tzinfo) -> datetime | None:
    """Read "3 June 2008", "June 3rd, 2008", "Tue Jun 3 2008", and the same in other languages."""
    words = re.findall(r"[^\W\d_]{3,}", fold(text))
    # The last one: "mar. 3 juin" begins with a French Tuesday that looks like March.
    months = [number for word in words if (number := _MONTHS.get(word[:4]) or _MONTHS.get(word[:3]))]
    numbers = re.findall(r"\d+", text)
    if not months or not numbers:
        return None
    year = next((number for number in numbers if len(number) == 4), numbers[-1])
    numbers.remove(year)
    day = int(numbers[0]) if numbers else 1
    return datetime(_full_year(year), months[-1], day, tzinfo=zone)


def _full_year(digits: str) -> int:
    """Two-digit years count from 1990 to 2089 (blogs are younger than RFC 2822's pivot)."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= 90 else 2000)
