"""A turn's name: the same as long as its words stay."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

_LENGTH = 12
_NOT_WORDS = re.compile(r"[\W_]+")


def turn_keys(said: Iterable[tuple[str, str]]) -> list[str]:
    """Twelve hex digits for each (role, text): of its words and of how many the same stood before. SHA-256, cut."""
    seen: Counter[str] = Counter()
    keys = []
    for role, text in said:
        words = _NOT_WORDS.sub(" ", f"{role} {text.casefold()}").strip()
        seen[words] += 1
        keys.append(hashlib.sha256(f"{words} {seen[words]}".encode()).hexdigest()[:_LENGTH])
    return keys
