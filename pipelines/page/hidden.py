"""Text that a page shows when it is asked for: an answer in a closed panel, the rest of an article.

It is the article's where it stands among the article's shown text, reads like it, and a sign says that it goes on
there: a control that opens it, a question right before it, shown panels of its kind beside it, a sentence left open.
It is not where names, roles or words say chrome, where it says again what is shown, or where it is in another
language. Long prose that has neither is left out with the warning ``hidden_text_left_out``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from junket.pipelines.boilerplate.container import find_container
from junket.pipelines.boilerplate.prose import linked
from junket.pipelines.boilerplate.structure import CHROME_ELEMENTS, HIDDEN_ELEMENTS, HIDDEN_NAMES, HIDDEN_ROLES
from junket.pipelines.boilerplate.vocabulary import is_call, match, trimmed
from junket.pipelines.language import detect_language, language_code
from junket.pipelines.languages.characters import GREEK_QUESTION_MARK, QUESTION_MARKS
from junket.pipelines.page.block import Block
from junket.pipelines.page.elements import Elements
from junket.pipelines.page.markup_names import own_tokens
from junket.pipelines.page.walk import Unseen, Walk
from junket.pipelines.record.record import Doubt

USED: Doubt = "hidden_text_used"
LEFT_OUT: Doubt = "hidden_text_left_out"
MOST = 500
"""Hidden elements of a page that are looked at; a page with a menu of a thousand entries hides some fifty."""
_CLIMB = 6
"""Elements above a hidden one whose tags and roles count for it."""
_BEHIND = 3
"""Elements behind the article's own that may go on with it."""
_PROSE = 40
"""Characters of a hidden paragraph; a shorter one may still answer the question before it."""
_DOUBT = 300
"""Characters of hidden prose that are worth a warning, though nothing says that they are the article's."""
_LONG_CONTROL = 250
"""Characters of a control, which may be a question."""
_FOREIGN = 150
"""Characters from which two texts in two languages are told apart."""
_HALF = 0.5
_CONTROLS = frozenset(("button", "summary", "label"))
_OPENS = ("aria-controls", "data-target", "data-bs-target", "href")
_FIELDS = ("input", "textarea", "select", "form", "iframe")
_SENTENCE = re.compile(r"(?<=[.!?…。！？।])\s+|\n+")
_ASKS = re.compile(rf"[{QUESTION_MARKS}{GREEK_QUESTION_MARK}]['\"”»’)\]]{{0,4}}+$")
_OPEN_END = re.compile(r"(?:…|\.\.\.|[^\s.!?…。！？।:;\"'”»’)\]])$")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")
_STATES = frozenset(
    [
        "hidden",
        "collapse",
        "collapsed",
        "show",
        "shown",
        "open",
        "closed",
        "active",
        "in",
        "hide",
        "fade",
        "is",
        "expanded",
        "visible",
    ]
)


@dataclass(slots=True)
class Verdict:
    """What of a page's hidden text is shown with the rest."""

    shown: set[int] = field(default_factory=set)
    foreign: set[int] = field(default_factory=set)
    """What is in another language than the shown prose."""
    doubt: bool = False
    """Long prose was left out, though nothing says that it is not the article's."""
    spent: list[int] = field(default_factory=list)
    """What says again, or opens, what is now shown: "Read more", a first sentence that breaks off."""


