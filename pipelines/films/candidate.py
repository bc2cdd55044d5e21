"""Candidates: stretches of a text that are set off as titles are, by quotation marks, italics, a list or a cue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from junket.pipelines.films.film_words import phrases, words_of
from junket.pipelines.page.block import TextStyle
from junket.pipelines.page.document import Body, Paragraph

LONGEST = 80
"""Characters of a title that is looked at (the longest of the marked pages has 37)."""
MOST = 1_000
"""Candidates of a page that are looked at."""
_OF_PARAGRAPH = 100
_MOST_WORDS, _MOST_WORDS_LOOSE = 10, 6
_SHORT = 3
_CAPITALS = 0.75

_QUOTED = re.compile(
    rf"«(?P<a>[^«»\n]{{1,{LONGEST}}})»|„(?P<b>[^„“”\"\n]{{1,{LONGEST}}})[“”\"]|“(?P<c>[^“”\n]{{1,{LONGEST}}})[”“]"
    rf"|(?<![\w.,!?])\"(?P<d>[^\s\"][^\"\n]{{0,{LONGEST}}})\"(?!\w)|(?<!\w)‘(?P<e>[^‘\n]{{1,{LONGEST}}}?)’(?!\w)"
    rf"|「(?P<f>[^「」\n]{{1,{LONGEST}}})」|『(?P<g>[^『』\n]{{1,{LONGEST}}})』"
    rf"|(?<!\w)'(?P<h>[A-Z][^'\n]{{1,{LONGEST}}})'(?!\w)"
)
_ONE, _CALLED, _SMALL = ("|".join(phrases(key)) for key in ("one", "called", "small"))
_MANY = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in phrases("many"))
_RUN = rf"(?:[A-Z][\w’'\-]*|\d+)(?:(?::? (?:{_SMALL})){{0,2}}:? (?:[A-Z][\w’'\-]*|\d+)){{0,7}}"
_CUED = re.compile(
    rf"\b(?:(?P<many>{_MANY})|{_ONE})\b(?:(?<=s)[^.,:;—\n]{{0,20}} ?[:—] | )(?:(?:{_CALLED}) )?"
    rf"(?P<title>{_RUN})(?!['’]s|\w)"
)
_NEXT = re.compile(rf"(?:,? and |, |; (?:and )?)(?P<title>{_RUN})(?!['’]s|\w)")
_NUMBERED = re.compile(r"\A#?\d{1,3}[.):]?\s+(?P<title>\S.*)\Z")
_ENDS = re.compile(r"[.!?…]['’”»\"]?\s+\S")
_TRIM = " \t,;"


@dataclass(frozen=True, slots=True)
class TitleCandidate:
    """``text[start:end]`` may be a title; ``outer`` are the same with their quotation marks."""

    title: str
    start: int
    end: int
    outer: tuple[int, int]
    paragraph: Paragraph
    language: str | None
    """Of the record: which words may speak of the title."""
    strict: bool
    """Written as titles are, not only as a short quotation may be."""
    how: str
    """``quoted``, ``italic``, ``cued`` (a word for films names it) or ``listed``."""


def candidates(body: Body, language: str | None, heading: str) -> list[TitleCandidate]:
    """All of a body, in order, none inside another. ``heading``: the page's title, which may announce films."""
    listed = _announces_films(heading)
    found: list[TitleCandidate] = []
    for paragraph in body.paragraphs:
        own = [*_quoted(paragraph, language), *_italic(paragraph, language)]
        if listed and (one := _listed(paragraph, language)):
            own = [one]
        if language == "en":
            own += _cued(paragraph, language)
        found += _apart(own)
        if len(found) >= MOST:
            break
    return found


def may_be_title(text: str, language: str | None) -> bool:
    """Whether words in quotation marks or italics are short and begin as titles do."""
    if not text or not (text[0].isupper() or text[0].isdigit()) or _ENDS.search(text):
        return False
    found = words_of(text)
    return 1 <= len(found) <= (_MOST_WORDS if language == "en" else _MOST_WORDS_LOOSE)


def is_title(text: str, language: str | None) -> bool:
    """Whether the words are written as titles are, and not as speech is: in English, with capitals."""
    if language != "en":
        return True
    long = [word for word in text.split() if len(word.strip("’'“”.,:;!?()")) > _SHORT]
    return sum(not word[0].islower() for word in long) >= _CAPITALS * len(long)


