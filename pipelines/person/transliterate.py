"""One spelling for what alphabets and habits of spelling write differently, by the letters of ``letters.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

from junket.pipelines.person.name_words import GENERATIONS

_LETTERS: dict[str, dict[str, str]] = tomllib.loads((files(__package__) / "letters.toml").read_text(encoding="utf-8"))
_CYRILLIC = str.maketrans(_LETTERS["cyrillic"])
FEMININE = _LETTERS["feminine"]
"""The end of a woman's family name in this spelling, to that of a man's."""
_DOUBLE = re.compile(r"([^\W\d_])\1+")


@lru_cache(maxsize=8192)
def spelled(word: str) -> str:
    """The word in lower-case Latin letters, as habits of spelling agree on it; other scripts as they are."""
    folded = unicodedata.normalize("NFC", word).casefold()
    if folded in GENERATIONS:  # "III" is not "II"
        return folded
    latin = folded.translate(_CYRILLIC)
    for before, after in _LETTERS["alike"].items():
        latin = latin.replace(before, after)
    plain = "".join(char for char in unicodedata.normalize("NFD", latin) if not unicodedata.combining(char))
    return _DOUBLE.sub(r"\1", re.sub(r"['’ʼ]", "", plain))


def script_of(printed: str) -> str:
    """``Latin``, ``Cyrillic``, ``Han`` …: the script of most letters, by Unicode's names of them."""
    names = [unicodedata.name(char, "").split(" ")[0] for char in printed if char.isalpha()]
    most = max(sorted(set(names)), key=names.count, default="")
    return {"CJK": "Han"}.get(most, most.capitalize())
