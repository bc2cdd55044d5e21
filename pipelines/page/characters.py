"""Characters that are no text: zero-width junk, icon-font glyphs, mis-numbered entities."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width space, word joiner and kin, bidi marks and embeddings, object replacement,
# byte order mark, private use (icon fonts), noncharacters, C0 and C1 controls, tag characters.
_JUNK = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f"
    "\U000f0000-\U0010ffff]"
)
_PRINTABLE_JUNK = "\u034f\u115f\u1160\u17b4\u17b5\ufffc"
_is_nfc = unicodedata.is_normalized
_SHAPED = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1780-\u18af]")
_EMOJI = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0010ffff]")
_JOINERS = {"\u200c", "\u200d"}
# Numeric references to C1 controls mean Windows-1252, as browsers read them (HTML Living Standard, 13.2.5.80).
_C1 = {chr(c): bytes([c]).decode("cp1252", "ignore") for c in range(0x80, 0xA0)}


_WIDE = "\u2e80-\u3130\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
_WIDE_BREAK = re.compile(f"([{_WIDE}])[^\\S\n]*\n\\s*(?=[{_WIDE}])")
_STRETCH = 1 << 16
"""Characters whose words are held apart at one time: a list of the words of a 20 MB text takes 300 MB."""


def collapse(text: str) -> str:
    """``text`` with each stretch of white space as one space, none at its ends."""
    if len(text) <= _STRETCH:
        return " ".join(text.split())
    parts: list[str] = []
    spaced = False
    for start in range(0, len(text), _STRETCH):
        stretch = text[start : start + _STRETCH]
        words = " ".join(stretch.split())
        if words:
            if parts and (spaced or stretch[0].isspace()):
                parts.append(" ")
            parts.append(words)
            spaced = False
        spaced = spaced or stretch[-1].isspace()
    return "".join(parts)


def unfold(text: str) -> str:
    """``text`` without the line ends of its source that stand between ideographs, kana or their punctuation.

    Such scripts know no spaces, so there a line end is none (CSS Text 3, section 4.1.3); Hangul has them.
    """
    return _WIDE_BREAK.sub(r"\1", text) if "\n" in text and not text.isascii() else text


def is_clean(text: str) -> bool:
    """Whether :func:`clean` would leave the text as it is; False where only a close look tells."""
    if text.isascii():
        return True
    # Printable by Unicode's categories: no control, format, surrogate, private-use or unassigned character.
    return text.isprintable() and not any(map(text.__contains__, _PRINTABLE_JUNK)) and _is_nfc("NFC", text)


def clean(text: str) -> str:
    """``text`` without characters that print nothing; NFC; ZWNJ and ZWJ kept where a script needs them.

    White space is left as it is. Not for pieces of a word: NFC joins a letter and its accent only
    inside one string.
    """
    if text.isascii() and text.isprintable():
        return text
    if _JUNK.search(text):
        text = _JUNK.sub(_replacement, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _replacement(match: re.Match[str]) -> str:
    char = match.group()
    if char in _JOINERS:
        start = match.start()
        before, after = match.string[max(0, start - 1) : start], match.string[start + 1 : start + 2]
        return char if _joins(before, char) and _joins(after, char) else ""
    return _C1.get(char, "")


def _joins(neighbour: str, joiner: str) -> bool:
    """Whether a joiner next to this character changes how it is drawn: cursive and Indic scripts, emoji."""
    if not neighbour:
        return False
    return bool(_SHAPED.match(neighbour)) or (joiner == "\u200d" and bool(_EMOJI.match(neighbour)))
