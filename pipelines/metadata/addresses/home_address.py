"""Addresses that stand for a site as a whole, and so for no page of it."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from urllib.parse import urlsplit

_TABLE = tomllib.loads(files("junket.pipelines.metadata.addresses").joinpath("url_variants.toml").read_text("utf-8"))[
    "home"
]
_LANGUAGE = re.compile(rf"(?:[a-z]{{2}}|{'|'.join(_TABLE['languages'])})(?:[-_](?:[a-z]{{2}}|[a-z]{{4}}))?\Z")
_WORDS = frozenset(_TABLE["words"])


def is_home(url: str) -> bool:
    """Whether it is a home page: no path, a language's own (``/en/``, ``/zh-hant/``), or a file such as ``index.html``.

    An address with a query may be any page. ValueError for what is no URL.
    """
    parts = urlsplit(url)
    steps = [step for step in parts.path.lower().split("/") if step]
    if steps and _LANGUAGE.match(steps[0]):
        steps = steps[1:]
    return not parts.query and (not steps or (len(steps) == 1 and steps[0] in _WORDS))
