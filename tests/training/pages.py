"""The pages that the model learns from: each page's blocks in doubt, and how much of each stands in the gold text."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from junket.crawlers.page import Page
from junket.pipelines.boilerplate.learned.columns import Features
from junket.pipelines.boilerplate.learned.doubt import to_learn_from
from junket.pipelines.boilerplate.strip_state import StripState

WORD = re.compile(r"\w+")
SHINGLE = 4
"""Words in a row by which a block is found in the gold text (as the bench's shingle F1 has it)."""
LEAST_FOUND = 0.5
"""Gold of which the blocks hold less than half is not this page's text: nothing is learned from it."""
LEAST_GOLD = 30


@dataclass(slots=True)
class Example:
    """One page: what there is to see of its blocks in doubt, and what the gold says of them."""

    group: str
    """Domain or publisher: pages of one never lie on both sides of a fold."""
    sight: Features
    truth: list[float]
    """For each block the share of it that stands in the gold text."""
    words: list[int]
    gold_words: int
    usable: bool
    """False where the gold is not this page's text."""


def read(bench: Path) -> Iterator[tuple[str, dict[str, Any], Page]]:
    """Folder, gold and page of each open article of WCXB and each page of fundus."""
    for folder in ("wcxb", "fundus"):
        for line in (bench / folder / "truth.jsonl").read_bytes().splitlines():
            gold = json.loads(line)
            if folder == "fundus" or gold["type"] == "article":
                html = gzip.decompress((bench / folder / "pages" / f"{gold['id']}.html.gz").read_bytes())
                yield folder, gold, Page.from_text(gold["url"] or "", html.decode("utf-8", "replace"))


def group_of(folder: str, gold: dict[str, Any]) -> str:
    """The domain of a WCXB page, the publisher of a fundus page."""
    if folder == "fundus":
        return str(gold["id"]).split("_", 1)[0]
    return (urlsplit(gold["url"] or "").hostname or str(gold["id"])).removeprefix("www.")


def example(folder: str, gold: dict[str, Any], sheet: StripState) -> Example | None:
    """What is learned from one page, as the rules left it; None for one without blocks to learn from."""
    positions = to_learn_from(sheet)
    if not positions:
        return None
    texts = [words_of(block.text) for block in sheet.blocks]
    truth = shares(texts, str(gold["text"]))
    found = sum(share * len(text) for share, text in zip(truth, texts, strict=True))
    gold_words = len(words_of(gold["text"]))
    return Example(
        group=group_of(folder, gold),
        sight=Features(sheet, positions),
        truth=[truth[position] for position in positions],
        words=[len(texts[position]) for position in positions],
        gold_words=gold_words,
        usable=gold_words >= LEAST_GOLD and found >= LEAST_FOUND * gold_words,
    )


def words_of(text: str) -> list[str]:
    """Lower-cased words, compatibility forms folded."""
    return WORD.findall(unicodedata.normalize("NFKC", text or "").lower())


def shares(texts: list[list[str]], gold: str) -> list[float]:
    """For each text (in words) the share of it that stands in the gold: a whole line of it, or by its shingles."""
    words = words_of(gold)
    known = set(_shingles(words))
    lines = Counter(tuple(words_of(line)) for line in gold.split("\n"))
    used: Counter[tuple[str, ...]] = Counter()
    found: list[float] = []
    for text in texts:
        line = tuple(text)
        if text and lines[line] > used[line]:
            used[line] += 1
            found.append(1.0)
        elif len(text) >= SHINGLE:
            shingles = _shingles(text)
            found.append(sum(shingle in known for shingle in shingles) / len(shingles))
        else:
            found.append(0.0)
    return found


def _shingles(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)]
