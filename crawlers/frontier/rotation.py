"""Whose turn it is: hosts take turns, so that a busy one starves no other."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Host:
    """One host's queue, as numbers. ``out``: requests under way."""

    number: int
    name: str
    waiting: int = 0
    out: int = 0
    held_until: float = 0.0
    in_turn: bool = False
    rests: bool = False


class Rotation:
    """The hosts in turn. ``room(name)`` is how many requests of a host may be under way at once.

    ``clock`` counts seconds and never jumps. A host stands in the rotation while it has something waiting, room for
    it and no pause; so a turn costs the same however many hosts there are.
    """

    def __init__(self, room: Callable[[str], int], clock: Callable[[], float]) -> None:
        self._room, self._clock = room, clock
        self._turns: deque[Host] = deque()
        self._held: list[tuple[float, int, Host]] = []
        self.resting = 0
        """How many wait at hosts that are left alone for good."""

    def add(self, host: Host, number: int = 1) -> None:
        """So many more wait at the host."""
        host.waiting += number
        if host.rests:
            self.resting += number
        self._offer(host)

    def take(self) -> Host | None:
        """The host whose turn it is, with one less waiting and one more under way; None when none may be asked now."""
        self._end_pauses()
        while self._turns:
            host = self._turns.popleft()
            host.in_turn = False
            if self._may(host):
                host.waiting -= 1
                host.out += 1
                self._offer(host)
                return host
        return None

    def depart(self, host: Host) -> None:
        """One more is under way that did not wait: a redirect, a second try."""
        host.out += 1

    def arrive(self, host: Host) -> None:
        """One that was under way has arrived."""
        host.out -= 1
        self._offer(host)

    def hold(self, host: Host, seconds: float) -> None:
        """Leave the host alone for so long; a longer pause stands."""
        host.held_until = max(host.held_until, self._clock() + seconds)
        heapq.heappush(self._held, (host.held_until, host.number, host))

    def rest(self, host: Host) -> None:
        """Leave the host alone for good, that is: as long as this object lives."""
        if not host.rests:
            host.rests = True
            self.resting += host.waiting

    def _end_pauses(self) -> None:
        now = self._clock()
        while self._held and self._held[0][0] <= now:
            self._offer(heapq.heappop(self._held)[2])

    def _offer(self, host: Host) -> None:
        if not host.in_turn and self._may(host):
            host.in_turn = True
            self._turns.append(host)

    def _may(self, host: Host) -> bool:
        if host.rests or host.waiting <= 0 or host.held_until > self._clock():
            return False
        return host.out < self._room(host.name)
