"""The file of decisions: read to the last key, added to, and never a reason to stop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.home import Home
from exports.records_toml import add_corrections, path_of, read_corrections
from pipelines.corrections import Correction, Quote

GOOD = '[[correction]]\nrecord = "0a0b0c"\nfield = "title"\nvalue = "A talk"\nwho = "me"\nwhy = "seen"\n'


def home_with(tmp_path: Path, text: str | bytes) -> Home:
    home = Home.create(tmp_path / "home")
    path_of(home).write_bytes(text if isinstance(text, bytes) else text.encode())
    return home


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('record = "x"\nfield = "title"\nvalue = "t"\nwhy = "w"', "who: is missing"),
        ('record = "x"\nfield = "tittle"\nvalue = "t"\nwho = "m"\nwhy = "w"', "field: 'tittle' cannot be corrected"),
        ('record = "x"\nfield = "title"\nwho = "m"\nwhy = "w"', 'value: is missing; "" empties the field'),
        ('record = "x"\nfield = "authors"\nvalue = "t"\nwho = "m"\nwhy = "w"', "value: Expected `array`, got `str`"),
        ('record = "x"\nfield = "date"\nvalue = "May"\nwho = "m"\nwhy = "w"', "value: must be a day in quotes"),
        ('record = "x"\nfield = "date"\nvalue = "2024-02-31"\nwho = "m"\nwhy = "w"', "value: must be a day in quotes"),
        ('record = "x"\nquote = "q"\nwho = "m"\nwhy = "w"', "quote: says neither role, speaker nor remove"),
        ('record = "x"\nquote = " "\nrole = "note"\nwho = "m"\nwhy = "w"', "quote: quotes no words"),
        ('record = "x"\nquote = 5\nrole = "note"\nwho = "m"\nwhy = "w"', "quote: Expected `object`, got `int`"),
        ('record = "x"\nquote = "q"\nrole = "guest"\nwho = "m"\nwhy = "w"', "role: must be one of question, answer"),
        ('record = "x"\nquote = "q"\nremove = 1\nwho = "m"\nwhy = "w"', "remove: must be true or false"),
        ('record = "x"\nquote = "q"\nremove = true\nwho = "m"\nwhy = "w"\nwhen = "May"', "when: must be a day without"),
        ('record = "x"\nwho = "m"\nwhy = "w"', "field: a correction has either a field or a quote"),
        ('record = "x"\nfeild = "title"\nwho = "m"\nwhy = "w"', "feild: is no key of a correction"),
    ],
)
def test_a_slip_is_told_by_line_and_key_and_the_others_hold(tmp_path: Path, entry: str, problem: str) -> None:
    home = home_with(tmp_path, f"{GOOD}\n[[correction]]\n{entry}\n\n{GOOD}")
    read = read_corrections(home)
    assert [each.value for each in read.entries] == ["A talk", "A talk"]
    (line,) = read.problems
    assert line.startswith(f"{path_of(home)}:8: {problem}")


@pytest.mark.parametrize("text", [b"\xff\xfe", b"[[correction]\n", b"[" * 9_000])
def test_what_is_no_toml_is_one_line(tmp_path: Path, text: bytes) -> None:
    read = read_corrections(home_with(tmp_path, text))
    assert not read.entries
    (line,) = read.problems
    assert "is no TOML" in line


def test_other_tables_are_told(tmp_path: Path) -> None:
    read = read_corrections(home_with(tmp_path, GOOD + '[note]\ntext = "hm"\n'))
    assert len(read.entries) == 1
    assert read.problems[0].endswith("note: is no key of this file; entries begin with [[correction]]")


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    read = read_corrections(Home.create(tmp_path / "home"))
    assert (read.entries, read.problems) == ([], [])


def test_what_people_wrote_stays(tmp_path: Path) -> None:
    home = home_with(tmp_path, "# our own rules\n" + GOOD.rstrip("\n"))
    add_corrections(home, [Correction(record="0a", who="me", why="seen", quote=Quote("Hm."), role="note")])
    assert path_of(home).read_text(encoding="utf-8").startswith("# our own rules\n" + GOOD)
    assert [each.role for each in read_corrections(home).entries] == [None, "note"]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip).map(str.strip)
QUOTES = st.builds(Quote, WORDS, WORDS | st.just(""), WORDS | st.just(""))


TAGS = st.lists(WORDS, min_size=1)
FIELD = st.builds(
    Correction, record=WORDS, who=WORDS, why=WORDS, when=st.dates(), field=st.just("tags"), value=TAGS, was=TAGS
)
QUOTED = st.builds(
    Correction, record=WORDS, who=WORDS, why=WORDS, quote=QUOTES, to=QUOTES | st.none(), role=st.just("note"),
    speaker=WORDS | st.none() | st.just(""),
)  # fmt: skip


@given(st.lists(FIELD.map(lambda each: replace(each, guarded=True)) | QUOTED, max_size=3))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, corrections: list[Correction]) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    add_corrections(home, corrections)
    read = read_corrections(home)
    assert not read.problems
    assert [(each.quote, each.to, each.value, each.was, each.who, each.when) for each in read.entries] == [
        (each.quote, each.to, each.value, each.was, each.who, each.when) for each in corrections
    ]
