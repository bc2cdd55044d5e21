"""Who else made the page: interviewers, translators and photographers, as its bylines name them."""

from __future__ import annotations

from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS
from junket.pipelines.metadata.bylines.byline_names import read_byline
from junket.pipelines.metadata.evidence import Evidence
from junket.pipelines.person.shape import is_full_name

Contributors = dict[str, tuple[str, ...]]
"""Names by role: ``interviewer``, ``translator``, ``photographer``."""


def decide_contributors(evidence: Evidence, own: frozenset[str], title: str | None) -> Contributors:
    """Full names by role, in page order, each once.

    Who the title names is the guest, so not the interviewer. A photographer counts in one block with a byline
    (elsewhere it is one picture's credit), and an agency takes no pictures. ``own``: the site's names, squeezed.
    """
    signed = {c.block for c in evidence.of("author") if c.source.startswith("byline")}
    asked = f" {fold(title or '')} "
    named: dict[str, dict[str, str]] = {}
    for candidate in evidence.of("contributor"):
        byline = read_byline(candidate.value, own)
        for name, role in (*((name, "interviewer") for name in byline.interviewers), *byline.others):
            alone = role == "photographer" and candidate.block not in signed
            guest = role == "interviewer" and f" {fold(name)} " in asked
            if is_full_name(name) and not (alone or guest or _is_agency(name)):
                named.setdefault(role, {}).setdefault(fold(name), name)
    return {role: tuple(names.values()) for role, names in named.items()}


def _is_agency(name: str) -> bool:
    return not WORDS.agency.isdisjoint(fold(name).split())
