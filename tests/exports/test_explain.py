"""``--explain``: lines for a terminal, values for programs, a page for the browser."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from rich.cells import cell_len

from junket.crawlers.errors import ExitCode
from junket.exports.cli import cli, run
from junket.exports.cli.scraping.explaining import explain_text
from junket.exports.formats.explain import explain_fields
from junket.exports.formats.explain_html import explain_html
from junket.exports.formats.explain_lines import explain_lines
from junket.pipelines.boilerplate.rule_kinds import KINDS
from junket.pipelines.explanation import KEPT, Explanation, Piece, Span
from junket.pipelines.metadata.choices import Choice
from junket.pipelines.metadata.evidence import Candidate
from junket.pipelines.record.record import Rejected

PAGE = """<html lang="en"><head><title>Fog on set</title><meta name="author" content="Ib Moss"></head><body>
<nav><a href="/">All stories</a></nav><article><h1>Fog on set</h1><p>By Ib Moss</p>
<p>The crew waited for the fog to lift, and it did not; so they filmed the waiting, which took nine days.</p>
<p>Nobody had brought a book. By Thursday the cook was reading the call sheet aloud, with feeling.</p></article>
<footer><p>Reprints only with a link.</p></footer></body></html>"""
ASKED = Span("Why fog?", "question", "Nora Field")
PIECES = (
    Piece(block=0, tag="li", text="All stories", keep=False, rule="container"),
    Piece(block=1, tag="h1", text="Fog on set", keep=False, rule="title", score=0.5),
    Piece(block=2, tag="p", text="Q: Why fog?", keep=True, score=0.97, spans=(Span("Q: "), ASKED)),
)
CHOICES = (
    Choice(Candidate("title", "Fog on set", "h1", 80, 1), chosen=True),
    Choice(Candidate("title", "Fog on set | Reels", "title", 45), chosen=False),
)


@pytest.fixture
def explained(a_record):
    return Explanation("https://film.example/talks/1", a_record(), 3, PIECES, CHOICES)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return str(path)


def test_each_piece_is_a_line_with_what_became_of_it(explained):
    lines = [line.text.rstrip() for line in explain_lines(explained)]
    assert "    0  strip            container         li          All stories" in lines
    assert "    1  metadata   0.50  title             h1          Fog on set" in lines
    assert "    2  keep       0.97  question          p           Q: Why fog?" in lines
    assert "* title            80  h1                          Fog on set" in lines
    assert "3 blocks, 3 pieces, 1 kept" in lines
    assert "  place      container 1" in lines


def test_lines_fit_the_terminal_in_any_script_and_do_not_steer_it(explained):
    texts = ("雾" * 500, "\x1b[2J" + "a" * 500)
    wide = replace(explained, pieces=tuple(replace(PIECES[0], text=text) for text in texts))
    lines = [line.text for line in explain_lines(wide, 80) if line.kind != "head"]
    assert max(map(cell_len, lines)) <= 80
    assert sum(line.endswith(" …") for line in lines) == 2
    assert "\x1b" not in "".join(lines)


def test_colours_are_for_terminals_alone(explained, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert b"\x1b[" in explain_text(explained, 100)
    assert b"\x1b[" not in explain_text(explained, None)
    monkeypatch.setenv("NO_COLOR", "1")
    assert b"\x1b[" not in explain_text(explained, 100)


def test_programs_get_every_piece_and_candidate(explained):
    fields = explain_fields(explained)
    assert fields["blocks"][1] == {
        "block": 1, "tag": "h1", "keep": False, "kind": "metadata", "rule": "title", "score": 0.5, "text": "Fog on set",
        "turns": [],
    }  # fmt: skip
    assert fields["blocks"][2]["turns"] == [{"role": "question", "speaker": "Nora Field", "text": "Why fog?"}]
    assert fields["candidates"][0] == {
        "field": "title", "value": "Fog on set", "source": "h1", "weight": 80, "block": 1, "chosen": True,
    }  # fmt: skip


def test_the_html_page_stands_by_itself(explained):
    tree = lxml_html.fromstring(explain_html(explained))
    assert tree.xpath("//script | //img | //link | //iframe | //object | //*[@style] | //@onclick") == []
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digest = base64.b64encode(hashlib.sha256(tree.xpath("//style/text()")[0].encode()).digest()).decode()
    assert policy.startswith("default-src 'none';")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "url(" not in tree.xpath("//style/text()")[0]


def test_the_html_page_shows_rule_score_role_and_counts(explained):
    tree = lxml_html.fromstring(explain_html(explained))
    [title] = tree.xpath("//div[contains(@class, 'k-metadata') and @id='b1']")
    assert "strip" in title.get("class")
    assert "".join(title.xpath("div[@class='why']//text()")) == "title  0.50"
    [asked] = tree.xpath("//*[@class='turn question']")
    assert asked.text_content() == "question · Nora FieldWhy fog?"
    assert [label.text_content().strip() for label in tree.xpath("//div[@class='legend']/label")] == [
        "text kept 1",
        "metadata title 1",
        "place container 1",
    ]
    assert [row.get("class") for row in tree.xpath("//tbody/tr")] == [None, "not"]


def test_a_long_row_by_one_rule_is_folded_and_none_of_it_lost(explained):
    row = tuple(replace(PIECES[0], block=number, text=f"Story {number}") for number in range(40))
    tree = lxml_html.fromstring(explain_html(replace(explained, pieces=(*row, replace(PIECES[2], block=40)))))
    [folded] = tree.xpath("//details[contains(@class, 'run')]")
    assert len(folded.xpath("div")) == 40
    assert tree.xpath("//*[@id='b40']/ancestor::details") == []


def test_an_address_that_runs_code_is_no_link(explained):
    tree = lxml_html.fromstring(explain_html(replace(explained, url="javascript:alert(1)")))
    assert tree.xpath("//a[starts-with(@href, 'javascript')]") == []
    assert "javascript:alert(1)" in tree.text_content()


@given(st.text(st.characters()), st.sampled_from([KEPT, "container", "site:a>b"]), st.booleans())
def test_nothing_of_the_page_becomes_markup(text, rule, keep):
    found, plain = _one_piece("x" + text, rule, keep=keep), _one_piece("x", rule, keep=keep)
    assert found.count(b"<") == plain.count(b"<")
    assert found.decode("utf-8")


def _one_piece(text, rule, *, keep):
    piece = Piece(block=0, tag="p", text=text, keep=keep, rule=None if keep else rule, spans=(Span(text),) * keep)
    candidate = Choice(Candidate("author", text, text, 1), chosen=False)
    return explain_html(Explanation(text, Rejected(text, "empty", text), 1, (piece,), (candidate,)))


def test_every_kind_has_a_colour_in_light_and_dark(explained):
    sheet = lxml_html.fromstring(explain_html(explained)).xpath("//style/text()")[0]
    assert [kind for kind in KINDS if sheet.count(f"--{kind}: #") != 2] == []


def test_people_read_it_after_the_record_and_programs_as_a_key(page, capsysbinary):
    assert run(["scrape", "--explain", page, "--format", "text"]) == ExitCode.OK
    record, _, explanation = capsysbinary.readouterr().out.decode().partition("\n---\n")
    assert record.startswith("Fog on set")
    assert "metadata         byline" in explanation
    assert run(["scrape", page, "--explain", "--format", "jsonl"]) == ExitCode.OK
    found = json.loads(capsysbinary.readouterr().out)
    assert {block["text"] for block in found["explain"]["blocks"]} >= {"All stories", "Reprints only with a link."}
    assert {candidate["field"] for candidate in found["explain"]["candidates"]} >= {"title", "author"}


def test_a_document_is_not_mixed_with_it(page, capsysbinary):
    assert run(["scrape", page, "--explain", "--format", "md"]) == ExitCode.OK
    said = capsysbinary.readouterr()
    assert b"container" not in said.out
    assert b"metadata         byline" in said.err


def test_the_html_page_takes_the_record_s_place(page, tmp_path, capsysbinary):
    path = tmp_path / "why.html"
    assert run(["scrape", page, "--explain=html", "-o", str(path)]) == ExitCode.OK
    assert capsysbinary.readouterr().out == b""
    assert "Fog on set" in lxml_html.parse(path).getroot().text_content()


def test_a_page_without_a_record_is_explained_too(tmp_path, capsysbinary):
    wall = tmp_path / "wall.html"
    wall.write_text(
        "<title>Just a moment...</title><p>Checking your browser before you go on.</p><div id=cf-wrapper>", "utf-8"
    )
    assert run(["scrape", str(wall), "--explain=html"]) == ExitCode.WALL
    said = capsysbinary.readouterr()
    assert b"no record: bot_check" in said.out
    assert b"bot" in said.err


@pytest.mark.parametrize(
    "call",
    [["a.html", "b.html"], ["a.html", "--format", "md"], ["--batch"]],
)
def test_an_html_page_is_of_one_page_and_of_no_other_format(call, capsysbinary):
    assert run(["scrape", "--explain=html", *call]) == ExitCode.USAGE
    assert b"--explain" in capsysbinary.readouterr().err


def test_an_unknown_form_is_refused():
    assert CliRunner().invoke(cli, ["scrape", "a.html", "--explain=pdf"]).exit_code == ExitCode.USAGE
