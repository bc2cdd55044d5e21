"""A crawl learns from a site's own pages which addresses lead to articles."""

from __future__ import annotations

import json

import forked
import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.discovery import shape_memory
from junket.crawlers.discovery.shape_memory import PRIOR, ShapeMemory

HOST = "https://film.example"
PROSE = "".join(
    f"<p>On day {n} the ferry crossed twice, and the crew, who knew its timetable by heart, filmed the far bank.</p>"
    for n in range(8)
)
BUDGET = 100


def test_nothing_known_is_what_the_rules_say():
    assert ShapeMemory().chance(f"{HOST}/goods/red-scarf-for-the-winter-1", "article") == PRIOR["article"]


def test_what_the_pages_show_outweighs_the_rules():
    memory = ShapeMemory()
    for number in range(12):
        memory.learn(f"{HOST}/goods/red-scarf-for-the-winter-{number}", is_article=False)
        memory.learn(f"{HOST}/r/x{number}", is_article=True)
    assert memory.chance(f"{HOST}/goods/blue-hat-for-the-summer-99", "article") < 0.1
    assert memory.chance(f"{HOST}/r/x99", "other") > 0.9
    assert memory.seen(f"{HOST}/r/x99") == (12, 12)


def test_a_section_is_told_from_another_of_the_same_shape():
    memory = ShapeMemory()
    for number in range(12):
        memory.learn(f"{HOST}/goods/red-scarf-for-the-winter-{number}", is_article=False)
        memory.learn(f"{HOST}/talks/ada-on-the-winter-ferry-{number}", is_article=True)
    bad, good = (memory.chance(f"{HOST}/{name}/one-more-with-words-99", "article") for name in ("goods", "talks"))
    assert bad < 0.25
    assert good > 0.75


def test_sites_do_not_learn_from_each_other():
    memory = ShapeMemory()
    for number in range(12):
        memory.learn(f"{HOST}/goods/red-scarf-for-the-winter-{number}", is_article=False)
    assert memory.chance("https://other.example/goods/red-scarf-for-the-winter-1", "article") == PRIOR["article"]


def test_a_new_order_is_due_at_8_16_32_pages_of_a_site():
    memory = ShapeMemory()
    due = [number for number in range(1, 70) if memory.learn(f"{HOST}/a/{number}", is_article=True)]
    assert due == [8, 16, 32, 64]


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(shape_memory, "MAX_SHAPES", 10)
    memory = ShapeMemory()
    for number in range(100):
        memory.learn(f"{HOST}/a?p{number}=1", is_article=True)
    assert len(memory._counts) == 10


@given(st.lists(st.tuples(st.text(max_size=30), st.booleans()), max_size=20), st.text(max_size=30))
def test_any_address_has_a_chance_and_order_does_not_matter(pages, path):
    one, other = ShapeMemory(), ShapeMemory()
    for text, is_article in pages:
        one.learn(f"{HOST}/{text}", is_article=is_article)
    for text, is_article in reversed(pages):
        other.learn(f"{HOST}/{text}", is_article=is_article)
    assert 0 <= one.chance(f"{HOST}/{path}", "article") <= 1
    assert one.chance(f"{HOST}/{path}", "article") == other.chance(f"{HOST}/{path}", "article")


CRAWL = """
    import json, sys
    from junket.crawlers.run.run import crawl
    from junket.crawlers.discovery.shape_memory import ShapeMemory
    given = json.load(sys.stdin)
    if not given.pop("learning"):
        ShapeMemory.learn = lambda self, url, is_article: False
    summary = crawl(settings={"LOG_ENABLED": False}, **given)
    print(json.dumps({"records": summary.records, "pages": summary.pages}))
"""


def shop_with_talks(handler):
    """A home page that links to 200 products with addresses like headlines and 200 talks with short codes."""
    path = handler.path
    if path == "/":
        links = (f"<a href='/goods/red-scarf-for-the-winter-{n}'>Buy</a> <a href='/r/x{n}'>{n}</a>" for n in range(200))
        body = "".join(links)
    elif path.startswith("/goods/"):
        body = "<h1>Red scarf</h1><p itemprop='offers'>€ 12</p><p>Warm, long and red.</p><button>Into the cart</button>"
    elif path.startswith("/r/"):
        body = f"<article><h1>Ferry {path[3:]}</h1><p>By Ada Lind, 4 May 2024</p>{PROSE}</article>"
    else:
        return 404, {}, b""
    page = f"<html><head><title>Ferry {path}</title></head><body>{body}</body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()


@pytest.mark.parametrize(("learning", "expected"), [(True, (0.7, 1.0)), (False, (0.0, 0.2))])
def test_the_budget_goes_to_articles(serve, run_script, tmp_path, learning, expected):
    server = serve({"*": shop_with_talks})
    given = {"home": str(tmp_path), "start": [server.url()], "allow_private": [server.place], "max_pages": BUDGET}
    done = run_script(CRAWL, {"learning": learning, **given})
    assert done.returncode == 0, done.stderr
    share = json.loads(done.stdout)["records"] / BUDGET
    print(f"learning {learning}: {share:.2f} of {BUDGET} pages are articles")  # noqa: T201 - shown with -s
    assert expected[0] <= share <= expected[1]


def test_a_crawl_without_a_home_learns_too(serve):
    server = serve({"*": shop_with_talks})
    command = [
        "-m",
        "scrapy",
        "crawl",
        "interviews",
        "-a",
        f"start={server.url()}",
        "-a",
        "max_pages=20",
    ]
    done = forked.run([*command, "-s", f"JUNKET_ALLOW_PRIVATE={server.place}"])
    assert "'finish_reason': 'max_pages'" in done.stderr
    assert "Traceback" not in done.stderr
