"""Who the guest is where no label says it: the name for which title, introduction and questions speak most.

The points are set by hand on open interviews and pages of the project's own. A name that does not stand out gives
no guest: no answer beats a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from junket.pipelines.person.compare import fits
from junket.pipelines.person.in_text import names_in
from junket.pipelines.person.inflection import plain_form
from junket.pipelines.person.name_words import LIKELY_JOINERS
from junket.pipelines.person.shape import words_of
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.speakers.titles import title_names, title_segments, without_profession
from junket.pipelines.turns.words.phrases import phrases

_BEFORE, _AFTER = 4_000, 1_500
"""How many characters before and after the talk may introduce the guest."""
_CLOSE = 600
"""The last words before the talk introduce it."""
_REACH, _BETWEEN = 60, 30
"""Around a name, what is looked at; between "spoke to" and the name, a profession at most."""
_WORDS_BEFORE, _WORDS_AFTER = 3, 4
_STEM = 4
_LEAST, _AHEAD = 2.0, 1.0
"""The points a guest needs, and how far the second must be behind."""
_MOST_TOLD = 4
_GREETINGS = 4
"""Questions in which the guest may be addressed by name."""
_QUOTES = "\"'‘’“”„«»‚"
_WORD = re.compile(r"[^\W\d_]+")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _GuestEvidence:
    """What is said of people where."""

    title: str
    intro: str
    after: str
    questions: str
    answers: str
    small: frozenset[str]
    """All words that are printed in small letters somewhere: common words."""


def find_guest(sheet: Sheet, drafts: Proposal, taken: Iterable[str]) -> str | None:
    """The guest's full name, in its plain form; None where nobody, or more than one, is likely. Linear in the text."""
    page = _read(sheet, drafts)
    forms = _forms(page, list(taken))
    points = sorted(((_points(page, names), key) for key, names in forms.items()), reverse=True)
    if not points or points[0][0] < _LEAST:
        return None
    if len(points) > 1 and points[0][0] - points[1][0] < _AHEAD:
        return None
    if any(_are_joined(page.title, forms[points[0][1]], forms[key]) for _, key in points[1:]):
        return None
    return plain_form(forms[points[0][1]])


def _are_joined(title: str, names: list[str], others: list[str]) -> bool:
    """The title names two guests: "Ada Lund and Noor Falk"."""
    pairs = [(one, other) for one in set(names) for other in set(others)]
    joiners = "|".join(map(re.escape, LIKELY_JOINERS))
    return any(
        re.search(rf"{re.escape(left)} (?:{joiners}) {re.escape(right)}", title) is not None
        for one, other in pairs
        for left, right in ((one, other), (other, one))
    )


def _read(sheet: Sheet, drafts: Proposal) -> _GuestEvidence:
    start, end = drafts[0].start, drafts[-1].end
    sides = {
        role: "\n".join(sheet.text[draft.start : draft.end] for draft in list_of)
        for role, list_of in (
            ("question", [draft for draft in drafts if draft.role == "question"][:_GREETINGS]),
            ("answer", [draft for draft in drafts if draft.role == "answer"]),
        )
    }
    lead = sheet.metadata.lead or ""
    before = sheet.text[max(0, start - _BEFORE) : start]
    return _GuestEvidence(
        title=sheet.metadata.title or "",
        intro=before if lead in before else f"{lead}\n{before}",
        after=sheet.text[end : end + _AFTER],
        questions=sides["question"],
        answers=sides["answer"],
        small=frozenset(word for word in _WORD.findall(sheet.text) if word.islower()),
    )


def _forms(page: _GuestEvidence, taken: list[str]) -> dict[Key, list[str]]:
    """The names in title and introduction by the stems of their words: cases of one name stand together."""
    found = [*title_names(page.title), *names_in(page.intro), *names_in(page.after)]
    forms: defaultdict[Key, list[str]] = defaultdict(list)
    found += [tail for name in found if (tail := _behind_particle(name))]
    for name in map(without_profession, found):
        if _may_be_name(name) and not any(fits(name, other) or fits(other, name) for other in taken):
            forms[tuple(word[:_STEM] for word in words_of(name))].append(name)
    return {key: names for key, names in forms.items() if not _is_longer(key, forms)}


