"""Selectors that are proposed for a site's new markup, held against redesigns of our own making."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from redesigns.article import AFTER, BEFORE, RULES, SITE, article, capture, old_page
from redesigns.kinds import KINDS, classes_renamed

from junket.crawlers.site.site import Site
from junket.crawlers.site.site_file import parse_site
from junket.pipelines.page.parse import parse
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record
from junket.pipelines.redesign.align import alike
from junket.pipelines.redesign.names import is_made, names_of
from junket.pipelines.redesign.proposal import NoProposal, Proposal
from junket.pipelines.redesign.propose import propose
from junket.pipelines.redesign.trial import SAME_TEXT, Sample

SEEN, UNSEEN = range(1, 7), range(7, 10)
HEALED = {
    "classes_renamed", "hashed_classes", "css_modules", "headline_moved", "date_elsewhere", "content_split",
    "microdata", "ids", "author_box", "edited", "comments_quote", "offers_inside", "per_page_classes",
}  # fmt: skip
IN_PART = {"teasers_first": {"title", "date", "text", "turns"}, "paywalled": {"title", "authors", "date"}}
NEEDS_NONE = {"utilities", "only_linked_data"}
NONE = {"hashed_alone", "tables", "soft_not_found", "script_shell", "half_rolled_out"}


@cache
def before(number: int) -> Record:
    """The record of an article before the redesign."""
    of = article(number)
    found = extract(capture(old_page(of), of.url, BEFORE), SITE).outcome
    assert isinstance(found, Record)
    assert (found.title, found.authors, found.date) == (of.title, (of.author,), of.day.isoformat())
    assert len(found.turns) == 2 * len(of.said)
    return found


def samples(draw, numbers=SEEN, known=SEEN):
    pages = [(number, capture(draw(article(number)), article(number).url, AFTER)) for number in numbers]
    return [Sample(page, before(number) if number in known else None) for number, page in pages]


def same(draw, number: int, site: Site) -> set[str]:
    """The fields of the new page's record that are those of the old one."""
    found, was = extract(capture(draw(article(number)), article(number).url, AFTER), site).outcome, before(number)
    if not isinstance(found, Record):
        return set()
    equal = {
        "title": found.title == was.title,
        "authors": found.authors == was.authors,
        "date": found.date == was.date,
        "text": alike(found.text, was.text) >= SAME_TEXT,
        "turns": [turn.role for turn in found.turns] == [turn.role for turn in was.turns],
    }
    return {name for name, holds in equal.items() if holds}


ALL = {"title", "authors", "date", "text", "turns"}


def test_each_kind_of_redesign_has_a_known_outcome():
    assert {*HEALED, *IN_PART, *NEEDS_NONE, *NONE} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_proposal_restores_the_records_of_pages_it_has_not_seen_or_there_is_none(kind):
    draw = KINDS[kind]
    found = propose(SITE, samples(draw), AFTER.date())
    if kind in NEEDS_NONE | NONE:
        assert isinstance(found, NoProposal)
        assert found.reason
        if kind in NEEDS_NONE:
            assert all(same(draw, number, SITE) == ALL for number in UNSEEN)
        return
    assert isinstance(found, Proposal)
    rules = parse_site((RULES + "\n" + found.toml).encode(), "pier.example.toml")
    assert rules.selectors[-1] == found.selectors
    assert found.valid_from == AFTER.date()
    for number in (*SEEN, *UNSEEN):
        healed = same(draw, number, rules)
        assert healed >= same(draw, number, SITE)  # no page is worse
        assert healed >= (ALL if kind in HEALED else IN_PART[kind])
    assert "nth" not in found.toml
    assert "css-" not in found.toml


def test_half_of_the_articles_may_be_gone():
    found = propose(SITE, samples(classes_renamed, known=range(1, 4)), AFTER.date())
    assert isinstance(found, Proposal)
    assert (found.pages, found.known, found.healed) == (6, 3, 3)
    assert found.selectors.content == "div.longread"


def test_new_articles_alone_give_weaker_support_and_no_text():
    def draw(of):
        return KINDS["utilities"](of).replace("text-3xl", "talk-name").replace("text-sm", "talk-meta")

    found = propose(SITE, samples(draw, known=()), AFTER.date())
    assert isinstance(found, Proposal)
    assert not any(each.firm for each in found.support)
    assert "weaker" in found.toml
    assert not found.selectors.content
    assert found.selectors.date.startswith("time")


def test_two_pages_prove_nothing():
    found = propose(SITE, samples(classes_renamed, numbers=(1, 2)), AFTER.date())
    assert found == NoProposal("2 pages to hold anything against, and fewer than 3 prove nothing")


def test_a_site_without_rules_gets_some_too():
    bare = replace(SITE, selectors=())
    found = propose(bare, samples(KINDS["offers_inside"]), AFTER.date())
    assert isinstance(found, Proposal)
    assert found.selectors.title == "div.roll-name"


def test_pages_that_the_standing_rules_read_need_nothing():
    found = propose(SITE, samples(old_page), AFTER.date())
    assert found == NoProposal("the standing selectors read all pages")


@pytest.mark.parametrize("token", ["1x2y3z", "bdVaJa", "hKzXqf", "x7Gh2", "kqzvx", "77aa1b", "12"])
def test_names_that_a_build_made(token):
    assert is_made(token)


@pytest.mark.parametrize("token", ["story", "articleBody", "postTitle", "hd", "entry", "rhythm", "MainContent"])
def test_names_that_people_gave(token):
    assert not is_made(token)


def test_an_element_is_named_by_what_it_is_and_never_by_its_place():
    html = "<div id='post-12' class='flex css-1x2y3z'><ul><li class='a1b2c3'><p class='lead big'>x</p></li></ul></div>"
    elements = parse(capture(html, "https://pier.example/", AFTER)).elements
    names = [named.css for named in names_of(elements, elements.tags.index("p"))]
    assert names[0] == "p.lead"
    assert not any("nth" in css or "css-" in css or "post-12" in css or "a1b2" in css for css in names)


@pytest.mark.parametrize(
    "body", ["", "\x00\xff", "<", "<div " * 3000, "<p>" * 5000, "<b class='" + "a " * 99999 + "'>x"]
)
def test_no_page_raises(body):
    broken = [Sample(capture(body, f"https://pier.example/{number}", AFTER), before(1)) for number in range(4)]
    assert isinstance(propose(SITE, broken, AFTER.date()), NoProposal)
