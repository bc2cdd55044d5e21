"""From an edited sheet to a correction, and from the correction to every later dataset."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.errors import ExitCode, UsageProblem
from junket.crawlers.home import Home
from junket.exports.cli import run
from junket.exports.dataset.published import published_record
from junket.exports.decisions.edit_sheet import read_sheet, sheet_of
from junket.exports.decisions.records_toml import path_of, read_corrections
from junket.pipelines.record.record import Film, Record

PAGE = """<html lang=en><head><title>Mara Voss on fog</title></head><body><article><h1>Mara Voss on fog</h1>
<p>By Nils Aro</p><p>The director spoke to us in the harbour about her new film, and about waiting.</p>
<p><b>Where does the fog come from?</b></p><p>From the river, in the mornings. We waited for it each day.</p>
<p><b>Did it come when you called?</b></p><p>It never came when we called it. Why would it do so? It is fog.</p>
<p><b>What will you do next?</b></p><p>Sleep, and then a short film about a ferry that is late again.</p>
</article></body></html>"""
URL = "https://film.example/fog"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    place = tmp_path / "home"
    assert (
        run(["scrape", str(page), "--url", URL, "--save", str(place), "-o", str(tmp_path / "out.json")]) == ExitCode.OK
    )
    return Home.open(place)


def edit(home: Home, tmp_path: Path, *changes: tuple[str, str]) -> int:
    sheet = sheet_of(published_record(home, URL))
    for before, after in changes:
        assert sheet.count(before) == 1
        sheet = sheet.replace(before, after)
    (tmp_path / "sheet.txt").write_text(sheet, encoding="utf-8")
    arguments = ["--home", str(home.path), "--who", "me", "--why", "seen", "--from", str(tmp_path / "sheet.txt")]
    return run(["correct", URL, *arguments])


def said(record: Record) -> list[tuple[str, str | None, str]]:
    return [(turn.role, turn.speaker, turn.text) for turn in record.turns]


def test_an_edit_becomes_a_correction_that_outlives_a_rebuild(home: Home, tmp_path: Path) -> None:
    asked = "It never came when we called it. Why would it do so? It is fog."
    changes = (
        ('title = "Mara Voss on fog"', 'title = "Mara Voss: fog"'),
        (asked, "It never came when we called it.\n>> question: Nils Aro\nWhy would it do so?\n>> note\nIt is fog."),
    )
    assert edit(home, tmp_path, *changes) == ExitCode.OK
    record = published_record(home, URL)
    assert record.title == "Mara Voss: fog"
    assert said(record)[3:6] == [
        ("answer", "Mara Voss", "It never came when we called it."),
        ("question", "Nils Aro", "Why would it do so?"),
        ("note", None, "It is fog."),
    ]
    assert record.corrected == ("turns", "title")
    assert run(["rebuild", "--home", str(home.path)]) == ExitCode.OK
    assert published_record(home, URL) == record
    table = pq.read_table(home.dataset / "latest" / "documents")
    assert table["corrected"].to_pylist() == [["turns", "title"]]


def test_names_films_and_times_hold_beside_turns(home: Home, tmp_path: Path) -> None:
    changes = (
        ('interviewees = ["Mara Voss"]', 'interviewees = ["Mara E. Voss"]'),
        ("tags = []", 'tags = ["fog"]'),
        ("films = []", 'films = [\n  { title = "Fog", year = 2024, people = ["Mara E. Voss"] },\n]'),
        ('published_at = ""', "published_at = 2024-05-03T09:30:00+02:00"),
        ("It never came when we called it. Why", "It never came when we called it.\n>> question: Nils Aro\nWhy"),
    )
    assert edit(home, tmp_path, *changes) == ExitCode.OK
    record = published_record(home, URL)
    assert record.interviewees == ("Mara E. Voss",)
    assert record.films == (Film(title="Fog", year=2024, people=("Mara E. Voss",)),)
    assert record.tags == ("fog",)
    assert record.published_at == datetime(2024, 5, 3, 7, 30, tzinfo=UTC)
    assert "Why would it do so? It is fog." in [turn.text for turn in record.turns]
    assert edit(home, tmp_path, ("Sleep, and then", ">> answer: A Friend\nSleep, and then")) == ExitCode.OK
    assert published_record(home, URL).interviewees == ("Mara E. Voss", "A Friend")


def test_a_turn_is_cited_by_an_ending_that_names_one(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    turns = published_record(home, URL).turns
    assert run(["cite", URL, "--home", str(home.path), "--turn", turns[1].turn_id, "--format", "ris"]) == ExitCode.OK
    assert f"Turn {turns[1].turn_id} (answer, Mara Voss)" in capsys.readouterr().out
    assert run(["cite", URL, "--home", str(home.path), "--turn", ""]) == ExitCode.USAGE
    assert f"{len(turns)} turns of" in capsys.readouterr().err
    assert run(["cite", URL, "--home", str(home.path), "--turn", "nowhere"]) == ExitCode.USAGE


def test_nothing_changed_nothing_written(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert edit(home, tmp_path) == ExitCode.OK
    assert "nothing changed" in capsys.readouterr().err
    assert not path_of(home).exists()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("From the river", "From the lake"), "the words are not the page's (it says 'river"),
        (
            ("a short film about a ferry that is late again.", ""),
            "its last words are missing",
        ),
        (('title = "', 'titel = "'), "titel is no field of it"),
        (('kind = "interview"', 'kind = "essay"'), "kind: must be one of interview, news, review, listing, other"),
        (("films = []", 'films = [{ titel = "Fog" }]'), "films: Object missing required field `title`"),
        (('title = "Mara', "title = Mara"), "its fields are no TOML"),
        (("-" * 40, "--"), "has lost its line of dashes"),
    ],
)
def test_a_broken_edit_changes_nothing(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], problem: str
) -> None:
    assert edit(home, tmp_path, change) == ExitCode.USAGE
    assert problem in capsys.readouterr().err
    assert not path_of(home).exists()


def test_a_correction_that_lost_its_place_is_told(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    path_of(home).write_text(
        '[[correction]]\nrecord = "https://film.example/fog"\nquote = "Rain"\nrole = "note"\nwho = "me"\nwhy = "seen"\n'
        '[[correction]]\nrecord = "https://film.example/rain"\nfield = "lead"\nvalue = "R"\nwho = "me"\nwhy = "seen"\n',
        encoding="utf-8",
    )
    assert run(["rebuild", "-q", "--home", str(home.path)]) == ExitCode.OK
    told = capsys.readouterr().err
    assert "records.toml:1: https://film.example/fog: the quoted words are not in the text" in told
    assert "records.toml:7: https://film.example/rain: no such record in the dataset" in told
    report = json.loads((home.reports / "corrections.json").read_bytes())
    assert (report["found"], len(report["lost"])) == (0, 2)
    assert run(["info", "--home", str(home.path)]) == ExitCode.OK
    assert "2. lost its place  " in capsys.readouterr().out


def test_the_editor_is_the_users_own(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i \'s/^date = .*/date = "2024-05-03"/\' "$1"\n', encoding="utf-8")
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    assert (
        run(["correct", URL, "--home", str(home.path), "--who", "me", "--why", "printed in the paper"]) == ExitCode.OK
    )
    assert published_record(home, URL).date == "2024-05-03"
    (entry,) = read_corrections(home).entries
    assert (entry.field, entry.value, entry.was, entry.guarded) == ("date", "2024-05-03", None, True)


def test_a_broken_edit_in_the_editor_is_kept(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/river/lake/' \"$1\"\n", encoding="utf-8")
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    assert run(["correct", URL, "--home", str(home.path), "--who", "me", "--why", "seen"]) == ExitCode.USAGE
    kept = capsys.readouterr().err.partition("your edit is kept in ")[2].partition(";")[0]
    assert "lake" in Path(kept).read_text(encoding="utf-8")
    Path(kept).unlink()


def test_an_edit_that_cannot_be_stored_is_kept(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i \'s/^title = .*/title = "Fog"/\' "$1"\n', encoding="utf-8")
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    path_of(home).mkdir()
    assert run(["correct", URL, "--home", str(home.path), "--who", "me", "--why", "seen"]) == ExitCode.HOME
    kept = Path(capsys.readouterr().err.partition("your edit is kept in ")[2].partition(";")[0])
    assert 'title = "Fog"' in kept.read_text(encoding="utf-8")
    kept.unlink()


def test_a_correction_says_who_and_why(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUNKET_WHO", raising=False)
    assert os.environ.get("JUNKET_WHO") is None
    assert run(["correct", URL, "--home", str(home.path)]) == ExitCode.USAGE


@given(st.text())
def test_any_text_but_the_sheet_is_refused_in_one_line(sheet: str) -> None:
    record = Record(id="0a", url=URL, canonical_url=URL, site="film.example", kind="news", text="Hm.", content_hash="0")
    with pytest.raises(UsageProblem, match="the sheet"):
        read_sheet(sheet, record)
