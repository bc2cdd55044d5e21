"""The kind of each rule, from ``rule_kinds.toml``: a few groups that a reader can tell apart by colour."""

from __future__ import annotations

import tomllib
from importlib.resources import files

SITE = "site"
OTHER = "other"
METADATA = "metadata"
"""The kind of rules whose blocks another field of the record holds."""
_TABLE: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("rule_kinds.toml").read_text("utf-8"))
_KIND_OF = {rule: kind for kind, rules in _TABLE.items() for rule in rules}
KINDS = (*_TABLE, SITE, OTHER)
"""All kinds, in the order in which they are shown."""


def kind_of_rule(rule: str) -> str:
    """The kind of the rule that took a block out, one of :data:`KINDS`."""
    return SITE if rule.startswith("site:") else _KIND_OF.get(rule, OTHER)
