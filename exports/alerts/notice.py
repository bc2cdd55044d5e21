"""What people are told: a notice about a site, and its text as a person reads it at six in the morning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from junket.crawlers.secrets import mask_secrets, mask_text

Severity = Literal["warning", "error"]
Event = Literal["found", "over", "test"]

_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Control characters, line ends and marks of direction: pages wrote some of what a notice quotes."""
_LONGEST_LINE = 500
_LONGEST_SUBJECT = 150


class Figure(NamedTuple):
    """A measure as words: ``Figure("records", "3", "41 to 46")``."""

    name: str
    now: str
    usual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is wrong with a site. The site and ``kind`` say which one it is, from run to run."""

    site: str
    """Its domain; empty for the home as a whole."""
    kind: str
    """One word: ``template_changed``, ``overdue``."""
    severity: Severity = "error"
    what: str
    """The finding, in half a sentence without the site's name: "brings 3 records, usually 41 to 46"."""
    why: str = ""
    """The cause, in a sentence, as far as it is known."""
    figures: tuple[Figure, ...] = ()
    page: str = ""
    """The address of one page that shows it."""
    remedy: str = ""
    report: str = ""
    """Where the run's report lies."""
    run_id: str = ""
    since: datetime | None = None
    """None: since it was first found."""

    @property
    def name(self) -> str:
        """Whom it is about."""
        return self.site or "this home"


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a target, about one notice or several."""

    event: Event
    subject: str
    text: str
    findings: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What a command reads on its stdin and a webhook is sent."""
        return asdict(self)


def message_of(event: Event, notice: Notice, since: datetime, now: datetime) -> Message:
    """The message about one notice: found, or over."""
    subject = {
        "found": f"{notice.name}: {notice.what}",
        "over": f"{notice.name}: is well again ({_words(notice.kind)}, since {_day(since)})",
        "test": f"{notice.name}: {notice.what}",
    }[event]
    body = _over(notice, since, now) if event == "over" else _found(notice, since, now)
    return Message(event, _subject(subject), body, (_plain(notice, since),))


def message_of_many(event: Event, notices: Sequence[tuple[Notice, datetime]], now: datetime) -> Message:
    """One message that lists them, for a morning on which much is wrong at once: often it is one's own network."""
    rows = [f"- {_line(f'{each.name}: {each.what}')} (since {_moment(since)})" for each, since in notices]
    sites = len({notice.site for notice, _ in notices})
    over = event == "over"
    subject = f"{len(rows)} findings at {sites} sites {'are over' if over else 'are new'}"
    reports = sorted({each.report for each, _ in notices if each.report})
    hint = "" if over else "So many at once are often one's own network or disk: look there first.\n\n"
    text = f"{subject} ({_moment(now)}):\n\n" + "\n".join(rows) + f"\n\n{hint}" + _reports(reports)
    return Message(event, _subject(subject), text, tuple(_plain(*each) for each in notices))


def _found(notice: Notice, since: datetime, now: datetime) -> str:
    parts = [f"{_line(notice.name)} {_line(notice.what)}."]
    if notice.why:
        parts.append(f"Why, as far as Junket can tell: {_line(notice.why)}")
    parts.append(f"Since:  {_moment(since)}{_for(since, now)}")
    if notice.figures:
        parts.append(_table(notice.figures))
    if notice.page:
        page = _line(mask_secrets(notice.page))
        parts.append(f"One page that shows it:\n  {page}\n  junket scrape --explain {page}")
    if notice.remedy:
        parts.append(f"What to do:\n  {_line(notice.remedy)}")
    end = "You are told this once, and once more when it is over."
    return "\n\n".join(parts) + "\n\n" + _reports([notice.report] if notice.report else []) + end + "\n"


def _over(notice: Notice, since: datetime, now: datetime) -> str:
    return (
        f"{_line(notice.name)} is well again: the run of {_moment(now)} found nothing of this any more.\n\n"
        f"It was:  {_line(notice.what)}\nSince:   {_moment(since)}{_for(since, now)}\n"
    )


def _table(figures: Sequence[Figure]) -> str:
    rows = [Figure("", "now", "usually"), *(Figure(*map(_line, each)) for each in figures)]
    names, nows = (max(len(row[at]) for row in rows) for at in (0, 1))
    return "\n".join(f"  {row.name:<{names}}  {row.now:>{nows}}  {row.usual}".rstrip() for row in rows)


def _reports(reports: Sequence[str]) -> str:
    return "The report:\n" + "".join(f"  {_line(each)}\n" for each in reports[:3]) + "\n" if reports else ""


def _plain(notice: Notice, since: datetime) -> dict[str, Any]:
    found = asdict(notice) | {"page": mask_secrets(notice.page), "since": since.isoformat()}
    return found | {"figures": [each._asdict() for each in notice.figures]}


def _subject(text: str) -> str:
    line = f"[Junket] {_line(text)}"
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1] + "…"


def _line(text: str) -> str:
    """One line of text without secrets, and without what steers a terminal or a mail's header."""
    return " ".join(_NO_TEXT.sub(" ", mask_text(text.encode("utf-8", "replace").decode())).split())[:_LONGEST_LINE]


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%a %d %b %Y, %H:%M UTC")


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%d %b %Y")


def _for(since: datetime, now: datetime) -> str:
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return ""
    return f" ({hours} hours)" if hours < 48 else f" ({hours // 24} days)"  # noqa: PLR2004 - two days
