"""Plain-text dumps: paragraphs by blank lines, lines kept, gaps counted."""

from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.page.dump import parse_dump
from junket.pipelines.page.parse import parse


def read(text: str):
    return parse(Page.from_text("", text, media_type="text/plain"))


def test_paragraphs_lines_and_gaps():
    document = read("First\nsecond line\n\nWhy?\n \n\t\n\nBecause.\r\n")
    assert document.is_dump
    assert [(block.text, block.gap) for block in document.blocks] == [
        ("First\nsecond line", 0),
        ("Why?", 1),
        ("Because.", 3),
    ]


def test_spaces_collapse_and_junk_goes():
    assert [block.text for block in read("  A\u200b  wide\u00a0gap \x07 here\n").blocks] == ["A wide gap here"]


def test_markup_in_a_dump_is_text():
    assert [block.text for block in read("<p>not parsed</p>").blocks] == ["<p>not parsed</p>"]


def test_a_dump_has_bounded_paragraphs(monkeypatch):
    monkeypatch.setattr("junket.pipelines.page.dump.MAX_PARAGRAPHS", 3)
    document = read("a\n\nb\n\nc\n\nd\n\ne")
    assert [block.text for block in document.blocks] == ["a", "b", "c"]
    assert "text_truncated" in document.warnings


@given(st.binary(max_size=400))
def test_any_bytes_are_read(body):
    document = parse_dump(Page(url="", body=body, media_type="text/plain"))
    for block in document.blocks:
        assert block.text.strip() == block.text != ""
        assert "\n\n" not in block.text
