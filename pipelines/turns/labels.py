"""Speakers' labels at the start of lines: ``Name:``, ``AB:``, ``Q:``, ``1Q:``, a bold name without colon."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from junket.pipelines.person.compare import fits
from junket.pipelines.person.shape import is_full, is_name, is_numbered
from junket.pipelines.turns.sheet import Label, Line, Sheet
from junket.pipelines.turns.speakers.titles import known_names
from junket.pipelines.turns.words.phrases import phrases

_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?"
_COLON = re.compile(
    rf"\A[\s\-–—*•·>]*+(?:{_TIME}\s*+[\-–—]?\s*+)?([^\s:?!;][^:?!;\n]{{0,46}}?)\s*+(?::(?=\s|\Z|[„“«\"])|：)\s*+"
)
_TIMED = re.compile(rf"\A([^\W_][^:?!;\n\[(]{{0,46}}?)[\s,·|\-–—]*+{_TIME}(?:\s*+:\s*+|(?=\s|\Z)\s*+)")
"""``Name [00:12:03]: …``, as transcripts of recordings print it."""
_CELL = re.compile(r"\A([^\W\d_][^:?!;\n|]{0,46}?)\s+\|\s+")
"""``Name | what is said``: two cells of a table's row."""
_CELLS = frozenset({"td", "th", "tr"})
_TIME_ALONE = re.compile(rf"[\s,·|\-–—]*{_TIME}\Z")
_DASH = re.compile(r"\A([^\W\d_][^\n—–:?!]{1,40}?)\s+[—–]\s+")
_LETTER = re.compile(rf"\A[\s\-–—]*[\[(]?(\d{{0,2}}[{''.join(phrases().letters)}]\d{{0,2}})[.)\]]\s+")
_WORD_AND_DOT = re.compile(r"\A([^\W\d_]{3,12})\.\s+")
_ADDRESSES = ("@", "http:", "https:", "www.")
"""What stands before one of these says where to find somebody ("IG: @ada"), and not who speaks."""
_MAYBE = re.compile(r"[:：.)\]—–|]")
_DIGITS = re.compile(r"\A\d{1,3}-|[\d.№#\s]+")
_QUESTION_LETTERS = frozenset(letter.casefold() for letter in phrases().numbered_letters)
"""One of these with a number is a question's or an answer's; other letters may be somebody's: ``P1``, ``S2``."""
_OFTEN = 3
"""From this many times on, what stands before a colon may hold a word in small letters ("Local voices: …")."""
MAX_SPEAKERS = 200
"""More different labels than this are entries of a list, not speakers."""
_MAX_LABEL = 48
"""Longest label in characters: two long names and a title."""
_MIN_EACH, _MIN_SPEAKERS = 3, 2
_MIN_SHARE = 0.5
"""Share of the lines from the first to the last plain name that must start with one."""
_OPENERS = frozenset("“„«\"'‘¿¡([…—–-")
_NEAR = 3_000
"""How much of the text may introduce the speakers, in characters."""


def bare_key(printed: str) -> str:
    """The label without digits, dots and case, to look it up among the question and answer words."""
    return _DIGITS.sub("", printed).casefold()


def is_question_word(label: Label) -> bool:
    """``Q``, ``Вопрос 3``, ``Moderator``."""
    return not label.numbered and bare_key(label.printed) in phrases().question | phrases().host


def is_answer_word(label: Label) -> bool:
    """``A``, ``Ответ``, ``Жауап``."""
    return not label.numbered and bare_key(label.printed) in phrases().answer


def _is_role_word(label: Label) -> bool:
    return is_question_word(label) or is_answer_word(label)


