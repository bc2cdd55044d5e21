"""Sheets of small pages, and turns that a test lays over their lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.document import Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns.draft import Draft, Proposal
from junket.pipelines.turns.make_sheet import read_sheet
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.words.lexicon import lexicon


@pytest.fixture
def sheet_of() -> Callable[..., Sheet]:
    """A sheet of HTML, or of lines of which each is a paragraph; the rest is what the page says of itself."""

    def read(*html: str, language: str | None = "en", **metadata) -> Sheet:
        text = "".join(each if each.startswith("<") else f"<p>{each}</p>" for each in html)
        body = join(parse(Page.from_text("https://film.example/talk", f"<body>{text}</body>")).blocks)
        sheet = read_sheet(body, Metadata(**metadata), lexicon(language))
        assert sheet is not None
        return sheet

    return read


@pytest.fixture
def laid() -> Callable[..., Proposal]:
    """Turns line by line: ``q`` asks, ``a`` answers, ``.`` goes on, ``-`` is no turn's. Labels are left out."""

    def lay(sheet: Sheet, sides: str) -> Proposal:
        drafts: list[Draft] = []
        for line, side in zip(sheet.lines, sides, strict=True):
            label = sheet.labels.get(line.number)
            if side == ".":
                last = drafts[-1]
                drafts[-1] = Draft(last.role, last.start, line.end, last.first_line, line.number, last.label)
            elif side != "-":
                start, printed = (line.start + label.end, label.printed) if label else (line.start, None)
                role = "question" if side == "q" else "answer"
                drafts.append(Draft(role, start, line.end, line.number, line.number, printed))
        return tuple(drafts)

    return lay
