"""The boilerplate step on whole pages: what stays, what goes, and by which rule."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.crawlers.site.site import Selectors, Site
from junket.pipelines.boilerplate import strip
from junket.pipelines.page.document import Metadata, Stripping
from junket.pipelines.page.parse import parse
from junket.pipelines.record.record import Image
from junket.pipelines.text import join

TITLE = "Saule Ermek on filming the steppe at night"
LEAD = "The director of Low Lamps talks about darkness, borrowed generators and a crew of six."
PARAGRAPHS = [
    "We had six people and two generators, and one of the generators belonged to a wedding hall in the next village.",
    "The nights were shorter than the script, so every scene was rehearsed by daylight and shot once, at most twice.",
    "My cameraman counted the seconds aloud in the first week, and by the third week nobody needed him to count.",
    "People ask about the silence in the film, but it was never silent there: dogs, wind, a radio two houses away.",
]
NAV = '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>'
FOOTER = "<footer><p>All rights reserved. Reprints only with a link to the source, please.</p></footer>"


def page_of(inner: str, *, before: str = "", after: str = "") -> str:
    return (
        f"<html><body>{NAV}{before}<main><article><h1>{TITLE}</h1>{inner}</article></main>{after}{FOOTER}</body></html>"
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts or PARAGRAPHS)


def run(html: str, *, site: Site | None = None, day: date | None = None, **metadata: object) -> Stripping:
    document = parse(Page.from_text("https://screen.example/a/1", html))
    return strip(document, Metadata(**({"title": TITLE} | metadata)), site, day)


def kept(html: str, **options: object) -> list[str]:
    return [block.text for block in run(html, **options).kept]


def rules(stripping: Stripping) -> dict[str, str]:
    return {stripped.block.text: stripped.rule for stripped in stripping.stripped}


def test_article_stays_and_frame_goes():
    assert kept(page_of(paragraphs())) == PARAGRAPHS


def test_every_block_is_kept_or_stripped_with_a_rule():
    html = page_of(paragraphs(), after="<aside><h3>Popular</h3><a href=/x>Another story from the studio</a></aside>")
    document = parse(Page.from_text("https://screen.example/a/1", html))
    stripping = strip(document, Metadata(title=TITLE))
    placed = [block.index for block in stripping.kept] + [stripped.block.index for stripped in stripping.stripped]
    assert sorted(placed) == [block.index for block in document.blocks]
    assert all(stripped.rule for stripped in stripping.stripped)


def test_headings_lists_quotes_and_tables_stay():
    inner = paragraphs(*PARAGRAPHS[:2]) + (
        "<h2>The crew</h2><ul><li>camera</li><li>sound</li></ul>"
        "<blockquote>Nobody slept before four in the morning.</blockquote>"
        "<table><tr><td>Nights</td><td>31</td></tr></table>"
    )
    texts = kept(page_of(inner + paragraphs(*PARAGRAPHS[2:])))
    assert texts[2:7] == ["The crew", "camera", "sound", "Nobody slept before four in the morning.", "Nights | 31"]


def test_the_lead_between_title_and_body_stays():
    html = page_of(f'<div class="head"><p class="standfirst">{LEAD}</p></div><div class="text">{paragraphs()}</div>')
    assert kept(html) == [LEAD, *PARAGRAPHS]


def test_the_lead_is_kept_once():
    html = page_of(f"<div><p>{LEAD}</p></div><div>{paragraphs(LEAD, *PARAGRAPHS)}</div>")
    assert kept(html) == [LEAD, *PARAGRAPHS]
    assert rules(run(html))[LEAD] == "duplicate"


def test_a_question_put_to_two_guests_stays_twice():
    question = "What was the longest night of the whole shoot for you?"
    assert kept(page_of(paragraphs(question, PARAGRAPHS[0], question, PARAGRAPHS[1]))).count(question) == 2


def test_metadata_blocks_go_under_their_name():
    html = page_of(f"<p>By Anna Weber</p>{paragraphs()}")
    document = parse(Page.from_text("", html))
    byline = next(block.index for block in document.blocks if block.text.startswith("By "))
    stripping = strip(document, Metadata(title=TITLE, marked={byline: "byline"}))
    assert rules(stripping)["By Anna Weber"] == "byline"
    assert [block.text for block in stripping.kept] == PARAGRAPHS


def test_marks_out_of_range_do_no_harm():
    assert kept(page_of(paragraphs()), marked={999: "byline"}) == PARAGRAPHS


def test_the_title_in_mid_text_goes():
    assert kept(page_of(paragraphs(PARAGRAPHS[0], TITLE, *PARAGRAPHS[1:]))) == PARAGRAPHS


@pytest.mark.parametrize(
    ("chrome", "rule"),
    [
        ('<div class="share-buttons"><p>Send this to somebody who likes night scenes</p></div>', "share"),
        ('<div class="related-posts"><p>Another director, another night, another village</p></div>', "related"),
        ("<aside><p>Ten festivals to visit before the year is over</p></aside>", "sidebar"),
        ("<form><p>Please tell us where you live, so that we can write</p></form>", "form"),
        ("<p>Подпишитесь на наш Telegram-канал и читайте первыми</p>", "subscribe"),
        ("<p>Читайте также: Зима на съёмках</p>", "related"),
        ("<p>499.51 523.88 4.74</p>", "numbers"),
        ('<p><a href="/b">The ten best night scenes in film</a></p>', "links"),
    ],
)
def test_chrome_inside_the_article_goes_by_its_rule(chrome, rule):
    stripping = run(page_of(paragraphs(*PARAGRAPHS[:2]) + chrome + paragraphs(*PARAGRAPHS[2:])))
    assert [block.text for block in stripping.kept] == PARAGRAPHS
    assert rule in rules(stripping).values()


def test_a_tail_marker_takes_what_follows():
    tail = "<h3>Leave a Reply</h3><p>Your words will be read by a person before they are printed here.</p><p>Name</p>"
    assert kept(page_of(paragraphs() + tail)) == PARAGRAPHS


def test_a_marker_in_mid_text_takes_only_itself():
    box = '<h4>Read also</h4><ul><li><a href="/b">Winter light</a></li></ul>'
    assert kept(page_of(paragraphs(*PARAGRAPHS[:2]) + box + paragraphs(*PARAGRAPHS[2:]))) == PARAGRAPHS


def test_a_word_of_chrome_may_be_an_answer():
    texts = ["Which network do you use?", "Telegram", "And where do you go when the shoot is over?", "Home."]
    assert kept(page_of(paragraphs(*PARAGRAPHS, *texts))) == [*PARAGRAPHS, *texts]


def test_residue_is_cut_and_the_paragraph_stays():
    html = page_of(paragraphs(*PARAGRAPHS[:3], PARAGRAPHS[3] + " on on on on Youtube"))
    stripping = run(html)
    assert [block.text for block in stripping.kept] == PARAGRAPHS
    assert rules(stripping)["on on on on Youtube"] == "residue"


def test_cards_of_other_stories_go():
    card = '<div><h3><a href="/n{0}">Story {0}</a></h3><p>A short teaser of another story, ending in dots.</p></div>'
    cards = "<div>" + "".join(card.format(word) for word in ("one", "two", "three")) + "</div>"
    assert kept(page_of(paragraphs() + cards)) == PARAGRAPHS


def test_a_list_article_keeps_its_linked_headings():
    item = '<h3><a href="https://shop{0}.example/">Lamp {0}</a></h3><p>{1}</p>'
    inner = "".join(item.format(number, text) for number, text in enumerate(PARAGRAPHS))
    texts = kept(page_of(inner))
    assert [text for text in texts if text.startswith("Lamp")] == ["Lamp 0", "Lamp 1", "Lamp 2", "Lamp 3"]
    assert [text for text in texts if not text.startswith("Lamp")] == PARAGRAPHS


def test_the_next_article_of_an_endless_page_goes():
    other = "".join(
        f"<p>Other story, part {number}: it has its own words, many of them, and its own end.</p>"
        for number in range(12)
    )
    article = f"<article><h1>{TITLE}</h1>{paragraphs()}</article>"
    assert kept(f"<body>{NAV}<main>{article}<article><h2>Next</h2>{other}</article></main></body>") == PARAGRAPHS


def test_comments_longer_than_the_article_go():
    comments = "".join(
        f"<p>I saw it twice, number {number}, and I would see it again tomorrow.</p>" for number in range(40)
    )
    assert kept(page_of(paragraphs(), after=f'<div class="comments">{comments}</div>')) == PARAGRAPHS


def test_class_names_of_the_body_say_nothing():
    html = page_of(paragraphs()).replace("<body>", '<body class="has-sidebar comments-open with-related newsletter">')
    assert kept(html) == PARAGRAPHS


def test_pictures_take_their_captions_and_credits():
    figure = '<figure><img src="/a.jpg"><figcaption>Saule Ermek on set. Photo: Anna Weber</figcaption></figure>'
    stripping = run(page_of(paragraphs(PARAGRAPHS[0]) + figure + paragraphs(*PARAGRAPHS[1:])))
    assert [block.text for block in stripping.kept] == PARAGRAPHS
    assert stripping.images == (
        Image(url="https://screen.example/a.jpg", caption="Saule Ermek on set.", credit="Photo: Anna Weber"),
    )


@pytest.mark.parametrize(
    ("attributes", "url"),
    [
        ('src="data:image/gif;base64,AA" data-src="/lazy.jpg"', "https://screen.example/lazy.jpg"),
        ('srcset="/s.jpg 320w, /l.jpg 1280w"', "https://screen.example/l.jpg"),
        ('src="//cdn.example/x.jpg"', "https://cdn.example/x.jpg"),
    ],
)
def test_picture_addresses(attributes, url):
    assert [image.url for image in run(page_of(f"<img {attributes}>{paragraphs()}")).images] == [url]


@pytest.mark.parametrize(
    "attributes",
    [
        'src="/pixel.gif" width="1" height="1"',
        'src="data:image/gif;base64,AA"',
        'src="javascript:x"',
        'src="http://[bad"',
        "",
    ],
)
def test_no_picture(attributes):
    assert run(page_of(f"<img {attributes}>{paragraphs()}")).images == ()


def test_pull_quotes_go():
    quote = f"<blockquote>{PARAGRAPHS[1]}</blockquote>"
    assert kept(page_of(paragraphs(*PARAGRAPHS[:2]) + quote + paragraphs(*PARAGRAPHS[2:]))) == PARAGRAPHS


def test_headings_left_without_a_section_go():
    html = page_of(paragraphs() + "<h2>More for you</h2><ul><li><a href=/x>One</a></li></ul><h2>Thoughts</h2>")
    assert kept(html) == PARAGRAPHS


def test_the_machine_text_is_used_where_the_page_shows_little():
    body = " ".join(PARAGRAPHS * 2)
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    stripping = run(f"<html><head>{script}</head><body><h1>{TITLE}</h1><p>{LEAD}</p></body></html>")
    assert join(stripping.kept).text == body
    assert stripping.warnings == ("text_from_metadata",)


@pytest.mark.parametrize(
    "html",
    [
        '<body><a href="/a">One link</a></body>',
        "<body><nav><p>Only a menu says something here, and it says it in a sentence.</p></nav></body>",
        "<body><p>Share</p></body>",
        "<body><div class='comments'><p>Nothing but what people said about it, at some length.</p></div></body>",
    ],
)
def test_a_page_with_text_is_never_left_empty(html):
    assert kept(html)


def test_a_guess_is_said():
    assert run("<body><p>Share</p></body>").warnings == ("boilerplate_uncertain",)
    assert run(page_of(paragraphs())).warnings == ()


def test_an_empty_page_stays_empty():
    assert run("").kept == ()
    assert run("").warnings == ()


SITE = Site(
    domain="screen.example",
    boilerplate=("Tell us a story:",),
    selectors=(
        Selectors(valid_from=date(2010, 1, 1), content="div.old"),
        Selectors(valid_from=date(2020, 1, 1), content="div.new", strip=("p.aside", "p[")),
    ),
)


def test_site_phrases_and_selectors():
    chrome = (
        '<p class="aside">Beside the point, but long enough to be read.</p><p>Tell us a story: write to the desk.</p>'
    )
    html = f'<div class="new">{paragraphs()}{chrome}</div><div class="old">{paragraphs(LEAD)}</div>'
    stripping = run(html, site=SITE)
    assert [block.text for block in stripping.kept] == PARAGRAPHS
    assert set(rules(stripping).values()) == {"site:p.aside", "site:Tell us a story:", "site:content"}


def test_site_selectors_hold_from_their_day():
    html = f'<body><div class="new">{paragraphs(LEAD)}</div><div class="old">{paragraphs()}</div></body>'
    assert kept(html, site=SITE, day=date(2015, 5, 1)) == PARAGRAPHS
    assert kept(html, site=SITE, day=date(2024, 5, 1)) == [LEAD]


def test_a_selector_that_matches_nothing_leaves_the_generic_path():
    assert kept(page_of(paragraphs()), site=SITE) == PARAGRAPHS


@pytest.mark.parametrize("line", ["Connect<br>To Top", "Talks with those who<br>keep this site alive"])
def test_lines_before_the_title_go(line):
    html = f"<html><body><p>{line}</p><h1>{TITLE}</h1>{paragraphs()}</body></html>"
    assert kept(html) == PARAGRAPHS


def test_prose_before_the_title_stays():
    html = f"<html><body>{paragraphs(PARAGRAPHS[0] * 2)}<h2>{TITLE}</h2>{paragraphs()}</body></html>"
    assert kept(html)[0] == PARAGRAPHS[0] * 2


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["p", "div", "h2", "li", "blockquote", "td", "nav", "aside", "figure", "form", "a href=x"]),
        max_size=14,
    ),
    st.lists(
        st.sampled_from(
            [*PARAGRAPHS, "Share", "499.5 1.2 3", TITLE, "Why?", "", "Leave a Reply", "Aida Serik Aida Serik"]
        ),
        max_size=14,
    ),
)
def test_nothing_is_lost_or_doubled(tags, words):
    html = "".join(f"<{tag}>{word}</{tag.split()[0]}>" for tag, word in zip(tags, words, strict=False))
    document = parse(Page.from_text("", html))
    stripping = strip(document, Metadata(title=TITLE))
    assert {block.index for block in document.blocks} == {b.index for b in stripping.kept} | {
        s.block.index for s in stripping.stripped
    }
    assert bool(stripping.kept) == bool(document.blocks)


def test_a_table_of_one_picture_is_its_frame_and_a_table_of_data_stays():
    framed = "<table><tr><td><img src=a.jpg></td></tr><tr><td>The mill, 1911</td></tr></table>"
    rows = "".join(f"<tr><td><img src=b.jpg></td><td>Reel {number}</td></tr>" for number in (1, 2))
    inner = paragraphs(*PARAGRAPHS[:2]) + framed + f"<table>{rows}</table>" + paragraphs(*PARAGRAPHS[2:])
    assert kept(page_of(inner)) == [*PARAGRAPHS[:2], "Reel 1", "Reel 2", *PARAGRAPHS[2:]]


def test_of_a_table_that_lays_out_the_page_the_article_has_one_cell():
    about = "A paper about films that are short, strange and made on borrowed money, written in the queue since 2011."
    story = "<br><br>".join(PARAGRAPHS)
    rows = f"<tr><td colspan=2>{LEAD}</td></tr><tr><td>Reviews<br>Talks</td><td><h2>{TITLE}</h2>{story}</td></tr>"
    assert kept(f"<table>{rows}<tr><td colspan=2>{about}</td></tr></table>") == PARAGRAPHS


def long_pages() -> dict[str, str]:
    sentences = [f"Sentence number {i} of a long page, with some words in it, and it ends here." for i in range(15_000)]
    return {
        "a picture at the end": "".join(f"<p>Line {i}, here.</p>" for i in range(30_000)) + "<img src=/a.jpg>",
        "quotations": "".join(f"<blockquote>{text} Quoted.</blockquote><p>{text}</p>" for text in sentences),
        "markers": "".join(f"<div><p>Read also:</p></div><div><p>{text}</p></div>" for text in sentences),
    }


@pytest.mark.parametrize("case", sorted(long_pages()))
def test_long_pages_take_linear_time(case):
    document = parse(Page.from_text("https://screen.example/a/1", long_pages()[case]))
    start = time.process_time()
    assert strip(document, Metadata(title=TITLE)).kept
    assert time.process_time() - start < 10


def test_a_box_in_mid_text_ends_no_article_but_its_own_words():
    box = "<div><p>Read also:</p><ul><li><a href=/b>Another story</a></li></ul></div>"
    assert kept(page_of(paragraphs(*PARAGRAPHS[:3]) + box + paragraphs(PARAGRAPHS[3]))) == PARAGRAPHS
