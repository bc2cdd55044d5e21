"""The lead: the paragraph under the title that markup calls the page's description, as the page prints it."""

from __future__ import annotations

from collections.abc import Mapping

from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.around import TitleSurroundings
from junket.pipelines.metadata.evidence import Evidence

_NEAR = 20
_LEAST, _MOST = 40, 800
"""Characters of a lead."""
_SURE = 60
"""Folded characters that a cut description and its paragraph must share."""


def decide_lead(around: TitleSurroundings, marked: Mapping[int, str], evidence: Evidence) -> str | None:
    """The first block after the title that is the described text, or is printed twice; else None."""
    blocks = around.blocks[around.anchor : around.anchor + _NEAR]
    near = [block for block in blocks if block.index not in marked and _LEAST <= len(block.text) <= _MOST]
    claims = [fold(candidate.value) for candidate in evidence.of("lead")]
    seen: set[str] = set()
    for block in near:
        folded = fold(block.text)
        if folded in seen or any(_is_described(folded, claim) for claim in claims):
            return block.text
        seen.add(folded)
    return None


def _is_described(folded: str, claim: str) -> bool:
    """The same text, or a description that is the paragraph's beginning, cut."""
    if folded == claim:
        return True
    start = claim[: max(_SURE, len(claim) - 12)]
    return len(start) >= _SURE and folded.startswith(start)
