"""Who the speakers are: printed labels to full names, and the guest and interviewer where no label says it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipelines.turns.draft import Draft, Proposal
from pipelines.turns.labels import bare_key
from pipelines.turns.marks import marks
from pipelines.turns.names import fits, names_in, words_of
from pipelines.turns.sheet import Sheet

_NEAR = 4_000
"""How many characters before and after the talk are searched for names."""
_CREDIT_REACH = 60
_INTERVIEWS = re.compile(r"\binterview(?:s|ed)\b|\btalks? (?:to|with)\b", re.IGNORECASE)
_STEM = 4
_INSTRUMENTAL = ("ом", "ем", "ём", "ым", "им", "ой", "ей", "ью")
_FULL = 2
_SEGMENT = re.compile(r"[:,|«»„“”\"()–—]|\s[-·]\s|\bmit\b|\bwith\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a conversation. ``names`` maps printed labels to resolved names."""

    names: dict[str, str]
    guest: str | None
    interviewer: str | None
    by_byline: bool
    """The interviewer is only known as the page's single author."""

    def speaker(self, draft: Draft) -> str | None:
        """The resolved name of a turn's speaker."""
        if draft.label in self.names:
            return self.names[draft.label]
        return self.interviewer if draft.role == "question" else self.guest


def find_cast(sheet: Sheet, drafts: Proposal) -> Cast:
    """Labels, title, lead and the words around the talk name the people; the byline names an interviewer at most."""
    around = _around(sheet, drafts)
    printed = list(dict.fromkeys(draft.label for draft in drafts if draft.label and not _is_role_word(draft.label)))
    known = _known(sheet, around)
    names: dict[str, str] = {label: _full_name(label, printed, known) for label in printed}
    authors = [name for name in sheet.metadata.authors if _is_full(name)]
    stated = [name for name in sheet.metadata.interviewers if _is_full(name)]
    credit = _credited(f"{sheet.metadata.lead or ''}\n{around}") or (stated[0] if len(stated) == 1 else None)
    asking = [names[draft.label] for draft in drafts if draft.role == "question" and draft.label in names]
    interviewer = next((name for name in asking if name), None) or credit
    by_byline = False
    if interviewer is None and not asking and len(authors) == 1:
        interviewer, by_byline = authors[0], True
    taken = {name for name in (*authors, interviewer, *_asking_names(sheet.metadata.title or "")) if name}
    return Cast(names, _guest(sheet, drafts, names, around, taken), interviewer, by_byline)


def _is_full(name: str) -> bool:
    return len(words_of(name)) >= _FULL


def _is_role_word(label: str) -> bool:
    """``Q`` or ``Answer`` name a role, not a person; a moderator stands for himself."""
    return bare_key(label) in marks().question | marks().answer


def _around(sheet: Sheet, drafts: Proposal) -> str:
    """The text before and after the talk."""
    start, end = drafts[0].start, drafts[-1].end
    return sheet.text[max(0, start - _NEAR) : start] + "\n" + sheet.text[end : end + _NEAR]


def _known(sheet: Sheet, around: str) -> list[str]:
    """Names the page prints, the likeliest first: title, lead, byline, the words around the talk."""
    found = [*_title_names(sheet.metadata.title or ""), *names_in(sheet.metadata.lead or "")]
    found += [*sheet.metadata.authors, *names_in(around)]
    return list(dict.fromkeys(_without_profession(name) for name in found if name))


def _full_name(label: str, printed: list[str], known: list[str]) -> str:
    """A fuller label of the page, else the one name that the label shortens, else the label itself."""
    fuller = [other for other in printed if other != label and fits(label, other) and len(other) > len(label)]
    if len(fuller) == 1:
        label = fuller[0]
    same = [name for name in known if words_of(name) == words_of(label)]
    if same:
        return same[0]
    longer = sorted((name for name in known if fits(label, name)), key=len)
    if longer and all(fits(longer[0], other) for other in longer):
        return longer[0]
    return label


def _title_names(title: str) -> list[str]:
    """Names in a title: runs of capitalised words in each of its segments, without professions."""
    return [name for segment in _segments(title) for name in names_in(segment)]


def _segments(title: str) -> list[str]:
    """The parts of a title between colons, dashes and quotes, without the professions that they start with."""
    parts = []
    for segment in _SEGMENT.split(title):
        words = segment.split()
        while words and words[0].strip(".,").casefold() in marks().roles | marks().title_words:
            words = words[1:]
        parts.append(" ".join(words))
    return parts


