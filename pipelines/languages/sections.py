"""What a language's file may hold: its sections, their keys, and what the words of each key are.

``junket help languages`` counts them by language.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Shape = Literal["phrases", "months", "numbers", "days", "texts"]
"""A list of phrases; twelve such lists, January first; a table of numbers; a table of a first day and a last one;
a table of texts."""


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
    "misread": "texts",
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
            "meets": "shortly before the name of somebody who is interviewed",
            "interviews": "in a title, between who asks and who answers",
            "articles": "a word behind one of these is no part of a person's name",
            "roles": "printed before a name, and no part of it",
            "title_words": "the same in titles only",
            "title_breaks": "in a title, before whom or what the talk is with or about",
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
    "people": Section(
        "what shows that capitalised words are somebody's name: never capital letters alone",
        {
            "role": "directly before a name, however it is printed; also as the last part of a compound (US-Präsident)",
            "role_oblique": "the same in another case: believed only where the name's own case can be undone",
            "role_small": "the same, where it is printed in small letters",
            "role_noun": "the same, only where a small word stands before it: nouns are printed in capitals",
            "phrase": "before a name, as a phrase",
            "joiner": "between names: what is one of them is the other",
            "such_as": "between a role and a name: one of several",
            "work": "what somebody's own may be, behind the name: “Ada Lind's new film”",
            "verb": "directly behind a name: somebody does this",
            "part": "before a name: a character, or what is called after somebody",
            "behind": "between a name and a role behind it, in languages that print nouns in small letters",
            "no_person": "before a name: then it is no person's",
            "nobody": "in a name: it is no person's",
            "opening": "may open a sentence before a name, and is no part of it",
            "relative": "behind a name and a comma: a clause about that person (asked in every language)",
            "genitive": "what a name in the genitive ends with",
        },
    ),
    "names": Section(
        "words in and around personal names, wherever one is printed",
        {
            "particles": "small, before a family name: believed between capitalised words of any text",
            "particles_likely": "the same, words of a text as well (“zu”): believed where names are weighed afterwards",
            "particles_alone": "the same, only in a line that is a name and nothing else",
            "particle_pairs": "two in a row, of which the second is not sure alone (“von der”, not “von den Grünen”)",
            "honorifics": "titles before a name, which one page prints and another leaves out",
            "degrees": "behind such a title alone: “Phil” is a given name",
            "joiners": "between two names",
            "joiners_likely": "the same, but a preposition elsewhere (Norwegian “i”): in no byline, which names places",
            "outlets": "in an outlet's name, which signs as people do",
            "patronymics": "ends of a father's name",
            "generations": "another person than one of the same name without it",
        },
    ),
    "bylines": Section(
        "labels and words of bylines, date lines and what stands beside them",
        {
            "byline": "before the name of who wrote it",
            "interviewer": "before the name of who asks the questions, who signs the page as well",
            "written": "those of `byline` behind which “with” names a helper, and not the guest",
            "bare": "those of one word that a name follows without a colon: prepositions and verbs",
            "photographer": "before the name of who made the pictures, who is no author",
            "translator": "the same for who translated it",
            "illustrator": "the same for who drew for it",
            "editor": "the same for who edited, checked or presented it, or made another part of the page",
            "nobody": "no person: dropped wherever an author is asked for",
            "desks": "a name that ends with one is a desk, not a person",
            "accounts": "a name that ends with one is an account, not even a desk",
            "sharing": "what a button begins with",
            "agency": "a name that holds one is an agency's, which gives texts and pictures to many papers",
            "organisation": "a name that holds one is an organisation's",
            "role": "a piece that holds one is a job title, not a name",
            "credentials": "letters after a name",
            "conversation": "in a talk's title line that names the guest first, before the interviewer's name",
            "published": "before the day of publication",
            "first_published": "at the end of a sentence about where else it was published, before the day",
            "updated": "before the day of a change",
            "chrome": "lines of a dump that stand near the top and are no title",
            "beside": "beside name and date, and neither: reading time, views, a share word",
            "signed": "those of `byline` that no box about a blog's owner or about other pages has",
            "card": "those of `byline` that name a field of a card for social networks (twitter:label1)",
            "behind": "begins a place or a paper behind a name",
            "before_date": "the last word before a date, and no part of the name before it",
        },
        folded=True,
    ),
    "rights": Section(
        "lines about rights",
        {"copyright": "reserves all rights; recorded, decides nothing: the law reserves them without it"},
    ),
    "events": Section(
        "says that a day is an event's (a screening, a release, a sale of tickets), not the publication's",
        {
            "before": "can stand before a date for no other reason",
            "label": "a noun that a magazine or a section is called by as well: a colon or a preposition is between",
            "behind": "where films run, behind a date that says since when",
            "between": "may stand between an event's word and its day: prepositions and articles",
        },
        folded=True,
    ),
    "dates": Section(
        "how dates are printed; languages without months are read by dateparser",
        {
            "months": "each month's names: nominative, the case of dates, abbreviations (CLDR 48 and print)",
            "months_where_claimed": "forms that are other words elsewhere: for pages that claim the language",
            "endings": "what a month may end with where cases stand behind it (“9 martda”)",
            "weekdays": "days of the week",
            "relative": "a time of day that is counted from now; read by dateparser against the time of capture",
            "of": "between day, month and year",
            "nth": "behind a day before its month",
            "nth_behind": "behind a day after its month",
            "year": "behind a year at a date's end",
            "year_first": "behind a year at a date's beginning",
            "shapes": "a whole date as a pattern; what is in braces are the parts that printed.py knows",
            "shapes_of_signs": "the same with numbers in signs, tried where a `year_sign` is",
            "year_sign": "the sign for a year, without which no year in signs is sought",
            "at": "between a date and its time of day",
            "minutes": "between hours and minutes",
            "o_clock": "behind a time of day",
            "zones": "hours from UTC of zones; none that several are called by (CST): no instant beats a wrong one",
            "eras": "eras that years are counted in, from 1: the first day and the last one (CLDR; none: it goes on)",
            "era_word": "before a year: which era it is of",
            "numerals": "numbers in signs: digits, and what the digit before is multiplied by",
            "misread": "an abbreviation that dateparser takes for another month, and that month's name",
        },
    ),
    "walls": Section(
        "what pages say that stand in place of the article",
        {
            "aside": "parts of words: what people are asked to do for other ends than reading on",
            "bot_check": "a check that it is no robot who asks; counts where the page has little other text",
            "bot_check_title": "the same as a page's title, or at its beginning",
            "bot_check_own": "parts of words by which a paragraph is the wall's own, not the article's beside it",
            "consent_wall": "a form to agree with; counts where the page has little other text",
            "consent_wall_title": "the same as a page's title, or at its beginning",
            "consent_wall_own": "parts of words by which a paragraph is the wall's own, not the article's beside it",
            "login_wall": "a login or a subscription; counts where the page has little other text",
            "login_wall_title": "the same as a page's title, or at its beginning",
            "login_wall_own": "parts of words by which a paragraph is the wall's own, not the article's beside it",
            "interstitial": "a page on the way to another; counts where the page has little other text",
            "interstitial_title": "the same as a page's title, or at its beginning",
            "interstitial_own": "parts of words by which a paragraph is the wall's own, not the article's beside it",
            "not_found": "a page that is not there; counts where the page has little other text",
            "not_found_title": "the same as a page's title, or at its beginning",
            "needs_script": "says that the page is made by a script",
        },
        folded=True,
    ),
    "kinds": Section(
        "words in a title or an address that say what a page is",
        {
            "review": "a review's title or address",
            "forum": "between slashes in an address, or a part of a host: a forum",
            "shop": "the same of a shop",
            "service": "the same of what a company offers or says of itself",
            "story": "the same of an article",
            "price": "beside a number: a price; * stands for any ending",
        },
    ),
    "topics": Section(
        "what a page is about, where that decides how its characters are read",
        {
            "charsets": "parts of words: charsets, so that odd characters are meant",
            "markup": "whole words (* stands for any ending): markup, so that entities are meant",
        },
    ),
    "parts": Section(
        "which page of an article it is, at a title's end",
        {"page": "before the number", "of": "between the two numbers"},
    ),
    "films": Section(
        "tells films from other works; * stands for any ending",
        {
            "film": "beside a title: the work is a film",
            "genre": "the same, if nothing in the sentence says that it is another work",
            "franchise": "behind a title: it names a world or a row of films",
            "stems": "as letters, anywhere on the page: without one of these a page is about no film",
            "cinema": "anywhere in the sentence: it speaks of cinema",
            "other": "beside a title: the work is no film",
            "maker": "before a name: whose film it is",
            "lists": "on a heading over a numbered list: what follows are films",
            "one": "directly before a title in plain print",
            "many": "the same before several",
            "called": "between such a word and the title",
            "small": "a small word inside a title in plain print",
            "joiners": "between two titles",
            "next": "behind a title: what follows is said of something else",
            "clause": "behind a comma: what follows is",
            "title_label": "in a bracket behind a title: the title in another language follows",
        },
    ),
}
