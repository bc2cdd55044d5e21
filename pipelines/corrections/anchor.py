"""Where quoted words stand in a text."""

from __future__ import annotations

import re

from junket.pipelines.corrections.correction import Quote

LONGEST = 20_000
"""Characters of a quotation; more is a slip."""


class NotFound(Exception):  # the answer to a question, no error of the program
    """The quotation has no place, or more than one; the text says which."""


def find_span(text: str, quote: Quote, to: Quote | None = None) -> tuple[int, int]:
    """Start and end of the quoted words in ``text``; with ``to``, up to the end of that quote after them.

    NotFound where they are missing or stand several times.
    """
    start, end = _find(text, quote, 0)
    return (start, _find(text, to, start)[1]) if to else (start, end)


def _find(text: str, quote: Quote, after: int) -> tuple[int, int]:
    pattern = _pattern(quote.exact)
    if pattern is None or len(quote.exact) > LONGEST:
        raise NotFound("it quotes no words" if pattern is None else f"it quotes more than {LONGEST:,} characters")
    found = [match.span() for match in pattern.finditer(text, after)]
    fitting = [span for span in found if _fits(text, span, quote)]
    if len(fitting) == 1:
        return fitting[0]
    if not found:
        raise NotFound("the quoted words are not in the text")
    if not fitting:
        raise NotFound("the quoted words stand there, but not with that prefix or suffix")
    raise NotFound(f"the quoted words stand {len(fitting)} times in the text: a longer prefix or suffix tells which")


def _fits(text: str, span: tuple[int, int], quote: Quote) -> bool:
    before = " ".join(text[max(0, span[0] - LONGEST) : span[0]].split())
    behind = " ".join(text[span[1] : span[1] + LONGEST].split())
    return before.endswith(" ".join(quote.prefix.split())) and behind.startswith(" ".join(quote.suffix.split()))


def _pattern(words: str) -> re.Pattern[str] | None:
    pieces = [re.escape(word) for word in words.split()]
    return re.compile(r"\s+".join(pieces)) if pieces else None
