"""From clean text to a conversation: propose, weigh, take the best, name the speakers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from pipelines.document import Body, Conversation, Metadata
from pipelines.interview import Turn
from pipelines.turns.bounds import is_interview
from pipelines.turns.draft import Proposal
from pipelines.turns.edges import settle_edges
from pipelines.turns.marked import find_marks
from pipelines.turns.reading import read_sheet
from pipelines.turns.sheet import Sheet
from pipelines.turns.speakers import Cast, find_cast
from pipelines.turns.styles import STYLES
from pipelines.turns.weigh import Weighing, weigh

SURE = 0.9
"""Below this confidence a conversation carries the warning ``turns_uncertain``."""

_ID_LENGTH = 12
_NOT_WORDS = re.compile(r"[\W_]+")
_MARGIN = 0.05
_QUESTION_MARKS = "?？؟"
_MIN_QUESTION_MARKS = 2
"""Fewer on a whole page: nobody interviews anybody, and nothing is worth the work."""


def find_turns(body: Body, metadata: Metadata, language: str | None) -> Conversation:
    """The interview's turns, or an empty conversation where no style explains the page well enough.

    ``body`` is the clean text with its blocks, ``language`` the text's (two letters; None: unknown).
    Turns are in order, do not overlap, and ``body.text[turn.start:turn.end] == turn.text``. Warnings:
    ``turns_uncertain`` (confidence below :data:`SURE`), ``answer_missing``, ``interviewer_from_byline`` (the only
    hint at the interviewer is a single author), ``turns_not_sought`` (a page beyond all bounds). Raises nothing.
    """
    if sum(body.text.count(mark) for mark in _QUESTION_MARKS) < _MIN_QUESTION_MARKS:
        return Conversation()
    sheet = read_sheet(body, metadata, language)
    if sheet is None:
        return Conversation(warnings=("turns_not_sought",))
    ranked = rank(sheet)
    if not ranked or not is_interview(sheet, ranked[0][1], ranked[0][0]):
        return Conversation()
    weighing, drafts = ranked[0]
    cast = find_cast(sheet, drafts)
    turns = _turns(sheet, drafts, cast)
    confidence = _confidence(weighing, ranked)
    return Conversation(
        turns=turns,
        confidence=confidence,
        is_interview=True,
        interviewers=_people(turns, "question"),
        interviewees=_people(turns, "answer"),
        warnings=_warnings(turns, cast, confidence),
    )


def rank(sheet: Sheet) -> list[tuple[Weighing, Proposal]]:
    """All styles' explanations of the page, the best first."""
    marks = find_marks(sheet)
    found = []
    for style in STYLES:
        for proposal in style.propose(sheet):
            drafts = settle_edges(sheet, proposal)
            weighing = weigh(sheet, drafts, marks, style)
            if weighing:
                found.append((weighing, drafts))
    return sorted(found, key=lambda pair: -pair[0].score)


def _turns(sheet: Sheet, drafts: Proposal, cast: Cast) -> tuple[Turn, ...]:
    seen: Counter[str] = Counter()
    turns = []
    for number, draft in enumerate(drafts):
        text = sheet.text[draft.start : draft.end]
        words = _NOT_WORDS.sub(" ", f"{draft.role} {text.casefold()}").strip()
        seen[words] += 1
        digest = hashlib.sha256(f"{words} {seen[words]}".encode()).hexdigest()
        unanswered = number + 1 == len(drafts) or drafts[number + 1].role == "question"
        turns.append(
            Turn(
                turn_id=digest[:_ID_LENGTH],
                role=draft.role,
                text=text,
                start=draft.start,
                end=draft.end,
                speaker=cast.speaker(draft),
                speaker_printed=draft.label,
                answer_missing=draft.role == "question" and unanswered and sheet.traits(draft.start, draft.end).asks,
            )
        )
    return tuple(turns)


def _people(turns: tuple[Turn, ...], role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(turn.speaker for turn in turns if turn.role == role and turn.speaker))


def _confidence(best: Weighing, ranked: list[tuple[Weighing, Proposal]]) -> float:
    """Hand-set: the evidence's score, less where another reading of the page is nearly as good."""
    rivals = [weighing.score for weighing, drafts in ranked[1:] if drafts != ranked[0][1]]
    doubt = max(0.0, _MARGIN - (best.score - max(rivals, default=0.0)))
    return round(min(1.0, max(0.0, best.score - 2 * doubt)), 3)


def _warnings(turns: tuple[Turn, ...], cast: Cast, confidence: float) -> tuple[str, ...]:
    checks = {
        "turns_uncertain": confidence < SURE,
        "answer_missing": any(turn.answer_missing for turn in turns),
        "interviewer_from_byline": cast.by_byline,
    }
    return tuple(word for word, holds in checks.items() if holds)
