"""What came of one WARC file in a scrape: told in one line at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from junket.crawlers.archive.records import Damage
from junket.crawlers.errors import NoText
from junket.crawlers.ledger.drop import Reason
from junket.exports.cli.printing.messages import detail, say, warn


@dataclass(slots=True)
class ArchiveTally:
    """Counts a WARC file's captures. What gives no record is the file's own business, unless nothing does."""

    target: str
    records: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)
    damages: int = 0
    first_damage: str = ""

    def without(self, reason: Reason, url: str, why: str) -> None:
        """Notes a capture that gives no record."""
        self.reasons[reason] += 1
        detail(f"{self.target}: {url}: {reason}" + (f" ({why})" if why else ""))

    def damaged(self, damage: Damage) -> None:
        """Notes a stretch that could not be read."""
        told = f"{damage.reason}, at offset {damage.offset}"
        self.damages += 1
        self.first_damage = self.first_damage or told
        detail(f"{self.target}: {told}")

    def end(self) -> NoText | None:
        """Tells what came of the file; the error, where no record did."""
        if not self.records:
            return NoText(self.target, self._nothing(), "give an archive with pages in it; -v lists what it has")
        if self.damages:
            warn(f"{self.target}: {self.damages} stretches could not be read ({self.first_damage})")
        if self.reasons:
            without = f"no record from {self.reasons.total()} captures ({self._told()}; -v lists them)"
            say(f"{self.target}: {self.records} records; {without}")
        return None

    def _nothing(self) -> str:
        parts = [f"none of its {self.reasons.total()} captures gives a record" if self.reasons else "has no captures"]
        parts += [self._told()] if self.reasons else []
        parts += [f"{self.damages} stretches could not be read: {self.first_damage}"] if self.damages else []
        return parts[0] + (f" ({', '.join(parts[1:])})" if parts[1:] else "")

    def _told(self) -> str:
        return ", ".join(f"{reason} {number}" for reason, number in self.reasons.most_common())
