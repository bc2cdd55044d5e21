"""``rights.toml``: what follows from each signal; and the words of copyright lines."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import NamedTuple, cast

from junket.crawlers.rights.rights_toml import Use
from junket.pipelines.languages import words

_TABLE = tomllib.loads(files("junket.pipelines.record").joinpath("rights.toml").read_text("utf-8"))


class Rule(NamedTuple):
    """What a signal leads to, and why."""

    signal: str
    use: Use
    why: str


RULES = {rule["signal"]: Rule(rule["signal"], cast("Use", rule["use"]), rule["why"]) for rule in _TABLE["rule"]}
COPYRIGHT_WORDS = words("rights", "copyright")