def find_labels(sheet: Sheet) -> dict[int, Label]:
    """The lines that start with a speaker's label, by line number.

    A label counts when it is a question or answer word, when its speaker speaks more than once (under
    this or a shorter name), or when the page names him elsewhere.
    """
    found_loosely = {line.number: label for line in sheet.lines if (label := _candidate(line))}
    often = Counter(label.key for label in found_loosely.values())
    candidates = {
        number: label
        for number, label in found_loosely.items()
        if often[label.key] >= _OFTEN or _is_plainly_one(sheet.lines[number], label)
    }
    if len({label.key for label in candidates.values()}) > MAX_SPEAKERS:
        candidates = {number: label for number, label in candidates.items() if _is_role_word(label)}
    candidates = settle_numbered(_drop_headings(sheet, candidates))
    if not candidates:
        return _bare_names(sheet)
    times = Counter(label.key for label in candidates.values())
    known = known_names(sheet.metadata, _said_near(sheet, candidates))
    unique = {label.key: label for label in candidates.values()}
    trusted = {key: _trusted(label, times, known) for key, label in unique.items()}
    found = {number: label for number, label in candidates.items() if trusted[label.key]}
    found |= _first_pair(sheet, candidates, found)
    return found or _bare_names(sheet)


def _said_near(sheet: Sheet, candidates: dict[int, Label]) -> str:
    """The page's first words without what may be labels: a label is no proof of itself ("Last Question: …")."""
    near = [line for line in sheet.lines if line.start < _NEAR]
    return "\n".join(
        line.text[candidates[line.number].end :] if line.number in candidates else line.text for line in near
    )


def _first_pair(sheet: Sheet, candidates: dict[int, Label], found: dict[int, Label]) -> dict[int, Label]:
    """A page may print labels on the first pair only: the outlet's right before the guest's."""
    spoken = [line for line in sheet.lines if not line.aside]
    return {
        line.number: candidates[line.number]
        for line, following in pairwise(spoken)
        if line.number in candidates and line.number not in found and following.number in found and line.traits.asks
    }


def _candidate(line: Line) -> Label | None:
    if line.aside or not _MAYBE.search(line.text, 0, _MAX_LABEL + 2):
        return None
    cell = _CELL.match(line.text) if line.tag in _CELLS else None
    text = line.text
    matches = (
        _LETTER.match(text),
        cell,
        _TIMED.match(text),
        _COLON.match(text),
        _capitals_and_dash(line),
        _role_and_dot(text),
    )
    return next((label for match in matches if match and (label := _label(match))), None)


def _label(match: re.Match[str]) -> Label | None:
    printed = match[1].strip(" -–—*•·>")
    key = printed.casefold()
    if not printed or key in phrases().no_speaker or match.string.startswith(_ADDRESSES, match.end()):
        return None
    label = Label(printed, key, match.end())
    return label if _is_role_word(label) or is_name(printed, strict=False) or is_numbered(printed) else None


def _is_plainly_one(line: Line, label: Label) -> bool:
    """A role, or a name without a word in small letters where it is not set in bold."""
    named = is_name(label.printed, strict=line.bold < len(label.printed))
    return named or _is_role_word(label) or is_numbered(label.printed)


def settle_numbered(found: dict[int, Label]) -> dict[int, Label]:
    """The labels without those of a word and a number that are nobody's ("Part 2: …").

    A number that speaks again, beside somebody else who does, is a person; so is another number behind the same word.
    """
    times = Counter(label.key for label in found.values())
    again = {label.key: label for label in found.values() if times[label.key] > 1}
    people = {bare_key(label.printed) for label in again.values() if _may_be_person(label)}
    people = people if len(again) > 1 else set()
    settled = {}
    for number, label in found.items():
        if _may_be_person(label) and (times[label.key] > 1 or not _is_role_word(label)):
            if bare_key(label.printed) in people:
                settled[number] = replace(label, numbered=True)
        else:
            settled[number] = label
    return settled


def _may_be_person(label: Label) -> bool:
    """``Speaker 1`` and ``P1``; not ``Question 3``, ``Q1`` and ``Moderator 2``."""
    word = bare_key(label.printed)
    return is_numbered(label.printed) and (
        not _is_role_word(label) or (len(word) == 1 and word not in _QUESTION_LETTERS)
    )


def _capitals_and_dash(line: Line) -> re.Match[str] | None:
    """``NAME — what is said``, ``Speaker 1 — what is said``."""
    match = _DASH.match(line.text)
    return match if match and (match[1].isupper() or is_numbered(match[1])) else None


def _role_and_dot(text: str) -> re.Match[str] | None:
    """``Вопрос. What is said``."""
    match = _WORD_AND_DOT.match(text)
    return match if match and match[1].casefold() in phrases().question | phrases().answer else None


