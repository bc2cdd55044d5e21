"""Labels on all turns, on the questions only, or on the answers only: ``Name:``, ``AB:``, ``Q:`` and ``A:``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipelines.turns.alternate import Builder
from pipelines.turns.draft import Proposal, Side, Style
from pipelines.turns.emphasis import emphasised
from pipelines.turns.labels import group_speakers, is_answer_word, is_question_word, lines_by_speaker
from pipelines.turns.names import fits, known_names, words_of
from pipelines.turns.sequence import question_score
from pipelines.turns.sheet import Label, Line, Sheet

_MIN_LABELS = 3
_HOST_REMARK_MAX = 60
_LEADS_ON = re.compile(r"(?i)(?:ok|okay|окей|итак|alors|bueno|allora),? ")
_ASKS = 0.5
"""A piece whose question score is at least this reads like an interviewer's."""
_MIN_ASKING = 0.3
_CLEARLY_ASKING = 0.6


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """One proposal where labels tell who asks; else the unlabelled lines before labelled ones ask."""
    if len(sheet.labels) >= _MIN_LABELS:
        yield read_labelled(sheet, sheet.labels)


def read_labelled(sheet: Sheet, labels: Mapping[int, Label]) -> Proposal:
    """The turns that the labels set off."""
    roles = assign_roles(sheet, labels)
    sides = set(roles.values())
    emphasis = emphasised(sheet, lambda line: line.bold) or emphasised(sheet, lambda line: line.italic)
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
            _unlabelled(builder, line, sides, bool(emphasis and emphasis(line) == len(line.text)))
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
    return traits.remark and following in labels and _LEADS_ON.match(line.text) is not None


def _unlabelled(builder: Builder, line: Line, sides: set[Side], stands_out: bool) -> None:  # noqa: FBT001  # of the line
    """Without labels on the other side, an unlabelled line is the other side's; else the turn goes on."""
    if sides == {"question"} and builder.side == "question":
        builder.open("answer", line, 0, len(line.text))
    elif sides == {"answer"} and (stands_out or (line.traits.asks and question_score(line.traits) >= _ASKS)):
        builder.open("question", line, 0, len(line.text))
    elif builder.drafts:
        builder.extend(line)


def assign_roles(sheet: Sheet, labels: Mapping[int, Label]) -> dict[str, Side]:
    """Each label's side: words for "question" and "answer" say it, else the names and how often each asks."""
    fullest = group_speakers(labels)
    asking = {
        key: sum(_reads_asking(sheet, labels[number], number) for number in numbers) / len(numbers)
        for key, numbers in lines_by_speaker(labels).items()
    }
    by_word = {fullest[label.key]: _by_word(label) for label in labels.values()}
    asks = {key for key, side in by_word.items() if side == "question"}
    if not asks:
        asks = _askers(sheet, {key: share for key, share in asking.items() if by_word[key] is None})
    return {key: "question" if full in asks else "answer" for key, full in fullest.items()}


def _reads_asking(sheet: Sheet, label: Label, number: int) -> bool:
    """What is said after the label, which may stand on the next line."""
    alone = label.end >= len(sheet.lines[number].text) and number + 1 < len(sheet.lines)
    return question_score(sheet.lines[number + alone].traits) >= _ASKS


def _by_word(label: Label) -> Side | None:
    if is_answer_word(label):
        return "answer"
    return "question" if is_question_word(label) else None


def _askers(sheet: Sheet, asking: dict[str, float]) -> set[str]:
    """The interviewers: who signs the page and asks, or asks clearly more than the others."""
    guests = known_names(sheet.metadata)[:4]
    authors = {key for key in asking if any(fits(key, author) for author in sheet.metadata.authors)}
    signed = {key for key in authors if asking[key] >= _MIN_ASKING / 2}
    if signed:
        return signed
    most = max(asking, key=lambda key: asking[key], default=None)
    if most is None or asking[most] < _MIN_ASKING:
        return set()
    others = {
        key for key, share in asking.items() if share >= _CLEARLY_ASKING and not any(fits(key, name) for name in guests)
    }
    return {most} | (others if len(others) < len(asking) else set())


STYLE = Style("labelled", propose, 1.0)
