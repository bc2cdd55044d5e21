"""The vocabulary of links, loaded from ``link_words.toml``: what words in URLs and link texts say."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class LinkWords:
    """``link_words.toml``, as sets."""

    next_texts: frozenset[str]
    listing_segments: frozenset[str]
    weak_segments: frozenset[str]
    home_segments: frozenset[str]
    page_segments: frozenset[str]
    page_parameters: frozenset[str]
    page_parameter_prefixes: tuple[str, ...]
    calendar_parameters: frozenset[str]
    listing_parameters: frozenset[str]
    article_segments: frozenset[str]
    article_parameters: frozenset[str]
    skip_segments: frozenset[str]
    skip_parameters: frozenset[str]
    skip_extensions: frozenset[str]

    def picks_page(self, name: str) -> bool:
        """True for a parameter that picks the page of a listing."""
        return name in self.page_parameters or name.startswith(self.page_parameter_prefixes)


@cache
def words() -> LinkWords:
    """The vocabulary of links."""
    data: dict[str, Any] = tomllib.loads(
        files("junket.crawlers.discovery").joinpath("link_words.toml").read_text("utf-8")
    )
    listing, article, skip = data["listing"], data["article"], data["skip"]
    return LinkWords(
        next_texts=frozenset(text for texts in data["next"].values() for text in texts),
        listing_segments=frozenset(listing["segments"]),
        weak_segments=frozenset(listing["weak_segments"]),
        home_segments=frozenset(listing["home_segments"]),
        page_segments=frozenset(listing["page_segments"]),
        page_parameters=frozenset(listing["page_parameters"]),
        page_parameter_prefixes=tuple(listing["page_parameter_prefixes"]),
        calendar_parameters=frozenset(listing["calendar_parameters"]),
        listing_parameters=frozenset(listing["parameters"]),
        article_segments=frozenset(article["segments"]),
        article_parameters=frozenset(article["parameters"]),
        skip_segments=frozenset(skip["segments"]),
        skip_parameters=frozenset(skip["parameters"]),
        skip_extensions=frozenset(skip["extensions"]),
    )


def is_next_text(text: str) -> bool:
    """True for a link text such as "Older posts »" in any of the languages known."""
    plain = " ".join(text.casefold().split())
    return plain in words().next_texts or plain.strip(" »›→>…⟩«‹←<") in words().next_texts
