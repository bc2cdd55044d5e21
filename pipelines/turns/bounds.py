"""Whether the best explanation is good enough to call the page an interview.

The bounds were set by hand where interviews of the project's own and open ones part from FAQs, guides,
product pages and lists (the WCXB and fundus pages hold hundreds of these).
"""

from __future__ import annotations

from pipelines.turns.declared import is_declared, is_faq
from pipelines.turns.draft import Proposal
from pipelines.turns.marks import names_itself_interview
from pipelines.turns.names import fits, known_names, words_of
from pipelines.turns.sheet import Sheet
from pipelines.turns.weigh import Weighing

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
MIN_PERSONAL_NAMED = 0.1
SURELY_ASKING = 0.9

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
    declared = is_declared(sheet, drafts)
    if is_faq(sheet) or (weighing.pairs < MIN_PAIRS and not declared):
        return False
    if not (declared or _is_person_to_person(weighing) or _is_named(sheet, drafts)):
        return False
    return weighing.personal >= _least_personal(sheet, drafts, weighing, declared=declared)


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
    return MIN_PERSONAL_DECLARED if declared else MIN_PERSONAL


def _is_named(sheet: Sheet, drafts: Proposal) -> bool:
    """An answer carries the label of somebody whom the title, the lead or the text around the talk names."""
    labels = {draft.label for draft in drafts if draft.role == "answer" and draft.label}
    before, after = sheet.text[max(0, drafts[0].start - _NEAR) : drafts[0].start], sheet.text[drafts[-1].end :][:_NEAR]
    known = known_names(sheet.metadata, before + "\n" + after) if labels else ()
    return any(len(words_of(label)[-1]) > 1 and fits(label, name) for label in labels for name in known)
