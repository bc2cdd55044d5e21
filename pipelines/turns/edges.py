"""Where the conversation starts and ends: leads, credits, bios and calls to action are outside the turns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from junket.pipelines.person.shape import is_full, words_of
from junket.pipelines.turns.draft import Draft, Proposal
from junket.pipelines.turns.sheet import Label, Line, Sheet
from junket.pipelines.turns.speakers.titles import known_names
from junket.pipelines.turns.words.lexicon import Traits
from junket.pipelines.turns.words.phrases import QUESTION_NUMBER, asks_readers, phrases

_LEAD_MIN = 120
_NOTE_MAX = 200
_CALL_MAX = 300
_PAIR = 2
_REPLY_MAX = 60
_OUTRO_REACH = 140
_DASHES = re.compile(r"\A[\s\-–—―•*·:▪■●◆►▶→>]+(?=[^\s\-–—―•*·:▪■●◆►▶→>])")
_MIN_REGULAR = 3
_Print = tuple[str, tuple[str, ...], bool, bool]
"""How a line is printed: its element, the ones around it, and whether it begins in bold or italics."""
_MIN_LOOKED, _MAX_LOOKS = 6, 4
"""Lines of talk, and different looks of them, from which on a line in yet another look stands out."""


def settle_edges(sheet: Sheet, drafts: Proposal) -> Proposal:
    """The same turns without what stands before the first and after the last, openers cut off their texts."""
    kept = _without_lead(sheet, [_without_opener(sheet, draft) for draft in drafts])
    kept = _until_credits(sheet, kept)
    kept = _without_call(sheet, kept)
    kept = _without_outro(sheet, kept)
    return tuple(_without_trailing(sheet, kept))


def _without_opener(sheet: Sheet, draft: Draft) -> Draft:
    """Dashes, bullets and (before questions) numbers are print, not words."""
    text = sheet.text[draft.start : draft.end]
    cut = match.end() if (match := _DASHES.match(text)) else 0
    if draft.role == "question" and (number := QUESTION_NUMBER.match(text[cut:])):
        cut += number.end()
        cut += again.end() if (again := _DASHES.match(text[cut:])) else 0
    return replace(draft, start=draft.start + cut) if 0 < cut < len(text) else draft


def _without_lead(sheet: Sheet, drafts: list[Draft]) -> list[Draft]:
    for number, draft in enumerate(drafts):
        if draft.role == "question" and not _is_lead(sheet, drafts, number):
            return drafts[number:]
        if draft.role == "answer" and draft.label and number == 0:
            return drafts
    return []


def _is_lead(sheet: Sheet, drafts: list[Draft], number: int) -> bool:
    """An emphasised paragraph before the talk: a long one that asks nothing, a quote, or one that nothing answers."""
    draft = drafts[number]
    traits = sheet.traits(draft.start, draft.end)
    if sheet.text[draft.start : draft.end] == sheet.metadata.lead:
        return True
    if draft.label or traits.ends_asking or traits.thanks:
        return False
    unanswered = number + 1 == len(drafts) or drafts[number + 1].role == "question"
    if unanswered and (traits.length >= _LEAD_MIN or not (traits.asks or traits.remark)):
        return True
    if traits.second or traits.invites or (traits.remark and not traits.quoted):
        return False
    return traits.quoted or unanswered or not _share_paragraph(sheet, draft, drafts[number + 1])


def _share_paragraph(sheet: Sheet, one: Draft, other: Draft) -> bool:
    return sheet.lines[one.last_line].paragraph == sheet.lines[other.first_line].paragraph


def _until_credits(sheet: Sheet, drafts: list[Draft]) -> list[Draft]:
    """A marked line that names the interviewer, or asks readers for something, ends the talk; so does a farewell."""
    for number, draft in enumerate(drafts):
        if draft.role == "answer":
            continue
        traits = sheet.traits(draft.start, draft.end)
        opening = sheet.text[draft.start : draft.start + _OUTRO_REACH].casefold()
        if not traits.asks and number and opening.startswith(phrases().outro):
            return drafts[:number]
        farewell = traits.thanks and not traits.asks and number + 2 == len(drafts)
        if farewell and not _is_reply(sheet, draft, drafts[-1]):
            return drafts[: number + 1]
    return drafts


def _is_reply(sheet: Sheet, thanks: Draft, draft: Draft) -> bool:
    """A guest's last words after the thanks: short, or of himself, with no heading between."""
    if any(line.is_heading for line in sheet.lines[thanks.last_line : draft.first_line]):
        return False
    if _is_note(sheet.lines[draft.first_line]):
        return False
    traits = sheet.lines[draft.first_line].traits
    return traits.thanks or traits.first or traits.length < _REPLY_MAX


def _without_call(sheet: Sheet, drafts: list[Draft]) -> list[Draft]:
    """A last "question" that sends readers somewhere, with what follows it."""
    if len(drafts) <= _PAIR or drafts[-2].role != "question":
        return drafts
    answer = sheet.text[drafts[-1].start : drafts[-1].end].casefold()
    calls = len(answer) < _CALL_MAX and any(phrase in answer for phrase in phrases().promotion)
    return drafts[:-2] if calls else drafts


