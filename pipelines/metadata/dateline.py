"""The page's own dates: published apart from updated, never a sidebar's or a comment's."""

from __future__ import annotations

import re
from typing import Literal

from junket.pipelines.dates import Dated, find_dates, find_month, find_printed
from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.around import TitleSurroundings
from junket.pipelines.metadata.byline_words import WORDS, first_word
from junket.pipelines.metadata.context import is_aside, own_words
from junket.pipelines.metadata.event import is_event, may_be_event
from junket.pipelines.metadata.evidence import Evidence, Field
from junket.pipelines.metadata.markup import text_of
from junket.pipelines.page.block import Block
from junket.pipelines.page.elements import Elements

MAX_DATELINE = 160
"""Characters of a block that may be a dateline."""
_BEFORE, HEAD_BLOCKS = 5, 14
"""Blocks before and after the title in which a printed date is the page's own."""

_URL_DATE = re.compile(
    r"/((?:19|20)\d\d)([/-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=[/-]|$)|/((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=[/_-])"
)
_URL_NAMED = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(0?[1-9]|[12]\d|3[01])(?=/|$)", re.IGNORECASE)


_MAX_LABELLED = 80
"""Characters of a line that is a labelled date."""
_LONGEST_LABEL = 40
_SHORT_LABEL = 4
"""Letters; "on", "am" and "le" stand before all kinds of dates."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOLD = re.compile(
    "|".join(sorted({label for label in WORDS.published if len(label) > _SHORT_LABEL} | WORDS.updated, reverse=True))
)
"""A quick look: a label of a date, anywhere."""


def elements_as_evidence(times: list[int], around: TitleSurroundings, evidence: Evidence) -> None:
    """Adds ``<time>`` elements; ``class``, ``pubdate`` or the words before tell publication and update apart."""
    seen: dict[int, bool] = {}
    elements = around.elements
    for element in times:
        attributes = elements.attributes[element]
        value = attributes.get("datetime") or attributes.get("content") or text_of(elements, element, 100)
        if not value or is_aside(elements, element, around.home, known=seen):
            continue
        before = _text_before(elements, element)
        if is_event(before, elements.tails[element]):
            continue
        kind = _kind_of(own_words(attributes), fold(before))
        if kind == "modified":
            evidence.add("modified", value, "time:updated", 70)
        elif kind == "published" or "pubdate" in attributes:
            evidence.add("published", value, "time:published", 82)
        else:
            evidence.add("published", value, "time", 62)


def stated_as_evidence(stating: list[int], around: TitleSurroundings, evidence: Evidence) -> None:
    """Adds the first day of each kind that microdata or RDFa states in an element's ``content``."""
    seen: dict[int, bool] = {}
    told: set[Field] = set()
    for element in stating:
        said = around.elements.attributes[element]
        for name in f"{said.get('itemprop', '')} {said.get('property', '')}".lower().split():
            field, weight = _STATED.get(name.removeprefix("schema:"), (None, 0))
            if field is None or field in told:
                continue
            if not is_aside(around.elements, element, around.home, known=seen):
                told.add(field)
                evidence.add(field, said.get("content"), f"property:{name}", weight)


_STATED: dict[str, tuple[Field, int]] = {
    "datepublished": ("published", 82),
    "dcterms:issued": ("published", 80),
    "datecreated": ("published", 66),
    "dc:created": ("published", 66),
    "dcterms:created": ("published", 66),
    "datemodified": ("modified", 70),
    "dcterms:modified": ("modified", 70),
}
"""Properties of schema.org and Dublin Core; Drupal states a post's creation only, which is mostly its publication."""


def _kind_of(words: frozenset[str], label: str) -> Literal["published", "modified"] | None:
    """What a date's own class words, or the words before it, say that it is."""
    if _ends_with(label, WORDS.updated):
        return "modified"
    if _ends_with(label, WORDS.published):
        return "published"
    if not words.isdisjoint(_PUBLISHED_WORDS):
        return "published"
    return None if words.isdisjoint(_UPDATED_WORDS) else "modified"


