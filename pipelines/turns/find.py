"""From clean text to a conversation: propose, weigh, take the best, name the speakers."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.page.document import Body, Conversation, Metadata
from junket.pipelines.record.record import Doubt, Turn
from junket.pipelines.turns.confidence import confidence
from junket.pipelines.turns.declared import is_faq
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.edges import settle_edges, with_last_questions
from junket.pipelines.turns.make_sheet import read_sheet
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.signs import worth_reading
from junket.pipelines.turns.speakers.speakers import Cast, find_cast
from junket.pipelines.turns.styles.mixed_styles import splice
from junket.pipelines.turns.styles.style import Mark, Style, find_marks
from junket.pipelines.turns.styles.styles import STYLES
from junket.pipelines.turns.thresholds import is_interview
from junket.pipelines.turns.turn_id import turn_keys
from junket.pipelines.turns.weigh import Weighing, weigh
from junket.pipelines.turns.words.languages import second_language, turn_languages
from junket.pipelines.turns.words.lexicon import lexicon

SURE = 0.9
"""Below this confidence a conversation carries the warning ``turns_uncertain``."""

_WHOLE, _TRUSTED = 0.6, 0.9
_CLOSE, _ASKING, _MORE = 0.05, 0.7, 4
"""How far behind the best score an explanation may be that has all its turns and two pairs more, and how well it asks:
one pair more may be a call to the readers."""


def find_turns(body: Body, metadata: Metadata, language: str | None) -> Conversation:
    """The interview's turns, or an empty conversation where no style explains the page well enough.

    ``body`` is the clean text with its blocks, ``language`` the text's (two letters; None: unknown).
    Turns are in order, do not overlap, and ``body.text[turn.start:turn.end] == turn.text``. Warnings:
    ``turns_uncertain`` (confidence below :data:`SURE`), ``answer_missing``, ``interviewer_from_byline`` (the only
    hint at the interviewer is a single author), ``turns_not_sought`` (a page beyond all bounds). Raises nothing.
    """
    if not worth_reading(body, metadata):
        return Conversation()
    words = lexicon(language, second_language(body.text, language))
    if is_faq(body.text, metadata, words):
        return Conversation()
    sheet = read_sheet(body, metadata, words)
    if sheet is None:
        return Conversation(warnings=("turns_not_sought",))
    ranked = rank(sheet)
    if not ranked or not is_interview(sheet, ranked[0][1], ranked[0][0]):
        return Conversation()
    weighing, drafts = ranked[0][0], with_last_questions(sheet, ranked[0][1])
    cast = find_cast(sheet, drafts)
    turns = _turns(sheet, drafts, cast, language)
    sureness = confidence(sheet, drafts, weighing)
    return Conversation(
        turns=turns,
        confidence=sureness,
        is_interview=True,
        interviewers=_people(turns, "question"),
        interviewees=_people(turns, "answer"),
        warnings=_warnings(turns, cast, sureness),
    )


def rank(sheet: Sheet) -> list[tuple[Weighing, Proposal]]:
    """All styles' explanations of the page, the best first."""
    marks = find_marks(sheet, STYLES)
    proposals = [(style, proposal) for style in STYLES for proposal in style.propose(sheet) if proposal]
    found = _weighed(sheet, marks, proposals)
    if found and not _explains_all(found[0][0]):
        found = sorted([*found, *_weighed(sheet, marks, splice(sheet, proposals))], key=_by_score)
    fuller = next((pair for pair in found[1:] if _is_fuller(pair, found[0])), None)
    return [fuller, *(pair for pair in found if pair is not fuller)] if fuller else found


def _is_fuller(pair: tuple[Weighing, Proposal], best: tuple[Weighing, Proposal]) -> bool:
    """All turns of the best one start in this one too, which no mark and no question speaks against."""
    (weighing, drafts), (leading, fewer) = pair, best
    plain = weighing.trust >= leading.trust and weighing.heeded == weighing.complete == 1
    close = (
        leading.score - weighing.score <= _CLOSE and len(drafts) - len(fewer) >= _MORE and weighing.asking >= _ASKING
    )
    starts = {(draft.role, draft.start) for draft in drafts}
    return plain and close and starts.issuperset((draft.role, draft.start) for draft in fewer)


def _weighed(
    sheet: Sheet, marks: tuple[Mark, ...], proposals: Iterable[tuple[Style, Proposal]]
) -> list[tuple[Weighing, Proposal]]:
    settled = ((style, settle_edges(sheet, proposal)) for style, proposal in proposals)
    weighed = ((weigh(sheet, drafts, marks, style), drafts) for style, drafts in settled)
    return sorted(((weighing, drafts) for weighing, drafts in weighed if weighing), key=_by_score)


def _by_score(pair: tuple[Weighing, Proposal]) -> float:
    return -pair[0].score


def _explains_all(weighing: Weighing) -> bool:
    """No mark, no question and not much text is left over, so that no second style can be about."""
    whole = weighing.coverage >= _WHOLE and weighing.trust >= _TRUSTED
    return whole and weighing.heeded == weighing.complete == 1


def _turns(sheet: Sheet, drafts: Proposal, cast: Cast, language: str | None) -> tuple[Turn, ...]:
    said = [sheet.text[draft.start : draft.end] for draft in drafts]
    languages = turn_languages(said, [draft.role for draft in drafts], language)
    keys = turn_keys((draft.role, text) for draft, text in zip(drafts, said, strict=True))
    turns = []
    for number, draft in enumerate(drafts):
        unanswered = number + 1 == len(drafts) or drafts[number + 1].role == "question"
        turns.append(
            Turn(
                turn_id=keys[number],
                role=draft.role,
                text=said[number],
                start=draft.start,
                end=draft.end,
                speaker=cast.speaker(draft),
                speaker_printed=draft.label,
                language=languages[number],
                answer_missing=draft.role == "question" and unanswered and sheet.traits(draft.start, draft.end).asks,
            )
        )
    return tuple(turns)


def _people(turns: tuple[Turn, ...], role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(turn.speaker for turn in turns if turn.role == role and turn.speaker))


def _warnings(turns: tuple[Turn, ...], cast: Cast, sureness: float) -> tuple[Doubt, ...]:
    checks: dict[Doubt, bool] = {
        "turns_uncertain": sureness < SURE,
        "answer_missing": any(turn.answer_missing for turn in turns),
        "interviewer_from_byline": cast.by_byline,
    }
    return tuple(word for word, holds in checks.items() if holds)
