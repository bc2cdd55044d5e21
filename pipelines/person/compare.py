"""Whether two prints of a name may be one person's: a short form of a full name, or another spelling."""

from __future__ import annotations

from junket.pipelines.person.parts import Name
from junket.pipelines.person.shape import MOST_INITIALS, words_of
from junket.pipelines.person.transliterate import FEMININE

_LONG_FAMILY = 6
"""Letters of a family name that one letter may differ in: shorter ones are other names too often."""


def fits(short: str, full: str) -> bool:
    """``short`` may stand for ``full`` on one page: the same name, some of its words, or its initials."""
    few, many = words_of(short), words_of(full)
    if not few or not many or len(few) > len(many):
        return False
    if set(few) <= set(many) if len(few) < len(many) else all(map(_shortens, few, many)):
        return True
    letters = "".join(few)
    return len(letters) <= MOST_INITIALS and len(letters) == len(many) and letters == "".join(word[0] for word in many)


def _shortens(few: str, many: str) -> bool:
    return few == many or (len(few) == 1 and many.startswith(few))


def near(one: Name, other: Name) -> bool:
    """The same given name, and a family name one letter off: one person's where a film or a record ties them too."""
    if not (one.is_full and other.is_full) or one.first != other.first or one.generation != other.generation:
        return False
    if len(one.words) != len(other.words) or min(len(one.last), len(other.last)) < _LONG_FAMILY:
        return False
    return _one_letter_off(one.last, other.last) and not _genders_differ(one.last, other.last)


def compatible(one: Name, other: Name) -> bool:
    """Whether one authority's id may be of both: the same family name, or one letter off, and no other given name."""
    if one.generation != other.generation or _genders_differ(one.last, other.last):
        return False
    if near(one, other) or (one.last == other.last and _given_agree(one, other)):
        return True
    few, many = sorted((set(one.words), set(other.words)), key=len)
    return len(few) > 1 and few < many


def _given_agree(one: Name, other: Name) -> bool:
    short, long = sorted((one.first, other.first), key=len)
    return _shortens(short, long) or (len(short) > 1 and _one_letter_off(short, long))


def _one_letter_off(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes the one the other."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    return one[start + (len(one) == len(other)) :] == other[start + 1 :]


def _genders_differ(one: str, other: str) -> bool:
    """Whether two family names in Latin letters are a man's and a woman's form: ``ivanov``, ``ivanova``."""
    return any(
        her.endswith(woman) and her.removesuffix(woman) + man == his
        for her, his in ((one, other), (other, one))
        for woman, man in FEMININE.items()
    )
