"""Disjoint sets: what was joined is one group, in whatever order it was joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator


class DisjointSets:
    """Each member alone at first. Iterating gives the groups, sorted."""

    def __init__(self, members: Iterable[str]) -> None:
        """``members``: all there will be."""
        self._parent = {member: member for member in members}

    def join(self, one: str, other: str) -> None:
        """Makes the groups of two members one."""
        one, other = sorted((self.root(one), self.root(other)))
        self._parent[other] = one

    def __iter__(self) -> Iterator[list[str]]:
        """The groups, each sorted, ordered by their first members."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for member in sorted(self._parent):
            found[self.root(member)].append(member)
        return iter(sorted(found.values()))

    def root(self, member: str) -> str:
        """The member that stands for the group: its smallest."""
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member
