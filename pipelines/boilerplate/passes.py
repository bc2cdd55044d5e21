"""The passes of the boilerplate step, in order: each takes blocks out of the sheet and names its rule."""

from __future__ import annotations

from datetime import date

from junket.crawlers.site.site import Site
from junket.pipelines.boilerplate.article_body import USED, article_body
from junket.pipelines.boilerplate.cards import drop_cards
from junket.pipelines.boilerplate.container import drop_outside
from junket.pipelines.boilerplate.duplicates import (
    drop_doubled,
    drop_duplicates,
    drop_headlines,
    drop_pull_quotes,
    drop_titles,
)
from junket.pipelines.boilerplate.ends import drop_before_title, drop_tail
from junket.pipelines.boilerplate.learned import judge
from junket.pipelines.boilerplate.link_lists import drop_links
from junket.pipelines.boilerplate.numbers import is_number_widget
from junket.pipelines.boilerplate.orphans import drop_orphans
from junket.pipelines.boilerplate.pictures.captions import drop_captions
from junket.pipelines.boilerplate.pictures.images import read_images
from junket.pipelines.boilerplate.residue import residue_start
from junket.pipelines.boilerplate.site_rules import apply_site
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.boilerplate.timecodes import drop_timecodes
from junket.pipelines.boilerplate.vocabulary import Phrase, is_call, match, trimmed
from junket.pipelines.languages.characters import QUESTION_MARKS
from junket.pipelines.page.document import Document, Metadata, Stripping
from junket.pipelines.record.record import Doubt

UNCERTAIN: Doubt = "boilerplate_uncertain"
"""Warning: no rule found the article, and what reads most like one was kept."""


_LOADING = "loading"
"""The table of words that stand in an answer's place until it comes."""


def strip(document: Document, metadata: Metadata, site: Site | None = None, day: date | None = None) -> Stripping:
    """The article's blocks, the other ones with the rule that took each out, and the article's pictures.

    ``site`` adds its own phrases and the selectors that hold on ``day`` (the capture's day; None: the
    newest). A page with text always keeps some; where that was a guess ``warnings`` says so.
    """
    sheet = by_rules(document, metadata, site, day)
    judge(sheet)
    return settle(sheet)


def settle(sheet: StripState) -> Stripping:
    """What stands once: take out what is printed twice, and never leave a page with text empty."""
    drop_titles(sheet)
    drop_headlines(sheet)
    drop_doubled(sheet)
    drop_duplicates(sheet)
    drop_pull_quotes(sheet)
    drop_orphans(sheet)
    given = article_body(sheet)
    warnings = (USED,) if given else _rescue(sheet)
    for position in list(sheet.kept()) if given else ():
        sheet.drop(position, "replaced")
    kept, stripped = sheet.split()
    scores = {sheet.blocks[position].index: score for position, score in sheet.scores.items()}
    return Stripping(given or kept, stripped, read_images(sheet), warnings, scores)


def by_rules(document: Document, metadata: Metadata, site: Site | None = None, day: date | None = None) -> StripState:
    """The page as the rules leave it: what the model judges."""
    sheet = StripState(document, metadata)
    for position, rule in metadata.marked.items():
        if 0 <= position < len(sheet.blocks):
            sheet.drop(position, rule)
    placed = apply_site(sheet, site, day)
    if not document.is_dump:
        drop_cards(sheet)
        if not placed:
            drop_outside(sheet)
    drop_before_title(sheet)
    drop_timecodes(sheet)
    _drop_named(sheet)
    drop_captions(sheet)
    _drop_worded(sheet)
    cut_residue(sheet)
    drop_tail(sheet)
    drop_links(sheet)
    return sheet


def _drop_named(sheet: StripState) -> None:
    """What markup names as chrome or caption inside the container."""
    for position in sheet.kept():
        if rule := sheet.chrome[position]:
            sheet.drop(position, rule)


def _drop_worded(sheet: StripState) -> None:
    """What the vocabulary knows, and widgets of numbers."""
    for position in list(sheet.kept()):
        block = sheet.blocks[position]
        if (phrase := match(block.text)) and not _answers(sheet, position, phrase):
            sheet.drop(position, phrase.rule)
            sheet.phrases[position] = phrase
        elif is_call(block.text):
            sheet.drop(position, "subscribe")
        elif block.tag != "td" and "table" not in block.path and is_number_widget(block.text):
            sheet.drop(position, "numbers")


def _answers(sheet: StripState, position: int, phrase: Phrase) -> bool:
    """Whether a word of chrome ("Telegram", "Back") is what someone answers: it follows a question, unlinked."""
    if (
        phrase.tail
        or phrase.rule == _LOADING
        or sheet.is_link(position)
        or trimmed(sheet.blocks[position].text) != trimmed(phrase.words)
    ):
        return False
    before = position - 1
    if before < 0 or sheet.rules[before] is not None:
        return False
    return sheet.blocks[before].text.rstrip('"”»’)').endswith(tuple(QUESTION_MARKS))


def cut_residue(sheet: StripState) -> None:
    """Take share-bar residue off the ends of paragraphs; what follows it in the same block is chrome."""
    for position in list(sheet.kept()):
        block = sheet.blocks[position]
        start = residue_start(block.text)
        if start is None:
            continue
        if not block.text[:start].strip():
            sheet.drop(position, "residue")
        else:
            sheet.cut(position, 0, start, "residue")
        sheet.ends.append(position)


def _rescue(sheet: StripState) -> tuple[Doubt, ...]:
    """Never an empty article where the page has text: what reads most like prose comes back."""
    if any(True for _ in sheet.kept()):
        return ()
    marked = sheet.metadata.marked
    candidates = [i for i, weight in enumerate(sheet.raw) if weight and i not in marked]
    candidates = candidates or [i for i in range(len(sheet.blocks)) if i not in marked and not sheet.is_link(i)]
    candidates = candidates or list(range(len(sheet.blocks)))
    for position in candidates:
        sheet.rules[position] = None
    return (UNCERTAIN,) if candidates else ()
