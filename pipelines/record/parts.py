"""An article that is split over several pages, as one record: the blocks are joined before turns are sought.

A question may stand at the end of one page and its answer at the start of the next, so the pages' records cannot be
strung together; the pages are read again from the log and go through the recipe's later steps as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from junket.crawlers.discovery.part_url import part_of
from junket.crawlers.page import Page
from junket.crawlers.rights.right import Right
from junket.crawlers.site.site import Site
from junket.pipelines.languages import words
from junket.pipelines.languages.fold import fold
from junket.pipelines.page.block import Block, Stripped
from junket.pipelines.page.document import Body, Stripping
from junket.pipelines.reading import Reading
from junket.pipelines.record.build import build_record
from junket.pipelines.record.pager import find_pager, part_at
from junket.pipelines.record.record import Doubt, Part, Record, Rejected
from junket.pipelines.record.rights_decision import decide

TWIN = 0.6
"""Share of a page's characters that stand on the pages before it, from which it is the same page again."""
_REPEATED = 40
"""Characters from which a paragraph that stands on an earlier part is a repeat: the lead, a note."""
_PAGE, _OF = ("|".join(map(re.escape, words("parts", part))) for part in ("page", "of"))
_MARK = re.compile(
    rf"[\s\-–—|:,.(\[]((?:{_PAGE})\.?\s?\d{{1,2}}(\s?(?:{_OF})\s?\d{{1,2}})?|\d{{1,2}}\s?/\s?\d{{1,2}})[)\]]?$"
)


def extract_parts(pages: Sequence[Page], site: Site | None = None) -> tuple[Record | Rejected, tuple[int, ...]]:
    """The record of an article whose parts are ``pages``, in order, and which of these it holds.

    A page of another title is another article, and one that repeats the others is none: these are left out. Parts that
    a pager names and nobody has are listed in ``parts`` without a place (warning ``part_missing``). At least one page
    that :func:`junket.pipelines.recipe.extract` makes a record of; pure.
    """
    readings = [Reading(page, site) for page in pages]
    taken = _that_belong(readings)
    whole = Reading(taken[0].page, site)
    whole.document, whole.metadata = taken[0].document, taken[0].metadata
    whole.stripping, owners = _joined(taken)
    outcome = build_record(whole)
    held = tuple(number for number, reading in enumerate(readings) if reading in taken)
    if isinstance(outcome, Rejected):
        return outcome, held
    outcome = replace(outcome, rights=_rights(taken))
    there = [_placed(reading.page, whole.body, number, owners) for number, reading in enumerate(taken)]
    parts = _all_parts(readings, there)
    return replace(outcome, parts=parts if len(parts) > 1 else (), warnings=_warnings(outcome, taken, parts)), held


def _placed(page: Page, body: Body, number: int, owners: list[int]) -> Part:
    """The part with the stretch of text that its blocks make."""
    places = [place for place, owner in zip(body.paragraphs, owners, strict=True) if owner == number]
    return part_at(page, places[0].start, places[-1].end) if places else part_at(page, 0, 0)


def _rights(taken: list[Reading]) -> tuple[Right, ...] | None:
    """What any of the parts says of its rights, once: the record holds the words of them all."""
    seen = (right for reading in taken for right in reading.metadata.rights or ())
    return tuple({(right.source, right.value): right for right in seen}.values()) or None


def _warnings(outcome: Record, taken: list[Reading], parts: tuple[Part, ...]) -> tuple[str, ...]:
    doubts: dict[Doubt, bool] = {
        "text_truncated": any(reading.page.truncated for reading in taken),
        "part_missing": any(part.start is None for part in parts),
        "rights_reserved": decide(outcome.rights).use != "fetch",
    }
    others = (word for word in outcome.warnings if word != "part_missing")
    return tuple(dict.fromkeys((*others, *(word for word, holds in doubts.items() if holds))))


def same_title(one: str | None, other: str | None) -> bool:
    """Whether two titles are one but for "page 2"; a page without a title has that of the first."""
    return not other or bare_title(one or "") == bare_title(other)


def bare_title(title: str) -> str:
    """The title, folded, without the number of a page at its end."""
    lowered = title.casefold()
    return fold(_MARK.sub("", lowered))


def _that_belong(readings: list[Reading]) -> list[Reading]:
    taken = readings[:1]
    said = {block.text for block in taken[0].stripping.kept}
    for reading in readings[1:]:
        texts = [block.text for block in reading.stripping.kept]
        length = sum(map(len, texts))
        again = sum(len(text) for text in texts if text in said)
        if same_title(taken[0].metadata.title, reading.metadata.title) and length and again < TWIN * length:
            taken.append(reading)
            said.update(texts)
    return taken


def _joined(taken: list[Reading]) -> tuple[Stripping, list[int]]:
    """The parts' blocks as one page's, numbered on, and for each kept one the part that it is from."""
    kept: list[Block] = []
    stripped: list[Stripped] = []
    owners: list[int] = []
    said: set[str] = set()
    count = passed = 0
    for number, reading in enumerate(taken):
        before = frozenset(said)
        for block in reading.stripping.kept:
            moved = _moved(block, count, passed) if number else block
            if len(block.text) >= _REPEATED and block.text in before:
                stripped.append(Stripped(moved, "duplicate"))
                continue
            said.add(block.text)
            kept.append(moved)
            owners.append(number)
        stripped += [
            replace(each, block=_moved(each.block, count, passed)) if number else each
            for each in reading.stripping.stripped
        ]
        count += len(reading.document.blocks)
        passed += len(reading.document.elements)
    images = tuple(dict.fromkeys(image for reading in taken for image in reading.stripping.images))
    warnings = tuple(dict.fromkeys(word for reading in taken for word in reading.stripping.warnings))
    return Stripping(tuple(kept), tuple(stripped), images, warnings), owners


def _moved(block: Block, blocks: int, elements: int) -> Block:
    """A later page's block behind so many; it stands in none of the first page's elements, and in lists of its own."""
    container = None if block.container is None else block.container + elements
    return replace(block, index=block.index + blocks, element=None, container=container)


def _all_parts(readings: list[Reading], there: list[Part]) -> tuple[Part, ...]:
    """The parts that are there and, in their places, those that a pager names and nobody has."""
    found = {part_of(part.url).number: part for part in there}
    left_out = {part_of(reading.page.url).number for reading in readings} - found.keys()
    for reading in readings:
        pager = find_pager(reading.document, reading.metadata, "news")
        for number, url in (pager.parts if pager else {}).items():
            if number not in left_out:
                found.setdefault(number, Part(url=url))
    if 0 in found and found.get(1, found[0]).start is None:
        found.pop(1, None)  # the first one by its other address
    return tuple(part for _, part in sorted(found.items()))
