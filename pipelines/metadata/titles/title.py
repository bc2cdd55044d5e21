"""The title: what the page prints as its heading, checked against what its markup claims, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import islice

from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS, squeeze
from junket.pipelines.metadata.context import lines_of, own_words
from junket.pipelines.metadata.evidence import Evidence
from junket.pipelines.metadata.titles.title_place import printed_lines
from junket.pipelines.page.block import Block
from junket.pipelines.page.characters import clean
from junket.pipelines.page.elements import Elements

MAX_TITLE = 300
_LOGO = 40
"""Weight of a heading that is the site's logo, or in its navigation."""
_LINK = 79
"""Weight of a heading that is a link."""
_MARKS = frozenset("|–—·•»«:›/~-")
"""One of them stands in each separator."""
_SEPARATOR = re.compile(r"\s{1,20}[|–—·•»«:›/~-]++\s++|\s{0,20}\|\s*+|\s{0,20}--\s*+")


def headings_as_evidence(headings: Sequence[int], elements: Elements, evidence: Evidence) -> None:
    """Adds every h1, one that is a logo or in navigation with less weight."""
    for heading in headings:
        text = clean(" ".join(lines_of(elements, heading, MAX_TITLE).split("\n")))
        if text and len(text) <= MAX_TITLE:
            weight = _LOGO if _is_logo(elements, heading) else _LINK if _is_link(elements, heading) else 80
            evidence.add("title", text, "h1", weight)


def _is_link(elements: Elements, heading: int) -> bool:
    """Whether a heading is nothing but a link, as other pages' titles are, and a blog post's own."""
    link = elements.first(heading, ("a",))
    if link is None:
        return any(elements.tags[above] == "a" for above in elements.above(heading))
    return bool(elements.attributes[link].get("href")) and lines_of(elements, link) == lines_of(elements, heading)


def _is_logo(elements: Elements, heading: int) -> bool:
    """A heading in navigation or a footer, or one that is the site's logo."""
    for above in islice(elements.upward(heading), 1 + _NEAR):
        words = own_words(elements.attributes[above])
        if elements.tags[above] in {"nav", "footer", "aside"} or not words.isdisjoint(_LOGO_WORDS):
            return True
    return False


_NEAR = 3
_LOGO_WORDS = frozenset(
    {
        "breadcrumb",
        "breadcrumbs",
        "logo",
        "sitename",
        "brand",
        "navbar",
        "modal",
        "popup",
        "cookie",
        "newsletter",
        "sidebar",
        "widget",
    }
)


@lru_cache(maxsize=256)  # og:title, twitter:title and headline are mostly one, and each step asks again
def without_site(title: str, own: frozenset[str]) -> str:
    """The title without the site's name at its end or its start, where a separator sets it off."""
    if _MARKS.isdisjoint(title):
        return title.strip()
    pieces = _SEPARATOR.split(title)
    marks = _SEPARATOR.findall(title)
    while len(pieces) > 1 and is_site_name(pieces[-1], own):
        pieces.pop()
        marks.pop()
    while len(pieces) > 1 and is_site_name(pieces[0], own):
        pieces.pop(0)
        marks.pop(0)
    return (pieces[0] + "".join(mark + piece for mark, piece in zip(marks, pieces[1:], strict=True))).strip()


def is_site_name(piece: str, own: frozenset[str]) -> bool:
    """Whether a piece of a title is a name of the site, or one that holds it (``The Film Post Online``)."""
    name = squeeze(piece)
    if name in own or not name:
        return True
    return len(piece.split()) <= _SITE_WORDS and any(len(word) >= _SITE_LETTERS and word in name for word in own)


_SITE_WORDS = 6
_SITE_LETTERS = 3