def _drop_headings(sheet: Sheet, candidates: dict[int, Label]) -> dict[int, Label]:
    """A heading that starts with a name and asks nothing ("Name: a striking sentence") is a subhead."""
    return {
        number: label
        for number, label in candidates.items()
        if not (line := sheet.lines[number]).is_heading or line.traits.asks or _is_role_word(label)
    }


def _trusted(label: Label, times: Counter[str], known: tuple[str, ...]) -> bool:
    if label.numbered or _is_role_word(label) or times[label.key] > 1:
        return True
    alone = is_full(label.printed) or label.printed.endswith(".")
    relatives = any(fits(key, label.key) or fits(label.key, key) for key in times if key != label.key)
    return relatives or (alone and any(fits(label.printed, name) for name in known))


def _bare_names(sheet: Sheet) -> dict[int, Label]:
    """Names or initials with no colon, where at least two of them take turns."""
    found = {line.number: label for line in sheet.lines if (label := _bold_name(line))}
    for number, label in found.items():
        line = sheet.lines[number]
        if _TIME_ALONE.match(line.text, line.bold):
            found[number] = replace(label, end=len(line.text))
    return settle_numbered(of_regular_speakers(found, _MIN_EACH)) or _plain_names(sheet)


def _bold_name(line: Line) -> Label | None:
    """A name or initials in bold at the line's start; whether anybody speaks is not its matter."""
    end = line.bold
    printed = line.text[:end].strip(" -–—.")
    if not 0 < end < len(line.text) or len(printed) > _MAX_LABEL:
        return None
    if is_name(printed, strict=True) or is_numbered(printed):
        return Label(printed, printed.casefold(), len(line.text) - len(line.text[end:].lstrip()))
    return None


def _plain_names(sheet: Sheet) -> dict[int, Label]:
    """The lines that start with the full name of somebody whom title, lead or byline name, and then a new sentence."""
    names = tuple(name for name in known_names(sheet.metadata) if is_full(name))
    if len(names) < _MIN_SPEAKERS:
        return {}
    found = {line.number: label for line in sheet.lines if (label := _plain_name(line, names))}
    found = of_regular_speakers(found, _MIN_EACH)
    between = max(found) - min(found) + 1 if found else 0
    return found if len(found) >= _MIN_SHARE * between else {}


def of_regular_speakers(found: dict[int, Label], least: int) -> dict[int, Label]:
    """The labels that come ``least`` times or more, where at least two speakers' do."""
    times = Counter(label.key for label in found.values())
    regular = {key for key, count in times.items() if count >= least}
    if len(regular) < _MIN_SPEAKERS:
        return {}
    return {number: label for number, label in found.items() if label.key in regular}


def _plain_name(line: Line, names: tuple[str, ...]) -> Label | None:
    if line.aside or not line.text.startswith(names):
        return None
    name = max((name for name in names if line.text.startswith(name)), key=len)
    said = line.text[len(name) :]
    rest = said.lstrip()
    if said == rest or not (rest[:1].isupper() or rest[:1] in _OPENERS):
        return None
    return Label(name, name.casefold(), len(line.text) - len(rest))


def group_speakers(labels: Mapping[int, Label]) -> dict[str, str]:
    """Each label's key to the key of the fullest label that it shortens ("Mr Malone" to "Thomas Malone").

    First come, first served: a label is matched with fuller ones printed before it.
    """
    fullest: dict[str, str] = {}
    seen: list[str] = []
    for number in sorted(labels):
        label = labels[number]
        if label.key in fullest:
            continue
        longer = [] if label.numbered else [key for key in seen if fits(label.key, key)]
        fullest[label.key] = longer[0] if len(longer) == 1 else label.key
        if not longer and not label.numbered:
            seen.append(label.key)
    return fullest


def lines_by_speaker(labels: Mapping[int, Label]) -> dict[str, list[int]]:
    """The line numbers of each speaker, under the fullest key."""
    fullest = group_speakers(labels)
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for number, label in sorted(labels.items()):
        lines[fullest[label.key]].append(number)
    return dict(lines)
