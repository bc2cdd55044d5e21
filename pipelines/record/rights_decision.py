"""What follows from rights as seen, and from what people decided: a pure function of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from junket.crawlers.ledger.drop import WithheldReason
from junket.crawlers.polite.robots_policy import PRODUCT_TOKEN
from junket.crawlers.rights.right import UNKNOWN, Right
from junket.crawlers.rights.rights_toml import RightsDecision, Use
from junket.pipelines.record.rights_rules import RULES, Rule

_WITHHELD: dict[Use, WithheldReason] = {"archive_only": "rights_archive_only", "skip": "rights_skip"}
STRICTNESS: dict[Use, int] = {"fetch": 0, "archive_only": 1, "skip": 2}
_TDM_BY_RANK = ("tdm_meta", "tdm_header", "tdm_file")
"""TDMRep, "Processing priority": each supersedes those behind it."""
_WITH_VALUES = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
"""Directives that have a colon of their own: no robot's name stands before it."""


@dataclass(frozen=True, slots=True)
class RightsRuling:
    """What may be done with a page, and what says so: a signal of the page, or a person's decision."""

    use: Use
    signal: str | None = None
    seen: Right | None = None
    """Where the signal was seen."""
    decision: RightsDecision | None = None

    @property
    def withheld(self) -> WithheldReason | None:
        """Why the page's record stays in the log; None where it may be published."""
        return _WITHHELD.get(self.use)


def decide(rights: Iterable[Right] | None, decision: RightsDecision | None = None) -> RightsRuling:
    """The strictest of what the signals lead to, by ``rights.toml``; a person's decision stands above them all.

    Nothing seen (None: nobody looked) leads to ``fetch``. Raises nothing.
    """
    found = [(rule, right) for right in rights or () for rule in _rules_of(right)]
    found += [(RULES["tdm-reservation"], right) for right in _reserved(rights or ())]
    rule, seen = max(found, key=lambda pair: STRICTNESS[pair[0].use], default=(None, None))
    signal = rule.signal if rule else None
    return RightsRuling(decision.use if decision else rule.use if rule else "fetch", signal, seen, decision)


def _rules_of(right: Right) -> Iterator[Rule]:
    if right.value is None or right.value.startswith(UNKNOWN):
        return
    if right.source == "ai_txt":
        yield RULES["ai.txt"]
    elif right.source in {"meta_robots", "x_robots_tag"}:
        yield from (RULES[word] for word in _directives(right.value) if word in RULES)


def _directives(value: str) -> Iterator[str]:
    """The directives for all robots, or for Junket by name: ``googlebot: noarchive`` is for another one.

    A name holds to the end of the line (Google's "Robots meta tag … specifications", X-Robots-Tag).
    """
    for_us = True
    for piece in value.lower().split(","):
        name, colon, directive = piece.partition(":")
        word = piece.strip()
        if colon and name.strip() not in _WITH_VALUES:
            for_us, word = name.strip() in {"robots", "*", PRODUCT_TOKEN}, directive.strip()
        if for_us:
            yield word


def _reserved(rights: Iterable[Right]) -> list[Right]:
    """The reservations (``1``) of the highest source that says yes or no."""
    said = [right for right in rights if right.source in _TDM_BY_RANK and (right.value or "")[:1] in ("0", "1")]
    highest = min((_TDM_BY_RANK.index(right.source) for right in said), default=None)
    return [
        right for right in said if _TDM_BY_RANK.index(right.source) == highest and (right.value or "").startswith("1")
    ]
