"""``-o``: the suffix says the format, or the call is refused before anything is read; CSV and Parquet."""

from __future__ import annotations

import csv
import io
import json
import sys
from types import SimpleNamespace

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from junket.crawlers.errors import ExitCode
from junket.exports.cli import run
from junket.exports.cli.scrape import FORMATS
from junket.exports.cli.scraping.output_format import SUFFIXES
from junket.exports.demo.film_site import load_site
from junket.exports.demo.routes import Routes
from junket.exports.formats.csv import BOM, csv_header, csv_row
from junket.exports.tables.documents import DOCUMENTS

SITE = load_site("lantern")
ARTICLE = next(each for each in SITE.article if each.slug.endswith("ines-quadri"))
PAGE = Routes(SITE, "https://lantern.example").replies[SITE.path(ARTICLE)].body.decode()
TITLE = "An Interview With Composer Ines Quadri"


@pytest.fixture
def junket(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(PAGE)

    def call(*args):
        capsys.readouterr()
        code = run(["scrape", *map(str, args)])
        printed = capsys.readouterr()
        return SimpleNamespace(code=code, stdout=printed.out, stderr=printed.err)

    return call


BEGINS = {
    "x.json": b'{\n  "id"',
    "x.jsonl": b'{"id"',
    "x.ndjson": b'{"id"',
    "x": b'{"id"',
    "x.2024": b'{"id"',
    "x.md": b"# An Interview",
    "x.MARKDOWN": b"# An Interview",
    "x.txt": b"An Interview",
    "x.xml": b"<?xml",
    "x.tei": b"<?xml",
    "x.csv": b"\xef\xbb\xbfid,revision,url",
    "x.CSV": b"\xef\xbb\xbfid,revision,url",
    "x.parquet": b"PAR1",
    "x.bib": b"@",
    "x.ris": b"TY  - ",
    "x.csl.json": b"[\n{",
}


@pytest.mark.parametrize("name", BEGINS)
def test_a_file_is_what_its_suffix_says(junket, tmp_path, name):
    done = junket("page.html", "-o", name)
    assert (done.code, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(BEGINS[name])


def test_every_format_has_a_suffix_that_gives_it(junket, tmp_path):
    for form in FORMATS:
        assert junket("page.html", "-o", f"by-name{SUFFIXES[form][0]}").code == 0
        assert junket("page.html", "-o", "by-option", "--format", form).code == 0
        assert (tmp_path / "by-option").read_bytes().removeprefix(BOM) == (
            tmp_path / f"by-name{SUFFIXES[form][0]}"
        ).read_bytes().removeprefix(BOM)


@pytest.mark.parametrize(
    "name",
    ["x.html", "x.pdf", "x.docx", "x.xlsx", "x.tsv", "x.yaml", "x.warc", "x.sqlite", "x.epub", "x.josn", "x.JPG"],
)
def test_a_suffix_of_no_format_is_refused_with_the_list(junket, tmp_path, name):
    done = junket("page.html", "-o", name)
    assert (done.code, done.stdout) == (ExitCode.USAGE, "")
    suffix = name.removeprefix("x")
    known = ".json, .jsonl, .md, .txt, .xml, .csv, .parquet, .bib, .csl.json, .ris"
    assert done.stderr == f"junket: {name}: {suffix} is no format here; there are {known}, or say --format\n"
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["x.jsonl.gz", "x.csv.zip", "x.json.zst", "x.gz", "x.md.bz2", "x.txt.xz"])
@pytest.mark.parametrize("form", [(), ("--format", "jsonl")])
def test_a_compressed_output_is_refused(junket, tmp_path, name, form):
    done = junket("page.html", "-o", name, *form)
    assert (done.code, done.stdout, done.stderr.count("\n")) == (ExitCode.USAGE, "", 1)
    assert done.stderr.startswith(f"junket: {name}: is not written compressed; name it {name.rpartition('.')[0]}, or")
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("x.csv", "md", "x.csv: written as md all the same, since that was asked for\n"),
        ("x.json", "jsonl", "x.json: written as jsonl all the same, since that was asked for\n"),
        ("x.json", "csl", ""),
        ("x.pdf", "md", ""),
        ("x", "md", ""),
        ("x.md", "md", ""),
    ],
)
def test_the_option_goes_before_the_suffix_and_says_so_where_they_disagree(junket, tmp_path, name, form, said):
    done = junket("page.html", "-o", name, "--format", form)
    assert (done.code, done.stderr) == (0, said)
    begins = {"md": b"# An Interview", "jsonl": b'{"id"', "csl": b"[\n{"}
    assert (tmp_path / name).read_bytes().startswith(begins[form])


