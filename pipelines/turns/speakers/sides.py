"""Which of the labelled speakers ask, and which answer."""

from __future__ import annotations

from collections.abc import Mapping

from junket.pipelines.person.compare import fits
from junket.pipelines.turns.draft import Side
from junket.pipelines.turns.labels import group_speakers, is_answer_word, is_question_word, lines_by_speaker
from junket.pipelines.turns.sequence import question_score
from junket.pipelines.turns.sheet import Label, Sheet
from junket.pipelines.turns.speakers.titles import known_names

ASKS = 0.5
"""A piece whose question score is at least this reads like an interviewer's."""
_MIN_ASKING = 0.3
_CLEARLY_ASKING = 0.6


def assign_roles(sheet: Sheet, labels: Mapping[int, Label]) -> dict[str, Side]:
    """Each label's side: words for "question" and "answer" say it, else the names and how often each asks."""
    fullest = group_speakers(labels)
    asking = {
        key: sum(_reads_asking(sheet, labels[number], number) for number in numbers) / len(numbers)
        for key, numbers in lines_by_speaker(labels).items()
    }
    by_word = {fullest[label.key]: _by_word(label) for label in labels.values()}
    asks = {key for key, side in by_word.items() if side == "question"}
    named = {key: share for key, share in asking.items() if by_word[key] is None}
    if asks and len(named) > 1 and max(named.values()) >= _CLEARLY_ASKING:  # names up to somewhere, then letters
        asks |= _askers(sheet, named)
    if not asks:
        asks = _askers(sheet, {key: share for key, share in asking.items() if by_word[key] is None})
    return {key: "question" if full in asks else "answer" for key, full in fullest.items()}


def _reads_asking(sheet: Sheet, label: Label, number: int) -> bool:
    """What is said after the label, which may stand on the next line."""
    alone = label.end >= len(sheet.lines[number].text) and number + 1 < len(sheet.lines)
    return question_score(sheet.lines[number + alone].traits) >= ASKS


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
