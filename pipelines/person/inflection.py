"""The plain form of a name that stands in another case: Russian ("с Александром Коваленко"), Kazakh, possessive."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

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
_ENDINGS = {
    ("m", ""): ("", ("а", "у", "ом", "е")),
    ("m", "й"): ("й", ("я", "ю", "ем", "и", "е")),
    ("m", "ь"): ("ь", ("я", "ю", "ем", "е")),
    ("m", "а"): ("а", ("ы", "и", "е", "у", "ой")),
    ("m", "я"): ("я", ("и", "е", "ю", "ей", "ёй")),
    ("f", "а"): ("а", ("ы", "и", "е", "у", "ой", "ою")),
    ("f", "я"): ("я", ("и", "е", "ю", "ей", "ью")),
    ("f", "ь"): ("ь", ("и", "ью")),
}
"""By gender and last letter: what is cut off a first name, and what its other cases have instead."""
_MALE = (
    (re.compile(r"(?<=[оеё]в)(?:ым|а|у|е)\Z|(?<=[иы]н)(?:ым|а|у|е)\Z"), ""),
    (re.compile(r"(?<=[сц]к)(?:им|ого|ому|ом)\Z"), "ий"),
    (re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:ом|ем|а|у)\Z"), ""),
)
_FEMALE = (
    (re.compile(r"(?<=[оеё]в)(?:ой|ою|у)\Z|(?<=[иы]н)(?:ой|ою|у)\Z"), "а"),
    (re.compile(r"(?<=[сц]к)(?:ой|ою|ую)\Z"), "ая"),
)


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

    Rules: the declension of the first names in ``first_names.toml`` and of surnames in -ов, -ин and -ский.
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
    rules = _MALE if known.gender == "m" else _FEMALE
    surname = words[-1]
    for pattern, ending in rules:
        if pattern.search(surname):
            surname = pattern.sub(ending, surname)
            break
    return " ".join((known.plain, *words[1:-1], surname)) if len(words) > 1 else known.plain


@cache
def _nominatives() -> dict[str, str]:
    table: dict[str, str] = tomllib.loads(files(__package__).joinpath("first_names.toml").read_text("utf-8"))
    return {name: gender for gender, names in table.items() for name in names.split()}


@cache
def _oblique() -> dict[str, _First]:
    """First names in other cases than the nominative, where these are no nominative themselves ("Александра")."""
    found: dict[str, _First] = {}
    for name, gender in _nominatives().items():
        cut, endings = _ENDINGS.get((gender, name[-1]), _ENDINGS["m", ""])
        stem = name[: len(name) - len(cut)]
        found |= {stem + ending: _First(name, gender) for ending in endings if stem + ending not in _nominatives()}
    return found
