"""A proposal: selectors for a new template with what speaks for each, as TOML that can be pasted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

from junket.crawlers.site.site import Selectors

Part = Literal["content", "title", "authors", "date", "strip"]
PARTS: tuple[Part, ...] = ("content", "title", "authors", "date")


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for one selector."""

    part: Part
    selector: str
    held: int
    """Pages on which it matches exactly one place, and what is read there is what was expected."""
    tried: int
    """Pages on which what was expected stands at all."""
    firm: bool = True
    """Held against old records; else only against what the generic path or the page's metadata say."""

    def __str__(self) -> str:
        against = "as the old records have it" if self.firm else "as the generic path reads it (weaker: no old record)"
        return f"{self.part}: on {self.held} of {self.tried} pages, {against}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Selectors that hold from ``valid_from`` on. Without any, it says that the generic path reads the new pages."""

    domain: str
    valid_from: date
    selectors: Selectors
    support: tuple[Support, ...]
    left_out: tuple[str, ...] = ()
    """For each part without a selector, why."""
    pages: int
    """New pages that were looked at."""
    healed: int
    """Of those with an old record, how many read as that does with the proposal (text, title, authors, date)."""
    healed_before: int
    """The same without it."""
    known: int
    """Pages with an old record."""

    @property
    def toml(self) -> str:
        """The ``[[selectors]]`` entry, with the evidence as comments."""
        known = f"# As their old records: {self.healed} of {self.known} pages with it, {self.healed_before} without it."
        lines = [
            f"# Proposed from {self.pages} pages of the new template; look at some before you keep it.",
            *([known] if self.known else []),
            *(f"# {_comment(str(each))}" for each in self.support),
            *(f"# {_comment(each)}" for each in self.left_out),
            "[[selectors]]",
            f"valid_from = {self.valid_from.isoformat()}",
        ]
        lines += [f"{part} = {_quoted(found)}" for part in PARTS if (found := getattr(self.selectors, part))]
        if self.selectors.strip:
            lines.append(f"strip = [{', '.join(map(_quoted, self.selectors.strip))}]")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class NoProposal:
    """Why nothing is proposed."""

    reason: str


def _quoted(text: str) -> str:
    return json.dumps(text) if "'" in text or not text.isprintable() else f"'{text}'"


def _comment(text: str) -> str:
    return " ".join(text.split()).encode("ascii", "backslashreplace").decode()
