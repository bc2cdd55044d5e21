"""A page's elements as columns say what the tree says, and selectors match on them what they match on the tree."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from junket.crawlers.page import Page
from junket.pipelines.page import elements as module
from junket.pipelines.page.elements import Elements, read_elements
from junket.pipelines.page.parse import parse
from junket.pipelines.page.select import Selection
from junket.pipelines.page.walk import Walk

TAGS = st.sampled_from(["div", "p", "b", "span", "ul", "li", "a", "img"])
pages = st.lists(
    st.one_of(
        TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.sampled_from(["word ", "Ж", '<i id="x" class="y">'])
    ),
    max_size=40,
).map(lambda pieces: "<html><body>" + "".join(pieces) + "</body></html>")


def columns(page: str) -> tuple[Elements, list]:
    tree = lxml_html.document_fromstring(page)
    return read_elements(tree), list(tree.iter())


@given(pages)
def test_columns_say_what_the_tree_says(page):
    elements, nodes = columns(page)
    number = {node: place for place, node in enumerate(nodes)}
    assert elements.tags == [node.tag for node in nodes]
    assert elements.attributes == [dict(node.attrib) for node in nodes]
    for place, node in enumerate(nodes):
        assert list(elements.above(place)) == [number[above] for above in node.iterancestors()]
        assert list(elements.children(place)) == [number[child] for child in node]
        assert elements.previous(place) == number.get(node.getprevious())
        assert elements.next(place) == number.get(node.getnext())
        assert list(elements.find(place, ("p", "b"))) == [number[inner] for inner in node.iter("p", "b")]
        assert list(elements.pieces(place)) == list(node.itertext())
        assert elements.is_leaf(place) == (len(node) == 0)


@given(pages, st.sets(st.integers(0, 20), max_size=3))
def test_emptied_elements_are_gone_and_all_others_renumbered(page, chosen):
    elements, nodes = columns(page)
    emptied = [place for place in chosen if place < len(nodes)]
    left, number = elements.without(emptied)
    for node in (nodes[place] for place in emptied):
        node.text = None
        node[:] = []
    after = list(nodes[0].iter())
    assert left.tags == [node.tag for node in after]
    assert [list(left.pieces(place)) for place in range(len(left))] == [list(node.itertext()) for node in after]
    assert [number[nodes.index(node)] for node in after] == list(range(len(after)))


@pytest.mark.parametrize("selector", ["i#x.y", "div > p", "ul li:first-child", "p + p", "span *", "b:empty", "*"])
@given(page=pages)
def test_selectors_match_as_on_the_tree(selector, page):
    elements, nodes = columns(page)
    number = {node: place for place, node in enumerate(nodes)}
    assert Selection(elements).find(selector) == [number[node] for node in nodes[0].cssselect(selector)]


@pytest.mark.parametrize("selector", ["", "p[", "::nonsense("])
def test_a_bad_selector_matches_nothing(selector):
    assert Selection(columns("<p>a</p>")[0]).find(selector) == []


def test_names_that_xml_does_not_allow_keep_no_selector_from_matching():
    page = '<o:p>a</o:p><p @click="go" class="lead">b\x01</p>'
    document = parse(Page.from_text("", page))
    assert [document.elements.tags[found] for found in Selection(document.elements).find(".lead")] == ["p"]


def test_characters_that_xml_does_not_allow_raise_nothing():
    body = "<p class=lead>a\ufffeb\uffffc</p>".encode()
    document = parse(Page(url="", body=body, media_type="text/html"))
    assert [document.elements.tags[found] for found in Selection(document.elements).find(".lead")] == ["p"]


def test_a_walk_of_an_element_ends_with_it():
    elements, _ = columns("<p>Shown <span hidden>inside <b>it</b></span> behind it.</p>")
    span = elements.tags.index("span")
    assert [block.text for block in Walk(elements, span, shown={span}).blocks] == ["inside it"]


def test_attributes_of_a_large_page_are_shared(monkeypatch):
    monkeypatch.setattr(module, "_MANY", 0)
    elements, _ = columns("<p class=a>x</p><p class=a>y</p><p class=b>z</p>")
    first, second, third = (elements.attributes[place] for place in elements.find(0, ("p",)))
    assert first is second
    assert (first, third) == ({"class": "a"}, {"class": "b"})


def test_a_parsed_page_can_be_handed_to_another_process():
    page = Page.from_text("https://film.example/a", "<h1>A rock</h1><ul class=x><li>One<li><b>Two</b></ul>")
    document = parse(page)
    other = pickle.loads(pickle.dumps(document))  # noqa: S301  # our own bytes
    assert other == document
    assert other.elements.tags == document.elements.tags
    assert [block.tokens for block in other.blocks] == [block.tokens for block in document.blocks]