def _without_outro(sheet: Sheet, drafts: list[Draft]) -> list[Draft]:
    """The last turn ends before credits, bios and notes. Its first line always stays."""
    while drafts and drafts[-1].role == "answer" and _opens_outro(sheet.lines[drafts[-1].first_line]):
        drafts = drafts[:-1]
    if not drafts:
        return drafts
    last = drafts[-1]
    regular = _regular_length(drafts[:-1])
    looks_italic = sum(sheet.lines[draft.first_line].italic > 0 for draft in drafts if draft.role == "answer")
    italics_tell = looks_italic * 2 < len(drafts) / 2
    said = {word for draft in drafts if draft.label for word in words_of(draft.label)}
    outside = _Outside(sheet, drafts)
    before = sheet.lines[last.first_line]
    for line in sheet.lines[last.first_line + 1 : last.last_line + 1]:
        extra = line.number - last.first_line
        if line.aside and not line.is_heading:
            continue
        if outside.holds(line) or _is_outro(line, said, italics_tell=italics_tell, beyond=extra >= regular):
            break
        before = line
    return [*drafts[:-1], replace(last, end=min(last.end, before.end), last_line=before.number)]


def _opens_outro(line: Line) -> bool:
    return _fold(line).startswith(phrases().outro)


class _Outside:
    """What gives a line after the last answer away: it speaks of the guest, of the text, or is printed otherwise."""

    def __init__(self, sheet: Sheet, drafts: list[Draft]) -> None:
        labels = [draft.label for draft in drafts if draft.label]
        names = (*known_names(sheet.metadata), *labels)
        self._names = tuple({name.casefold() for name in names if is_full(name)})
        inside = [line for line in sheet.lines[drafts[0].first_line : drafts[-1].first_line + 1] if not line.aside]
        self._looks = {_look(line) for line in inside} if len(inside) >= _MIN_LOOKED else None
        if self._looks and len(self._looks) > _MAX_LOOKS:
            self._looks = None

    def holds(self, line: Line) -> bool:
        """Whether the line is no part of the answer. What speaks of "I" and is no note always is."""
        if line.traits.first or line.traits.second:
            return False
        folded = line.text.casefold().lstrip('*•—–- "“«„')
        if folded.startswith(self._names) and self._names:
            return True
        if line.traits.length <= _NOTE_MAX and any(map(folded.__contains__, phrases().editing)):
            return True
        return self._looks is not None and _look(line) not in self._looks


def _is_note(line: Line) -> bool:
    """The editors speak of the text itself, or of the cinemas."""
    return line.traits.length <= _NOTE_MAX and any(map(line.text.casefold().__contains__, phrases().editing))


def _look(line: Line) -> tuple[str, tuple[str, ...], frozenset[str]]:
    return line.tag, line.path, line.tokens


def _fold(line: Line) -> str:
    """The line's start, to compare with the phrases: straight apostrophes, no leading punctuation."""
    return line.text[:_OUTRO_REACH].casefold().replace("’", "'").lstrip(" /*—–-•")


def _regular_length(drafts: list[Draft]) -> int:
    """How many lines the longest of the other answers has; no telling from few."""
    spans = [draft.last_line - draft.first_line + 1 for draft in drafts if draft.role == "answer"]
    return max(spans) if len(spans) >= _MIN_REGULAR else 1_000


def _is_outro(line: Line, said: set[str], *, italics_tell: bool, beyond: bool) -> bool:
    folded = _fold(line)
    if line.is_heading or any(map(folded.__contains__, phrases().outro)):
        return True
    if italics_tell and line.all_italic:
        return True
    if line.traits.first:
        return False
    return beyond and (line.traits.length < _NOTE_MAX or bool(said & set(words_of(line.text))))


def _without_trailing(sheet: Sheet, drafts: list[Draft]) -> list[Draft]:
    """A last question stays when it is a farewell; a marked line that nothing answers is none of the talk's."""
    while drafts and drafts[-1].role == "question" and not _is_farewell(sheet.traits(drafts[-1].start, drafts[-1].end)):
        drafts = drafts[:-1]
    return drafts


def _is_farewell(traits: Traits) -> bool:
    return traits.thanks or (traits.remark and traits.second and not traits.ends_asking)


def with_last_questions(sheet: Sheet, drafts: Proposal) -> Proposal:
    """The turns with the questions right below the last one that nothing answers, printed as the others are.

    Somebody's answers were not there to be read. They have the others' labels, or look as they do and as no answer
    does; and nothing but asides and credits stands below. What asks the readers is no turn.
    """
    if not drafts or drafts[-1].role != "answer":
        return drafts
    asked, looks = _printed(sheet, drafts)
    found: list[Draft] = []
    label: Label | None = None
    for line in sheet.lines[drafts[-1].last_line + 1 :]:
        own = sheet.labels.get(line.number)
        if own is not None and own.end >= len(line.text):
            label = own
            continue
        spoken, start = (own, own.end) if own is not None else (label, 0)
        alike = spoken.printed in asked if spoken else _print(line) in looks
        if alike and line.traits.ends_asking and not (line.aside or asks_readers(line.text)):
            printed = spoken.printed if spoken else None
            draft = Draft("question", line.start + start, line.end, line.number, line.number, printed)
            found.append(_without_opener(sheet, draft))
        elif not (line.aside or _opens_outro(line) or _is_note(line) or asks_readers(line.text)):
            return drafts
        label = None
    return (*drafts, *found)


def _printed(sheet: Sheet, drafts: Proposal) -> tuple[set[str], set[_Print]]:
    """The labels of the questions, and the looks that at least two of them have and no answer has."""
    asked = [draft for draft in drafts if draft.role == "question"]
    ends = {draft.last_line for draft in asked}
    looks = Counter(_print(sheet.lines[draft.first_line]) for draft in asked)
    told = {
        _print(sheet.lines[draft.first_line])
        for draft in drafts
        if draft.role == "answer" and draft.first_line not in ends
    }
    labels = {draft.label for draft in asked if draft.label}
    return labels, {look for look, count in looks.items() if count >= _PAIR and look not in told}


def _print(line: Line) -> _Print:
    return line.tag, line.path, line.bold > 0, line.italic > 0
