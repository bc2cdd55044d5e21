"""Walls: pages that show a bot check, a consent form, a login or an error in place of the article."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from junket.crawlers.ledger.drop import PageReason
from junket.crawlers.page import Page
from junket.pipelines.languages import words
from junket.pipelines.languages.fold import fold
from junket.pipelines.page.block import Block, TextStyle
from junket.pipelines.page.document import Body, Document, Metadata
from junket.pipelines.page.elements import Elements
from junket.pipelines.page.markup_names import own_names
from junket.pipelines.reading import Reading
from junket.pipelines.record.record import Rejected
from junket.pipelines.record.sniff import rejection_before_text

LITTLE_TEXT = 600
"""Characters of prose below which a wall's phrase decides. Consent and login pages seen in the issue threads of
crawlers hold 100 to 500 characters beside their own words; the shortest article of the open bench holds more."""
SENTENCE = 150
"""Characters of prose beside which a form to agree with is a banner: a sentence or two of an article."""
ALMOST_NONE = 1_500
"""The same where the title itself names the wall."""
_PROSE = 60
_SEARCHED = 60
"""Blocks at each end that are read for a wall's phrases."""
_LINKED = 0.5
"""Share of link text from which a block is a link: a footer's "Cookie settings" is no wall."""
_REASONS: tuple[PageReason, ...] = ("bot_check", "not_found", "login_wall", "consent_wall", "interstitial")
_BESIDE = {"not_found": LITTLE_TEXT // 2, "login_wall": LITTLE_TEXT // 2}
"""Characters of prose that may stand beside a wall's phrase, others than :data:`SENTENCE`: a login has its teaser."""
_MORE_WORDS = 3
"""A title that goes on for so many words after a wall's name is a headline, and decides little."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    title: frozenset[str]
    text: tuple[str, ...]
    own: tuple[str, ...]


def _folded(key: str) -> tuple[str, ...]:
    return tuple(map(fold, words("walls", key)))


_TABLE = {
    reason: _Phrases(
        frozenset(_folded(f"{reason}_title")),
        _folded(reason),
        _folded(f"{reason}_own") if reason != "not_found" else (),
    )
    for reason in _REASONS
}
_ASIDE, _NEEDS_SCRIPT = _folded("aside"), _folded("needs_script")


def wall_of(document: Document, metadata: Metadata, body: Body) -> tuple[PageReason, str] | None:
    """The reason and the words that gave it away; None for a page with its text."""
    if len(body.text) >= ALMOST_NONE:
        return None
    titles = _titles(document, metadata)
    ends = document.blocks[:_SEARCHED] + document.blocks[-_SEARCHED:]
    lines = [fold(block.text) for block in ends if block.share(TextStyle.LINK) < _LINKED]
    lines = [line for line in lines if not any(word in line for word in _ASIDE)]
    for reason in _REASONS:
        phrases = _TABLE[reason]
        named, headline = _named(titles, phrases.title)
        phrase = next((phrase for phrase in phrases.text if any(phrase in line for line in lines)), None)
        if not named and not phrase:
            continue
        rest = _own_prose(document.blocks, phrases.text + phrases.own)
        if named and not headline and rest < (ALMOST_NONE if phrase else LITTLE_TEXT):
            return reason, named
        if rest < (_BESIDE.get(reason, SENTENCE) if phrase and not headline else SENTENCE):
            return reason, phrase or named
    return None


def rejection_of(reading: Reading) -> Rejected | None:
    """The rejection of a page that has a wall or an error in place of the article, or no text at all."""
    page, document, body = reading.page, reading.document, reading.body
    if wall := wall_of(document, reading.metadata, body):
        return Rejected(page.url, *wall)
    if not body.text.strip() and "text_truncated" in document.warnings:
        return Rejected(page.url, "too_large", "more markup than a page may have, and no text in it")
    if not body.text.strip():
        return Rejected(page.url, "empty", "the page needs JavaScript" if needs_script(document) else "no text")
    return None


def needs_script(document: Document) -> bool:
    """Whether a page without text says (in ``<noscript>`` too) that it is made by a script."""
    text = fold(" ".join(block.text for block in document.blocks[:_SEARCHED])[:5_000])
    elements = document.elements
    notes = ("".join(elements.pieces(note))[:500] for note, tag in enumerate(elements.tags) if tag == "noscript")
    text += " " + fold(" ".join(islice(notes, 10)))
    return any(phrase in text for phrase in _NEEDS_SCRIPT)


def is_shell(page: Page) -> bool:
    """Whether a page has no text and is made by its scripts: what a browser would have to render."""
    reading = Reading(page)
    found = rejection_before_text(page) or rejection_of(reading)
    return bool(found and found.reason == "empty" and "script" in reading.document.elements.tags)


def paywall_seen(document: Document) -> str | None:
    """The words of a paywall beside an article's text, where there are any."""
    for block in document.blocks:
        if len(block.text) <= 300:  # noqa: PLR2004  # a notice, not a paragraph
            line = fold(block.text)
            if phrase := next((phrase for phrase in _TABLE["login_wall"].text if phrase in line), None):
                return phrase
    return None


def is_teaser(document: Document, metadata: Metadata, body: Body) -> bool:
    """Whether a text that is not long may be the free part alone: by a paywall's words, or as the page says itself.

    What must be paid for is there where the elements that the page names hold text of their own, behind a free part.
    """
    if metadata.paid_parts is not None and not _PAID_TEXT <= _paid_text(
        metadata.paid_parts, body, document.elements
    ) < len(body.text):
        return True
    return paywall_seen(document) is not None


_PAID_TEXT = 400
"""Characters of the part to be paid for from which it is more than an offer."""


def _paid_text(names: tuple[str, ...], body: Body, elements: Elements) -> int:
    """Characters of the text in elements of these classes or ids; all of it where these hold nearly all of it."""
    paid = (
        [len(place.block.text) for place in body.paragraphs if _is_within(place.block, names, elements)]
        if names
        else []
    )
    return len(body.text) if len(paid) == len(body.paragraphs) else sum(paid)


def _is_within(block: Block, names: tuple[str, ...], elements: Elements) -> bool:
    around = (own_names(elements.attributes[above]) for above in elements.upward(block.element))
    called = around if block.element is not None else block.names.written()  # of another page of the article
    return any(not {own, *(classes or "").split()}.isdisjoint(names) for classes, own, _, _ in called)


def _titles(document: Document, metadata: Metadata) -> list[str]:
    shown = [block.text for block in document.blocks if block.tag == "h1"][:3]
    head = [document.elements.texts[title][:300] for title in document.sought.by_tag["title"][:1]]
    return [fold(title) for title in (metadata.title or "", *shown, *head) if title]


def _named(titles: list[str], names: frozenset[str]) -> tuple[str, bool]:
    """The first title that is a wall's name or begins with one, and whether it goes on as headlines do."""
    found = [(title, length) for title in titles if (length := _name_length(title.split(), names))]
    if not found:
        return "", False
    return found[0][0], all(len(title.split()) - length >= _MORE_WORDS for title, length in found)


def _name_length(words: list[str], names: frozenset[str]) -> int:
    """Words of the title that are a wall's name: all of them, or two and more at its beginning; 0 for none."""
    counts = range(min(6, len(words)), 1, -1)
    if length := next((count for count in counts if " ".join(words[:count]) in names), 0):
        return length
    numbered = len(words) <= 3 and bool(words) and words[0] in names and words[0].isdigit()  # noqa: PLR2004  # "404 | Site"
    return len(words) if " ".join(words) in names or numbered else 0


def _own_prose(blocks: tuple[Block, ...], phrases: tuple[str, ...]) -> int:
    """Characters of prose that is not the wall's own: sentences without links and without its phrases."""
    total = 0
    for block in blocks:
        if len(block.text) < _PROSE or block.share(TextStyle.LINK) >= _LINKED:
            continue
        folded = fold(block.text)
        if not any(phrase in folded for phrase in phrases):
            total += len(block.text)
            if total >= ALMOST_NONE:
                break
    return total