def quoted_in(line: str, language: str | None) -> list[str]:
    """Titles in quotation marks in a line, as in a headline."""
    found = [match[match.lastgroup or "a"].strip(_TRIM) for match in _QUOTED.finditer(line)]
    return [title for title in found if may_be_title(title, language) and is_title(title, language)]


def _quoted(paragraph: Paragraph, language: str | None) -> list[TitleCandidate]:
    found = []
    for match in islice(_QUOTED.finditer(paragraph.block.text), _OF_PARAGRAPH):
        group = match.lastgroup or "a"
        start, end = _trimmed(paragraph.block.text, *match.span(group))
        title = paragraph.block.text[start:end]
        if may_be_title(title, language):
            found.append(
                _candidate(paragraph, language, start, end, match.span(), "quoted", strict=is_title(title, language))
            )
    return found


def _italic(paragraph: Paragraph, language: str | None) -> list[TitleCandidate]:
    text, found = paragraph.block.text, []
    for start, end in _italic_runs(paragraph)[:_OF_PARAGRAPH]:
        start, end = _trimmed(text, start, end)  # noqa: PLW2901  # the same run, trimmed
        if end - start <= LONGEST and 2 * (end - start) < len(text) and may_be_title(text[start:end], language):
            strict = is_title(text[start:end], language)
            found.append(_candidate(paragraph, language, start, end, (start, end), "italic", strict=strict))
    return found


def _italic_runs(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Stretches in italics; those that only a link's end parts are one."""
    spans: list[tuple[int, int]] = []
    for run in paragraph.block.runs:
        if not int(run.style) & int(TextStyle.ITALIC):
            continue
        if spans and spans[-1][1] == run.start:
            spans[-1] = (spans[-1][0], run.end)
        else:
            spans.append((run.start, run.end))
    return spans


def _cued(paragraph: Paragraph, language: str | None) -> list[TitleCandidate]:
    text, found = paragraph.block.text, []
    for match in islice(_CUED.finditer(text), _OF_PARAGRAPH):
        found.append(_candidate(paragraph, language, *match.span("title"), match.span("title"), "cued"))
        place = match.end()
        while match["many"] and len(found) < _OF_PARAGRAPH and (following := _NEXT.match(text, place)):
            found.append(_candidate(paragraph, language, *following.span("title"), following.span("title"), "cued"))
            place = following.end()
    return found


def _listed(paragraph: Paragraph, language: str | None) -> TitleCandidate | None:
    text = paragraph.block.text
    match = _NUMBERED.match(text) if len(text) <= LONGEST else None
    if not match:
        return None
    start, end = _trimmed(text, *match.span("title"))
    quoted = _QUOTED.fullmatch(text, start, end)
    if quoted:
        start, end = quoted.span(quoted.lastgroup or "a")
    return _candidate(paragraph, language, start, end, match.span("title"), "listed")


def _announces_films(heading: str) -> bool:
    found = set(words_of(heading))
    return any(entry in found for entry in phrases("lists")) or any(
        entry in found and any(word.isdigit() for word in found) for entry in ("film", "movie")
    )


def _candidate(  # noqa: PLR0917  # the span, its marks, and how it came
    paragraph: Paragraph,
    language: str | None,
    start: int,
    end: int,
    outer: tuple[int, int],
    how: str,
    *,
    strict: bool = True,
) -> TitleCandidate:
    at = paragraph.start
    title = paragraph.block.text[start:end]
    outer = (at + outer[0], at + outer[1])
    return TitleCandidate(title, at + start, at + end, outer, paragraph, language, strict, how)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks, and without the comma or full stop that some houses print inside the marks."""
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and (text[end - 1] in _TRIM or (text[end - 1] == "." and text[end - 2 : end - 1] != ".")):
        end -= 1
    return start, end


def _apart(own: list[TitleCandidate]) -> list[TitleCandidate]:
    """In order, the earlier kind first where two overlap."""
    kept: list[TitleCandidate] = []
    for each in own:
        if not any(each.start < other.outer[1] and other.outer[0] < each.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
