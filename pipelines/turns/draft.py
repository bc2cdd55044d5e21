"""Drafts: what a style proposes. A turn's place in the text and its role, before speakers and ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["question", "answer"]
SIDES: tuple[Side, ...] = ("question", "answer")


@dataclass(frozen=True, slots=True)
class Draft:
    """``sheet.text[start:end]`` is what is said; the label stands before it, outside."""

    role: Side
    start: int
    end: int
    first_line: int
    last_line: int
    label: str | None = None


Proposal = tuple[Draft, ...]
