"""Articles of a site that needs rules, and the page that it printed of each before any redesign."""

# ruff: noqa: E501 - markup is read as it is sent

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape

from junket.crawlers.page import Page
from junket.crawlers.site.site_file import parse_site

RULES = """domain = "pier.example"
name = "Pier"
day_first = true

[[selectors]]
valid_from = 2020-01-01
content = "div.story"
title = "p.head"
authors = "p.hand span"
date = "p.day"
strip = ["p.hand", "div.mood"]
"""
SITE = parse_site(RULES.encode(), "pier.example.toml")
BEFORE, AFTER = datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 5, 2, 8, tzinfo=UTC)
"""When pages were captured: before and after the redesign."""

_WHO = (
    "the crew",
    "her brother",
    "a stuntman",
    "the editor",
    "our sound man",
    "the ferryman",
    "a neighbour",
    "the cook",
)
_DID = ("painted", "carried", "lost", "rebuilt", "borrowed", "buried", "lit", "measured", "sold", "mended")
_WHAT = ("the wooden camera", "a cracked lens", "the last reel", "two lanterns", "a boat shed", "the paper moon")
_WHERE = ("behind the harbour", "under the stairs", "in a frozen field", "at the old cinema", "above the bakery")
_WHEN = ("before dawn", "on the third day", "when the rain stopped", "after the wrap", "twice that winter")
_NAMES = ("Ola Fenn", "Mira Tolen", "Pavel Ruda", "Ines Caro", "Tomas Vell", "Greta Holm", "Leo Marsh")
_GUESTS = ("Anna Bergh", "Karim Sole", "Judit Vana", "Peter Lund", "Sofia Rell", "Nils Torp", "Dara Quinn")


@dataclass(frozen=True)
class Article:
    """One conversation, as its site means it."""

    number: int
    guest: str
    title: str
    author: str
    day: date
    lead: str
    said: tuple[tuple[str, str], ...]
    """Questions with their answers."""

    @property
    def url(self) -> str:
        return f"https://pier.example/talks/{self.number}"

    @property
    def printed(self) -> str:
        """The day as the site prints it."""
        return f"{self.day:%d/%m/%Y}"

    @property
    def paragraphs(self) -> list[str]:
        """The text's paragraphs as HTML: questions in bold."""
        pairs = (
            each
            for asked, answered in self.said
            for each in (f"<p><b>Pier: {asked}</b></p>", f"<p><b>{self.guest}:</b> {answered}</p>")
        )
        return [f"<p>{self.lead}</p>", *pairs]

    @property
    def body(self) -> str:
        return "\n".join(self.paragraphs)


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(each) for each in (_WHO, _DID, _WHAT, _WHERE, _WHEN)]
    return (" ".join(words) + f", and it cost {chance.randint(3, 990)} crowns").capitalize() + "."


def article(number: int) -> Article:
    """The article of that number: always the same one."""
    chance = random.Random(number)
    guest = chance.choice(_GUESTS)
    talk = tuple(
        (
            f"What happened {chance.choice(_WHERE)} in year {chance.randint(1, 40)} of the work?",
            " ".join(_sentence(chance) for _ in range(chance.randint(2, 4))),
        )
        for _ in range(chance.randint(5, 8))
    )
    return Article(
        number,
        guest,
        f"{guest} on {chance.choice(_WHAT)} number {chance.randint(2, 900)}",
        chance.choice(_NAMES),
        date(2025, 1, 3) + timedelta(days=chance.randint(0, 380)),
        f"{guest} made a film nobody asked for. {_sentence(chance)} {_sentence(chance)}",
        talk,
    )


def capture(html: str, url: str, moment: datetime, requested: str | None = None) -> Page:
    """The page as a crawl captured it."""
    return Page(
        url=url,
        body=html.encode(),
        charset="utf-8",
        status=200,
        fetched_at=moment,
        requested_url=requested,
        named=False,
    )


MOOD = "Read on a bench in the wind, with salt on your lips, as it should be read by everyone."
MENU = '<ul class="menu"><li><a href="/">Home</a></li><li><a href="/talks">Talks</a></li><li><a href="/about">About</a></li></ul>'
FOOT = '<div class="bottom"><p>Pier is written on a pier, by people who were told not to. All rights are the sea\'s.</p></div>'


def old_page(of: Article) -> str:
    """The page before any redesign: no byline that tells, a day of numbers only, a title that is no heading."""
    return f"""<html lang="en"><head><title>Pier</title></head><body>{MENU}<div class="story">
<p class="head">{escape(of.title)}</p>
<p class="hand">Pier no. {of.number}, <span>{of.author}</span> held the pen</p><p class="day">{of.printed}</p>
{of.paragraphs[0]}<div class="mood">{MOOD}</div>{"".join(of.paragraphs[1:])}</div>{FOOT}</body></html>"""
