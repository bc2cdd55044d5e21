"""What dateparser reads for us: relative dates, and months of languages that are no data here."""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache

from junket.pipelines.dates.context import FIRST_YEAR, LAST_YEAR, DateContext, Dated, is_ahead
from junket.pipelines.dates.printed import find_dates, months
from junket.pipelines.languages import table, words

MAX_LOOSE = 60
"""Characters of a candidate; dateparser gets nothing longer."""

# The characters of a word: letters with the marks that scripts of India and South-East Asia set on them.
_WORD = r"(?P<word>[^\s\d.,،:;()|/–—-]{2,20}|[ก-๎]{1,4}\.[ก-ฮ]\.?)"
_ERA = f"(?:(?:{'|'.join(map(re.escape, words('dates', 'era_word')))}) )?"
_YEAR = r"(?P<year>(?:19|20|25)\d\d)(?!\d)"
_CLOCK = r"(?:[ ,|–-]{1,3}(?P<clock>\d{1,2}[:.]\d\d)(?!\d))?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # 29. syyskuuta 2015; 29 de setembre del 2015; 29 ستمبر، 2015
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:[.º,ηr]? |\.)(?:de |d['’])?{_WORD}[.]?[,،]? {_ERA}{_YEAR}{_CLOCK}",
        # 2015. szeptember 29.; 2015 m. rugsėjo 29 d.; 2015. gada 29. septembris
        rf"(?<!\d){_YEAR}[.,]? (?:m\. )?{_WORD}[.]? (?P<day>\d{{1,2}})(?!\d){_CLOCK}",
        rf"(?<!\d){_YEAR}[.,]? (?:gada )?(?P<day>\d{{1,2}})[.]? {_WORD}{_CLOCK}",
        # Setyembre 29, 2015
        rf"(?<![^\W_]){_WORD}[.]? (?P<day>\d{{1,2}}),? {_YEAR}{_CLOCK}",
    )
)
_ALSO = {"sr": ("sr-Latn",), "no": ("nb",), "tl": ("fil",)}
"""What dateparser calls a language, or its other script."""
_BUDDHIST = 543
"""Years that Thailand counts ahead."""
_UNITS_OF_A_DAY = re.compile(r"(\d{1,2})[:.](\d\d)(?!\d)")


@cache
def _relative_words() -> re.Pattern[str]:
    said = sorted(map(re.escape, words("dates", "relative")), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(said)})(?![^\W_])", re.IGNORECASE)


def find_loose(text: str, reading: DateContext) -> Dated | None:
    """A relative date (``вчера, 14:05``) or one in another language's words; None where there is neither.

    Relative dates need ``reading.fetched_at``. Only candidates of a date's shape reach dateparser,
    with the page's languages and no other: it is slow, and it guesses. ``start`` and ``end`` bound the words
    in the text with its white space collapsed.
    """
    text = " ".join(text.split())
    if len(text) <= MAX_LOOSE and reading.fetched_at is not None and _relative_words().search(text):
        return _relative(text, reading)
    return _worded(text[:1000], reading)


def find_printed(text: str, reading: DateContext) -> list[Dated]:
    """Every date of a line near the title: those of :func:`find_dates`; in a short line, one that dateparser reads.

    A relative one stands at the end, alone or behind a bar, a colon or nothing but a label's word (whoever asks
    looks which). The word for today alone is no date: sections are called so.
    """
    found = list(find_dates(text, reading))
    if found or len(text) > MAX_LOOSE:
        return found
    text = " ".join(text.split())
    said = _relative_words().search(text) if reading.fetched_at is not None else None
    if said is None:
        loose = _worded(text, reading)
        return [loose] if loose else []
    digit = _FIRST_DIGIT.search(text)
    start = min(said.start(), digit.start()) if digit else said.start()
    relative = _relative(text[start:], reading)
    if relative is None or (digit is None and relative.day == _today(reading)):
        return []
    return [replace(relative, start=start, end=len(text))]


_FIRST_DIGIT = re.compile(r"\d")


def _today(reading: DateContext) -> date | None:
    return reading.fetched_at.astimezone(reading.zone or UTC).date() if reading.fetched_at else None


def _relative(text: str, reading: DateContext) -> Dated | None:
    """A moment counted from the capture; None for one that is as good as a week, a month or a year alone."""
    assert reading.fetched_at is not None  # noqa: S101  # the caller looked
    base = reading.fetched_at.astimezone(reading.zone or UTC)
    moment = _parse(text, _known(reading.languages), base.replace(tzinfo=None))
    if moment is None or moment.year < FIRST_YEAR or is_ahead(moment.date(), reading):
        return None
    return _dated(text, moment, (0, len(text)), reading, relative=True)


def _worded(text: str, reading: DateContext) -> Dated | None:
    """A date in the words of a language that is no data here, of a shape in which one of these languages prints it."""
    languages = tuple(language for language in reading.languages if language not in months())
    if not languages or not _DIGITS.search(text):
        return None
    plain = text if text.isascii() else _NATIVE.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    for match in (match for shape in _SHAPES for match in shape.finditer(plain)):
        groups = match.groupdict()
        year, day = int(groups["year"]), groups["day"]
        year -= _BUDDHIST if "th" in languages and year > LAST_YEAR else 0
        word = groups["word"].replace(".", "")
        word = table("dates", "misread").get(word, word)
        moment = _parse(f"{day} {word} {year} {groups['clock'] or ''}".strip(), _known(languages), None)
        if moment is not None and FIRST_YEAR <= moment.year == year and not is_ahead(moment.date(), reading):
            return _dated(text[match.start() : match.end()], moment, match.span(), reading)
    return None


_DIGITS = re.compile(r"\d{4}")
_NATIVE = re.compile(r"[^\D0-9]")
"""Digits of another script."""


def _dated(
    text: str, moment: datetime, span: tuple[int, int], reading: DateContext, *, relative: bool = False
) -> Dated:
    clock = _UNITS_OF_A_DAY.search(text)
    timed = clock is not None and (int(clock[1]), int(clock[2])) == (moment.hour, moment.minute)
    return Dated(
        text=text,
        precision="minute" if timed else "day",
        day=moment.date(),
        instant=moment.replace(tzinfo=reading.zone) if timed and reading.zone else None,
        relative=relative,
        start=span[0],
        end=span[1],
    )


@lru_cache(maxsize=512)
def _parse(text: str, languages: tuple[str, ...], base: datetime | None) -> datetime | None:
    if not languages:
        return None
    from dateparser.date import DateDataParser  # noqa: PLC0415  # 0.1 s, and most pages never need it

    settings: dict[str, object] = {
        "STRICT_PARSING": base is None,
        "RETURN_AS_TIMEZONE_AWARE": False,
        "PREFER_DATES_FROM": "past",
    }
    if base is not None:
        settings["RELATIVE_BASE"] = base
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser's own use of deprecated calls
        try:
            found = DateDataParser(languages=list(languages), settings=settings).get_date_data(text)
        except (ValueError, OverflowError, TypeError, RecursionError):
            return None
    moment: datetime | None = found.date_obj
    return moment if found.period in {"day", "time"} else None


@cache
def _known(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the languages that dateparser has."""
    from dateparser.data.languages_info import language_order  # noqa: PLC0415  # as above

    told = dict.fromkeys(name for language in languages for name in (language, *_ALSO.get(language, ())))
    return tuple(language for language in told if language in language_order or "-" in language)
