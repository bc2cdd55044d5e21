"""Labels on all turns, on the questions only, or on the answers only: ``Name:``, ``AB:``, ``Q:`` and ``A:``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from junket.pipelines.person.shape import words_of
from junket.pipelines.turns.alternate import Builder, Span
from junket.pipelines.turns.draft import Proposal, Side
from junket.pipelines.turns.emphasis import emphasised
from junket.pipelines.turns.sequence import question_score
from junket.pipelines.turns.sheet import Label, Line, Sheet
from junket.pipelines.turns.speakers.sides import ASKS, assign_roles
from junket.pipelines.turns.speakers.titles import known_names
from junket.pipelines.turns.styles.style import Mark, Style, mark_labels
from junket.pipelines.turns.words.phrases import phrases

_MIN_LABELS = 3
_MIN_BEFORE = 0.6
"""Share of the lines before the guest's labels that must ask: then all of them do."""
_HOST_REMARK_MAX = 60
_LEADS_ON = tuple(f"{word}{end}" for word in phrases().leads_on for end in (" ", ", "))


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """One proposal where labels tell who asks; else the unlabelled lines before labelled ones ask."""
    if len(sheet.labels) >= _MIN_LABELS:
        yield read_labelled(sheet, sheet.labels)


def marks(sheet: Sheet) -> Iterable[Mark]:
    """All labels."""
    return mark_labels(sheet, sheet.labels)


def read_labelled(sheet: Sheet, labels: Mapping[int, Label]) -> Proposal:
    """The turns that the labels set off."""
    roles = assign_roles(sheet, labels)
    sides = set(roles.values())
    emphasis = emphasised(sheet, lambda line: line.bold) or emphasised(sheet, lambda line: line.italic)
    before = _before_answers(sheet, labels) if sides == {"answer"} else frozenset()
    builder = Builder()
    pending: Label | None = None
    for line in sheet.lines:
        label = labels.get(line.number)
        if line.aside or (label is None and line.is_heading):
            continue
        if label is not None and label.end >= len(line.text):
            pending = label
        elif label is not None or pending is not None:
            spoken = label or pending
            if spoken is not None:
                builder.open(roles[spoken.key], line, label.end if label else 0, len(line.text), spoken)
            pending = None
        else:
            if builder.side == "answer" and _is_hosts_remark(sheet, labels, line):
                builder.open("question", line, 0, len(line.text))
                continue
            asks = line.number in before if before else _stands_out(line, emphasis)
            _unlabelled(builder, line, sides, asks)
    return builder.done()


def _is_hosts_remark(sheet: Sheet, labels: Mapping[int, Label], line: Line) -> bool:
    """A short paragraph without a label that only the interviewer can say: it thanks the guest by name, or leads on."""
    traits = line.traits
    if not line.first or traits.first or traits.length > _HOST_REMARK_MAX:
        return False
    following = line.number + 1
    ends = following == len(sheet.lines) or following in labels
    if traits.thanks:
        said = set(words_of(line.text))
        return ends and any(said & set(words_of(name)) for name in known_names(sheet.metadata))
    return traits.remark and following in labels and line.text.casefold().startswith(_LEADS_ON)


def _before_answers(sheet: Sheet, labels: Mapping[int, Label]) -> frozenset[int]:
    """The lines right before labelled answers, where nearly all of them ask or stand out; else none."""
    spoken = [line for line in sheet.lines if not line.aside and not line.is_heading]
    pairs = [(one, other) for one, other in pairwise(spoken) if other.number in labels and one.number not in labels]
    asking = sum(one.traits.asks or one.all_bold or one.all_italic for one, _ in pairs)
    enough = len(pairs) >= _MIN_LABELS and asking >= _MIN_BEFORE * len(pairs)
    return frozenset(one.number for one, _ in pairs) if enough else frozenset()


def _stands_out(line: Line, emphasis: Span | None) -> bool:
    return bool(emphasis and emphasis(line) == len(line.text)) or (
        line.traits.asks and question_score(line.traits) >= ASKS
    )


def _unlabelled(builder: Builder, line: Line, sides: set[Side], asks: bool) -> None:  # noqa: FBT001  # of the line
    """Without labels on the other side, an unlabelled line is the other side's; else the turn goes on."""
    if sides == {"question"} and builder.side == "question":
        builder.open("answer", line, 0, len(line.text))
    elif sides == {"answer"} and asks:
        builder.open("question", line, 0, len(line.text))
    elif builder.drafts:
        builder.extend(line)


STYLE = Style("labelled", propose, marks, 1.0)
