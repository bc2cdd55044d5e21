"""Walls: pages that show a bot check, a consent form, a login or an error in place of the article."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from pipelines.block import Block, Style
from pipelines.document import Body, Document, Metadata
from pipelines.metadata.words import fold

LITTLE_TEXT = 600
"""Characters of prose below which a wall's phrase decides. Consent and login pages seen in the issue threads of
crawlers hold 100 to 500 characters beside their own words; the shortest article of the open bench holds more."""
ALMOST_NONE = 1_500
"""The same where the title itself names the wall."""
_PROSE = 60
_SEARCHED = 60
"""Blocks at each end that are read for a wall's phrases."""
_LINKED = 0.5
"""Share of link text from which a block is a link: a footer's "Cookie settings" is no wall."""
_REASONS = ("bot_check", "not_found", "login_wall", "consent_wall", "interstitial")


@dataclass(frozen=True, slots=True)
class _Phrases:
    title: frozenset[str]
    text: tuple[str, ...]


def _load() -> dict[str, _Phrases]:
    tables = tomllib.loads(files("pipelines").joinpath("walls.toml").read_text("utf-8"))
    return {
        reason: _Phrases(
            frozenset(fold(phrase) for phrase in table.get("title", ())),
            tuple(fold(phrase) for language, phrases in table.items() if language != "title" for phrase in phrases),
        )
        for reason, table in tables.items()
    }


_TABLE = _load()


def wall_of(document: Document, metadata: Metadata, body: Body) -> tuple[str, str] | None:
    """The reason (a key of ``REASONS``) and the words that gave it away; None for a page with its text."""
    if len(body.text) >= ALMOST_NONE:
        return None
    titles = _titles(document, metadata)
    ends = document.blocks[:_SEARCHED] + document.blocks[-_SEARCHED:]
    lines = [fold(block.text) for block in ends if block.share(Style.LINK) < _LINKED]
    for reason in _REASONS:
        phrases = _TABLE[reason]
        named = next((title for title in titles if _is_named(title, phrases.title)), None)
        phrase = next((phrase for phrase in phrases.text if any(phrase in line for line in lines)), None)
        rest = _own_prose(document.blocks, phrases.text)
        if named is not None and rest < (ALMOST_NONE if phrase else LITTLE_TEXT):
            return reason, named
        if phrase is not None and rest < LITTLE_TEXT // 2:
            return reason, phrase
    return None


def needs_script(document: Document) -> bool:
    """Whether a page without text says (in ``<noscript>`` too) that it is made by a script."""
    text = fold(" ".join(block.text for block in document.blocks[:_SEARCHED])[:5_000])
    if document.tree is not None:
        notes = (node.text_content()[:500] for node in document.tree.iter("noscript"))
        text += " " + fold(" ".join(note for note, _ in zip(notes, range(10), strict=False)))
    return any(phrase in text for phrase in _TABLE["needs_script"].text)


def paywall_seen(document: Document) -> str | None:
    """The words of a paywall beside an article's text, where there are any."""
    for block in document.blocks:
        if len(block.text) <= 300:  # noqa: PLR2004  # a notice, not a paragraph
            line = fold(block.text)
            if phrase := next((phrase for phrase in _TABLE["login_wall"].text if phrase in line), None):
                return phrase
    return None


def _titles(document: Document, metadata: Metadata) -> list[str]:
    shown = [block.text for block in document.blocks if block.tag == "h1"][:3]
    head = [(node.text or "")[:300] for node in document.sought.by_tag["title"][:1]]
    return [fold(title) for title in (metadata.title or "", *shown, *head) if title]


def _is_named(title: str, names: frozenset[str]) -> bool:
    """The title is one of the names, or begins with one of two words or more."""
    words = title.split()
    return any(" ".join(words[:count]) in names for count in range(2, min(6, len(words)) + 1)) or (
        title in names or (len(words) <= 3 and bool(words) and words[0] in names and words[0].isdigit())  # noqa: PLR2004  # "404 | Site"
    )


def _own_prose(blocks: tuple[Block, ...], phrases: tuple[str, ...]) -> int:
    """Characters of prose that is not the wall's own: sentences without links and without its phrases."""
    total = 0
    for block in blocks:
        if len(block.text) < _PROSE or block.share(Style.LINK) >= _LINKED:
            continue
        folded = fold(block.text)
        if not any(phrase in folded for phrase in phrases):
            total += len(block.text)
            if total >= ALMOST_NONE:
                break
    return total
