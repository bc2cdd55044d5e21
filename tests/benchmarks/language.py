"""How often the language of a short text is told: pieces of 100 to 200 characters whose language is known.

Run it from the checkout: ``python tests/benchmarks/language.py [--length N] [--wrong]``. The texts are the gold texts
of the open interviews (their ``lang``) and of the open news pages whose country writes one language, and the sentences
of our own in ``tests/pipelines/languages.toml``, two of them joined. Each text is cut at white space into pieces of
``--length`` characters (150 unless told); no claim of markup helps. ``--wrong`` lists the pieces that are told wrongly.
"""
# ruff: noqa: T201 - a script that prints its table

from __future__ import annotations

import argparse
import sys
import textwrap
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from junket.pipelines.language import detect_language

sys.path.insert(0, str(Path(__file__).parent))  # a script may be run from anywhere
from bench_answers import load_set

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "../shared/bench"
OWN = ROOT / "tests/pipelines/languages.toml"
COUNTRIES = {
    "de": "de", "at": "de", "uk": "en", "us": "en", "fr": "fr", "cz": "cs", "tr": "tr",
    "it": "it", "pl": "pl", "se": "sv", "dk": "da", "is": "is", "pt": "pt", "hu": "hu",
}  # fmt: skip
"""The country of a publisher to the one language in which its papers are written; of others nothing is known
(there are English papers in Japan and German ones in Spain)."""
LEAST = 100
"""Characters of the shortest piece."""
MOST_PIECES = 40
"""Pieces of one text, so that no long one outweighs the rest."""
NEAR = ("en", "ru", "kk", "ky", "uz")


class Piece(NamedTuple):
    """A piece of text with where it is from and its language."""

    source: str
    language: str
    text: str


def pieces(length: int) -> Iterator[Piece]:
    """All pieces of all texts."""
    for source, language, text in _texts():
        cut = (piece for piece in textwrap.wrap(text, length) if len(piece) >= LEAST)
        for piece in islice(cut, MOST_PIECES):
            yield Piece(source, language, piece)


def _texts() -> Iterator[Piece]:
    for truth in load_set(BENCH, "interviews", "")[0].values():
        turns = " ".join(str(turn.get("text") or "") for turn in truth.get("turns") or ())
        yield Piece("interviews", truth["lang"], turns)
    for truth in load_set(BENCH, "fundus", "")[0].values():
        if truth["lang"] in COUNTRIES:
            yield Piece("news", COUNTRIES[truth["lang"]], truth["text"])
    for name, halves in _own().items():
        for place, first in enumerate(halves["first"]):
            for other, second in enumerate(halves["second"]):
                more = halves["first"][(place + 1) % len(halves["first"])]
                last = halves["second"][(other + 3) % len(halves["second"])]
                yield Piece("own", name.partition("-")[0], f"{first}, {second} {more}, {last}"[:200])


def _own() -> dict[str, Any]:
    return tomllib.loads(OWN.read_text("utf-8"))


def table(found: list[tuple[Piece, str | None]]) -> None:
    """Prints a line for each language and source, and the sums."""
    rows: dict[tuple[str, str], list[str | None]] = defaultdict(list)
    for piece, told in found:
        for key in ((piece.language, piece.source), (piece.language, "all"), ("all", piece.source), ("all", "all")):
            rows[key].append(None if told == piece.language else (told or "none"))
    order = [*NEAR, *sorted({language for language, _ in rows} - {*NEAR, "all"}), "all"]
    print(f"{'language':10}{'texts':12}{'n':>6}{'right':>8}  taken for")
    for language in order:
        for source in ("interviews", "news", "own", "all"):
            if row := rows.get((language, source)):
                taken = Counter(filter(None, row))
                wrong = ", ".join(f"{name} {count}" for name, count in taken.most_common(5))
                print(f"{language:10}{source:12}{len(row):>6}{row.count(None) / len(row):>8.4f}  {wrong}")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--length", type=int, default=150)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    found = [(piece, detect_language(piece.text, None)) for piece in pieces(options.length)]
    table(found)
    for piece, told in found if options.wrong else ():
        if told != piece.language:
            print(f"{piece.source} {piece.language} as {told}: {piece.text}")


if __name__ == "__main__":
    main()
