"""Counts of what goes by: records, turns, kinds, languages, sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from junket.pipelines.record.record import Record
from junket.pipelines.template import RULE


@dataclass(slots=True)
class Tally:
    """What was counted so far. Documents are told apart by id; ids come in runs, as the catalogue streams them."""

    revisions: int = 0
    documents: int = 0
    turns: int = 0
    template_lines: int = 0
    """Lines that were their sites' templates."""
    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)

    def watch(self, records: Iterable[Record]) -> Iterator[Record]:
        """The same records, counted as they pass; of a document with several revisions the first one counts."""
        last = None
        for record in records:
            self.revisions += 1
            if record.id != last:  # the first revision that comes: one before it may be withheld
                self._add(record)
            last = record.id
            yield record

    def counts(self) -> dict[str, Any]:
        """The counts as plain values, the greatest first."""
        return {
            "documents": self.documents,
            "revisions": self.revisions,
            "turns": self.turns,
            "template_lines": self.template_lines,
            "kinds": dict(self.kinds.most_common()),
            "languages": dict(self.languages.most_common()),
            "sites": dict(self.sites.most_common()),
        }

    def _add(self, record: Record) -> None:
        self.documents += 1
        self.turns += len(record.turns)
        self.template_lines += dict(record.stripped).get(RULE, 0)
        self.kinds[record.kind] += 1
        self.languages[record.language or "unknown"] += 1
        self.sites[record.site or "unknown"] += 1