_PUBLISHED_WORDS = frozenset({"published", "publish", "pubdate", "publication"})
_UPDATED_WORDS = frozenset({"updated", "modified", "update", "lastmod"})


def _text_before(elements: Elements, element: int) -> str:
    """The words printed just before an element: in its parent, else in the element before the parent."""
    for _ in range(3):
        previous, parent = elements.previous(element), elements.parent(element)
        text = (elements.tails[previous] or text_of(elements, previous, 60)) if previous is not None else ""
        if not text.strip() and parent is not None:
            text = elements.texts[parent] if previous is None else text_of(elements, previous, 60)
        if text.strip():
            return text[-60:]
        if parent is None:
            break
        element = parent
    return ""


def head_as_evidence(around: TitleSurroundings, evidence: Evidence) -> None:
    """Adds printed datelines near the title: a line with a date, and at most a label, a name or a section."""
    labels: list[str] = []
    for block in around.window():
        distance = block.index - around.anchor
        if not -_BEFORE <= distance <= HEAD_BLOCKS or not _may_hold_a_date(block):
            labels = []
            continue
        for line in block.text.split("\n"):
            dates = [dated for dated in find_printed(line, around.reading) if not around.is_aside(block)]
            for dated in dates:
                before = _GLUED.sub(" ", line[max(0, dated.start - 40) : dated.start])
                label = before if fold(before) else _last_words(labels)
                of_cell = _is_value(block) and (label != before or before.rstrip().endswith("|"))
                if not is_event(label.rstrip(" |") if of_cell else label, line[dated.end :], labelled=of_cell):
                    _date_as_evidence(dated, line, fold(label), block, around, evidence)
            if not dates and 0 < distance <= _MONTH_NEAR and len(line) <= _MONTH_LINE and not around.is_aside(block):
                month = find_month(line, around.reading)
                told = month is not None and not is_event(line.partition(month.text)[0])
                evidence.add("published", month.text if month and told else None, "text:month", 20, block.index)
            labels = [] if dates else [*labels, line[-40:]]


_MONTH_NEAR = 4
"""Blocks after the title in which a month and a year may be the page's."""
_MONTH_LINE = 30
"""Characters of a line that is a month and a year, with a label or a number of the issue at most."""


def _last_words(labels: list[str]) -> str:
    """The last line above that has words."""
    return next((label for label in reversed(labels) if fold(label)), "")


def _is_value(block: Block) -> bool:
    """Whether a block is what markup sets beside a label, or a row of a table."""
    return block.tag in {"dd", "td"}


def _may_hold_a_date(block: Block) -> bool:
    return len(block.text) <= MAX_DATELINE and block.tag != "figcaption"


def tail_as_evidence(around: TitleSurroundings, evidence: Evidence) -> None:
    """Adds the first line after the head that is a labelled date of publication (``Published on …``).

    A sentence that says when the page was first published counts too (``This article was originally published on …``).
    """
    tail = around.tail()
    for place, block in enumerate(tail):
        text = block.text
        if not ("20" in text or "19" in text) or not _YEAR.search(text):
            continue
        if len(text) > _MAX_LABELLED and not _says_first_published(text[:_MAX_SENTENCE]):
            continue
        above = tail[place - 1].text if place else ""
        label = fold(above) if len(above) <= _LONGEST_LABEL else ""
        if _TOLD.search(f"{label} {fold(text)}") and not around.is_aside(block):
            found = _labelled(text[:_MAX_SENTENCE], label, around, evidence, block)
            if found == "published":
                return


def _says_first_published(text: str) -> bool:
    said = fold(text)
    return any(words in said for words in WORDS.first_published)