def decide_title(evidence: Evidence, own: frozenset[str], blocks: Sequence[Block] = ()) -> str | None:
    """The heading that the page prints, where what markup claims shares its words; else what markup agrees on.

    ``blocks``: the page's, whose lines tell where a claimed title ends and the site's slogan begins.
    Peers' titles miss by an added site name in two of three cases.
    """
    claims = [(_claimed(c.value, own), c.weight) for c in evidence.of("title") if c.source != "h1"]
    claims = [(value, weight) for value, weight in claims if value and squeeze(value) not in own]
    printed = [c for c in evidence.of("title") if c.source == "h1" and squeeze(c.value) not in own]
    likeness = {c: _likeness(c.value, claims) for c in printed}
    sure = [c for c in printed if c.weight > _LINK]
    links = {fold(c.value) for c in printed if c.weight == _LINK}
    if links.isdisjoint(fold(value) for value, _ in claims) and any(likeness[c] >= _SAME_TITLE for c in sure):
        printed = sure if links else printed  # the links are other pages' titles
    best = max(printed, key=lambda c: (likeness[c], c.weight), default=None)
    if best is not None and best.weight == _LOGO:
        # "The Blog: A post" in <title> holds the blog's name as well as the post's.
        claims = [
            (_claimed(c.value, own), c.weight) for c in evidence.of("title") if c.source not in _OF_SITE
        ] or claims
    if best is not None and (not claims or _likeness(best.value, claims) >= _SAME_TITLE):
        return _headline(best.value, claims, blocks) or _kicker_settled(best.value, evidence, own, blocks)
    return _voted(claims, printed_lines(blocks), _headings(blocks)) if claims else None


def _headings(blocks: Sequence[Block]) -> dict[str, str]:
    """The headings of all ranks but the first, each with its spelling."""
    return {fold(block.text): block.text for block in blocks if block.tag in {"h2", "h3"}}


def _headline(heading: str, claims: list[tuple[str, int]], blocks: Sequence[Block]) -> str | None:
    """A claim that the page prints, letter by letter, as a second heading just below a first one that is like it.

    Some papers give the first heading to the phrase that is searched for, and the second to the headline.
    """
    first = next((place for place, block in enumerate(blocks) if block.tag == "h1" and block.text == heading), None)
    if first is None:
        return None
    below = {block.text for block in blocks[first + 1 : first + 1 + _JUST_BELOW] if block.tag == "h2"}
    claimed = next((value for value, _ in claims if value in below), None)
    return claimed if claimed and claimed != heading and _likeness(heading, [(claimed, 0)]) >= _SAME_TITLE else None


_JUST_BELOW = 3


_OF_SITE = frozenset({"h1", "title", "json-ld-page:name"})
_SAME_TITLE = 0.34
"""Share of the shorter one's words that heading and claim have in common; below, the heading is a section's."""


def _claimed(value: str, own: frozenset[str]) -> str:
    """A claimed title without the site's name, nor what stands behind its last bar (nearly always site or section)."""
    value = without_site(value, own)
    front = value.rsplit("|", 1)[0].strip(" -–—·|") if "|" in value else ""
    return front if len(front.split()) >= _LEAST_WORDS else value


_LEAST_WORDS = 3


def _likeness(heading: str, claims: list[tuple[str, int]]) -> float:
    """The highest share of common words with any claim, of the shorter of both."""
    words = _words(heading)
    if not words or (len(heading) > _SENTENCES and _END.search(heading)):
        return 0.0  # a description in heading's clothes
    return max(
        (len(words & _words(value)) / max(1, min(len(words), len(_words(value)))) for value, _ in claims), default=0.0
    )


@lru_cache(maxsize=64)  # each heading is compared with each claim
def _words(text: str) -> frozenset[str]:
    folded = fold(text)
    # Scripts without spaces: characters do for words. A single letter says nothing ("M&A").
    return frozenset(word for word in folded.split() if len(word) > 1) if " " in folded else frozenset(folded)


_SENTENCES = 150
"""Characters of a heading that may be two sentences."""
_END = re.compile(r"[^\W\d_]{2}[.?!] [^\W_]")


def _kicker_settled(heading: str, evidence: Evidence, own: frozenset[str], blocks: Sequence[Block]) -> str:
    """The heading without the few words set before it (``Premier League``), where a claimed title does without.

    And with them where og:title and JSON-LD's headline both begin with what the page prints above its heading.
    """
    claimed = {c.source: _claimed(c.value, own) for c in reversed(list(evidence.of("title"))) if c.source != "h1"}
    shared, headline = claimed.get("meta:og:title", ""), claimed.get("json-ld:headline", "")
    whole = fold(heading)
    for value in (shared, *claimed.values()) if fold(shared) != whole else ():
        if _is_kicker(whole.removesuffix(" " + fold(value)), heading, value) or _is_tail(heading, value):
            return value
    heading = _untagged(without_site(heading, own))
    if fold(shared) == fold(headline) and _has_kicker(shared, heading, blocks):
        return shared
    return heading


