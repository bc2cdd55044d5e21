"""Widgets of numbers (exchange rates, tickers, weather, scores, counters), known by their shape."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+\-−±]?\d+(?:[.,:]\d+)*\s?[%°$€₸₽£¥]?|[%°$€₸₽£¥]\s?\d+(?:[.,]\d+)*")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"\b[A-Z]{3}\b")
_PAIR = re.compile(r"\b[A-Z]{3}\s?/\s?[A-Z]{3}\b")
_LONGEST = 400
_LONGEST_PAIR = 60
_FEWEST = 2


def is_number_widget(text: str) -> bool:
    """True for text that is nearly all numbers, or pairs of currencies with their rate.

    One lone number is none (a numbered heading, a year, an answer may be one).
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return False
    if len(text) <= _LONGEST_PAIR and "/" in text and _PAIR.search(text) and _NUMBER.search(text):
        return True
    numbers = _NUMBER.findall(text)
    if len(numbers) < _FEWEST:
        return False
    words = _WORD.findall(_CODE.sub(" ", _NUMBER.sub(" ", text)))
    return sum(map(len, words)) <= len(numbers)
