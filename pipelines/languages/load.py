"""The words of all languages: one file a language, ``<code>.toml``, read once and held against ``sections.py``."""

from __future__ import annotations

import gc
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from junket.crawlers.errors import UsageProblem
from junket.pipelines.languages.fold import fold
from junket.pipelines.languages.sections import SECTIONS, SHAPES, Section, Shape

ANY = "any"
"""The code of what belongs to no language: signs, agencies, time zones."""


class Language(NamedTuple):
    """A language's English name, and its sections with their keys."""

    name: str
    sections: Mapping[str, Mapping[str, Any]]


def words(section: str, key: str) -> tuple[str, ...]:
    """The phrases of all languages under a key, each once; ``any`` first, then by the languages' codes."""
    return tuple(dict.fromkeys(phrase for phrases in by_language(section, key).values() for phrase in phrases))


def by_language(section: str, key: str) -> Mapping[str, Any]:
    """What each language that has the key has under it. KeyError for a key that ``sections.py`` has not."""
    _ = SECTIONS[section].keys[key]
    return _by_key().get((section, key), {})


@cache
def _by_key() -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for code, language in languages().items():
        for section, keys in language.sections.items():
            for key, value in keys.items():
                if value:
                    found.setdefault((section, key), {})[code] = value
    return found


@cache
def table(section: str, key: str) -> Mapping[str, Any]:
    """The tables of all languages under a key, as one."""
    return {name: value for own in by_language(section, key).values() for name, value in own.items()}


@cache
def languages() -> dict[str, Language]:
    """Every language by its code. UsageProblem names file and key where a file is off."""
    found = [file for file in files(__package__).iterdir() if file.name.endswith(".toml")]
    found.sort(key=lambda file: (file.name != f"{ANY}.toml", file.name))
    collecting = gc.isenabled()
    gc.disable()  # all of it stays: to look for garbage in it takes up to a third of the time
    try:
        return {file.name.removesuffix(".toml"): read_language(file.name, file.read_text("utf-8")) for file in found}
    finally:
        if collecting:
            gc.enable()


def read_language(file: str, text: str) -> Language:
    """The sections of one file. UsageProblem for TOML that is none, an unknown section or key, and bad phrases."""
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(file, f"is no TOML: {error}") from error
    name = sections.pop("name", None)
    if not isinstance(name, str):
        raise UsageProblem(f"{file} name", "is missing", 'begin the file with its language: name = "German"')
    for section, keys in sections.items():
        _check(file, section, keys)
    return Language(name, sections)


def _check(file: str, name: str, keys: object) -> None:
    section = SECTIONS.get(name)
    if section is None:
        raise UsageProblem(f"{file} [{name}]", "is no section", _did_you_mean(name, SECTIONS))
    if not isinstance(keys, dict):
        raise UsageProblem(f"{file} {name}", "is no table", f"write [{name}] and its keys below")
    for key, value in keys.items():
        place = f"{file} [{name}] {key}"
        if key not in section.keys:
            raise UsageProblem(place, f"is no key of [{name}]", _did_you_mean(key, section.keys))
        if key not in SHAPES and isinstance(value, list):
            _check_phrases(place, value, section)
            continue
        for phrases in _lists(place, SHAPES.get(key, "phrases"), value):
            _check_phrases(place, phrases, section)


def _did_you_mean(word: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  # where something is off

    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"


def _lists(place: str, shape: Shape, value: object) -> Iterator[list[str]]:
    """The lists of phrases in a value of another shape than one list."""
    if shape == "months" and isinstance(value, list) and len(value) == 12 and all(isinstance(m, list) for m in value):  # noqa: PLR2004  # months of a year
        yield from value
    elif shape in _VALUES and isinstance(value, dict) and all(map(_VALUES[shape], value.values())):
        yield list(value)
    else:
        raise UsageProblem(place, f"is no {_SHAPES[shape]}")


_SHAPES: dict[Shape, str] = {
    "phrases": "list of phrases",
    "months": "list of twelve lists, January first",
    "numbers": "table of numbers",
    "days": "table of lists of one day or two",
    "texts": "table of texts",
}
_VALUES: dict[Shape, Callable[[object], bool]] = {
    "numbers": lambda value: type(value) is int,
    "days": lambda value: isinstance(value, list) and len(value) in (1, 2) and all(type(day) is date for day in value),
    "texts": lambda value: isinstance(value, str),
}


_EMPTY = frozenset(("", " ", "  ", "\t", "\n", "\u00a0"))


def _check_phrases(place: str, phrases: list[str], section: Section) -> None:
    """One by one only where something is off: all languages are read at each start."""
    try:
        seen = set(map(fold if section.folded else str.casefold, phrases))
    except (TypeError, AttributeError):
        seen = set()
    if len(seen) == len(phrases) and seen.isdisjoint(_EMPTY):
        return
    known: dict[str, str] = {}
    for phrase in phrases:
        if not isinstance(phrase, str):
            raise UsageProblem(place, f"holds {phrase!r}, which is no text")
        plain = fold(phrase) if section.folded else phrase.casefold()
        if not plain.strip():
            raise UsageProblem(place, f"holds an empty phrase: {phrase!r}")
        if plain in known:
            raise UsageProblem(place, f"holds a phrase twice: {known[plain]!r} and {phrase!r}", "leave one out")
        known[plain] = phrase
