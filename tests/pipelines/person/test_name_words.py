"""The lists of words in and around names: each particle in one grade, titles apart from given names."""

from __future__ import annotations

from junket.pipelines.languages import words as all_words
from junket.pipelines.person import name_words


def test_each_particle_has_one_grade():
    grades = [set(all_words("names", key)) for key in ("particles", "particles_likely", "particles_alone")]
    assert len(set().union(*grades)) == sum(map(len, grades))
    assert name_words.SURE_PARTICLES < name_words.LIKELY_PARTICLES < name_words.PARTICLES


def test_pairs_begin_with_a_sure_particle():
    pairs = [pair.split() for pair in name_words.PAIRS]
    assert {first for first, _ in pairs} <= name_words.SURE_PARTICLES
    assert {second for _, second in pairs} <= name_words.PARTICLES


def test_words_of_names_are_single_and_in_lower_case():
    for key in ("particles", "particles_likely", "particles_alone", "honorifics", "degrees", "joiners", "generations"):
        assert [word for word in all_words("names", key) if word != word.casefold() or " " in word] == []


def test_titles_go_and_degrees_behind_them():
    assert name_words.without_honorifics(["dr", "phil", "ada", "lind"]) == ("ada", "lind")
    assert name_words.without_honorifics(["phil", "lind"]) == ("phil", "lind")
    assert name_words.without_honorifics(["frau"]) == ("frau",)
    assert name_words.without_honorifics([]) == ()


def test_a_degree_stands_behind_an_academic_title_and_is_a_name_behind_any_other():
    assert name_words.without_honorifics(["mr", "phil", "lind"]) == ("phil", "lind")
    assert name_words.without_honorifics(["sir", "phil", "lind"]) == ("phil", "lind")
    assert name_words.without_honorifics(["prof", "dr", "med", "ada", "lind"]) == ("ada", "lind")
    assert name_words.without_honorifics(["dr", "med", "phil", "ada", "lind"]) == ("ada", "lind")


def test_a_title_that_is_a_name_as_well_stands_before_a_whole_name():
    assert name_words.without_honorifics(["mag", "hans", "lind"]) == ("hans", "lind")
    assert name_words.without_honorifics(["dr", "ing", "hans", "lind"]) == ("hans", "lind")
    assert name_words.without_honorifics(["mag", "lind"]) == ("mag", "lind")
    assert name_words.without_honorifics(["hans", "ing"]) == ("hans", "ing")
