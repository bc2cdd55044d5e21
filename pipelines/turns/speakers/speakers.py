"""Who the speakers are: printed labels to full names, and the guest and interviewer where no label says it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from junket.pipelines.person.compare import fits
from junket.pipelines.person.in_text import names_in
from junket.pipelines.person.shape import is_full, is_numbered, words_of
from junket.pipelines.turns.draft import SIDES, Draft, Proposal, Side
from junket.pipelines.turns.labels import bare_key
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.speakers.guest import find_guest
from junket.pipelines.turns.speakers.titles import asking_name, title_names, without_profession
from junket.pipelines.turns.words.phrases import phrases

_NEAR = 4_000
"""How many characters before and after the talk are searched for names."""
_CREDIT_REACH = 60


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a conversation. ``names`` maps printed labels to resolved names (None: nobody can tell)."""

    names: dict[str, str | None]
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
    around, numbers = _around(sheet, drafts), _numbers(drafts)
    printed = list(dict.fromkeys(draft.label for draft in drafts if draft.label and not _is_role_word(draft.label)))
    known = _known(sheet, around)
    names: dict[str, str | None] = {label: _full_name(label, printed, known) for label in printed}
    authors = [name for name in sheet.metadata.authors if is_full(name)]
    stated = [name for name in sheet.metadata.interviewers if is_full(name)]
    credit = _credited(f"{sheet.metadata.lead or ''}\n{around}") or (stated[0] if len(stated) == 1 else None)
    asking = [names[draft.label] for draft in drafts if draft.role == "question" and draft.label in names]
    interviewer = next((name for name in asking if name), None) or credit or asking_name(sheet.metadata.title or "")
    by_byline = False
    if interviewer is None and not asking and len(authors) == 1 and not numbers["question"]:
        interviewer, by_byline = authors[0], True
    answering = {names[draft.label] for draft in drafts if draft.role == "answer" and draft.label in names}
    taken = [name for name in (*authors, interviewer) if name]
    guest = find_guest(sheet, drafts, taken) if not answering else None
    names |= dict.fromkeys(label for side in SIDES for label in _untold(drafts, numbers[side], side))
    return Cast(names, next(iter(answering)) if len(answering) == 1 else guest, interviewer, by_byline)


def _numbers(drafts: Proposal) -> dict[Side, set[str]]:
    """Each side's labels that name nobody but by a number: ``Speaker 1``, and ``P1`` where it speaks again."""
    times = Counter(draft.label for draft in drafts if draft.label)
    found: dict[Side, set[str]] = {side: set() for side in SIDES}
    for draft in drafts:
        label = draft.label
        if label and is_numbered(label) and (not _is_role(label) or (len(bare_key(label)) == 1 and times[label] > 1)):
            found[draft.role].add(label)
    return found


def _untold(drafts: Proposal, numbers: set[str], side: Side) -> set[str]:
    """The numbered labels of a side that has others as well: which of them the guest is cannot be told."""
    labels = {draft.label for draft in drafts if draft.role == side and draft.label}
    return numbers if len(labels) > 1 else set()


def _is_role(label: str) -> bool:
    return bare_key(label) in phrases().question | phrases().answer | phrases().host


def _is_role_word(label: str) -> bool:
    """``Q`` or ``Answer`` name a role, not a person, nor does ``Speaker 1``; a moderator stands for himself."""
    return bare_key(label) in phrases().question | phrases().answer or is_numbered(label)


def _around(sheet: Sheet, drafts: Proposal) -> str:
    """The text before and after the talk."""
    start, end = drafts[0].start, drafts[-1].end
    return sheet.text[max(0, start - _NEAR) : start] + "\n" + sheet.text[end : end + _NEAR]


def _known(sheet: Sheet, around: str) -> list[str]:
    """Names the page prints, the likeliest first: title, lead, byline, the words around the talk."""
    found = [*title_names(sheet.metadata.title or ""), *names_in(sheet.metadata.lead or "")]
    found += [*sheet.metadata.authors, *names_in(around)]
    return list(dict.fromkeys(without_profession(name) for name in found if name))


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


def _credited(around: str) -> str | None:
    """The name printed after "Interview by", "Беседовала" and the like."""
    folded = around.casefold()
    for phrase in sorted(phrases().interviewer_credit, key=len, reverse=True):
        position = folded.find(phrase)
        if position >= 0 and len(folded) == len(around):
            after = around[position + len(phrase) :][:_CREDIT_REACH].lstrip(" :").partition("\n")[0]
            names = names_in(after)
            if names and after.startswith(names[0].split(maxsplit=1)[0]):
                return names[0]
    return None
