"""Films that a page names: which, of what year, under which other name, and whose."""

from junket.pipelines.films.find import Mention, find_films, mentions_of

__all__ = ["Mention", "find_films", "mentions_of"]
