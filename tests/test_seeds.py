"""The article, exactly, of three kinds of page, each in three markups and as a plain-text dump.

The words are our own (``pages/<kind>/words.toml``) and, where ``../shared`` is there, the seeds'.
"""

import json
import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

import pytest

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

PAGES = Path(__file__).parent / "pages"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
MARKUPS = tomllib.loads((PAGES / "markups.toml").read_text(encoding="utf-8"))
SEED_OF = {"review": "000", "news": "001", "questionnaire": "002"}
CASES = [(kind, markup) for kind in SEED_OF for markup in (*MARKUPS[kind], "dump")]
INTERVIEWS = [(kind, markup) for kind, markup in CASES if kind != "news"]
ASKING = {"remark", "question", "unanswered", "farewell"}


@dataclass(frozen=True, kw_only=True)
class Words:
    """An article: what it says, paragraph by paragraph, and what its record must be."""

    title: str
    kind: str
    parts: list[tuple[str, str]]
    url: str = ""
    language: str = "en"
    authors: list[str] = field(default_factory=list)
    date: str | None = None
    time: str = ""
    caption: str = ""

    def text(self, template: str, *, dump: bool = False) -> str:
        """The record's text. In a questionnaire question and answer are one paragraph of two lines.

        A dump of the page has the pictures' captions too, and an empty line more where an answer was lost.
        """
        paragraphs = [(part, words) for part, words in self.parts if dump or part != "picture"]
        if dump:
            paragraphs = [(part, words + "\n" * (part == "unanswered")) for part, words in paragraphs]
        glue = "\n" if template == "questionnaire" else "\n\n"
        joined = "".join(words + (glue if part == "question" else "\n\n") for part, words in paragraphs)
        return joined.removesuffix("\n\n")


def own_words(kind):
    return Words(**tomllib.loads((PAGES / kind / "words.toml").read_text(encoding="utf-8")))


def seed_words(kind):
    found = list(SEEDS.glob(f"{SEED_OF[kind]}_*.txt"))
    if not found:
        pytest.skip("the seeds are not beside this checkout (../shared/seeds)")
    text = found[0].read_text(encoding="utf-8")
    read = {"review": seed_review, "news": seed_news, "questionnaire": seed_questionnaire}[kind]
    return replace(read(text), url=own_words(kind).url)  # the chrome around them is that site's


def seed_review(text):
    """Between the doubled title and the share residue; a question is what ends in ``?``."""
    title = "An Interview With Filmmaker Alma Baimuratova"
    middle = text.partition(f"{title}\n\n{title}\n\n")[2].partition(" on on on")[0]
    intro, *rest = re.split(r"\n\n(?=\S)", middle)
    parts, asked = [("intro", intro)], False
    for paragraph in rest:
        words = paragraph.rstrip("\n")
        if words == title:
            parts.append(("picture", words))
        elif words.endswith("?"):
            lost = len(paragraph) > len(words)
            parts.append(("unanswered" if lost else "question", words))
            asked = not lost
        else:
            parts.append(("answer" if asked else "remark", words))
            asked = False
    parts[-1] = ("farewell", parts[-1][1])
    return Words(title=title, kind="interview", parts=parts)


def seed_news(text):
    """From the lead's second printing to the byline."""
    paragraphs = [part.strip() for part in text.split("\n\n")]
    lead = next(part for part in paragraphs if paragraphs.count(part) == 2 and part.endswith("."))
    start = len(paragraphs) - 1 - paragraphs[::-1].index(lead)
    end = next(at for at, part in enumerate(paragraphs) if part.startswith("By "))
    return Words(
        title=next(part for part in paragraphs if part.startswith("Emir Baigazin to")),
        kind="news",
        parts=[("lead", lead), *(("answer", part) for part in paragraphs[start + 1 : end])],
        authors=[paragraphs[end].removeprefix("By ")],
        date="2015-09-29",
        time="19:40",
        caption="Emir Baigazain",
    )


def seed_questionnaire(text):
    """From the introduction to the contact info; a paragraph of two lines is a question and its answer."""
    title = "Daily Inspiration: Meet Timur Almazov"
    intro, *rest = text.partition(f"{title}\n\n")[2].partition("\n\nContact Info:")[0].split("\n\n")
    parts = [("intro", intro)]
    for paragraph in rest:
        asked, line_end, answer = paragraph.partition("\n")
        parts += [("question", asked), ("answer", answer)] if line_end else [("answer", asked)]
    return Words(title=title, kind="interview", parts=parts)


