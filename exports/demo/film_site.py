"""What a demo site is: its articles as data, read from one TOML a site.

An article's ``body`` is one paragraph a line. A line's first sign says whose it is: ``? `` the
interviewer's words, ``?2`` the site's second standing question, ``?- `` a question whose answer the
page has lost, ``! `` a picture's caption; any other line is plain text, or the guest's answer.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from itertools import groupby
from typing import Literal

import msgspec

from junket.pipelines.record.record import Kind

Part = Literal["question", "unanswered", "text", "caption"]
SITES = ("lantern", "dala", "quarter")
_LINE = re.compile(r"\?(?P<lost>-)?(?P<number>\d?) ?|! ")


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One paragraph of an article and whose it is."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its site means it: what a record of it should say."""

    slug: str
    section: str
    date: date
    time: str = "09:00"
    kind: Kind
    title: str
    body: str
    language: str = "en"
    author: str = ""
    caption: str = ""
    labels: tuple[str, str] | None = None
    """What the page prints before the interviewer's and the guest's words."""
    charset: str = "utf-8"
    gzip: bool = False
    only_in_sitemap: bool = False
    only_in_feed: bool = False

    @property
    def moment(self) -> datetime:
        """Day and hour of publication, without a zone, as the page prints them."""
        return datetime.fromisoformat(f"{self.date.isoformat()}T{self.time}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """A page that is no article: a form."""

    path: str
    title: str
    text: str
    form: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmSite:
    """One demo site: chrome, addresses, articles and what a crawl must keep away from."""

    name: str
    template: Literal["review", "news", "questionnaire"]
    language: str
    tagline: str
    blurb: str
    article_path: str
    listings: tuple[str, ...]
    listing_path: str
    next_page: str
    feed: str
    disallow: str
    article: tuple[Article, ...]
    page: tuple[PlainPage, ...] = ()
    questions: tuple[str, ...] = ()
    sitemap: Literal["", "robots", "index"] = ""
    calendar: bool = False
    redesign: date = date.min
    redirects: dict[str, str] = field(default_factory=dict)
    dead_links: tuple[str, ...] = ()

    def path(self, article: Article) -> str:
        """The path of an article on its site."""
        return self.article_path.format(section=article.section, slug=article.slug, date=article.date)

    def lines(self, article: Article) -> list[TalkLine]:
        """The article's paragraphs in order."""
        return [self._line(text) for text in article.body.splitlines() if text]

    def _line(self, text: str) -> TalkLine:
        sign = _LINE.match(text)
        if sign is None:
            return TalkLine("text", text)
        rest = text[sign.end() :]
        if sign[0].startswith("!"):
            return TalkLine("caption", rest)
        if sign["number"]:
            rest = self.questions[int(sign["number"]) - 1]
        return TalkLine("unanswered" if sign["lost"] else "question", rest)

    def text(self, article: Article) -> str:
        """The article's text, exactly: labels and dashes as printed, no captions, the lead once."""
        lines = [line for line in self.lines(article) if line.part != "caption"]
        if self.template == "questionnaire":
            return "".join(line.text + ("\n" if line.part == "question" else "\n\n") for line in lines).strip()
        return "\n\n".join([lines[0].text, *(self.sign(line, article) + line.text for line in lines[1:])])

    def sign(self, line: TalkLine, article: Article) -> str:
        """What the page prints before a line of an interview to say who speaks: a label, a dash or nothing."""
        if article.labels is not None:
            return f"{article.labels[line.part == 'text']}: "
        return "– " if self.template == "news" and article.kind == "interview" else ""

    def turns(self, article: Article) -> list[str]:
        """The roles of an interview's turns, in order; neighbours of one side are one.

        The text before the first question is the introduction.
        """
        roles = [
            "answer" if line.part == "text" else "question" for line in self.lines(article) if line.part != "caption"
        ]
        opened = roles[roles.index("question") :] if "question" in roles else []
        return [role for role, _ in groupby(opened)]


def load_site(name: str) -> FilmSite:
    """The bundled site ``name`` (one of :data:`SITES`)."""
    text = (files("junket.exports.demo") / f"{name}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), type=FilmSite)
