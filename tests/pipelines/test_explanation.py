"""A page explained: every piece in its place, with what became of it, and where each field was read."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.crawlers.site.site import Selectors, Site
from junket.pipelines import boilerplate
from junket.pipelines.boilerplate.rule_kinds import KINDS, OTHER, kind_of_rule
from junket.pipelines.explanation import KEPT, Span, explain_page
from junket.pipelines.page.block import Block, Stripped
from junket.pipelines.page.document import Document, Metadata, Stripping
from junket.pipelines.reading import Reading
from junket.pipelines.recipe import Extraction, extract
from junket.pipelines.record.record import Record

URL = "https://reels.example/talks/7"
TALK = """<html lang="en"><head><title>A talk with Dana Quill | Reels</title><meta name="author" content="Ib Moss">
<meta property="og:site_name" content="Reels"></head><body><nav><a href="/">All talks</a></nav><article>
<h1>A talk with Dana Quill</h1><p class="byline">By Ib Moss</p>
<p><b>Why did you paint the boats?</b><br>Because nobody had, and the harbour was grey in every single frame of it.</p>
<p><b>Who taught you to wait?</b><br>My uncle did. He fished for forty years, and he filmed the last three of them.</p>
<p><b>Did the harbour help you?</b><br>They lent us two boats, a crane and a man who knew every rope by its name.</p>
<p><b>What was the hardest scene?</b><br>The one on the ladder. Nobody in the crew wanted to climb it before me.</p>
<p><b>What is the next film?</b><br>A short one about bread. It is written, and the baker has said yes to it.</p>
<p>The film opens in May, in four towns along the coast. Share on Facebook Twitter Telegram WhatsApp Email</p>
</article><footer><p>Reprints only with a link.</p></footer></body></html>"""


def explained(html, site=None, url=URL):
    page = Page.from_text(url, html)
    return explain_page(extract(page, site))


def test_every_block_is_there_in_page_order():
    page = Page.from_text(URL, TALK)
    found = extract(page)
    pieces = explain_page(found).pieces
    assert sorted({piece.block for piece in pieces}) == list(range(len(found.reading.document.blocks)))
    assert [piece.block for piece in pieces] == sorted(piece.block for piece in pieces)
    assert "\n\n".join(piece.text for piece in pieces if piece.keep) == found.outcome.text


def test_a_piece_says_what_took_it_out_and_of_what_kind_that_is():
    by_text = {piece.text: piece for piece in explained(TALK).pieces}
    assert (by_text["By Ib Moss"].rule, by_text["By Ib Moss"].kind) == ("byline", "metadata")
    assert (by_text["A talk with Dana Quill"].rule, by_text["A talk with Dana Quill"].kind) == ("title", "metadata")
    assert not by_text["Reprints only with a link."].keep
    assert by_text["Reprints only with a link."].kind in KINDS


def test_a_kept_piece_shows_who_speaks_without_losing_a_character():
    talks = [piece for piece in explained(TALK).pieces if piece.keep and len(piece.spans) > 1]
    turns = [span for span in talks[0].spans if span.role]
    assert [span.role for span in turns] == ["question", "answer"]
    assert turns[0].text == "Why did you paint the boats?"
    assert all("".join(span.text for span in piece.spans) == piece.text for piece in talks)


def test_the_parts_of_a_block_that_was_cut_stand_in_the_order_of_its_text():
    whole = Block(index=0, text="Print: the film opens in May. Share Tweet", tag="p")
    gone = tuple(Stripped(replace(whole, text=text), "residue") for text in ("Print:", "Share Tweet"))
    stripping = Stripping((whole.cut(7, 29),), gone)
    page = Page.from_text(URL, "<p>x</p>")
    reading = Reading(page)
    reading.document, reading.metadata, reading.stripping = Document(URL, (whole,)), Metadata(), stripping
    found = Extraction(extract(page).outcome, reading)
    texts = [piece.text for piece in explain_page(found).pieces]
    assert texts == ["Print:", "the film opens in May.", "Share Tweet"]


def test_scores_of_the_model_are_shown_for_what_was_kept_and_for_what_was_not():
    page = Page.from_text(URL, TALK)
    found = extract(page)
    scores = {block.index: block.index / 100 for block in found.reading.document.blocks}
    found.reading.stripping = replace(found.reading.stripping, scores=scores)
    pieces = explain_page(found).pieces
    assert {piece.score for piece in pieces} >= {0.0, scores[max(scores)]}
    assert all(piece.score == scores[piece.block] for piece in pieces)


def test_text_that_only_the_metadata_holds_stands_after_the_page():
    body = "The ferry came at nine, and with it came the crew, two lamps and a very old piano. " * 8
    html = (
        '<html><head><script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "%s"}</script></head>'
        "<body><h1>The ferry</h1><p>Loading the story of the ferry.</p></body></html>"
    )
    found = explained(html % body.strip())
    assert found.pieces[-1].keep
    assert found.pieces[-1].block >= found.blocks


def test_a_page_that_was_turned_away_at_the_door_has_no_pieces():
    found = explained("")
    assert (found.pieces, found.choices, found.outcome.reason) == ((), (), "empty")


def test_candidates_say_where_each_field_was_read():
    choices = {(choice.candidate.field, choice.candidate.source): choice.chosen for choice in explained(TALK).choices}
    assert choices["title", "h1"]
    assert choices["title", "title"], "the site's name beside the title does not matter"
    assert choices["author", "meta:author"]
    assert choices["site_name", "meta:og:site_name"]
    other = explained(TALK.replace('content="Ib Moss"', 'content="Web Desk"'))
    assert not next(choice.chosen for choice in other.choices if choice.candidate.value == "Web Desk")


def test_a_rule_of_the_site_is_of_the_kind_site():
    site = Site(domain="reels.example", selectors=(Selectors(valid_from=date(2020, 1, 1), strip=("footer",)),))
    assert "site" in {piece.kind for piece in explained(TALK, site).pieces}
    assert kind_of_rule("site:.promo") == "site"


def test_every_rule_has_a_kind():
    package = files(boilerplate)
    vocabulary = tomllib.loads(package.joinpath("vocabulary.toml").read_text("utf-8"))
    structure = tomllib.loads(package.joinpath("structure.toml").read_text("utf-8"))
    written = "".join(file.read_text("utf-8") for file in package.iterdir() if file.name.endswith(".py"))
    rules = {*vocabulary, *structure["chrome"], *structure["elements"]}
    rules |= set(re.findall(r'(?:drop|cut)\([^()]*, "([a-z_]+)"\)', written))
    assert {"container", "share", "residue", "numbers"} <= rules
    assert {rule for rule in rules if kind_of_rule(rule) == OTHER} == set()


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<b>Who?</b><br>", "A man who waits. ", "<nav>", "Share", "<li>", "<h2>"]))
)
def test_any_page_can_be_explained(parts):
    page = Page.from_text(URL, "".join(parts))
    page = replace(page, named=True)
    found = extract(page)
    pieces = explain_page(found).pieces
    kept = "".join("".join(piece.text.split()) for piece in pieces if piece.keep)
    assert not isinstance(found.outcome, Record) or kept == "".join(found.outcome.text.split())
    assert all(piece.spans in {(), (Span(piece.text),)} or piece.keep for piece in pieces)
    assert {piece.kind for piece in pieces} <= {KEPT, *KINDS}
