"""Bylines as the page shows them: labelled lines, byline elements, author boxes. Evidence only."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

from junket.pipelines.dates import DateContext, find_dates
from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.around import TitleSurroundings
from junket.pipelines.metadata.byline_words import WORDS, first_word
from junket.pipelines.metadata.bylines.byline_markup import is_named, source_above, source_of
from junket.pipelines.metadata.bylines.byline_names import (
    Byline,
    is_credential,
    is_desk,
    is_role,
    may_be_labelled,
    may_begin_with_label,
    may_hold_label,
    person,
    read_byline,
    split_label,
    split_names,
    without_tail,
)
from junket.pipelines.metadata.context import lines_of
from junket.pipelines.metadata.evidence import Evidence
from junket.pipelines.metadata.markup import text_of
from junket.pipelines.page.block import Block
from junket.pipelines.page.elements import Elements
from junket.pipelines.person.name_words import JOINERS
from junket.pipelines.person.shape import is_full_name

MAX_BYLINE_BLOCK = 140
"""Characters of a block that may be nothing but a byline."""
_SHORT = 80
"""Characters of a line that may be a job title, or a name with one."""
_PARAGRAPH = 250
_PROSE_AFTER = 4
"""Paragraphs that may follow a byline at the end: an author's biography, a teaser."""
_ADJACENT = 3
"""Blocks after the title in which a bare name may be the byline."""
_ABOVE = 2
"""Blocks before the title in which a name beside a date may be."""
_INLINE = 20
"""Elements inside a block that are looked at."""
_BESIDE = 30
"""Characters of label, place and guest that may stand beside the names of a byline."""
_FURTHER_LABEL = 15
"""The same for each thing that others did (``Translated from the Kazakh by``)."""
_ABOVE_TITLE = -10
"""Weight of what stands above the title: sections and teasers do."""

WEIGHTS = {
    "byline:near": 79,
    "byline": 78,
    "itemprop": 74,
    "rel": 72,
    "class": 64,
    "profile": 60,
    "byline:end": 58,
    "byline:short": 52,
    "adjacent": 50,
    "desk": 30,
    "box": 40,
}
"""How far each visible source is believed; ``sources.toml`` has those of markup."""

_ELSEWHERE = re.compile(r"categor|/tags?/|topic|^javascript:|^#|/products?/| tag$", re.IGNORECASE)
_SECTIONS = re.compile(r"categor|/tags?/|topic| tag$", re.IGNORECASE)
_ANY = re.compile("")
_NO_NAMES = frozenset({"figcaption", "h1", "h2"})
_DATED_END = re.compile(r"(?<!\s)\s++(?:on|at|am)\s++\|.*$")
"""``… on 3 May 2019 in Culture.``, once the date is a bar."""
_STUCK = re.compile(r"[Bb](?<!\w\w)y[A-Z]")
"""A label and a name in two elements that touch: ``ByJane Doe``."""
_BAR = re.compile(r"\n|\s{0,20}[|•·●]\s*+")


def head_as_evidence(around: TitleSurroundings, evidence: Evidence, title_at: Collection[int] = ()) -> None:
    """Adds the byline elements and byline lines of the blocks around the title.

    ``title_at``: the blocks that are the title; ``Interview: Jane Doe`` there names the guest.
    """
    label = None
    window = around.window()
    for place, block in enumerate(window):
        if len(block.text) > 2 * MAX_BYLINE_BLOCK:
            label = None
            continue
        below = 0 if block.index > around.anchor else _ABOVE_TITLE
        has_label = may_hold_label(block.text) or _STUCK.search(block.text) is not None
        if label and not has_label and _names_sections(block, around.elements):
            continue  # between "By" and the name
        title = block.index in title_at and "\n" not in block.text
        lines = (
            lines_in(block, around.elements)
            if (has_label or label) and not title and not around.is_aside(block)
            else []
        )
        for line in lines:
            _line_as_evidence(_undated(line, around.reading), label, block, below, around, evidence)
        _adjacent_as_evidence(window, place, around, evidence)
        only, rest = split_label(lines[-1]) if lines and has_label else (None, "")
        label = only if only and not rest else None
        _elements_as_evidence(block, below, around, evidence)


def _adjacent_as_evidence(window: Sequence[Block], place: int, around: TitleSurroundings, evidence: Evidence) -> None:
    """Adds the bare names that a block beside the title holds: alone, or with nothing but a job and a date."""
    block = window[place]
    distance = block.index - around.anchor
    if not -_ABOVE <= distance <= _ADJACENT or not distance or len(block.text) > MAX_BYLINE_BLOCK:
        return
    if block.tag in _NO_NAMES:
        return
    parts = [part for part in _BAR.split(_undated(block.text, around.reading)) if part.strip()] or [""]
    signed = len(parts) > 1 or parts[0] != block.text
    names = _bare_names(parts[0] if not signed else without_tail(parts[0]))
    bare = bool(names) and all(map(_is_beside, parts[1:])) and (distance > 0 or signed)
    desk = distance > 0 and is_desk(block.text) and _is_capitalised(block.text)
    if not (bare or desk) or around.is_aside(block):
        return
    if desk and not _leads_elsewhere(block, around.elements):
        evidence.add_lines("author", block.text, "desk", WEIGHTS["desk"], block.index)
    if not bare or _leads_elsewhere(block, around.elements, names):
        return
    if signed or len(names) > 1 or _is_signed(window[max(0, place - 1) : place + 3]) or _is_repeated(block, around):
        evidence.add_lines("author", parts[0], "adjacent", WEIGHTS["adjacent"], block.index)


