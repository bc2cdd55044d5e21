"""Pages made of talk, print, template and noise: which, and what is right for each."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from press.noise import NOISES
from press.prints import NAMED, PAIRED, PRINTS, WORDS_OF_NAMES
from press.shells import fill, shells
from press.talk import Talk, load_talks

SPACELESS = {"ja", "zh"}


@dataclass(frozen=True)
class Made:
    """One page. ``turns`` is the gold, in the shape that the scorer of interviews reads."""

    name: str
    language: str
    style: str
    shell: str
    noise: str
    html: str
    turns: list[dict[str, str | None]]
    url: str = "https://press.example/talk"


def suits(talk: Talk, style: str) -> bool:
    """Whether this talk can be printed so that a reader can tell who speaks."""
    if talk.guest2 and style not in NAMED:
        return False
    if style in PAIRED and not talk.alternates:
        return False
    return not (talk.language in SPACELESS and style in WORDS_OF_NAMES)


def with_noise(html: list[str], noise: str, chance: random.Random) -> str:
    """The noise once or twice, never before the first paragraph."""
    places = set(chance.sample(range(1, len(html)), k=min(2, len(html) - 1)))
    return "".join(noise + piece if place in places else piece for place, piece in enumerate(html))


def make(talk: Talk, style: str, shell: str, noise: str) -> Made:
    """The page; the same arguments always give the same one."""
    name = f"{talk.name}/{style}/{shell}/{noise}"
    chance = random.Random(name)
    pieces = PRINTS[style](talk)
    listed = style in {"dl", "table of two", "list"}
    body = "".join(pieces) if listed else with_noise(pieces, NOISES[noise](talk), chance)
    html = fill(shell, talk, body)
    turns = [turn | {"speaker": credited(talk, turn, style, html)} for turn in talk.gold()]
    if style == "capitals":
        turns = [turn | {"text": turn["text"].upper()} if turn["role"] == "question" else turn for turn in turns]
    return Made(name, talk.language, style, shell, noise, html, turns)


def credited(talk: Talk, turn: dict[str, str | None], style: str, html: str) -> str | None:
    """Whom the page lets say a turn: the outlet where it is the label, nobody where the name is not printed."""
    if turn["role"] == "question" and style.startswith("outlet"):
        return talk.outlet
    printed = style in NAMED or talk.has_named_host or turn["role"] == "answer"
    return turn["speaker"] if printed and turn["speaker"] and turn["speaker"] in html else None


def all_made() -> Iterator[Made]:
    """Each talk in each print that suits it, in a template and with a noise that chance chose (always alike)."""
    for talk in load_talks().values():
        for style in PRINTS:
            if suits(talk, style):
                chance = random.Random(f"{talk.name} {style}")
                yield make(talk, style, chance.choice(list(shells())), chance.choice(list(NOISES)))
