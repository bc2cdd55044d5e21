from __future__ import annotations

import unicodedata
from pathlib import Path

import forked
import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.terminal import escaped, printable

TRICKS = [
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200f",
    "\x1b[2J",
    "\x9b2J",
    "\x07",
    "\u2028",
    "\U000e0041",
    "\ufeff",
    "\u061c",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_what_steers_hides_or_turns_is_shown(trick):
    assert escaped(f"in{trick}lmth.exe") == f"in{ascii(trick[0])[1:-1]}{trick[1:]}lmth.exe"
    assert printable(f"in{trick}lmth.exe") == f"in\ufffd{trick[1:]}lmth.exe"


@pytest.mark.parametrize(
    "text",
    [
        "Две недели\tв мае\n",
        "«Ночь»\u00a0– 50\u202f% …",
        "Ā́ é ё 한국어 日本語",
        "שלום עולם",
        "مرحبا",
        "👍🏽 ❤️",
        "C:\\films\\x1b",
    ],
)
def test_words_of_any_script_stay(text):
    assert (escaped(text), printable(text)) == (text, text)


def test_joiners_belong_to_words_and_not_to_names():
    assert printable("می‌خواهم 👨‍👩‍👧") == "می‌خواهم 👨‍👩‍👧"
    assert escaped("a\u200db\u200cc") == "a\\u200db\\u200cc"


@given(st.text())
def test_no_control_and_no_format_character_that_is_drawn_as_nothing_is_left(text):
    visible = (
        "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"  # signs of numbers
    )
    left = {char for char in escaped(text) if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert {char for char in left if char not in f"\t\n{visible}" and not "\U00013430" <= char <= "\U0001bca3"} == set()


@pytest.mark.parametrize("trick", ["\u202e", "\u200b", "\u2067", "\x1b[31m"])
@pytest.mark.parametrize(
    "command", [["scrape", "{}"], ["scrape", "-v", "{}"], ["cite", "{}xxxx", "--home", "{}"], ["{}"]]
)
def test_a_name_that_a_person_gives_steers_no_terminal(command, trick, tmp_path):
    name = str(tmp_path / f"talk{trick}lmth.pdf")
    Path(name).write_bytes(b"%PDF-1.4 ")
    words = (word.format(name) for word in command)
    done = forked.run(["-c", "from junket.exports.cli import main; main()", *words])
    assert done.returncode not in (0, 1)
    assert trick[0] not in done.stderr + done.stdout
    assert ascii(trick[0])[1:-1] in done.stderr
