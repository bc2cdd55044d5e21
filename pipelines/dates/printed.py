"""Dates as people print them, in running text: ``29 September 2015 | 19:40``, ``2015 жылғы 29 қыркүйек``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from junket.pipelines.dates.reading import Clock, DateContext, Dated, offset, settle

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
_OF = r"(?:de |del |of |d['’]|соли |năm )?"
_YEAR_WORD = (
    r"(?:[ -]?(?:жылғы|жылдың|жылдын|жылы|жыл|йил|yil|c[iıuü] il|ж\.|г\.|года|год|р\.|року|թ\.|წ\.|წელი)(?![^\W\d_]))?"
)
_NTH = (
    r"(?:st|nd|rd|th|\.?º|\.|°|er|ᵉʳ|r[ao]?|η|:[ae]|-?го|-?шы|-?ші|"
    r"-(?:е|ое|й|чи|чы|нчи|ум|уми|go|ego|ci|cı|cu|cü|nchi))?"
)
_YEAR_FIRST = (
    r"(?:[ -]?(?:жылғы|жылдың|жылы|жыл|ж\.|йилнинг|йил|жылдын|yilning|yil|jyl[ǵğ]y|jyly|c[iıuü] il(?:in|də)?|"
    r"елның|ел|წლის|წ\.|թվականի|թ\.|ųjų|m\.)|\.? gada|\(?e?\)?ko)?[., ]{1,2}"
)
_BESIDE = r"(?:[(（][^()（）\n]{1,12}[)）] ?)?"
"""The year once more, in brackets."""
_WORDED = (
    # 29 September 2015; 29th of September, 2015; 29. September 2015; 29 de septiembre de 2015; 29-Sep-2015
    rf"{_DAY}{_NTH}[ /-]{{0,2}}{_OF}{_MONTH}[ ,،/-]{{0,2}}{_OF}{_YEAR}{_YEAR_WORD}",
    # September 29, 2015; Sep. 29th 2015
    rf"(?<![^\W\d_])(?=[^\W\d_]+\.?[ -]\d){_MONTH}[ -](?P<day>\d{{1,2}})(?:st|nd|rd|th| d\.)?,?[ -]{{1,2}}{_YEAR}",
    # 2015 жылғы 29 қыркүйек; 2015 жылдың 29 қыркүйегі; 2015-yil 29-sentabr; 2015 September 29
    rf"{_YEAR_ALONE}(?!\d){_YEAR_FIRST}(?:(?P<day>\d{{1,2}})[ .-]{{1,2}}{_MONTH}|{_MONTH_AND_DAY})(?!\d)",
    # 2015年9月29日; 2015년 9월 29일
    _YEAR_ALONE + rf" ?[年년] ?{_BESIDE}(?P<number>\d{{1,2}}) ?[月월] ?(?P<day>\d{{1,2}}) ?[日일]",
    # 2015 оны 9-р сарын 29; 2015 оны есдүгээр сарын 29
    _YEAR_ALONE + r" оны (?P<month>[^\W\d_]{5,12}(?: [^\W\d_]{5,12})?) сарын (?P<day>\d{1,2})(?!\d)",
    _YEAR_ALONE + r" оны (?P<number>\d{1,2})(?:-р)? сарын (?P<day>\d{1,2})(?!\d)",
    # 29 tháng 9, 2015; 29 tháng 9 năm 2015; 29 thg 9, 2015
    rf"{_DAY} (?:tháng|thg\.?) (?P<number>\d{{1,2}})(?:,? năm|,)? {_YEAR}",
)
_MONTH_DAY = (
    r" ?年 ?"
    + _BESIDE
    + r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2}) ?月 ?(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3}) ?日"
)
_ERAS = (
    # 令和3年5月12日; 平成三十一年四月三十日; 民國110年5月12日
    r"(?P<era>{eras}) ?(?P<year>\d{1,3}|[元〇一二三四五六七八九十百]{1,5})" + _MONTH_DAY,
    # 二〇二一年五月十二日
    r"(?P<year>[一二](?<![〇一二三四五六七八九十百]{2})[〇○零一二三四五六七八九]{3})" + _MONTH_DAY,
)
_YEAR_SIGN = "年"
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
_HOUR = r"(?P<hour>[012]?\d)(?:[:.hч]| Uhr )(?P<minute>[0-5]\d)(?!\d|\.\d)(?::(?P<second>[0-5]\d))?"
_HALF = r"(?: ?(?P<half>[ap]\.?m\.?)(?![^\W\d_]))?(?: ?Uhr| ?h(?![^\W\d_]))?"
_ZONE = r"(?: ?\(?(?P<zone>(?-i:[A-ZА-Я]{1,4}))?(?P<sign>[+-][01]?\d:?(?:\d\d)?(?!\d))?)?"
_CLOCK = _HOUR + _HALF + _ZONE
_CLOCK_AFTER = re.compile(
    rf"[\s,|·•.–—\-/]{{0,4}}(?:T|at |um |в |à |a las |alle |om |kl\.? |o |сағат )?[\s]{{0,2}}{_CLOCK}", re.IGNORECASE
)
_CLOCK_BEFORE = re.compile(rf"(?<![\d:.]){_CLOCK}[\s,|·•–—-]{{1,4}}$", re.IGNORECASE)
_YEAR_HINT = re.compile(r"(?:19|20)\d\d")
_HINT = re.compile(r"\d(?:(?:(?<=1)9|(?<=2)0)\d\d|[./-]\d{1,2}[./-]\d\d|(?:\. \d\d?){2}|(?<![0-9])[^\D0-9]{3})")
"""A year of four digits (of another script: any), or numbers as a date of numbers has them."""


_TABLES = ("months", "months_where_claimed")


@cache
def tables() -> dict[str, Any]:
    """The tables of ``months.toml``."""
    return tomllib.loads(files("junket.pipelines.dates").joinpath("months.toml").read_text("utf-8"))


@cache
def months(*, claimed: bool = True) -> dict[str, dict[str, int]]:
    """By language, each name of a month with its number. Languages that are no data here are read by dateparser.

    ``claimed``: with the forms for pages that claim the language.
    """
    found: dict[str, dict[str, int]] = {}
    for table in _TABLES if claimed else _TABLES[:1]:
        for language, year in tables()[table].items():
            known = found.setdefault(language, {})
            for number, names in enumerate(year, 1):
                for ending in ("", *tables()["endings"].get(language, ())):
                    known.update({name + ending: number for name in names if name + ending not in known})
    return found


@cache
def _pattern(written: str, *, plain: bool = False) -> re.Pattern[str]:
    """The pattern with the names of all months in it, and what they may end with; ``plain``: those in ASCII alone."""
    names = {name for kind in _TABLES for year in tables()[kind].values() for names in year for name in names}
    endings = {ending for own in tables()["endings"].values() for ending in own}
    some = (frozenset(word for word in words if word.isascii() or not plain) for words in (names, endings))
    written = written.replace("{eras}", "|".join(tables()["eras"]))
    for place, words in zip(("{names}", "{endings}"), some, strict=True):
        written = written.replace(place, _any_of(words))
    return re.compile(written, re.IGNORECASE)


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


def find_dates(text: str, reading: DateContext) -> Iterator[Dated]:
    """Every full date in the text, in order, with its time of day where one stands beside it.

    Strict: a date whose order of day and month cannot be told, or whose parts are no day, is not
    given. ``start`` and ``end`` bound the words of date and time.
    """
    hinted = _HINT.search(text, 0, MAX_SEARCHED) or _YEAR_SIGN in text
    return iter(_find(text[:MAX_SEARCHED], reading) if hinted else ())


@lru_cache(maxsize=512)  # byline, dateline and marks ask for the same lines
def _find(text: str, reading: DateContext) -> tuple[Dated, ...]:
    plain = _plain(text)
    written: tuple[str, ...] = (*_WORDED, *_NUMBERS) if _YEAR_HINT.search(plain) else _NUMBERS
    written = (*written, *_ERAS) if _YEAR_SIGN in plain else written
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
    values = [tables()["numerals"][sign] for sign in written]
    if max(values) < 10:  # noqa: PLR2004  # digits alone
        return int("".join(map(str, values)))
    total = digit = 0
    for value in values:
        total, digit = (total, value) if value < 10 else (total + (digit or 1) * value, 0)  # noqa: PLR2004
    return total + digit


def _of_era(era: str, parts: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """The day of an era's year in the common calendar; None where it lies outside of the era."""
    first, *last = tables()["eras"][era]
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
    known = tables()["zones"].get((name or "").casefold())
    if sign and (name is None or known == 0):
        digits = sign[1:].replace(":", "")
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))  # noqa: PLR2004
        return offset((hours * 60 + minutes) * (-1 if sign[0] == "-" else 1))
    return offset(known * 60) if known is not None else None
