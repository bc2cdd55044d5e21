"""What may reach a terminal: characters that steer it, or hide or turn around what stands beside them, are shown."""

from __future__ import annotations

import re

_JOINERS = "\u200c\u200d"
_STEERING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, all but tab and line end
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\u2028\u2029\u202a-\u202e"  # line ends of their own; direction of writing
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # halves of characters, music's formats, tags
)
"""Unicode's controls, format characters and what else is drawn as nothing (Default_Ignorable_Code_Point), as ranges.

Variation selectors beside letters and emoji, and the joiners, belong to words: the joiners are steering in names only.
"""
_IN_WORDS = re.compile(f"[{_STEERING}]")
_IN_NAMES = re.compile(f"[{_STEERING}{_JOINERS}]")


def printable(text: str) -> str:
    """A page's words with each steering character but tab and line end as U+FFFD."""
    return _IN_WORDS.sub("\ufffd", text)


def escaped(text: str) -> str:
    r"""A message, a name or an address with each such character as Python spells it: ``\x1b``, ``\u202e``."""
    return _IN_NAMES.sub(lambda found: ascii(found[0])[1:-1], text)
