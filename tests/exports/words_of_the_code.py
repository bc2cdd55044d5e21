"""The words that the code says of pages and URLs, read out of its source: reasons of rejections and of the ledger."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)*\Z")
_CALLS = {"Rejected": 1, "Failure": 1, "_unreachable": 0, "_line": 1, "_stopped": 1, "_told": 1, "_read": 1}
"""Which argument of a call is the reason."""
_BOUNDS = ("crawlers/traps.py", "crawlers/scout.py", "crawlers/bounds.py", "crawlers/spiders/interviews.py")
"""Files whose functions return the reason why a URL is not asked for."""
_RETURNED = {"str", "tuple[str, str] | None"}


def reasons() -> dict[str, str]:
    """Every reason in the source, and a place where it stands."""
    found: dict[str, str] = {}
    for room in ("crawlers", "pipelines", "exports"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for constant in _reasons_in(node, name):
                    if isinstance(constant.value, str) and _WORD.match(constant.value):
                        found.setdefault(constant.value, f"{name}:{constant.lineno}")
    return found


def strings(but: str) -> set[str]:
    """Every string of the pipelines' source but for one file's."""
    paths = [path for path in (ROOT / "pipelines").rglob("*.py") if path.relative_to(ROOT).as_posix() != but]
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _reasons_in(node: ast.AST, name: str) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called in _CALLS and len(node.args) > _CALLS[called]:
            yield from _values(node.args[_CALLS[called]])
        if called == "Line":
            yield from (one for key in node.keywords if key.arg == "reason" for one in _values(key.value))
        if called == "getattr" and len(node.args) > 2 and getattr(node.args[1], "value", "") == "reason":
            yield from _values(node.args[2])
    elif isinstance(node, ast.Assign) and getattr(getattr(node.targets[0], "elts", [None])[-1], "id", "") == "reason":
        value = node.value.body if isinstance(node.value, ast.IfExp) else node.value
        options = [value] if isinstance(value, ast.Tuple) else []
        options += [node.value.orelse] if isinstance(node.value, ast.IfExp) else []
        yield from (one for option in options if isinstance(option, ast.Tuple) for one in _values(option.elts[-1]))
    elif isinstance(node, ast.FunctionDef) and name in _BOUNDS and ast.unparse(node.returns or node) in _RETURNED:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Return) and inner.value is not None:
                yield from _values(inner.value.elts[0] if isinstance(inner.value, ast.Tuple) else inner.value)


def _values(node: ast.expr) -> Iterator[ast.Constant]:
    """The constants that an expression may be."""
    if isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from _values(node.body)
        yield from _values(node.orelse)
