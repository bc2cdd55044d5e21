"""The plain form of a name that stands in another case: Russian ("с Александром Коваленко"), Kazakh, possessive."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from junket.pipelines.languages import by_language


class _First(NamedTuple):
    plain: str
    gender: str


_FULL = 2
_POSSESSIVE = re.compile(r"['’]s?\Z")
GENITIVES = {
    code: re.compile(rf"(?<=\w{{3}})(?:{'|'.join(endings)})\Z")
    for code, endings in by_language("people", "genitive").items()
}
"""By language the end of a name in its owner's case (Kazakh ``Асылбектің``), to be cut off."""
_TABLES: dict[str, Any] = tomllib.loads((files(__package__) / "declension.toml").read_text("utf-8"))
_FAMILY = {
    gender: [(re.compile(rf"(?<={behind})(?:{endings})\Z"), plain) for behind, endings, plain in rules]
    for gender, rules in _TABLES["family_name_endings"].items()
}


def plain(printed: str) -> str:
    """A Russian name of two words in its nominative, where the first tells the case (``Тимура Залесова``)."""
    return plain_form([printed]) if not printed.isascii() and len(printed.split()) == _FULL else printed


def is_plain(printed: str) -> bool:
    """Whether the name is in the nominative, as far as can be told."""
    return plain(printed) == printed


def without_possessive(printed: str) -> str:
    """``Ada Lind’s`` and ``the Linds'`` as the name alone."""
    return _POSSESSIVE.sub("", printed)


def plain_form(forms: Sequence[str]) -> str:
    """The nominative among ``forms`` of one name, or made from one of them; else the shortest.

    Rules (``declension.toml``): the first names' declension, and that of family names in -ов, -ин and -ский.
    """
    unique = sorted(dict.fromkeys(forms), key=len)
    for name in unique:
        if name.split()[0] in _nominatives():
            return name
    return next((made for name in unique if (made := _made(name))), unique[0])


def _made(name: str) -> str | None:
    """The nominative of a first name in another case with its surname; None for anything else."""
    words = name.split()
    known = _oblique().get(words[0])
    if known is None:
        return None
    surname = words[-1]
    for pattern, ending in _FAMILY[known.gender]:
        if pattern.search(surname):
            surname = pattern.sub(ending, surname)
            break
    return " ".join((known.plain, *words[1:-1], surname)) if len(words) > 1 else known.plain


@cache
def _nominatives() -> dict[str, str]:
    return {name: gender for gender, names in _TABLES["first_names"].items() for name in names.split()}


@cache
def _oblique() -> dict[str, _First]:
    """First names in other cases than the nominative, where these are no nominative themselves ("Александра")."""
    found: dict[str, _First] = {}
    for name, gender in _nominatives().items():
        endings = _TABLES["first_name_endings"][gender]
        last = name[-1] if name[-1] in endings else ""
        stem = name.removesuffix(last)
        found |= {form: _First(name, gender) for end in endings[last] if (form := stem + end) not in _nominatives()}
    return found
