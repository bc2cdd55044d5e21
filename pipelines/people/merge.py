"""Joins members into persons, as long as nothing speaks against it: other ids, or somebody who said they are two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping


class DisjointSets:
    """Each member alone at first; what was joined is one set, in whatever order. Iterating gives the sets, sorted."""

    def __init__(self, members: Iterable[str]) -> None:
        """``members``: all there will be."""
        self._parent = {member: member for member in members}

    def join(self, one: str, other: str) -> bool:
        """Makes the sets of two members one; True unless something speaks against it."""
        one, other = sorted((self.root(one), self.root(other)))
        self._parent[other] = one
        return True

    def __iter__(self) -> Iterator[list[str]]:
        """The sets, each sorted, ordered by their first members."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for member in sorted(self._parent):
            found[self.root(member)].append(member)
        return iter(sorted(found.values()))

    def root(self, member: str) -> str:
        """The member that stands for the set: its smallest."""
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member


class Merge(DisjointSets):
    """Sets of members, each with what its members' authorities and people say."""

    def __init__(self, ids: Mapping[str, Mapping[str, str]], apart: Iterable[tuple[str, str]]) -> None:
        """``ids``: of each member, by authority; ``apart``: pairs of members that people keep apart."""
        super().__init__(sorted(ids))
        self._ids = {member: dict(own) for member, own in ids.items()}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def force(self, one: str, other: str) -> None:
        """Joins the sets of two members, whatever is known of them; the first's ids count."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return
        ids = {**self._ids.pop(other), **self._ids.pop(one)}
        apart = self._apart.pop(one, set()) | self._apart.pop(other, set())
        super().join(one, other)
        root = self.root(one)
        self._ids[root], self._apart[root] = ids, apart

    def decide(self, member: str, ids: Mapping[str, str]) -> None:
        """People say these ids of the member's set: they count before all that pages say."""
        self._ids[self.root(member)] |= ids

    def join(self, one: str, other: str) -> bool:
        """Joins the sets of two members unless they have other ids of one authority or are kept apart."""
        one, other = self.root(one), self.root(other)
        mine, theirs = self._ids[one], self._ids[other]
        if any(theirs.get(authority, own) != own for authority, own in mine.items()):
            return False
        if any(self.root(enemy) == other for enemy in self._apart[one]):
            return False
        self.force(one, other)
        return True
