"""The shape that most styles share: something marks the questions, what follows is the answer."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from junket.pipelines.turns.draft import Draft, Proposal, Side
from junket.pipelines.turns.labels import is_question_word
from junket.pipelines.turns.sheet import Label, Line, Sheet
from junket.pipelines.turns.speakers.sides import assign_roles

Span = Callable[[Line], int]
"""How many characters at the line's start are a question's (0: none)."""


class Builder:
    """Puts drafts together line by line, in order."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []

    @property
    def side(self) -> Side | None:
        """Who speaks so far."""
        return self.drafts[-1].role if self.drafts else None

    def open(self, role: Side, line: Line, start: int, end: int, label: Label | None = None) -> None:
        """A new turn; offsets lie in the line. Nothing happens without words between them."""
        text = line.text[start:end]
        if not text.strip():
            return
        begin = line.start + start + len(text) - len(text.lstrip())
        stop = line.start + start + len(text.rstrip())
        printed = label.printed if label else None
        self.drafts.append(Draft(role, begin, stop, line.number, line.number, printed))

    def extend(self, line: Line, end: int | None = None) -> None:
        """The turn goes on to the line's end (or to ``end`` in it)."""
        last = self.drafts[-1]
        stop = line.end if end is None else line.start + len(line.text[:end].rstrip())
        self.drafts[-1] = Draft(last.role, last.start, stop, last.first_line, line.number, last.label)

    def done(self) -> Proposal:
        """The turns."""
        return tuple(self.drafts)


def whole_lines(numbers: Container[int]) -> Span:
    """The lines with these numbers are questions from end to end."""
    return lambda line: len(line.text) if line.number in numbers else 0


def alternate(sheet: Sheet, span: Span) -> Proposal:
    """Turns where ``span`` finds the questions; speakers' labels inside start turns of their own.

    Headings that ``span`` does not take belong to nobody; one that asks all the same opens a box that
    lasts to the next question. A question on several lines of one paragraph is one turn; marked
    paragraphs in a row are turns of their own.
    """
    labels = sheet.labels
    sides = assign_roles(sheet, labels) if labels else {}
    builder = Builder()
    in_box = False
    for line in sheet.lines:
        asked = 0 if line.aside else span(line)
        if asked:
            in_box = False
            _ask(builder, line, asked, labels.get(line.number))
        elif line.is_heading:
            in_box = in_box or line.traits.asks
        elif builder.drafts and not line.aside and not in_box:
            _answer(builder, line, labels.get(line.number), sides)
    return builder.done()


def _ask(builder: Builder, line: Line, asked: int, label: Label | None) -> None:
    last = builder.drafts[-1] if builder.drafts else None
    same_paragraph = not line.first and last is not None and last.last_line == line.number - 1
    if same_paragraph and builder.side == "question" and label is None:
        builder.extend(line, asked)
    else:
        start = label.end if label and label.end < asked else 0
        builder.open("question", line, start, asked, label if start else None)
    builder.open("answer", line, asked, len(line.text))


def _answer(builder: Builder, line: Line, label: Label | None, sides: Mapping[str, Side]) -> None:
    if label:
        builder.open(_side(label, sides), line, label.end, len(line.text), label)
    elif builder.side == "question":
        builder.open("answer", line, 0, len(line.text))
    else:
        builder.extend(line)


def _side(label: Label, sides: Mapping[str, Side]) -> Side:
    """A label's side where labels are on both; where print sets the questions off, a single speaker is the guest."""
    return sides[label.key] if len(set(sides.values())) > 1 or is_question_word(label) else "answer"
