"""The learned judge: what it may decide, and that its arithmetic and its file are sound."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.crawlers.site.site import Selectors, Site
from junket.pipelines.boilerplate.learned import forest, judge
from junket.pipelines.boilerplate.learned.columns import NAMES, Features
from junket.pipelines.boilerplate.learned.doubt import in_doubt
from junket.pipelines.boilerplate.learned.forest import Tree, sums, table
from junket.pipelines.boilerplate.learned.model import Model, shipped
from junket.pipelines.boilerplate.passes import by_rules, strip
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.parse import parse

SENTENCE = "The harbour was quiet that morning, and nobody on the pier had slept before the boats came in. "
ARTICLE = "".join(f"<p>{number}. {SENTENCE * 2}</p>" for number in range(8))
LINKS = "<ul><li><a href=/a>The long way to the harbour town</a></li><li><a href=/b>Nets and knots</a></li></ul>"


def sheet_of(body: str, site: Site | None = None) -> StripState:
    page = Page.from_text("https://pier.example/a", f"<html><body><h1>A pier</h1><div>{body}</div></body></html>")
    document = parse(page)
    return by_rules(document, read_metadata(document, page, site), site)


def model_file(**changes: object) -> bytes:
    stored = json.loads(files("junket.pipelines.boilerplate.learned").joinpath("model.json").read_bytes())
    return json.dumps(stored | changes).encode()


def model_that_says(chance: float) -> Model:
    return Model(model_file(trees=[], bias=50.0 if chance else -50.0))


def texts(sheet: StripState) -> list[str]:
    return [sheet.blocks[position].text for position in sheet.kept()]


def plainly(trees: list[Tree], columns: list[bytes]) -> list[int]:
    rows = zip(*columns, strict=True)
    leaf = [[sum((row[f] > b) << bit for bit, (f, b) in enumerate(tree.questions)) for tree in trees] for row in rows]
    return [sum(tree.leaves[at] for tree, at in zip(trees, leaves, strict=True)) for leaves in leaf]


questions = st.tuples(st.integers(0, 2), st.integers(0, 255))
trees = st.lists(questions, min_size=1, max_size=forest.MAX_DEPTH).flatmap(
    lambda asked: st.builds(
        lambda leaves: Tree(tuple(asked), table(leaves)),
        st.lists(st.integers(0, 255), min_size=1 << len(asked), max_size=1 << len(asked)),
    )
)


@settings(deadline=None)
@given(
    st.lists(trees, min_size=1, max_size=8),
    st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=40),
)
def test_long_integers_sum_as_a_plain_loop_does(grown, rows):
    columns = [bytes(column) for column in zip(*rows, strict=True)]
    assert sums(grown, columns) == plainly(grown, columns)


def test_the_most_and_deepest_trees_fit_their_lanes():
    deepest = Tree(tuple((0, 10) for _ in range(forest.MAX_DEPTH)), table([255] * (1 << forest.MAX_DEPTH)))
    assert sums([deepest] * forest.MAX_TREES, [bytes((0, 255, 9))]) == [255 * forest.MAX_TREES] * 3


def test_the_shipped_model_is_small_and_made_for_these_features():
    assert len(files("junket.pipelines.boilerplate.learned").joinpath("model.json").read_bytes()) < 3_000_000
    assert 0 < len(shipped().trees) <= forest.MAX_TREES


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"features": ["length"]}, "other features"),
        ({"trees": [{"questions": [[0, 1]], "leaves": [1, 2, 3]}]}, "damaged"),
        ({"trees": [{"questions": [[len(NAMES), 1]], "leaves": [1, 2]}]}, "damaged"),
        ({"trees": [{"questions": [[0, 256]], "leaves": [1, 2]}]}, "damaged"),
        ({"trees": [{"questions": [[0, 1]], "leaves": [1, 256]}]}, "damaged"),
        ({"step": "much"}, "damaged"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_remedy(changes, said):
    with pytest.raises(ValueError, match=f"{said}.*make model"):
        Model(model_file(**changes))


def test_half_a_file_is_refused_with_the_remedy():
    with pytest.raises(ValueError, match="make model"):
        Model(model_file()[:500])


def test_what_looks_like_most_of_the_article_is_never_taken_out():
    sheet = sheet_of(ARTICLE + "<section><em>A note on the side, with no full stop</em></section>")
    judge(sheet, model_that_says(0))
    assert len([text for text in texts(sheet) if SENTENCE.strip() in text]) == 8
    assert "model" in sheet.rules


def test_a_model_that_wants_nothing_leaves_the_page_to_the_rules():
    mixed = f"<p>{SENTENCE * 3}</p><blockquote>{SENTENCE * 3}</blockquote><section>{SENTENCE * 3}</section>"
    sheet = sheet_of(mixed)
    before = list(sheet.rules)
    judge(sheet, model_that_says(0))
    assert sheet.rules == before
    assert sheet.scores


def test_it_brings_back_links_but_nothing_of_which_rules_are_sure():
    sheet = sheet_of(ARTICLE + LINKS + "<p>Share</p>" + ARTICLE)
    assert "links" in sheet.rules
    share = next(position for position, block in enumerate(sheet.blocks) if block.text == "Share")
    judge(sheet, model_that_says(1))
    assert "The long way to the harbour town" in texts(sheet)
    assert sheet.rules[share] == "share"
    assert share not in sheet.scores


def test_links_that_the_page_repeats_stay_out():
    back = "<p><a href=#top>Up to where the pier begins</a></p>"
    sheet = sheet_of(ARTICLE + back + ARTICLE + back)
    judge(sheet, model_that_says(1))
    assert "Up to where the pier begins" not in texts(sheet)


def test_labels_of_speakers_and_short_questions_are_not_in_doubt():
    talk = "".join(
        f"<span class=who><div>Ada 10:4{n}</div></span><section><p>Was it cold, that day {n}?</p></section>"
        f"<article><p>{n}. {SENTENCE * 2}</p></article>"
        for n in range(6)
    )
    sheet = sheet_of(talk)
    doubted = {sheet.blocks[position].text for position in in_doubt(sheet)}
    assert not any(text.startswith(("Ada", "Was it cold")) for text in doubted)


def test_where_a_selector_names_the_article_the_model_keeps_out():
    site = Site(domain="pier.example", selectors=(Selectors(valid_from=date(2020, 1, 1), content="div"),))
    sheet = sheet_of(ARTICLE + LINKS, site)
    judge(sheet, model_that_says(1))
    assert sheet.scores == {}


def test_scores_go_with_kept_and_stripped_blocks():
    page = Page.from_text(
        "https://pier.example/a", f"<html><body><div>{ARTICLE}{LINKS}<pre>a = 1</pre>{ARTICLE}</div></body></html>"
    )
    document = parse(page)
    stripping = strip(document, read_metadata(document, page, None))
    assert stripping.scores
    assert all(0 <= score <= 1 for score in stripping.scores.values())
    assert all(stripping.scores.get(gone.block.index) == gone.score for gone in stripping.stripped)


def test_each_feature_is_one_byte_a_block():
    sheet = sheet_of(ARTICLE + LINKS + "<pre>a = 1</pre>" + ARTICLE)
    positions = in_doubt(sheet)
    columns = Features(sheet, positions).columns({}, {})
    assert len(columns) == len(NAMES)
    assert {len(column) for column in columns} == {len(positions)}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.lists(st.sampled_from(["p", "li", "h2", "div", "a", "table", "td"]), max_size=30))
def test_any_markup_is_judged_without_a_crash(text, tags):
    sheet = sheet_of(ARTICLE[:400] + "".join(f"<{tag} class='x{tag}'>{text}" for tag in tags))
    judge(sheet, model_that_says(0))
    judge(sheet, model_that_says(1))
    assert any(True for _ in sheet.kept())
