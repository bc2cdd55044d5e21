"""The house's sizes and its order: one concept a file of 400 lines at most, short functions, no circle of imports."""

import ast
import re
import statistics
import subprocess
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from junket.pipelines.turns.styles.styles import STYLES

CHECKOUT = Path(__file__).parents[1]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10
ROOMS = ("crawlers", "pipelines", "exports")
NO_CONCEPT = {"utils", "util", "helpers", "helper", "common", "misc"}


def tracked():
    """Every Python file that git knows; without git, every one that is not hidden."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.py"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        found = [CHECKOUT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for room in (*ROOMS, "tests") for path in (CHECKOUT / room).rglob("*.py")]
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
    assert {"recipe.py", "page.py", "catalogue.py"} <= {path.name for path in FILES}


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


def imports(sources):
    """Which of these modules (name to source) each one imports, inside functions and for types too."""
    return {name: set(imported(ast.parse(source), sources)) - {name} for name, source in sources.items()}


def imported(tree, known):
    """``from package import module`` imports the module, for packages are there before their modules anyway."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [(alias.name,) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports are not looked at"
            names = [(f"{node.module}.{alias.name}", node.module) for alias in node.names]
        yield from (next(name for name in either if name in known) for either in names if known.keys() & set(either))


def circle(graph):
    """The modules of one circle, the first one also last; none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def module_name(path):
    return ".".join(("junket", *path.relative_to(CHECKOUT).with_suffix("").parts)).removesuffix(".__init__")


def test_a_circle_would_be_found():
    chain = {"a": "import b", "b": "if TYPE_CHECKING:\n    from c import d", "c": "", "c.d": "", "e": "import a, os"}
    assert imports(chain) == {"a": {"b"}, "b": {"c.d"}, "c": set(), "c.d": set(), "e": {"a"}}
    assert circle(imports(chain)) == []
    assert set(circle(imports(chain | {"c.d": "def late():\n    import a"}))) == {"a", "b", "c.d"}


def test_no_imports_run_in_a_circle():
    rooms = [path for path in FILES if path.relative_to(CHECKOUT).parts[0] in ROOMS]
    graph = imports({module_name(path): path.read_text("utf-8") for path in rooms})
    assert sum(map(len, graph.values())) > len(graph) > 0
    graph["junket.pipelines.turns.styles.styles"] |= {
        style.propose.__module__ for style in STYLES
    }  # it imports them by name
    assert circle(graph) == []


@pytest.mark.parametrize(
    "document", ["ARCHITECTURE.md", "docs/MODEL.md", "docs/FILM_MENTIONS.md", "docs/PEOPLE_MENTIONS.md"]
)
def test_the_map_names_no_file_that_is_not_there(document):
    named = set(re.findall(r"\b\w+\.py\b", (CHECKOUT / document).read_text("utf-8")))
    assert named - {path.name for path in FILES} == set()