def page_of(words, kind, markup):
    """The page in that markup: its template filled with the words."""
    is_dump = markup == "dump"
    suffix = "txt" if is_dump else "html"
    template = Template((PAGES / kind / f"{markup}.{suffix}").read_text(encoding="utf-8"))
    body = words.text(kind, dump=True) if is_dump else body_of(words, MARKUPS[kind][markup])
    byline = f"By {words.authors[0]}" if words.authors else ""
    filled = {
        "title": words.title,
        "url": words.url,
        "caption": words.caption,
        "date": words.date or "",
        "time": words.time,
        "stamp": stamp(words),
        "lead": words.parts[0][1],
    }
    if not is_dump:
        filled = {name: escape(value, quote=False) for name, value in filled.items()}
        byline = MARKUPS[kind][markup].get("byline", "").format(*words.authors[:1])
    elif words.kind == "news":
        body = body.removeprefix(filled["lead"]).lstrip("\n")
    html = template.substitute(filled, body=body, byline=byline)
    return Page.from_text(words.url, html, media_type="text/plain" if is_dump else "text/html")


def body_of(words, wraps):
    pieces, before = [], ""
    for part, text in words.parts:
        wrap = wraps.get("first_answer") if part == "answer" and before == "question" else None
        fallback = "question" if part in ASKING else "answer"
        if part != "lead":
            pieces.append((wrap or wraps.get(part) or wraps[fallback]).format(escape(text, quote=False)))
        before = part
    return "".join(pieces)


def stamp(words):
    if not words.date:
        return ""
    day = datetime.fromisoformat(words.date)
    return f"{day.day} {day:%B %Y} | {words.time}"


def record_of(page):
    outcome = extract(page).outcome
    assert isinstance(outcome, Record), outcome
    return outcome


def assert_metadata(record, words):
    assert record.title == words.title
    assert list(record.authors) == words.authors
    assert record.date == words.date
    assert record.language == words.language
    assert record.kind == words.kind


def assert_sides(record, words):
    """Nobody's words in the other's mouth, the lost answer marked, the turns in the page's order."""
    said = {role: "\n".join(turn.text for turn in record.turns if turn.role == role) for role in ("question", "answer")}
    for part, text in words.parts:
        if part in ASKING:
            assert text not in said["answer"], f"the guest is made to say: {text}"
        if part in {"question", "unanswered"}:
            assert text in said["question"]
        if part == "answer":
            assert text in said["answer"]
            assert text not in said["question"]
    assert [turn.text for turn in record.turns if turn.answer_missing] == [
        t for part, t in words.parts if part == "unanswered"
    ]
    roles = [role for role, _ in groupby(turn.role for turn in record.turns if turn.role != "note")]
    sides = [part in ASKING for part, _ in words.parts if part not in {"intro", "picture", "farewell"}]
    expected = ["question" if asking else "answer" for asking, _ in groupby(sides)]
    assert roles[: len(expected)] == expected
    assert roles[len(expected) :] in ([], ["question"])
    assert all(record.text[turn.start : turn.end] == turn.text for turn in record.turns)


@pytest.mark.parametrize("source", [own_words, seed_words], ids=["own", "seed"])
class TestPages:
    @pytest.mark.parametrize(("kind", "markup"), CASES)
    def test_text_is_exactly_the_article(self, source, kind, markup):
        words = source(kind)
        assert record_of(page_of(words, kind, markup)).text == words.text(kind)

    @pytest.mark.parametrize(("kind", "markup"), CASES)
    def test_metadata_is_the_articles(self, source, kind, markup):
        words = source(kind)
        assert_metadata(record_of(page_of(words, kind, markup)), words)

    @pytest.mark.parametrize(("kind", "markup"), INTERVIEWS)
    def test_each_side_says_its_own_words(self, source, kind, markup):
        words = source(kind)
        assert_sides(record_of(page_of(words, kind, markup)), words)

    @pytest.mark.parametrize("markup", [*MARKUPS["news"], "dump"])
    def test_news_has_no_turns(self, source, markup):
        assert record_of(page_of(source("news"), "news", markup)).turns == ()


@pytest.mark.parametrize("kind", SEED_OF)
def test_a_seed_as_it_lies_there(kind):
    words = seed_words(kind)
    text = next(SEEDS.glob(f"{SEED_OF[kind]}_*.txt")).read_text(encoding="utf-8")
    record = record_of(Page.from_text("", text, media_type="text/plain"))
    assert record.text == words.text(kind)
    assert_metadata(record, words)
    if kind != "news":
        assert_sides(record, words)


def test_the_seeds_words_are_nowhere_in_the_project():
    """Fixtures are of our own writing: no template or data file holds a line of a seed."""
    lines = {line for kind in SEED_OF for _, line in seed_words(kind).parts if len(line) > 40}
    sources = (path for path in PAGES.rglob("*.*") if path.suffix != ".pyc")
    files = [*sources, *(Path(__file__).parents[1] / "exports" / "demo").glob("*.toml")]
    copied = [(file.name, line) for file in files for line in lines if line in file.read_text(encoding="utf-8")]
    assert json.dumps(copied) == "[]"
