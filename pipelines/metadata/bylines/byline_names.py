"""Names out of a byline: labels, job titles, desks and the site's own name left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from junket.pipelines.languages import words
from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS, first_word, squeeze
from junket.pipelines.person.name_words import JOINERS
from junket.pipelines.person.shape import is_full_name, is_name_like

MAX_BYLINE = 300
"""Characters of a byline that are read."""
MAX_NAME = 60
"""A person's printed name is shorter (the longest of the open bench's gold has 37 characters)."""
MAX_NAMES = 20
_MAX_WORDS = 6
_MAX_LABEL_WORDS = 5

_AND = "|".join(sorted((re.escape(word) for word in JOINERS), key=len, reverse=True))
_SEGMENT = re.compile(r"[|•·●;\n\r\t‧・]|\s[/–—-]\s|(?<=\w)\s*/\s*(?=\w)")
_PIECE = re.compile(rf"\s{{0,20}}[,，、&+]\s*+(?:(?:{_AND})\s++)?|\s{{1,20}}(?:{_AND}|AND|UND|And|Und)\s++")
_ADDRESS = re.compile(r"(?<!\S)(?=\S*?(?:://|www\.|[\w.]@\w))\S++")
_HANDLE = re.compile(r"\(?\s{0,20}@\w++\s*+\)?")
_BRACKETS = re.compile(r"\s{0,20}[(\[（][^()\[\]（）]{0,80}+[)\]）]\s*+")
_BRACKETED = " ()[]（）"
_BEHIND, _BEFORE_DATE = ("|".join(words("bylines", key)) for key in ("behind", "before_date"))
_TAIL = re.compile(rf"(?<!\s)\s++(?:{_BEHIND})(?:\s++\S.*)?$|\s(?:{_BEFORE_DATE})$")
"""A place or paper behind a name; the word before a date that was taken out."""
_REVERSED = re.compile(r"([^\W\d_][\w’'-]+), ([^\W\d_][\w’'.-]+)")
_WORD = re.compile(r"[^\W_]+")
_LABEL_STARTS = frozenset(WORDS.by_start)
_LABEL_BEGINNINGS = frozenset(word[:2] for word in WORDS.by_start)
_POSSESSIVE = re.compile(r"\w['’]s\s")
_GLUED = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ][a-zа-яё]{3,12}:)|(?<=\bBy)(?=[A-Z][a-z]+ [A-Z])")
"""Where markup sets no space between a name and the next label (``Jane DoeUpdated:``), or a label and its name."""
_TRIM = " \t\n\r,.:：＝=／;|–—-•·●*\"'“”«»„/\\_~<>#©"


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline names: authors, and others with what they did (photographer, translator …)."""

    authors: tuple[str, ...] = ()
    """Who signs, the interviewers among them."""
    interviewers: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    labelled: bool = False
    """Whether a word such as ``By`` or ``Автор:`` says that a name follows."""


@lru_cache(maxsize=512)  # byline, marks and authors ask for the same lines
def read_byline(text: str, own_names: frozenset[str] = frozenset(), label: str | None = None) -> Byline:
    """The people of a byline. ``own_names``: the site's names, folded without spaces, which are nobody.

    Several authors split at commas, ``&`` and the words for "and"; a job title, a place, an address
    or a desk is no name. ``label``: a folded label that stood before the text. Raises nothing.
    """
    named: dict[str, dict[str, str]] = {}
    labelled = label in WORDS.byline or _has_roles_behind(text)
    roles = _roles(label)
    waiting: tuple[str, ...] = ()
    for segment in _segments(_plain(text)):
        if not segment.strip(_TRIM):
            continue
        label, rest = split_label(segment)
        first = label or split_label(_PIECE.split(segment, 1)[0])[0]
        labelled = labelled or first in WORDS.byline
        for name, own_roles in _people(segment, roles, waiting, own_names):
            labelled = labelled or (first is not None and "author" in own_roles)
            for role in own_roles:
                named.setdefault(role, {}).setdefault(fold(name), name)
        # A label on its own names what the next segment holds, beside that one's own label ("Text/Photos: Jane Doe").
        last = split_label(_PIECE.split(segment)[-1])
        roles = (*waiting, *_roles(label)) if not rest else _roles(None) if last[1] else _roles(last[0])
        waiting = roles if label and not rest and not segment.rstrip().endswith((":", "：")) else ()
    if any(" " in name for names in named.values() for name in names.values()):
        # Beside full names a single word of Latin letters is the rest of a job or a place ("10+ Years").
        named = {role: _without_scraps(names) for role, names in named.items()}
    authors, interviewers = (tuple(named.pop(role, {}).values())[:MAX_NAMES] for role in ("author", "interviewer"))
    others = [(name, role) for role, names in named.items() for name in names.values()]
    return Byline(authors, interviewers, tuple(others[:MAX_NAMES]), labelled)


