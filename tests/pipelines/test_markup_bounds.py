"""Bounds on markup, before the parse."""

import pytest

from junket.pipelines.page import markup_bounds
from junket.pipelines.page.markup_bounds import bounded


def test_a_page_within_the_bounds_is_left_alone():
    body = b"<p>Words with a sign = and a <b>tag</b>.</p>" * 100
    assert bounded(body) == (body, ())


@pytest.mark.parametrize("piece", [b"<i></i>", b"<p>a</p>", b"a<br>", b'<a href="x">y</a>', b"<img src=a>"])
def test_too_many_nodes_are_cut_off_before_a_tag(monkeypatch, piece):
    monkeypatch.setattr(markup_bounds, "MAX_NODES", 10_000)
    body = piece * 100_000
    cut, warnings = bounded(body)
    assert warnings == ("text_truncated",)
    assert body.startswith(cut)
    assert body[len(cut) : len(cut) + 1] == b"<"
    assert 2_000 < cut.count(b"<") < 60_000


def test_many_signs_of_less_are_weighed_by_what_they_make(monkeypatch):
    monkeypatch.setattr(markup_bounds, "MAX_NODES", 10_000)
    body = b"<b></b>" * 4_000
    assert bounded(body) == (body, ())


def test_a_tag_of_64_kib_loses_its_attributes():
    assert bounded(b"<p " + b"a=1 " * 20_000 + b">Words.</p>") == (b"<p>Words.</p>", ())
