"""Questions that a series asks again and again: one id for the same words, whoever the guest is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from junket.pipelines.person.shape import words_of

_NOT_WORDS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_LENGTH = 12
_MIN_WORDS = 3
"""Shorter prompts ("And now?") follow from the talk, not from a template."""
_NAME = "name"


def question_key(text: str, site: str, names: Iterable[str]) -> str | None:
    """Twelve hex digits that are the same for the same question within ``site``; None for very short prompts.

    Case, punctuation and numbers do not count; the words of ``names`` (the page's people, and what its title
    names) are masked, so that "Hi Ada, …" and "Hi Noor, …" are one question. SHA-256, cut.
    """
    masked = {word for name in names for word in words_of(name)}
    words = _NOT_WORDS.sub(" ", _NUMBER.sub(" ", text.casefold())).split()
    if len(words) < _MIN_WORDS:
        return None
    said = " ".join(_NAME if word in masked else word for word in words)
    said = re.sub(rf"\b{_NAME}(?: {_NAME})+\b", _NAME, said)
    return hashlib.sha256(f"{site} {said}".encode("utf-8", "replace")).hexdigest()[:_LENGTH]
