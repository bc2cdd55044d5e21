"""The elements that steps after the walk look for by their tag: gathered on the walk, which knows what is shown."""

from __future__ import annotations

from junket.pipelines.page.elements import Elements

TAGS = ("a", "base", "h1", "input", "link", "meta", "script", "time", "title")
MOST = 5_000
"""Elements of one tag that are kept; pages of the open bench have under 3,000 links."""


class Sought:
    """Elements by tag, in the order in which the walk met them; what the walk does not enter is searched whole."""

    __slots__ = ("by_tag", "stating")

    def __init__(self) -> None:
        self.by_tag: dict[str, list[int]] = {tag: [] for tag in TAGS}
        self.stating: list[int] = []
        """Elements shown in the page that state a value in ``content`` (microdata and RDFa), as ``meta`` does."""

    def add_stating(self, element: int) -> None:
        """Keeps an element with a ``content``."""
        if len(self.stating) < MOST:
            self.stating.append(element)

    def add(self, element: int, tag: str) -> None:
        """Keeps an element of one of the tags."""
        found = self.by_tag[tag]
        if len(found) < MOST:
            found.append(element)

    def add_below(self, element: int, elements: Elements) -> None:
        """Keeps what stands inside an element."""
        for inner in range(element + 1, elements.ends[element]):
            if elements.tags[inner] in self.by_tag:
                self.add(inner, elements.tags[inner])
