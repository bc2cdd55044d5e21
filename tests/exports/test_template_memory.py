from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.home import Home
from junket.exports.catalogue.rebuild import rebuild
from junket.exports.catalogue.template_memory import TemplateMemory
from junket.exports.dataset.contents import contents

SITE = tomllib.loads((Path(__file__).parent / "template_site.toml").read_text("utf-8"))
CHROME: dict[str, str] = SITE["chrome"]


@dataclass(frozen=True)
class Article:
    """A page of the site: its path, title, own words in order, and the markup of all of it."""

    path: str
    title: str
    own: tuple[str, ...]
    markup: str
    author: str = "Nora Field"
    section: str = "voices"

    def page(self, call: str = CHROME["call"]) -> bytes:
        return (
            f"<html lang='en'><head><title>{self.title} - {SITE['name']}</title>"
            "<meta property='og:type' content='article'></head><body><header><a href='/'>Home</a></header>"
            f"<article><h1>{self.title}</h1><p class='byline'>By {self.author}</p>{self.markup.replace('CALL', call)}"
            "</article><footer><a href='/about'>About</a></footer></body></html>"
        ).encode()


def sentences(seed: str, count: int = 4) -> str:
    chance = random.Random(seed)
    pick = {part: list(words) for part, words in SITE["words"].items()}
    said = [" ".join(chance.choice(pick[part]) for part in ("who", "did", "what", "where")) for _ in range(count)]
    return ". ".join(f"{each} in {chance.randrange(1900, 2020)}" for each in said) + "."


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


TAIL = f"<h3>{CHROME['story_heading']}</h3>" + paragraphs(CHROME["story"], CHROME["photos"])


def questionnaire(number: int) -> Article:
    """Four questions that stand on each page of the series; the third always has the same short answer."""
    own = [f"This week we met guest number {number} at the tea house. " + sentences(f"guest {number}", 2)]
    markup = paragraphs(CHROME["intro"], own[0])
    for position, question in enumerate(SITE["questions"]):
        answer = SITE["short_answer"] if position == 2 else sentences(f"talk {number} {position}")
        own += [question, answer]
        markup += f"<p><strong>{question}</strong></p>" + paragraphs(answer)
    title = f"By the Water: guest {number}"
    return Article(f"/voices/by-the-water-guest-{number}/", title, tuple(own), markup + "<p>CALL</p>" + TAIL)


def review(number: int) -> Article:
    own = [sentences(f"review {number}")]
    markup = paragraphs(own[0])
    for heading in SITE["headings"]:
        text = sentences(f"review {number} {heading}")
        own += [heading, text]
        markup += f"<h2>{heading}</h2>" + paragraphs(text)
    title = f"Review of the film about boat {number}"
    note = paragraphs(CHROME["note"])
    markup += "<p>CALL</p>" + note + TAIL
    return Article(f"/films/the-film-about-boat-{number}/", title, tuple(own), markup, "Ottilie Brandt", "films")


def news(number: int) -> Article:
    own = [sentences(f"news {number} {part}") for part in range(4)]
    if number < 3:
        own.insert(2, SITE["background"])
    title = f"Harbour news in brief, item {number} of the year"
    markup = paragraphs(*own[:2]) + "<p>CALL</p>" + paragraphs(*own[2:]) + TAIL
    return Article(f"/news/harbour-news-item-{number}/", title, tuple(own), markup, section="news")


ARTICLES = (*map(questionnaire, range(8)), *map(review, range(6)), *map(news, range(6)))


def capture(article: Article, *, day: int = 1, path: str = "", call: str = CHROME["call"]) -> Exchange:
    return Exchange(
        url=f"https://quay.example{path or article.path}",
        status=200,
        response_headers=[("Content-Type", "text/html; charset=utf-8")],
        body=article.page(call),
        fetched_at=datetime(2024, 5, day, 12, tzinfo=UTC),
        robots="allowed",
    )


def write(home: Home, *exchanges: Exchange) -> None:
    with WarcWriter(home.warc, operation="crawl") as writer:
        for each in exchanges:
            writer.write_exchange(each)


def rows(home: Home) -> dict[str, dict]:
    rebuild(home)
    return {row["title"]: row for row in pq.read_table(home.dataset / "latest" / "documents").to_pylist()}


def leaks(row: dict) -> list[str]:
    return [name for name, words in CHROME.items() if words in row["text"]]


def lost(row: dict, article: Article) -> list[str]:
    got = row["text"].split("\n\n")
    return [words for words in article.own if words not in got]


@pytest.fixture
def no_memory(monkeypatch):
    monkeypatch.setattr(TemplateMemory, "of", lambda *_: frozenset())


