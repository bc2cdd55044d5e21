"""Who speaks when nothing but order and words tell: the likeliest sequence of questions and answers.

Viterbi's algorithm (A. Viterbi, 1967) over the pieces; weights were set by hand on interviews of
the project's own and are log-odds-like scores, not probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from junket.pipelines.turns.words.lexicon import Traits

State = Literal["before", "question", "answer", "after"]
_STATES: tuple[State, ...] = ("before", "question", "answer", "after")

_SHORT, _LONG, _VERY_LONG = 160, 320, 600
_START: dict[State, float] = {"before": 0.0, "question": 0.0, "answer": -20.0, "after": -20.0}
_NEVER = -1e9
_NO_SIGN = 1.5
"""What a piece costs as a question that does not show a single sign of one."""
_START_INSIDE: dict[State, float] = {"before": _NEVER, "question": 0.0, "answer": -3.0, "after": _NEVER}
_DUE = 3.0
"""What a second question paragraph costs right after one that ends in a question mark and shows no sign of one."""
_WORD_TO_GUEST, _SHORT_REMARK = 40, 60
_MIN_REMARKS, _MOST_REMARKS = 2, 0.75
_REMARK = 1.0
_LOST = 1.5
"""What it costs to take the piece after a hole for the answer to the question before it."""


def question_score(traits: Traits) -> float:
    """How much a piece reads like an interviewer's rather than a guest's (0: no telling)."""
    score = -1.0
    if traits.ends_asking:
        score += 3.5
    elif traits.holds_question:
        score += 0.7
    score += 1.5 * traits.second + 0.8 * traits.opens + 2.0 * traits.invites + 1.5 * traits.thanks
    score += 1.5 * (traits.remark and traits.length < _SHORT)
    if traits.first:
        score -= 0.7 if traits.ends_asking and traits.second else 2.0
    score -= 1.0 * (traits.length > _LONG) + 2.0 * (traits.length > _VERY_LONG)
    return score


def _has_sign(traits: Traits) -> bool:
    return traits.asks or traits.holds_question or traits.second or traits.thanks or traits.remark


def _answer_is_due(before: Traits, traits: Traits) -> bool:
    """Right after a question, what neither asks nor greets is the answer; a short word to the guest may be none."""
    aside = traits.thanks or traits.remark or (traits.second and not traits.first and traits.length < _WORD_TO_GUEST)
    return before.ends_asking and not (traits.asks or aside)


def _remarks(pieces: Sequence[Traits]) -> frozenset[int]:
    """Short pieces between an answer and the next question, where most pieces in such places are short.

    In such a talk answers have one paragraph each, and what stands after one is the interviewer's remark.
    """
    asking = [number for number, traits in enumerate(pieces) if traits.asks]
    extra = [number for start, end in pairwise(asking) for number in range(start + 2, end)]
    short = [number for number in extra if pieces[number].length < _SHORT_REMARK]
    last = frozenset(end - 1 for end in asking)
    usual = len(short) >= max(_MIN_REMARKS, _MOST_REMARKS * len(extra))
    return last.intersection(short) if usual else frozenset()


def read_sequence(
    pieces: Sequence[Traits], *, same: float, lost: frozenset[int] = frozenset(), outside: bool = True
) -> list[State]:
    """A state for each piece.

    ``same`` is the cost of two pieces of one speaker in a row (0 or more);
    before the pieces numbered in ``lost`` an answer may have gone missing. ``outside``: the first and the last
    pieces may be no part of the talk; else a question comes first.
    """
    usual = _moves(same, outside=outside)
    broken = usual | {("question", "question"): 0.0, ("question", "answer"): -_LOST}
    due = usual | {("question", "question"): usual["question", "question"] - _DUE}
    remarks = _remarks(pieces)
    best = dict(_START if outside else _START_INSIDE)
    back: list[dict[State, State]] = []
    for number, traits in enumerate(pieces):
        asked = question_score(traits) - (0.0 if _has_sign(traits) else _NO_SIGN)
        asked = max(asked, _REMARK) if number in remarks else asked
        gain: dict[State, float] = {"before": 0.0, "question": asked, "answer": -0.5 * asked, "after": -0.3}
        if number == 0:
            best = {state: best[state] + gain[state] for state in _STATES}
            continue
        moves = broken if number in lost else due if _answer_is_due(pieces[number - 1], traits) else usual
        came: dict[State, State] = {}
        reached: dict[State, float] = {}
        for state in _STATES:
            reached[state], came[state] = max((best[old] + moves[old, state], old) for old in _STATES)
            reached[state] += gain[state]
        back.append(came)
        best = reached
    return _trace(best, back) if pieces else []


def _moves(same: float, *, outside: bool) -> dict[tuple[State, State], float]:
    moves = dict.fromkeys(((old, new) for old in _STATES for new in _STATES), _NEVER)
    moves["before", "before"] = moves["after", "after"] = 0.0
    moves["before", "question"] = moves["question", "answer"] = moves["answer", "question"] = 0.0
    moves["question", "question"] = moves["answer", "answer"] = -same
    if outside:
        moves["answer", "after"] = -2.0
        moves["question", "after"] = -3.0
    return moves


def _trace(best: dict[State, float], back: list[dict[State, State]]) -> list[State]:
    state = max(_STATES, key=lambda state: best[state])
    states = [state]
    for came in reversed(back):
        state = came[state]
        states.append(state)
    return states[::-1]
