"""Quoted words become a turn, or stop being one; what the standing turns keep is what lies beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from junket.pipelines.corrections.anchor import NotFound
from junket.pipelines.corrections.correction import Correction
from junket.pipelines.languages.characters import GREEK_QUESTION_MARK, QUESTION_MARKS
from junket.pipelines.people.named_people import everyone
from junket.pipelines.record.record import Record, Turn
from junket.pipelines.turns.turn_id import turn_keys

_FIELDS = {"question": "interviewers", "answer": "interviewees"}
_ASKS = (*QUESTION_MARKS, GREEK_QUESTION_MARK)


def with_turn(record: Record, correction: Correction, start: int, end: int) -> Record:
    """The record in which ``text[start:end]`` is what the correction says. NotFound where no role can be told."""
    standing = [turn for turn in record.turns if turn.start < end and turn.end > start]
    turns = [piece for turn in record.turns for piece in _beside(record.text, turn, start, end)]
    if correction.role != "none":
        turns.append(_turn(record.text, standing, correction, start, end))
    elif not standing:
        raise NotFound("no turn stands there")
    return with_turns(record, sorted(turns, key=lambda turn: turn.start))


def with_turns(record: Record, turns: Iterable[Turn]) -> Record:
    """The record with other turns: named by their words, and its people those who speak now."""
    named = _named(record.id, list(turns))
    now = replace(record, turns=named, turns_confidence=record.turns_confidence if named else None)
    interviewers, interviewees = _asking(record, now), _decided(record, now, "answer", _speakers(named, "answer"))
    people = everyone(record, interviewers + interviewees)
    return replace(now, interviewers=interviewers, interviewees=interviewees, people=people)


def _asking(record: Record, now: Record) -> tuple[str, ...]:
    asking = _speakers(now.turns, "question")
    by_byline = () if asking or _speakers(record.turns, "question") else record.interviewers
    return _decided(record, now, "question", asking or by_byline)


def _decided(record: Record, now: Record, role: str, read: tuple[str, ...]) -> tuple[str, ...]:
    """Who speaks in that role, as ``read``; where people named them already, only what this changes is changed."""
    field = _FIELDS[role]
    if field not in record.corrected:
        return read
    before, after = _speakers(record.turns, role), _speakers(now.turns, role)
    stay = tuple(name for name in getattr(record, field) if name in after or name not in before)
    return tuple(dict.fromkeys((*stay, *(name for name in after if name not in before))))


def _turn(text: str, standing: list[Turn], correction: Correction, start: int, end: int) -> Turn:
    said = max(standing, key=lambda turn: min(turn.end, end) - max(turn.start, start), default=None)
    if said is None and correction.role is None:
        raise NotFound("no turn stands there: the correction must say its role")
    turn = said or Turn(turn_id="", role="note", text="", start=start, end=end)
    if correction.role not in {None, "none", turn.role}:
        turn = replace(turn, role=correction.role, speaker=None, speaker_printed=None)
    speaker = turn.speaker if correction.speaker is None else correction.speaker or None
    return replace(turn, speaker=speaker, text=text[start:end], start=start, end=end)


def _beside(text: str, turn: Turn, start: int, end: int) -> Iterator[Turn]:
    """What is left of a turn when ``start:end`` is taken out of it: nothing, one piece or two."""
    if turn.end <= start or turn.start >= end:
        yield turn
        return
    for first, last in ((turn.start, min(turn.end, start)), (max(turn.start, end), turn.end)):
        words = text[first:last].strip() if first < last else ""
        if any(map(str.isalnum, words)):
            begin = text.index(words, first)
            yield replace(turn, text=words, start=begin, end=begin + len(words))


def _named(record_id: str, turns: list[Turn]) -> tuple[Turn, ...]:
    keys = turn_keys((turn.role, turn.text) for turn in turns)
    named = []
    for number, (turn, key) in enumerate(zip(turns, keys, strict=True)):
        answered = number + 1 < len(turns) and turns[number + 1].role == "answer"
        asks = turn.answer_missing or turn.text.endswith(_ASKS)
        missing = turn.role == "question" and asks and not answered
        named.append(replace(turn, turn_id=f"{record_id}-{key}", answer_missing=missing))
    return tuple(named)


def _speakers(turns: Iterable[Turn], role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(turn.speaker for turn in turns if turn.role == role and turn.speaker))
