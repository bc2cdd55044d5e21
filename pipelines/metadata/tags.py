"""Tags: the subject words that the page's markup lists."""

from __future__ import annotations

import re

from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.evidence import Evidence

MAX_TAGS = 40
_SPLIT = re.compile(r"\s{0,20}[,;，、]\s*+")
_MAX_TAG = 80
_LEAST_WEIGHT = 50
"""``meta keywords`` (40) is left out where something better lists tags: it is bait more often than subjects."""


def decide_tags(evidence: Evidence) -> tuple[str, ...]:
    """The tags of the best sources, without repeats, in page order."""
    candidates = list(evidence.of("tag"))
    good = [candidate for candidate in candidates if candidate.weight >= _LEAST_WEIGHT] or candidates
    tags = (tag for candidate in good for tag in _SPLIT.split(candidate.value))
    kept: dict[str, str] = {}
    for tag in tags:
        if tag and len(tag) <= _MAX_TAG:
            kept.setdefault(fold(tag), tag)
    return tuple(list(kept.values())[:MAX_TAGS])
