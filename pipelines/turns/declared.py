"""Whether the page calls itself an interview, or a list of questions and answers for its readers."""

from __future__ import annotations

import re

from junket.pipelines.page.document import Metadata
from junket.pipelines.person.in_text import names_in
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.words.lexicon import Lexicon, read_traits
from junket.pipelines.turns.words.phrases import names_itself_interview, phrases

_NEAR = 1_000
_HEADLINE_MAX = 60
_QUOTES = '«“„"'
_SAYS_QUOTE = re.compile(r":\s*(?=[«“„\"])")
_QUOTE_SAYS = re.compile(r"(?<=[»”“\"])\s*[:—–]\s")


def is_titled(sheet: Sheet) -> bool:
    """A word for "interview" in the title or the lead."""
    return names_itself_interview(f"{sheet.metadata.title or ''} {sheet.metadata.lead or ''}")


def is_declared(sheet: Sheet, drafts: Proposal) -> bool:
    """A word for "interview" in the title, the lead, or right before or after the turns; or a quoting title."""
    start, end = (drafts[0].start, drafts[-1].end) if drafts else (0, 0)
    return (
        is_titled(sheet)
        or _is_quote(sheet)
        or names_itself_interview(sheet.text[max(0, start - _NEAR) : start] + " " + sheet.text[end : end + _NEAR])
    )


def _is_quote(sheet: Sheet) -> bool:
    """The title quotes somebody who says "I" or "we", or names him before a colon (or after one)."""
    title = sheet.metadata.title or ""
    if not any(mark in title for mark in _QUOTES):
        return False
    if read_traits(title, sheet.words).first:
        return True
    before = (names_in(title[: match.start()]) for match in _SAYS_QUOTE.finditer(title))
    after = (names_in(title[match.end() :]) for match in _QUOTE_SAYS.finditer(title))
    return any(before) or any(after)


def is_faq(text: str, metadata: Metadata, words: Lexicon) -> bool:
    """Title, lead or a short line of the text say that readers' questions are answered. One pass over the text."""
    if _says_faq(f"{metadata.title or ''}\n{metadata.lead or ''}"):
        return True
    short = (line.strip() for line in text.split("\n") if _says_faq(line)) if _says_faq(text) else ()
    return any(len(line) <= _HEADLINE_MAX and not read_traits(line, words).asks for line in short)


def _says_faq(text: str) -> bool:
    return any(map(text.casefold().__contains__, phrases().faq))
