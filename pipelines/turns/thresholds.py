"""Whether the best explanation is good enough to call the page an interview.

The bounds were set by hand where interviews of the project's own and open ones part from FAQs, guides,
product pages and lists (the WCXB and fundus pages hold hundreds of these).
"""

from __future__ import annotations

from collections import Counter
from statistics import median

from junket.pipelines.person.compare import fits
from junket.pipelines.person.shape import is_numbered, words_of
from junket.pipelines.turns.declared import is_declared
from junket.pipelines.turns.draft import SIDES, Proposal
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.speakers.titles import known_names, title_names
from junket.pipelines.turns.weigh import Weighing
from junket.pipelines.turns.words.phrases import names_itself_interview

MIN_SCORE = 0.75
MIN_SCORE_DECLARED, MANY_PAIRS = 0.7, 5
"""A title that names an interview and many pairs make up for an explanation that is less than smooth."""
MIN_ASKING = 0.6
MIN_COVERAGE = 0.5
MIN_ANSWERED = 0.5
MIN_SHAPE = 0.4
MIN_ASKED = 0.4
MIN_ALONE = 0.2
"""Companies answer as "we"; where nothing else says that this is an interview, somebody must say "I"."""
MIN_TO_GUEST = 0.25
MIN_PAIRS = 3
MIN_PAIRS_DECLARED = 2
MIN_OUTRIGHT = 0.75
"""Without plain marks, most questions must end in a question mark."""
TRUSTED = 0.94
"""Styles trusted less than this count as without plain marks."""
MIN_PERSONAL = 0.55
MIN_PERSONAL_DECLARED = 0.3
MIN_PERSONAL_INTRODUCED = 0.35
MIN_PERSONAL_NAMED = 0.1
MIN_PAIRS_STRANGERS, MIN_ASKING_STRANGERS, MAX_ASKING_BACK, MIN_LONGER = 4, 0.8, 0.1, 1.5
"""What makes a talk of two whom the page does not introduce: pairs, questions outright, answers that ask, lengths."""
SURELY_ASKING = 0.9
MAX_OF_READERS = 0.4
MAX_REPEATED = 0.15

_NAME_MAX, _WORD_MIN = 30, 3

_NEAR = 3_000


def is_interview(sheet: Sheet, drafts: Proposal, weighing: Weighing) -> bool:
    """Enough questions that ask, answers that answer, and people who say "you" and "I"."""
    titled = weighing.pairs >= MANY_PAIRS and names_itself_interview(sheet.metadata.title or "")
    least = MIN_SCORE_DECLARED if titled else MIN_SCORE
    enough = weighing.score >= least and weighing.asking >= MIN_ASKING and weighing.coverage >= MIN_COVERAGE
    if not enough or weighing.shape < MIN_SHAPE or weighing.answered < MIN_ANSWERED:
        return False
    if weighing.asked < MIN_ASKED or weighing.pairs < MIN_PAIRS_DECLARED or _too_few_marks(weighing):
        return False
    if _readers_ask(sheet, drafts) or _is_thread(sheet, drafts, weighing):
        return False
    declared = is_declared(sheet, drafts)
    if weighing.pairs < MIN_PAIRS and not declared:
        return False
    if not (declared or _are_people(sheet, drafts, weighing)):
        return False
    return weighing.personal >= _least_personal(sheet, drafts, weighing, declared=declared)


def _are_people(sheet: Sheet, drafts: Proposal, weighing: Weighing) -> bool:
    """Where no word says that this is an interview, people must speak, and no strangers."""
    if _are_strangers(sheet, drafts) and not _one_asks(sheet, drafts, weighing):
        return False
    return _is_person_to_person(weighing) or _is_named(sheet, drafts)


def _too_few_marks(weighing: Weighing) -> bool:
    """Nothing sets the questions off, and too few end in a question mark."""
    return weighing.trust < TRUSTED and weighing.outright < MIN_OUTRIGHT


def _is_person_to_person(weighing: Weighing) -> bool:
    """Somebody says "I", and where nothing marks the questions they say "you": essays ask themselves."""
    return weighing.alone >= MIN_ALONE and (weighing.trust >= TRUSTED or weighing.to_guest >= MIN_TO_GUEST)