def _is_kicker(kicker: str, heading: str, value: str) -> bool:
    """Whether a heading is a claimed title behind a few words: several, or one that a mark sets off."""
    words = len(kicker.split())
    if not 0 < words <= _KICKER or len(fold(value).split()) < _LEAST_WORDS or kicker == fold(heading):
        return False
    if words == 1:
        return not heading[: len(kicker) + 1][-1].isalnum() and heading[len(kicker) : len(kicker) + 1] != " "
    last = heading.split()[words - 1] if words <= len(heading.split()) else ""
    return not (last.islower() and len(last) <= _ARTICLE)  # "How much is a" is no kicker


_ARTICLE = 3
"""Letters of an article or a preposition, behind which a title goes on."""


def _is_tail(heading: str, value: str) -> bool:
    """Whether a heading is a claimed title with a byline, the address of a source or a number of comments behind it."""
    tail = heading.removeprefix(value)
    if tail == heading or not tail[:1].isspace():
        return False
    rest = _SOURCE.sub(" ", tail).strip()
    if not rest or rest.isdigit():
        return True
    words = fold(rest).split() or [""]
    return words[0] in WORDS.labels and " ".join(words[:2]) in WORDS.published | WORDS.byline and len(words) <= _CREDIT


_SOURCE = re.compile(r"\([\w.-]+\.[a-z]{2,10}\)")
"""``(paper.example)``, as a page of links prints it behind a title."""
_CREDIT = 8


def _untagged(heading: str) -> str:
    """The heading without a section or a tag behind its last bar."""
    front, bar, tag = heading.rpartition("|")
    is_tag = bar and len(tag.split()) <= _TAG and len(front.split()) >= _LEAST_WORDS
    return front.strip(" -–—·|") if is_tag else heading


_TAG = 4
"""Words of a section's name; more are a subtitle."""


def _has_kicker(claim: str, heading: str, blocks: Sequence[Block]) -> bool:
    """Whether a claim is the heading behind a few words that the page prints just above it."""
    whole, end = fold(claim), fold(heading)
    kicker = whole.removesuffix(f" {end}")
    if kicker == whole or len(kicker.split()) > _KICKER or len(end.split()) < _LEAST_WORDS:
        return False
    lines = [fold(block.text) if len(block.text) <= _LINE else "" for block in blocks]
    places = [place for place, line in enumerate(lines) if line.endswith(end)]
    return any(line.startswith(kicker) for place in places for line in lines[max(0, place - 3) : place + 1])


_LINE = 2 * MAX_TITLE
_KICKER = 6
"""Words of a line above the heading that is a kicker."""


def _voted(claims: list[tuple[str, int]], lines: dict[str, str], headings: Collection[str] = ()) -> str:
    """The claim with the most weight behind it; of a long one, the part that is another claim or a printed line.

    One that the page prints as a heading goes before those that it does not print.
    """
    votes: dict[str, int] = {}
    shown: dict[str, str] = {}
    for value, weight in claims:
        key = fold(value)
        votes[key] = votes.get(key, 0) + weight
        shown.setdefault(key, lines.get(key, value))
    for value, _ in claims:
        whole = fold(value)
        for key in _parts(value) if whole not in lines else ():
            if key in votes or key in lines:
                shown.setdefault(key, lines.get(key, key))
                votes[key] = votes.get(key, 0) + votes[whole]
    return shown[max(votes, key=lambda key: (key in headings, votes[key], key in lines, len(key)))]


def _parts(title: str) -> list[str]:
    """What stands before and after each separator, folded: three words or more, since sections are shorter."""
    cuts = [(match.start(), match.end()) for match in _CUT.finditer(title)]
    parts = [fold(title[:start]) for start, _ in cuts] + [fold(title[end:]) for _, end in cuts]
    return [part for part in parts if len(part.split()) >= _LEAST_WORDS]


_CUT = re.compile(_SEPARATOR.pattern + r"|:\s+")


def folded_titles(evidence: Evidence, own: frozenset[str]) -> set[str]:
    """Every candidate, folded, with and without the site's name."""
    values = [candidate.value for candidate in evidence.of("title")]
    return {fold(value) for value in values} | {fold(without_site(value, own)) for value in values}
