"""Languages as data: one file a language, a section a concept; ``any.toml`` holds what belongs to no language.

``words("chrome", "share")`` gives the phrases of all languages, ``by_language`` those of each.
"""

from junket.pipelines.languages.load import ANY, by_language, languages, table, words

__all__ = ["ANY", "by_language", "languages", "table", "words"]
