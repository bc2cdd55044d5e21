"""The tables of ``bench.py``."""
# ruff: noqa: T201 - a file that prints

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench_scores import Figures, Interval, Values, figures_of, intervals
from bench_worst import Loss

COLUMNS = ("word", ">.9", "shingle", "leak", "kept", "title", "author", "date", "date_wrong", "empty", "cpu", "x")
FEWEST = 20
"""Pages of a language below which it is unmeasured (the bench's own rule)."""
UNKNOWN = "unknown"
"""Gold text too short to tell its language by."""
TRAILS = 0.02
"""How far a language may be behind English."""
_NAME, _CELL = 24, 12


@dataclass(slots=True)
class Program:
    """A program on a set: the pages' values and the answers behind them."""

    name: str
    pages: dict[str, Values]
    answers: Mapping[str, Mapping[str, Any]]
    cpu: float | None = None
    figures: Figures = field(default_factory=dict)

    def text(self, page: str) -> str:
        """What the program gave as the page's text."""
        return self.answers.get(page, {}).get("text") or ""

    def word(self, page: str) -> float:
        """The page's word F1."""
        return self.pages[page]["word"][0]


def print_set(name: str, programs: Sequence[Program]) -> None:
    """A line a program, and under it the 95 % interval of each figure."""
    print(f"\n{name:<{_NAME}}" + "".join(f"{column:>{_CELL}}" for column in COLUMNS))
    for program in programs:
        spread = intervals(list(program.pages.values()))
        print(f"{program.name[: _NAME - 1]:<{_NAME}}" + "".join(_cell(program.figures.get(name)) for name in COLUMNS))
        print(f"{'  95 %':<{_NAME}}" + "".join(_spread(spread.get(name)) for name in COLUMNS).rstrip())


def print_languages(name: str, languages: Mapping[str, str], programs: Sequence[Program]) -> None:
    """Word F1 and shingle F1 by the language of the gold text, most pages first."""
    if not programs:
        return
    by_language: dict[str, list[str]] = {}
    for page, language in languages.items():
        by_language.setdefault(language, []).append(page)
    print(f"\n{name}, by language   n   " + "".join(f"{p.name[:17] + ' word':>24}{'shingle':>10}" for p in programs))
    english = _of(programs[0], by_language.get("en", []))
    for language, pages in sorted(by_language.items(), key=lambda item: (-len(item[1]), item[0])):
        rows = [_of(program, pages) for program in programs]
        cells = "".join(f"{row['word']:>24.3f}{row['shingle']:>10.3f}" for row in rows)
        print(f"  {language:<18}{len(pages):>5}{cells}   {_remark(language, len(pages), rows[0], english)}".rstrip())


def _of(program: Program, pages: Iterable[str]) -> Figures:
    return figures_of([program.pages[page] for page in pages])


def _remark(language: str, pages: int, figures: Figures, english: Figures) -> str:
    if pages < FEWEST or language == UNKNOWN:
        return "unmeasured"
    behind = [name for name in ("word", "shingle") if english and english[name] - figures[name] > TRAILS]
    return f"TRAILS ENGLISH in {' and '.join(behind)}" if behind else ""


def print_interviews(rows: Mapping[str, tuple[Figures, dict[str, Interval], str]]) -> None:
    """The interviews' figures, a column a program with its interval; a program's counts stand below."""
    names = dict.fromkeys(name for figures, _, _ in rows.values() for name in figures)
    print(f"\n{'interviews':<28}" + "".join(f"{program:>30}" for program in rows))
    for name in names:
        cells = ((figures.get(name), spread.get(name)) for figures, spread, _ in rows.values())
        print(f"  {name:<26}" + "".join(f"{_cell(value)}{_spread(interval):>18}" for value, interval in cells))
    for program, (_, _, leaks) in rows.items():
        print(f"  leaks of {program}: {leaks}")


def print_worst(name: str, losses: Mapping[str, Loss], other: Program | None) -> None:
    """The worst pages with what they lost; ``other`` program's figure beside."""
    beside = f"{other.name:>14}" if other else ""
    print(f"\n{name + ': worst pages':<25} word{beside}  loss")
    for page, lost in losses.items():
        words = f"{lost.score:.3f}" + (f"{other.word(page):>14.3f}" if other else "")
        print(f"  {page[:23]:<24}{words}  {lost.kind:<14} missing {lost.missing:4.0%} | {lost.missing_run}")
        print(f"{'':<{60 if other else 46}}extra {lost.extra:6.0%} | {lost.extra_run}")


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'-':>{_CELL}}"
    return f"{value:>{_CELL}}" if isinstance(value, int) else f"{value:>{_CELL}.3f}"


def _spread(interval: Interval | None) -> str:
    if interval is None:
        return " " * _CELL
    low, high = (f"{bound:.3f}".removeprefix("0") for bound in interval)
    return f"{f'{low}-{high}':>{_CELL}}"
