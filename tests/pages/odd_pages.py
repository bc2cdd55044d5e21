"""Small random pages that look a little like interviews, and what must hold of whatever becomes of them.

The same random numbers make the same page. Marks, labels, numbers, times, ellipses, empty pieces and odd characters
stand where an interview has words; headings, tables, lists, scripts and broken tags where it has paragraphs.
"""

import json
import random
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import get_args

from lxml import etree

from junket.crawlers.ledger.drop import PageReason
from junket.crawlers.page import Page
from junket.exports.formats.explain_html import explain_html
from junket.exports.formats.explain_lines import explain_lines
from junket.exports.formats.json import record_json
from junket.exports.formats.md import record_markdown
from junket.exports.formats.tei import record_tei
from junket.exports.formats.text import record_text
from junket.pipelines.explanation import explain_page
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.verdict import verdict

WORDS = tomllib.loads(Path(__file__).with_name("odd_words.toml").read_text("utf-8"))
WORDS["said"] = [*WORDS["asked"], *WORDS["told"], *WORDS["beside"]]
WORDS["bare"] += ["x" * 300, "?" * 90]
MEDIA = [*["text/html"] * 3, "text/plain"]


def odd_page(rng):
    """A random page (HTML or a plain-text dump), of at most some tens of kilobytes."""
    if rng.choice(MEDIA) == "text/plain":
        return Page.from_text("", _dump(rng), media_type="text/plain")
    title = rng.choice(WORDS["titles"])
    head = f"<title>{title}</title>" + rng.choice(
        ["", f"<meta name=author content='{rng.choice(WORDS['bare'] + WORDS['said'])}'>"]
    )
    body = "".join(_html(rng) for _ in range(rng.randrange(1, 30)))
    if rng.random() < 0.5:
        body = _even(rng, rng.randrange(2, 14))
    return Page.from_text(
        rng.choice(["https://film.example/talks/ada-lund", "https://film.example/2021/05/03/a", ""]),
        f"<html><head>{head}</head><body>{_heading(rng, title)}{body}</body></html>",
    )


def _heading(rng, title):
    return rng.choice([f"<h1>{title}</h1>", f"<h1>{rng.choice(WORDS['bare'])}</h1>", ""])


def _words(rng):
    """One piece of text: said, bare, or several glued together."""
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(WORDS["said"])
    if kind < 0.7:
        return f"{rng.choice(WORDS['labels'])}{rng.choice([' ', '', '  ', chr(0xA0)])}{rng.choice(WORDS['said'])}"
    return (
        rng.choice(WORDS["bare"])
        if kind < 0.9
        else " ".join(rng.choice(WORDS["bare"] + WORDS["labels"] + WORDS["said"]) for _ in range(3))
    )


def _styled(rng):
    words = _words(rng)
    if rng.random() < 0.7:
        return words
    tag = rng.choice(WORDS["inline"])
    return f"<{tag}>{words}</{tag.split()[0]}>"


def _html(rng, depth=0):
    """An element, a script, or a tag that is never closed."""
    kind = rng.random()
    if kind < 0.12:
        return rng.choice(WORDS["scripts"])
    if kind < 0.25 and depth < 4:
        inside = "".join(_html(rng, depth + 1) for _ in range(rng.randrange(4)))
        tag = rng.choice(WORDS["around"])
        return f"<{tag}{rng.choice(WORDS['classes'])}>{inside}</{tag}>"
    return _block(rng, rng.choice(WORDS["block"]), [_styled(rng) for _ in range(rng.randrange(4))])


def _block(rng, tag, pieces):
    return f"<{tag}{rng.choice(WORDS['classes'])}>{rng.choice(['<br>', ' ', '<br><br>', chr(10)]).join(pieces)}</{tag}>"


def _even(rng, pairs):
    """Pairs that are all printed alike, with something before each line: the regular page that odd marks make odd."""
    tags, before, glue = rng.choices(WORDS["block"], k=2), _marks(rng), rng.choice(["<br>", " "])
    style, odd = rng.choice(["", "b", "i"]), rng.choice([0.0, 0.0, 0.1, 0.3])
    lines = []
    for number in range(pairs * 2):
        words = _words(rng) if rng.random() < odd else _in_turn(rng, number)
        said = f"<{style}>{words}</{style}>" if style and number % 2 == 0 else words
        lines.append(f"<{tags[number % 2]}>{before(number)}{glue}{said}</{tags[number % 2]}>")
    return "".join(lines)


