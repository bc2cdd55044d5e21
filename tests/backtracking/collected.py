"""Every regular expression of the tree: what its modules compile (from TOML files too), and what stands in functions.

A pattern comes with the place that compiled it and with the ways in which it is used there.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

CHECKOUT = Path(__file__).parents[2]
ROOMS = ("crawlers", "pipelines", "exports")
AT_START = frozenset({"match", "fullmatch"})
ANYWHERE = frozenset({"search", "finditer", "findall", "split", "sub", "subn"})
LANGUAGES = (
    "Why did you make a film about the river, and who paid for it in the end",
    "Почему вы сняли фильм о реке, и кто за него в конце концов заплатил",
    "Неге сіз өзен туралы фильм түсірдіңіз және оған кім ақша төледі",
    "Warum haben Sie einen Film über den Fluss gedreht, und wer hat ihn bezahlt",
    "Pourquoi avez-vous tourné un film sur la rivière, et qui a payé pour lui",
    "Por qué hizo usted una película sobre el río, y quién pagó por ella",
    "なぜ川についての映画を撮ったのですか、そして誰がそのお金を払いましたか",
)
SAMPLE = "Word"
"""Stands for what a function puts into a pattern only when it runs (a name, a label), escaped there."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern of the tree. ``anywhere``: it is searched for; else it is matched from where a text begins."""

    pattern: re.Pattern
    place: str
    anywhere: bool


def collect() -> tuple[list[Found], list[str]]:
    """The patterns, and the places that compile one which cannot be known from here. Imports the whole tree."""
    seen: dict[tuple[object, int, str], Found] = {}
    compile_it = re._compile

    def recorded(pattern: object, flags: int) -> re.Pattern:
        compiled = compile_it(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        _put(seen, compiled, frame.f_code.co_filename, frame.f_lineno)
        return compiled

    re._compile = recorded
    try:
        modules = list(_modules())
        _warm()
    finally:
        re._compile = compile_it
    known = {place for _, _, place in seen}
    unknown = [place for module in modules for place in _in_functions(module, known, seen)]
    return sorted(seen.values(), key=lambda found: found.place), unknown


def _put(seen: dict, compiled: re.Pattern, file: str, line: int) -> None:
    path = Path(file)
    if path.is_relative_to(CHECKOUT) and path.relative_to(CHECKOUT).parts[0] in ROOMS:
        place = f"{path.relative_to(CHECKOUT)}:{line}"
        found = Found(compiled, place, anywhere=not _uses(path, line) <= AT_START)
        seen.setdefault((compiled.pattern, compiled.flags, place), found)


def _modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        package = importlib.import_module(f"junket.{room}")
        for info in pkgutil.walk_packages(package.__path__, f"junket.{room}."):
            if not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _warm() -> None:
    """Compiles what is compiled at first use, for some languages."""
    from junket.crawlers.page import Page
    from junket.pipelines.verdict import verdict

    for page in LANGUAGES:
        text = f"<html><h1>{page}</h1><p>{page} 3 May 2024</p>" + f"<p><b>{page}?</b></p><p>{page}.</p>" * 6
        verdict(Page.from_text("https://film.example/a", text))


def _in_functions(module: ModuleType, known: set[str], seen: dict) -> Iterator[str]:
    """Adds the patterns of a module's calls of ``re`` that its import did not make; yields those left unknown."""
    path = Path(module.__file__ or "")
    for call in _calls(path):
        place = f"{path.relative_to(CHECKOUT)}:{call.lineno}"
        lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
        if any(f"{path.relative_to(CHECKOUT)}:{line}" in known for line in lines):
            continue
        text = _text(call.args[0], vars(module))
        if text is None:
            yield place
            continue
        _put(seen, re.compile(text), str(path), call.lineno)


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(_tree(path)):
        function = node.func if isinstance(node, ast.Call) else None
        of_re = (
            isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"
        )
        if of_re and function.attr in AT_START | ANYWHERE | {"compile"}:
            yield node


def _text(node: ast.expr, names: dict) -> str | bytes | None:
    """What an expression comes to with a module's own names; a function's names are the sample."""
    try:
        value = eval(compile(ast.Expression(node), "<pattern>", "eval"), dict(names), _Names(names))  # noqa: S307 - our code
    except Exception:  # noqa: BLE001 - whatever a function's own names lead to
        return None
    return value if isinstance(value, str | bytes) else getattr(value, "pattern", None)


class _Names(dict):
    """A module's names; any other one is the sample."""

    def __missing__(self, name: str) -> object:
        if hasattr(builtins, name):
            return getattr(builtins, name)
        return SAMPLE


def _uses(path: Path, line: int) -> frozenset[str]:
    """The methods by which the pattern that a line compiles is asked, as far as its own file shows; else all."""
    for node in ast.walk(_tree(path)):
        if not isinstance(node, ast.Assign) or not node.lineno <= line <= (node.end_lineno or node.lineno):
            continue
        made = node.value.func if isinstance(node.value, ast.Call) else None
        if isinstance(node.targets[0], ast.Name) and not (
            isinstance(made, ast.Attribute) and made.attr in AT_START | ANYWHERE
        ):
            asked = re.findall(rf"\b{node.targets[0].id}\.(\w+)\(", _source(path))
            other = re.findall(rf"\b{node.targets[0].id}\b(?!\.\w+\(|\s*=)", _source(path))
            return frozenset(asked) if asked and not other else ANYWHERE
    for call in _calls(path):
        if call.lineno <= line <= (call.end_lineno or call.lineno) and call.func.attr != "compile":
            return frozenset({call.func.attr})
    return ANYWHERE


@cache
def _source(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_source(path))
