from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from junket.exports.cli import run
from junket.exports.formats.tei import CORPUS_END, TEI, corpus_start, record_tei
from junket.pipelines.record.record import Record, Turn

NAMES = {"t": TEI}
# Our own RelaxNG for the subset of TEI P5 that is written; no Python package ships a TEI schema with <u>.
SCHEMA = etree.RelaxNG(etree.fromstring(files("junket.exports.formats").joinpath("tei.rng").read_bytes()))


def parsed(record: Record) -> etree._Element:
    root = etree.fromstring(record_tei(record))
    SCHEMA.assertValid(root)
    return root


def texts(root, path):
    return [" ".join(element.itertext()) for element in root.findall(path, NAMES)]


def test_an_interview_has_people_source_and_utterances(a_record):
    turns = (
        Turn(
            turn_id="1-q", role="question", text="Why fog?", start=19, end=27, speaker="Nora Field", answer_missing=True
        ),
        Turn(turn_id="1-a", role="answer", text="Because it hides the crew.", start=29, end=55, speaker="Ada Lind"),
    )
    root = parsed(a_record(turns=turns, licence="CC BY 4.0"))
    assert texts(root, ".//t:particDesc//t:persName") == ["Nora Field", "Ada Lind"]
    assert [person.get("role") for person in root.findall(".//t:person", NAMES)] == ["interviewer", "interviewee"]
    assert texts(root, ".//t:sourceDesc//t:ref") == ["https://film.example/talks/1"]
    assert root.find(".//t:sourceDesc//t:date", NAMES).get("when") == "2024-03-05"
    assert texts(root, ".//t:body//t:u") == ["Why fog?", "Because it hides the crew."]
    keys = {person.get("{http://www.w3.org/XML/1998/namespace}id") for person in root.findall(".//t:person", NAMES)}
    assert {said.get("who").removeprefix("#") for said in root.findall(".//t:u", NAMES)} == keys
    assert root.find(".//t:body//t:gap", NAMES).get("reason") == "answer-missing"
    assert texts(root, ".//t:body//t:p") == ["A word before.", "A word after."]


def test_sides_without_names_are_one_person_each(a_record):
    root = parsed(a_record())
    assert len(root.findall(".//t:person", NAMES)) == 2
    assert texts(root, ".//t:persName") == []


def test_line_ends_and_languages_are_kept(a_record):
    turn = Turn(turn_id="x", role="answer", text="One\ntwo", start=0, end=7, language="kk")
    root = parsed(a_record(text="One\ntwo", turns=(turn,)))
    said = root.find(".//t:u", NAMES)
    assert len(said.findall("t:lb", NAMES)) == 1
    assert said.get("{http://www.w3.org/XML/1998/namespace}lang") == "kk"
    assert [language.get("ident") for language in root.findall(".//t:language", NAMES)] == ["en", "kk"]


@pytest.mark.parametrize("kind", ["news", "other"])
def test_a_page_without_turns_has_paragraphs(a_record, kind):
    root = parsed(a_record(kind=kind, turns=(), text="", url="", canonical_url="", language=None, date=None, site=""))
    assert root.find(".//t:profileDesc", NAMES) is None
    assert len(root.findall(".//t:p", NAMES)) == 2


@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_becomes_valid_xml(text):
    turns = (Turn(turn_id=text, role="answer", text=text, start=0, end=len(text), speaker=text or None),)
    record = Record(
        id="1", url=text, canonical_url="", site=text, kind="interview", content_hash="x", text=text, title=text,
        authors=(text,), turns=turns if text else (),
    )  # fmt: skip
    root = parsed(record)  # checked against the schema there
    assert len(root.findall(".//t:u", NAMES)) == len(record.turns)


def test_several_records_are_a_corpus(a_record):
    whole = corpus_start() + record_tei(a_record(1)) + record_tei(a_record(2)) + CORPUS_END
    root = etree.fromstring(whole)
    SCHEMA.assertValid(root)
    assert len(root.findall("t:TEI", NAMES)) == 2


def test_scrape_writes_tei(tmp_path):
    page = tmp_path / "page.html"
    asked = ("How did it start?", "Who paid for it?", "Where do you live now?", "What will you film next?")
    talk = "".join(
        f"<p><b>{question}</b></p><p>I said number {n} of my answers.</p>" for n, question in enumerate(asked)
    )
    page.write_text(
        f"<html><title>Interview with Ann Ross</title><body><h1>Interview with Ann Ross</h1>{talk}</body></html>"
    )
    copy, corpus = tmp_path / "copy.html", tmp_path / "corpus.xml"
    copy.write_text(page.read_text().replace("</h1>", "</h1><p>A second printing, with a word before the talk.</p>"))
    assert run(["scrape", str(page), str(copy), "-o", str(corpus)]) == 0
    root = etree.fromstring(corpus.read_bytes())
    SCHEMA.assertValid(root)
    assert len(root.findall("t:TEI", NAMES)) == 2
    assert len(root[1].findall(".//t:u", NAMES)) == 8


def test_translators_and_photographers_are_told_from_authors(a_record):
    root = parsed(
        a_record(authors=("Lena Brook",), translators=("Ida Holt", "Max Loud"), photographers=("Oskar Venn",))
    )
    for place in ("titleStmt", "bibl"):
        assert texts(root, f".//t:{place}/t:author") == ["Lena Brook"]
        assert texts(root, f".//t:{place}/t:respStmt/t:resp") == ["translator", "translator", "photographer"]
        assert texts(root, f".//t:{place}/t:respStmt/t:persName") == ["Ida Holt", "Max Loud", "Oskar Venn"]
