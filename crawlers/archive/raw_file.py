"""A file read at any offset through one cached window: reading a log jumps back and forth by little."""

from __future__ import annotations

from io import SEEK_END, FileIO

WINDOW = 1 << 18


class RawFile:
    """Bytes of ``stream`` by offset. OSError where the disk fails; nothing else is raised."""

    def __init__(self, stream: FileIO) -> None:
        self._stream = stream
        self._start = 0
        self._window = b""
        self._at_end = False

    def at(self, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes from ``offset``; fewer at the end of the file, or when it is cut meanwhile."""
        begin = offset - self._start
        held = len(self._window) if self._at_end else len(self._window) - size
        if not 0 <= begin <= held:
            wanted = max(size, WINDOW)
            self._start, self._window, begin = offset, self._load(offset, wanted), 0
            self._at_end = len(self._window) < wanted
        return self._window[begin : begin + size]

    def peek(self, offset: int, size: int) -> bytes:
        """As :meth:`at`, for a look far ahead: the window stays where it is."""
        begin = offset - self._start
        if 0 <= begin <= len(self._window) - size:
            return self._window[begin : begin + size]
        beyond = offset >= self._stream.seek(0, SEEK_END)  # no disk is asked for an offset that it cannot have
        return b"" if beyond else self._load(offset, size)

    def _load(self, offset: int, size: int) -> bytes:
        self._stream.seek(offset)
        parts = []
        while size > 0 and (part := self._stream.read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