class _ShownText:
    """The shown text of a page, as what is hidden is held against it."""

    def __init__(self, elements: Elements, blocks: list[Block]) -> None:
        self.elements, self.blocks = elements, blocks
        self.prose = [block for block in blocks if _is_prose(block)]
        self.total = sum(len(block.text) for block in self.prose)
        sums: Counter[int] = Counter()
        for block in self.prose:
            for above in elements.upward(block.element):
                sums[above] += len(block.text)
        self.container = find_container(dict(sums), elements)
        """The smallest element that holds most of the shown prose."""
        self.folded = "\n".join(trimmed(block.text) for block in blocks if block.text)
        self._language: str | None = None
        self._opened: dict[str, int] | None = None
        self._words: dict[int, str] = {}
        """Of controls: one of many elements may open many boxes."""

    def language(self) -> str | None:
        """The language of the shown prose."""
        if self._language is None:
            self._language = detect_language("\n".join(block.text for block in self.prose), None) or ""
        return self._language or None

    def control(self, element: int) -> int | None:
        """What opens the element: the control that names it, else one right beside it."""
        if self._opened is None:
            self._opened = {}
            for control, attributes in enumerate(self.elements.attributes):
                for name in _OPENS if not attributes.keys().isdisjoint(_OPENS) and _controls(attributes) else ():
                    for target in attributes.get(name, "").split():
                        self._opened.setdefault(target.lstrip("#"), control)
        key = self.elements.attributes[element].get("id")
        named = self._opened.get(key) if key else None
        return _control_beside(self.elements, element) if named is None else named

    def before(self, found: Unseen, control: int | None) -> Block | None:
        """The block that stands before a hidden element, its control left out."""
        said = None if control is None else self.words(control)
        stand = (block for block in self.blocks[: found.position][::-1] if block.text != said or _ASKS.search(said))
        return next(stand, None)

    def place(self, element: int) -> int:
        """How near an element stands to the shown article: 2 in it, 1 right behind it or in what follows, 0 far."""
        if self.container is None:
            return 0
        around = list(islice(self.elements.upward(element), 1 + _CLIMB * 4))
        if self.container in around:
            return 2
        behind = list[int]()
        beside = self.elements.next(self.container)
        while beside is not None and len(behind) < _BEHIND:
            behind.append(beside)
            beside = self.elements.next(beside)
        return int(any(part in behind for part in around[:3]))

    def words(self, element: int) -> str:
        """An element's first words, white space collapsed."""
        if element not in self._words:
            self._words[element] = _words(self.elements, element)
        return self._words[element]


def judge(elements: Elements, walk: Walk) -> Verdict:
    """Which of the elements that a walk left out as hidden go on with the article."""
    verdict = Verdict()
    page: _ShownText | None = None
    apart: list[tuple[int, int]] = []
    for found in islice(walk.unseen, MOST):
        if not _may_be_text(elements, found.element):
            continue
        page = page or _ShownText(elements, walk.blocks)
        inner = _inner_blocks(elements, found.element)
        if not inner or _is_chrome(inner) or _is_double(page, inner):
            continue
        if _is_foreign(page, found, inner):
            verdict.foreign.add(found.element)
            continue
        length, place = sum(len(block.text) for block in inner), page.place(found.element)
        goes_on = _goes_on(page, found, inner)
        if place and goes_on:
            verdict.shown.add(found.element)
            verdict.spent += _spent(page, found, inner)
            page.folded += "\n" + "\n".join(trimmed(block.text) for block in inner)
        elif goes_on:
            apart.append((found.element, length))
        else:
            verdict.doubt |= place > 0 and length >= _DOUBT
    if page is not None and apart:
        _settle_apart(page, verdict, apart)
    return verdict


def _settle_apart(page: _ShownText, verdict: Verdict, apart: list[tuple[int, int]]) -> None:
    """Answers in a place of their own: an interview below its lead, where they are much; else an article's FAQ."""
    length = sum(each for _, each in apart)
    if length >= _HALF * page.total:
        verdict.shown.update(element for element, _ in apart)
    else:
        verdict.doubt |= length >= _DOUBT


def _inner_blocks(elements: Elements, element: int) -> list[Block]:
    """The blocks of a hidden element."""
    return Walk(elements, element, shown={element}).blocks or Walk(elements, element, show_hidden=True).blocks


def _controls(attributes: Mapping[str, str]) -> bool:
    """Whether an element may open another one of its page."""
    return attributes.get("href", "#").startswith("#") or not attributes.keys().isdisjoint(_OPENS[:-1])


def _may_be_text(elements: Elements, element: int) -> bool:
    """By the element alone: whether it can hold the article's text."""
    tags, attributes = elements.tags, elements.attributes
    own = attributes[element]
    if tags[element] in HIDDEN_ELEMENTS or not _lettered(elements, element) or own.get("aria-modal") == "true":
        return False
    around = list(islice(elements.above(element), _CLIMB))
    if any(tags[above] in CHROME_ELEMENTS or attributes[above].get("role") in HIDDEN_ROLES for above in around):
        return False
    if own.get("role") in HIDDEN_ROLES or "fixed" in own.get("style", ""):
        return False
    if not own_tokens(own).isdisjoint(HIDDEN_NAMES) or elements.first(element, _FIELDS) is not None:
        return False
    return all(own_tokens(attributes[above]).isdisjoint(HIDDEN_NAMES) for above in around[:2])