def _least_personal(sheet: Sheet, drafts: Proposal, weighing: Weighing, *, declared: bool) -> float:
    """A page that names itself an interview, or its guests on the answers, has less to prove."""
    named = weighing.trust >= TRUSTED and _is_named(sheet, drafts)
    if named and (declared or weighing.asking >= SURELY_ASKING):
        return 0.0
    if named or names_itself_interview(sheet.metadata.title or ""):
        return MIN_PERSONAL_NAMED
    if not declared and weighing.trust >= TRUSTED and _introduces(sheet, drafts):
        return MIN_PERSONAL_INTRODUCED
    return MIN_PERSONAL_DECLARED if declared else MIN_PERSONAL


def _introduces(sheet: Sheet, drafts: Proposal) -> bool:
    """The title names somebody who is named again before the talk."""
    before = f"{sheet.metadata.lead or ''} {sheet.text[: drafts[0].start]}"
    return any(name in before for name in title_names(sheet.metadata.title or ""))


def _readers_ask(sheet: Sheet, drafts: Proposal) -> bool:
    """Many questions say "I" and not "you": readers ask, as in FAQs ("Can I bring my dog?")."""
    asked = [sheet.traits(draft.start, draft.end) for draft in drafts if draft.role == "question"]
    return sum(traits.alone and not traits.second for traits in asked) > MAX_OF_READERS * len(asked)


def _is_thread(sheet: Sheet, drafts: Proposal, weighing: Weighing) -> bool:
    """Nothing sets the questions off, and short lines come again and again: names that no style could read."""
    if weighing.trust >= TRUSTED:
        return False
    inside = [line for line in sheet.lines[drafts[0].first_line : drafts[-1].last_line + 1] if not line.aside]
    short = Counter(line.text.casefold() for line in inside if line.traits.length <= _NAME_MAX)
    return sum(count for count in short.values() if count > 1) > MAX_REPEATED * len(inside)


def _are_strangers(sheet: Sheet, drafts: Proposal) -> bool:
    """Labels name who answers, but title, lead and the text around the talk name none of them: a scene of a play."""
    labels = _answering(drafts)
    names = {words_of(label)[-1] for label in labels if len(words_of(label)[-1]) >= _WORD_MIN}
    if not names or len(names) < len(labels):
        return False
    start, end = drafts[0].start, drafts[-1].end
    own = f"{sheet.metadata.title or ''} {sheet.metadata.lead or ''} {' '.join(sheet.metadata.authors)}"
    around = f"{own} {sheet.text[:start][-_NEAR:]} {sheet.text[end:][:_NEAR]}".casefold()
    return not any(name in around for name in names)


def _one_asks(sheet: Sheet, drafts: Proposal, weighing: Weighing) -> bool:
    """One of two speakers asks nearly always, the other hardly ever, and says more: people of a play share both."""
    sides = {side: [draft for draft in drafts if draft.role == side] for side in SIDES}
    if weighing.pairs < MIN_PAIRS_STRANGERS or any(len({draft.label for draft in own}) > 1 for own in sides.values()):
        return False
    asked, told = ([sheet.traits(draft.start, draft.end) for draft in sides[side]] for side in SIDES)
    lengths = median(own.length for own in asked), median(own.length for own in told)
    return (
        weighing.outright >= MIN_ASKING_STRANGERS
        and sum(own.ends_asking for own in told) <= MAX_ASKING_BACK * len(told)
        and lengths[1] >= MIN_LONGER * lengths[0]
    )


def _answering(drafts: Proposal) -> set[str]:
    """The labels on answers that name somebody."""
    labels = {draft.label for draft in drafts if draft.role == "answer" and draft.label}
    return {label for label in labels if not is_numbered(label)}


def _is_named(sheet: Sheet, drafts: Proposal) -> bool:
    """An answer carries the label of somebody whom the title, the lead or the text around the talk names."""
    labels = _answering(drafts)
    before, after = sheet.text[max(0, drafts[0].start - _NEAR) : drafts[0].start], sheet.text[drafts[-1].end :][:_NEAR]
    known = known_names(sheet.metadata, before + "\n" + after) if labels else ()
    return any(len(words_of(label)[-1]) > 1 and fits(label, name) for label in labels for name in known)
