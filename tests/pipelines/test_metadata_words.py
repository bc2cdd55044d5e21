"""The fold: one spelling for words, whichever of its ways a text takes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS, first_word, squeeze
from junket.pipelines.metadata.bylines.byline_names import may_be_labelled, may_begin_with_label, may_hold_label


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The Film-Post: 'Dusk'!", "the film post dusk"),
        ("Café Ångström", "cafe angstrom"),
        ("Ещё ёлка, йод", "еще елка йод"),
        ("STRASSE straße", "strasse strasse"),
        ("snake_case  \t\n x", "snake_case x"),
        ("ﬁlm½", "film1 2"),
        ("?!…", ""),
        ("", ""),
    ],
)
def test_case_accents_and_punctuation_go(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=40))
@example("Ж\ud800’ß")
@example("№ 5 — ™")
def test_long_ascii_around_a_text_changes_nothing(text):
    assert fold("pad " * 100 + text).split() == ["pad"] * 100 + fold(text).split()


def test_squeezed_names_are_one():
    assert squeeze("The Film Post") == squeeze("thefilmpost") == "thefilmpost"


@pytest.mark.parametrize("line", ["By Oskar Venn", "Drama | Photos by Ida Roos", "Автор: Ида Роос", "_By Oskar Venn_"])
def test_a_label_is_seen_at_the_start_of_any_part(line):
    assert may_be_labelled(line)


@pytest.mark.parametrize("line", ["This is a film about a ferry", "Shot by night", "A day in all its parts", ""])
def test_a_labels_first_word_alone_is_no_label(line):
    assert not may_be_labelled(line)


def test_a_label_within_a_sentence_is_held_but_starts_nothing():
    assert may_hold_label("A play written by nobody")
    assert not may_be_labelled("A play written by nobody")


@given(st.text(max_size=3), st.sampled_from(sorted(WORDS.by_start)), st.sampled_from([str, str.upper, str.title]))
def test_the_quickest_look_at_a_label_misses_none(before, word, spelled):
    text = f"{before}{spelled(word)} Jane Doe"
    assert may_begin_with_label(text) or first_word(text) not in WORDS.by_start
