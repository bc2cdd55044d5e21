"""Pages that change their style partway: one style's turns up to where another style's begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import dropwhile, permutations

from junket.pipelines.turns.draft import Draft, Proposal
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.styles.style import Style

_MIN_DRAFTS = 4
"""Two questions and two answers of each style: less is no style."""
_MAX_TRIED = 12
TRUST = 0.99
"""A change of style is rarer than either style: what it costs against a single style that explains as much."""


def splice(sheet: Sheet, proposals: Sequence[tuple[Style, Proposal]]) -> Iterable[tuple[Style, Proposal]]:
    """Each proposal of one style followed by a later-starting one of another style, at most :data:`_MAX_TRIED`."""
    tried: set[Proposal] = set()
    for (first, opening), (second, closing) in permutations(proposals, 2):
        if first is second or len(closing) < _MIN_DRAFTS or closing[0].role != "question":
            continue
        joined = _joined(sheet, opening, closing)
        if joined and joined not in tried and len(tried) < _MAX_TRIED:
            tried.add(joined)
            yield replace(first, name="mixed", trust=TRUST * min(first.trust, second.trust)), joined


def _joined(sheet: Sheet, opening: Proposal, closing: Proposal) -> Proposal | None:
    """``opening`` up to the line where ``closing`` starts, and ``closing``; None where either part is too small."""
    if closing[0].first_line <= opening[-1].first_line:
        closing = _after(closing, opening[-1].first_line)
        if len(closing) < _MIN_DRAFTS:
            return None
    border = closing[0].first_line
    before = [draft for draft in opening if draft.first_line < border]
    if len(before) < _MIN_DRAFTS:
        return None
    last = _until(sheet, before[-1], border)
    return (*before[:-1], last, *closing) if last and last.role == "answer" else None


def _after(drafts: Proposal, line: int) -> Proposal:
    """The drafts behind a line, from the first question on: a style may read the other one's questions as well."""
    return tuple(dropwhile(lambda draft: draft.first_line <= line or draft.role != "question", drafts))


def _until(sheet: Sheet, draft: Draft, border: int) -> Draft | None:
    """The draft without the lines from ``border`` on, and without headings and asides at its new end."""
    if draft.last_line < border:
        return draft
    lines = [line for line in sheet.lines[draft.first_line : border] if not line.is_heading and not line.aside]
    if not lines or lines[-1].end <= draft.start:
        return None
    return replace(draft, end=lines[-1].end, last_line=lines[-1].number)
