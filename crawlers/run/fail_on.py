"""When failures fail the run: more URLs than a number, or than a share of the pages asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from junket.crawlers.errors import UsageProblem

_NUMBER = re.compile(r"([0-9]{1,12})(?:(\.[0-9]{1,6})?%)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class FailOn:
    """``number`` URLs may fail, or ``percent`` of the pages asked for; the one that is None does not count."""

    number: int | None = None
    percent: float | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """``20`` or ``2.5%``. UsageProblem for anything else."""
        found = _NUMBER.fullmatch(text.strip())
        if not found:
            raise UsageProblem(f"--fail-on {text}", "is no number and no share", "say how many may fail: 20, or 2.5%")
        if not text.strip().endswith("%"):
            return cls(number=int(found[1]))
        percent = float(found[1] + (found[2] or ""))
        if percent > 100:  # noqa: PLR2004 - all of them
            raise UsageProblem(f"--fail-on {text}", "is more than all pages", "give 100% at most")
        return cls(percent=percent)

    def exceeded(self, failed: int, asked: int) -> bool:
        """Whether more failed than may. What brought nothing although nothing was asked for counts as a page asked."""
        if self.number is not None:
            return failed > self.number
        return failed * 100 > (self.percent or 0.0) * max(asked, failed)

    def __str__(self) -> str:
        return f"{self.number:,}" if self.percent is None else f"{self.percent:g}%"
