"""Reads the body into a sheet: lines, their traits, what stands aside, and who is labelled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from junket.pipelines.page.block import Block, StyleRun, TextStyle
from junket.pipelines.page.document import Body, Metadata, Paragraph
from junket.pipelines.turns.bios import find_bios
from junket.pipelines.turns.labels import find_labels
from junket.pipelines.turns.sheet import Line, Sheet
from junket.pipelines.turns.words.lexicon import Lexicon, read_traits
from junket.pipelines.turns.words.phrases import phrases

MAX_LINES = 6_000
MAX_TEXT = 2_000_000
"""Bounds on a page's lines and characters: a whole book of talk has fewer."""

_PULL_QUOTE_MIN = 20
_PROMOTION_MAX = 220
_MAX_READ = 20_000_000
"""Characters that the search for repeated lines reads at most: no page of usual size comes near."""
_CAPTION_MAX = 120
_FEW_ITALICS = 0.25
_NOTE_WORDS = 3
_HARDLY_ANY, _NOTE_MIN = 0.1, 100
_BOX_SHARE = 0.25
_PART = re.compile(r"[-_]+")
_SENTENCE_ENDS = (".", "!", "?", "…", "”", "»", "“", '"', ":")
_NUMBER = re.compile(r"\A[#№]?\s?(\d{1,2})[.):]?\Z")
_MIN_NUMBERS = 3
_TIME = re.compile(r"\A[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\Z")
_WORDLESS = re.compile(r"[\W_]*\Z")
_NOT_WORDS = re.compile(r"[\W_]+")


def read_sheet(body: Body, metadata: Metadata, words: Lexicon) -> Sheet | None:
    """The body's lines with their traits; asides are marked. None beyond :data:`MAX_LINES` or :data:`MAX_TEXT`."""
    if len(body.text) > MAX_TEXT:
        return None
    lines: list[Line] = []
    for number, paragraph in enumerate(body.paragraphs):
        lines.extend(_split(number, paragraph, len(lines), words))
        if len(lines) > MAX_LINES:
            return None
    marked = tuple(_mark_asides(lines, metadata))
    sheet = Sheet(body.text, marked, metadata, words, by_start={line.start: line for line in marked})
    return replace(sheet, labels=find_labels(sheet))


def _split(number: int, paragraph: Paragraph, count: int, words: Lexicon) -> list[Line]:
    block = paragraph.block
    lines: list[Line] = []
    offset = 0
    for piece in block.text.split("\n"):
        text = piece.strip()
        start = offset + len(piece) - len(piece.lstrip())
        offset += len(piece) + 1
        if not text:
            continue
        end = start + len(text)
        runs = _styled(block, start, end)
        lines.append(
            Line(
                number=count + len(lines),
                paragraph=number,
                start=paragraph.start + start,
                end=paragraph.start + end,
                text=text,
                tag=block.tag,
                path=block.path,
                tokens=block.tokens,
                gap=block.gap if not lines else 0,
                first=not lines,
                bold=_lead(text, runs, TextStyle.BOLD),
                italic=_lead(text, runs, TextStyle.ITALIC),
                traits=read_traits(text, words),
            )
        )
    return lines


def _styled(block: Block, start: int, end: int) -> tuple[StyleRun, ...]:
    """The runs of ``block.text[start:end]``, moved along; none where nothing is styled."""
    if all(run.style == TextStyle.PLAIN for run in block.runs):
        return ()
    return block.runs if end - start == len(block.text) else block.cut(start, end).runs


def _lead(text: str, runs: Iterable[StyleRun], style: TextStyle) -> int:
    """Where the stretch in ``style`` ends that the text starts with; 0 without one.

    Punctuation and white space around it count as in style; a stretch that ends inside a word does not.
    """
    wanted = int(style)
    end = 0
    for run in runs:
        if int(run.style) & wanted:
            end = run.end
        elif not _WORDLESS.match(text, run.start, run.end):
            break
    if end and _WORDLESS.match(text, end):
        return len(text)
    inside_word = 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return 0 if inside_word else end