def _without_scraps(names: dict[str, str]) -> dict[str, str]:
    first = next(iter(names), None)
    return {key: name for key, name in names.items() if key == first or " " in name or not name.isascii()}


def _roles(label: str | None) -> tuple[str, ...]:
    """What a label makes of the people behind it; without one they are authors."""
    return WORDS.roles.get(label or "", ("author",))


def _plain(text: str) -> str:
    """The text without entities, addresses and brackets around all of it."""
    text = _GLUED.sub(" | ", html.unescape(text[:MAX_BYLINE]) if "&" in text else text[:MAX_BYLINE])
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    text = _INNER_LABEL.sub(_set_apart, text) if not _COLONS.isdisjoint(text) else text
    return text[1:-1] if text[:1] in "(（[" and text[-1:] in ")）]" else text


_INNER_LABEL = re.compile(r"(?<![^\W_])([^\W_]++)[.,]? ([^\W\d_]{2,20})(?= ?[:：／])")


def _segments(text: str) -> Iterator[str]:
    """The parts between bars, dashes and line ends, and the sentences that begin with a label."""
    for part in _SEGMENT.split(_with_colons(text)):
        start = 0
        for stop in _STOP.finditer(part):
            rest = part[stop.end() :]
            if first_word(rest) in WORDS.contributor or split_label(rest)[0] is not None:
                yield part[start : stop.start()]
                start = stop.end()
        yield part[start:]


_STOP = re.compile(r"\.\s+")


def _with_colons(text: str) -> str:
    """A colon behind each label of a line that is nothing but labels and names: ``Text Jane Doe, Fotos Max Roe``.

    Not in Cyrillic, where a name behind a label without a colon stands in the genitive.
    """
    words = text.split()
    if ":" in text or not words or fold(words[0]) not in WORDS.roles or _CYRILLIC.search(text):
        return text
    groups: list[tuple[str, list[str]]] = []
    for word in words:
        folded = fold(word)
        if folded in WORDS.roles and not (folded in WORDS.bare and folded.isascii()):
            groups.append((word, []))
        elif folded in WORDS.labels or not groups:
            return text  # "Image credits", "by": the words of other labels
        else:
            groups[-1][1].append(word)
    named = [(label, " ".join(name).strip(_TRIM)) for label, name in groups]
    told = {WORDS.roles[fold(label)] for label, _ in named}
    if len(named) < _LEAST_LABELS or len(told) < len(named) or not all(is_full_name(name) for _, name in named):
        return text
    return " | ".join(f"{label.strip(_TRIM)}: {name}" for label, name in named)


_LEAST_LABELS = 2
_CYRILLIC = re.compile("[а-яё]")


def _set_apart(match: re.Match[str]) -> str:
    """A bar before a label that follows a name (``Text: Jane Doe Photos: Max Roe``)."""
    label = fold(match[2])
    is_label = label in WORDS.byline or label in WORDS.contributor
    is_name = not match[1][0].islower() and fold(match[1]) not in WORDS.labels
    return f"{match[1]} | {match[2]}" if is_label and is_name else match[0]


@lru_cache(maxsize=256)  # byline and marks ask for the same blocks
def may_hold_label(text: str) -> bool:
    """A quick look: whether the words of a label stand anywhere in a text."""
    folded = fold(text)
    words = folded.split()
    if _LABEL_STARTS.isdisjoint(words):
        return False
    starts = _LABEL_STARTS.intersection(words)
    return any(f" {label}" in f" {folded}" for start in starts for label in WORDS.by_start[start])


