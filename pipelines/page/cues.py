"""Subtitles and copied video transcripts among plain-text dumps: WebVTT, SRT, a time before each few words.

Cue times, numbers and settings are no words; a sentence runs over several cues. So the words are put together again:
a paragraph a speaker where voices or labels say who speaks, else one up to a question or a pause.
WebVTT as in https://www.w3.org/TR/webvtt1/; SRT has no standard.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from junket.pipelines.languages.characters import QUESTION_MARKS

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}"
_TIMING = re.compile(rf"({_CLOCK}[.,]\d{{1,3}})\s{{0,4}}-->\s{{0,4}}({_CLOCK}[.,]\d{{1,3}})(?:\s.{{0,200}})?")
_TIME = re.compile(rf"[\[(]?({_CLOCK})[\])]?")
_ARROW = "-->"
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,60})?\s([^<>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,80}\}")
_LABEL = re.compile(r"(?:>>\s?)?(?:[-–—]\s?)?[^\W_][^:：?!.,;]{0,40}[:：]\s?\S|(?:>>|[-–—])\s?[^\W_]")
"""What a new speaker's words begin with: his label, or the mark that another one speaks now."""
_MARK = re.compile(r">>+\s?")
_NOTES = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
_ENDS = re.compile(r"[.!?…。！？؟][\"'”’»)\]]{0,3}\Z")
_ASKS = re.compile(rf"[{QUESTION_MARKS}][\"'”’»)\]]{{0,3}}\Z")
_FEWEST_TIMINGS, _FEWEST_TIMES = 2, 5
_LEAST_SHARE = 0.15
"""Share of a dump's lines that must be timings: an article that shows a few cues is none."""
_LEAST_TIMES = 0.25
"""The same for bare times, which stand before one to three lines of words each."""
_FIRST = 300.0
"""Seconds by which a recording's first time comes; later ones are a schedule's."""
_SPEECH = 0.5
"""Share of the pieces between times that break off or end as sentences do; titles of chapters do neither."""
_QUICK = 30.0
"""Seconds from one time to the next in a transcript; chapters take minutes."""
_WHOLE = 0.5
"""Share of the cues that end as sentences do where each holds some."""
_PAUSE = 3.0
_LONG = 500
"""Seconds of silence, or characters of a paragraph, after which a new paragraph begins where a sentence does."""
_ROLLING = 0.3
"""Share of the cues that begin with the last line of the one before from which on they all roll up so."""


@dataclass(slots=True)
class _Cue:
    """What is shown from ``start`` to ``end`` (seconds; ``end`` None: not said), and who says it."""

    start: float
    end: float | None
    lines: list[str]


def words_of_cues(lines: Sequence[str]) -> list[str] | None:
    """The paragraphs of a dump that is subtitles or a timed transcript, times and cue numbers gone; else None.

    ``lines`` are trimmed, empty ones included. A voice tag (``<v Name>``) becomes the label ``Name:``.
    """
    return _subtitles(lines) or _timed(lines)


def _subtitles(lines: Sequence[str]) -> list[str] | None:
    places = [place for place, line in enumerate(lines) if _ARROW in line and _TIMING.fullmatch(line)]
    filled = sum(map(bool, lines))
    is_vtt = next(filter(None, lines), "").startswith("WEBVTT")
    if not places or not (is_vtt or len(places) >= max(_FEWEST_TIMINGS, _LEAST_SHARE * filled)):
        return None
    before = _without_number(lines, 0, places[0], 1)
    cues = []
    for number, (place, following) in enumerate(zip(places, [*places[1:], len(lines)], strict=True), 2):
        if match := _TIMING.fullmatch(lines[place]):
            last = following == len(lines)
            words = list(lines[place + 1 :]) if last else _without_number(lines, place + 1, following, number)
            cues.append(_Cue(_seconds(match[1]), _seconds(match[2]), _payload(words, is_vtt=is_vtt)))
    return [*_preamble(before, is_vtt=is_vtt), *_paragraphs(_unrolled(cues))]


def _without_number(lines: Sequence[str], start: int, timing: int, number: int) -> list[str]:
    """The lines before the timing of cue ``number`` without its name: the line just above, alone or a number.

    Where blank lines part all lines, the cue's own number is still known.
    """
    own = list(lines[start:timing])
    apart = timing < 2 or not lines[timing - 2]  # noqa: PLR2004  # the line above the one above
    named = bool(own) and bool(own[-1]) and (own[-1].isdigit() or apart)
    while own and not own[-1]:
        own.pop()
    numbered = bool(own) and own[-1] in {str(number), str(number - 1)}
    return own[:-1] if named or numbered else own


def _preamble(lines: list[str], *, is_vtt: bool) -> list[str]:
    """What stands above the first cue: a title behind ``WEBVTT``, and paragraphs that are no notes or style sheets."""
    if not is_vtt:
        return [" ".join(block) for block in _blocks(lines)]
    blocks = _blocks(lines)
    title = blocks[0][0].removeprefix("WEBVTT").strip(" -–—:") if blocks else ""
    rest = [" ".join(block) for block in blocks[1:] if not _NOTES.match(block[0])]
    return [title, *rest] if title else rest


def _payload(lines: list[str], *, is_vtt: bool) -> list[str]:
    """A cue's lines; in WebVTT without the notes that stand between cues."""
    blocks = _blocks(lines)
    return [line for block in blocks if not (is_vtt and _NOTES.match(block[0])) for line in block]


