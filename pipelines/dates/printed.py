"""Dates as people print them, in running text: ``29 September 2015 | 19:40``, ``2015 жылғы 29 қыркүйек``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from functools import cache, lru_cache

from junket.crawlers.errors import UsageProblem
from junket.pipelines.dates.context import Clock, DateContext, Dated, offset, settle
from junket.pipelines.languages import by_language, table, words

MAX_SEARCHED = 2_000
"""Characters of a text that are searched for dates."""

MONTH_FIRST = frozenset({"en-us", "en_us", "fil", "en-ph"})
"""Locales that print the month first in all-number dates (CLDR ``dateFormats``)."""

# What may not stand before a day or a year is asked behind its first characters: a pattern that begins with a
# look-behind is tried at every place of a text, one that begins with characters only where one of them is.
_DAY = r"(?P<day>\d(?<![\d.,:/-]\d)\d?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_YEAR_ALONE = r"(?P<year>(?:19|20)(?<!\d\d\d)\d\d)"
_MONTH = r"(?P<month>(?:{names})(?:{endings})?)(?![^\W\d_])\.?"
_MONTH_AND_DAY = r"(?P<month2>(?:{names}))\.? (?P<day2>\d{1,2})"


def _known(key: str) -> frozenset[str]:
    return frozenset(words("dates", key))


@cache
def _any_of(words: frozenset[str]) -> str:
    """A pattern for any of the words, the longest first, that looks at each character once: a tree of prefixes."""
    ends: dict[str, set[str]] = {}
    for word in words - {""}:
        ends.setdefault(word[0], set()).add(word[1:])
    branches = "|".join(re.escape(char) + _any_of(frozenset(rest)) for char, rest in sorted(ends.items()))
    if not branches:
        return ""
    return f"(?:{branches}){'?' if '' in words else ''}"


_OF = _any_of(frozenset(word if word[-1] == "'" else f"{word} " for word in _known("of")) | {""}).replace("'", "['’]")
_YEAR_WORD = rf"(?:[ -]?{_any_of(_known('year'))}(?![^\W\d_]))?"
_NTH, _NTH_BEHIND = (_any_of(_known(key) | {""}) for key in ("nth", "nth_behind"))
_YEAR_FIRST = rf"(?:[ -]?{_any_of(_known('year_first'))})?[., ]{{1,2}}"
_BESIDE = r"(?:[(（][^()（）\n]{1,12}[)）] ?)?"
"""The year once more, in brackets."""
_WORDED = (
    # 29 September 2015; 29th of September, 2015; 29. September 2015; 29 de septiembre de 2015; 29-Sep-2015
    rf"{_DAY}{_NTH}[ /-]{{0,2}}{_OF}{_MONTH}[ ,،/-]{{0,2}}{_OF}{_YEAR}{_YEAR_WORD}",
    # September 29, 2015; Sep. 29th 2015
    rf"(?<![^\W\d_])(?=[^\W\d_]+\.?[ -]\d){_MONTH}[ -](?P<day>\d{{1,2}}){_NTH_BEHIND},?[ -]{{1,2}}{_YEAR}",
    # 2015 жылғы 29 қыркүйек; 2015 жылдың 29 қыркүйегі; 2015-yil 29-sentabr; 2015 September 29
    rf"{_YEAR_ALONE}(?!\d){_YEAR_FIRST}(?:(?P<day>\d{{1,2}})[ .-]{{1,2}}{_MONTH}|{_MONTH_AND_DAY})(?!\d)",
)
_SIGNS = "".join(words("dates", "numerals"))
_DIGIT_SIGNS = "".join(sign for sign, value in table("dates", "numerals").items() if value < 10)  # noqa: PLR2004  # digits
_PARTS = {
    "year": _YEAR_ALONE,
    "year_last": _YEAR,
    "day": r"(?P<day>\d{1,2})",
    "day_first": _DAY,
    "number": r"(?P<number>\d{1,2})",
    "name": r"(?P<month>[^\W\d_]{5,12}(?: [^\W\d_]{5,12})?)",
    "beside": _BESIDE,
    "era": f"(?P<era>{'|'.join(map(re.escape, words('dates', 'eras')))})",
    "era_year": rf"(?P<year>\d{{1,3}}|[{_SIGNS}]{{1,5}})",
    "signs_year": rf"(?P<year>[{_DIGIT_SIGNS}](?<![{_SIGNS}]{{2}})[{_DIGIT_SIGNS}]{{3}})",
    "signs_month": rf"(?P<number>\d{{1,2}}|[{_SIGNS}]{{1,2}})",
    "signs_day": rf"(?P<day>\d{{1,2}}|[{_SIGNS}]{{1,3}})",
}
"""What a language's ``shapes`` may have in braces."""