def _labelled(text: str, label: str, around: TitleSurroundings, evidence: Evidence, block: Block) -> Field | None:
    """Adds the first labelled date of a line and says which it is. ``label``: the short line just above, folded."""
    dates = list(find_dates(text, around.reading))
    for place, dated in enumerate(dates):
        before = fold(text[: dated.start]) or label
        first = before.endswith(WORDS.first_published)
        if first or (before in WORDS.published and len(before) > _SHORT_LABEL) or _is_before_update(text, dates, place):
            evidence.add("published", dated.text, "text:end", 60, block.index)
            return "published"
        if len(text) > _MAX_LABELLED:
            return None
    return None


def _is_before_update(text: str, dates: list[Dated], place: int) -> bool:
    """Whether a line is a date and that of its update: ``3 December 2025. Updated: 7 December 2025``."""
    if place or len(dates) != 2 or fold(text[: dates[0].start]):  # noqa: PLR2004  # the day and its update
        return False
    return fold(text[dates[0].end : dates[1].start]) in WORDS.updated


_MAX_SENTENCE = 200
"""Characters of a paragraph that says when the page was first published."""


def _date_as_evidence(  # noqa: PLR0917  # one date, where it stands, and where it goes
    dated: Dated, line: str, label: str, block: Block, around: TitleSurroundings, evidence: Evidence
) -> None:
    distance, attributes = block.index - around.anchor, around.elements.attributes
    kind = _kind_of(own_words(attributes[block.element]) if block.element is not None else frozenset(), label)
    if kind == "modified":
        evidence.add("modified", dated.text, "text:updated", 60, block.index)
    elif kind == "published":
        evidence.add("published", dated.text, "text:published", 93, block.index)
    elif is_dateline(line, dated) and not (dated.relative and _is_said(line, dated)):
        weight = (60 if distance >= 0 else 56) - min(9, abs(distance))
        doubt = _EVENT if may_be_event(line[: dated.start]) else 0
        evidence.add("published", dated.text, "text", weight - doubt, block.index)


_EVENT = 20
"""What a line loses that may tell an event's day."""


def _is_said(line: str, dated: Dated) -> bool:
    """Whether words lead up to a relative date (``The crew rowed yesterday``), not a bar or a colon."""
    before = line[: dated.start].rstrip()
    return bool(before) and before[-1].isalnum()


def _ends_with(label: str, words: frozenset[str]) -> bool:
    """Whether the text is a label, or ends with one that means nothing else ("on" and "am" end captions too)."""
    tail = label.split()[-4:]
    if " ".join(tail) in words:
        return True
    return any(len(end := " ".join(tail[start:])) > 4 and end in words for start in range(1, len(tail)))  # noqa: PLR2004


def is_dateline(text: str, dated: Dated) -> bool:
    """Whether a line is a date with little beside it (a section, a name, a reading time), not a sentence or caption."""
    if text.rstrip().endswith(("?", "!", "…")):
        return False
    before, after = _BARS.split(text[: dated.start])[-1].split(), _BARS.split(text[dated.end :])[0].split()
    if any(word.startswith("©") or word.lower() == "copyright" for word in before):
        return False
    if first_word(text) in WORDS.by_start and len(before) <= _NAMED and not after:
        return True  # "By Dr. Jane Doe, Jr. - Mar 27, 2024"
    return len(before) <= 4 and len(after) <= 6  # noqa: PLR2004  # a name and a job


_BARS = re.compile(r"\s[|•·●⋅]\s")
_NAMED = 8
"""Words of a byline before a date."""
_GLUED = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ][a-zа-яё]{3,12}:)")
"""Where markup sets no space between a name and the next label: ``Jane DoeUpdated:``."""


def url_as_evidence(url: str, evidence: Evidence) -> None:
    """Adds the day that the address holds (``/2015/09/29/``, ``/2015/sep/29/``)."""
    match = _URL_DATE.search(url[:500])
    if match:
        year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
        evidence.add("published", f"{year}-{int(month):02}-{int(day):02}", "url", 58)
    elif named := _URL_NAMED.search(url[:500]):
        evidence.add("published", f"{named[3]} {named[2]} {named[1]}", "url", 58)
