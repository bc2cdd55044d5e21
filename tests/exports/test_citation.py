"""References: what they say, and that the programs which read each format read the same out of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import bibtexparser
import pytest
import rispy
from citeproc import Citation as CiteprocCitation
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.errors import ExitCode
from junket.exports.cli import run
from junket.exports.formats.bibtex import bibtex_entry
from junket.exports.formats.citation import citation
from junket.exports.formats.csl import csl_item
from junket.exports.formats.ris import ris_entry
from junket.pipelines.record.record import Kind, Record, Turn

TEXT = "What is the hill for?\n\nFor looking down, {mostly} & 100 % of the time."
RECORD = Record(
    id="3f9a1c04d2e8b7aa",
    url="https://press.example.org/hill?x={1}",
    canonical_url="https://press.example.org/hill?x={1}",
    site="press.example.org",
    kind="interview",
    language="en",
    title="Alma Seitova: The hill & I, 100 % {true}",
    authors=("Jan van der Linden",),
    interviewers=("Jan van der Linden",),
    interviewees=("Alma Seitova",),
    date="2021-04-09",
    published_precision="day",
    text=TEXT,
    turns=(
        Turn(turn_id="3f9a1c04d2e8b7aa-0a", role="question", text=TEXT[:21], start=0, end=21),
        Turn(
            turn_id="3f9a1c04d2e8b7aa-0b",
            role="answer",
            text=TEXT[23:],
            start=23,
            end=len(TEXT),
            speaker="Alma Seitova",
        ),
    ),
    fetched_at=datetime(2024, 2, 3, 23, 30, tzinfo=UTC),
    warc_file="crawl-1.warc.gz",
    warc_record_id="<urn:uuid:0c0c0c0c-0000-4000-8000-000000000000>",
    content_hash="0" * 64,
)


def test_an_interview_is_cited_under_who_answers() -> None:
    cited = citation(RECORD)
    assert [name.inverted for name in cited.authors] == ["Seitova, Alma"]
    assert [name.inverted for name in cited.interviewers] == ["van der Linden, Jan"]
    assert cited.note == (
        "Revision 1; captured 2024-02-03T23:30:00Z; WARC record urn:uuid:0c0c0c0c-0000-4000-8000-000000000000"
    )


def test_news_are_cited_under_the_byline() -> None:
    assert [name.family for name in citation(replace(RECORD, kind="news")).authors] == ["van der Linden"]


def test_a_month_is_no_day() -> None:
    monthly = replace(RECORD, date="2021-04-01", published_precision="month")
    assert csl_item(citation(monthly))["issued"] == {"date-parts": [[2021, 4]]}


@pytest.mark.parametrize(
    ("printed", "issued"),
    [("September 2015", (2015,)), ("2015-09", (2015, 9)), ("2014–2015", ()), ("№ 20151", ()), (None, ())],
)
def test_a_page_that_gives_a_month_alone_has_its_year(printed: str | None, issued: tuple[int, ...]) -> None:
    cited = citation(replace(RECORD, date=None, published_precision="month", published_text=printed))
    assert cited.issued == issued
    assert cited.key.startswith("press-example-2015-" if issued else "press-example-3f9a")


@pytest.mark.parametrize("kind", ["news", "review", "other"])
def test_only_an_interview_is_cited_as_one(kind: Kind) -> None:
    cited = citation(replace(RECORD, kind=kind))
    assert csl_item(cited)["type"] != "interview"
    assert "interview" not in f"{bibtex_entry(cited)}{ris_entry(cited)}{csl_item(cited)}".lower()


def test_what_is_not_known_is_left_out() -> None:
    bare = Record(id="00ff00ff", url="", canonical_url="", site="", kind="other", text="Words.", content_hash="0" * 64)
    assert set(csl_item(citation(bare))) == {"id", "type", "title", "note"}
    assert "AU  -" not in ris_entry(citation(bare))
    assert "author" not in bibtex_entry(citation(bare))


def test_bibtex_is_read_back() -> None:
    (entry,) = bibtexparser.parse_string(bibtex_entry(citation(RECORD, RECORD.turns[1]))).entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert entry.key == "press-example-2021-3f9a1c04-0b"
    assert fields["author"] == "Seitova, Alma"
    assert fields["title"] == r"{Alma Seitova: The hill \& I, 100 \% \textbraceleft{}true\textbraceright{}}"
    assert fields["url"] == "https://press.example.org/hill?x=%7B1%7D"
    assert fields["howpublished"] == "Interview by Jan van der Linden, press.example.org"
    assert (fields["date"], fields["urldate"]) == ("2021-04-09", "2024-02-03")


def test_ris_is_read_back() -> None:
    (entry,) = rispy.loads(ris_entry(citation(RECORD)))
    assert entry["authors"] == ["Seitova, Alma"]
    assert entry["secondary_authors"] == ["van der Linden, Jan"]
    assert entry["title"] == RECORD.title
    assert entry["date"] == "2021/04/09"
    assert entry["language"] == "en"


def test_a_citeproc_processor_prints_the_csl() -> None:
    item = csl_item(citation(RECORD))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(CiteprocCitation([CitationItem(item["id"])]))
    (printed,) = map(str, bibliography.bibliography())
    assert printed.startswith("Seitova, A. (2021)")
    assert "hill" in printed


@given(st.text(), st.text(min_size=1))
def test_any_title_and_name_stay_one_entry(title: str, name: str) -> None:
    cited = citation(replace(RECORD, title=title, interviewees=(name,)))
    assert len(bibtexparser.parse_string(bibtex_entry(cited)).entries) == 1
    assert len(rispy.loads(ris_entry(cited))) == 1


PAGE = (
    "<html lang=en><head><title>A hill</title></head><body><article><h1>A hill of one's own</h1>"
    + "".join(
        f"<p>Paragraph {n} tells of the film, the hill and the weather there, at some length.</p>" for n in range(9)
    )
    + "</article>"
)


def test_scrape_and_cite_print_the_same_reference(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    page, home = tmp_path / "page.html", str(tmp_path / "home")
    page.write_text(PAGE, encoding="utf-8")
    url = "https://example.org/hill"
    assert run(["scrape", str(page), "--url", url, "--save", home, "--format", "csl"]) == ExitCode.OK
    (scraped,) = json.loads(capsysbinary.readouterr().out)
    assert (scraped["type"], scraped["URL"]) == ("webpage", url)
    assert run(["cite", url, "--home", home, "--format", "csl"]) == ExitCode.OK
    (cited,) = json.loads(capsysbinary.readouterr().out)
    assert cited == scraped


def test_cite_says_what_is_not_there(tmp_path: Path) -> None:
    assert run(["cite", "3f9a1c04", "--home", str(tmp_path)]) == ExitCode.HOME
