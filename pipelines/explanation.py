"""Why a page became what it became: every piece of it, kept or stripped, and what each field was chosen from.

Made only on request: :func:`explain_page` works on what the recipe has left in its ``Extraction``, and gathers the
metadata's evidence once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from junket.pipelines.boilerplate.rule_kinds import kind_of_rule
from junket.pipelines.metadata.choices import Choice, choices
from junket.pipelines.page.document import Document, Stripping
from junket.pipelines.reading import Reading
from junket.pipelines.recipe import Extraction
from junket.pipelines.record.record import Record, Rejected, Role, Turn

KEPT = "text"
"""The kind of a kept piece."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a kept piece: a turn's own words, or what no turn holds (``role`` None)."""

    text: str
    role: Role | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block of the page, or a part of one where a rule cut it in two."""

    block: int
    """The block's place on the page, from 0. Text that stands in the page's metadata alone comes after all blocks."""
    tag: str
    text: str
    keep: bool
    rule: str | None = None
    """What took it out; None for what was kept."""
    score: float | None = None
    """How likely the model holds it to be article (0 to 1); None where rules alone decided."""
    spans: tuple[Span, ...] = ()
    """The text of a kept piece by who speaks."""

    @property
    def kind(self) -> str:
        """``text`` for what was kept, else the kind of its rule (``junket.pipelines.boilerplate.rule_kinds``)."""
        return kind_of_rule(self.rule or "") if not self.keep else KEPT


@dataclass(frozen=True, slots=True)
class Explanation:
    """One page explained. Without pieces: it was turned away before anybody looked at its text."""

    url: str
    outcome: Record | Rejected
    blocks: int = 0
    """Blocks of the page; a block cut in two makes several pieces."""
    pieces: tuple[Piece, ...] = ()
    choices: tuple[Choice, ...] = ()


def explain_page(found: Extraction) -> Explanation:
    """Explains what ``pipelines.recipe.extract`` made of a page. Pure; raises nothing."""
    outcome, reading = found.outcome, found.reading
    if reading is None:
        return Explanation(outcome.url, outcome)
    document = reading.document
    turns = outcome.turns if isinstance(outcome, Record) else ()
    pieces = [*_kept(reading, turns), *_stripped(reading.stripping)]
    pieces.sort(key=lambda piece: _place(piece, document))
    decided = choices(document, reading.page, reading.site, reading.metadata)
    return Explanation(outcome.url, outcome, len(document.blocks), tuple(pieces), decided)


def _kept(reading: Reading, turns: Sequence[Turn]) -> Iterator[Piece]:
    for paragraph in reading.body.paragraphs:
        block = paragraph.block
        yield Piece(
            block=block.index,
            tag=block.tag,
            text=block.text,
            keep=True,
            score=reading.stripping.scores.get(block.index),
            spans=tuple(_spans(block.text, paragraph.start, turns)),
        )


def _stripped(stripping: Stripping) -> Iterator[Piece]:
    for gone in stripping.stripped:
        block = gone.block
        score = stripping.scores.get(block.index) if gone.score is None else gone.score
        yield Piece(block=block.index, tag=block.tag, text=block.text, keep=False, rule=gone.rule, score=score)


def _place(piece: Piece, document: Document) -> tuple[int, int]:
    """Page order; the parts of a block that was cut in the order of its text."""
    if piece.block >= len(document.blocks):
        return piece.block, 0
    return piece.block, document.blocks[piece.block].text.find(piece.text)


def _spans(text: str, start: int, turns: Sequence[Turn]) -> Iterator[Span]:
    """A paragraph's text by turn; ``start`` is where it lies in the record's text."""
    done, end = start, start + len(text)
    for turn in turns:
        first, last = max(turn.start, done), min(turn.end, end)
        if first >= last:
            continue
        if first > done:
            yield Span(text[done - start : first - start])
        yield Span(text[first - start : last - start], turn.role, turn.speaker or turn.speaker_printed)
        done = last
    if done < end:
        yield Span(text[done - start :])
