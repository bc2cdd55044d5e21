"""A page explained, for programs: plain values, and the counts and the outcome that every form shows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from junket.pipelines.boilerplate.rule_kinds import KINDS
from junket.pipelines.explanation import Explanation, Piece, Span
from junket.pipelines.record.record import Rejected


def explain_fields(explained: Explanation) -> dict[str, list[dict[str, Any]]]:
    """``blocks``: every piece of the page; ``candidates``: what each field was chosen from. Texts are whole."""
    return {
        "blocks": [_piece_fields(piece) for piece in explained.pieces],
        "candidates": [{**choice.candidate._asdict(), "chosen": choice.chosen} for choice in explained.choices],
    }


def _piece_fields(piece: Piece) -> dict[str, Any]:
    names = ("block", "tag", "keep", "kind", "rule", "score", "text")
    turns = [{"role": span.role, "speaker": span.speaker, "text": span.text} for span in spoken(piece)]
    return {name: getattr(piece, name) for name in names} | {"turns": turns}


def spoken(piece: Piece) -> tuple[Span, ...]:
    """The stretches of a piece that are turns."""
    return tuple(span for span in piece.spans if span.role)


def counts_of(explained: Explanation) -> dict[str, Counter[str]]:
    """How many pieces each rule took out, by the rule's kind; kinds in their order."""
    gone = [piece for piece in explained.pieces if not piece.keep]
    rules = {kind: Counter(str(piece.rule) for piece in gone if piece.kind == kind) for kind in KINDS}
    return {kind: counter for kind, counter in rules.items() if counter}


def outcome_of(explained: Explanation) -> str:
    """What became of the page: the record's kind and doubts, or the reason why there is none."""
    outcome = explained.outcome
    if isinstance(outcome, Rejected):
        return f"no record: {outcome.reason}" + (f" ({outcome.detail})" if outcome.detail else "")
    doubts = f"; warnings: {', '.join(outcome.warnings)}" if outcome.warnings else ""
    return f"{outcome.kind}, language {outcome.language or 'unknown'}, turns: {len(outcome.turns)}{doubts}"
