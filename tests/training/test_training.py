"""Training on a handful of invented pages, end to end: from markup and gold to a file that the product reads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="training needs numpy")
sys.path.insert(0, str(Path(__file__).parent))

import boost
import learn
import pages

from junket.crawlers.page import Page
from junket.pipelines.boilerplate.learned import judge
from junket.pipelines.boilerplate.learned.columns import NAMES
from junket.pipelines.boilerplate.learned.doubt import in_doubt
from junket.pipelines.boilerplate.learned.model import Model
from junket.pipelines.boilerplate.passes import by_rules
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.parse import parse

SENTENCE = "The ferry left at noon, and the ropes on pier number {} were still wet from the night before. "
TIP = "Nobody asked the captain, the crew or the cook, they said, about day {}."
SETTINGS = boost.Settings(trees=12, depth=3)


def sheet_of(number: int) -> StripState:
    article = "".join(f"<p>{SENTENCE.format(number * 10 + line) * 2}</p>" for line in range(5))
    tips = "".join(f"<section class='plug box'>{TIP.format(number * 10 + line)}</section>" for line in range(3))
    html = f"<html><body><h1>Ferry {number}</h1><div>{article}<pre>knots = {number}</pre>{tips}</div></body></html>"
    page = Page.from_text(f"https://pier{number}.example/a", html)
    document = parse(page)
    return by_rules(document, read_metadata(document, page, None))


def gold_of(number: int) -> dict[str, str]:
    lines = [SENTENCE.format(number * 10 + line) * 2 for line in range(5)]
    text = "\n".join([*lines, f"knots = {number}"])
    return {"id": str(number), "url": f"https://pier{number}.example/a", "text": text}


@pytest.fixture(scope="module")
def examples():
    found = [pages.example("wcxb", gold_of(number), sheet_of(number)) for number in range(24)]
    return [example for example in found if example is not None and example.usable]


@pytest.fixture(scope="module")
def model(examples):
    return Model(learn.encoded(learn.learn(examples, SETTINGS)))


def test_it_learns_to_take_out_what_the_gold_has_not(model):
    sheet = sheet_of(99)
    judge(sheet, model)
    kept = [sheet.blocks[position].text for position in sheet.kept()]
    assert any(text.startswith("The ferry left") for text in kept)
    assert "knots = 99" in kept
    assert not any(text.startswith("Nobody asked") for text in kept)


def test_names_that_few_sites_use_get_no_weight(examples, model):
    assert model.names["plug"] < 0
    assert not learn.names_worth(examples[: learn.FEWEST_DOMAINS - 1])


def test_the_same_pages_make_the_same_file(examples):
    assert learn.encoded(learn.learn(examples, SETTINGS)) == learn.encoded(learn.learn(examples, SETTINGS))


def test_stored_trees_say_what_grown_ones_say(examples, model):
    """Leaves are stored as bytes: what the product sums is what was grown, but for rounding."""
    rules, names, columns, truth, weights = learn.training_set(examples)
    grown = boost.grow(columns, truth, weights, SETTINGS, list(range(len(NAMES))))
    assert boost.scores(grown, columns).argmax() in range(columns.shape[1])
    assert model.rules == rules
    assert model.names == names


def test_blocks_are_told_by_lines_and_shingles_of_the_gold():
    gold = "Wet ropes\nThe ferry left at noon and nobody asked"
    texts = [pages.words_of(text) for text in ("Wet ropes", "Wet ropes", "The ferry left at noon today", "Share")]
    assert pages.shares(texts, gold) == [1.0, 0.0, pytest.approx(2 / 3), 0.0]


def test_a_domain_is_in_one_fold():
    golds = [{"id": "1", "url": "https://www.pier.example/a"}, {"id": "2", "url": "https://pier.example/b"}]
    first, second = (pages.group_of("wcxb", gold) for gold in golds)
    assert first == second
    assert learn.fold_of(first, 5) == learn.fold_of(second, 5)


def test_what_is_judged_is_learned_from():
    from junket.pipelines.boilerplate.learned.doubt import to_learn_from

    sheet = sheet_of(1)
    assert set(in_doubt(sheet)) <= set(to_learn_from(sheet))
