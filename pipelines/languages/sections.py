"""What a language's file may hold: its sections, their keys, and what the words of each key are.

``junket help languages`` counts them by language.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Shape = Literal["phrases", "months", "numbers", "days"]
"""A list of phrases; twelve such lists, January first; a table of numbers; a table of a first day and a last one."""


class Section(NamedTuple):
    """One section: what it is for, its keys with what their words are, and how these words are compared."""

    about: str
    keys: dict[str, str]
    folded: bool = False
    """Compared without case, accents and punctuation (``fold``); else without case alone."""


SHAPES: dict[str, Shape] = {
    "months": "months",
    "months_where_claimed": "months",
    "zones": "numbers",
    "numerals": "numbers",
    "eras": "days",
}
"""Keys that are no lists of phrases."""

SECTIONS: dict[str, Section] = {
    "chrome": Section(
        "what sites print around an article; … at a phrase's end: the block may go on",
        {
            "share": "buttons to share, print, save or follow",
            "feedback": "asks whether the article was good, or where it is wrong",
            "related": "stands over links to other articles",
            "comments": "stands over comments, or asks for one",
            "subscribe": "asks to subscribe, join or pay",
            "cookies": "consent, privacy, terms, rights",
            "rates": "stands over exchange rates",
            "weather": "stands over the weather",
            "login": "account and password",
            "advertisement": "says that something is an advertisement, or that the article goes on behind one",
            "author": "stands over a box about the author",
            "contact": "stands over a site's address",
            "credits": "whose picture it is",
            "navigation": "menus, tags, contents, buttons",
            "loading": "stands where something is still to come: no answer, though a question stands above it",
            "counted": "what counters count (“1,245 views”); whole words",
            "channel": "a channel to follow; parts of words",
            "follow": "asks to follow one; imperatives only, for people say “I subscribed” in interviews",
        },
    ),
    "captions": Section(
        "how captions say who took a picture",
        {
            "marks": "words before a colon and a name",
            "phrases": "words that a name follows without a colon",
            "signs": "signs that a name follows",
            "bare": "words that stand before a name bare; only names may follow, two words of them at least",
            "agencies": "a last sentence that ends with one is a credit",
        },
    ),
}
