"""Conversations of our own writing, who says what in them, and the gold that a page made of one has."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

PAGES = Path(__file__).parents[1]
ROLES = {"q": "question", "r": "question", "a": "answer", "b": "answer"}


@dataclass(frozen=True)
class Said:
    """One turn: whose (``q``, ``r`` ask; ``a``, ``b`` answer), the speaker's name, and its paragraphs."""

    whose: str
    who: str
    texts: tuple[str, ...]
    number: int
    """Of the question, from 1; an answer has its question's."""

    @property
    def role(self) -> str:
        return ROLES[self.whose]

    @property
    def text(self) -> str:
        return " ".join(self.texts)


@dataclass(frozen=True)
class Talk:
    """A conversation with the words that a page prints around it."""

    name: str
    title: str
    host: str
    guest: str
    outlet: str
    intro: str
    outro: str
    read: str
    caption: str
    note: str
    bio: str
    turns: tuple[str, ...]
    guest2: str = ""

    @property
    def language(self) -> str:
        return self.name.split("_", maxsplit=1)[0]

    @property
    def intros(self) -> list[str]:
        return self.intro.split(" | ")

    @property
    def said(self) -> tuple[Said, ...]:
        names = {"q": self.host, "r": self.host, "a": self.guest, "b": self.guest2}
        made: list[Said] = []
        for turn in self.turns:
            number = (made[-1].number if made else 0) + (ROLES[turn[0]] == "question")
            made.append(Said(turn[0], names[turn[0]], tuple(turn[3:].split(" | ")), number))
        return tuple(made)

    @property
    def has_named_host(self) -> bool:
        return self.host.casefold() != self.outlet.casefold()

    @property
    def alternates(self) -> bool:
        """One question, one answer, one guest: what tables and lists of pairs need."""
        whose = [turn[0] for turn in self.turns]
        return len(whose) % 2 == 0 and set(whose[::2]) == {"q"} and set(whose[1::2]) == {"a"}

    def gold(self) -> list[dict[str, str | None]]:
        """Turns as the scorer of interviews reads them."""
        return [{"role": said.role, "text": said.text, "speaker": said.who or None} for said in self.said]

    def half(self, *, second: bool) -> "Talk":
        """The first or the second half, cut before a question."""
        cut = next(n for n, turn in enumerate(self.turns) if n >= len(self.turns) // 2 and turn[0] == "q")
        return replace(self, turns=self.turns[cut:] if second else self.turns[:cut])


def load_talks() -> dict[str, Talk]:
    """All conversations by name; a name starts with its language."""
    tables = {}
    for folder in ("talks", "press"):
        tables |= tomllib.loads((PAGES / folder / "talks.toml").read_text("utf-8"))
    return {name: Talk(**{**table, "name": name, "turns": tuple(table["turns"])}) for name, table in tables.items()}
