"""Whose film it is."""

from __future__ import annotations

import pytest

from junket.pipelines.films.makers import makers_of


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Mira Tolen’s “The Salt Road” is long.", ["Mira Tolen"]),
        ("en", "Mira Tolen's new film “The Salt Road” is long.", ["Mira Tolen"]),
        ("en", "Imre Halász’ “The Salt Road” is long.", []),  # no s, no possessive
        ("en", "Nils Aros’ “The Salt Road” is long.", ["Nils Aros"]),
        ("en", "“The Salt Road,” directed by Imre Halász, is long.", ["Imre Halász"]),
        ("en", "“The Salt Road,” directed by Mira de la Tolen, is long.", ["Mira de la Tolen"]),
        ("en", "“The Salt Road,” directed by night, is long.", []),
        ("en", "“The Salt Road” is long. Directed by Imre Halász.", []),  # another sentence
        ("en", "Tolen’s “The Salt Road” is long.", []),  # half a name
        ("ru", "«Тихая мельница» режиссёра Веры Саблиной вышла.", ["Веры Саблиной"]),
    ],
)
def test_full_names_that_the_sentence_ties_to_the_title(found, language, text, names):
    text, (one,) = found(text, language)
    assert makers_of(text, one) == names
