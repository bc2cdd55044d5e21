"""Names that may be one person's in another spelling: near, where a film or a record ties them as well."""

from __future__ import annotations

from junket.pipelines.person.parts import Name, genders_differ

_LONG_FAMILY = 6
"""Letters of a family name that one letter may differ in: shorter ones are other names too often."""


def near(one: Name, other: Name) -> bool:
    """The same given name, and a family name one letter off."""
    if not (one.is_full and other.is_full) or one.first != other.first or one.generation != other.generation:
        return False
    if len(one.words) != len(other.words) or min(len(one.last), len(other.last)) < _LONG_FAMILY:
        return False
    return one_letter_off(one.last, other.last) and not genders_differ(one.last, other.last)


def compatible(one: Name, other: Name) -> bool:
    """Whether one authority's id may be of both: the same family name, or one letter off, and no other given name."""
    if one.generation != other.generation or genders_differ(one.last, other.last):
        return False
    if near(one, other) or (one.last == other.last and _given_agree(one, other)):
        return True
    few, many = sorted((set(one.words), set(other.words)), key=len)
    return len(few) > 1 and few < many


def _given_agree(one: Name, other: Name) -> bool:
    short, long = sorted((one.first, other.first), key=len)
    return long.startswith(short) if len(short) == 1 else short == long or one_letter_off(short, long)


def one_letter_off(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes the one the other."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    return one[start + (len(one) == len(other)) :] == other[start + 1 :]