def test_parquet_is_no_text_for_stdout(junket):
    done = junket("page.html", "--format", "parquet")
    assert (done.code, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr == "junket: --format parquet: is no text for stdout; name a file with -o FILE.parquet\n"


def test_a_page_explained_is_html_and_a_record_never(junket, tmp_path):
    assert junket("page.html", "--explain=html", "-o", "why.html").code == 0
    assert (tmp_path / "why.html").read_bytes().startswith(b"<!")


def test_an_explanation_in_a_pipe_is_the_table(junket):
    table = junket("page.html", "--explain").stdout
    assert table.startswith(f"{TITLE}\n")
    assert "rule or turn" in table
    assert "\x1b" not in table
    assert json.loads(junket("page.html", "--explain", "--format", "jsonl").stdout)["explain"]["blocks"]


def test_a_folder_as_an_output_file_says_which_option_is_meant(junket, tmp_path):
    (tmp_path / "out").mkdir()
    done = junket("page.html", "-o", "out")
    assert done.code == ExitCode.HOME
    assert "--output-dir writes one file a record" in done.stderr


def test_the_parquet_file_is_as_the_datasets_are(junket, tmp_path):
    (tmp_path / "other.html").write_text(PAGE.replace("Ines", "Agnes"))
    junket("page.html", "other.html", "-o", "x.parquet")
    table = pq.read_table(tmp_path / "x.parquet")
    assert table.schema.equals(DOCUMENTS, check_metadata=True)
    assert table.column("title").to_pylist() == [TITLE, TITLE.replace("Ines", "Agnes")]
    assert len(table.column("turns")[0]) == 10
    assert junket("missing.html", "-o", "none.parquet").code == ExitCode.UNREACHABLE
    assert not (tmp_path / "none.parquet").exists()


def test_readers_in_use_read_the_csv(junket, tmp_path):
    (tmp_path / "other.html").write_text(PAGE.replace("Ines", "Айгүл, «I»"))
    junket("page.html", "other.html", "-o", "x.csv")
    titles = [TITLE, TITLE.replace("Ines", "Айгүл, «I»")]
    frame = pd.read_csv(tmp_path / "x.csv")
    assert frame["title"].tolist() == titles
    assert list(frame.columns) == DOCUMENTS.names
    assert [len(json.loads(turns)) for turns in frame["turns"]] == [10, 10]
    rows = duckdb.read_csv(str(tmp_path / "x.csv")).project("title, text").fetchall()
    assert [title for title, _ in rows] == titles
    assert rows[0][1].count("\n\n") == len(SITE.lines(ARTICLE)) - 1
    assert junket("page.html", "--format", "csv").stdout.startswith("id,revision,")


def cells(record):
    [names, row] = csv.reader(io.StringIO((csv_header() + csv_row(record)).decode(), newline=""))
    return dict(zip(names, row, strict=True))


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n=", " =", "\u00a0@", "＝", "＋", "－", "＠"])
def test_a_cell_that_would_run_is_defused(a_record, begin):
    evil = f'{begin}HYPERLINK("https://evil.example";"x")'
    found = cells(a_record(title=evil, authors=(evil, "Nora Field"), lead=evil, text=evil))
    assert found["title"] == found["lead"] == found["text"] == f"'{evil}"
    assert found["authors"] == f"'{evil}; Nora Field"


@pytest.mark.parametrize("title", ["A-B", "Who? = me", "5 + 5", "'quoted", "— Why?", "«Ты»", "#1", "a@b", "1", ""])
def test_other_cells_are_as_they_are(a_record, title):
    assert cells(a_record(title=title))["title"] == title


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell(a_record):
    found = cells(a_record(turns_confidence=0.95, http_status=None, authors=(), lead="A\0B\ud800"))
    assert (found["turns_confidence"], found["revision"], found["http_status"], found["authors"]) == (
        "0.95",
        "1",
        "",
        "",
    )
    assert found["lead"] == "A\ufffdB?"
    assert found["published_at"] == "2024-03-05T14:40:00Z"
    assert json.loads(found["stripped"]) == {"related": 3, "share": 1}


def test_a_citation_takes_its_format_from_the_suffix_too(home, a_record, store, capsys, monkeypatch):
    from junket.exports.dataset.dataset import publish

    store(home, a_record())
    publish(home)
    monkeypatch.chdir(home.path)

    def cite(*args):
        capsys.readouterr()
        return run(["cite", a_record().id, "--home", str(home.path), *args])

    for name, begin in (("x.ris", "TY  - "), ("x.bib", "@"), ("x.json", "[\n{"), ("x", "@")):
        assert cite("-o", name) == 0
        assert (home.path / name).read_text().startswith(begin)
    assert cite("-o", "x.docx") == ExitCode.USAGE
    assert "there are .bib, .csl.json, .ris" in capsys.readouterr().err
    assert cite("--format", "ris") == 0
    assert capsys.readouterr().out.startswith("TY  - ")


def test_stdout_by_its_dash(junket):
    assert junket("page.html", "-o", "-").stdout.startswith('{"id"')
    assert sys.stdout is not None
