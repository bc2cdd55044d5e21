"""One thing that a page or its site says of what may be done with it: as seen, with the time, absence too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec

UNKNOWN = "unknown: "
"""What begins the value of a source that could not be read; it says neither yes nor no."""
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Right:
    """What one source said, word for word. ``value`` None: the source was looked at and says nothing."""

    source: Annotated[
        str,
        "`x_robots_tag`, `tdm_header`, `meta_robots`, `tdm_meta`, `licence`, `copyright`, `tdm_file` or `ai_txt`.",
    ]
    value: Annotated[str | None, "What it says, word for word; null: looked at, and nothing there."]
    seen_at: Annotated[datetime | None, "When the answer came that holds it, or does not."]
    """For a site's file that file's time. None where nobody knows."""


def cut(value: str | None) -> str | None:
    """The value on one line and within bounds; None for an empty one."""
    return " ".join((value or "").split())[:_MOST] or None


def to_line(rights: Iterable[Right]) -> str:
    """The rights as one line of ASCII, for a WARC field."""
    return json.dumps([msgspec.to_builtins(right) for right in rights], separators=(",", ":"))


def from_line(line: str | None) -> tuple[Right, ...]:
    """The rights of :func:`to_line`; none for anything else."""
    try:
        return msgspec.json.decode(line or "[]", type=tuple[Right, ...])
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return ()


def says_the_same(line: str | None, other: str | None) -> bool:
    """Whether two such lines hold the same, whenever it was seen."""
    first, second = ([(right.source, right.value) for right in from_line(each)] for each in (line, other))
    return first == second
