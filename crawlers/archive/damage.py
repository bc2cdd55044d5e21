"""A stretch of an archive file that could not be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no record: from ``offset`` to ``resumed_at`` (None: to the end of the file)."""

    file: str
    offset: int
    reason: str
    resumed_at: int | None = None
