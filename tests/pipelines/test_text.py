"""The text of kept blocks, and each block's place in it."""

from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.page.block import Block
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join


def test_paragraphs_stand_apart_by_a_blank_line():
    body = join([Block(0, "One.", "p"), Block(1, "Two\nlines.", "p")])
    assert body.text == "One.\n\nTwo\nlines."
    assert [(paragraph.start, paragraph.end) for paragraph in body.paragraphs] == [(0, 4), (6, 16)]


def test_items_of_one_list_and_rows_of_one_table_stand_in_lines():
    lists = "<ul><li>film</li><li>tape</li></ul><ol><li>first</li></ol>"
    html = f"<p>Shot on:</p>{lists}<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    blocks = parse(Page.from_text("", html)).blocks
    assert join(blocks).text == "Shot on:\n\nfilm\ntape\n\nfirst\n\na | b\nc | d"


def test_nothing_kept_is_an_empty_text():
    assert join([]).text == ""
    assert join([]).paragraphs == ()


@given(st.lists(st.text(min_size=1, max_size=20), max_size=12))
def test_each_paragraph_is_its_stretch_of_the_text(words):
    body = join(Block(index, text, "p") for index, text in enumerate(words))
    assert [body.text[place.start : place.end] for place in body.paragraphs] == words
    assert body.text == "\n\n".join(words)
