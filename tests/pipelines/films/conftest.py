"""Candidates for titles in a text without markup, or in a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from junket.crawlers.page import Page
from junket.pipelines.films.candidate import TitleCandidate, candidates
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join


@pytest.fixture
def found() -> Callable[..., tuple[str, list[TitleCandidate]]]:
    """The text of a page's HTML and its candidates."""

    def read(html: str, language: str | None = "en", heading: str = "") -> tuple[str, list[TitleCandidate]]:
        body = join(parse(Page.from_text("https://film.example/a", html if "<p" in html else f"<p>{html}</p>")).blocks)
        return body.text, candidates(body, language, heading)

    return read
