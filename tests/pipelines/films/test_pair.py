"""The second name of a film."""

from __future__ import annotations

import pytest

from junket.pipelines.films.pair import pair_of


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("“Soluk Ada” (Pale Island in Spring) is long.", "Pale Island in Spring"),
        ("“Soluk Ada” (Pale Island in Spring, 2018) is long.", "Pale Island in Spring"),
        ("“Soluk Ada” (“Pale Island”) is long.", "Pale Island"),
        ("“Soluk Ada” (original title: Pale Island) is long.", "Pale Island"),
        ("“Soluk Ada” (in English, Pale Island) is long.", "Pale Island"),
        ("“Soluk Ada” (Солук Ада) is long.", "Солук Ада"),  # another script
        ("“Soluk Ada” (Berta Lind) is long.", None),  # an actor as well as a title
        ("“Soluk Ada” (2018) is long.", None),
        ("“Soluk Ada” (not her best) is long.", None),
        ("“Soluk Ada” (Norway; Pale Island) is long.", None),
        ("“Soluk Ada” is long (Pale Island in Spring).", None),
        ("“Soluk Ada” (The Novel of the Year) is long.", None),  # says that it is something else
    ],
)
def test_what_a_bracket_behind_the_title_holds(found, text, other):
    text, candidates = found(text)
    pair = pair_of(text, candidates[0])
    assert (pair and pair.title) == other
    if pair:
        assert text[pair.start : pair.start + len(pair.title)] == pair.title
