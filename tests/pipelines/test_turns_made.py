"""Generated pages, each way of printing in templates of ten systems, with what newsrooms put between the turns."""

from itertools import islice

import pytest
from press.made import all_made
from press.none import all_none
from press.prints import UNMARKED
from press.score import find, wrong_share

STEP = 11
"""Every eleventh of the pages: each talk and nearly each way of printing is among them."""


@pytest.fixture(scope="module")
def found():
    return find(page for page in islice(all_made(), 0, None, STEP) if page.style not in UNMARKED)


def test_most_pages_come_back_exactly(found):
    assert sum(page.is_exact for page in found) >= 0.82 * len(found)


def test_few_words_are_on_the_wrong_side(found):
    assert wrong_share(found) <= 0.004


def test_hardly_a_word_where_the_turns_are_sure(found):
    assert wrong_share(page for page in found if (page.confidence or 0) >= 0.9) <= 0.002


def test_no_turns_on_pages_that_are_no_interviews():
    assert [page.made.name for page in find(all_none()) if page.turns] == []


def test_the_same_page_each_time():
    assert [page.html for page in islice(all_made(), 5)] == [page.html for page in islice(all_made(), 5)]
