"""What each language's file covers: ``junket help languages``."""

from __future__ import annotations

from collections.abc import Sequence

from junket.crawlers.errors import UsageProblem
from junket.exports.cli.printing.table import print_table
from junket.pipelines.languages import languages
from junket.pipelines.languages.sections import SECTIONS


def print_languages(codes: Sequence[str] = ()) -> None:
    """Prints how many phrases each language has, section by section; of the languages named, key by key.

    UsageProblem for a code that no language has.
    """
    if not codes:
        rows = [(code, language.name, *map(_shown, _counts(code))) for code, language in languages().items()]
        print_table("", ("code", "language", *SECTIONS), rows)
        return
    for code in codes:
        if code not in languages():
            raise UsageProblem(f"'{code}'", "has no file of words", "`junket help languages` lists them")
        print_table(f"{code}: {languages()[code].name}", ("section", "key", "phrases", "what they are"), _keys(code))


def _counts(code: str) -> list[int]:
    return [sum(_count(code, section, key) for key in SECTIONS[section].keys) for section in SECTIONS]


def _keys(code: str) -> list[tuple[str, ...]]:
    """Each key there is, those that the language lacks as well: what is left to do."""
    return [
        (section, key, _shown(_count(code, section, key)), says)
        for section, about in SECTIONS.items()
        for key, says in about.keys.items()
    ]


def _count(code: str, section: str, key: str) -> int:
    value = languages()[code].sections.get(section, {}).get(key, ())
    return sum(len(each) if isinstance(each, list) else 1 for each in value)


def _shown(count: int) -> str:
    return str(count) if count else "–"
