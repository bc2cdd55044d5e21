"""What the memory keeps of a page: a fingerprint and a few traits of each line, packed into eleven bytes.

A line is what stands between line ends in the record's text: a paragraph, a heading, an item of a list, what
follows a ``<br>``. All of it comes from the record, so that nothing but the record is needed to learn or to settle.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from typing import NamedTuple

from junket.pipelines.languages.characters import GREEK_QUESTION_MARK, QUESTION_MARKS, THAI, UNSPACED
from junket.pipelines.record.record import Record

MOST_LINES = 200
"""Lines kept of each end of a page; what stands between counts as the page's own. A page takes 4.4 kB at most."""
LABEL_WORDS, LABEL_UNSPACED = 9, 12
"""Fewer words, or characters in scripts that do not part them by spaces, are too short to tell chrome by."""

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(f"[{UNSPACED}{THAI}]")
_ASKS = re.compile(rf"[{QUESTION_MARKS}{GREEK_QUESTION_MARK}]\W*$")
_HEAD, _ENTRY = struct.Struct("<qqB"), struct.Struct("<qHB")
_FINGERPRINT = struct.Struct("<q3x")
_LONGEST = 0xFFFF


class Trait(IntFlag):
    """What the third step of learning needs to know of a line."""

    LABEL = 1
    """So short that it may mean anything: a heading, "Yes.", "Thank you for the interview."."""
    ASKS = 2
    SPOKEN = 4
    """Part of a question, or the first line of an answer."""


class PrintedLine(NamedTuple):
    """One line: ``record.text[start:end]``."""

    start: int
    end: int
    fingerprint: int
    """64 bits of its words, whatever their case and punctuation; 0 for a line without any."""


class TemplateEntry(NamedTuple):
    """A line as the memory keeps it."""

    fingerprint: int
    length: int
    traits: int


@dataclass
class PageLines:
    """A page as the memory keeps it."""

    title: int
    """Fingerprint of the title; 0 without one."""
    author: int
    """Fingerprint of the byline; 0 without one."""
    talks: bool
    """Whether turns were found."""
    entries: list[TemplateEntry]

    @cached_property
    def lengths(self) -> dict[int, int]:
        """Fingerprint to length."""
        return {entry.fingerprint: entry.length for entry in self.entries}

    @cached_property
    def length(self) -> int:
        """Characters of all lines."""
        return sum(self.lengths.values())


def lines_of(text: str) -> Iterator[PrintedLine]:
    """The lines of a record's text, in order."""
    for found in _LINE.finditer(text):
        yield PrintedLine(found.start(), found.end(), fingerprint(found.group()))


def fingerprint(text: str) -> int:
    """A signed 64-bit number that is the same for the same words; 0 where there are none."""
    words = " ".join(_WORD.findall(text if text.isascii() else unicodedata.normalize("NFKC", text))).casefold()
    if not words:
        return 0
    digest = hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) or 1


def pack(record: Record) -> bytes:
    """What is kept of a record: at most 19 bytes and eleven for each of 401 lines."""
    spoken = list(_spoken(record))
    lines = list(lines_of(record.text))
    traits = [_traits(record.text[line.start : line.end]) for line in lines]
    at = 0
    for position, line in enumerate(lines):
        while at < len(spoken) and spoken[at][1] <= line.start:
            at += 1
        if at < len(spoken) and spoken[at][0] < line.end:
            traits[position] |= Trait.SPOKEN
    packed = [
        _ENTRY.pack(line.fingerprint, min(line.end - line.start, _LONGEST), traits[position])
        for position, line in enumerate(lines)
        if line.fingerprint
    ]
    if len(packed) > 2 * MOST_LINES:
        packed[MOST_LINES:-MOST_LINES] = [_ENTRY.pack(0, 0, 0)]
    head = _HEAD.pack(fingerprint(record.title or ""), fingerprint(" ".join(record.authors)), bool(record.turns))
    return head + b"".join(packed)


def page_lines(packed: bytes) -> PageLines:
    """What :func:`pack` kept. Raises struct.error for other bytes."""
    title, author, talks = _HEAD.unpack_from(packed)
    entries = [TemplateEntry(*fields) for fields in _ENTRY.iter_unpack(packed[_HEAD.size :])]
    return PageLines(title, author, bool(talks), entries)


def fingerprints(packed: bytes) -> set[int]:
    """The fingerprints alone, at a fifth of the cost of :func:`page_lines`."""
    return {found for (found,) in _FINGERPRINT.iter_unpack(memoryview(packed)[_HEAD.size :])} - {0}


def author_of(packed: bytes) -> int:
    """Fingerprint of the byline; 0 without one."""
    return int(_HEAD.unpack_from(packed)[1])


def _spoken(record: Record) -> Iterator[tuple[int, int]]:
    """The stretches that are said for sure: questions, and the first line of each answer."""
    for turn in record.turns:
        if turn.role == "question":
            yield turn.start, turn.end
        elif turn.role == "answer":
            line_end = turn.text.find("\n")
            yield turn.start, turn.end if line_end < 0 else turn.start + line_end


def _traits(text: str) -> int:
    traits = int(Trait.ASKS) if _ASKS.search(text[-20:]) else 0
    unspaced = len(_UNSPACED.findall(text))
    if unspaced < LABEL_UNSPACED and len(text.split()) < LABEL_WORDS:
        traits |= Trait.LABEL
    return traits