def _bare_names(text: str) -> list[str]:
    """The names in a text that holds nothing else, but for letters behind a name and jobs; else none."""
    pieces = [piece for part in text.split(";") for piece in split_names(part)]
    names = [piece for piece in pieces if _is_bare_name(piece)]
    rest = [piece for piece in pieces if piece not in names and not is_credential(piece)]
    return [] if rest or not pieces or pieces[0] not in names else names


def _is_repeated(block: Block, around: TitleSurroundings) -> bool:
    """Whether a name stands alone once more after the head, as in an author's box."""
    return any(block.text == other.text and not around.is_aside(other) for other in around.tail())


def _is_capitalised(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= _DESK_WORDS and all(word[0].isupper() for word in words)


_DESK_WORDS = 5


def _is_beside(part: str) -> bool:
    """Whether a part of a line is a job title, a reading time or a number, as stand beside a name."""
    return is_role(part) or all(word in WORDS.beside or not word.isalpha() for word in fold(part).split())


def tail_as_evidence(around: TitleSurroundings, evidence: Evidence) -> None:
    """Adds labelled byline lines after the head (``By …`` at the end) and the names of author boxes."""
    prose = 0
    below: Block | None = None
    for block in reversed(around.tail()):
        text = block.text
        if len(text) > MAX_BYLINE_BLOCK:
            prose += len(text) > _PARAGRAPH
            if prose > _PROSE_AFTER:
                return  # "by Jane Doe" in mid-text is a book's or a film's
        elif may_begin_with_label(text) and first_word(text) in WORDS.by_start:
            _signature_as_evidence(block, around, evidence)
            if below is not None and fold(text) in WORDS.byline and _is_bare_name(below.text):
                _signature_as_evidence(replace(below, text=f"{text}: {below.text}"), around, evidence)
        elif len(text) < _SHORT and is_named(block):
            _box_as_evidence(block, around, evidence)
        below = block


def _signature_as_evidence(block: Block, around: TitleSurroundings, evidence: Evidence) -> None:
    for written in filter(may_be_labelled, block.text.split("\n")):
        line = _DATED_END.sub("", _undated(written, around.reading))
        byline = read_byline(line)
        if not is_byline_line(line, byline) or around.is_aside(block):
            continue
        if byline.labelled and byline.authors and are_full(byline):
            evidence.add_lines("author", line, "byline:end", WEIGHTS["byline:end"], block.index)
        _others_as_evidence(line, byline, "byline:end", block, evidence)


def _box_as_evidence(block: Block, around: TitleSurroundings, evidence: Evidence) -> None:
    if block.element is not None and source_above(around.elements, block.element) and not around.is_aside(block):
        evidence.add_lines("author", block.text, "box", WEIGHTS["box"], block.index)


def lines_in(block: Block, elements: Elements) -> list[str]:
    """The block's lines, cut further at links, at spans that touch, and at bars and dots."""
    text = block.text
    if block.element is not None and not elements.is_leaf(block.element):
        apart = lines_of(elements, block.element, 2 * MAX_BYLINE_BLOCK)
        if abs(len(apart) - len(text)) <= len(apart) // 4 + 4:  # the block is all of its element
            text = apart
    lines = [line for line in _BAR.split(text) if line.strip()] or [text]
    return _joined(lines) if len(text) <= MAX_BYLINE_BLOCK else lines


def _joined(lines: list[str]) -> list[str]:
    """The lines, with a label and the name in the next element as one, and names that a comma or "and" joins."""
    joined: list[str] = []
    for line in lines:
        before = joined[-1].rstrip() if joined else ""
        label, rest = split_label(before)
        if label is None and joined and _is_label(f"{before} {line}", line):
            joined[-1] = f"{joined[-1]} {line}"  # "Medically reviewed" and "by Jane Doe"
            continue
        waits = label is not None and (not rest or fold(before).rpartition(" ")[2] in JOINERS)
        goes_on = line.lstrip().startswith((",", "&")) or before.endswith((",", "&")) or fold(line) in JOINERS
        if joined and (waits or goes_on):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _is_label(whole: str, end: str) -> bool:
    """Whether a line ends a label that the line before it begins."""
    found, rest = split_label(whole)
    return found is not None and len(rest) < len(end)


def is_byline_line(line: str, byline: Byline) -> bool:
    """Whether a line is nothing but a byline: names begin with capitals, and little stands beside them but a job."""
    if "/" in line and not WORDS.agency.isdisjoint(fold(line).split()):
        return False  # the credit of a picture: "By Jane Doe/Reuters"
    named = sum(len(name) for name in byline.authors) + sum(len(name) for name, _ in byline.others)
    if any(name[0].islower() for name in byline.authors):
        return False
    labels = len({role for _, role in byline.others}) * _FURTHER_LABEL
    return named * 2 >= len(line.strip()) - _BESIDE - labels or _has_job(line, byline)


def _has_job(line: str, byline: Byline) -> bool:
    """Whether a label and one name stand before letters or a job that may be long.

    A sentence is a byline only behind a label of several words (``This post was written by …``).
    """
    label, rest = split_label(line)
    if label is None or len(byline.authors) != 1 or (line.rstrip().endswith(".") and label.count(" ") < _TOLD):
        return False
    name, comma, job = rest.partition(",")
    return bool(comma) and name.strip() == byline.authors[0] and is_credential(job.split(",")[0].strip())


_TOLD = 2
"""Spaces in such a label."""


def are_full(byline: Byline) -> bool:
    """Whether all authors have a given name and a family name."""
    return all(is_full_name(name) for name in byline.authors)


def _undated(line: str, reading: DateContext) -> str:
    """The line with a bar for each date, so that ``Published August 7, 2023 by Jane Doe`` falls into its parts."""
    for dated in find_dates(line, reading):
        line = line.replace(dated.text, " | ")
    return line


def _leads_elsewhere(block: Block, elements: Elements, names: Sequence[str] = ()) -> bool:
    """Whether a block is a link to a section, a tag or a form; with ``names``, whether one of them is."""
    texts = [text_of(elements, link, MAX_BYLINE_BLOCK) for link in _links_of(block, elements, _ELSEWHERE)]
    return bool(texts) and (not names or any(name in text for text in texts for name in names))


def _names_sections(block: Block, elements: Elements) -> bool:
    """Whether all links of a block lead to sections or tags."""
    sections = _links_of(block, elements, _SECTIONS)
    return bool(sections) and len(sections) == len(_links_of(block, elements, _ANY))


def _links_of(block: Block, elements: Elements, pattern: re.Pattern[str]) -> list[int]:
    links = islice(elements.find(block.element, ("a",)) if block.element is not None else (), _INLINE)
    told = ((link, elements.attributes[link]) for link in links)
    return [link for link, said in told if pattern.search(f"{said.get('href', '')} {said.get('rel', '')}")]


def _is_bare_name(text: str) -> bool:
    if text.lower() == text.upper() or not is_full_name(text) or person(text) is None:
        return False
    return WORDS.plain.isdisjoint(fold(text).split())


def _is_signed(beside: Sequence[Block]) -> bool:
    """Whether what stands beside a bare name says that it is a byline: a job title, a date, a reading time."""
    return any(is_role(block.text) or any(map(str.isdigit, block.text)) for block in beside if len(block.text) < _SHORT)


def _line_as_evidence(  # noqa: PLR0917  # one line, what stood before it, where it stands, and where it goes
    line: str, label: str | None, block: Block, below: int, around: TitleSurroundings, evidence: Evidence
) -> None:
    """``label``: one that stood alone just before, such as ``Written by``."""
    if label is None and not may_be_labelled(line):
        return
    for segment in _BAR.split(line):
        byline = read_byline(segment, label=label)
        if not is_byline_line(segment, byline):
            continue
        if byline.labelled and byline.authors:
            near = below == 0 and around.is_near(block) and byline.authors[0][0].isupper()
            source = "byline" if are_full(byline) else "byline:near" if near else "byline:short"
            evidence.add_lines("author", segment, source, WEIGHTS[source] + below, block.index)
        _others_as_evidence(segment if label is None else f"{label}: {segment}", byline, "byline", block, evidence)


def _others_as_evidence(line: str, byline: Byline, source: str, block: Block, evidence: Evidence) -> None:
    """Adds a line that says who asked, translated or took the pictures."""
    if (byline.interviewers or byline.others) and block.tag != "figcaption":
        evidence.add_lines("contributor", line, source, WEIGHTS[source], block.index)


def _elements_as_evidence(block: Block, below: int, around: TitleSurroundings, evidence: Evidence) -> None:
    """Adds what byline classes, ``rel=author``, microdata and profile links name within one block."""
    element, elements = block.element, around.elements
    if element is None:
        return
    if is_named(block) and (source := source_above(elements, element)):
        if not around.is_aside(block):
            text = _undated(lines_of(elements, element)[:MAX_BYLINE_BLOCK], around.reading)
            evidence.add_lines("author", text, source, WEIGHTS[source] + below, block.index)
        return
    for inner in range(element + 1, min(element + 1 + _INLINE, elements.ends[element])):
        source = source_of(elements, inner)
        if source and around.is_aside(block):
            return
        if source and len(text := lines_of(elements, inner)) <= MAX_BYLINE_BLOCK:
            evidence.add_lines("author", text, source, WEIGHTS[source] + below, block.index)