def _is_longer(key: Key, forms: Iterable[Key]) -> bool:
    """Another name with a word before it, most often a profession: "Gaffer Ada Lund"."""
    return any(other != key and key[-len(other) :] == other for other in forms)


def _may_be_name(name: str) -> bool:
    found = words_of(name)
    return len(found) > 1 and len(found[-1]) > 1 and found[0] not in phrases().articles


def _behind_particle(name: str) -> str | None:
    """``Leben von Ada Lund`` holds a name; ``Ada von Lund`` is one."""
    words = name.split()
    last = max((place for place, word in enumerate(words) if word.islower()), default=len(words))
    return " ".join(words[last + 1 :]) if len(words) - last - 1 > 1 else None


def _points(page: _GuestEvidence, names: list[str]) -> float:
    unique = list(dict.fromkeys(names))
    introduced = max(_introduced(page, name) for name in unique)
    told = max(len(re.findall(rf"(?<!\w){re.escape(name.split()[-1])}", page.intro)) for name in unique)
    close = any(name.split()[-1] in page.intro[-_CLOSE:] for name in unique)
    points = _titled(page, unique) + introduced + 0.5 * min(_MOST_TOLD, told) + 0.5 * close
    points += 2.0 * any(_is_addressed(page.questions, name) for name in unique)
    points -= 0.5 * min(2, sum(page.answers.count(name) for name in unique))
    return points - max(_unlike_a_name(page, name) for name in unique)


def _titled(page: _GuestEvidence, names: list[str]) -> float:
    """The title holds the name (in some case); more where a part of the title is the name, or starts with it."""
    stems = {word[:_STEM] for word in words_of(page.title)}
    if not all(word[:_STEM] in stems for word in words_of(names[0])):
        return 0.0
    parts = [part for part in title_segments(page.title) if part]
    whole = any(words_of(part) == words_of(name) for part in parts for name in names)
    return 3.0 + (1.0 if whole or any(parts and parts[0].startswith(name) for name in names) else 0.0)


def _introduced(page: _GuestEvidence, name: str) -> float:
    """Whether a word for meeting him ("spoke to …") or a profession stands by the name."""
    points = 0.0
    for text in (page.title, page.intro, page.after):
        for match in re.finditer(rf"(?:{re.escape(name)}|{re.escape(name.rsplit(maxsplit=1)[-1])})(?!\w)", text):
            before = text[max(0, match.start() - _REACH) : match.start()].casefold()
            after = text[match.end() : match.end() + _REACH].casefold()
            near = _WORD.findall(before)[-_WORDS_BEFORE:] + _WORD.findall(after)[:_WORDS_AFTER]
            met = any(_stands_close(phrase, before) for phrase in phrases().meets)
            points = max(points, 2.0 * met + 1.0 * (not phrases().roles.isdisjoint(near)))
    return points


def _stands_close(phrase: str, before: str) -> bool:
    position = before.rfind(phrase)
    between = before[position + len(phrase) :]
    return position >= 0 and len(between) <= _BETWEEN and not any(mark in between for mark in ".?!")


def _is_addressed(questions: str, name: str) -> bool:
    """A question names him: "Hi Dilara, …", "Mrs Stone, …", "…, Ada?"."""
    return any(
        re.search(rf"(?<!\w){re.escape(word)}\s*[,!?]", questions) is not None for word in name.split() if len(word) > 1
    )


def _unlike_a_name(page: _GuestEvidence, name: str) -> float:
    """Points off for words that are common words elsewhere, for a title in quotes and for articles."""
    told = f"{page.title}\n{page.intro}\n{page.answers}"
    small = sum(word in page.small for word in words_of(name))
    articles = [
        re.search(rf"(?<!\w)(?:{'|'.join(phrases().articles)}) {re.escape(word)}(?!\w)", told) is not None
        for word in name.split()
    ]
    quoted = Counter(
        told[match.start() - 1 : match.start()] in _QUOTES and told[match.end() : match.end() + 1] in _QUOTES
        for match in re.finditer(re.escape(name), told)
        if match.start()
    )
    shouted = not name.isupper() and any(word.isupper() and len(word) > 1 for word in name.split())
    return 1.5 * small + 2.0 * sum(articles) + 4.0 * articles[-1] + 2.0 * shouted + 3.0 * (quoted[True] > quoted[False])
