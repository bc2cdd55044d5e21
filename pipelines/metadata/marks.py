"""Which blocks are title, byline or dateline and nothing else: they are metadata, not text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from junket.pipelines.dates import find_printed
from junket.pipelines.languages.characters import QUESTION_MARKS, UNSPACED
from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.around import TitleSurroundings
from junket.pipelines.metadata.byline_words import WORDS, squeeze
from junket.pipelines.metadata.bylines.byline_names import may_be_labelled, read_byline
from junket.pipelines.metadata.evidence import Evidence, Field
from junket.pipelines.page.block import Block

MAX_MARKED = 200
"""Characters of a block that may be nothing but byline and dateline."""
_BEFORE, _AFTER = 6, 12
"""Blocks before and after the title that are looked at, beside those that gave evidence."""
_SPEAKER_MAX, _TURNS = 40, 3
"""Longest line in characters that may say who speaks, and how often it comes at least."""
_TIME = re.compile(r"[\W\d_]+\Z")
"""The time (and the colon) behind a name in a transcript."""
_ASKS, _CLOSING = tuple(QUESTION_MARKS), " \"'”’»)"
"""A publication's name before a question is its interviewer's label, and no byline."""
_COLON = re.compile("[:：]")
_WORD_MAX = 5
_UNSPACED = re.compile(f"[{UNSPACED}]")
_STRAY = 1
"""Words that may be left over (a section's name, an icon's)."""


def mark(
    around: TitleSurroundings, title_at: Sequence[int], evidence: Evidence, people: Iterable[str], own: frozenset[str]
) -> dict[int, str]:
    """Block index to ``title``, ``byline``, ``dateline`` or ``site_name``. A block that says more is not marked."""
    blocks = around.blocks
    names = sorted({fold(name) for name in people}, key=len, reverse=True)
    marked = dict.fromkeys(title_at, "title")
    near = range(max(0, around.anchor - _BEFORE), min(len(blocks), around.anchor + _AFTER))
    kinds = {
        index: kind
        for index in sorted(_gave(evidence) | set(near))
        if index not in marked and (kind := _kind_of(blocks[index], names, own, around))
    }
    lines = "\0" + "\0".join([block.text for block in blocks]) if kinds else ""
    speakers = _speakers(blocks) if any(_may_speak(blocks[index], lines) for index in kinds) else set()
    marked |= {index: kind for index, kind in kinds.items() if index not in speakers}
    for index in near:
        if index not in marked and marked.get(index + 1) in {"byline", "dateline"} and _is_label(blocks[index].text):
            marked[index] = marked[index + 1]
    return marked


def _may_speak(block: Block, lines: str) -> bool:
    """A quick look: whether a short line's words begin as many blocks as a speaker's name does.

    ``lines``: the texts of all blocks, a zero character before each.
    """
    return len(block.text) <= _SPEAKER_MAX and lines.count("\0" + _said(block.text)) >= _TURNS


def _said(text: str) -> str:
    return text if text[-1:].isalpha() else _TIME.sub("", text)


def _speakers(blocks: Sequence[Block]) -> set[int]:
    """Short lines that take turns with each other, something said after each: who speaks, and no bylines."""
    short = [block for block in blocks if len(block.text) <= _SPEAKER_MAX]
    said = {block.index: _said(block.text) for block in short}
    times = Counter(said.values())
    plates = [block for block in short if times[said[block.index]] >= _TURNS]
    found: set[int] = set()
    for one, other, third, last in zip(plates, plates[1:], plates[2:], plates[3:], strict=False):
        apart = all(before.index + 1 < after.index for before, after in ((one, other), (other, third), (third, last)))
        names = [said[block.index] for block in (one, other, third, last)]
        if apart and names[:2] == names[2:] and names[0] != names[1]:
            found.update((one.index, other.index, third.index, last.index))
    return found


def _gave(evidence: Evidence) -> set[int]:
    """The blocks that gave evidence of authors and dates."""
    fields: tuple[Field, ...] = ("author", "published", "modified")
    return {c.block for field in fields for c in evidence.of(field) if c.block is not None}


def _is_label(text: str) -> bool:
    folded = fold(text) if len(text) <= MAX_MARKED else ""
    return folded in WORDS.byline or folded in WORDS.published or folded in WORDS.updated


def _kind_of(block: Block, names: Sequence[str], own: frozenset[str], around: TitleSurroundings) -> str | None:
    text = block.text
    if len(text) > MAX_MARKED or block.tag == "figcaption" or text.rstrip(_CLOSING).endswith(_ASKS):
        return None
    if block.index < around.anchor and squeeze(text) in own:
        return "site_name"
    dates = [dated.text for dated in find_printed(text, around.reading)]
    for dated in dates:
        text = text.replace(dated, " | ")
    folded = f" {fold(text)} "
    found = [name for name in names if f" {name} " in folded]
    if may_be_labelled(text) and (byline := read_byline(text)).labelled:
        found += [fold(name) for name in (*byline.authors, *(name for name, _ in byline.others))]
    if not found and not dates:
        return None
    for name in found:
        folded = folded.replace(f" {name} ", " ")
    rest = _rest(folded)
    said = any(len(word) > _WORD_MAX and _UNSPACED.search(word) for word in rest) or (
        rest and _is_said(block.text, found)
    )
    return None if said or len(rest) > _STRAY else "byline" if found else "dateline"


def _is_said(text: str, names: Sequence[str]) -> bool:
    """A name, a colon, and something else: what somebody says."""
    return fold(_COLON.split(text, maxsplit=1)[0]) in names and _COLON.search(text) is not None


def _rest(folded: str) -> list[str]:
    """The words that are no label, job title or reading time."""
    return [
        word
        for word in folded.split()
        if not word.isdigit() and word not in WORDS.role and word not in WORDS.beside and word not in WORDS.labels
    ]
