"""Whether two prints of a name may be one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.person.compare import compatible, fits, near
from junket.pipelines.person.parts import read_name

NAMES = st.lists(
    st.sampled_from(["Adil", "Beisenov", "Beisanov", "Beisenova", "A.", "Jr", "Адиль"]), min_size=1, max_size=3
)


@pytest.mark.parametrize(
    ("short", "full", "stands"),
    [
        ("Lind", "Ada Lind", True),
        ("Ms Lind", "Ada Lind", True),
        ("A. Lind", "Ada Lind", True),
        ("AL", "Ada Lind", True),
        ("Ada Lind", "Ada Lind", True),
        ("Ada Maria Lind", "Ada Lind", False),
        ("Ida Lind", "Ada Lind", False),
        ("LA", "Ada Lind", False),
        ("…", "Ada Lind", False),
    ],
)
def test_a_short_form_fits_a_full_name(short, full, stands):
    assert fits(short, full) is stands


@pytest.mark.parametrize(
    ("one", "other", "is_near", "is_compatible"),
    [
        ("Adil Beisenov", "Adil Beisanov", True, True),
        ("Adil Beisenov", "Adil Beisenova", False, False),  # a man and a woman
        ("Adil Beisenov Jr", "Adil Beisanov", False, False),
        ("Adil Lind", "Adil Lint", False, False),  # a short name
        ("Adil Beisenov", "Aida Beisenov", False, False),
        ("Adil Beisenov", "A. Beisenov", False, True),
        ("Adil Beisenov", "Adil Karl Beisenov", False, True),
        ("Adil Beisenov", "Adel Beisenov", False, True),
    ],
)
def test_other_spellings(one, other, is_near, is_compatible):
    pair = read_name(one), read_name(other)
    assert (near(*pair), compatible(*pair)) == (is_near, is_compatible)


@given(NAMES, NAMES)
def test_neither_comes_first(one, other):
    pair = read_name(" ".join(one)), read_name(" ".join(other))
    assert near(*pair) == near(*reversed(pair))
    assert compatible(*pair) == compatible(*reversed(pair))
