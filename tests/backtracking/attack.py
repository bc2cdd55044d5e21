"""Texts that make a pattern go back as often as it can, made of its own pieces, and what they cost.

As a script: attack each pattern of the tree and print what costs too much as JSON, a line a pattern. It runs in a
process of its own, and a pattern that never ends is broken off by a timer: ``re`` looks for signals while it matches.
"""

from __future__ import annotations

import json
import random
import re
import re._constants as op
import re._parser as parser
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

from collected import Found, collect

LONG = 20_000
"""Characters of the longest text, that of a very long paragraph."""
MOST_SECONDS = 0.2
"""Processor time for one text of that length."""
_SHORT = 1_500
_SHORT_SECONDS = 0.001
"""Below it for the short text, a pattern is within the bound for the long one even where it grows with the square."""
_HANG_SECONDS = 0.3
_MANY = 100
"""Repeats from which on one sample is said again and again: a bound of 65,536 would take seconds to sample."""
_VARIANTS = 5
_MOST_TEXTS = 140
_TAILS = ("", "\0", "#", "\n")
_ALPHABET = " \t\n\u00a0aAzZ0195.,:;-–—_'’\"“”«»()[]{}<>|/&+*=?!@#$%°€·•©жЖҚ日、\u0301"
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class TookTooLong(BaseException):
    """Raised by the timer, past every handler."""


def attack(pattern: re.Pattern, *, anywhere: bool) -> dict[str, object] | None:
    """The text that costs too much, how much (seconds of processor time), and its length; None when none does."""
    for text in texts(pattern):
        for length in (_SHORT, LONG):
            probe = pumped(text, length, pattern)
            seconds = cost(pattern, probe, anywhere=anywhere)
            if seconds > MOST_SECONDS:
                return {"seconds": round(seconds, 2), "length": len(probe), "text": repr(text)}
            if length == _SHORT and seconds < _SHORT_SECONDS:
                break
    return None


def pumped(text: tuple[str, str, str], length: int, pattern: re.Pattern) -> str | bytes:
    """What comes before, its middle again and again up to a length, and the end."""
    before, middle, end = text
    whole = before + middle * max(2, (length - len(before) - len(end)) // max(1, len(middle))) + end
    return whole.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else whole


def cost(pattern: re.Pattern, text: str | bytes, *, anywhere: bool) -> float:
    """Seconds of processor time, at most little more than the bound."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, _HANG_SECONDS)
    with suppress(TookTooLong):
        for ask in (pattern.finditer,) if anywhere else (pattern.match, pattern.fullmatch):
            for _ in ask(text) if anywhere else [ask(text)]:
                pass
    signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - begun


def texts(pattern: re.Pattern) -> list[tuple[str, str, str]]:
    """Before, middle and end: each repeat's own pieces, pieces of the whole, and characters of all kinds."""
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    nodes = list(
        parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    )
    chance = random.Random(repr(source))
    letters = list(dict.fromkeys(char for char in source if not char.isalnum() or char in "aA"))[:40]
    found: dict[tuple[str, str, str], None] = {}
    for char in dict.fromkeys(_ALPHABET):
        found |= dict.fromkeys([("", char, ""), ("", char, "\0")])
    for before, body in _repeats(nodes, ""):
        for _ in range(_VARIANTS):
            middle = _sample(body, chance) or "a"
            for tail in _TAILS:
                found[_sample(before, chance), middle, tail] = None
    for _ in range(_VARIANTS):
        whole = _sample(nodes, chance)
        found |= dict.fromkeys([("", whole, ""), ("", whole, "\0"), ("", whole[:-1], "\0")])
    for char in letters:
        for other in (" ", "a", "1"):
            found["", char + other, "\0"] = None
    kept = [text for text in found if text[1]]
    return kept if len(kept) <= _MOST_TEXTS else chance.sample(kept, _MOST_TEXTS)


def _repeats(nodes: list, before: list | str) -> Iterator[tuple[list, list]]:
    """Each repeat with what stands before it in the pattern."""
    head = list(before or [])
    for node in nodes:
        kind, value = node
        if kind in _REPEATS:
            if value[1] > 1:
                yield head, list(value[2])
            yield from _repeats(list(value[2]), head)
        for inner in _inner(kind, value):
            yield from _repeats(inner, head)
        head = [*head, node]


def _inner(kind: object, value: object) -> list[list]:
    if kind is op.SUBPATTERN:
        return [list(value[3])]
    if kind is op.ATOMIC_GROUP:
        return [list(value)]
    if kind in {op.ASSERT, op.ASSERT_NOT}:
        return [list(value[1])]
    return [list(branch) for branch in value[1]] if kind is op.BRANCH else []


def _sample(nodes: list, chance: random.Random) -> str:
    """A text that the nodes match, as far as that can be told without what stands around it."""
    made = ""
    for kind, value in nodes:
        if kind in _REPEATS:
            low, high, body = value
            number = chance.randint(low, max(low, min(high, low + 2)))
            samples = [_sample(list(body), chance) for _ in range(min(number, _MANY))]
            made += "".join(samples) * max(1, number // _MANY)
        elif kind is op.BRANCH:
            made += _sample(list(chance.choice(value[1])), chance)
        elif kind in {op.SUBPATTERN, op.ATOMIC_GROUP}:
            made += _sample(_inner(kind, value)[0], chance)
        elif kind in {op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN}:
            made += _character(kind, value, chance)
    return made


def _character(kind: object, value: object, chance: random.Random) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.IN:
        own = re.compile("(?s:.)", re.DOTALL)
        listed = [chr(item) for what, item in value if what is op.LITERAL]
        listed += [chr(edge) for what, item in value if what is op.RANGE for edge in item]
        if listed and value[0][0] is not op.NEGATE and chance.random() < 0.5:
            return chance.choice(listed)
        own = _class(value)
        return chance.choice([char for char in _ALPHABET if own(char)] or listed or ["a"])
    return chance.choice([char for char in _ALPHABET if kind is op.ANY or ord(char) != value])


def _class(items: list) -> object:
    """Whether a character is of a class."""
    tests = {
        op.CATEGORY_DIGIT: str.isdigit,
        op.CATEGORY_SPACE: str.isspace,
        op.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    }
    negated = {
        op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
        op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
        op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
    }

    def one(what: object, item: object, char: str) -> bool:
        if what is op.LITERAL:
            return ord(char) == item
        if what is op.RANGE:
            return item[0] <= ord(char) <= item[1]
        if what is op.CATEGORY:
            return tests[item](char) if item in tests else not tests[negated[item]](char)
        return False

    def of(char: str) -> bool:
        return any(one(what, item, char) for what, item in items) != (items[0][0] is op.NEGATE)

    return of


def _broken_off(_number: int, _frame: object) -> None:
    raise TookTooLong


def main(most_cpu: int, these: str = "") -> None:
    """Attack the patterns given as JSON, or all of the tree."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (most_cpu, most_cpu))
    signal.signal(signal.SIGPROF, _broken_off)
    given = [Found(re.compile(pattern), "given", anywhere) for pattern, anywhere in json.loads(these or "[]")]
    patterns, unknown = (given, []) if given else collect()
    for found in patterns:
        if fault := attack(found.pattern, anywhere=found.anywhere):
            said = {"place": found.place, "pattern": str(found.pattern.pattern), "anywhere": found.anywhere}
            sys.stdout.write(json.dumps(said | fault) + "\n")
    sys.stdout.write(json.dumps({"patterns": len(patterns), "unknown": unknown}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[3:4])