def _mark_asides(lines: list[Line], metadata: Metadata) -> list[Line]:
    """Captions, promotion, related links, boxes about people and pull quotes that repeat the body."""
    apart = (
        _repeated(lines)
        | _italic_captions(lines)
        | _italic_notes(lines)
        | _boxed(lines)
        | _captions(lines)
        | _lone_numbers(lines)
    )
    apart |= find_bios(lines, metadata)
    return [replace(line, aside=True) if line.number in apart or _is_aside(line) else line for line in lines]


def _is_aside(line: Line) -> bool:
    if line.tag == "figcaption" or _TIME.match(line.text) or _WORDLESS.match(line.text) or _is_editors_note(line):
        return True
    if line.traits.length > _PROMOTION_MAX:
        return False
    folded = line.text.casefold()
    if folded.startswith(phrases().aside_starts) or any(map(folded.__contains__, phrases().picture)):
        return True
    return not line.traits.asks and any(map(folded.__contains__, phrases().promotion))


def _is_editors_note(line: Line) -> bool:
    """A whole line in brackets and italics; a stage direction ("[laughs]") has a word or two."""
    bracketed = line.text[0] in "[(" and line.text[-1] in "])"
    return bracketed and line.all_italic and line.traits.words >= _NOTE_WORDS


def _italic_notes(lines: list[Line]) -> set[int]:
    """Whole paragraphs in italics on a page that has hardly any: the editors speak."""
    italic = [line for line in lines if line.all_italic]
    if len(italic) > _HARDLY_ANY * len(lines):
        return set()
    return {line.number for line in italic if line.traits.length >= _NOTE_MIN and not line.traits.asks}


def _boxed(lines: list[Line]) -> set[int]:
    """Lines in a container whose class names a box, where most of the page is outside of it."""
    tokens = {token for line in lines for token in line.tokens}
    boxes = {token for token in tokens if not phrases().boxes.isdisjoint(_PART.split(token))}
    found = {line.number for line in lines if not boxes.isdisjoint(line.tokens) or "aside" in line.path}
    return found if len(found) < _BOX_SHARE * len(lines) else set()


def _lone_numbers(lines: list[Line]) -> set[int]:
    """Numbers on lines of their own that climb from 1, as questions are counted."""
    numbers = [(line.number, int(match[1])) for line in lines if (match := _NUMBER.match(line.text))]
    climbs = [count for _, count in numbers] == list(range(1, len(numbers) + 1))
    return {number for number, _ in numbers} if climbs and len(numbers) >= _MIN_NUMBERS else set()


def _captions(lines: list[Line]) -> set[int]:
    """Short lines in a container whose class names a caption."""
    tokens = {token for line in lines for token in line.tokens if "caption" in token}
    if not tokens:
        return set()
    return {
        line.number for line in lines if line.traits.length <= _PROMOTION_MAX and not tokens.isdisjoint(line.tokens)
    }


def _italic_captions(lines: list[Line]) -> set[int]:
    """Short italic lines that are no sentences and italic quotes, on a page that sets little in italics.

    Right after a question even a film's title in italics may be all that the guest says.
    """
    if sum(line.all_italic for line in lines) > _FEW_ITALICS * len(lines):
        return set()
    return {
        line.number
        for before, line in pairwise([None, *lines])
        if line is not None and _is_caption(line) and not (before and (before.traits.asks or before.all_bold))
    }


def _is_caption(line: Line) -> bool:
    if not line.all_italic or line.traits.asks:
        return False
    return line.traits.quoted or (len(line.text) <= _CAPTION_MAX and not line.text.endswith(_SENTENCE_ENDS))


def _is_whole_answer(lines: list[Line], number: int) -> bool:
    return 0 < number < len(lines) - 1 and lines[number - 1].traits.asks and lines[number + 1].traits.asks


def _repeated(lines: list[Line]) -> set[int]:
    """Lines whose words all stand inside a longer line too: pull quotes. A whole answer is none."""
    squeezed = [_NOT_WORDS.sub(" ", line.text.casefold()).strip() for line in lines]
    times = Counter(squeezed)
    whole = "\n".join(squeezed)
    long_enough = [
        (line.number, text)
        for line, text in zip(lines, squeezed, strict=True)
        if len(text) >= _PULL_QUOTE_MIN and not line.traits.asks and not _is_whole_answer(lines, line.number)
    ]
    checks = _MAX_READ // (len(whole) + 1)
    return {number for number, text in long_enough[:checks] if whole.count(text) > times[text]}