def _shapes(key: str) -> tuple[str, ...]:
    """The patterns of all languages under a key, their parts filled in. UsageProblem for a part that is none."""
    found = []
    for code, shapes in by_language("dates", key).items():
        for shape in shapes:
            if strange := set(re.findall(r"\{([a-z_]+)\}", shape)) - _PARTS.keys():
                problem = f"holds {{{min(strange)}}}, which is no part of a date"
                raise UsageProblem(f"{code}.toml [dates] {key}", problem, f"there are {', '.join(_PARTS)}")
            found.append(re.sub(r"\{([a-z_]+)\}", lambda part: _PARTS[part[1]], shape))
    return tuple(found)


_SHAPES, _SIGN_SHAPES = _shapes("shapes"), _shapes("shapes_of_signs")
_YEAR_SIGNS = words("dates", "year_sign")
_ENDS = r"(?![\d/-]|\.\d)"
_NUMBERS = (
    # 2015-09-29; 2015/9/29; 2015.09.29
    r"(?P<year>(?:19|20)(?<![\d./-]\d\d)\d\d)(?P<sep>[-/.]) ?(?P<number>\d{1,2})(?P=sep) ?(?P<day>\d{1,2})" + _ENDS,
    # 29.09.2015; 29/09/2015; 9/29/15
    r"(?P<a>\d(?<![\d./:-]\d)\d?)(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<tail>(?:19|20)\d\d|\d\d)" + _ENDS,
    # 29. 9. 2015
    r"(?P<a>\d(?<![\d./:-]\d)\d?)(?P<sep>\.) (?P<b>\d{1,2})\. (?P<tail>(?:19|20)\d\d)" + _ENDS,
)
_MONTH_ONLY = rf"(?<![^\W_]){_MONTH}[ ,]{{1,2}}{_OF}{_YEAR}"
_MINUTES = _any_of(frozenset(word if len(word) == 1 else f" {word} " for word in _known("minutes")) | {":", "."})
_HOUR = rf"(?P<hour>[012]?\d){_MINUTES}(?P<minute>[0-5]\d)(?!\d|\.\d)(?::(?P<second>[0-5]\d))?"
_HALF = rf"(?: ?(?P<half>[ap]\.?m\.?)(?![^\W\d_]))?(?: ?{_any_of(_known('o_clock'))}(?![^\W\d_]))?"
_ZONE = r"(?: ?\(?(?P<zone>(?-i:[A-ZА-Я]{1,4}))?(?P<sign>[+-][01]?\d:?(?:\d\d)?(?!\d))?)?"
_CLOCK = _HOUR + _HALF + _ZONE
_AT = _any_of(frozenset(f"{word} " for word in _known("at")) | {"", "T"})
_CLOCK_AFTER = re.compile(rf"[\s,|·•.–—\-/]{{0,4}}{_AT}[\s]{{0,2}}{_CLOCK}", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(rf"(?<![\d:.]){_CLOCK}[\s,|·•–—-]{{1,4}}$", re.IGNORECASE)
_YEAR_HINT = re.compile(r"(?:19|20)\d\d")
_HINT = re.compile(r"\d(?:(?:(?<=1)9|(?<=2)0)\d\d|[./-]\d{1,2}[./-]\d\d|(?:\. \d\d?){2}|(?<![0-9])[^\D0-9]{3})")
"""A year of four digits (of another script: any), or numbers as a date of numbers has them."""


_MONTHS = ("months", "months_where_claimed")


@cache
def months(*, claimed: bool = True) -> dict[str, dict[str, int]]:
    """By language, each name of a month with its number. Languages that are no data here are read by dateparser.

    ``claimed``: with the forms for pages that claim the language.
    """
    found: dict[str, dict[str, int]] = {}
    endings = by_language("dates", "endings")
    for key in _MONTHS if claimed else _MONTHS[:1]:
        for language, year in by_language("dates", key).items():
            known = found.setdefault(language, {})
            for number, names in enumerate(year, 1):
                for ending in ("", *endings.get(language, ())):
                    known.update({name + ending: number for name in names if name + ending not in known})
    return found


@cache
def _pattern(written: str, *, plain: bool = False) -> re.Pattern[str]:
    """The pattern with the names of all months in it, and what they may end with; ``plain``: those in ASCII alone."""
    names = {name for key in _MONTHS for year in by_language("dates", key).values() for names in year for name in names}
    for place, known in (("{names}", names), ("{endings}", _known("endings"))):
        written = written.replace(place, _any_of(frozenset(word for word in known if word.isascii() or not plain)))
    return re.compile(written, re.IGNORECASE)


def find_dates(text: str, reading: DateContext) -> Iterator[Dated]:
    """Every full date in the text, in order, with its time of day where one stands beside it.

    Strict: a date whose order of day and month cannot be told, or whose parts are no day, is not
    given. ``start`` and ``end`` bound the words of date and time.
    """
    hinted = _HINT.search(text, 0, MAX_SEARCHED) or any(map(text.__contains__, _YEAR_SIGNS))
    return iter(_find(text[:MAX_SEARCHED], reading) if hinted else ())


@lru_cache(maxsize=512)  # byline, dateline and marks ask for the same lines
def _find(text: str, reading: DateContext) -> tuple[Dated, ...]:
    plain = _plain(text)
    written: tuple[str, ...] = (*_WORDED, *_SHAPES, *_NUMBERS) if _YEAR_HINT.search(plain) else _NUMBERS
    written = (*written, *_SIGN_SHAPES) if any(map(plain.__contains__, _YEAR_SIGNS)) else written
    in_ascii = plain.isascii()
    matches = (match for one in written for match in _pattern(one, plain=in_ascii).finditer(plain))
    found: list[Dated] = []
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if found and match.start() < found[-1].end:
            continue
        if dated := _read(plain, match, reading):
            found.append(replace(dated, text=text[dated.start : dated.end].strip()))
    return tuple(found)


def _plain(text: str) -> str:
    """The text, as long as before, with plain spaces and digits."""
    if text.isascii():
        return text
    return _NATIVE.sub(lambda digit: str(unicodedata.decimal(digit[0])), text.translate(_SPACES))


_SPACES = {0xA0: " ", 0x2009: " ", 0x202F: " "}
_NATIVE = re.compile(r"[^\D0-9]")
"""Digits of another script."""


def find_month(text: str, reading: DateContext) -> Dated | None:
    """A month and year without a day (``September 2015``), where that is all there is."""
    match = _pattern(_MONTH_ONLY).search(text[:MAX_SEARCHED])
    if match is None:
        return None
    number = _month_number(match["month"], reading)
    return settle(match[0], (int(match["year"]), number, None), (None, None), reading) if number else None


def _read(text: str, match: re.Match[str], reading: DateContext) -> Dated | None:
    parts = _parts(match.groupdict(), reading)
    if parts is None:
        return None
    start, end = match.span()
    time: Clock = (None, None)
    if after := _CLOCK_AFTER.match(text, end):
        time, end = _clock(after), after.end()
    elif before := _CLOCK_BEFORE.search(text, max(0, start - 24), start):
        time, start = _clock(before), before.start()
    dated = settle(text[start:end].strip(), parts, time, reading)
    if dated is None:
        return None
    return replace(dated, start=start, end=end)


def _parts(groups: dict[str, str | None], reading: DateContext) -> tuple[int, int, int] | None:
    """Year, month, day; None where a word is no month or the order cannot be told."""
    if groups.get("tail"):
        return _numeric(
            int(groups["a"] or 0), int(groups["b"] or 0), groups["tail"] or "", groups["sep"] or "", reading
        )
    name = groups.get("month") or groups.get("month2")
    month = _month_number(name, reading) if name else _number(groups.get("number") or "")
    day = groups.get("day") or groups.get("day2")
    if not (month and day):
        return None
    parts = (_number(groups["year"] or ""), month, _number(day))
    return _of_era(groups["era"] or "", parts) if "era" in groups else parts


def _number(written: str) -> int:
    """A number in digits, or in Chinese numerals: ``三十一``, ``二〇二一``; 0 for none."""
    if written.isdecimal() or not written:
        return int(written or 0)
    values = [table("dates", "numerals")[sign] for sign in written]
    if max(values) < 10:  # noqa: PLR2004  # digits alone
        return int("".join(map(str, values)))
    total = digit = 0
    for value in values:
        total, digit = (total, value) if value < 10 else (total + (digit or 1) * value, 0)  # noqa: PLR2004
    return total + digit


def _of_era(era: str, parts: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """The day of an era's year in the common calendar; None where it lies outside of the era."""
    first, *last = table("dates", "eras")[era]
    year, month, day = parts[0] + first.year - 1, *parts[1:]
    inside = (year, month, day) >= (first.year, first.month, first.day)
    ended = any((year, month, day) > (end.year, end.month, end.day) for end in last)
    return (year, month, day) if parts[0] and inside and not ended else None


def _numeric(a: int, b: int, tail: str, separator: str, reading: DateContext) -> tuple[int, int, int] | None:
    year = int(tail) if len(tail) == 4 else 2000 + int(tail)  # noqa: PLR2004  # a full year
    if a > 12 or b > 12 or a == b:  # noqa: PLR2004  # months of a year
        return (year, b, a) if b <= 12 else (year, a, b)  # noqa: PLR2004
    day_first = reading.day_first
    if day_first is None and separator == ".":
        day_first = True  # no locale of CLDR prints month.day.year
    if day_first is None:
        return None
    return (year, b, a) if day_first else (year, a, b)


def _month_number(name: str, reading: DateContext) -> int:
    """The month of that name in the page's languages, else in all, when they agree; 0: none."""
    name = name.casefold()
    for language in reading.languages:
        if number := months().get(language, {}).get(name):
            return number
    numbers = {year[name] for year in months(claimed=False).values() if name in year}
    return numbers.pop() if len(numbers) == 1 else 0


def _clock(match: re.Match[str]) -> Clock:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = (match["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:  # noqa: PLR2004  # hours of a day
        return None, None
    zone = _zone(match["zone"], match["sign"])
    if zone is None and len(match["zone"] or "") > 2:  # noqa: PLR2004  # a zone's name, but not one we are sure of
        return None, None
    return (hour, minute, second), zone


def _zone(name: str | None, sign: str | None) -> tzinfo | None:
    known = table("dates", "zones").get((name or "").casefold())
    if sign and (name is None or known == 0):
        digits = sign[1:].replace(":", "")
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))  # noqa: PLR2004
        return offset((hours * 60 + minutes) * (-1 if sign[0] == "-" else 1))
    return offset(known * 60) if known is not None else None
