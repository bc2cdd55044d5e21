"""A style is one file and one line: what registers it, what it is asked for, and what knows nothing of it."""

import ast
import re
from html import escape
from pathlib import Path
from textwrap import dedent, indent

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.document import Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns import find
from junket.pipelines.turns.alternate import alternate, whole_lines
from junket.pipelines.turns.make_sheet import read_sheet
from junket.pipelines.turns.sheet import once_a_page
from junket.pipelines.turns.styles.style import Mark, Style, find_marks, mark, mark_lines, no_marks
from junket.pipelines.turns.styles.styles import STYLES
from junket.pipelines.turns.words.lexicon import lexicon

CHECKOUT = Path(__file__).parents[2]
FOLDER = CHECKOUT / "pipelines" / "turns" / "styles"
PAIRS = (
    ("How did the harbour scene begin?", "I saw a crane at night, and my brother said it looked like an animal."),
    ("Who played the crane?", "My brother, in the end. I paid him in fish, which he still tells everybody."),
    ("Did you ever think of leaving?", "I did, each time it rained. Then my boat leaked, so I had to stay."),
    ("What do you see when you watch it now?", "I see my coat on three different people. We had only one."),
)
PLAIN = [line for pair in PAIRS for line in pair]


def sheet_of(lines):
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    body = join(parse(Page.from_text("https://example.org/harbour", html)).blocks)
    return read_sheet(body, Metadata(title="Harbour"), lexicon("en"))


def styled_files():
    """The files of the folder that define a style."""
    return {
        path.stem
        for path in FOLDER.glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STYLE"
    }


def imported(path):
    """The last parts of the names of what a file imports from the folder."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in getattr(node, "names", ()) if isinstance(alias, ast.alias)]
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{name}" for name in names)]
        yield from (name.rpartition(".")[2] for name in names if name.startswith("junket.pipelines.turns."))


def test_each_file_with_a_style_is_registered_once():
    registered = [style.propose.__module__.rpartition(".")[2] for style in STYLES]
    assert sorted(registered) == sorted(styled_files())
    assert len({style.name for style in STYLES}) == len(STYLES)
    assert all(0 < style.trust <= 1 for style in STYLES)


def test_what_styles_share_knows_no_style():
    styles = styled_files()
    shared = [
        path for path in (CHECKOUT / "pipelines").rglob("*.py") if path.parent != FOLDER or path.stem not in styles
    ]
    known = {path: set(imported(path)) for path in shared}
    assert {"style", "styles"} <= known[FOLDER.parent / "find.py"]
    assert {path: found & styles for path, found in known.items() if found & styles} == {}


def wavy(*, marked=True):
    """A style in four lines: a wavy dash before what is asked."""

    def numbers(sheet):
        return {line.number for line in sheet.lines if line.text.startswith("〜")}

    def propose(sheet):
        yield alternate(sheet, whole_lines(numbers(sheet)))

    return Style("wavy", propose, (lambda sheet: mark_lines(sheet, numbers(sheet))) if marked else no_marks, 1.0)


def test_a_style_is_found_by_its_line_alone(monkeypatch):
    sheet = sheet_of([f"〜 {line}" if number % 2 == 0 else line for number, line in enumerate(PLAIN)])
    assert "wavy" not in {weighing.style for weighing, _ in find.rank(sheet)}
    monkeypatch.setattr(find, "STYLES", (*STYLES, wavy()))
    weighing, drafts = find.rank(sheet)[0]
    assert weighing.style == "wavy"
    assert [(draft.role, draft.first_line) for draft in drafts] == [
        (("question", "answer")[number % 2], number) for number in range(len(PLAIN))
    ]


@pytest.mark.parametrize(("marked", "share"), [(True, 0.5), (False, 1.0)])
def test_what_a_style_marks_is_held_against_the_others(monkeypatch, marked, share):
    lines = [line for question, answer in PAIRS for line in (question, answer, f"〜 {answer}")]
    monkeypatch.setattr(find, "STYLES", (*STYLES, wavy(marked=marked)))
    plain = next(weighing for weighing, _ in find.rank(sheet_of(lines)) if weighing.style == "plain")
    assert (plain.heeded < 1) == marked
    assert plain.heeded <= share


def test_of_marks_at_one_place_the_longest_counts_and_asides_have_none():
    sheet = sheet_of(["Photo: somebody", *PLAIN])
    assert [line.number for line in sheet.lines if line.aside] == [0]
    short = Style("short", wavy().propose, lambda sheet: map(mark, sheet.lines[:3]), 1.0)
    long = Style("long", wavy().propose, lambda sheet: [mark(sheet.lines[2], 0, 7), mark(sheet.lines[2], 4)], 1.0)
    first, second = sheet.lines[1:3]
    expected = {
        Mark(1, first.start, first.start),
        Mark(2, second.start, second.start + 7),
        Mark(2, second.start + 4, second.start + 4),
    }
    for styles in ((short, long), (long, short)):
        found = find_marks(sheet, styles)
        assert len(found) == len(expected)
        assert set(found) == expected


def test_what_is_kept_is_worked_out_once_for_each_sheet():
    asked = []

    @once_a_page
    def longest(sheet):
        asked.append(sheet)
        return max(line.traits.length for line in sheet.lines)

    sheets = sheet_of(PLAIN), sheet_of(PLAIN[:1])
    found = [longest(sheet) for sheet in (*sheets, *sheets)]
    assert found == [max(map(len, PLAIN)), len(PLAIN[0])] * 2
    assert len(asked) == 2


def test_the_worked_example_is_the_file_itself():
    """What CONTRIBUTING.md shows of ``capitals`` is what runs: the file, and its line in the test of all styles."""
    contributing = (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8")
    line, stub, whole = (
        dedent(block)
        for block in re.findall(r"^ *```python\n(.*?)^ *```$", contributing, re.MULTILINE | re.DOTALL)
        if "capitals" in block
    )
    assert whole == (FOLDER / "capitals.py").read_text("utf-8")
    assert stub.splitlines()[-1].replace("no_marks", "marks") == whole.splitlines()[-1]
    assert indent(line, "    ") in Path(__file__).with_name("test_turns_styles.py").read_text("utf-8")
