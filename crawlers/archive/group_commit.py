"""Exchanges that arrive while the disk is busy go to it together: one fsync for all of them.

The crawl goes on meanwhile; each exchange is waited for until its own records are on disk.
"""

from __future__ import annotations

import asyncio

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.errors import HomeProblem
from junket.crawlers.page import WarcLocation

_Group = list[tuple[Exchange, asyncio.Future[WarcLocation]]]


class GroupCommit:
    """Writes with ``writer`` in a thread, one group at a time. For use in one event loop."""

    def __init__(self, writer: WarcWriter) -> None:
        self._writer = writer
        self._waiting: _Group = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, exchange: Exchange) -> WarcLocation:
        """Where the response lies, once it is on disk. HomeProblem where it cannot be: then none of its group is."""
        written: asyncio.Future[WarcLocation] = asyncio.get_running_loop().create_future()
        self._waiting.append((exchange, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await written

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await self._put(group)
            except HomeProblem as error:
                _tell(group, error)
            except Exception:  # noqa: BLE001 - one that cannot be a record must not take the others with it
                await self._put_each(group)
        self._writing = None

    async def _put(self, group: _Group) -> None:
        places = await asyncio.to_thread(self._writer.write_exchanges, [exchange for exchange, _ in group])
        for (_, written), place in zip(group, places, strict=True):
            if not written.done():
                written.set_result(place)

    async def _put_each(self, group: _Group) -> None:
        for one in group:
            try:
                await self._put([one])
            except Exception as error:  # noqa: BLE001 - whoever waits hears of it
                _tell([one], error)


def _tell(group: _Group, error: Exception) -> None:
    for _, written in group:
        if not written.done():
            written.set_exception(error)
