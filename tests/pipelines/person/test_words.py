"""The lists of words in and around names: one of each kind, folded, each word in one grade."""

from __future__ import annotations

import tomllib
from pathlib import Path

from junket.pipelines.person import words

TABLES = tomllib.loads((Path(words.__file__).parent / "words.toml").read_text("utf-8"))


def test_each_particle_has_one_grade():
    grades = [TABLES["particle"][grade] for grade in ("sure", "likely", "alone")]
    assert len({word for grade in grades for word in grade}) == sum(map(len, grades))
    assert words.SURE_PARTICLES < words.LIKELY_PARTICLES < words.PARTICLES


def test_pairs_begin_with_a_sure_particle():
    assert all(first in words.SURE_PARTICLES and second in words.PARTICLES for first, second in words.PAIRS)


def test_words_are_folded_and_said_once():
    for name, table in TABLES.items():
        for kind, said in table.items():
            flat = [word for each in said for word in ([each] if isinstance(each, str) else each)]
            assert [word for word in flat if word != word.casefold()] == [], (name, kind)
            assert len(set(map(str, said))) == len(said), (name, kind)


def test_titles_go_and_degrees_behind_them():
    assert words.without_honorifics(["dr", "phil", "ada", "lind"]) == ("ada", "lind")
    assert words.without_honorifics(["phil", "lind"]) == ("phil", "lind")
    assert words.without_honorifics(["frau"]) == ("frau",)
    assert words.without_honorifics([]) == ()
