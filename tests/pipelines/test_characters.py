"""Characters that are no text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.page.characters import clean, collapse, is_clean

SIGNS = st.text(st.one_of(st.characters(), st.sampled_from("aя\u200b\u200d\u0301\u034f\ufffc\u115f\x85 ")), max_size=12)


@given(SIGNS)
def test_what_is_called_clean_is_left_as_it_is(text):
    if is_clean(text):
        assert text.isascii() or clean(text) == text


@given(SIGNS)
def test_clean_text_is_nfc_and_stays_clean(text):
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert collapse(clean(collapse(once))) == collapse(once)


def test_most_text_is_clean_at_the_first_look():
    assert all(map(is_clean, ["Words.", "Слова — да.", "言葉、言葉。", "كلمة", "Là où", "👩🏽 smiles"]))
    assert not any(map(is_clean, ["zero\u200bwidth", "ic\ue001n", "e\u0301", "\ufffc"]))
