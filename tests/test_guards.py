"""A newcomer finds the test that guards a module, by the rule and the table of CONTRIBUTING.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
ROOMS = ("crawlers", "pipelines", "exports")
SECTION = (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8").partition("### Which test guards what\n")[2]
TABLE = {
    folder: re.findall(r"`(test_\w+\.py)`", tests)
    for folder, tests in re.findall(r"^\| `([\w/]+/)` \| (.+) \|$", SECTION, re.MULTILINE)
}
TESTS = {path.name: path for path in (CHECKOUT / "tests").rglob("test_*.py")}
DECIDES = ("films", "people", "turns")
"""Folders of ``pipelines`` in which each module has a test file of its own, but for these:"""
BY_FOLDER = {
    "films/find.py", "turns/speakers/speakers.py", "people/named_people.py",
    "people/recognition.py", "people/span.py", "people/cluster.py", "people/authority.py",  # what puts others together
    "people/cues.py", "people/decision.py", "people/person.py", "turns/draft.py", "turns/sheet.py", "turns/turn_id.py",
    "turns/words/phrases.py",  # values, tables, parts of one other
}  # fmt: skip


def own_test(path):
    """The test file of a module's name: in the folder of the same name under tests, or in one above it."""
    *above, _ = path.relative_to(CHECKOUT).with_suffix("").parts
    places = [CHECKOUT.joinpath("tests", *above[:depth]) for depth in range(len(above), 0, -1)]
    return next((place for folder in places if (place := folder / f"test_{path.name}").exists()), None)


def modules(folder):
    return [path for path in sorted(folder.rglob("*.py")) if not path.name.startswith("__")]


def test_each_row_names_a_folder_and_tests_that_are_there():
    assert {folder for folder in TABLE if not (CHECKOUT / folder).is_dir()} == set()
    assert {name for names in TABLE.values() for name in names} - TESTS.keys() == set()
    assert all(TABLE.values())


@pytest.mark.parametrize("room", ROOMS)
def test_each_module_has_a_test_by_rule_or_by_table(room):
    unguarded = []
    for path in modules(CHECKOUT / room):
        above = {
            f"{folder.relative_to(CHECKOUT)}/" for folder in path.parents if folder.is_relative_to(CHECKOUT / room)
        }
        if own_test(path) is None and above.isdisjoint(TABLE):
            unguarded.append(path)
    assert unguarded == []


@pytest.mark.parametrize("folder", DECIDES)
def test_what_decides_has_a_file_of_its_own(folder):
    place = CHECKOUT / "pipelines"
    found = {str(path.relative_to(place)) for path in modules(place / folder) if own_test(path) is None}
    assert {name for name in found if "/styles/" not in name} - BY_FOLDER == set()
    assert {name for name in BY_FOLDER if name.startswith(folder)} - found == set(), "no longer an exception"


@pytest.mark.parametrize("folder", DECIDES)
def test_no_test_file_there_has_lost_its_module(folder):
    names = {path.name for path in modules(CHECKOUT / "pipelines" / folder)}
    tests = {path.name.removeprefix("test_") for path in (CHECKOUT / "tests" / "pipelines" / folder).glob("test_*.py")}
    assert tests - names == set()
