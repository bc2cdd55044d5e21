"""The file of decisions: read to the last key, added to, and never a reason to stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.home import Home
from junket.exports.decisions.records_toml import add_corrections, path_of, read_corrections
from junket.pipelines.corrections import Correction, Quote
from junket.pipelines.record.record import Film, Image

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
        ('record = "x"\nfield = "date"\nvalue = "May"\nwho = "m"\nwhy = "w"', "value: must be a day, as in"),
        ('record = "x"\nfield = "date"\nvalue = "2024-02-31"\nwho = "m"\nwhy = "w"', "value: must be a day, as in"),
        ('record = "x"\nquote = "q"\nwho = "m"\nwhy = "w"', "quote: says neither role, speaker nor remove"),
        ('record = "x"\nquote = " "\nrole = "note"\nwho = "m"\nwhy = "w"', "quote: quotes no words"),
        ('record = "x"\nquote = 5\nrole = "note"\nwho = "m"\nwhy = "w"', "quote: Expected `object`, got `int`"),
        ('record = "x"\nquote = "q"\nrole = "guest"\nwho = "m"\nwhy = "w"', "role: must be one of question, answer"),
        ('record = "x"\nquote = "q"\nremove = 1\nwho = "m"\nwhy = "w"', "remove: must be true or false"),
        ('record = "x"\nquote = "q"\nremove = true\nwho = "m"\nwhy = "w"\nwhen = "May"', "when: must be a day without"),
        ('record = "x"\nwho = "m"\nwhy = "w"', "field: a correction has either a field or a quote"),
        ('record = "x"\nfeild = "title"\nwho = "m"\nwhy = "w"', "feild: is no key of an entry"),
        ('record = "x"\nfield = "title"\nvalue = { a = 1 }\nwho = "m"\nwhy = "w"', "value: Expected `str`"),
        (
            'record = "x"\nfield = "kind"\nvalue = "essay"\nwho = "m"\nwhy = "w"',
            "value: must be one of interview",
        ),
        ('record = "x"\nfield = "kind"\nvalue = ""\nwho = "m"\nwhy = "w"', "value: must be one of interview"),
        (
            'record = "x"\nfield = "language"\nvalue = "Kazakh"\nwho = "m"\nwhy = "w"',
            "value: must be an ISO",
        ),
        ('record = "x"\nfield = "turns_confidence"\nvalue = 7\nwho = "m"\nwhy = "w"', "value: must be from 0 to 1"),
        ('record = "x"\nfield = "turns_confidence"\nvalue = nan\nwho = "m"\nwhy = "w"', "value: must be from 0 to 1"),
        (
            'record = "x"\nfield = "published_at"\nvalue = 2026-05-01\nwho = "m"\nwhy = "w"',
            "value: must be a time",
        ),
        (
            'record = "x"\nfield = "films"\nvalue = [{ year = 2015 }]\nwho = "m"\nwhy = "w"',
            "value: Object missing",
        ),
        (
            'record = "x"\nfield = "films"\nvalue = [{ title = "A", yaer = 2015 }]\nwho = "m"\nwhy = "w"',
            "value: yaer is no key of it (they are other_title, people, title, year)",
        ),
    ],
)
def test_a_slip_is_told_by_line_and_key_and_the_others_hold(tmp_path: Path, entry: str, problem: str) -> None:
    home = home_with(tmp_path, f"{GOOD}\n[[correction]]\n{entry}\n\n{GOOD}")
    read = read_corrections(home)
    assert [each.value for each in read.entries] == ["A talk", "A talk"]
    (line,) = read.problems
    key = problem.partition(":")[0]
    at = next((number for number, said in enumerate(entry.split("\n"), 9) if said.startswith(f"{key} =")), 8)
    assert line.startswith(f"{path_of(home)}:{at}: {problem}")


@pytest.mark.parametrize("text", [b"\xff\xfe", b"[[correction]\n", b"[" * 9_000])
def test_what_is_no_toml_is_one_line(tmp_path: Path, text: bytes) -> None:
    read = read_corrections(home_with(tmp_path, text))
    assert not read.entries
    (line,) = read.problems
    assert "is no TOML" in line


def test_a_broken_entry_costs_no_other_one(tmp_path: Path) -> None:
    broken = '[[correction]]\nrecord = "x\n\n', "[[correction]\n", "[[correction]]\nvalue = " + "[" * 5_000 + "\n"
    read = read_corrections(home_with(tmp_path, "# ours\n" + GOOD + GOOD.join(broken) + GOOD))
    assert [each.place.rpartition(":")[2] for each in read.entries] == ["2", "11", "18", "26"]
    assert [line.rpartition("toml:")[2].partition(":")[0] for line in read.problems] == ["9", "17", "24"]
    assert all("is no TOML" in line and line.endswith("the entry is not used") for line in read.problems)


def test_a_value_is_held_as_the_record_has_it(tmp_path: Path) -> None:
    said = [
        ("date", "2015-10-16"),
        ("published_at", "2015-10-16T19:40:00+06:00"),
        ("films", '[{ title = "Salt", year = 2015, people = ["A. Bey"] }]'),
        ("images", '[{ url = "https://press.example/a.jpg", credit = "A. Bey", lead = true }]'),
        ("authors", '["A. Bey", " "]'),
    ]
    entry = '[[correction]]\nrecord = "0a0b0c"\nfield = "{}"\nvalue = {}\nwho = "me"\nwhy = "seen"\n'
    home = home_with(tmp_path, "".join(entry.format(*each) for each in said))
    held = [
        "2015-10-16",
        datetime(2015, 10, 16, 19, 40, tzinfo=timezone(timedelta(hours=6))),
        (Film(title="Salt", year=2015, people=("A. Bey",)),),
        (Image(url="https://press.example/a.jpg", credit="A. Bey", lead=True),),
        ("A. Bey",),
    ]
    read = read_corrections(home)
    assert ([each.value for each in read.entries], read.problems) == (held, [])
    path_of(home).unlink()
    add_corrections(home, read.entries)
    assert [each.value for each in read_corrections(home).entries] == held


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


TAGS = st.lists(WORDS, min_size=1).map(tuple)
FIELD = st.builds(
    Correction, record=WORDS, who=WORDS, why=WORDS, when=st.dates(), field=st.just("tags"), value=TAGS, was=TAGS
)
QUOTED = st.builds(
    Correction, record=WORDS, who=WORDS, why=WORDS, quote=QUOTES, to=QUOTES | st.none(), role=st.just("note"),
    speaker=WORDS | st.none() | st.just(""),
)  # fmt: skip


@settings(deadline=None)  # each example writes a file that is synced
@given(st.lists(FIELD.map(lambda each: replace(each, guarded=True)) | QUOTED, max_size=3))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, corrections: list[Correction]) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    add_corrections(home, corrections)
    read = read_corrections(home)
    assert not read.problems
    assert [(each.quote, each.to, each.value, each.was, each.who, each.when) for each in read.entries] == [
        (each.quote, each.to, each.value, each.was, each.who, each.when) for each in corrections
    ]