@pytest.mark.usefixtures("no_memory")
def test_without_a_memory_the_chrome_inside_the_container_leaks(home):
    write(home, *map(capture, ARTICLES))
    found = rows(home)
    assert sum(len(leaks(found[article.title])) for article in ARTICLES) >= 3 * len(ARTICLES)
    assert not any(lost(found[article.title], article) for article in ARTICLES)


def test_with_it_nothing_leaks_and_nothing_is_lost(home):
    write(home, *map(capture, ARTICLES))
    found = rows(home)
    assert {article.title: leaks(found[article.title]) for article in ARTICLES if leaks(found[article.title])} == {}
    assert {article.title: lost(found[article.title], article) for article in ARTICLES} == {
        article.title: [] for article in ARTICLES
    }
    assert all({each["rule"]: each["count"] for each in found[a.title]["stripped"]}["template"] for a in ARTICLES)


def test_questions_that_stand_on_each_page_stay_whether_they_were_read_as_turns_or_not(home):
    write(home, *map(capture, ARTICLES))
    found = rows(home)
    talks = [found[article.title] for article in ARTICLES[:8]]
    read = [row for row in talks if row["turns"]]
    assert 1 <= len(read) < len(talks)
    for row in read:
        assert [turn["text"] for turn in row["turns"] if turn["role"] == "question"] == SITE["questions"]
        assert all(row["text"][turn["start"] : turn["end"]] == turn["text"] for turn in row["turns"])
        assert row["turns"][-1]["end"] == len(row["text"])
    assert all(question in row["text"].split("\n\n") for row in talks for question in SITE["questions"])


def test_it_helps_from_the_third_page_on(home):
    write(home, *map(capture, ARTICLES[:2]))
    assert all(leaks(row) for row in rows(home).values())
    write(home, capture(ARTICLES[2], day=2))
    assert not any(leaks(row) for row in rows(home).values())


def test_info_says_how_many_lines_were_template(home):
    write(home, *map(capture, ARTICLES[14:]))
    rebuild(home)
    assert contents(home).dataset["template_lines"] == 4 * 6


def test_a_listing_is_no_third_page(home):
    links = "".join(f"<li><a href='{each.path}'>{each.title}</a></li>" for each in ARTICLES)
    body = f"<html><head><title>Water</title></head><body>{paragraphs(*CHROME.values())}<ul>{links}</ul></body></html>"
    listing = replace(capture(ARTICLES[2], path="/"), body=body.encode())
    write(home, *map(capture, ARTICLES[:2]))
    with WarcWriter(home.warc, operation="scrape") as writer:
        writer.write_exchange(listing)
    assert rows(home)["Water"]["kind"] == "listing"
    assert all(leaks(row) for row in rows(home).values())


def test_one_article_at_three_addresses_keeps_its_own_text(home):
    twins = [capture(ARTICLES[14], path=f"/{kind}{ARTICLES[14].path}") for kind in ("news", "print", "amp", "boats")]
    write(home, *twins, *map(capture, ARTICLES[:2]))
    rebuild(home)
    table = pq.read_table(home.dataset / "latest" / "documents").to_pylist()
    assert len([row for row in table if not lost(row, ARTICLES[14])]) == len(twins)
    assert {name for row in table for name in leaks(row)} == {"intro"}  # which stands on two articles only


def test_other_chrome_is_no_other_revision(home):
    new = "The Quay Review moves house this spring, and each box that a reader carries for us is a box less to pay for."
    write(home, *map(capture, ARTICLES))
    write(home, *(capture(article, day=2, call=new) for article in ARTICLES))
    _, published = rebuild(home)
    assert published.snapshot.rows == len(ARTICLES)
    assert not any(new in row["text"] for row in rows(home).values())


def test_other_words_of_the_article_are(home):
    write(home, *map(capture, ARTICLES))
    changed = capture(ARTICLES[14], day=2)
    write(home, replace(changed, body=changed.body.replace(b"commission was", b"commission, they say, was")))
    _, published = rebuild(home)
    assert published.snapshot.rows == len(ARTICLES) + 1


PROVENANCE = ("warc_file", "warc_offset", "warc_record_id")


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_pages_and_their_files_do_not_count(tmp_path, seed):
    chance = random.Random(seed)
    new = "Lamps cost money, and so does the oil in them, which is why the Quay Review asks each reader for a little."
    captures = [capture(each) for each in ARTICLES[::2]] + [capture(each, day=2, call=new) for each in ARTICLES[::4]]
    tables = []
    for name in ("given", "mixed"):
        home = Home.create(tmp_path / name)
        at = 0
        while at < len(captures):
            size = chance.randrange(1, 8)
            write(home, *captures[at : at + size])
            at += size
        rebuild(home)
        table = pq.read_table(home.dataset / "latest" / "documents")
        tables.append(table.drop_columns(list(PROVENANCE)).to_pylist())
        assert not rebuild(home)[1].fresh
        chance.shuffle(captures)
    assert tables[0] == tables[1]
