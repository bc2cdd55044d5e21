"""The house's sizes: one concept a file of 400 lines at most, no function over 60, most of them far smaller."""

import ast
import statistics
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10
NO_CONCEPT = {"utils", "util", "helpers", "helper", "common", "misc"}


def tracked():
    """Every Python file that git knows; without git, every one that is not hidden."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.py"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        found = [CHECKOUT / name for name in listed.stdout.split("\0") if name]
    else:
        rooms = ("crawlers", "pipelines", "exports", "tests")
        found = [path for room in rooms for path in (CHECKOUT / room).rglob("*.py")]
    return [path for path in found if path.exists()]


FILES = tracked()


def functions(path):
    """Place and length of each function; what is nested in it counts."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (
                f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}",
                (node.end_lineno or node.lineno) - node.lineno + 1,
            )


def test_there_are_files_to_look_at():
    assert {"recipe.py", "page.py", "schema.py"} <= {path.name for path in FILES}


def test_no_file_is_too_long():
    lengths = {str(path.relative_to(CHECKOUT)): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long_and_most_are_short():
    lengths = dict(found for path in FILES for found in functions(path))
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert statistics.median(lengths.values()) < MEDIAN_FUNCTION


@pytest.mark.parametrize("name", sorted(NO_CONCEPT))
def test_no_file_is_named_after_nothing(name):
    assert [path for path in FILES if path.stem == name] == []