def may_begin_with_label(text: str) -> bool:
    """A quicker look: whether a text's first two characters are those of a label, or no letters of ASCII."""
    start = text[:2]
    return start.lower() in _LABEL_BEGINNINGS or not (start.isascii() and start.isalnum())


def may_be_labelled(line: str) -> bool:
    """A quick look: whether any part of a line begins with a label."""
    line = line[:MAX_BYLINE]
    if "_" not in line and not may_hold_label(line):
        return False
    labelled = any(split_label(piece)[0] for part in _segments(line) for piece in _PIECE.split(part))
    return labelled or _has_roles_behind(line)


def _has_roles_behind(text: str) -> bool:
    """Whether a line tells two people apart by what stands in brackets: ``Jane Doe (text), Max Roe (photos)``."""
    roles = (WORDS.roles.get(fold(inside)) for inside in _BRACKETED_WORDS.findall(text[:MAX_BYLINE]))
    return "(" in text and len({role for role in roles if role}) >= _LEAST_LABELS


_BRACKETED_WORDS = re.compile(r"\(([^()]{2,30})\)")


def split_label(text: str) -> tuple[str | None, str]:
    """The folded label at the start (``by``, ``автор``, ``photos by``) and what follows it; None: no label."""
    text = text.strip(_TRIM)
    if first_word(text) not in WORDS.by_start:
        return None, text
    for word in reversed(list(islice(_WORD.finditer(text[:80]), _MAX_LABEL_WORDS))):
        label = fold(text[: word.end()])
        known = label in WORDS.byline or label in WORDS.contributor
        if known and (word.end() == len(text) or _may_stand(label, text[word.end() :])):
            return label, text[word.end() :].lstrip(_TRIM)
    return None, text


_COLONS = frozenset(":：＝=／")


def _may_stand(label: str, rest: str) -> bool:
    """Whether ``rest`` may follow a label: a colon, or a name where the label is a preposition or a verb."""
    if rest.lstrip()[:1] in _COLONS:  # French sets a space before it
        return True
    return rest[0].isspace() and (" " in label or label in WORDS.bare) and not rest.strip()[:1].islower()


