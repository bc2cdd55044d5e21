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
    "labels": Section(
        "labels and lines that are about a conversation",
        {
            "question": "printed before a question (compared without digits, dots and case)",
            "host": "printed before what whoever leads the talk says",
            "answer": "printed before an answer",
            "no_speaker": "looks like a speaker's label and is none: credits, boxes, hints",
            "aside_starts": "a line that starts so stands between turns and belongs to none",
            "promotion": "asks readers to do something for the site: in a short line without “I” or “we did”",
            "teasers": "what a last line asks the readers, and nobody in the talk; with its mark where it ends so",
            "outro": "tells that the talk is over: credits, notes of the editors, where the film can be seen",
            "editing": "the same anywhere in a short last line that says neither “I” nor “you”",
            "interviewer_credit": "directly before the interviewer's name",
            "leads_on": "with a blank or a comma behind it, an interviewer's remark leads on to the next question",
            "numbered": "the word before the number of a question",
            "joiners": "between two guests' names",
            "meets": "shortly before the name of somebody who is interviewed",
            "articles": "a word behind one of these is no part of a person's name",
            "roles": "printed before a name, and no part of it",
            "title_words": "the same in titles only",
            "interview": "what a page with an interview calls itself",
            "faq": "what a page of questions that nobody was asked calls itself",
            "picture": "in a short line about a picture",
            "boxes": "parts of class names (between hyphens) that name a box beside the talk",
            "letters": "a single letter that stands for who speaks, before a dot or a bracket",
            "numbered_letters": "those that with a number are a question's or an answer's, and never somebody's (`S2`)",
        },
    ),
    "speech": Section(
        "what gives a question, an answer or a remark away",
        {
            "second": "words that address; whole words",
            "second_cased": "the same, only as written",
            "second_stems": "a word that addresses holds it",
            "second_parts": "the same anywhere, for languages that print no spaces",
            "first": "words for who speaks; whole words",
            "first_endings": "a verb of who speaks ends so",
            "first_parts": "the same anywhere, for languages that print no spaces",
            "plural": "those of `first` that a company says of itself",
            "opens": "a question starts with it",
            "asks": "an invitation to speak, anywhere in the text",
            "ends": "the last word of a question that ends with 。 and no mark",
            "thanks": "an interviewer's turn that asks nothing: thanks and wishes",
            "remarks": "an interviewer's turn that asks nothing: how it begins",
        },
    ),
}
