"""The words that the code says of pages and URLs, read out of its source by the types that it gives them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from junket.crawlers.ledger.drop import DROPS, Status

ROOT = Path(__file__).parents[2]
_TABLE = "crawlers/ledger/drop.py"
_TYPED = ("Reason", "Ended")
"""In an annotation: what stands there is a reason. mypy refuses any other word at such a place."""


def raised() -> dict[str, set[str]]:
    """Each word that stands at a place of the source whose type is a reason, with the modules in which it does."""
    trees = _trees("crawlers", "pipelines", "exports")
    takes: defaultdict[str, set[int | str]] = defaultdict(set)
    for tree in trees.values():
        for name, places in _takes(tree):
            takes[name] |= places
    found: defaultdict[str, set[str]] = defaultdict(set)
    for module, tree in trees.items():
        for node in ast.walk(tree):
            for word in _words(node, takes):
                if word in DROPS:
                    found[word].add(module)
    return found


def lines() -> set[tuple[str, str]]:
    """Decision and reason of each line of the ledger that the source writes as two words."""
    calls = (node for tree in _trees("crawlers", "exports").values() for node in ast.walk(tree))
    found = set()
    for call in calls:
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "LedgerLine":
            said = {key.arg: key.value.value for key in call.keywords if isinstance(key.value, ast.Constant)}
            if {"decision", "reason"} <= said.keys():
                found.add((said["decision"], said["reason"]))
    return found


def strings(but: str) -> set[str]:
    """Every string of the pipelines' source but for one file's."""
    paths = [path for path in (ROOT / "pipelines").rglob("*.py") if path.relative_to(ROOT).as_posix() != but]
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _trees(*rooms: str) -> dict[str, ast.Module]:
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    names = {path: path.relative_to(ROOT).as_posix() for path in paths}
    return {
        name.removesuffix(".py").replace("/", "."): ast.parse(path.read_text("utf-8"))
        for path, name in names.items()
        if name != _TABLE
    }


def _is_reason(annotation: ast.expr | None) -> bool:
    said = ast.unparse(annotation) if annotation else ""
    return any(name in said for name in _TYPED)


def _takes(tree: ast.Module) -> Iterator[tuple[str, set[int | str]]]:
    """Functions and classes that take a reason, and where: by place (``self`` aside) and by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
            typed = [(place, each.target.id) for place, each in enumerate(fields) if _is_reason(each.annotation)]
            methods = [each for each in node.body if getattr(each, "name", "") == "__init__"]
            yield node.name, {*(name for pair in typed for name in pair), *(p for m in methods for p in _parameters(m))}
        elif isinstance(node, ast.FunctionDef):
            yield node.name, set(_parameters(node))
    yield "_told", {1}  # crawlers.scout calls what it was given


def _parameters(node: ast.FunctionDef) -> Iterator[int | str]:
    own = [each for each in node.args.args if each.arg != "self"]
    for place, each in enumerate(own):
        if _is_reason(each.annotation):
            yield place
            yield each.arg
    yield from (each.arg for each in node.args.kwonlyargs if _is_reason(each.annotation))


def _words(node: ast.AST, takes: dict[str, set[int | str]]) -> Iterator[str]:
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        places = takes.get(called, set())
        yield from (word for place, given in enumerate(node.args) if place in places for word in _constants(given))
        yield from (word for key in node.keywords if key.arg in places for word in _constants(key.value))
        if called == "reason_of_status":
            yield from get_args(Status)
    elif isinstance(node, ast.AnnAssign) and _is_reason(node.annotation) and node.value:
        yield from _constants(node.value)
    elif isinstance(node, ast.FunctionDef) and _is_reason(node.returns):
        for inner in ast.walk(node):
            if isinstance(inner, ast.Return) and inner.value is not None:
                yield from _constants(inner.value)
    if isinstance(node, ast.FunctionDef):
        yield from _assigned(node)


def _assigned(function: ast.FunctionDef) -> Iterator[str]:
    """What a function gives to a name that it has declared before."""
    declared = {
        getattr(each.target, "id", "") for each in ast.walk(function)
        if isinstance(each, ast.AnnAssign) and _is_reason(each.annotation)
    }  # fmt: skip
    for each in ast.walk(function):
        if isinstance(each, ast.Assign) and getattr(each.targets[0], "id", "") in declared:
            yield from _constants(each.value)


def _constants(node: ast.expr) -> Iterator[str]:
    """The words that an expression may be, or that it holds."""
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=body, orelse=other):
            yield from _constants(body)
            yield from _constants(other)
        case ast.Tuple(elts=values) | ast.Dict(values=values):
            yield from (word for each in values for word in _constants(each))
