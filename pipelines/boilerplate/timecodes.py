"""Time codes of transcripts: where in a recording the words are, before them or behind the speaker's name.

Clock times of schedules, tickers and live blogs look alike. A recording's times begin near zero and never go back,
and what stands beside them is speech or a speaker's name; anything else stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal

from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.block import Block, TextStyle

RULE = "timecode"
_CODE = r"[\[(]?(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,3}):(?P<s>\d{2})(?:[.,]\d{1,3})?[\])]?"
_LEADING = re.compile(rf"[ \t]*+{_CODE}(?![\d:])(?:\s?[-–—|·:])?(?:[ \t]++|\Z)")
_TRAILING = re.compile(rf"(?P<name>[^\W_][^\n:]{{0,46}}?)[\s,·|–—-]{{1,4}}{_CODE}[ \t]*+(?=:?\Z)")
_LABELLED = re.compile(r"[^\W_][^\n:：?!.,;|]{0,46}(?:[:：](?:\s|\Z)|\s\|\s)")
_ENDS = re.compile(r"[.!…。！][\"'”’»)\]]{0,3}\Z")
"""Chapters may be questions as well, so these tell nothing."""
_FEWEST = 4
_FIRST, _FIRST_LONG = 300, 3 * 3600
"""Seconds by which the first time comes; of times with hours, which no schedule prints to the second."""
_SPEECH, _MOST = 0.5, 0.9
"""Share of the lines that read as speech, or as names that come again; share of the times that do not go back."""
_LIVE = "liveblog"
_QUICK = 30
"""Seconds from one time to the next where times stand alone; chapters take minutes."""
_LINE = 64
"""Characters of a line that is a name and a time."""


@dataclass(frozen=True, slots=True)
class _Code:
    """A time in a block: ``text[start:end]`` is to go."""

    position: int
    start: int
    end: int
    place: Literal["before", "behind", "alone"]
    """Where it stands: before words, behind a name, or on a line of its own."""
    beside: str
    """What it stands before or behind; the next line where it is alone."""
    printed: str
    seconds: int
    bold: bool
    """What it stands before is bold."""


def drop_timecodes(sheet: StripState) -> None:
    """Take the times out of a transcript's blocks; a block of nothing else goes as a whole."""
    codes: list[_Code] = []
    for position in sheet.kept():
        block = sheet.blocks[position]
        if codes and not codes[-1].beside:
            codes[-1] = replace(codes[-1], beside=block.text.partition("\n")[0])
        if ":" in block.text:
            codes += _codes(position, block)
    if len(codes) < _FEWEST or _LIVE in (sheet.metadata.og_type or "").casefold() or not _is_transcript(codes):
        return
    for position, own in groupby(codes, key=attrgetter("position")):
        sheet.take(position, [(code.start, code.end) for code in own], RULE)


def _codes(position: int, block: Block) -> Iterator[_Code]:
    lines = block.text.split("\n")
    start = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if match := _LEADING.match(line):
            alone = match.end() == len(line)
            beside = following if alone else line[match.end() :]
            end = start + match.end() + (alone and start + len(line) < len(block.text))  # with its line end
            bold = _is_bold(block, end)
            yield _Code(position, start, end, "alone" if alone else "before", beside, match[0], _seconds(match), bold)
        elif len(line) <= _LINE and (match := _TRAILING.match(line)):
            first, end = start + match.end("name"), start + match.end()
            printed = line[match.end("name") :]
            yield _Code(position, first, end, "behind", match["name"], printed, _seconds(match), bold=False)
        start += len(line) + 1


def _seconds(match: re.Match[str]) -> int:
    return int(match["h"] or 0) * 3600 + int(match["m"]) * 60 + int(match["s"])


def _is_bold(block: Block, offset: int) -> bool:
    place = bisect_right(block.runs, offset, key=attrgetter("start")) - 1
    return place >= 0 and bool(block.runs[place].style & TextStyle.BOLD)


def _is_transcript(codes: list[_Code]) -> bool:
    hours = sum(code.printed.count(":") > 1 for code in codes) > len(codes) / 2
    if codes[0].seconds > (_FIRST_LONG if hours else _FIRST):
        return False
    steps = sorted(after.seconds - before.seconds for before, after in pairwise(codes))
    if sum(step >= 0 for step in steps) < _MOST * len(steps):
        return False
    quick = steps[len(steps) // 2] <= _QUICK
    beside = Counter(code.beside.casefold() for code in codes if code.place != "alone" and len(code.beside) <= _LINE)
    names = {name for name, times in beside.items() if times > 1}
    names = names if len(names) > 1 else set()
    spoken = sum(
        code.beside.casefold() in names or (code.place != "behind" and _is_spoken(code, hours=hours, quick=quick))
        for code in codes
    )
    return spoken >= _SPEECH * len(codes)


def _is_spoken(code: _Code, *, hours: bool, quick: bool) -> bool:
    """A speaker's name is set off; or words that are no title, where the times' shape or pace is no schedule's."""
    if code.place == "before" and (code.bold or _LABELLED.match(code.beside)):
        return True
    sure = hours or code.printed.lstrip()[0] in "[(" or (code.place == "alone" and quick)
    runs_on = not code.beside[:1].isupper() or _ENDS.search(code.beside) is not None
    return bool(code.beside) and runs_on and (sure or (quick and not code.beside[0].isupper()))
