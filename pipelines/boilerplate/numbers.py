"""Widgets of numbers (exchange rates, tickers, weather, fixtures, counters), known by what the numbers are.

People print numbers as well: years, timecodes, ratings, sums, takings, telephone numbers. None of these has the marks
of a widget (rates to the second digit, changes with a sign, degrees, a count of views), and they stay.
"""

from __future__ import annotations

import re

from junket.pipelines.languages import words
from junket.pipelines.languages.characters import QUESTION_MARKS

_LONGEST = 400
_LONGEST_ROW = 60
"""Characters of a row: a pair of currencies, a town and its degrees, two teams and their score."""
_FEWEST = 2

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[+\-−±]?\d+(?:[.,:]\d+)*\s?[%°$€₸₽£¥]?|[%°$€₸₽£¥]\s?\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"\b[A-Z]{2,5}\b")
_PAIR = re.compile(r"\b[A-Z]{3}\s?/\s?[A-Z]{3}\b")
_RATE = re.compile(r"(?<![\d.,])\d{1,7}(?:[., ]\d{3}){0,3}[.,](?:\d\d|\d{4,6})(?![\d.,:])")
"""To the second digit, or to the fourth: three digits are thousands, a colon makes a ratio (1.85:1)."""
_CHANGE = re.compile(r"(?<!\w)[+\-−▲▼]\s?\d+[.,]\d+\s?%?")
_DEGREES = re.compile(r"\d\s?°")
_SYMBOL = re.compile(r"[$€₸₽£¥]")
_CODES = re.compile(r"\b[A-Z]{3}\W{1,3}\d[^A-Z]{1,12}\b[A-Z]{3}\W{1,3}\d")
_PLAIN = re.compile(r"\d+(?:,\d{3})*(?:\s+\d+(?:,\d{3})*)+")
_ICON = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_TELEPHONE = 9
"""Digits of a telephone number, at least."""

_TOWN = r"(?:[^\W\d_]++\.?+[ -]?+){0,3}+"
_WEATHER_ROW = re.compile(
    rf"(?:{_TOWN}:?+\s?+[+\-−]?+\d{{1,2}}+\s?+°\s?+[CFСc]?+[\s,/|]*+)++"
    r"|(?:[^\W\d_]{2,3}+\.?+ [+\-−]\d{1,2}+(?:\s++|$)){2,}+"
)
_TEAM = r"[^\W\d_][\w.]*(?: [^\W\d_][\w.]*)?"
_SCORE = r"\d{1,3}\s?:\s?\d{1,3}"
_FIXTURE = re.compile(rf"(?:{_TEAM} [–—-] {_TEAM} )?{_SCORE} ?\({_SCORE}\)|{_TEAM} [–—-] {_TEAM} {_SCORE}")
_SUM = r"[$€₸₽£¥]?\s?\d[\d.,]*\s?[$€₸₽£¥]?"
_LABELLED = re.compile(rf"{_TEAM}:? {_SUM}\s[+\-−▲▼]\s?\d+[.,]\d+\s?%?")
"""A name, what it costs, and by how much that has changed."""
_SAID = (".", "!", "。", "！", *QUESTION_MARKS)


def _counters() -> re.Pattern[str]:
    counted = "|".join(sorted(map(re.escape, words("chrome", "counted")), key=len, reverse=True))
    number = r"\d[\d.,]{0,12}[kKmMкК]?"
    return re.compile(rf"(?:(?:{number}\s?(?:{counted})|(?:{counted}):?\s?{number})(?:\W+|$)){{1,6}}")


_COUNTERS = _counters()


def is_number_widget(text: str) -> bool:
    """True for text that is nothing but the numbers of a widget, with at most the names of what they are.

    One lone number is none (a numbered heading, a year, an answer may be one), nor is a sentence.
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return False
    if len(text) <= _LONGEST_ROW and _is_row(text):
        return True
    numbers = _NUMBER.findall(text)
    if len(numbers) < _FEWEST or text.endswith(_SAID):
        return False
    words = _WORD.findall(_CODE.sub(" ", _NUMBER.sub(" ", text)))
    return sum(map(len, words)) <= len(numbers) and _are_measured(text, numbers)


def _is_row(text: str) -> bool:
    """A row of a widget, labels and all."""
    if "/" in text and _PAIR.search(text) and _NUMBER.search(text):
        return True
    if text.endswith(_SAID):
        return False
    rows = (_COUNTERS.fullmatch(text.lower()), _FIXTURE.fullmatch(text), _LABELLED.fullmatch(text))
    return any((*rows, _WEATHER_ROW.fullmatch(text)))


def _are_measured(text: str, numbers: list[str]) -> bool:
    """Whether the numbers are rates, changes or degrees, or a row of bare counts."""
    marks = (_RATE.search(text), _CHANGE.search(text), _DEGREES.search(text), _CODES.search(text))
    if any(marks) or len(set(_SYMBOL.findall(text))) > 1:
        return True
    bare = _ICON.sub("", text).strip()
    if not _PLAIN.fullmatch(bare) or sum(map(str.isdigit, bare)) >= _TELEPHONE:
        return False
    return not all(_YEAR.fullmatch(number.strip()) for number in numbers)