def _lettered(elements: Elements, element: int) -> bool:
    letters = 0
    for text in islice(elements.pieces(element), 200):
        letters += len(text.strip())
        if letters > 2:  # noqa: PLR2004  # "No", "Да": the shortest answers
            return True
    return False


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PROSE and linked(block) < _HALF


def _is_chrome(inner: list[Block]) -> bool:
    """Whether half of hidden text is chrome's words or links."""
    most = _HALF * sum(len(block.text) for block in inner)
    worded = sum(len(block.text) for block in inner if match(block.text) or is_call(block.text))
    return worded >= most or sum(len(block.text) * linked(block) for block in inner) >= most


def _is_double(page: _ShownText, inner: list[Block]) -> bool:
    sentences = [trimmed(part) for block in inner for part in _SENTENCE.split(block.text)]
    whole = sum(map(len, sentences))
    return sum(len(part) for part in sentences if part in page.folded) > _HALF * whole


def _is_foreign(page: _ShownText, found: Unseen, inner: list[Block]) -> bool:
    text = "\n".join(block.text for block in inner)
    claimed = language_code(page.elements.attributes[found.element].get("lang"))
    if len(text) < _FOREIGN or page.total < _FOREIGN:
        return bool(claimed and page.language() and claimed != page.language())
    language = detect_language(text, claimed)
    return language is not None and page.language() is not None and language != page.language()


def _goes_on(page: _ShownText, found: Unseen, inner: list[Block]) -> bool:
    """Whether a sign says that the article goes on in the hidden element."""
    if found.inside:  # "…<span hidden> and so on</span>"
        return len(inner[0].text) >= _PROSE
    control = page.control(found.element)
    before = page.before(found, control)
    if before is None or _names_chrome(before.text if control is None else page.words(control)):
        return False
    if _ASKS.search(before.text):
        return True
    if not any(block.index < found.position for block in page.prose):  # panels above the article are about it
        return False
    if (
        control is not None
        or page.elements.attributes[found.element].get("hidden") == "until-found"
        or _has_shown_siblings(page, found.element)
    ):
        return any(map(_is_prose, inner))
    return _is_prose(before) and bool(_OPEN_END.search(before.text)) and inner[0].text[:1].islower()


def _spent(page: _ShownText, found: Unseen, inner: list[Block]) -> Iterator[int]:
    """What is of no more use once an element is shown: a control in chrome's words, a beginning that breaks off."""
    control = page.control(found.element)
    if control is not None and match(page.words(control)):
        yield control
    before = None if found.inside else page.before(found, control)
    if before is None or before.element is None or not _CUT.search(before.text):
        return
    start = trimmed(_CUT.sub("", before.text))
    if len(start) >= _PROSE and trimmed(inner[0].text).startswith(start) and page.words(before.element) == before.text:
        yield before.element


def _names_chrome(words: str) -> bool:
    """Whether what opens a panel says chrome; "Read more" says that text goes on, or that other articles follow."""
    phrase = match(words)
    return phrase is not None and phrase.rule not in {"related", "navigation"}


def _words(elements: Elements, element: int) -> str:
    return " ".join(" ".join(islice(elements.pieces(element), 50)).split())


def _control_beside(elements: Elements, element: int) -> int | None:
    """The control right before a hidden element, or right behind it: alone there, or in a heading."""
    for beside in (elements.previous(element), elements.next(element)):
        if beside is None or not 0 < len(_words(elements, beside)) <= _LONG_CONTROL:
            continue
        for part in range(beside, min(beside + 10, elements.ends[beside])):
            if elements.tags[part] in _CONTROLS or _is_button(elements.tags[part], elements.attributes[part]):
                return part
    return None


def _is_button(tag: str, attributes: Mapping[str, str]) -> bool:
    if "aria-expanded" in attributes or attributes.get("role") == "button" or attributes.get("onclick"):
        return True
    return tag == "a" and attributes.get("href", "").strip().lower().startswith(("#", "javascript:"))


def _has_shown_siblings(page: _ShownText, element: int) -> bool:
    """Whether shown elements beside it, of the same tag and names, hold prose."""
    elements = page.elements
    names = own_tokens(elements.attributes[element]) - _STATES
    parent = elements.parent(element)
    if parent is None or not names:
        return False
    near = {above for block in page.prose for above in islice(elements.upward(block.element), 4)}
    tag = elements.tags[element]
    siblings = (other for other in elements.children(parent) if other != element and elements.tags[other] == tag)
    return any(own_tokens(elements.attributes[other]) - _STATES == names for other in siblings if other in near)
