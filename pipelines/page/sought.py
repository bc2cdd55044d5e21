"""The elements that steps after the walk look for by their tag: gathered on the walk, since each search is a walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TAGS = ("a", "base", "h1", "input", "link", "meta", "script", "time", "title")
MOST = 5_000
"""Elements of one tag that are kept; pages of the open bench have under 3,000 links."""


class Sought:
    """Elements by tag, in the order in which the walk met them; what the walk does not enter is searched whole."""

    __slots__ = ("by_tag", "stating")

    def __init__(self) -> None:
        self.by_tag: dict[str, list[HtmlElement]] = {tag: [] for tag in TAGS}
        self.stating: list[HtmlElement] = []
        """Elements shown in the page that state a value in ``content`` (microdata and RDFa), as ``meta`` does."""

    def add_stating(self, element: HtmlElement) -> None:
        """Keeps an element with a ``content``."""
        if len(self.stating) < MOST:
            self.stating.append(element)

    def add(self, element: HtmlElement) -> None:
        """Keeps an element of one of the tags."""
        found = self.by_tag[element.tag]
        if len(found) < MOST:
            found.append(element)

    def add_all(self, element: HtmlElement) -> None:
        """Keeps what stands below an element, and the element itself."""
        for inner in element.iter(*TAGS):
            self.add(inner)