def _in_turn(rng, number):
    return rng.choice(WORDS["told"] if number % 2 else WORDS["asked"])


def _marks(rng):
    """What stands before each line, by its number: the same for each side, the line's number, or a time."""
    kind, both = rng.random(), rng.choices(WORDS["bare"] + WORDS["labels"], k=2)
    if kind < 0.5:
        return lambda number: both[number % 2]
    if kind < 0.7:
        return lambda number: f"{number // 2 + 1}{both[0]}"
    if kind < 0.85:
        return lambda number: f"0:{number:02} {both[number % 2] if both[1] else ''}"
    return lambda _: ""


def _dump(rng):
    gaps = ["\n", "\n\n", "\n\n\n", "\r\n", " \n"]
    if rng.random() < 0.3:
        return "".join(_words(rng) + rng.choice(gaps) for _ in range(rng.randrange(1, 40)))
    before, gap, odd = _marks(rng), rng.choice(gaps), rng.choice([0.0, 0.0, 0.1, 0.3])
    lines = [
        before(n) + rng.choice([" ", gap]) + (_words(rng) if rng.random() < odd else _in_turn(rng, n))
        for n in range(rng.randrange(2, 30))
    ]
    return (
        rng.choice([*WORDS["beside"], *WORDS["titles"], "WEBVTT", _timing(rng)])
        + rng.choice(gaps)
        + rng.choice(gaps).join(lines)
    )


def _timing(rng):
    number, first, last = rng.choice(["", "1\n"]), rng.randrange(10), rng.randrange(10)
    return f"{number}00:00:0{first},000 --> 00:00:0{last},500"


def hold(page):
    """What holds of any page's outcome; returns the record, or None where there is none."""
    found = verdict(page)
    outcome = found.outcome
    if isinstance(outcome, Rejected):
        assert outcome.reason in get_args(PageReason)
        return None
    assert isinstance(outcome, Record)
    _hold_turns(outcome)
    _hold_fields(outcome)
    assert verdict(page).outcome == outcome
    explanation = explain_page(found)
    assert all("".join(span.text for span in piece.spans) == piece.text for piece in explanation.pieces if piece.spans)
    assert explain_html(explanation)
    assert explain_lines(explanation)
    return outcome


def _hold_turns(record):
    assert all(record.text[turn.start : turn.end] == turn.text for turn in record.turns)
    assert all(turn.text.strip() == turn.text != "" for turn in record.turns)
    assert all(one.end <= other.start for one, other in pairwise(record.turns))
    assert {turn.role for turn in record.turns} <= {"question", "answer"}
    assert len({turn.turn_id for turn in record.turns}) == len(record.turns)
    assert not record.turns or {turn.role for turn in record.turns} == {"question", "answer"}
    assert all(turn.speaker != "" and turn.speaker_printed != "" for turn in record.turns)
    assert (record.turns_confidence is None) == (not record.turns)
    assert (record.kind == "interview") >= bool(record.turns)
    assert not record.turns or 0.0 <= record.turns_confidence <= 1.0
    assert set(record.interviewees) <= {turn.speaker for turn in record.turns}


def _hold_fields(record):
    assert json.loads(record_json(record))["text"] == record.text
    assert record.text.strip()
    assert record.title is None or record.title.strip()
    assert not any("\ud800" <= char <= "\udfff" or char in "\0\u200b" for char in record.text)
    assert record_markdown(record).encode("utf-8")
    assert record_text(record).encode("utf-8")
    assert etree.fromstring(record_tei(record)).tag.endswith("TEI")


@dataclass
class Done:
    """What a run looked at: pages, records among them, and records with turns."""

    pages: int = 0
    records: int = 0
    talks: int = 0


def run(seed, *, pages, end, clock):
    """Makes pages and holds them until there are ``pages`` of them or ``clock()`` is past ``end``.

    A page that breaks something is named by seed and number, and shown.
    """
    done = Done()
    while done.pages < pages and clock() < end:
        page = odd_page(random.Random(f"{seed} {done.pages}"))
        try:
            record = hold(page)
        except Exception as error:
            raise AssertionError(f"seed {seed}, page {done.pages}: {error!r}\n{page.body.decode()}") from error
        done.pages += 1
        done.records += record is not None
        done.talks += bool(record and record.turns)
    return done