def _blocks(lines: list[str]) -> list[list[str]]:
    """The lines between blank ones."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _unrolled(cues: list[_Cue]) -> list[_Cue]:
    """Captions that roll up show each line twice: as a cue's last and as the next one's first."""
    again = sum(bool(cue.lines) and before.lines[-1:] == cue.lines[:1] for before, cue in pairwise(cues))
    if again < _ROLLING * len(cues):
        return cues
    shown: set[str] = set()
    for cue in cues:
        own, cue.lines = set(cue.lines), list(dropwhile(shown.__contains__, cue.lines))
        shown = own
    return cues


def _timed(lines: Sequence[str]) -> list[str] | None:
    """A transcript as video sites show it: a time on a line of its own, then a few words."""
    times = [place for place, line in enumerate(lines) if line[:1] in "[(0123456789" and _TIME.fullmatch(line)]
    if len(times) < _FEWEST_TIMES:
        return None
    inside = sum(map(bool, lines[times[0] :]))
    clock = [_seconds(lines[place].strip("[]()")) for place in times]
    if len(times) < _LEAST_TIMES * inside or clock[0] > _FIRST or clock != sorted(clock):
        return None
    speaker_lines = _speaker_lines(lines, times)
    cues = []
    for number, (place, following) in enumerate(zip(times, [*times[1:], len(lines)], strict=True)):
        last = following - 1 if following < len(lines) and following - 1 in speaker_lines else following
        cues.append(_Cue(clock[number], None, [line for line in lines[place + 1 : last] if line]))
    if not speaker_lines and not _is_speech(cues):
        return None
    before = _blocks(list(lines[: times[0] - (times[0] - 1 in speaker_lines)]))
    names = [speaker_lines.get(place - 1) for place in times]
    return ["\n".join(block) for block in before] + _paragraphs(cues, names)


def _speaker_lines(lines: Sequence[str], times: Sequence[int]) -> dict[int, str]:
    """The lines just above the times, where each is a short one that comes again: who speaks. Else none."""
    above = {place - 1: lines[place - 1] for place in times if place}
    count = Counter(above.values())
    regular = sum(1 for line in above.values() if 0 < len(line) <= _LONGEST_SPEAKER_LINE and count[line] > 1)
    enough = len(above) == len(times) and regular >= _MOSTLY * len(times) and len(count) > 1
    return above if enough and "" not in count else {}


_LONGEST_SPEAKER_LINE = 48
_MOSTLY = 0.8


def _is_speech(cues: list[_Cue]) -> bool:
    """Whether the pieces break off in mid-sentence or end as sentences do, and follow each other quickly."""
    texts = [" ".join(cue.lines) for cue in cues if cue.lines]
    if len(texts) < _FEWEST_TIMES:
        return False
    steps = sorted(after.start - before.start for before, after in pairwise(cues))
    runs_on = sum(not text[0].isupper() or bool(_ENDS.search(text)) for text in texts)
    return runs_on >= _SPEECH * len(texts) and steps[len(steps) // 2] <= _QUICK


def _paragraphs(cues: list[_Cue], names: Sequence[str | None] = ()) -> list[str]:
    """The cues' words as paragraphs, each behind its speaker's label where one is known."""
    pieces = list(_pieces(cues, names))
    whole = sum(bool(_ENDS.search(words)) for _, _, words in pieces) >= _WHOLE * len(pieces)
    asks = whole and not any(speaker or _LABEL.match(words) for _, speaker, words in pieces)
    paragraphs: list[list[str]] = []
    speaking: str | None = None
    silent_since: float | None = None
    for cue, speaker, words in pieces:
        pause = 0.0 if silent_since is None else cue.start - silent_since
        silent_since = cue.end
        if speaker and speaker != speaking:
            paragraphs.append([f"{speaker}: {words}"])
        elif not paragraphs or _LABEL.match(words) or _breaks(paragraphs[-1], words, pause, asks=asks):
            paragraphs.append([_MARK.sub("", words, count=1) if words.startswith(">>") else words])
        else:
            paragraphs[-1].append(words)
        speaking = speaker or speaking
    return [" ".join(parts) for parts in paragraphs]


def _pieces(cues: list[_Cue], names: Sequence[str | None]) -> Iterator[tuple[_Cue, str | None, str]]:
    """What one speaker says in one cue: cue, voice and words. Lines that begin with another's label are apart."""
    for number, cue in enumerate(cues):
        speaker = names[number] if number < len(names) else None
        words: list[str] = []
        for voice, said in _said(cue.lines):
            if words and (voice or _LABEL.match(said)):
                yield cue, speaker, " ".join(words)
                words = []
            speaker = voice or speaker
            words += [said] if said else []
        if words:
            yield cue, speaker, " ".join(words)


def _said(lines: list[str]) -> Iterator[tuple[str | None, str]]:
    """The words of a cue's lines without tags; a voice tag comes with what is said behind it on its line."""
    for line in lines:
        before, *voices = (" ".join(html.unescape(_TAG.sub("", part)).split()) for part in _VOICE.split(line))
        if before:
            yield None, before
        yield from zip(voices[::2], voices[1::2], strict=True)


def _breaks(paragraph: list[str], words: str, pause: float, *, asks: bool) -> bool:
    """Whether a new paragraph begins: after a whole sentence, with a pause, when it got long, or by a question.

    Questions part paragraphs (``asks``) where no speaker is told and cues hold whole sentences.
    """
    if not _ENDS.search(paragraph[-1]):
        return False
    asks = asks and bool(_ASKS.search(paragraph[-1]) or _ASKS.search(words))
    return asks or pause >= _PAUSE or sum(map(len, paragraph)) >= _LONG


def _seconds(clock: str) -> float:
    """``1:02:03,5`` in seconds."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