def _people(
    text: str, roles: tuple[str, ...], waiting: tuple[str, ...], own_names: frozenset[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Name and roles of each person in one segment. ``waiting``: the roles of a label just before it."""
    text = _HANDLE.sub(" ", text) if "@" in text else text
    text = _BRACKETS.sub(_unless_role, text) if "(" in text or "[" in text or "（" in text else text
    people: list[tuple[str, tuple[str, ...]]] = []
    if not WORDS.organisation.isdisjoint(fold(_PIECE.split(text, maxsplit=1)[0]).split()):
        return []  # "Center for Research and Development"
    text, asks = _guest_gone(text)
    text = _helper_beside(text)
    for part in _PIECE.split(_turned(text)):
        piece, behind = _role_behind(part)
        label, rest = split_label(piece)
        if label:
            roles = (*waiting, *_roles(label))  # "Text and photos: Jane Doe" has one person with two labels
            if asks and roles == ("author",):
                roles = ("author", "interviewer")
        waiting = roles if label and not rest else ()
        if people == [] and squeeze(rest) in own_names:
            break  # the site's name and its place
        name = person(rest, own_names)
        if name is None:
            if people and is_role(rest):
                break  # what follows a job title is the employer: "Jane Doe, critic, The Paper"
        elif not (people and " " in people[-1][0] and " " not in name and name.lower() != name.upper()):
            people.append((name, behind or roles))  # a single word after a full name is a place or a paper
    return people


def _unless_role(match: re.Match[str]) -> str:
    """A space for what stands in brackets; a label (``Jane Doe (Photos)``) and a middle name stay."""
    inside = match[0].strip(_BRACKETED)
    return f" ({inside}) " if fold(match[0]) in WORDS.roles or _is_middle(match, inside) else " "


def _is_middle(match: re.Match[str], inside: str) -> bool:
    """Whether brackets hold the second of three names: ``Jane (Roe) Doe``."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    given = split_label(_PIECE.split(before)[-1])[1]
    return inside.isalpha() and inside.istitle() and given.isalpha() and given.istitle() and after[:1].isupper()


def _role_behind(piece: str) -> tuple[str, tuple[str, ...]]:
    """The piece without the role in brackets at its end, and that role."""
    front, bracket, inside = piece.rstrip(_TRIM).partition("(")
    return (front, _roles(fold(inside))) if bracket and inside.endswith(")") else (piece, ())


def _guest_gone(text: str) -> tuple[str, bool]:
    """``Guest im Gespräch mit Host`` without the guest, and whether a label says that the other one asks.

    Without a label the guest comes first; behind one (``Von Host im Gespräch mit Guest``) whom it names asks.
    """
    if text.count(" ") < _LEAST_TALK:
        return text, False
    low = fold(text)
    phrase = next((phrase for phrase in WORDS.conversation if f" {phrase} " in low), None)
    if phrase is None:
        return text, False
    words, count = text.split(), len(low.split(f" {phrase} ", 1)[0].split())
    if split_label(text)[0] in WORDS.byline:
        return " ".join(words[:count]), True
    return " ".join(words[count + len(phrase.split()) :]), False


def _helper_beside(text: str) -> str:
    """``By Jane Doe with Max Roe`` with ``&`` between them; behind other labels "with" names the guest."""
    front, word, helper = text.partition(" with ")
    if not word or split_label(front)[0] not in _WRITTEN or not is_full_name(without_tail(helper.split(",")[0])):
        return text
    return f"{front} & {helper}"


_WRITTEN = frozenset(map(fold, words("bylines", "written")))
_LEAST_TALK = 3
"""Spaces of the shortest "A im Gespräch mit B"."""


def _turned(text: str) -> str:
    """``Doe, Jane`` (two single words) as ``Jane Doe``."""
    match = _REVERSED.fullmatch(text.strip(_TRIM))
    return f"{match[2]} {match[1]}" if match else text


def without_tail(text: str) -> str:
    """The text without a place, a paper or a weekday behind a name."""
    return " ".join(_TAIL.sub("", " ".join(text.split()).strip(_TRIM)).strip(_TRIM).split())


def split_names(text: str) -> list[str]:
    """The pieces between commas, ``&`` and the words for "and", as they are."""
    return [piece.strip(_TRIM) for piece in _PIECE.split(text) if piece.strip(_TRIM)]


def person(text: str, own_names: frozenset[str] = frozenset()) -> str | None:
    """The text as one person's name, trimmed; None where it is none."""
    name = " ".join(_TAIL.sub("", " ".join(text.split())).strip(_TRIM).split())
    if not name or len(name) > MAX_NAME or not is_name_like(name):
        return None
    folded = fold(name)
    words = folded.split()
    if (
        not words
        or len(words) > _MAX_WORDS
        or folded in WORDS.nobody
        or folded in WORDS.credentials
        or _is_button(words)
    ):
        return None
    if folded in WORDS.byline or folded in WORDS.contributor or folded in WORDS.updated or folded in WORDS.published:
        return None
    if (
        (len(words) == 1 and name.isascii() and name.isupper())
        or _POSSESSIVE.search(name)
        or not WORDS.organisation.isdisjoint(words)
    ):
        return None
    if is_role(name) or is_desk(name) or is_account(name) or "".join(words) in own_names:
        return None
    return name


def _is_button(words: list[str]) -> bool:
    """Whether words are a button's or a picture's credit: ``Share on Facebook``, ``Photos Jane Doe``."""
    return words[0] in WORDS.sharing or (len(words) > 1 and words[0] in WORDS.contributor)


def is_role(text: str) -> bool:
    """Whether a piece holds a job title's word."""
    return not WORDS.role.isdisjoint(fold(text).split())


def is_credential(text: str) -> bool:
    """Whether a piece is letters behind a name (``MD``, ``DACVB``) or a job title."""
    short = text.partition("(")[0].strip(_TRIM)
    return fold(short) in WORDS.credentials or is_role(text) or (short.isupper() and len(short) <= _LETTERS)


_LETTERS = 6
"""Letters of the longest degree."""


def is_desk(text: str) -> bool:
    """Whether a name ends as those of desks do (``The Lantern Team``)."""
    return f" {fold(text)}".endswith(WORDS.nobody_endings)


def is_account(name: str) -> bool:
    """Whether a name is an account's (``Lantern Admin``)."""
    return fold(name).rpartition(" ")[2] in WORDS.accounts