def _without_profession(name: str) -> str:
    words = name.split()
    while len(words) > _FULL and words[0].casefold() in marks().roles | marks().title_words:
        words = words[1:]
    return " ".join(words)


def _credited(around: str) -> str | None:
    """The name printed after "Interview by", "Беседовала" and the like."""
    folded = around.casefold()
    for phrase in sorted(marks().interviewer_credit, key=len, reverse=True):
        position = folded.find(phrase)
        if position >= 0 and len(folded) == len(around):
            after = around[position + len(phrase) :][:_CREDIT_REACH].lstrip(" :").partition("\n")[0]
            names = names_in(after)
            if names and after.startswith(names[0].split(maxsplit=1)[0]):
                return names[0]
    return None


def _guest(sheet: Sheet, drafts: Proposal, names: dict[str, str], around: str, taken: set[str]) -> str | None:
    """The one guest: whom the answers' labels name; else the name that title and running text share."""
    labelled = {names[draft.label] for draft in drafts if draft.role == "answer" and draft.label in names}
    if labelled:
        return next(iter(labelled)) if len(labelled) == 1 else None
    title = sheet.metadata.title or ""
    running = [_without_profession(name) for name in names_in((sheet.metadata.lead or "") + "\n" + around)]
    running = [name for name in running if not _is_taken(name, taken)]
    named = _exact(title, running) or _shared(title, running) or _titled(title, running, taken)
    if named and _is_inflected(title, named):
        return None
    return named or _introduced(sheet.metadata.lead, around, running)


def _exact(title: str, running: list[str]) -> str | None:
    """The one name that title and running text print alike."""
    found = set(_title_names(title)) & set(running)
    return found.pop() if len(found) == 1 else None


def _shared(title: str, running: list[str]) -> str | None:
    """The one name that title and running text share, whatever its case endings."""
    stems = {_stem(word) for word in words_of(title)}
    shared = Counter(name for name in running if all(_stem(word) in stems for word in words_of(name)))
    people = {tuple(_stem(word) for word in words_of(name)) for name in shared}
    if len(people) != 1:
        return None
    return min([*shared, *_same_stems(_title_names(title), people)], key=len)


def _same_stems(names: list[str], people: set[tuple[str, ...]]) -> list[str]:
    return [name for name in names if tuple(_stem(word) for word in words_of(name)) in people]


def _titled(title: str, running: list[str], taken: set[str]) -> str | None:
    """A part of the title that is one name and nothing else; or the title's only name."""
    found = [name for name in _title_names(title) if not _is_taken(name, taken)]
    whole = [name for name in found if any(words_of(name) == words_of(part) for part in _segments(title))]
    for names in (whole, found):
        if len(set(names)) == 1:
            return _nominative(names[0], running)
    return None


def _introduced(lead: str | None, around: str, running: list[str]) -> str | None:
    """The only name that a profession stands before ("showrunner …"), where title and text share none."""
    text = f"{lead or ''}\n{around}"
    found = {name for name in running if any(word in marks().roles for word in _words_before(text, name))}
    return next(iter(found)) if len(found) == 1 else None


def _words_before(text: str, name: str) -> list[str]:
    """The word before each place where the name stands."""
    pieces = text.split(name)[:-1]
    return [words[-1].casefold() for piece in pieces if (words := piece[-_CREDIT_REACH:].split())]


def _asking_names(title: str) -> list[str]:
    """Names that a title says interview somebody: "… interviews …"."""
    before = [title[: match.start()] for match in _INTERVIEWS.finditer(title)]
    return [" ".join(text.split()[-count:]) for text in before for count in (2, 3)]


def _is_inflected(title: str, name: str) -> bool:
    """Russian "с" takes the instrumental: the name's plain form is not on the page."""
    return name.endswith(_INSTRUMENTAL) and any(f"{word} {name}" in title for word in ("с", "со"))


def _nominative(name: str, running: list[str]) -> str:
    """The shortest form of an inflected name that the page prints (ru: "Лидии Окуловой", "Лидия Окулова")."""
    stems = [_stem(word) for word in words_of(name)]
    forms = [other for other in running if [_stem(word) for word in words_of(other)] == stems]
    return min([name, *forms], key=len)


def _stem(word: str) -> str:
    return word[:_STEM]


def _is_taken(name: str, taken: set[str]) -> bool:
    return any(fits(name, other) or fits(other, name) for other in taken)
